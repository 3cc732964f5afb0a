#include <gtest/gtest.h>

#include "survey/test_survey.hpp"

namespace anju::survey {

namespace {

namespace json = kernel::json;
using evaluation::code_of;
using evaluation::first_field;

struct SurveyTest : testing::Test {
    TestSurvey town;

    kernel::Reply try_plan(const json::object& changed = {}, const std::optional<kernel::Actor>& actor = {}) {
        auto body = town.plan_body();
        for (const auto& member : changed) body[member.key()] = member.value();
        return town.call(actor ? *actor : town.office(), "POST", "/api/surveys", body);
    }
    kernel::Reply outcome(const kernel::Actor& actor, const std::string& survey, std::int64_t position, const std::string& word, std::int64_t version = 1) {
        return town.call(actor, "POST", fmt::format("/api/surveys/{}/dwellings/{}/outcome", survey, position), {{"outcome", word}, {"channel", "visit"}, {"version", version}});
    }
    std::string state_of(const std::string& survey, std::int64_t position) {
        const auto items = town.get(town.office(), "/api/surveys/" + survey + "/board?limit=200").at("items");
        for (const auto& item : items.as_array())
            if (item.at("position").as_int64() == position) return std::string{item.at("state").as_string()};
        return {};
    }
    json::value progress(const std::string& survey) { return town.get(town.office(), "/api/surveys/" + survey + "/board").at("progress"); }
    std::string letters_body(const std::string& survey) { return "/api/surveys/" + survey + "/letters"; }
};

TEST_F(SurveyTest, a_plan_takes_the_questionnaires_own_settings_where_nothing_else_is_said) {
    const auto id = town.plan();
    const auto shown = town.get(town.office(), "/api/surveys/" + id);
    EXPECT_EQ(shown.at("state").as_string(), "draft");
    EXPECT_EQ(shown.at("index").as_string(), "top_two");
    EXPECT_EQ(shown.at("half_width").as_string(), "5");
    EXPECT_EQ(shown.at("level").as_int64(), 95);
    EXPECT_TRUE(shown.at("seed").is_null());
    EXPECT_TRUE(shown.at("sample").is_null());
    EXPECT_EQ(shown.at("estate").at("name").as_string(), "桂花苑");
    EXPECT_EQ(shown.at("party").at("name").as_string(), "甲评估所");
    EXPECT_TRUE(shown.at("may").at("plan").as_bool());
    EXPECT_FALSE(shown.at("may").at("record").as_bool());
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM journal WHERE act = 'survey.plan' AND thing_id = $1", {id}), 1);
    town.district.service.store->see([&](kernel::Transaction& transaction) {
        EXPECT_EQ(finding::announced_measures(transaction, town.year, town.district.first.id), (std::set<std::string>{town.questionnaire().item}));
    });
}

TEST_F(SurveyTest, every_wrong_part_of_a_plan_is_refused_by_its_field) {
    const auto field = [&](const json::object& changed) {
        const auto reply = try_plan(changed);
        EXPECT_EQ(reply.status, 422) << reply.body;
        return first_field(reply);
    };
    EXPECT_EQ(field({{"starts", "2025-12-31"}}), "starts");
    EXPECT_EQ(field({{"ends", "2027-01-01"}}), "ends");
    EXPECT_EQ(field({{"starts", "2026-10-02"}, {"ends", "2026-10-01"}}), "ends");
    EXPECT_EQ(field({{"party_id", town.district.housing}}), "party_id");
    EXPECT_EQ(field({{"party_id", town.district.first.id}}), "party_id");
    EXPECT_EQ(field({{"half_width", "0"}}), "half_width");
    EXPECT_EQ(field({{"half_width", "50"}}), "half_width");
    EXPECT_EQ(field({{"level", 96}}), "level");
    EXPECT_EQ(field({{"strata_by", "floor"}}), "strata_by");
    EXPECT_EQ(field({{"index", "median"}}), "index");
    EXPECT_EQ(field({{"reserve_percent", -1}}), "reserve_percent");
    EXPECT_EQ(field({{"back_check_percent", 101}}), "back_check_percent");
    EXPECT_EQ(field({{"colour", "red"}}), "colour");
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey"), 0);
}

TEST_F(SurveyTest, a_plan_is_made_only_while_the_year_stands_at_self_check_or_inspection) {
    town.district.set_step(town.year, "opinions");
    EXPECT_EQ(code_of(try_plan()), "wrong_step");
    town.district.set_step(town.year, "self_check");
    const auto id = town.plan();
    EXPECT_EQ(code_of(town.start(id)), "wrong_step");
    town.district.set_step(town.year, "opinions");
    EXPECT_EQ(town.start(id).status, 200);
}

TEST_F(SurveyTest, a_standard_without_a_questionnaire_has_no_survey) {
    // The frozen standard of the year is another one than today's.
    auto files = policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu");
    files.erase("surveys/satisfaction.yaml");
    const standard::Standard bare{files};
    std::string year;
    town.district.act(evaluation::TestDistrict::office(), [&](kernel::Context& context) {
        year = evaluation::open(context, bare, {2025, *base::Day::parse("2025-12-31"), "抽样", "", {town.district.first.id}});
    });
    ASSERT_FALSE(year.empty());
    EXPECT_EQ(code_of(try_plan({{"evaluation_id", year}, {"starts", "2025-11-01"}, {"ends", "2025-11-30"}})), "no_survey");
    const auto reply = town.call(town.office(), "GET", "/api/survey-questionnaire?evaluation=" + year);
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(code_of(reply), "no_survey");
    EXPECT_EQ(town.get(town.office(), "/api/survey-questionnaire?evaluation=" + town.year).at("questions").as_array().size(), town.questionnaire().questions.size());
}

TEST_F(SurveyTest, planning_and_reading_stay_within_a_persons_places) {
    EXPECT_EQ(try_plan({}, town.stranger()).status, 403);
    EXPECT_EQ(try_plan({}, town.interviewer()).status, 403);
    const auto id = town.started();
    EXPECT_EQ(town.call(town.stranger(), "GET", "/api/surveys/" + id).status, 404);
    EXPECT_EQ(town.call(town.stranger(), "GET", "/api/surveys/" + id + "/board").status, 404);
    EXPECT_EQ(town.answer(town.stranger(), id, 1, 5).status, 403);
    EXPECT_EQ(outcome(town.stranger(), id, 1, "refused").status, 403);
    EXPECT_EQ(town.call(town.interviewer(), "POST", letters_body(id), {{"version", 2}, {"address", "https://anju.example"}}).status, 403);
    EXPECT_TRUE(town.get(town.stranger(), "/api/surveys").at("items").as_array().empty());
    EXPECT_EQ(town.get(town.interviewer(), "/api/surveys?evaluation=" + town.year).at("items").as_array().size(), 1U);
    auto other_firm = kernel::TestService::who("other", {"survey.fieldwork"}, {town.district.first.path}, town.district.other_firm);
    EXPECT_EQ(town.answer(other_firm, id, 1, 5).status, 403);
}

TEST_F(SurveyTest, a_draft_can_be_changed_at_the_version_seen_and_a_started_plan_never) {
    const auto id = town.plan();
    auto body = town.plan_body();
    body.erase("evaluation_id");
    body.erase("estate_id");
    body["half_width"] = "4.5";
    body["version"] = 2;
    EXPECT_EQ(town.call(town.office(), "PUT", "/api/surveys/" + id, body).status, 412);
    body["version"] = 1;
    const auto changed = town.call(town.office(), "PUT", "/api/surveys/" + id, body);
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(json::parse(changed.body).at("half_width").as_string(), "4.5");
    EXPECT_EQ(town.district.service.journal_lines("survey.change_plan"), 1);
    ASSERT_EQ(town.start(id).status, 200);
    body["version"] = 3;
    EXPECT_EQ(code_of(town.call(town.office(), "PUT", "/api/surveys/" + id, body)), "plan_started");
    EXPECT_EQ(code_of(town.start(id)), "plan_started");
}

TEST_F(SurveyTest, a_second_plan_needs_a_decision_and_then_takes_the_place_of_the_started_one) {
    const auto first = town.plan();
    EXPECT_EQ(code_of(try_plan({{"decision", "领导小组办公室决定重新做一次"}})), "plan_exists");  // a draft is changed instead
    ASSERT_EQ(town.start(first).status, 200);
    ASSERT_EQ(town.take(first, 1, 5).status, 200);
    EXPECT_EQ(code_of(try_plan()), "plan_exists");
    EXPECT_EQ(first_field(try_plan({{"decision", "重做"}})), "decision");
    const auto second = town.plan({{"decision", "领导小组办公室决定：抽样框漏了三号楼，重做"}});
    EXPECT_EQ(town.the_survey(first).state, "replaced");
    EXPECT_EQ(town.the_survey(second).replaces, first);
    EXPECT_EQ(town.district.service.journal_lines("survey.replace"), 1);
    // Its answers are kept, and nothing more is taken.
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer WHERE survey_id = $1 AND counted = 1", {first}), 1);
    EXPECT_EQ(code_of(town.take(first, 2, 5)), "wrong_state");
    EXPECT_EQ(town.start(second).status, 200);
    EXPECT_EQ(town.get(town.office(), "/api/surveys?estate=" + town.district.first.id).at("items").at(0).at("id").as_string(), second);
}

TEST_F(SurveyTest, a_survey_that_went_wrong_can_be_made_anew_until_the_panel_ends_but_not_once_recorded) {
    const auto id = town.started();
    town.district.set_step(town.year, "panel");
    town.district.service.store->act([&](kernel::Transaction& transaction) { transaction.run("UPDATE survey SET state = 'recorded' WHERE id = $1", {id}); });
    EXPECT_EQ(code_of(try_plan({{"decision", "领导小组办公室决定重新做一次"}})), "plan_exists");
    town.district.service.store->act([&](kernel::Transaction& transaction) { transaction.run("UPDATE survey SET state = 'closed' WHERE id = $1", {id}); });
    EXPECT_EQ(town.start(town.plan({{"decision", "领导小组办公室决定重新做一次"}})).status, 200);
}

TEST_F(SurveyTest, one_answer_a_dwelling_counts_whatever_the_channels_and_others_are_kept_apart) {
    const auto id = town.started();
    const auto web = town.take(id, 1, 5);
    ASSERT_EQ(web.status, 200) << web.body;
    const auto telephone = town.answer(town.interviewer(), id, 1, 1);
    ASSERT_EQ(telephone.status, 201) << telephone.body;
    EXPECT_FALSE(json::parse(telephone.body).at("counted").as_bool());
    const auto other = town.answer(town.interviewer(), id, 2, 4, "paper");
    EXPECT_TRUE(json::parse(other.body).at("counted").as_bool());
    EXPECT_EQ(json::parse(other.body).at("receipt").as_string().size(), 8U);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer WHERE survey_id = $1 AND counted = 1", {id}), 2);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer WHERE survey_id = $1 AND counted = 0 AND apart = 'second'", {id}), 1);
    const auto item = town.get(town.office(), "/api/surveys/" + id + "/board?limit=1").at("items").at(0);
    EXPECT_EQ(item.at("channel").as_string(), "web");
    EXPECT_EQ(item.at("also_answered").as_int64(), 1);
    EXPECT_EQ(item.at("answered_on").as_string(), "2026-09-21");
    for (int i = 0; i < 2; ++i) EXPECT_EQ(town.take(id, 1, 3).status, 200);
    EXPECT_EQ(code_of(town.take(id, 1, 3)), "too_many_answers");
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer WHERE survey_id = $1", {id}), 5);
}

