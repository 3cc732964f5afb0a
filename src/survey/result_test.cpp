#include <gtest/gtest.h>

#include "survey/test_survey.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;
using evaluation::code_of;

struct ResultTest : testing::Test {
    TestSurvey town;

    kernel::Reply post(const kernel::Actor& actor, const std::string& survey, const std::string& act) {
        return town.call(actor, "POST", "/api/surveys/" + survey + "/" + act, {{"version", town.version(survey)}});
    }
    kernel::Reply close(const std::string& survey) { return post(town.lead(), survey, "close"); }
    kernel::Reply record(const std::string& survey) { return post(town.panel(), survey, "record"); }
    json::value result(const std::string& survey) { return town.get(town.office(), "/api/surveys/" + survey + "/result"); }
    /// Web answers from the first open dwelling of a stratum on ("" any): so many of each level.
    void answer(const std::string& survey, const std::string& stratum, const std::vector<std::pair<std::int64_t, int>>& levels) {
        std::vector<std::int64_t> open;
        town.district.service.store->see([&](kernel::Transaction& transaction) {
            transaction.each("SELECT d.position FROM survey_draw d JOIN survey_stratum t ON t.survey_id = d.survey_id AND t.stratum = d.stratum "
                             "WHERE d.survey_id = $1 AND d.state = 'open' AND (t.title = $2 OR $2 = '') ORDER BY d.position",
                             {survey, stratum}, [&](const kernel::Row& row) { open.push_back(row.number(0)); });
        });
        std::size_t next = 0;
        for (const auto& [level, count] : levels)
            for (int i = 0; i < count; ++i) ASSERT_EQ(town.take(survey, open.at(next++), level).status, 200);
    }
    std::string closed(const std::vector<std::pair<std::int64_t, int>>& levels, const json::object& plan = {{"strata_by", "none"}}) {
        const auto survey = town.started(plan);
        answer(survey, "", levels);
        EXPECT_EQ(close(survey).status, 200);
        return survey;
    }
    std::int64_t measure() { return town.district.count("SELECT COALESCE(MAX(value), -1) FROM measure WHERE source = 'survey' AND item = 'A1' AND estate_id = $1", {town.district.first.id}); }
};

