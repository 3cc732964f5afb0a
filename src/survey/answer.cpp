// How an answer is kept so that it cannot be joined to its dwelling. What stands in the row says nothing: a random id, no day, no
// instant. Where the row stands must say nothing either: SQLite numbers rows in the order they come, PostgreSQL puts them one after
// another and marks each with the transaction that wrote it, which also wrote the dwelling's "answered". Therefore every arrival
// writes all answers of the survey anew, in the order of their random ids and in one transaction: all look alike afterwards.
#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/id.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;

constexpr std::int64_t most_apart = 3;
constexpr std::size_t columns = 10;

/// UUID version 4 (RFC 9562).
std::string random_id() {
    const auto hex = base::sm3(base::random_token(32));
    const auto variant = "89ab"[static_cast<unsigned char>(hex[16]) & 3U];
    return fmt::format("{}-{}-4{}-{}{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(13, 3), variant, hex.substr(17, 3), hex.substr(20, 12));
}

std::string answers_text(const Answers& answers) {
    json::object all;
    for (const auto& [question, level] : answers) all[question] = level;
    return json::serialize(all);
}

void insert(kernel::Transaction& transaction, const std::vector<kernel::Values>& rows) {
    constexpr std::size_t at_once = 36;
    for (std::size_t from = 0; from < rows.size(); from += at_once) {
        std::string sql =
            "INSERT INTO survey_answer (id, survey_id, stratum, channel, interviewer, answers, counted, apart, voided_by, voided_why) VALUES ";
        kernel::Values values;
        for (std::size_t i = from; i < std::min(from + at_once, rows.size()); ++i) {
            sql += i == from ? "(" : ", (";
            for (std::size_t column = 0; column < columns; ++column) {
                values.push_back(rows[i][column]);
                sql += fmt::format("{}${}", column == 0 ? "" : ", ", values.size());
            }
            sql += ")";
        }
        transaction.run(sql, values);
    }
}

void keep_answer(kernel::Transaction& transaction, const Survey& survey, const std::string& stratum, const Answers& answers,
                 const Arrival& arrival, bool counted) {
    std::vector<kernel::Values> rows;
    transaction.each(
        "SELECT id, survey_id, stratum, channel, interviewer, answers, counted, apart, voided_by, voided_why FROM survey_answer "
        "WHERE survey_id = $1",
        {survey.id}, [&](const kernel::Row& row) { rows.push_back(row.values()); });
    rows.push_back({random_id(), survey.id, stratum, arrival.channel, arrival.interviewer, answers_text(answers),
                    std::int64_t{counted}, std::string{counted ? "" : "second"}, nullptr, std::string{}});
    std::sort(rows.begin(), rows.end(), [](const kernel::Values& a, const kernel::Values& b) {
        return std::get<std::string>(a.front()) < std::get<std::string>(b.front());
    });
    transaction.run("DELETE FROM survey_answer WHERE survey_id = $1", {survey.id});
    insert(transaction, rows);
}

/// True for the first answer of the dwelling: only one update can find it unanswered, whatever arrives at once.
bool mark_answered(kernel::Context& context, const Survey& survey, std::int64_t position, const Arrival& arrival, const std::string& receipt) {
    return context.transaction.run(
               "UPDATE survey_draw SET state = 'answered', outcome = 'answered', channel = $3, answered_on = $4, receipt = $5, "
               "interviewer = $6, interviewer_name = $7, version = version + 1 "
               "WHERE survey_id = $1 AND position = $2 AND state IN ('open', 'lost') AND replaced_by IS NULL",
               {survey.id, position, arrival.channel, context.today().text(), receipt, arrival.interviewer, arrival.interviewer_name}) == 1;
}

void mark_second(kernel::Context& context, const Survey& survey, std::int64_t position) {
    const auto marked = context.transaction.run(
        "UPDATE survey_draw SET also_answered = also_answered + 1, version = version + 1 "
        "WHERE survey_id = $1 AND position = $2 AND state = 'answered' AND also_answered < $3",
        {survey.id, position, most_apart});
    if (marked == 1) return;
    base::refuse_state("too_many_answers", {"这户已经答过好几次了，第一次的回答照样有效，不用再答。",
                                            "This dwelling has answered several times already. Its first answer counts; there is no need to answer again."});
}

void note_contact(kernel::Context& context, const Survey& survey, std::int64_t position, const Arrival& arrival) {
    if (arrival.interviewer.empty()) return;  // on the web nobody called
    context.transaction.run(
        "INSERT INTO survey_contact (id, survey_id, position, outcome, channel, interviewer, interviewer_name, at, minutes, note) "
        "VALUES ($1, $2, $3, 'answered', $4, $5, $6, $7, $8, $9)",
        {base::new_id(), survey.id, position, arrival.channel, arrival.interviewer, arrival.interviewer_name, context.now.microseconds,
         arrival.minutes ? kernel::Value{*arrival.minutes} : kernel::Value{nullptr}, arrival.note});
}

void require_called(const Drawn& dwelling) {
    if (dwelling.state == "waiting")
        base::refuse_state("not_called", {"这户是候补户，还没有轮到，不能登记。",
                                          "This dwelling is a reserve that has not been called yet; nothing can be entered for it."});
    if (dwelling.replaced_by)
        base::refuse_state("replaced_by_reserve", {"这户没有访问成功，已经由候补户接替，不再收回答。",
                                                   "A reserve has taken this dwelling's place; its answers are no longer taken."});
}

}  // namespace

