#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/workbook.hpp"
#include "rating/test_year.hpp"

namespace anju::rating {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Rating : ::testing::Test {
    TestYear year;
    place::Place best, equal, other, low, unmeasured;

    /// Five estates: two alike at the top, one lower, one that fails, one not measured.
    Rating() {
        rating::routes(year.service.router, year.standard, &year.steps);
        best = year.estate("试一苑");
        equal = year.estate("试二苑");
        other = year.estate("试三苑", true);
        low = year.estate("试四苑", true);
        unmeasured = year.estate("试五苑");
        year.open();
        year.measure(best, "90", "100");
        year.measure(equal, "90", "100");
        year.measure(other, "88", "100");
        year.measure(low, "59.9999", "100");
    }
    json::value ranking(const std::string& query = "") { return year.get(year.path("/ranking" + query)); }
    json::value card(const place::Place& estate, const std::string& query = "") {
        return year.get(year.path("/scorecards/" + estate.id + query));
    }
    static std::vector<std::string> names(const json::value& list) {
        std::vector<std::string> all;
        for (auto const& item : list.at("items").as_array()) all.emplace_back(item.at("estate").at("name").as_string());
        return all;
    }
};

TEST_F(Rating, both_keys_on_the_line_give_the_highest_star) {
    auto const shown = card(best);
    EXPECT_EQ(shown.at("total"), "292");
    EXPECT_EQ(shown.at("star"), 5);
    EXPECT_EQ(shown.at("outcome"), "star");
    EXPECT_TRUE(shown.at("shortfall").is_null());
    EXPECT_EQ(shown.at("estate").at("name"), "试一苑");
    EXPECT_EQ(shown.at("street").at("id"), json::value(year.street.id));
    EXPECT_EQ(shown.at("chapters").as_array().size(), year.standard.current().chapters.size());
}

TEST_F(Rating, enough_points_without_enough_satisfaction_give_the_star_below_and_say_what_is_missing) {
    auto const shown = card(other);
    EXPECT_EQ(shown.at("star"), 4);
    EXPECT_EQ(shown.at("shortfall").at("star"), 5);
    EXPECT_EQ(shown.at("shortfall").at("satisfaction"), "2");
    EXPECT_EQ(shown.at("shortfall").at("points"), "0");
    EXPECT_THAT(std::string{shown.at("sentence").at("zh").as_string()}, HasSubstr("88%"));
}

TEST_F(Rating, satisfaction_just_below_the_lowest_mark_fails_the_estate_and_exactly_on_it_does_not) {
    EXPECT_EQ(card(low).at("outcome"), "fails");
    year.measure(low, "60", "100");
    EXPECT_EQ(card(low).at("outcome"), "unrated");
}

TEST_F(Rating, an_estate_without_its_percentages_is_incomplete_and_names_what_is_missing) {
    auto const shown = card(unmeasured);
    EXPECT_EQ(shown.at("outcome"), "incomplete");
    EXPECT_EQ(shown.at("satisfaction"), json::value(nullptr));
    EXPECT_EQ(shown.at("missing").as_array().size(), 2U);
}

TEST_F(Rating, a_finding_costs_its_points_and_the_shortfall_names_the_item_to_cure) {
    auto const id = year.find(best, "C1.1", "5");
    year.find(best, "C1.2", "5");
    year.find(best, "C1.3", "3");
    auto const shown = card(best);
    EXPECT_EQ(shown.at("total"), "279");
    EXPECT_EQ(shown.at("star"), 4);
    auto const& items = shown.at("shortfall").at("items").as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("item"), "C1.3");
    EXPECT_EQ(shown.at("shortfall").at("points"), "1");
    EXPECT_THAT(json::serialize(shown), HasSubstr(id));
    EXPECT_THAT(json::serialize(shown), HasSubstr("绝不公开的位置"));
}

TEST_F(Rating, equal_total_and_satisfaction_share_a_rank_and_the_next_rank_is_skipped) {
    auto const list = ranking();
    auto const& items = list.at("items").as_array();
    ASSERT_EQ(items.size(), 5U);
    EXPECT_EQ(items[0].at("rank"), 1);
    EXPECT_EQ(items[1].at("rank"), 1);
    EXPECT_EQ(items[2].at("rank"), 3);
    EXPECT_EQ(list.at("card"), "provisional");
    EXPECT_EQ(items[2].at("short_star"), 5);
    EXPECT_EQ(items[2].at("short_satisfaction"), "2");
}

