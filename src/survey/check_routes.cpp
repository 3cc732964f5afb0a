#include "kernel/body.hpp"
#include "survey/checks.hpp"
#include "survey/parts.hpp"
#include "survey/signals.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;
using kernel::Body;
using kernel::Context;
using kernel::Reply;
using kernel::Transaction;

constexpr std::int64_t no_end = std::int64_t{1} << 40;
const std::vector<std::string> results{"confirmed", "differs", "not_interviewed", "not_reached"};

json::value or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

Reply list_checks(Context& context, const Survey& survey) {
    const auto answers = interviewed(context.transaction, survey.id);
    const auto wanted = wanted_checks(survey.seed, survey.back_check_percent, answers);
    const auto dwellings = dwellings_json(context.transaction, survey.id);
    json::array items;
    std::int64_t done = 0;
    context.transaction.each(
        "SELECT position, dwelling_id, interviewer_name, answered_on, channel, back_check, back_check_note, back_checked_by_name, version FROM survey_draw "
        "WHERE survey_id = $1 AND state = 'answered' AND interviewer <> '' ORDER BY position",
        {survey.id}, [&](const kernel::Row& row) {
            if (!wanted.contains(row.number(0))) return;
            const bool looked = checked({row.number(0), {}, {}, row.text(5)});
            done += looked ? 1 : 0;
            items.push_back(json::object{{"position", row.number(0)},
                                         {"dwelling", dwellings.at(row.text(1))},
                                         {"interviewer_name", row.text_or(2)},
                                         {"answered_on", or_null(row.text_or(3))},
                                         {"channel", row.text(4)},
                                         {"back_check", looked ? row.text(5) : "wanted"},
                                         {"back_check_note", row.text(6)},
                                         {"back_checked_by_name", or_null(row.text_or(7))},
                                         {"version", row.number(8)}});
        });
    return kernel::json_reply(json::object{{"wanted", wanted.size()}, {"done", done}, {"share", survey.back_check_percent}, {"items", std::move(items)}});
}

struct Found { std::int64_t position = 0; std::string result, note; std::int64_t version = 0; };

void record_check(Context& context, const Survey& survey, const Found& found) {
    require_state(survey, {"fieldwork", "closed"});
    auto& transaction = context.transaction;
    const auto row = transaction.one("SELECT state, interviewer, back_check FROM survey_draw WHERE survey_id = $1 AND position = $2", {survey.id, found.position});
    if (!row) base::refuse_missing("样本户", "drawn dwelling");
    const auto interviewer = row->text_or(1);
    if (row->text(0) != "answered" || interviewer.empty())
        base::refuse_state("not_an_interview", {"这户没有访问员收来的回答，不用复核。", "No interviewer brought an answer of this dwelling; there is nothing to check."});
    if (interviewer == context.actor.account_id)
        base::refuse_state("same_person", {"不能复核自己访问的住户，请换一个人。", "Nobody checks their own interviews. Somebody else must."});
    const auto changed = transaction.run(
        "UPDATE survey_draw SET back_check = $3, back_check_note = $4, back_checked_by = $5, back_checked_by_name = $6, version = version + 1 "
        "WHERE survey_id = $1 AND position = $2 AND version = $7",
        {survey.id, found.position, found.result, found.note, context.actor.account_id, context.actor.name, found.version});
    if (changed == 0) throw base::Refusal{412, "changed_meanwhile", {"这户的情况刚刚被别人改过，请刷新后再试。", "Somebody has just changed this dwelling. Reload and try again."}};
    context.journal({"survey.back_check", "survey", survey.id, survey.estate_id, json::object{{"position", found.position}, {"back_check", row->text(2)}},
                     json::object{{"position", found.position}, {"back_check", found.result}}, {}});
}

Reply check_route(Context& context, const standard::Standard& standard) {
    const auto survey = get(context.transaction, standard, context.parameter("survey"));
    const auto position = base::parse_decimal(context.parameter("position"), 0);
    if (!position) base::refuse_missing("样本户", "drawn dwelling");
    Body body{context.body()};
    Found found{*position, body.one_of("result", results), body.text_or("note", 500), body.whole("version", 1, no_end)};
    if (found.note.empty() && !found.result.empty() && found.result != "confirmed") body.wrong("note", {"请写一句看到、听到了什么。", "Say in a sentence what you saw or heard."});
    body.done();
    record_check(context, survey, found);
    return list_checks(context, survey);
}

std::vector<SignedSheet> sheets_of(Transaction& transaction, const Survey& survey) {
    std::vector<SignedSheet> sheets;
    transaction.each("SELECT interviewer, answers FROM survey_answer WHERE survey_id = $1 AND counted = 1", {survey.id}, [&](const kernel::Row& row) {
        const auto answers = json::parse(row.text(1));
        SignedSheet sheet{row.text(0), {}};
        for (const auto& question : survey.questionnaire().questions) sheet.levels.push_back(static_cast<int>(answers.at(question.question).as_int64()));
        sheets.push_back(std::move(sheet));
    });
    return sheets;
}