std::string take_answer(kernel::Context& context, const Survey& survey, std::int64_t position, const Answers& answers, const Arrival& arrival) {
    require_state(survey, {"fieldwork"});
    const auto dwelling = drawn(context.transaction, survey, position);
    require_called(dwelling);
    auto receipt = random_symbols(8);
    const bool counted = mark_answered(context, survey, position, arrival, receipt);
    if (!counted) mark_second(context, survey, position);
    keep_answer(context.transaction, survey, dwelling.stratum, answers, arrival, counted);
    note_contact(context, survey, position, arrival);
    context.journal({"survey.answer", "survey", survey.id, survey.estate_id, nullptr, json::object{{"channel", arrival.channel}}, {}});
    return receipt;
}

Answers read_answers(const policy::SatisfactionSurvey& questionnaire, const json::object& given) {
    std::vector<base::FieldProblem> problems;
    Answers answers;
    for (const auto& question : questionnaire.questions) {
        const auto* level = given.if_contains(question.question);
        if (level == nullptr || level->is_null())
            problems.push_back({"answers/" + question.question, {"这一题还没有回答；说不上来就选“" + questionnaire.no_answer.zh + "”。",
                                                                 "This question has no answer yet; choose “" + questionnaire.no_answer.en + "” if need be."}});
        else if (!level->is_int64() || level->get_int64() < 0 || level->get_int64() > 5)
            problems.push_back({"answers/" + question.question, {"回答是 1 到 5，或者 0（不了解）。", "The answer is 1 to 5, or 0 (don't know)."}});
        else
            answers.emplace_back(question.question, level->get_int64());
    }
    for (const auto& member : given) {
        const auto known = std::any_of(questionnaire.questions.begin(), questionnaire.questions.end(),
                                       [&](const auto& question) { return question.question == std::string_view{member.key()}; });
        if (!known)
            problems.push_back({"answers/" + std::string{member.key()}, {"问卷里没有这一题，请去掉。", "The questionnaire has no such question; leave it out."}});
    }
    if (!problems.empty())
        throw base::Refusal{422, "answers_wrong", {"问卷没有答完或者答得不对，请看标出来的题。", "The questionnaire is not complete or not right; see the questions marked."}, std::move(problems)};
    return answers;
}

}  // namespace anju::survey