TEST_F(Rating, with_equal_totals_the_higher_satisfaction_stands_before) {
    year.measure(equal, "91", "98");  // 0.8 points up and 0.8 points down
    auto const items = ranking().at("items").as_array();
    EXPECT_EQ(items[0].at("total"), items[1].at("total"));
    EXPECT_EQ(items[0].at("estate").at("name"), "试二苑");
    EXPECT_EQ(items[1].at("rank"), 2);
}

TEST_F(Rating, what_is_summed_up_from_kept_standings_follows_each_change) {
    // Asked twice each time: in a Debug build the second answer is made without what was kept and held against the first.
    auto const twice = [&] {
        for (int time = 0; time < 2; ++time)
            for (auto const* what : {"/ranking", "/matrix", "/streets"}) year.get(year.path(what));
        return ranking();
    };
    auto const total = [](const json::value& list, std::string_view name) {
        for (auto const& row : list.at("items").as_array())
            if (row.at("estate").at("name") == json::value(name)) return std::string{row.at("total").as_string()};
        return std::string{"none"};
    };
    auto const before = twice();
    year.find(other, "C1.1", "5");
    auto const after = twice();
    EXPECT_NE(total(after, "试三苑"), total(before, "试三苑"));
    EXPECT_EQ(total(after, "试四苑"), total(before, "试四苑"));
    year.measure(low, "90.5", "95");
    auto const last = twice();
    EXPECT_NE(total(last, "试四苑"), total(before, "试四苑"));
    EXPECT_EQ(total(last, "试三苑"), total(after, "试三苑"));
}

TEST_F(Rating, the_street_filter_keeps_the_ranks_of_the_whole_list) {
    auto const list = ranking("?street=" + year.other_street.id);
    EXPECT_THAT(names(list), ::testing::ElementsAre("试三苑", "试四苑"));
    EXPECT_EQ(list.at("items").as_array()[0].at("rank"), 3);
}

TEST_F(Rating, a_street_sees_its_own_estates_only) {
    year.be(kernel::TestService::who("street-account", {"rating.read", "evaluation.read", "report.export"},
                                     {year.other_street.path}));
    EXPECT_THAT(names(ranking()), ::testing::ElementsAre("试三苑", "试四苑"));
    EXPECT_THAT(json::serialize(year.get(year.path("/matrix"))), Not(HasSubstr("试一苑")));
    EXPECT_THAT(json::serialize(year.get("/api/cockpit")), Not(HasSubstr("试一苑")));
    EXPECT_EQ(year.get(year.path("/streets")).at("items").as_array().size(), 1U);
    EXPECT_EQ(year.service.call("GET", year.path("/scorecards/" + best.id)).status, 404);
    EXPECT_EQ(year.service.call("GET", year.path("/scorecards/" + other.id)).status, 200);
    EXPECT_EQ(year.service.call("GET", year.path("/comparison/" + best.id)).status, 404);
}

TEST_F(Rating, a_community_gets_no_mean_of_half_a_street) {
    year.be(kernel::TestService::who("community-account", {"rating.read"}, {year.community.path}));
    EXPECT_EQ(names(ranking()).size(), 3U);
    EXPECT_TRUE(year.get(year.path("/streets")).at("items").as_array().empty());
}

TEST_F(Rating, without_the_right_nothing_is_told) {
    year.be(kernel::TestService::who("account", {"evaluation.read"}));
    EXPECT_EQ(year.service.call("GET", year.path("/ranking")).status, 403);
    EXPECT_EQ(year.service.call("GET", year.path("/scorecards/" + best.id)).status, 403);
    EXPECT_TRUE(year.get("/api/cockpit").at("ranking").as_array().empty());
    year.be(TestYear::nobody());
    EXPECT_EQ(year.service.call("GET", year.path("/scorecards/" + best.id)).status, 401);
}

TEST_F(Rating, the_self_check_needs_its_own_right) {
    EXPECT_EQ(year.service.call("GET", year.path("/scorecards/" + best.id + "?card=self_check")).status, 200);
    year.be(kernel::TestService::who("account", {"rating.read"}));
    auto const reply = year.service.call("GET", year.path("/scorecards/" + best.id + "?card=self_check"));
    EXPECT_EQ(reply.status, 403);
    EXPECT_TRUE(ranking("?card=self_check").at("items").as_array().empty());
}

