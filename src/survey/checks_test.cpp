#include <gtest/gtest.h>

#include "survey/checks.hpp"
#include "survey/signals.hpp"
#include "survey/test_survey.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;
using evaluation::code_of;
using evaluation::first_field;

constexpr std::int64_t minute = 60'000'000;

struct CheckTest : testing::Test {
    TestSurvey town;
    std::string survey = town.started({{"back_check_percent", 100}});
    std::string at = "/api/surveys/" + survey;

    void answers(const kernel::Actor& interviewer, std::int64_t from, std::int64_t to, std::int64_t level = 5) {
        for (auto position = from; position <= to; ++position) {
            ASSERT_EQ(town.answer(interviewer, survey, position, level).status, 201);
            town.district.service.now.microseconds += 20 * minute;
        }
    }
    kernel::Reply check(const kernel::Actor& actor, std::int64_t position, const std::string& result, const std::string& note = "住户说有人来问过", std::int64_t version = 2) {
        return town.call(actor, "POST", fmt::format("{}/back-checks/{}", at, position), {{"result", result}, {"note", note}, {"version", version}});
    }
    kernel::Reply void_of(const kernel::Actor& actor, const std::string& interviewer, const std::string& reason = "复核时三户都说没有人来过") {
        return town.call(actor, "POST", at + "/void", {{"interviewer_id", interviewer}, {"reason", reason}, {"version", town.version(survey)}});
    }
    kernel::Reply close() { return town.call(town.lead(), "POST", at + "/close", {{"version", town.version(survey)}}); }
};

TEST_F(CheckTest, a_second_person_says_whether_the_household_was_asked) {
    answers(town.interviewer(), 1, 6);
    ASSERT_EQ(town.take(survey, 7, 4).status, 200);  // on the web: nothing to check
    auto list = town.get(town.lead(), at + "/back-checks");
    EXPECT_EQ(list.at("wanted").as_int64(), 6);
    EXPECT_EQ(list.at("done").as_int64(), 0);
    EXPECT_EQ(list.at("items").at(0).at("back_check").as_string(), "wanted");
    EXPECT_EQ(list.at("items").at(0).at("interviewer_name").as_string(), "interviewer");
    EXPECT_EQ(json::serialize(list).find("answers"), std::string::npos);
    ASSERT_EQ(check(town.lead(), 1, "confirmed", "").status, 200);
    ASSERT_EQ(check(town.panel(), 2, "not_interviewed").status, 200);
    list = town.get(town.panel(), at + "/back-checks");
    EXPECT_EQ(list.at("done").as_int64(), 2);
    EXPECT_EQ(list.at("items").at(1).at("back_check").as_string(), "not_interviewed");
    EXPECT_EQ(list.at("items").at(1).at("back_checked_by_name").as_string(), "panel");
    EXPECT_EQ(town.district.service.journal_lines("survey.back_check"), 2);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM journal WHERE act = 'survey.back_check' AND after LIKE '%住户%'"), 0);
    const auto signals = town.get(town.panel(), at + "/signals").at("items");
    ASSERT_EQ(signals.as_array().size(), 1U);
    EXPECT_EQ(signals.at(0).at("signal").as_string(), "failed_back_check");
    EXPECT_EQ(signals.at(0).at("interviewer").at("name").as_string(), "interviewer");
}

