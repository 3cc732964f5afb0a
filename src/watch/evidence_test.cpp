#include <gtest/gtest.h>

#include "watch/test_watch.hpp"

namespace anju::watch {
namespace {

struct Evidence : ::testing::Test, TestWatch {
    std::string lift_id, finding_id;

    Evidence() {
        finding::routes(service.router, standard);
        go_to("2026-09-21");
        lift_id = added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-01"}}));
        finding_id = text("SELECT id FROM finding WHERE evaluation_id = 'live'");
    }
    kernel::Reply finding_of(const Actor& actor) { return call(actor, "GET", "/api/findings/" + finding_id); }
    kernel::Reply evidence(const Actor& actor) { return call(actor, "GET", "/api/findings/" + finding_id + "/evidence"); }
};

TEST_F(Evidence, a_finding_of_the_daily_work_is_seen_by_whoever_sees_the_live_card) {
    auto const reply = finding_of(with(officer(), {"rating.read"}));
    ASSERT_EQ(reply.status, 200) << reply.body;
    auto const shown = json::parse(reply.body);
    EXPECT_EQ(shown.at("evaluation_id"), "live");
    EXPECT_TRUE(shown.at("year").is_null());
    EXPECT_FALSE(shown.at("item_title").is_null());
    EXPECT_EQ(shown.at("source"), "operation");
    EXPECT_TRUE(shown.at("rectification").is_null());
    EXPECT_EQ(finding_of(with(worker(), {"finding.read"})).status, 200);
    EXPECT_EQ(finding_of(with(far_manager(), {"rating.read", "finding.read"})).status, 404);
    EXPECT_EQ(finding_of(with(officer(), {"place.manage"})).status, 404);
    EXPECT_EQ(finding_of(kernel::Actor{}).status, 401);
}

TEST_F(Evidence, its_watch_record_words_and_cost_are_told) {
    auto const reply = evidence(reader());
    ASSERT_EQ(reply.status, 200) << reply.body;
    auto const shown = json::parse(reply.body);
    EXPECT_EQ(shown.at("watch"), "overdue");
    EXPECT_EQ(shown.at("title").at("zh"), "检验过期");
    EXPECT_EQ(shown.at("register").at("register"), "lift");
    EXPECT_EQ(shown.at("record").at("id"), json::value(lift_id));
    EXPECT_EQ(shown.at("record").at("name"), "1-1");
    EXPECT_EQ(shown.at("text").at("zh"), "电梯 1-1 应在 2026-09-01 前检验，已超 20 天");
    EXPECT_TRUE(shown.at("closed_at").is_null());
    EXPECT_EQ(shown.at("item").at("item"), "D4.2.2");
    EXPECT_EQ(shown.at("item").at("findings"), 1);
    EXPECT_FALSE(shown.at("item").at("arithmetic").at("zh").as_string().empty());
    EXPECT_EQ(evidence(with(far_manager(), {"rating.read"})).status, 404);
    EXPECT_EQ(evidence(with(worker(), {"finding.read"})).status, 403);
}

TEST_F(Evidence, the_record_is_named_only_to_whoever_may_read_its_register) {
    auto const shown = json::parse(evidence(with(stranger(), {"rating.read"})).body);
    EXPECT_TRUE(shown.at("record").is_null());
    EXPECT_FALSE(shown.at("register").at("readable").as_bool());
}

TEST_F(Evidence, once_cured_it_says_when_and_why_and_costs_nothing) {
    change(lift_id, {{"next_inspection", "2027-09-01"}});
    auto const shown = json::parse(evidence(reader()).body);
    EXPECT_FALSE(shown.at("closed_at").is_null());
    EXPECT_TRUE(shown.at("item").is_null());
    EXPECT_EQ(shown.at("record").at("id"), json::value(lift_id));
    auto const finding = json::parse(finding_of(reader()).body);
    EXPECT_EQ(finding.at("state"), "withdrawn");
    EXPECT_EQ(finding.at("decision"), "已消除：检验过期");
}

TEST_F(Evidence, a_rectification_that_waits_for_nobody_any_more_is_shown_closed_and_leaves_the_list) {
    service.store->act([&](kernel::Transaction& transaction) {
        transaction.run("INSERT INTO rectification (id, finding_id, estate_id, item, party_id, state, due, note, assigned_by, assigned_at, fix_note, reopened, version) "
                        "VALUES ('r', $1, $2, 'D4.2.2', $3, 'open', '2026-09-30', '', 'x', 0, '', 0, 1)",
                        {finding_id, first.id, party});
    });
    auto const fixer = with(manager(), {"rectification.fix", "rating.read"});
    auto const rectifications = [&] {
        int found = 0;
        auto const todo = get(fixer, "/api/todo");
        for (auto const& one : todo.at("items").as_array()) found += one.at("kind") == "rectification" ? 1 : 0;
        return found;
    };
    EXPECT_EQ(rectifications(), 1);
    change(lift_id, {{"next_inspection", "2027-09-01"}});
    EXPECT_EQ(rectifications(), 0);
    EXPECT_EQ(json::parse(finding_of(reader()).body).at("rectification").at("state"), "closed");
}

TEST_F(Evidence, others_of_the_same_item_are_those_that_stand) {
    added(worker(), "lift", first, good_lift("1-2", {{"next_inspection", "2026-09-02"}}));
    EXPECT_EQ(json::parse(finding_of(reader()).body).at("same_fact").as_array().size(), 1U);
    change(lift_id, {{"next_inspection", "2027-09-01"}});
    finding_id = text("SELECT id FROM finding WHERE evaluation_id = 'live' AND state = 'accepted'");
    EXPECT_TRUE(json::parse(finding_of(reader()).body).at("same_fact").as_array().empty());
}

}  // namespace
}  // namespace anju::watch