TEST_F(Rating, a_third_party_sees_the_self_check_only_after_handing_in_its_own_inspection_of_the_estate) {
    year.find(best, "C1.1", "1", "self_check");
    year.be(kernel::TestService::who("assessor-account", {"inspection.inspect"}, {"/"}, "assessor-firm"));
    auto const self_check = year.path("/scorecards/" + best.id + "?card=self_check");
    EXPECT_EQ(year.service.call("GET", self_check).status, 403);
    year.act([&](kernel::Context& context) {
        context.transaction.run(
            "INSERT INTO inspection (id, evaluation_id, estate_id, source, party_id, state, summary, opened_by, "
            "opened_at, version) "
            "VALUES ('i1', $1, $2, 'third_party', 'assessor-firm', 'open', '', 'x', 0, 1)",
            {year.evaluation_id, best.id});
    });
    EXPECT_EQ(year.service.call("GET", self_check).status, 403);
    year.act([&](kernel::Context& context) {
        context.transaction.run("UPDATE inspection SET state = 'handed_in' WHERE id = 'i1'");
    });
    EXPECT_EQ(year.get(self_check).at("card"), "self_check");
    EXPECT_EQ(year.service.call("GET", year.path("/scorecards/" + equal.id + "?card=self_check")).status, 403);
    EXPECT_EQ(year.service.call("GET", year.path("/scorecards/" + best.id + "?card=official")).status, 403);
}

TEST_F(Rating, an_unknown_card_is_refused_with_the_names_to_choose_from) {
    auto const reply = year.service.call("GET", year.path("/ranking?card=secret"));
    EXPECT_EQ(reply.status, 422);
    EXPECT_THAT(reply.body, HasSubstr("third_party"));
}

TEST_F(Rating, the_comparison_has_no_column_where_nobody_has_looked) {
    year.act([&](kernel::Context& context) {
        context.transaction.run(
            "INSERT INTO inspection (id, evaluation_id, estate_id, source, party_id, state, summary, opened_by, "
            "opened_at, version) "
            "VALUES ('i2', $1, $2, 'self_check', '', 'handed_in', '', 'x', 0, 1)",
            {year.evaluation_id, best.id});
    });
    year.find(best, "C1.1", "2", "self_check");
    auto const shown = year.get(year.path("/comparison/" + best.id));
    EXPECT_EQ(shown.at("cards").as_array().size(), 2U);
    for (auto const& item : shown.at("items").as_array()) {
        EXPECT_TRUE(item.at("department").is_null());
        if (item.at("item") != "C1.1") continue;
        EXPECT_EQ(item.at("self_check"), "3");
        EXPECT_EQ(item.at("official"), "5");
        EXPECT_TRUE(item.at("differs").as_bool());
    }
}

TEST_F(Rating, the_matrix_has_a_lost_amount_for_every_item_of_every_estate) {
    year.find(best, "C1.1", "0.5");
    auto const matrix = year.get(year.path("/matrix"));
    auto const items = matrix.at("items").as_array();
    EXPECT_EQ(items.size(), year.standard.current().items.size());
    for (auto const& row : matrix.at("rows").as_array()) {
        ASSERT_EQ(row.at("lost").as_array().size(), items.size());
        for (std::size_t i = 0; i < items.size(); ++i) {
            bool const found = row.at("estate").at("id") == json::value(best.id) && items[i].at("item") == "C1.1";
            if (items[i].at("item") == "C1.1") {
                EXPECT_EQ(row.at("lost").as_array()[i], found ? "0.5" : "0");
            }
        }
    }
}

TEST_F(Rating, a_street_is_assessed_by_the_mean_over_its_rated_estates_cut_to_four_decimals) {
    auto const shown = year.get(year.path("/streets"));
    for (auto const& row : shown.at("items").as_array()) {
        if (row.at("street").at("id") == json::value(year.street.id)) {
            EXPECT_EQ(row.at("estates"), 3);
            EXPECT_EQ(row.at("incomplete"), 1);
            EXPECT_EQ(row.at("stars").at("5"), 2);
            EXPECT_EQ(row.at("assessment"), "10");  // (100 + 100) / 2 × 10 %
        } else {
            EXPECT_EQ(row.at("failed"), 1);
            EXPECT_EQ(row.at("assessment"), "4.25");            // (85 + 0) / 2 × 10 %
            EXPECT_EQ(row.at("mean_satisfaction"), "73.9999");  // 73.99995 cut
        }
    }
}