std::vector<Contact> contacts_of(Transaction& transaction, const Survey& survey) {
    std::vector<Contact> contacts;
    transaction.each("SELECT interviewer, channel, outcome, at, minutes FROM survey_contact WHERE survey_id = $1 ORDER BY interviewer, at", {survey.id},
                     [&](const kernel::Row& row) { contacts.push_back({row.text(0), row.text(1), row.text(2), row.number(3), row.number_or_null(4)}); });
    return contacts;
}

std::vector<Brought> brought_by(Transaction& transaction, const Survey& survey) {
    std::vector<Brought> all;
    transaction.each(
        "SELECT interviewer, CAST(SUM(counted) AS BIGINT), CAST(SUM(CASE WHEN apart = 'second' THEN 1 ELSE 0 END) AS BIGINT) FROM survey_answer "
        "WHERE survey_id = $1 GROUP BY interviewer ORDER BY interviewer",
        {survey.id}, [&](const kernel::Row& row) { all.push_back({row.text(0), row.number(1), row.number(2)}); });
    return all;
}

std::vector<Signal> signals_of(Transaction& transaction, const Survey& survey) {
    std::vector<CheckResult> checks;
    for (const auto& one : interviewed(transaction, survey.id))
        if (checked(one)) checks.push_back({one.interviewer, one.back_check});
    const auto contacts = contacts_of(transaction, survey);
    std::vector<Signal> all;
    for (const auto& part : {failed_back_check(checks), alike(sheets_of(transaction, survey)), impossible_time(contacts), burst(contacts), many_seconds(brought_by(transaction, survey))})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

Reply show_signals(Context& context, const Survey& survey) {
    std::map<std::string, std::string> names;
    context.transaction.each("SELECT interviewer, MAX(interviewer_name) FROM survey_contact WHERE survey_id = $1 GROUP BY interviewer", {survey.id},
                             [&](const kernel::Row& row) { names[row.text(0)] = row.text(1); });
    json::array items;
    for (const auto& one : signals_of(context.transaction, survey)) {
        json::value interviewer = nullptr;
        if (!one.interviewer.empty()) interviewer = json::object{{"id", one.interviewer}, {"name", names[one.interviewer]}};
        items.push_back(json::object{{"signal", one.signal},
                                     {"interviewer", std::move(interviewer)},
                                     {"title", standard::text_json(one.title)},
                                     {"detail", standard::text_json(one.detail)},
                                     {"value", one.value},
                                     {"limit", one.limit}});
    }
    return kernel::json_reply(json::object{{"items", std::move(items)}});
}

Reply void_route(Context& context, const standard::Standard& standard) {
    const auto survey = named(context, standard);
    Body body{context.body()};
    const auto interviewer = body.text("interviewer_id", 1, 64);
    const auto reason = body.text("reason", 5, 500);
    body.whole("version", 1, no_end);
    body.done();
    return kernel::json_reply(json::object{{"voided", void_answers(context, survey, interviewer, reason)}});
}

Reply close_route(Context& context, const standard::Standard& standard) {
    const auto survey = named(context, standard);
    Body body{context.body()};
    body.whole("version", 1, no_end);
    body.done();
    close(context, survey);
    const auto after = get(context.transaction, standard, survey.id);
    return kernel::versioned(kernel::json_reply(to_json(context, after)), after.version);
}

}  // namespace

void check_routes(kernel::Router& router, const standard::Standard& standard) {
    router.see("/api/surveys/{survey}/back-checks", {"survey.check", path_of_survey()}, {"要复核的访问", "Interviews to be checked by a second person"},
               [&standard](Context& context) { return list_checks(context, get(context.transaction, standard, context.parameter("survey"))); });
    router.act("POST", "/api/surveys/{survey}/back-checks/{position}", {"survey.check", path_of_survey()}, {"记下复核结果", "Record what a back-check found"},
               [&standard](Context& context) { return check_route(context, standard); });
    router.see("/api/surveys/{survey}/signals", {"survey.check", path_of_survey()}, {"值得再看的迹象", "Signs that something should be looked at"},
               [&standard](Context& context) { return show_signals(context, get(context.transaction, standard, context.parameter("survey"))); });
    router.act("POST", "/api/surveys/{survey}/void", {"survey.check", path_of_survey()}, {"作废一位访问员的答卷", "Void an interviewer's answers"},
               [&standard](Context& context) { return void_route(context, standard); });
    router.act("POST", "/api/surveys/{survey}/close", {"survey.plan", path_of_survey()}, {"结束调查", "Close the field work"},
               [&standard](Context& context) { return close_route(context, standard); });
}

}  // namespace anju::survey
