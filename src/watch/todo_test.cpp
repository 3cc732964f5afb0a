#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/test_watch.hpp"

namespace anju::watch {
namespace {

struct Todo : ::testing::Test, TestWatch {
    Todo() { go_to("2026-09-21"); }

    std::vector<std::string> kinds(const Actor& actor) {
        std::vector<std::string> all;
        auto const reply = get(actor, "/api/todo");
        for (auto const& one : reply.at("items").as_array()) all.emplace_back(one.at("kind").as_string());
        return all;
    }
};

TEST_F(Todo, running_terms_are_for_those_who_can_end_them_and_missed_ones_also_for_those_above) {
    auto const id = added(worker(), "report", first, report());
    auto const mine = get(manager(), "/api/todo");
    ASSERT_EQ(mine.at("items").as_array().size(), 1U);
    auto const one = mine.at("items").as_array()[0];
    EXPECT_EQ(one.at("kind"), "due");
    EXPECT_EQ(one.at("due"), "2026-09-24");
    EXPECT_EQ(one.at("days_left"), 3);
    EXPECT_EQ(one.at("link"), json::value("/r/" + id));
    EXPECT_EQ(mine.at("counts").at("week"), 1);
    EXPECT_TRUE(kinds(officer()).empty()) << "told only when it is missed";
    EXPECT_TRUE(kinds(far_manager()).empty());

    go_to("2026-09-25");
    process::ring_all(*service.store, registers, clocks, service.now);
    EXPECT_EQ(kinds(manager()), std::vector<std::string>{"missed"}) << "its finding is not listed a second time";
    EXPECT_EQ(kinds(officer()), std::vector<std::string>{"missed"});
    EXPECT_EQ(get(officer(), "/api/todo").at("counts").at("missed"), 1);
}

TEST_F(Todo, what_is_late_comes_first_and_the_limit_keeps_the_counts_whole) {
    added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-10-01"}}));
    added(worker(), "report", first, report());
    added(worker(), "lift", first, good_lift("1-2", {{"next_inspection", "2026-09-01"}}));
    EXPECT_EQ(kinds(manager()), (std::vector<std::string>{"finding", "due", "expiring"}));
    auto const first_one = get(manager(), "/api/todo?limit=1");
    EXPECT_EQ(first_one.at("items").as_array().size(), 1U);
    EXPECT_EQ(first_one.at("counts").at("all"), 3);
    EXPECT_EQ(kinds(worker()), (std::vector<std::string>{"finding", "due"})) << "only the manager is told of what runs out";
}

TEST_F(Todo, own_rectifications_and_inspections_stand_in_it) {
    service.store->act([&](kernel::Transaction& transaction) {
        for (auto const* id : {"f1", "f2", "f3"})
            transaction.run("INSERT INTO finding (id, evaluation_id, estate_id, source, item, deduct, recorded_deduct, reason, spot, state, decision, created_by, created_at, version) "
                            "VALUES ($1, 'e', $2, 'third_party', 'D4.2.1', 1, 1, '', '', 'accepted', '', 'x', 0, 1)",
                            {std::string{id}, first.id});
        auto const add = [&](const std::string& finding, const std::string& state, const std::string& due) {
            transaction.run("INSERT INTO rectification (id, finding_id, estate_id, item, party_id, state, due, note, assigned_by, assigned_at, fix_note, reopened, version) "
                            "VALUES ($1, $1, $2, 'D4.2.1', $3, $4, $5, '', 'x', 0, '', 0, 1)",
                            {finding, first.id, party, state, due});
        };
        add("f1", "open", "2026-09-20");
        add("f2", "fixed", "2026-09-30");
        add("f3", "confirmed", "2026-09-10");
        transaction.run("INSERT INTO inspection (id, evaluation_id, estate_id, source, party_id, state, summary, opened_by, opened_at, version) VALUES ('i', 'e', $1, 'self_check', '', 'open', '', 'x', 0, 1)", {first.id});
    });
    auto fixer = with(manager(), {"rectification.fix"});
    fixer.grants.front().party_id = party;
    EXPECT_EQ(get(fixer, "/api/todo").at("counts").at("missed"), 1);
    EXPECT_EQ(kinds(fixer), std::vector<std::string>{"rectification"});
    service.store->act([&](kernel::Transaction& transaction) {
        transaction.run("INSERT INTO rectification (id, estate_id, item, party_id, state, due, note, assigned_by, assigned_at, fix_note, reopened, version, what, record_id) "
                        "VALUES ('of-a-visit', $1, '', $2, 'open', '2026-10-20', '', 'x', 0, '', 0, 1, '楼道堆物', 'v')",
                        {first.id, party});
    });
    EXPECT_EQ(kinds(fixer), (std::vector<std::string>{"rectification", "rectification"})) << "a fault of a visit stands beside those of findings";
    EXPECT_THAT(json::serialize(get(fixer, "/api/todo")), ::testing::HasSubstr("整改：楼道堆物"));
    fixer.grants.front().party_id = "another";
    EXPECT_TRUE(kinds(fixer).empty());
    EXPECT_EQ(kinds(with(worker(), {"rectification.confirm", "inspection.self_check"})), (std::vector<std::string>{"rectification", "inspection"}));
}

TEST_F(Todo, notices_reach_the_role_over_the_place_and_are_read_up_to_one) {
    added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-01"}}));
    added(far_manager(), "lift", third, good_lift("9-1", {{"next_inspection", "2026-09-01"}}));
    auto const mine = get(manager(), "/api/notices");
    ASSERT_EQ(mine.at("items").as_array().size(), 1U);
    EXPECT_EQ(mine.at("unread"), 1);
    EXPECT_EQ(mine.at("items").as_array()[0].at("estate").at("id"), json::value(first.id));
    EXPECT_EQ(mine.at("items").as_array()[0].at("read"), false);
    EXPECT_EQ(get(officer(), "/api/notices").at("items").as_array().size(), 0U);
    auto const last = mine.at("items").as_array()[0].at("id");
    EXPECT_EQ(call(manager(), "POST", "/api/notices/read", json::object{{"up_to", last}}).status, 200);
    EXPECT_EQ(get(manager(), "/api/notices").at("unread"), 0);
    EXPECT_EQ(get(worker(), "/api/notices").at("unread"), 1) << "marks are each account's own";
    EXPECT_EQ(call(kernel::Actor{}, "GET", "/api/notices").status, 401);
}

TEST_F(Todo, a_notice_read_by_itself_leaves_the_others_unread) {
    for (auto const* number : {"1-1", "1-2", "1-3"}) added(worker(), "lift", first, good_lift(number, {{"next_inspection", "2026-09-01"}}));
    auto const read_of = [&](const Actor& actor) {
        std::string marks;
        auto const shown = get(actor, "/api/notices");
        for (auto const& one : shown.at("items").as_array()) marks += one.at("read").as_bool() ? 'r' : '-';
        return marks;
    };
    auto const all = get(manager(), "/api/notices").at("items").as_array();
    ASSERT_EQ(all.size(), 3U);
    auto const path = [&](std::size_t i) { return "/api/notices/" + std::string{all[i].at("id").as_string()} + "/read"; };
    auto const reply = call(manager(), "POST", path(1));
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("unread"), 2);
    EXPECT_EQ(call(manager(), "POST", path(1)).status, 200) << "twice is once";
    EXPECT_EQ(get(manager(), "/api/notices").at("unread"), 2);
    EXPECT_EQ(read_of(manager()), "-r-");
    EXPECT_EQ(read_of(worker()), "---") << "marks are each account's own";
    EXPECT_EQ(call(far_manager(), "POST", path(0)).status, 404);
    EXPECT_EQ(call(kernel::Actor{}, "POST", path(0)).status, 401);

