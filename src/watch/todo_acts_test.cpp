#include <gtest/gtest.h>

#include <algorithm>

#include "watch/test_watch.hpp"

namespace anju::watch {
namespace {

/// A register whose acts ask for another person than the one who made the record, and one that leads back out of an end.
inline constexpr auto* errand = R"(register: errand
title: {zh: 跑腿, en: Errands}
record: {zh: 跑腿, en: Errand}
about: {zh: 试, en: Test}
at: estate
group: housing
place: 附件1
process: errand
name: number
sections:
  - title: {zh: 跑腿, en: Errand}
    fields:
      - {field: number, kind: text, title: {zh: 编号, en: Number}, required: true}
list: [number]
write: [property_manager, community_worker]
read: [property_manager, community_worker]
)";
inline constexpr auto* errand_process = R"(process: errand
title: {zh: 收发, en: Handling}
start: open
states:
  - {state: open, title: {zh: 待办, en: Open}}
  - {state: done, title: {zh: 已办, en: Done}}
  - {state: seen, title: {zh: 已核, en: Seen}, end: true}
acts:
  - {act: finish, title: {zh: 办完, en: Finish}, from: [open], to: done, by: [property_manager, community_worker, street_officer]}
  - {act: drop, title: {zh: 作罢, en: Drop}, from: [open, done], to: seen, by: [community_worker]}
  - {act: see, title: {zh: 核对, en: See}, from: [done], to: seen, by: [property_manager, community_worker], not_by: [created, finish]}
  - {act: again, title: {zh: 重办, en: Again}, from: [seen], to: open, by: [property_manager], reason: true}
clocks: []
)";

struct TodoActs : ::testing::Test, TestWatch {
    TodoActs() : TestWatch{{{"registers/patrol.yaml", patrol}, {"registers/errand.yaml", errand}, {"processes/errand.yaml", errand_process}}} { go_to("2026-09-21"); }

    std::string errand_at(const Actor& actor, const place::Place& place, const std::string& number) {
        service.now.microseconds += 1'000'000;
        return added(actor, "errand", place, {{"number", number}});
    }
    void done(const Actor& actor, const std::string& id, const std::string& act) {
        service.now.microseconds += 1'000'000;
        auto const version = get(actor, "/api/records/" + id).at("version");
        auto const reply = call(actor, "POST", "/api/records/" + id + "/acts/" + act, json::object{{"version", version}, {"fields", json::object{}}, {"reason", "重来"}});
        EXPECT_EQ(reply.status, 200) << reply.body;
    }
    /// "number: act act" of each line, in their order.
    std::vector<std::string> lines(const Actor& actor, const std::string& query = "") {
        std::vector<std::string> all;
        auto const reply = call(actor, "GET", "/api/todo/acts" + query);
        EXPECT_EQ(reply.status, 200) << reply.body;
        auto const shown = json::parse(reply.body);
        for (auto const& group : shown.at("groups").as_array())
            for (auto const& line : group.at("items").as_array()) {
                std::string text{line.at("record").at("name").as_string()};
                text += ":";
                for (auto const& act : line.at("acts").as_array()) text += " " + std::string{act.at("act").as_string()};
                all.push_back(text);
            }
        return all;
    }
};

TEST_F(TodoActs, records_on_which_one_may_act_are_listed_newest_first_with_what_one_may_do) {
    errand_at(manager(), first, "1");
    errand_at(worker(), second, "2");
    errand_at(far_manager(), third, "far");
    EXPECT_EQ(lines(manager()), (std::vector<std::string>{"2: finish", "1: finish"}));
    EXPECT_EQ(lines(worker()), (std::vector<std::string>{"2: finish drop", "1: finish drop"}));
    EXPECT_EQ(lines(far_manager()), std::vector<std::string>{"far: finish"});
    EXPECT_TRUE(lines(officer()).empty()) << "may do it, but may not read the register";
    EXPECT_EQ(call(kernel::Actor{}, "GET", "/api/todo/acts").status, 401);
    auto const group = get(manager(), "/api/todo/acts").at("groups").as_array().at(0);
    EXPECT_EQ(group.at("register"), "errand");
    EXPECT_EQ(group.at("count"), 2);
    auto const& line = group.at("items").as_array()[0];
    EXPECT_EQ(line.at("state_title").at("zh"), "待办");
    EXPECT_EQ(line.at("acts").as_array()[0].at("title").at("zh"), "办完");
    EXPECT_EQ(line.at("place").at("name"), "茶花苑");
}

