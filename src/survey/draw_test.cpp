#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "survey/test_survey.hpp"

namespace anju::survey {

namespace {

namespace json = kernel::json;
using evaluation::code_of;

std::vector<StratumPlan> strata_with(const std::vector<std::int64_t>& populations) {
    std::vector<StratumPlan> strata;
    for (const auto population : populations) strata.push_back({std::to_string(strata.size()), "", population});
    return strata;
}
std::vector<std::int64_t> samples(const std::vector<StratumPlan>& strata) {
    std::vector<std::int64_t> found;
    for (const auto& one : strata) found.push_back(one.sample);
    return found;
}
using Numbers = std::vector<std::int64_t>;

TEST(Allocate, gives_each_stratum_its_share_by_largest_remainder) {
    EXPECT_EQ(samples(allocate(strata_with({50, 30, 20}), 10, 0)), (Numbers{5, 3, 2}));
    // Shares of 165: 33.23 33.23 32.66 33.23 32.66; two are left over.
    EXPECT_EQ(samples(allocate(strata_with({58, 58, 57, 58, 57}), 165, 0)), (Numbers{33, 33, 33, 33, 33}));
    EXPECT_EQ(samples(allocate(strata_with({40, 40, 40}), 10, 0)), (Numbers{4, 3, 3}));
}

TEST(Allocate, asks_two_of_every_stratum_and_takes_them_from_the_largest) {
    EXPECT_EQ(samples(allocate(strata_with({200, 3, 1}), 20, 0)), (Numbers{17, 2, 1}));
    EXPECT_EQ(samples(allocate(strata_with({1, 1, 1}), 1, 0)), (Numbers{1, 1, 1}));
    EXPECT_EQ(samples(allocate(strata_with({5, 5, 5}), 3, 0)), (Numbers{2, 2, 2}));
}

TEST(Allocate, draws_reserves_up_to_those_there_are) {
    const auto strata = allocate(strata_with({58, 4}), 33, 50);
    EXPECT_EQ(samples(strata), (Numbers{31, 2}));
    EXPECT_EQ(strata[0].reserve, 16);
    EXPECT_EQ(strata[1].reserve, 1);
    EXPECT_EQ(allocate(strata_with({10}), 9, 100).front().reserve, 1);
    EXPECT_TRUE(allocate({}, 5, 50).empty());
}

TEST(Allocate, never_asks_more_than_there_are_nor_more_in_all_than_wanted_beyond_the_two_a_stratum) {
    std::uint32_t state = 7;
    const auto next = [&](std::uint32_t below) { return static_cast<std::int64_t>((state = state * 1664525 + 1013904223) >> 8) % below; };
    for (int round = 0; round < 2000; ++round) {
        Numbers populations(static_cast<std::size_t>(next(12) + 1));
        for (auto& one : populations) one = next(90) + 1;
        const auto all = std::accumulate(populations.begin(), populations.end(), std::int64_t{0});
        const auto wanted = next(static_cast<std::uint32_t>(all)) + 1;
        const auto strata = allocate(strata_with(populations), wanted, 30);
        std::int64_t sum = 0;
        std::int64_t least = 0;
        for (const auto& one : strata) {
            ASSERT_LE(one.sample + one.reserve, one.population);
            ASSERT_GE(one.sample, std::min<std::int64_t>(2, one.population));
            sum += one.sample;
            least += std::min<std::int64_t>(2, one.population);
        }
        ASSERT_EQ(sum, std::max(wanted, least));
    }
}

TEST(DrawOrder, is_that_of_the_hashes_whatever_order_the_dwellings_come_in) {
    std::vector<std::string> ids;
    for (int i = 1; i <= 40; ++i) ids.push_back(TestSurvey::dwelling_id(i));
    const auto order = draw_order(TestSurvey::seed, ids);
    for (std::size_t i = 1; i < order.size(); ++i) EXPECT_LT(base::sm3(TestSurvey::seed + order[i - 1]), base::sm3(TestSurvey::seed + order[i]));
    std::reverse(ids.begin(), ids.end());
    EXPECT_EQ(draw_order(TestSurvey::seed, ids), order);
    EXPECT_NE(draw_order(std::string(64, '1'), ids), order);
}

struct DrawTest : testing::Test {
    TestSurvey town;

