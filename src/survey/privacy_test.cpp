// With the whole database in hand: what joins an answer to its dwelling? Nothing that stands in the rows, and nothing in how they lie.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>

#include "survey/test_survey.hpp"

namespace anju::survey {

namespace {

namespace json = kernel::json;

struct PrivacyTest : testing::Test {
    TestSurvey town;
    std::string survey = town.started({{"strata_by", "none"}});
    kernel::Store& store = *town.district.service.store;

    std::string text_of(const kernel::Value& value) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
        if (const auto* text = std::get_if<std::string>(&value)) return *text;
        return {};
    }
    kernel::Rows rows(const std::string& sql) {
        kernel::Rows found;
        store.see([&](kernel::Transaction& transaction) { found = transaction.query(sql); });
        return found;
    }
    std::vector<std::string> tables() {
        std::vector<std::string> names;
        const auto* sql = store.name() == "sqlite" ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                                                   : "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()";
        for (const auto& row : rows(sql)) names.push_back(row.text(0));
        return names;
    }
    /// Every value of every other table as one text.
    std::string everything_but_the_answers() {
        std::string all;
        for (const auto& table : tables()) {
            if (table == "survey_answer") continue;
            for (const auto& row : rows("SELECT * FROM " + table))
                for (const auto& value : row.values()) all += text_of(value) + "\n";
        }
        return all;
    }
    /// Levels known by the order they arrive in, so that the place of a row could be told from its content.
    void answer_in_turn(std::int64_t how_many) {
        for (std::int64_t i = 1; i <= how_many; ++i) {
            town.district.service.now.microseconds += 1'000'000;
            const auto reply = i % 2 == 0 ? town.answer(town.interviewer(), survey, i, i % 6) : town.take(survey, i, i % 6);
            ASSERT_LT(reply.status, 300) << reply.body;
        }
    }
};

TEST_F(PrivacyTest, a_stored_answer_has_no_value_that_stands_anywhere_else_but_its_survey_stratum_channel_and_interviewer) {
    answer_in_turn(24);
    const auto elsewhere = everything_but_the_answers();
    const auto answers = rows("SELECT * FROM survey_answer");
    ASSERT_EQ(answers.size(), 24U);
    const std::set<std::string> shared{survey, "all", "web", "telephone", "interviewer", "", "1"};
    for (const auto& answer : answers) {
        ASSERT_EQ(answer.values().size(), 10U) << "a new column: say here why it joins nothing";
        for (const auto& value : answer.values()) {
            const auto text = text_of(value);
            if (shared.contains(text)) continue;
            EXPECT_EQ(elsewhere.find(text), std::string::npos) << text;
        }
    }
}

TEST_F(PrivacyTest, ids_of_answers_are_random_and_rows_lie_in_their_order_not_in_that_of_arrival) {
    answer_in_turn(40);
    const bool sqlite = store.name() == "sqlite";
    const auto lying = rows(std::string{"SELECT id, answers FROM survey_answer ORDER BY "} + (sqlite ? "rowid" : "ctid"));
    std::vector<std::string> ids;
    for (const auto& row : lying) {
        ids.push_back(row.text(0));
        EXPECT_EQ(row.text(0)[14], '4');
    }
    ASSERT_EQ(ids.size(), 40U);
    if (sqlite) {
        EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
    } else {
        // PostgreSQL marks rows with the transaction that wrote them; the dwelling's row bears the same mark. All answers bear the last one.
        EXPECT_EQ(rows("SELECT COUNT(DISTINCT CAST(xmin AS TEXT)) FROM survey_answer").front().number(0), 1);
    }
    // The order of the ids has nothing of the order of arrival: 40 arrivals in a row by chance has 1 : 40! against it.
    std::vector<std::string> in_turn;
    for (std::int64_t i = 1; i <= 40; ++i) in_turn.push_back(json::serialize(town.all_answered(i % 6)));
    std::vector<std::string> as_lying;
    for (const auto& row : lying) as_lying.push_back(json::serialize(json::parse(row.text(1))));
    EXPECT_NE(as_lying, in_turn);
}

TEST_F(PrivacyTest, the_journal_says_that_an_answer_came_and_by_which_channel_and_no_more) {
    answer_in_turn(2);
    const auto lines = rows("SELECT thing_kind, thing_id, before, after, why FROM journal WHERE act = 'survey.answer' ORDER BY id");
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].text(0), "survey");
    EXPECT_EQ(lines[0].text(1), survey);
    EXPECT_TRUE(lines[0].null(2));
    EXPECT_EQ(lines[0].text(3), R"({"channel":"web"})");
    EXPECT_EQ(lines[1].text(3), R"({"channel":"telephone"})");
    EXPECT_EQ(lines[1].text(4), "");
}

TEST_F(PrivacyTest, what_is_kept_for_a_repeated_request_cannot_be_tried_out_against_the_answers) {
    town.district.service.actor = town.interviewer();
    kernel::Request request;
    request.method = "POST";
    request.target = "/api/surveys/" + survey + "/dwellings/1/answer";
    request.headers = {{"content-type", "application/json"}, {"idempotency-key", "one-of-2-to-the-122"}};
    request.body = json::serialize(json::object{{"channel", "telephone"}, {"answers", town.all_answered(4)}});
    auto& router = town.district.service.router;
    const auto first = router.answer(request);
    ASSERT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(router.answer(request).body, first.body);  // sent again, counted once
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer"), 1);
    const auto kept = rows("SELECT key, request_hash, body FROM idempotency");
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].text(0).find("one-of"), std::string::npos);
    EXPECT_NE(kept[0].text(1), base::sm3(request.method + "\n" + request.target + "\n" + request.body));
    EXPECT_EQ(kept[0].text(2), first.body);  // receipt and whether it counts
}

TEST_F(PrivacyTest, answers_of_one_dwelling_in_the_same_moment_give_one_that_counts) {
    town.district.service.actor = town.interviewer();
    kernel::Request request;
    request.method = "POST";
    request.target = "/api/surveys/" + survey + "/dwellings/7/answer";
    request.headers = {{"content-type", "application/json"}};
    std::vector<std::thread> doors;
    std::vector<int> statuses(4);
    for (std::size_t i = 0; i < statuses.size(); ++i)
        doors.emplace_back([&, i, mine = request]() mutable {
            mine.body = json::serialize(json::object{{"channel", i % 2 == 0 ? "telephone" : "paper"}, {"answers", town.all_answered(static_cast<std::int64_t>(i))}});
            statuses[i] = town.district.service.router.answer(mine).status;
        });
    for (auto& door : doors) door.join();
    for (const auto status : statuses) EXPECT_EQ(status, 201);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer WHERE counted = 1"), 1);
    EXPECT_EQ(town.district.count("SELECT COUNT(*) FROM survey_answer WHERE counted = 0 AND apart = 'second'"), 3);
    EXPECT_EQ(town.district.count("SELECT also_answered FROM survey_draw WHERE survey_id = $1 AND position = 7", {survey}), 3);
}

}  // namespace

}  // namespace anju::survey
