#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/test_watch.hpp"

namespace anju::watch {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct LiveCard : ::testing::Test, TestWatch {
    LiveCard() { go_to("2026-09-21"); }

    void published(int year, const std::string& satisfaction, bool is_published = true) {
        auto const id = "evaluation-" + std::to_string(year);
        auto const& pack = standard.current();
        service.store->act([&](kernel::Transaction& transaction) {
            standard.keep(transaction, service.now);
            transaction.run("INSERT INTO evaluation (id, year, step, pack_hash, cut_off, survey_method, note, opened_at, opened_by, published_at, version) "
                            "VALUES ($1, $2, 'closed', $4, '2025-08-31', '', '', 0, 'x', $3, 1)",
                            {id, std::int64_t{year}, is_published ? kernel::Value{std::int64_t{1}} : kernel::Value{nullptr}, pack.hash});
            transaction.run("INSERT INTO evaluation_estate (evaluation_id, estate_id, stage) VALUES ($1, $2, 'settled')", {id, first.id});
            for (auto const* source : {"third_party", "survey", "self_check"}) {
                auto const value = *base::Percent::parse(std::string_view{source} == "survey" ? satisfaction : "12.5");
                transaction.run("INSERT INTO measure (evaluation_id, estate_id, item, source, value, note, recorded_by, recorded_at, version) VALUES ($1, $2, $3, $4, $5, '', 'x', 0, 1)",
                                {id, first.id, pack.stars.key, std::string{source}, value.units()});
            }
        });
    }
};

TEST_F(LiveCard, percentages_are_those_of_the_last_published_year_and_missing_ones_count_in_full_and_are_named) {
    published(2024, "60.5");
    published(2025, "86");
    published(2026, "99", false);
    night();
    auto const card = live(first);
    EXPECT_EQ(card.at("satisfaction").at("value"), "86");
    EXPECT_EQ(card.at("satisfaction").at("year"), 2025);
    EXPECT_TRUE(card.at("civility").is_null());
    ASSERT_EQ(card.at("assumed").as_array().size(), 1U);
    EXPECT_EQ(card.at("star"), 4);
    EXPECT_EQ(live(second).at("star"), 5) << "nothing published: all in full";
    EXPECT_EQ(live(second).at("assumed").as_array().size(), 2U);
    EXPECT_EQ(card.at("next_star").at("missing_satisfaction"), "4");
}

TEST_F(LiveCard, a_star_that_moves_is_told_to_those_who_may_read_scores_there_and_to_webhooks) {
    auto const hook = call(keeper(), "POST", "/api/webhooks", json::object{{"title", "数据平台"}, {"url", "https://example.com/hook"}, {"kinds", {"star.changed"}}, {"place_id", street.id}});
    ASSERT_EQ(hook.status, 201) << hook.body;
    night();
    EXPECT_EQ(count("SELECT COUNT(*) FROM notice WHERE kind = 'star.changed'"), 0) << "a first star is no change";
    published(2025, "86");
    go_to("2026-09-22");
    night();
    auto const told = get(reader(), "/api/notices").at("items").as_array();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().at("kind"), "star.changed");
    EXPECT_EQ(told.front().at("estate").at("id"), json::value(first.id));
    EXPECT_EQ(told.front().at("text").at("zh"), json::value(first.name + "：实时星级下降，由5星变为4星，现在 288.8 分"));
    EXPECT_EQ(told.front().at("text").at("en"), json::value(first.name + ": the live star went down from 5 stars to 4 stars, now 288.8 points"));
    EXPECT_TRUE(get(far_manager(), "/api/notices").at("items").as_array().empty()) << "another street";
    EXPECT_EQ(count("SELECT COUNT(*) FROM notice WHERE kind = 'star.changed' AND role = 'system_admin'"), 0);
    auto const body = json::parse(text("SELECT body FROM webhook_delivery WHERE kind = 'star.changed'")).as_object();
    EXPECT_EQ(count("SELECT COUNT(*) FROM webhook_delivery"), 1);
    EXPECT_EQ(body.at("estate").at("id"), json::value(first.id));
    EXPECT_EQ(body.at("from"), 5);
    EXPECT_EQ(body.at("to"), 4);
    EXPECT_EQ(body.at("total"), "288.8");
    go_to("2026-09-23");
    night();
    EXPECT_EQ(count("SELECT COUNT(*) FROM webhook_delivery"), 1) << "once";
}

TEST_F(LiveCard, a_pending_estate_is_scored_but_not_starred) {
    service.store->act([&](kernel::Transaction& transaction) { transaction.run("UPDATE place SET stage = 'pending' WHERE id = $1", {first.id}); });
    night();
    EXPECT_EQ(live(first).at("star"), 0);
    EXPECT_EQ(live(first).at("total"), "300");
}