TEST_F(TodoActs, an_act_that_wants_another_person_is_not_offered_to_who_made_or_did_it) {
    auto const mine = errand_at(manager(), first, "mine");
    done(worker(), mine, "finish");
    EXPECT_TRUE(lines(manager()).empty()) << "the manager made it";
    EXPECT_EQ(lines(worker()), std::vector<std::string>{"mine: drop"}) << "the worker finished it";
    auto const theirs = errand_at(worker(), first, "theirs");
    done(worker(), theirs, "finish");
    EXPECT_EQ(lines(manager()), std::vector<std::string>{"theirs: see"});
    done(manager(), theirs, "see");
    EXPECT_EQ(lines(manager()), std::vector<std::string>{"theirs: again"});
}

TEST_F(TodoActs, what_is_listed_is_what_the_process_allows_for_everybody_and_every_record) {
    std::vector<std::string> all{errand_at(manager(), first, "1"), errand_at(worker(), first, "2"), errand_at(manager(), second, "3"), errand_at(worker(), second, "4"),
                                 errand_at(far_manager(), third, "5"), errand_at(worker(), first, "6")};
    done(manager(), all[0], "finish");
    done(manager(), all[1], "finish");
    done(worker(), all[2], "finish");
    done(worker(), all[3], "drop");
    done(far_manager(), all[4], "finish");
    done(manager(), all[3], "again");
    all.push_back(added(worker(), "report", first, report()));
    EXPECT_EQ(call(worker(), "POST", "/api/records/" + all[5] + "/delete", json::object{{"why", "写错了"}, {"version", 1}}).status, 200);
    for (auto const& actor : {manager(), worker(), officer(), office(), far_manager(), stranger()}) {
        auto listed = lines(actor);
        std::vector<std::string> allowed;
        act(actor, [&](kernel::Context& context) {
            for (auto const& id : all) {
                auto const record = record::get(context.transaction, registers, id);
                if (!record::may_read(context.actor, *record.of, record.path)) continue;
                auto text = record.name + ":";
                for (auto const* one : process::possible(context, registers, record)) text += " " + one->act;
                if (!text.ends_with(":")) allowed.push_back(text);
            }
            context.journal({"test.act", "test", "", "", nullptr, nullptr, ""});
        });
        std::sort(listed.begin(), listed.end());
        std::sort(allowed.begin(), allowed.end());
        EXPECT_EQ(listed, allowed) << actor.name;
    }
}

TEST_F(TodoActs, a_long_list_goes_on_register_by_register) {
    for (int i = 0; i < 23; ++i) {
        auto const id = errand_at(worker(), first, std::to_string(i));
        if (i % 3 == 0) done(worker(), id, "finish");
    }
    added(worker(), "report", first, report());
    auto const whole = get(worker(), "/api/todo/acts");
    ASSERT_EQ(whole.at("groups").as_array().size(), 2U);
    std::vector<std::string> seen;
    std::string after;
    for (int pages = 0; pages < 9; ++pages) {
        auto const group = get(worker(), "/api/todo/acts?register=errand&limit=7" + (after.empty() ? "" : "&after=" + after)).at("groups").as_array().at(0);
        EXPECT_EQ(group.at("count"), 23);
        for (auto const& line : group.at("items").as_array()) seen.emplace_back(line.at("record").at("name").as_string());
        if (group.at("next").is_null()) break;
        after = std::string{group.at("next").as_string()};
    }
    std::vector<std::string> wanted;
    for (int i = 22; i >= 0; --i) wanted.push_back(std::to_string(i));
    EXPECT_EQ(seen, wanted);
    for (auto const& group : whole.at("groups").as_array()) {
        if (group.at("register") != "errand") continue;
        EXPECT_EQ(group.at("items").as_array().size(), 20U);
        EXPECT_FALSE(group.at("next").is_null());
    }
    EXPECT_EQ(call(worker(), "GET", "/api/todo/acts?after=" + after).status, 422);
    EXPECT_EQ(call(worker(), "GET", "/api/todo/acts?register=nothing").status, 404);
}

}  // namespace
}  // namespace anju::watch