TEST_F(SurveyTest, answers_must_be_complete_and_of_this_questionnaire) {
    const auto id = town.started();
    const auto& first = town.questionnaire().questions.front().question;
    const auto send = [&](json::object answers, json::object more = {}) {
        json::object body{{"channel", "telephone"}, {"answers", std::move(answers)}};
        for (const auto& member : more) body[member.key()] = member.value();
        return town.call(town.interviewer(), "POST", "/api/surveys/" + id + "/dwellings/1/answer", body);
    };
    auto missing = town.all_answered(4);
    missing.erase(first);
    EXPECT_EQ(first_field(send(missing)), "answers/" + first);
    auto wrong = town.all_answered(4);
    wrong[first] = 6;
    EXPECT_EQ(first_field(send(wrong)), "answers/" + first);
    auto unknown = town.all_answered(4);
    unknown["weather"] = 5;
    EXPECT_EQ(first_field(send(unknown)), "answers/weather");
    EXPECT_EQ(first_field(send(town.all_answered(4), {{"channel", "web"}})), "channel");
    EXPECT_EQ(first_field(send(town.all_answered(4), {{"minutes", 601}})), "minutes");
    EXPECT_EQ(town.call(town.interviewer(), "POST", "/api/surveys/" + id + "/dwellings/999/answer", {{"channel", "visit"}, {"answers", town.all_answered(4)}}).status, 404);
    EXPECT_EQ(send(town.all_answered(0)).status, 201);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer"), 1);
}