TEST_F(CheckTest, a_back_check_is_refused_where_it_would_be_none) {
    auto lead = town.lead();
    answers(lead, 1, 1);
    answers(town.interviewer(), 2, 2);
    ASSERT_EQ(town.take(survey, 3, 4).status, 200);
    EXPECT_EQ(code_of(check(lead, 1, "confirmed")), "same_person");
    EXPECT_EQ(check(lead, 1, "confirmed").status, 409);
    EXPECT_EQ(code_of(check(lead, 3, "confirmed")), "not_an_interview");
    EXPECT_EQ(code_of(check(lead, 4, "confirmed", "", 1)), "not_an_interview");
    EXPECT_EQ(check(lead, 9999, "confirmed").status, 404);
    EXPECT_EQ(check(lead, 2, "confirmed", "", 1).status, 412);
    EXPECT_EQ(first_field(check(lead, 2, "differs", "")), "note");
    EXPECT_EQ(first_field(check(lead, 2, "perhaps")), "result");
    EXPECT_EQ(check(town.interviewer(), 1, "confirmed").status, 403);
    EXPECT_EQ(check(town.stranger(), 1, "confirmed").status, 403);
    EXPECT_EQ(town.call(town.stranger(), "GET", at + "/back-checks").status, 404);
    EXPECT_EQ(town.call(town.interviewer(), "GET", at + "/back-checks").status, 403);
    EXPECT_EQ(town.call(town.interviewer(), "GET", at + "/signals").status, 403);
}

TEST_F(CheckTest, all_of_an_interviewers_answers_are_voided_with_a_reason_and_their_dwellings_stay_answered) {
    answers(town.interviewer("first"), 1, 6);
    answers(town.interviewer("other"), 7, 12, 2);
    const auto reply = void_of(town.panel(), "first");
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("voided").as_int64(), 6);
    const auto shown = town.get(town.office(), at);
    EXPECT_EQ(shown.at("answered").as_int64(), 12);
    EXPECT_EQ(shown.at("counted").as_int64(), 6);
    ASSERT_EQ(close().status, 200);
    const auto result = town.get(town.office(), at + "/result");
    EXPECT_EQ(result.at("voided").as_int64(), 6);
    EXPECT_EQ(result.at("answers").as_int64(), 6);
    EXPECT_EQ(result.at("figure_percent").as_string(), "0");
    EXPECT_NE(json::serialize(result.at("notes")).find("作废"), std::string::npos);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM journal WHERE act = 'survey.void' AND why LIKE '%复核%'"), 1);
}

TEST_F(CheckTest, voiding_is_refused_without_reason_or_anything_to_void_and_once_the_figure_stands) {
    answers(town.interviewer(), 1, 6);
    EXPECT_EQ(first_field(void_of(town.panel(), "interviewer", "假的")), "reason");
    EXPECT_EQ(code_of(void_of(town.panel(), "somebody")), "nothing_to_void");
    EXPECT_EQ(town.call(town.panel(), "POST", at + "/void", {{"interviewer_id", "interviewer"}, {"reason", "复核没有通过"}, {"version", 1}}).status, 412);
    EXPECT_EQ(void_of(town.interviewer(), "interviewer").status, 403);
    EXPECT_EQ(void_of(town.stranger(), "interviewer").status, 403);
    ASSERT_EQ(close().status, 200);
    ASSERT_EQ(town.call(town.panel(), "POST", at + "/record", {{"version", town.version(survey)}}).status, 200);
    EXPECT_EQ(code_of(void_of(town.panel(), "interviewer")), "wrong_state");
    EXPECT_EQ(code_of(check(town.lead(), 1, "confirmed")), "wrong_state");
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer WHERE counted = 1"), 6);
}

TEST_F(CheckTest, closing_ends_the_field_work_once_and_marks_what_is_left_to_check) {
    answers(town.interviewer(), 1, 3);
    EXPECT_EQ(town.call(town.lead(), "POST", at + "/close", {{"version", 1}}).status, 412);
    EXPECT_EQ(town.call(town.interviewer(), "POST", at + "/close", {{"version", 2}}).status, 403);
    const auto reply = close();
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("state").as_string(), "closed");
    EXPECT_EQ(code_of(close()), "wrong_state");
    EXPECT_EQ(code_of(town.answer(town.interviewer(), survey, 4, 5)), "wrong_state");
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_draw WHERE back_check = 'wanted'"), 3);
    EXPECT_EQ(check(town.lead(), 1, "confirmed").status, 200);
    EXPECT_EQ(town.district.service.journal_lines("survey.close"), 1);
}