TEST_F(ResultTest, a_survey_goes_from_plan_over_every_channel_to_the_measure_of_its_item) {
    const auto survey = town.started({{"strata_by", "none"}});
    const auto open = town.positions(survey);
    const auto code = town.code_for(survey, open[0]);
    const auto by_web = [&](std::int64_t level) { return town.call(TestSurvey::nobody(), "POST", "/api/public/survey/answer", {{"code", code}, {"answers", town.all_answered(level)}}); };
    EXPECT_EQ(by_web(5).status, 201);
    EXPECT_FALSE(json::parse(by_web(1).body).at("counted").as_bool());                  // a second one of the dwelling
    EXPECT_EQ(town.answer(town.interviewer(), survey, open[0], 1).status, 201);         // and a third by telephone: neither counts
    for (std::size_t i = 1; i <= 9; ++i) EXPECT_EQ(town.answer(town.interviewer(), survey, open[i], 4).status, 201);
    EXPECT_EQ(town.answer(town.interviewer(), survey, open[10], 2, "paper").status, 201);
    EXPECT_EQ(town.answer(town.interviewer(), survey, open[11], 0, "visit").status, 201);  // 不了解
    EXPECT_EQ(code_of(record(survey)), "not_closed");
    ASSERT_EQ(close(survey).status, 200);

    const auto shown = result(survey);
    EXPECT_EQ(shown.at("answers").as_int64(), 12);
    EXPECT_EQ(shown.at("second").as_int64(), 2);
    EXPECT_EQ(shown.at("no_opinion").as_int64(), 1);
    EXPECT_EQ(shown.at("figure_fraction").as_string(), "10/11");
    EXPECT_EQ(shown.at("figure_percent").as_string(), "90.909");  // 90.909090…, cut to 90.9090
    EXPECT_EQ(shown.at("figure").at("percent").as_string(), "90.9");
    EXPECT_NEAR(shown.at("figure").at("estimate").as_double(), 10.0 / 11, 1e-12);
    EXPECT_EQ(shown.at("figure").at("main").at("method").as_string(), "xlogit");
    EXPECT_EQ(shown.at("invited").as_int64(), 165);
    EXPECT_EQ(shown.at("response_rate").as_string(), "7.2727");
    ASSERT_EQ(shown.at("sure").as_array().size(), 4U);
    EXPECT_EQ(shown.at("sure").at(0).at("threshold").as_string(), "90");

    const auto recorded = record(survey);
    ASSERT_EQ(recorded.status, 200) << recorded.body;
    EXPECT_EQ(json::parse(recorded.body).at("state").as_string(), "recorded");
    EXPECT_EQ(json::parse(recorded.body).at("figure").as_string(), "90.909");
    EXPECT_EQ(measure(), 909'090);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM measure WHERE note LIKE '%10/11%' AND note LIKE '%xlogit%' AND note LIKE '%12%'"), 1);
    EXPECT_EQ(town.district.service.journal_lines("survey.record"), 1);
    EXPECT_EQ(town.district.service.journal_lines("measure.record"), 1);
    EXPECT_EQ(code_of(record(survey)), "wrong_state");
}

TEST_F(ResultTest, strata_are_weighed_by_their_dwellings_and_those_without_an_answer_are_named) {
    const auto survey = town.started({{"strata_by", "building"}});
    answer(survey, "1幢", {{5, 6}, {1, 2}});  // 58 dwellings
    answer(survey, "3幢", {{4, 6}});          // 57 dwellings
    ASSERT_EQ(close(survey).status, 200);
    const auto shown = result(survey);
    // (58/8·6 + 57) ÷ (58 + 57) = 100.5/115 = 201/230 = 87.39130…
    EXPECT_EQ(shown.at("figure_fraction").as_string(), "201/230");
    EXPECT_EQ(shown.at("figure_percent").as_string(), "87.3913");
    const auto notes = json::serialize(shown.at("notes"));
    for (const auto* missing : {"“2幢”", "“4幢”", "“5幢”"}) EXPECT_NE(notes.find(missing), std::string::npos) << missing;
    EXPECT_EQ(notes.find("“1幢”"), std::string::npos);
    ASSERT_EQ(shown.at("strata").as_array().size(), 5U);
    EXPECT_FALSE(shown.at("strata").at(0).at("estimate").is_null());
    EXPECT_TRUE(shown.at("strata").at(1).at("estimate").is_null());
    EXPECT_TRUE(shown.at("strata").at(1).as_object().contains("note"));
    ASSERT_EQ(record(survey).status, 200);
    EXPECT_EQ(measure(), 873'913);
}

TEST_F(ResultTest, no_figure_is_shown_while_the_survey_runs) {
    const auto survey = town.started();
    answer(survey, "", {{5, 10}, {1, 5}});
    const auto shown = result(survey);
    EXPECT_TRUE(shown.at("hidden").as_bool());
    EXPECT_EQ(shown.at("answers").as_int64(), 15);
    for (const auto* member : {"figure", "figure_fraction", "figure_percent", "no_opinion"}) EXPECT_TRUE(shown.at(member).is_null()) << member;
    for (const auto* member : {"sure", "questions", "themes"}) EXPECT_TRUE(shown.at(member).as_array().empty()) << member;
    for (const auto& stratum : shown.at("strata").as_array()) EXPECT_TRUE(stratum.at("estimate").is_null());
    EXPECT_EQ(town.get(town.office(), "/api/survey-results?level=estate&evaluation=" + town.year).at("items").as_array().size(), 0U);
}

TEST_F(ResultTest, fewer_answers_than_the_smallest_cell_show_nothing_and_cannot_be_recorded) {
    const auto survey = closed({{5, 4}, {0, 10}});
    const auto shown = result(survey);
    EXPECT_TRUE(shown.at("hidden").as_bool());
    EXPECT_TRUE(shown.at("figure").is_null());
    EXPECT_EQ(code_of(record(survey)), "too_few_answers");
    EXPECT_TRUE(town.get(town.office(), "/api/survey-results?level=district&evaluation=" + town.year).at("items").at(0).at("result").is_null());
    EXPECT_EQ(measure(), -1);
}

TEST_F(ResultTest, small_cells_are_hidden_with_what_would_give_them_away) {
    const auto shown = result(closed({{5, 20}, {4, 2}, {3, 6}, {2, 5}, {1, 7}}));
    for (const auto& question : shown.at("questions").as_array()) {
        const auto& levels = question.at("levels").as_array();
        EXPECT_TRUE(levels.at(0).is_null());  // 20: else 22 − 20 = 2
        EXPECT_TRUE(levels.at(1).is_null());
        EXPECT_EQ(levels.at(2).at("count").as_int64(), 6);
        EXPECT_EQ(levels.at(4).at("count").as_int64(), 7);
    }
}

TEST_F(ResultTest, recording_is_refused_where_it_would_not_stand) {
    const auto empty = closed({{0, 6}});
    EXPECT_EQ(code_of(record(empty)), "no_answers");
    const auto survey = town.started({{"strata_by", "none"}, {"decision", "第一次没有人表示意见，重新调查"}});
    answer(survey, "", {{5, 6}});
    auto both = town.panel();
    both.grants.front().rights.insert("survey.fieldwork");
    ASSERT_EQ(town.answer(both, survey, town.positions(survey).front(), 5).status, 201);
    ASSERT_EQ(close(survey).status, 200);
    EXPECT_EQ(code_of(record(empty)), "wrong_state");  // replaced
    EXPECT_EQ(code_of(post(both, survey, "record")), "same_person");
    EXPECT_EQ(post(town.lead(), survey, "record").status, 403);
    EXPECT_EQ(post(town.stranger(), survey, "record").status, 403);
    EXPECT_EQ(town.call(kernel::TestService::who("other", {"finding.decide"}), "POST", "/api/surveys/" + survey + "/record", {{"version", 1}}).status, 412);
    town.district.set_step(town.year, "notice");
    auto other = kernel::TestService::who("other", {"finding.decide"});
    EXPECT_EQ(code_of(post(other, survey, "record")), "wrong_step");
    EXPECT_EQ(measure(), -1);
    town.district.set_step(town.year, "panel");
    EXPECT_EQ(post(other, survey, "record").status, 200);
    EXPECT_EQ(measure(), 1'000'000);
}

TEST_F(ResultTest, a_mean_index_is_recorded_exactly_and_says_that_share_methods_do_not_apply) {
    const auto survey = closed({{5, 3}, {4, 3}, {2, 1}}, {{"strata_by", "none"}, {"index", "mean_minus_1_times_25"}});
    const auto shown = result(survey);
    // levels 15 + 12 + 2 = 29 of 7: (29/7 − 1) · 25 = 78.571428…
    EXPECT_EQ(shown.at("figure_fraction").as_string(), "29/7");
    EXPECT_EQ(shown.at("figure_percent").as_string(), "78.5714");
    EXPECT_NEAR(shown.at("figure").at("estimate").as_double(), 550.0 / 7, 1e-9);
    EXPECT_EQ(shown.at("figure").at("intervals").as_array().size(), 1U);
    EXPECT_EQ(shown.at("figure").at("main").at("method").as_string(), "mean");
    EXPECT_NE(json::serialize(shown.at("notes")).find("平均分"), std::string::npos);
    ASSERT_EQ(record(survey).status, 200);
    EXPECT_EQ(measure(), 785'714);
}

TEST_F(ResultTest, places_and_years_stand_side_by_side_within_a_persons_places) {
    const auto survey = closed({{5, 9}, {1, 1}});
    ASSERT_EQ(record(survey).status, 200);
    const auto at = [&](const kernel::Actor& actor, const std::string& level) { return town.get(actor, "/api/survey-results?evaluation=" + town.year + "&level=" + level).at("items").as_array(); };
    for (const auto* level : {"estate", "street", "district"}) {
        const auto items = at(town.office(), level);
        ASSERT_EQ(items.size(), 1U) << level;
        EXPECT_EQ(items[0].at("place").at("kind").as_string(), level);
        EXPECT_EQ(items[0].at("surveys").as_int64(), 1);
        EXPECT_EQ(items[0].at("answers").as_int64(), 10);
        EXPECT_EQ(items[0].at("result").at("percent").as_string(), "90");
        EXPECT_EQ(items[0].at("sure").as_array().empty(), level != std::string{"estate"});
    }
    EXPECT_EQ(at(town.lead(), "estate").size(), 1U);
    EXPECT_TRUE(at(town.lead(), "street").empty());
    EXPECT_TRUE(at(town.stranger(), "estate").empty());
    EXPECT_EQ(town.call(town.office(), "GET", "/api/survey-results?level=planet&evaluation=" + town.year).status, 422);
    EXPECT_EQ(town.call(town.stranger(), "GET", "/api/surveys/" + survey + "/result").status, 404);
    const auto years = town.get(town.office(), "/api/survey-years?estate=" + town.district.first.id).at("items");
    ASSERT_EQ(years.as_array().size(), 1U);
    EXPECT_EQ(years.at(0).at("year").as_int64(), 2026);
    EXPECT_EQ(years.at(0).at("figure").as_string(), "90");
    EXPECT_LT(years.at(0).at("interval").at(0).as_double(), 0.9);
    EXPECT_EQ(town.call(town.stranger(), "GET", "/api/survey-years?estate=" + town.district.first.id).status, 404);
}

/// A second estate of 20 dwellings, all drawn; five answers, none satisfied.
TEST_F(ResultTest, estates_taken_together_weigh_by_their_dwellings_unless_their_indices_differ) {
    town.district.service.store->act([&](kernel::Transaction& transaction) {
        transaction.run("INSERT INTO building (id, estate_id, name, sort_key) VALUES ($1, $2, '1幢', '1')", {TestSurvey::building_id(77), town.district.second.id});
        for (int i = 1; i <= 20; ++i)
            transaction.run("INSERT INTO dwelling (id, estate_id, building_id, unit, floor, room, kind, household, sort_key) VALUES ($1, $2, $3, '无', '1层', $4, 'dwelling', 'bought', $4)",
                            {TestSurvey::dwelling_id(7700 + i), town.district.second.id, TestSurvey::building_id(77), std::to_string(100 + i)});
    });
    const auto in_second = [&](json::object plan) {
        plan["strata_by"] = "none";
        plan["estate_id"] = town.district.second.id;
        const auto survey = town.plan(plan);
        EXPECT_EQ(post(town.office(), survey, "start").status, 200);
        answer(survey, "", {{1, 5}});
        EXPECT_EQ(post(town.office(), survey, "close").status, 200);
    };
    closed({{5, 9}, {1, 1}});
    in_second({});
    const auto street = town.get(town.office(), "/api/survey-results?level=street&evaluation=" + town.year).at("items").at(0);
    EXPECT_EQ(street.at("surveys").as_int64(), 2);
    EXPECT_EQ(street.at("answers").as_int64(), 15);
    EXPECT_EQ(street.at("result").at("percent").as_string(), "84.15");  // 288 · 9/10 ÷ 308 = 84.1558…, cut
    in_second({{"index", "mean_times_20"}, {"decision", "改用平均分，重新调查一次"}});
    const auto mixed = town.get(town.office(), "/api/survey-results?level=district&evaluation=" + town.year).at("items").at(0);
    EXPECT_TRUE(mixed.at("result").is_null());
    EXPECT_EQ(mixed.at("notes").as_array().size(), 1U);
}

}  // namespace
}  // namespace anju::survey