    EXPECT_EQ(call(manager(), "POST", "/api/notices/read", json::object{{"up_to", all[1].at("id")}}).status, 200);
    EXPECT_EQ(read_of(manager()), "-rr");
    EXPECT_EQ(count("SELECT COUNT(*) FROM notice_seen"), 0) << "what lies below the mark needs no row";
    EXPECT_EQ(call(manager(), "POST", path(2)).status, 200);
    EXPECT_EQ(count("SELECT COUNT(*) FROM notice_seen"), 0);
    EXPECT_EQ(get(manager(), "/api/notices").at("unread"), 1);
}

TEST_F(Todo, the_stream_of_changes_is_for_places_the_account_holds) {
    auto const reply = call(manager(), "GET", "/api/events");
    ASSERT_NE(reply.stream, nullptr);
    EXPECT_EQ(reply.type, "text/event-stream");
    added(far_manager(), "lift", third, good_lift("9-1", {{"next_inspection", "2026-09-01"}}));
    EXPECT_EQ(reply.stream->take(), "");
    added(worker(), "lift", first, good_lift("1-1"));
    EXPECT_THAT(reply.stream->take(), ::testing::HasSubstr(first.id));
    EXPECT_EQ(call(kernel::Actor{}, "GET", "/api/events").status, 401);
}

TEST_F(Todo, a_reminder_goes_to_those_who_are_to_do_it) {
    added(worker(), "report", first, report());
    go_to("2026-09-23");
    process::ring_all(*service.store, registers, clocks, service.now);
    EXPECT_EQ(get(manager(), "/api/notices").at("items").as_array()[0].at("kind"), "reminder");
    EXPECT_TRUE(get(worker(), "/api/notices").at("items").as_array().empty());
}

}  // namespace
}  // namespace anju::watch