TEST_F(LiveCard, what_to_cure_for_the_next_star_comes_largest_gain_first_and_no_more_than_needed) {
    // One finding an item, as dear as may be, over as many items as lose 25 points: with everything else in full that is 275, four stars.
    auto const& pack = standard.current();
    base::Points lost;
    service.store->act([&](kernel::Transaction& transaction) {
        record::Author const author{transaction, "t", "t", "t", service.now, nullptr};
        for (auto const& item : pack.items) {
            auto const allowed = item.rule->allowed(item.points);
            if (allowed.empty() || lost >= base::Points::whole(25)) continue;
            auto const id = finding::open_live(transaction, {"t", "t", "t"}, service.now, {first.id, item.code, allowed.back(), "试"});
            transaction.run("INSERT INTO watch_finding (id, finding_id, register, watch, estate_id, record_id, opened_at, evidence) VALUES ($1, $1, 'lift', 'overdue', $2, $1, 0, $3)",
                            {id, first.id, R"({"zh":"试","en":"test"})"});
            lost += item.rule->lost(item.points, std::vector{allowed.back()});
        }
        rescore({transaction, {}, "安居", {}, service.now, nullptr}, standard, first);
    });
    auto const card = live(first);
    ASSERT_EQ(card.at("star"), 4);
    auto const missing = *base::Points::parse(std::string{card.at("next_star").at("missing_points").as_string()});
    EXPECT_EQ(missing, lost - base::Points::whole(20));
    auto const lifts = card.at("next_star").at("lifts").as_array();
    ASSERT_FALSE(lifts.empty());
    base::Points gained;
    auto last = base::Points::whole(300);
    for (auto const& lift : lifts) {
        EXPECT_LT(gained, missing) << "nothing more than needed";
        auto const gain = *base::Points::parse(std::string{lift.at("gain").as_string()});
        EXPECT_LE(gain, last);
        gained += last = gain;
    }
    EXPECT_GE(gained, missing);
}

TEST_F(LiveCard, the_list_is_ranked_paged_and_shows_only_places_the_account_may_read) {
    added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-01"}}));
    night();
    auto const all = get(keeper(), "/api/live").at("items").as_array();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[2].at("estate").at("id"), json::value(first.id));
    EXPECT_EQ(all[2].at("findings"), 1);
    EXPECT_TRUE(all[2].at("change_7_days").is_null());
    auto const page = get(keeper(), "/api/live?limit=2");
    auto const rest = get(keeper(), "/api/live?limit=2&after=" + std::string{page.at("next").as_string()});
    EXPECT_EQ(rest.at("items").as_array().size(), 1U);
    EXPECT_EQ(rest.at("items").as_array()[0].at("estate").at("id"), json::value(first.id));
    EXPECT_EQ(get(reader(), "/api/live").at("items").as_array().size(), 2U);
    EXPECT_EQ(get(keeper(), "/api/live?place=" + other_street.id).at("items").as_array().size(), 1U);
    EXPECT_EQ(call(reader(), "GET", "/api/live/" + third.id).status, 404);
    EXPECT_EQ(call(manager(), "GET", "/api/live").status, 403);
}

TEST_F(LiveCard, a_week_later_the_change_shows) {
    night();
    added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-25"}}));
    go_to("2026-09-28");
    night();
    auto const all = get(reader(), "/api/live").at("items").as_array();
    for (auto const& one : all)
        EXPECT_EQ(one.at("change_7_days"), one.at("estate").at("id") == json::value(first.id) ? "-2" : "0");
    auto const days = get(reader(), "/api/live/" + first.id + "/trend?days=30").at("items").as_array();
    ASSERT_EQ(days.size(), 2U);
    EXPECT_EQ(days[0].at("total"), "300");
    EXPECT_EQ(days[1].at("total"), "298");
    EXPECT_EQ(call(reader(), "GET", "/api/live/" + first.id + "/trend?days=x").status, 422);
}

TEST_F(LiveCard, the_record_is_named_only_to_whoever_may_read_its_register) {
    added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-01"}}));
    auto const blind = with(in_role("leader", "district_leader", {"/"}), {"rating.read"});
    auto const card = get(blind, "/api/live/" + first.id);
    EXPECT_TRUE(card.at("items").as_array()[0].at("findings").as_array()[0].at("record").is_null());
}

TEST_F(LiveCard, a_day_shows_what_came_what_went_and_what_was_due) {
    auto const id = added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-20"}}));
    added(worker(), "report", first, report());
    auto const today = get(reader(), "/api/estates/" + first.id + "/day");
    EXPECT_EQ(today.at("opened").as_array().size(), 1U);
    EXPECT_EQ(today.at("records_added").as_array().size(), 2U);
    EXPECT_EQ(get(reader(), "/api/estates/" + first.id + "/day?day=2026-09-24").at("due").as_array().size(), 1U);
    go_to("2026-09-22");
    change(id, {{"next_inspection", "2027-09-20"}});
    auto const next = get(reader(), "/api/estates/" + first.id + "/day");
    EXPECT_EQ(next.at("cured").as_array().size(), 1U);
    EXPECT_EQ(next.at("live").at("change"), "2");
    auto const blind = with(in_role("leader", "district_leader", {"/"}), {"rating.read"});
    EXPECT_TRUE(get(blind, "/api/estates/" + first.id + "/day?day=2026-09-21").at("records_added").as_array().empty());
}

}  // namespace
}  // namespace anju::watch
