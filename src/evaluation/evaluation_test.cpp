#include "evaluation/evaluation.hpp"

#include <gtest/gtest.h>

#include "evaluation/test_district.hpp"

namespace anju::evaluation {

namespace {

struct EvaluationTest : testing::Test {
    TestDistrict district;

    json::value step(const json::value& evaluation, std::string_view name) {
        for (const auto& each : evaluation.at("steps").as_array())
            if (each.at("step").as_string() == name) return each;
        return nullptr;
    }
    kernel::Reply advance(const kernel::Actor& actor, const std::string& id, const std::string& from) {
        return district.call(actor, "POST", "/api/evaluations/" + id + "/advance", json::object{{"from", from}, {"why", "办完了"}});
    }
    /// The estates for which the step self_check still lacks something, decided by the test.
    std::vector<Missing> lacking;
    void watch(const std::string& name) {
        district.steps.check(name, [this](kernel::Transaction&, const Evaluation&, base::Instant) { return Progress{1, 2, lacking}; });
    }
};

TEST_F(EvaluationTest, opening_a_year_freezes_the_standard_and_every_estates_stage) {
    const auto id = district.open_year();
    const auto shown = district.get(TestDistrict::office(), "/api/evaluations/" + id);
    EXPECT_EQ(shown.at("step").as_string(), "self_check");
    EXPECT_EQ(shown.at("pack_hash").as_string(), district.standard.current().hash);
    EXPECT_EQ(shown.at("estates").as_int64(), 2);
    EXPECT_EQ(district.count("SELECT COUNT(*) FROM pack_version WHERE hash = $1", {district.standard.current().hash}), 1);
    EXPECT_EQ(district.count("SELECT COUNT(*) FROM evaluation_estate WHERE stage = 'pending' AND estate_id = $1", {district.second.id}), 1);
    EXPECT_EQ(district.service.journal_lines("evaluation.open"), 1);
    EXPECT_EQ(district.get(TestDistrict::office(), "/api/evaluations").at("items").as_array().size(), 1U);
}

TEST_F(EvaluationTest, the_first_step_is_due_by_working_days_of_the_official_calendar) {
    const auto id = district.open_year();
    const auto first = step(district.get(TestDistrict::office(), "/api/evaluations/" + id), "self_check");
    base::Day due;
    district.service.store->see([&](kernel::Transaction& transaction) {
        due = district.standard.due(transaction, district.service.now.day(), district.standard.current().evaluation.steps.front().deadline);
    });
    EXPECT_EQ(first.at("due").as_string(), due.text());
    EXPECT_EQ(first.at("state").as_string(), "running");
    EXPECT_FALSE(first.at("overdue").as_bool());
    EXPECT_EQ(first.at("working_days_left").as_int64(), 20);
    district.service.now.microseconds += 60LL * 86'400 * 1'000'000;
    EXPECT_TRUE(step(district.get(TestDistrict::office(), "/api/evaluations/" + id), "self_check").at("overdue").as_bool());
}

TEST_F(EvaluationTest, a_due_day_beyond_the_loaded_calendars_stays_unknown_and_says_so) {
    district.service.now = base::Instant::end_of(*base::Day::parse("2026-12-20"));
    const auto id = district.open_year();
    const auto first = step(district.get(TestDistrict::office(), "/api/evaluations/" + id), "self_check");
    EXPECT_TRUE(first.at("due").is_null());
    EXPECT_TRUE(first.at("calendar_not_loaded").as_bool());
}

TEST_F(EvaluationTest, a_year_is_opened_once) {
    district.open_year();
    const auto again = district.call(TestDistrict::office(), "POST", "/api/evaluations", district.new_year());
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(code_of(again), "year_taken");
    EXPECT_EQ(first_field(again), "year");
}

TEST_F(EvaluationTest, a_year_without_estates_method_or_a_cut_off_of_its_own_is_refused_by_field) {
    const auto refused = [&](std::string_view field, json::value value) {
        auto body = district.new_year();
        body[field] = std::move(value);
        return district.call(TestDistrict::office(), "POST", "/api/evaluations", body);
    };
    EXPECT_EQ(first_field(refused("estate_ids", json::array{})), "estate_ids");
    EXPECT_EQ(first_field(refused("estate_ids", {district.first.id, "0195a000-0000-7000-8000-000000000000"})), "estate_ids/1");
    EXPECT_EQ(first_field(refused("cut_off", "2027-01-01")), "cut_off");
    EXPECT_EQ(first_field(refused("survey_method", "")), "survey_method");
    EXPECT_EQ(district.count("SELECT COUNT(*) FROM evaluation"), 0);
}

TEST_F(EvaluationTest, only_who_manages_evaluations_opens_or_advances_one) {
    EXPECT_EQ(district.call(district.community(), "POST", "/api/evaluations", district.new_year()).status, 403);
    const auto id = district.open_year();
    EXPECT_EQ(advance(district.community(), id, "self_check").status, 403);
}

TEST_F(EvaluationTest, a_step_cannot_be_skipped) {
    const auto id = district.open_year();
    const auto skipped = advance(TestDistrict::office(), id, "inspection");
    EXPECT_EQ(skipped.status, 409);
    EXPECT_EQ(code_of(skipped), "wrong_step");
    EXPECT_EQ(first_field(skipped), "from");
}

TEST_F(EvaluationTest, an_unfinished_step_is_refused_with_everything_missing_by_estate) {
    watch("self_check");
    const auto id = district.open_year();
    lacking = {{{"自查还没有交卷。", "not handed in"}, district.first.id}, {{"没有分配。", "not assigned"}, district.second.id}};
    const auto reply = advance(TestDistrict::office(), id, "self_check");
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(code_of(reply), "step_not_finished");
    EXPECT_EQ(problems_of(reply).size(), 2U);
    EXPECT_NE(reply.body.find("桂花苑：自查还没有交卷"), std::string::npos);
    EXPECT_NE(reply.body.find("银杏苑：没有分配"), std::string::npos);
}

TEST_F(EvaluationTest, what_is_missing_is_told_only_for_the_estates_one_may_see) {
    watch("self_check");
    const auto id = district.open_year();
    lacking = {{{"缺", "missing"}, district.first.id}, {{"缺", "missing"}, district.second.id}};
    const auto mine = step(district.get(district.community(), "/api/evaluations/" + id), "self_check").at("progress");
    EXPECT_EQ(mine.at("missing").as_array().size(), 1U);
    EXPECT_EQ(mine.at("missing").at(0).at("estate").at("id").as_string(), district.first.id);
}

TEST_F(EvaluationTest, leaving_a_step_runs_its_hook_needs_its_right_and_starts_the_next) {
    int ran = 0;
    district.steps.on_leave("self_check", [&](kernel::Context&, const Evaluation& evaluation) { ran += evaluation.step == "self_check" ? 1 : 100; });
    district.steps.leave_right("self_check", "publish.results");
    const auto id = district.open_year();
    EXPECT_EQ(advance(TestDistrict::office(), id, "self_check").status, 403);
    EXPECT_EQ(ran, 0);
    auto publisher = TestDistrict::office();
    publisher.grants.front().rights.insert("publish.results");
    const auto reply = advance(publisher, id, "self_check");
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(ran, 1);
    const auto shown = json::parse(reply.body);
    EXPECT_EQ(shown.at("step").as_string(), "inspection");
    EXPECT_EQ(step(shown, "self_check").at("done_by").as_string(), "office");
    EXPECT_EQ(step(shown, "inspection").at("state").as_string(), "running");
    EXPECT_FALSE(step(shown, "inspection").at("due").is_null());
    EXPECT_EQ(step(shown, "opinions").at("state").as_string(), "waiting");
    EXPECT_EQ(district.service.journal_lines("evaluation.advance"), 1);
}

TEST_F(EvaluationTest, leaving_publication_closes_the_year_and_ends_the_assessors_parts_that_day) {
    const auto id = district.open_year();
    district.service.store->act([&](kernel::Transaction& transaction) {
        party::join(transaction, district.first.id, district.firm, "assessor", *base::Day::parse("2026-03-01"), id);
    });
    for (const auto* from : {"self_check", "inspection", "opinions", "panel", "notice", "final", "publication"})
        ASSERT_EQ(advance(TestDistrict::office(), id, from).status, 200) << from;
    const auto shown = district.get(TestDistrict::office(), "/api/evaluations/" + id);
    EXPECT_EQ(shown.at("step").as_string(), "closed");
    EXPECT_FALSE(shown.at("published_at").is_null());
    EXPECT_EQ(district.count("SELECT COUNT(*) FROM estate_party WHERE part = 'assessor' AND to_day = $1", {district.service.now.day().text()}), 1);
    EXPECT_EQ(advance(TestDistrict::office(), id, "closed").status, 409);
}

TEST_F(EvaluationTest, the_current_year_is_the_latest_open_one_else_the_latest) {
    const auto current = [&] {
        std::optional<std::string> id;
        district.service.store->see([&](kernel::Transaction& transaction) { id = current_id(transaction); });
        return id;
    };
    EXPECT_FALSE(current());
    const auto old = district.open_year(2025);
    const auto now = district.open_year(2026);
    EXPECT_EQ(current(), now);
    district.set_step(now, "closed");
    EXPECT_EQ(current(), old);
    district.set_step(old, "closed");
    EXPECT_EQ(current(), now);
}

}  // namespace

}  // namespace anju::evaluation
