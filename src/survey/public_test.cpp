#include <gtest/gtest.h>

#include "survey/guesses.hpp"
#include "survey/test_survey.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;
using evaluation::code_of;
using evaluation::first_field;

constexpr std::int64_t hour = 3'600'000'000, day = 24 * hour;

struct PublicSurveyTest : testing::Test {
    TestSurvey town;
    std::string survey = town.started();

    kernel::Reply open(const std::string& code) { return town.call(TestSurvey::nobody(), "POST", "/api/public/survey/open", {{"code", code}}); }
    kernel::Reply answer(const std::string& code, const json::value& answers) {
        return town.call(TestSurvey::nobody(), "POST", "/api/public/survey/answer", {{"code", code}, {"answers", answers}});
    }
    void wait(std::int64_t microseconds) { town.district.service.now.microseconds += microseconds; }
};

/// A code with a right check character that no letter carries.
std::string unused() { return new_code(); }
std::string mistyped(std::string code) {
    code[3] = code[3] == '7' ? '8' : '7';
    return code;
}
std::string without_request_id(const kernel::Reply& reply) {
    auto body = json::parse(reply.body).as_object();
    body.erase("request_id");
    return json::serialize(body);
}

TEST_F(PublicSurveyTest, a_code_opens_the_questions_and_tells_nothing_of_the_dwelling) {
    const auto code = town.code_for(survey, 1);
    const auto reply = open(code.substr(0, 5) + "-" + code.substr(5));
    ASSERT_EQ(reply.status, 200) << reply.body;
    const auto shown = json::parse(reply.body);
    EXPECT_EQ(shown.at("estate").at("name").as_string(), "桂花苑");
    EXPECT_EQ(shown.at("until").as_string(), "2026-09-30");
    EXPECT_FALSE(shown.at("answered").as_bool());
    EXPECT_EQ(shown.at("questions").as_array().size(), town.questionnaire().questions.size());
    EXPECT_EQ(shown.at("levels").as_array().size(), 5U);
    for (const auto* secret : {"幢", "单元", "position", "dwelling_id", "stratum", code.c_str(), "00000000-0000"}) EXPECT_EQ(reply.body.find(secret), std::string::npos) << secret;
    EXPECT_EQ(town.district.service.journal_lines("survey.open"), 0);
}

TEST_F(PublicSurveyTest, the_first_answer_counts_and_a_second_is_kept_apart_and_says_so) {
    const auto code = town.code_for(survey, 2);
    const auto first = answer(code, town.all_answered(5));
    ASSERT_EQ(first.status, 201) << first.body;
    EXPECT_TRUE(json::parse(first.body).at("counted").as_bool());
    EXPECT_EQ(json::parse(first.body).at("receipt").as_string().size(), 8U);
    EXPECT_TRUE(json::parse(open(code).body).at("answered").as_bool());
    EXPECT_FALSE(json::parse(answer(code, town.all_answered(1)).body).at("counted").as_bool());
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer WHERE counted = 1"), 1);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer WHERE apart = 'second'"), 1);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM journal WHERE act = 'survey.answer' AND actor_id = '' AND thing_id = $1", {survey}), 2);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM journal WHERE act = 'survey.answer' AND (after LIKE '%position%' OR after LIKE '%answers%')"), 0);
}

TEST_F(PublicSurveyTest, every_question_wants_an_answer) {
    const auto code = town.code_for(survey, 2);
    auto partly = town.all_answered(4);
    partly.erase("cleaning");
    const auto reply = answer(code, partly);
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(first_field(reply), "answers/cleaning");
    EXPECT_EQ(first_field(answer(code, nullptr)), "answers");
    EXPECT_EQ(first_field(open("")), "code");
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer"), 0);
}

TEST_F(PublicSurveyTest, a_mistyped_code_and_one_that_never_was_get_the_same_reply) {
    const auto typo = open(mistyped(town.code_for(survey, 1))), never = open(unused());
    EXPECT_EQ(typo.status, 404);
    EXPECT_EQ(code_of(typo), "unknown_code");
    EXPECT_EQ(without_request_id(typo), without_request_id(never));
    EXPECT_EQ(without_request_id(answer(unused(), town.all_answered(1))), without_request_id(never));
}

TEST_F(PublicSurveyTest, ten_wrong_codes_close_the_door_to_their_address_for_an_hour) {
    const auto code = town.code_for(survey, 1);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(open(unused()).status, 404) << i;
    EXPECT_EQ(code_of(open(unused())), "too_many_tries");
    EXPECT_EQ(open(code).status, 429);
    EXPECT_EQ(answer(code, town.all_answered(5)).status, 429);
    wait(hour - 1);
    EXPECT_EQ(open(code).status, 429);
    wait(1);
    EXPECT_EQ(open(code).status, 200);
}

TEST_F(PublicSurveyTest, a_letter_printed_anew_ends_the_older_code) {
    const auto older = town.code_for(survey, 1), newer = town.code_for(survey, 1);
    EXPECT_EQ(open(older).status, 404);
    EXPECT_EQ(open(newer).status, 200);
}