TEST_F(SurveyTest, a_dwelling_that_is_lost_is_replaced_by_the_next_reserve_of_its_stratum) {
    const auto id = town.started();
    const auto reply = outcome(town.interviewer(), id, 1, "refused");
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("replaced_by").as_int64(), 34);
    EXPECT_EQ(state_of(id, 1), "lost");
    EXPECT_EQ(state_of(id, 34), "open");
    EXPECT_EQ(state_of(id, 35), "waiting");
    EXPECT_EQ(code_of(outcome(town.interviewer(), id, 1, "refused", 2)), "already_replaced");
    EXPECT_EQ(code_of(town.take(id, 1, 5)), "replaced_by_reserve");
    EXPECT_EQ(code_of(town.take(id, 35, 5)), "not_called");
    EXPECT_EQ(code_of(outcome(town.interviewer(), id, 35, "refused")), "not_called");
    EXPECT_EQ(town.take(id, 34, 5).status, 200);
    EXPECT_EQ(code_of(outcome(town.interviewer(), id, 34, "refused", 3)), "already_answered");
    EXPECT_EQ(first_field(outcome(town.interviewer(), id, 2, "abducted")), "outcome");
    EXPECT_EQ(outcome(town.interviewer(), id, 2, "vacant", 9).status, 412);
    EXPECT_EQ(town.district.service.journal_lines("survey.outcome"), 1);
}

