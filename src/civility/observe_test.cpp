#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "civility/test_civility.hpp"

namespace anju::civility {
namespace {

using evaluation::code_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

struct ObserveTest : testing::Test, TestCivility {};

TEST_F(ObserveTest, from_plan_to_the_measure_of_the_item_that_the_panel_records) {
    const auto civility = started();
    const std::vector<std::string> marks{"failed", "not_there", "passed"};
    std::int64_t passed = 0, observed = 0;
    for (const auto& one : drawn(civility)) {
        passed += std::ssize(checks_at(civility, one.position)) - 2;
        observed += std::ssize(checks_at(civility, one.position)) - 1;
    }
    observe_all(civility, marks);
    const auto progress = shown(civility, lead()).at("progress");
    EXPECT_EQ(progress.at("done"), 3);
    EXPECT_EQ(progress.at("second_done"), 2);
    EXPECT_EQ(progress.at("second_total"), 2);
    ASSERT_EQ(step(lead(), civility, "close").status, 200);
    district.set_step(year, "panel");
    ASSERT_EQ(step(panel(), civility, "record").status, 200);
    const auto now = shown(civility, panel());
    const auto percent = base::Percent::of_units(passed * 1'000'000 / observed);
    EXPECT_EQ(now.at("state"), "recorded");
    EXPECT_EQ(now.at("figure").as_string(), percent.text());
    EXPECT_EQ(now.at("result").at("passed"), passed);
    EXPECT_EQ(now.at("result").at("observed"), observed);
    EXPECT_EQ(district.count("SELECT value FROM measure WHERE evaluation_id = $1 AND estate_id = $2 AND item = $3 AND source = 'survey'",
                             {year, district.first.id, rules().item}),
              percent.units());
    for (const auto* act : {"civility.plan", "civility.start", "civility.close", "civility.record"}) EXPECT_EQ(lines(act), 1) << act;
    EXPECT_EQ(lines("civility.observe"), 5);
    EXPECT_EQ(code_of(ask_plan({{"decision", "办公室决定重做这一次测评"}})), "plan_exists") << "what is recorded is not replaced";
}

TEST_F(ObserveTest, the_percentage_is_cut_after_four_decimals_and_counts_the_first_observer_only) {
    const auto civility = started({{"observations", 1}, {"second_percent", 100}});
    EXPECT_TRUE(shown(civility, lead()).at("result").at("percent").is_null());
    ASSERT_EQ(observe(observer(), civility, 1, {"passed", "passed", "failed", "not_there"}).status, 201);
    ASSERT_EQ(observe(observer("two"), civility, 1, {"failed"}).status, 201);
    const auto result = shown(civility, lead()).at("result");
    EXPECT_EQ(result.at("percent"), "66.6666") << "two of three";
    EXPECT_EQ(result.at("by_point").as_array().size(), 1U);
    EXPECT_EQ(result.at("by_point").as_array()[0].at("passed"), 2);
    EXPECT_EQ(result.at("by_check").as_array().size(), checks_at(civility, 1).size());
    EXPECT_EQ(result.at("by_check").as_array()[3].at("observed"), 0);
}

TEST(CohenKappa, is_that_of_the_example_worked_by_hand) {
    // 50 check points, 20 passed and 15 failed for both: agreement 0.7; by chance 0.5 · 0.6 + 0.5 · 0.4 = 0.5; (0.7 − 0.5) ÷ 0.5.
    const MarkTable table{{{"passed", "passed"}, 20}, {{"passed", "failed"}, 5}, {{"failed", "passed"}, 10}, {{"failed", "failed"}, 15}};
    EXPECT_DOUBLE_EQ(*cohen_kappa(table), 0.4);
    EXPECT_DOUBLE_EQ(*cohen_kappa({{{"passed", "failed"}, 1}, {{"failed", "passed"}, 1}}), -1.0);
    EXPECT_FALSE(cohen_kappa({}));
    EXPECT_FALSE(cohen_kappa({{{"passed", "passed"}, 9}}));
}

TEST_F(ObserveTest, agreement_and_kappa_are_shown_or_why_there_is_none) {
    const auto civility = started({{"observations", 1}, {"second_percent", 0}});
    ASSERT_EQ(checks_at(civility, 1).size(), 4U);
    EXPECT_THAT(json::serialize(shown(civility, office()).at("result").at("kappa_reason")), HasSubstr("两个人"));
    ASSERT_EQ(observe(observer(), civility, 1, {"passed", "passed", "failed", "not_there"}).status, 201);
    ASSERT_EQ(observe(observer("two"), civility, 1, {"passed", "failed", "failed", "not_there"}).status, 201) << "wanted or not";
    const auto result = shown(civility, office()).at("result");
    EXPECT_EQ(result.at("both"), 4);
    EXPECT_EQ(result.at("agreed"), 3);
    EXPECT_EQ(result.at("agreement"), "75");
    // Chance: 2·1 + 1·2 + 1·1 = 5 of 16, so (12 − 5) ÷ (16 − 5).
    EXPECT_DOUBLE_EQ(result.at("kappa").as_double(), 0.6364);
    EXPECT_TRUE(result.at("kappa_reason").is_null());
    const auto body = sheet(civility, 1);
    ASSERT_EQ(call(observer(), "PUT", at(civility, 1), body).status, 200);
    ASSERT_EQ(call(observer("two"), "PUT", at(civility, 1), body).status, 200);
    EXPECT_TRUE(shown(civility, office()).at("result").at("kappa").is_null());
    EXPECT_THAT(json::serialize(shown(civility, office()).at("result").at("kappa_reason")), HasSubstr("Kappa"));
}

TEST_F(ObserveTest, the_second_observer_is_another_person_and_there_is_no_third) {
    const auto civility = started();
    EXPECT_EQ(json::parse(observe(observer(), civility, 1).body).at("observer"), 1);
    const auto again = observe(observer(), civility, 1);
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(code_of(again), "same_observer");
    EXPECT_EQ(json::parse(observe(observer("two"), civility, 1).body).at("observer"), 2);
    EXPECT_EQ(code_of(observe(observer("three"), civility, 1)), "both_observed");
}

TEST_F(ObserveTest, the_second_observer_does_not_see_what_the_first_one_marked) {
    const auto civility = started();
    ASSERT_EQ(observe(observer(), civility, 1, {"failed"}).status, 201);
    const auto target = "/api/civilities/" + civility + "/observations";
    const auto blind = call(observer("two"), "GET", target).body;
    EXPECT_THAT(blind, Not(HasSubstr("failed")));
    EXPECT_TRUE(json::parse(blind).at("items").as_array()[0].at("sheets").as_array()[0].at("hidden").as_bool());
    const auto own = get(observer(), target).at("items").as_array()[0].at("sheets").as_array()[0];
    EXPECT_TRUE(own.at("mine").as_bool());
    EXPECT_EQ(own.at("marks").as_array().size(), checks_at(civility, 1).size());
    EXPECT_EQ(own.at("marks").as_array()[0].at("note"), "地上有烟头");
}

TEST_F(ObserveTest, only_the_plans_party_observes_and_only_in_the_field) {
    const auto civility = plan();
    const json::object body{{"observed_on", "2026-09-20"}, {"marks", json::array{}}};
    EXPECT_EQ(code_of(call(observer(), "POST", at(civility, 1), body)), "wrong_state");
    ASSERT_EQ(step(lead(), civility, "start", {{"seed", seed}}).status, 200);
    const auto refused = observe(rival(), civility, 1);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(code_of(refused), "not_your_party");
    EXPECT_EQ(observe(office(), civility, 1).status, 403);
    EXPECT_EQ(call(observer(), "POST", at(civility, 99), body).status, 404);
    EXPECT_EQ(call(observer(), "POST", "/api/civilities/" + civility + "/observations/x", body).status, 404);
    district.set_step(year, "notice");
    EXPECT_EQ(code_of(observe(observer(), civility, 1)), "wrong_step");
}

TEST_F(ObserveTest, every_wrong_mark_of_a_sheet_is_named) {
    const auto civility = started();
    auto body = sheet(civility, 1, {"passed", "failed"});
    auto& marks = body["marks"].as_array();
    marks[0].as_object()["check"] = "no_such";
    marks[1].as_object()["note"] = "";
    marks[2].as_object()["check"] = marks[1].at("check");
    body["observed_on"] = "2026-09-22";
    const auto reply = call(observer(), "POST", at(civility, 1), body);
    EXPECT_EQ(code_of(reply), "sheet_wrong");
    EXPECT_THAT(fields_of(reply), ElementsAre("observed_on", "marks/0/check", "marks/1/note", "marks/2/check", "marks"));
    EXPECT_THAT(reply.body, HasSubstr(checks_at(civility, 1)[0].title.zh)) << "what is left is named";
    auto early = sheet(civility, 1);
    early["observed_on"] = "2026-09-14";
    EXPECT_THAT(fields_of(call(observer(), "POST", at(civility, 1), early)), ElementsAre("observed_on"));
    auto odd = sheet(civility, 1);
    odd["marks"].as_array()[0].as_object()["mark"] = "so-so";
    odd["marks"].as_array()[1] = 5;
    EXPECT_THAT(fields_of(call(observer(), "POST", at(civility, 1), odd)), ElementsAre("marks/0/mark", "marks/1"));
    EXPECT_EQ(lines("civility.observe"), 0);
}

TEST_F(ObserveTest, a_photo_serves_instead_of_a_note_when_it_is_ones_own_and_those_who_read_here_may_see_it) {
    const auto civility = started();
    const auto photo = uploaded(observer());
    auto body = sheet(civility, 1, {"failed", "passed"});
    auto& mark = body["marks"].as_array()[0].as_object();
    mark["note"] = "";
    mark["file_id"] = photo;
    EXPECT_THAT(fields_of(call(observer("two"), "POST", at(civility, 1), body)), ElementsAre("marks/0/file_id"));
    ASSERT_EQ(call(observer(), "POST", at(civility, 1), body).status, 201);
    EXPECT_EQ(call(community(), "GET", "/api/photos/" + photo).status, 200);
    EXPECT_EQ(call(stranger(), "GET", "/api/photos/" + photo).status, 404);
    EXPECT_EQ(call(kernel::TestService::who("other", {"finding.read"}), "GET", "/api/photos/" + photo).status, 404);
    mark["file_id"] = "00000000-0000-7000-8000-000000000001";
    EXPECT_THAT(fields_of(call(observer(), "PUT", at(civility, 1), body)), ElementsAre("marks/0/file_id"));
}

TEST_F(ObserveTest, ones_own_sheet_is_corrected_in_the_field_with_before_and_after_in_the_journal) {
    const auto civility = started();
    const auto body = sheet(civility, 1, {"failed", "passed"});
    EXPECT_EQ(call(observer(), "PUT", at(civility, 1), body).status, 404) << "nothing to correct yet";
    ASSERT_EQ(observe(observer(), civility, 1).status, 201);
    EXPECT_EQ(call(observer("two"), "PUT", at(civility, 1), body).status, 404) << "not another's";
    EXPECT_EQ(call(rival(), "PUT", at(civility, 1), body).status, 403);
    EXPECT_EQ(call(observer(), "PUT", at(civility, 1), body).status, 200);
    EXPECT_EQ(shown(civility, office()).at("result").at("passed").as_int64(), std::ssize(checks_at(civility, 1)) - 1);
    EXPECT_EQ(district.count("SELECT COUNT(*) FROM journal WHERE act = 'civility.correct' AND thing_id = $1 AND before NOT LIKE '%failed%' AND after LIKE '%failed%'", {civility}), 1);
    for (const auto position : {2, 3}) ASSERT_EQ(observe(observer(), civility, position).status, 201);
    for (const auto& one : drawn(civility))
        if (one.second_wanted) {
            ASSERT_EQ(observe(observer("two"), civility, one.position).status, 201);
        }
    ASSERT_EQ(step(lead(), civility, "close").status, 200);
    EXPECT_EQ(code_of(call(observer(), "PUT", at(civility, 1), body)), "wrong_state");
}

TEST_F(ObserveTest, it_closes_only_when_first_and_drawn_second_observers_are_through_and_says_which_are_not) {
    const auto civility = started({{"observations", 3}, {"second_percent", 1}});
    EXPECT_THAT(fields_of(step(lead(), civility, "close")), ElementsAre("observations/1", "observations/2", "observations/3"));
    for (const auto& one : drawn(civility)) ASSERT_EQ(observe(observer(), civility, one.position).status, 201);
    const auto refused = step(lead(), civility, "close");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(code_of(refused), "not_complete");
    EXPECT_EQ(fields_of(refused).size(), 1U);
    EXPECT_THAT(refused.body, HasSubstr("第二个人"));
    EXPECT_EQ(code_of(step(panel(), civility, "record")), "wrong_state");
    for (const auto& one : drawn(civility))
        if (one.second_wanted) {
            ASSERT_EQ(observe(lead(), civility, one.position).status, 201);
        }
    EXPECT_EQ(step(lead(), civility, "close").status, 200);
    EXPECT_EQ(code_of(step(lead(), civility, "close")), "wrong_state");
    EXPECT_EQ(code_of(observe(observer("three"), civility, 1)), "wrong_state");
}

TEST_F(ObserveTest, the_percentage_is_recorded_by_the_panel_in_its_steps_and_by_nobody_who_observed) {
    const auto civility = started({{"observations", 1}, {"second_percent", 0}});
    ASSERT_EQ(observe(observer(), civility, 1).status, 201);
    ASSERT_EQ(step(lead(), civility, "close").status, 200);
    EXPECT_EQ(step(lead(), civility, "record").status, 403) << "no member of the panel";
    auto both = panel();
    both.account_id = observer().account_id;
    const auto own = step(both, civility, "record");
    EXPECT_EQ(own.status, 403);
    EXPECT_EQ(code_of(own), "own_observation");
    district.set_step(year, "notice");
    EXPECT_EQ(code_of(step(panel(), civility, "record")), "wrong_step");
    district.set_step(year, "opinions");
    EXPECT_EQ(step(panel(), civility, "record", {{"version", 1}}).status, 412);
    EXPECT_EQ(step(panel(), civility, "record").status, 200);
    EXPECT_EQ(shown(civility, office()).at("figure"), "100");
    EXPECT_EQ(code_of(step(panel(), civility, "record")), "wrong_state");
}

TEST_F(ObserveTest, where_nothing_was_there_to_see_there_is_no_percentage) {
    const auto civility = started({{"observations", 1}, {"second_percent", 0}});
    ASSERT_EQ(observe(observer(), civility, 1, {"not_there"}).status, 201);
    ASSERT_EQ(step(lead(), civility, "close").status, 200);
    EXPECT_EQ(code_of(step(panel(), civility, "record")), "nothing_observed");
    EXPECT_EQ(district.count("SELECT COUNT(*) FROM measure"), 0);
}

}  // namespace
}  // namespace anju::civility