TEST_F(PublicSurveyTest, answers_are_taken_from_the_first_day_to_the_last_and_the_reply_says_which) {
    const auto code = town.code_for(survey, 1);
    wait(-2 * day);  // 19 September
    EXPECT_EQ(open(code).status, 410);
    EXPECT_NE(open(code).body.find("2026年9月20日"), std::string::npos);
    wait(day);
    EXPECT_EQ(open(code).status, 200);
    wait(10 * day);  // 30 September
    EXPECT_EQ(open(code).status, 200);
    wait(day);
    const auto over = answer(code, town.all_answered(5));
    EXPECT_EQ(over.status, 410);
    EXPECT_EQ(code_of(over), "survey_over");
    EXPECT_NE(over.body.find("2026年9月30日"), std::string::npos);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer"), 0);
}

TEST_F(PublicSurveyTest, codes_of_closed_and_of_replaced_surveys_say_that_it_is_over) {
    const auto code = town.code_for(survey, 1);
    const auto newer = town.plan({{"decision", "抽样名单有误，重新抽样"}});
    EXPECT_EQ(code_of(open(code)), "survey_over");
    ASSERT_EQ(town.start(newer).status, 200);
    const auto new_one = town.code_for(newer, 1);
    EXPECT_EQ(open(new_one).status, 200);
    ASSERT_EQ(town.call(town.lead(), "POST", "/api/surveys/" + newer + "/close", {{"version", town.version(newer)}}).status, 200);
    EXPECT_EQ(open(new_one).status, 410);
    EXPECT_EQ(answer(new_one, town.all_answered(5)).status, 410);
}

TEST_F(PublicSurveyTest, a_dwelling_whose_place_a_reserve_has_taken_is_told_so) {
    const auto code = town.code_for(survey, 1);
    ASSERT_EQ(town.call(town.interviewer(), "POST", "/api/surveys/" + survey + "/dwellings/1/outcome", {{"outcome", "not_at_home"}, {"channel", "visit"}, {"version", 1}}).status, 200);
    EXPECT_EQ(code_of(open(code)), "survey_over");
    EXPECT_EQ(answer(code, town.all_answered(5)).status, 410);
}

TEST(Guesses, lock_out_the_address_that_guesses_and_no_other) {
    Guesses guesses{{3, 300, 2, 100}};
    const base::Instant now{1'000'000};
    for (std::size_t i = 0; i < 3; ++i) guesses.wrong("192.0.2.1", now, i);
    EXPECT_FALSE(guesses.may_try("192.0.2.1", now));
    EXPECT_TRUE(guesses.may_try("192.0.2.2", now));
    EXPECT_TRUE(guesses.may_try("192.0.2.1", {now.microseconds + hour}));
}

TEST(Guesses, count_a_repeated_act_once) {
    Guesses guesses{{2, 300, 2, 100}};
    for (int i = 0; i < 5; ++i) guesses.wrong("192.0.2.1", {7}, 1);
    EXPECT_TRUE(guesses.may_try("192.0.2.1", {7}));
}

TEST(Guesses, allow_fewer_tries_while_the_world_guesses_but_never_refuse_who_has_not) {
    Guesses guesses{{10, 5, 1, 100}};
    guesses.wrong("192.0.2.1", {0}, 0);
    EXPECT_TRUE(guesses.may_try("192.0.2.1", {0}));
    for (int i = 0; i < 6; ++i) guesses.wrong("198.51.100." + std::to_string(i), {1}, 0);
    EXPECT_FALSE(guesses.may_try("192.0.2.1", {1}));
    EXPECT_TRUE(guesses.may_try("203.0.113.1", {1}));
    EXPECT_TRUE(guesses.may_try("192.0.2.1", {2 + hour}));
}

TEST(Guesses, remember_no_more_addresses_than_they_may) {
    Guesses guesses{{1, 1'000'000, 1, 3}};
    for (int i = 0; i < 50; ++i) guesses.wrong("192.0.2." + std::to_string(i), {i}, 0);
    EXPECT_TRUE(guesses.may_try("192.0.2.0", {60}));
    EXPECT_FALSE(guesses.may_try("192.0.2.49", {60}));
}

TEST(Guesses, take_an_ipv6_line_and_a_mapped_ipv4_address_for_one) {
    EXPECT_EQ(address_group("2001:db8:1:2::9"), address_group("2001:db8:1:2:ffff::1"));
    EXPECT_NE(address_group("2001:db8:1:2::9"), address_group("2001:db8:1:3::9"));
    EXPECT_EQ(address_group("::ffff:192.0.2.7"), address_group("192.0.2.7"));
    EXPECT_EQ(address_group("fe80::1%eth0"), address_group("fe80::2"));
    EXPECT_EQ(address_group(std::string(5000, 'x')).size(), 64U);
}

}  // namespace
}  // namespace anju::survey