std::vector<Interviewed> brought(const std::string& interviewer, std::int64_t from, std::int64_t count) {
    std::vector<Interviewed> answers;
    for (auto position = from; position < from + count; ++position) answers.push_back({position, interviewer, "R" + std::to_string(position), ""});
    return answers;
}

TEST(BackChecks, are_drawn_by_a_lot_anybody_can_work_out_again) {
    // SM3(seed ‖ "check" ‖ position ‖ receipt) below 20 % of 2³².
    const auto answers = brought("one", 1, 400);
    std::set<std::int64_t> expected;
    for (const auto& one : answers) {
        const auto lot = std::stoull(base::sm3("ab" + ("check" + std::to_string(one.position)) + one.receipt).substr(0, 8), nullptr, 16);
        if (static_cast<double>(lot) < 0.2 * 4294967296.0) expected.insert(one.position);
    }
    EXPECT_EQ(wanted_checks("ab", 20, answers), expected);
    EXPECT_GT(expected.size(), 50U);
    EXPECT_LT(expected.size(), 110U);
    EXPECT_NE(wanted_checks("ac", 20, answers), expected);
}

TEST(BackChecks, stay_wanted_whatever_comes_after_and_reach_everybody_who_brought_five) {
    auto answers = brought("one", 1, 50);
    const auto before = wanted_checks("ab", 20, answers);
    for (const auto& one : brought("two", 100, 50)) answers.push_back(one);
    const auto after = wanted_checks("ab", 20, answers);
    for (const auto position : before) EXPECT_TRUE(after.contains(position));
    EXPECT_EQ(wanted_checks("ab", 1, brought("few", 1, 5)).size(), 1U);
    EXPECT_TRUE(wanted_checks("ab", 0, brought("none", 1, 50)).empty());
    EXPECT_EQ(wanted_checks("ab", 100, brought("all", 1, 50)).size(), 50U);
    auto looked = brought("few", 1, 5);
    looked[2].back_check = "confirmed";
    EXPECT_EQ(wanted_checks("ab", 1, looked), std::set<std::int64_t>{3});
}

std::vector<SignedSheet> sheets(const std::string& interviewer, std::size_t count, bool alike_ones) {
    std::vector<SignedSheet> made;
    std::uint32_t dice = 12345;
    for (std::size_t i = 0; i < count; ++i) {
        SignedSheet sheet{interviewer, {}};
        for (std::size_t question = 0; question < 6; ++question) {
            dice = dice * 1664525U + 1013904223U;
            sheet.levels.push_back(alike_ones ? 5 : static_cast<int>((dice >> 16U) % 5U) + 1);
        }
        made.push_back(sheet);
    }
    return made;
}
std::vector<SignedSheet> joined(std::vector<SignedSheet> a, const std::vector<SignedSheet>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

TEST(Signals, sheets_that_are_all_the_same_are_told_from_eight_on) {
    EXPECT_TRUE(alike(joined(sheets("copier", 7, true), sheets("", 20, false))).empty());
    const auto found = alike(joined(sheets("copier", 8, true), sheets("", 20, false)));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().interviewer, "copier");
    EXPECT_EQ(found.front().value, "100.0 %");
    EXPECT_TRUE(alike(joined(sheets("honest", 12, false), sheets("", 20, false))).empty());
}

TEST(Signals, sheets_are_not_too_much_alike_where_everybodys_are) {
    // Half of all others say 5 throughout: a quarter of their pairs are the same, three quarters of an interviewer's would be told.
    auto others = joined(sheets("", 20, true), sheets("", 20, false));
    EXPECT_TRUE(alike(joined(joined(sheets("usual", 6, true), sheets("usual", 6, false)), others)).empty());
    EXPECT_EQ(alike(joined(sheets("copier", 12, true), others)).size(), 1U);
}