TEST_F(SurveyTest, a_dwelling_that_is_not_replaced_may_still_answer) {
    const auto id = town.started({{"reserve_percent", 0}});
    const auto unable = outcome(town.interviewer(), id, 1, "unable");
    EXPECT_TRUE(json::parse(unable.body).at("replaced_by").is_null());
    EXPECT_FALSE(json::parse(unable.body).at("reserves_used_up").as_bool());
    const auto refused = outcome(town.interviewer(), id, 2, "refused");
    EXPECT_TRUE(json::parse(refused.body).at("reserves_used_up").as_bool());
    EXPECT_EQ(state_of(id, 2), "lost");
    EXPECT_EQ(town.take(id, 1, 4).status, 200);
    EXPECT_EQ(town.take(id, 2, 4).status, 200);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer WHERE counted = 1"), 2);
}

TEST_F(SurveyTest, the_board_counts_buildings_interviewers_channels_and_rates) {
    const auto id = town.started();
    town.take(id, 1, 5);
    town.answer(town.interviewer("甲"), id, 2, 4);
    outcome(town.interviewer("甲"), id, 3, "refused");
    outcome(town.interviewer("乙"), id, 4, "vacant");
    const auto now = progress(id);
    EXPECT_EQ(now.at("answered").as_int64(), 2);
    EXPECT_EQ(now.at("lost").as_int64(), 2);
    EXPECT_EQ(now.at("open").as_int64(), 163);
    EXPECT_EQ(now.at("waiting").as_int64(), 83);
    EXPECT_EQ(now.at("by_building").at(0).at("building").as_string(), "1幢");
    EXPECT_EQ(now.at("by_building").at(0).at("answered").as_int64(), 2);
    EXPECT_EQ(now.at("by_channel").at("web").as_int64(), 1);
    EXPECT_EQ(now.at("by_channel").at("telephone").as_int64(), 1);
    EXPECT_EQ(now.at("by_interviewer").as_array().size(), 2U);
    EXPECT_EQ(now.at("days_left").as_int64(), 10);
    EXPECT_EQ(now.at("coverage_rate").as_string(), "1.2121");   // 2 of 165
    EXPECT_EQ(now.at("response_rate").as_string(), "1.2048");  // 2 of 165 + 2 called − 1 vacant
    const auto lost = town.get(town.office(), "/api/surveys/" + id + "/board?state=lost&building=1%E5%B9%A2");
    EXPECT_EQ(lost.at("items").as_array().size(), 2U);
    const auto first = town.get(town.office(), "/api/surveys/" + id + "/board?limit=200");
    const auto rest = town.get(town.office(), "/api/surveys/" + id + "/board?limit=200&after=" + std::string{first.at("next").as_string()});
    EXPECT_EQ(first.at("items").as_array().size() + rest.at("items").as_array().size(), 250U);
    EXPECT_TRUE(rest.at("next").is_null());
}