TEST_F(Rating, the_cockpit_counts_stars_and_puts_the_nearest_estate_first) {
    year.find(best, "C1.1", "5");
    year.find(best, "C1.2", "5");
    year.find(best, "C1.3", "3");
    auto const cockpit = year.get("/api/cockpit");
    EXPECT_EQ(cockpit.at("evaluation").at("id"), json::value(year.evaluation_id));
    EXPECT_EQ(cockpit.at("star_counts").at("5"), 1);
    EXPECT_EQ(cockpit.at("star_counts").at("4"), 2);
    EXPECT_EQ(cockpit.at("star_counts").at("failed"), 1);
    EXPECT_EQ(cockpit.at("star_counts").at("incomplete"), 1);
    auto const& ladder = cockpit.at("ladder").as_array();
    ASSERT_EQ(ladder.size(), 3U);
    EXPECT_EQ(ladder[0].at("estate").at("name"), "试一苑");
    EXPECT_EQ(ladder[0].at("short").at("items").as_array()[0].at("item"), "C1.3");
}

TEST_F(Rating, once_the_panel_is_done_only_accepted_findings_count) {
    auto const id = year.find(best, "C1.1", "5");
    year.advance_to("panel");
    EXPECT_EQ(card(best).at("total"), "287");
    EXPECT_EQ(card(best, "?card=official").at("total"), "292");
    year.accept_all();
    EXPECT_EQ(card(best, "?card=official").at("total"), "287");
    EXPECT_THAT(json::serialize(card(best, "?card=official")), HasSubstr(id));
}

TEST_F(Rating, a_pending_estate_is_scored_but_not_starred) {
    TestYear pending;
    rating::routes(pending.service.router, pending.standard);
    auto const waiting = pending.estate("待试苑", false, "pending");
    pending.open();
    auto const shown = pending.get(pending.path("/scorecards/" + waiting.id));
    EXPECT_EQ(shown.at("outcome"), "stage_not_rated");
    EXPECT_EQ(shown.at("star"), 0);
    EXPECT_TRUE(pending.get(pending.path("/streets")).at("items").as_array()[0].at("assessment").is_null());
}

TEST_F(Rating, the_history_of_an_estate_tells_its_years) {
    auto const items = year.get("/api/estates/" + best.id + "/history").at("items").as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("year"), 2026);
    EXPECT_FALSE(items[0].at("published").as_bool());
}

TEST_F(Rating, the_workbook_has_results_scorecards_streets_and_readings) {
    auto const reply = year.service.call("GET", year.path("/export.xlsx"));
    ASSERT_EQ(reply.status, 200);
    auto const book = kernel::read_workbook(reply.body);
    ASSERT_EQ(book.sheets.size(), 4U);
    std::string results;
    for (auto const& row : book.sheets[0].rows) {
        for (auto const& cell : row) results += cell + "|";
    }
    EXPECT_THAT(results, HasSubstr("试一苑"));
    EXPECT_THAT(results, HasSubstr("|292|"));
    EXPECT_THAT(results, HasSubstr("五星级"));
    EXPECT_NE(book.sheet("口径"), nullptr);
}

TEST_F(Rating, the_workbook_of_a_street_holds_only_its_estates) {
    year.be(kernel::TestService::who("street-account", {"rating.read", "report.export"}, {year.other_street.path}));
    auto const book = kernel::read_workbook(year.service.call("GET", year.path("/export.xlsx")).body);
    for (auto const& sheet : book.sheets) {
        for (auto const& row : sheet.rows) {
            for (auto const& cell : row) EXPECT_THAT(cell, Not(HasSubstr("试一苑")));
        }
    }
}

TEST_F(Rating, an_estate_outside_the_evaluation_is_not_found) {
    EXPECT_EQ(year.service.call("GET", year.path("/scorecards/" + year.community.id)).status, 404);
}

}  // namespace
}  // namespace anju::rating