TEST(Signals, an_only_interviewer_who_copies_is_told_against_chance) {
    EXPECT_EQ(alike(sheets("copier", 30, true)).size(), 1U);
    EXPECT_TRUE(alike(sheets("honest", 30, false)).empty());
    EXPECT_TRUE(alike(sheets("", 30, true)).empty());
}

std::vector<Contact> contacts(std::size_t count, std::int64_t apart, const std::string& channel = "telephone", std::optional<std::int64_t> minutes = {}) {
    std::vector<Contact> made;
    const std::int64_t noon = 4 * 60 * minute;  // 12:00 in Hangzhou
    for (std::size_t i = 0; i < count; ++i) made.push_back({"one", channel, "answered", noon + static_cast<std::int64_t>(i) * apart, minutes});
    return made;
}

TEST(Signals, more_than_four_interviews_in_ten_minutes_are_a_burst) {
    EXPECT_TRUE(burst(contacts(4, minute)).empty());
    ASSERT_EQ(burst(contacts(5, minute)).size(), 1U);
    EXPECT_EQ(burst(contacts(5, minute)).front().value, "5");
    EXPECT_EQ(burst(contacts(5, 5 * minute / 2)).size(), 1U);   // the fifth just ten minutes after the first
    EXPECT_TRUE(burst(contacts(5, 5 * minute / 2 + 1)).empty());
    EXPECT_TRUE(burst(contacts(30, minute, "paper")).empty());  // typed in from paper
    auto refused = contacts(9, minute);
    for (auto& one : refused) one.outcome = "refused";
    EXPECT_TRUE(burst(refused).empty());
}

TEST(Signals, visits_at_night_interviews_of_no_minute_and_two_at_once_cannot_be) {
    EXPECT_TRUE(impossible_time(contacts(3, 10 * minute, "visit", 10)).empty());
    EXPECT_EQ(impossible_time(contacts(3, 9 * minute, "visit", 10)).front().value, "2");
    EXPECT_EQ(impossible_time(contacts(1, 0, "telephone", 0)).front().value, "1");
    auto night = contacts(1, 0, "visit", 5);
    night.front().at = 14 * 60 * minute;  // 22:00
    EXPECT_EQ(impossible_time(night).size(), 1U);
    night.front().at -= 1;
    EXPECT_TRUE(impossible_time(night).empty());
    night.front().at = 22 * 60 * minute;  // 06:00 the next day
    EXPECT_TRUE(impossible_time(night).empty());
    night.front().at -= 1;
    EXPECT_EQ(impossible_time(night).size(), 1U);
    night.front().channel = "telephone";
    EXPECT_TRUE(impossible_time(night).empty());
}

TEST(Signals, one_household_never_asked_or_a_fifth_that_differs_fails_the_back_check) {
    const auto results = [](int confirmed, int differs, int never, int missed) {
        std::vector<CheckResult> all;
        for (const auto& [count, word] : {std::pair{confirmed, "confirmed"}, {differs, "differs"}, {never, "not_interviewed"}, {missed, "not_reached"}})
            for (int i = 0; i < count; ++i) all.push_back({"one", word});
        return failed_back_check(all);
    };
    EXPECT_TRUE(results(10, 0, 0, 5).empty());
    EXPECT_EQ(results(10, 0, 1, 0).size(), 1U);
    EXPECT_EQ(results(4, 1, 0, 90).size(), 1U);
    EXPECT_TRUE(results(5, 1, 0, 0).empty());
    EXPECT_TRUE(results(0, 0, 0, 4).empty());
}

TEST(Signals, many_second_answers_are_told_also_of_the_web) {
    EXPECT_TRUE(many_seconds({{"one", 5, 2}}).empty());
    EXPECT_TRUE(many_seconds({{"one", 27, 3}}).empty());
    EXPECT_EQ(many_seconds({{"one", 26, 3}}).size(), 1U);
    EXPECT_EQ(many_seconds({{"", 10, 5}}).front().interviewer, "");
}

}  // namespace
}  // namespace anju::survey