TEST_F(SurveyTest, letters_bring_a_page_and_a_fresh_code_to_every_open_dwelling_and_keep_only_the_hashes) {
    const auto id = town.started();
    town.take(id, 1, 5);
    const auto print = [&](const std::string& address) { return town.call(town.office(), "POST", letters_body(id), {{"version", town.version(id)}, {"address", address}}); };
    for (const auto* wrong : {"anju.example", "ftp://anju.example", "https://", "https://anju.example/x", "https://a@b", "https://anju.example:x", "javascript:alert(1)"})
        EXPECT_EQ(first_field(print(wrong)), "address") << wrong;
    const auto reply = print("https://anju.example");
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.type, "application/pdf");
    EXPECT_TRUE(reply.secret);
    EXPECT_TRUE(reply.body.starts_with("%PDF-"));
    std::size_t pages = 0;
    for (auto at = reply.body.find("/Type /Page %"); at != std::string::npos; at = reply.body.find("/Type /Page %", at + 1)) ++pages;
    EXPECT_EQ(pages, 164U);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_draw WHERE survey_id = $1 AND code_hash IS NOT NULL AND state = 'open'", {id}), 164);
    EXPECT_EQ(town.the_survey(id).letters_printed, 164);
    std::string before;
    const auto hash = [&] {
        std::string found;
        town.district.service.store->see([&](kernel::Transaction& transaction) { found = transaction.one("SELECT code_hash FROM survey_draw WHERE survey_id = $1 AND position = 2", {id})->text(0); });
        return found;
    };
    before = hash();
    EXPECT_EQ(before.size(), 64U);
    ASSERT_EQ(print("http://10.0.0.4:8080").status, 200);
    EXPECT_NE(hash(), before);
    EXPECT_EQ(town.district.service.journal_lines("survey.letters"), 2);
}

TEST_F(SurveyTest, letters_are_printed_only_in_the_field) {
    const auto id = town.plan();
    EXPECT_EQ(code_of(town.call(town.office(), "POST", letters_body(id), {{"version", 1}, {"address", "https://anju.example"}})), "wrong_state");
}

TEST_F(SurveyTest, an_unknown_survey_is_told_as_such) {
    const auto nowhere = TestSurvey::dwelling_id(1);
    EXPECT_EQ(town.call(town.office(), "GET", "/api/surveys/" + nowhere).status, 404);
    EXPECT_EQ(town.call(town.office(), "GET", "/api/surveys/" + nowhere + "/board").status, 404);
    EXPECT_EQ(town.call(town.lead(), "POST", "/api/surveys/" + nowhere + "/start", {{"version", 1}}).status, 404);
}

}  // namespace

}  // namespace anju::survey