    std::vector<std::string> drawn_ids(const std::string& survey) {
        std::vector<std::string> ids;
        town.district.service.store->see([&](kernel::Transaction& transaction) {
            transaction.each("SELECT dwelling_id FROM survey_draw WHERE survey_id = $1 ORDER BY position", {survey}, [&](const kernel::Row& row) { ids.push_back(row.text(0)); });
        });
        return ids;
    }
};

TEST_F(DrawTest, a_seed_gives_the_sample_worked_out_apart_from_this_program_on_every_database) {
    const auto ids = drawn_ids(town.started());
    // Python: per building sorted(ids, key=lambda i: sm3(seed + i))[:33 + 17], joined with line feeds, SM3 of that.
    ASSERT_EQ(ids.size(), 250U);
    EXPECT_EQ(ids[0], TestSurvey::dwelling_id(53));
    EXPECT_EQ(ids[1], TestSurvey::dwelling_id(49));
    EXPECT_EQ(ids[2], TestSurvey::dwelling_id(39));
    std::string all;
    for (const auto& id : ids) all += (all.empty() ? "" : "\n") + id;
    EXPECT_EQ(base::sm3(all), "ed08b89a6834ebcf0ac221fcb1fae8eff3a94ba732543877043ec239c4bba002");
}

TEST_F(DrawTest, the_frame_leaves_out_vacant_dwellings_shops_and_parking_places_and_draws_nobody_twice) {
    const auto survey = town.started({{"reserve_percent", 500}});
    const auto ids = drawn_ids(survey);
    EXPECT_EQ(ids.size(), 288U);
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 288U);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_draw d JOIN dwelling w ON w.id = d.dwelling_id WHERE w.kind <> 'dwelling' OR w.household = 'vacant' OR w.estate_id <> $1",
                                  {town.district.first.id}), 0);
}

TEST_F(DrawTest, a_started_survey_shows_its_seed_its_strata_and_what_is_open) {
    const auto survey = town.started();
    const auto shown = town.get(town.office(), "/api/surveys/" + survey);
    EXPECT_EQ(shown.at("state").as_string(), "fieldwork");
    EXPECT_EQ(shown.at("seed").as_string(), TestSurvey::seed);
    EXPECT_EQ(shown.at("population").as_int64(), 288);
    EXPECT_EQ(shown.at("sample").as_int64(), 165);
    const auto& strata = shown.at("strata").as_array();
    ASSERT_EQ(strata.size(), 5U);
    EXPECT_EQ(strata[0].at("title").at("zh").as_string(), "1幢");
    EXPECT_EQ(strata[2].at("population").as_int64(), 57);
    EXPECT_EQ(strata[2].at("sample").as_int64(), 33);
    EXPECT_EQ(strata[2].at("reserve").as_int64(), 17);
    EXPECT_EQ(town.positions(survey, "open").size(), 165U);
    EXPECT_EQ(town.positions(survey, "waiting").size(), 85U);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM journal WHERE act = 'survey.start' AND thing_id = $1 AND place_id = $2", {survey, town.district.first.id}), 1);
}

TEST_F(DrawTest, strata_may_be_kinds_of_households_or_none) {
    const auto by_household = town.get(town.office(), "/api/surveys/" + town.started({{"strata_by", "household"}}));
    std::vector<std::string> kinds;
    for (const auto& one : by_household.at("strata").as_array()) kinds.emplace_back(one.at("stratum").as_string());
    EXPECT_EQ(kinds, (std::vector<std::string>{"resettled", "bought", "rented"}));
    const auto preview = town.get(town.office(), "/api/surveys-preview?evaluation=" + town.year + "&estate=" + town.district.first.id + "&strata_by=none&half_width=5&level=95");
    EXPECT_EQ(preview.at("population").as_int64(), 288);
    EXPECT_EQ(preview.at("needed").as_int64(), 165);
    EXPECT_EQ(preview.at("dwellings").as_int64(), 300);
    EXPECT_EQ(preview.at("vacant").as_int64(), 12);
    EXPECT_EQ(preview.at("strata").as_array().size(), 1U);
}

TEST_F(DrawTest, an_empty_seed_is_drawn_at_random_and_a_wrong_one_is_refused_by_field) {
    const auto survey = town.plan();
    for (const auto* wrong : {"42", "zz", "ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789"}) {
        const auto reply = town.start(survey, wrong);
        EXPECT_EQ(reply.status, 422);
        EXPECT_EQ(evaluation::first_field(reply), "seed");
    }
    ASSERT_EQ(town.start(survey, "").status, 200);
    const auto drawn_seed = town.the_survey(survey).seed;
    EXPECT_EQ(drawn_seed.size(), 64U);
    EXPECT_NE(drawn_seed, TestSurvey::seed);
}

TEST_F(DrawTest, an_estate_without_occupied_dwellings_cannot_be_drawn_from) {
    const auto survey = town.plan({{"estate_id", town.district.second.id}});
    const auto reply = town.call(town.office(), "POST", "/api/surveys/" + survey + "/start", {{"version", 1}});
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(code_of(reply), "no_dwellings");
}

}  // namespace

}  // namespace anju::survey
