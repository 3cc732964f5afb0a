#include <algorithm>

#include "base/id.hpp"
#include "kernel/body.hpp"
#include "survey/board.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;
using kernel::Body;
using kernel::Context;
using kernel::Reply;

const std::vector<std::string> interviewers_channels{"telephone", "paper", "visit"};

struct Outcome { std::string outcome, channel, note; std::int64_t version = 0; };

std::int64_t position_of(const Context& context) {
    const auto position = base::parse_decimal(context.parameter("position"), 0);
    if (!position) base::refuse_missing("样本户", "drawn dwelling");
    return *position;
}

/// An assessor's people work on their own surveys only.
void require_own(const Context& context, const Survey& survey) {
    const auto parties = context.actor.parties("survey.fieldwork");
    if (parties.empty() || std::find(parties.begin(), parties.end(), survey.party_id) != parties.end()) return;
    base::refuse_right({"这次调查由别的评估单位负责，您不能登记。", "Another assessor carries out this survey; you cannot enter anything for it."});
}

void require_unanswered(const Drawn& dwelling, std::int64_t version) {
    if (dwelling.state == "waiting") base::refuse_state("not_called", {"这户是候补户，还没有轮到。", "This dwelling is a reserve that has not been called yet."});
    if (dwelling.state == "answered") base::refuse_state("already_answered", {"这户已经回答了，不用再登记结果。", "This dwelling has answered; there is nothing more to note."});
    if (dwelling.replaced_by) base::refuse_state("already_replaced", {"这户已经由候补户接替，结果不能再改。", "A reserve has taken this dwelling's place; its outcome is settled."});
    if (dwelling.version != version)
        throw base::Refusal{412, "changed_meanwhile", {"这户的情况刚刚被别人改过，请刷新后再试。", "Somebody has just changed this dwelling. Reload and try again."}};
}

/// The next reserve of the stratum becomes an ordinary dwelling; nothing when all are used up.
std::optional<std::int64_t> call_reserve(kernel::Transaction& transaction, const Survey& survey, const std::string& stratum) {
    const auto next = transaction.one("SELECT MIN(position) FROM survey_draw WHERE survey_id = $1 AND stratum = $2 AND state = 'waiting'", {survey.id, stratum})->number_or_null(0);
    if (next) transaction.run("UPDATE survey_draw SET state = 'open', version = version + 1 WHERE survey_id = $1 AND position = $2", {survey.id, *next});
    return next;
}

std::optional<std::int64_t> note_outcome(Context& context, const Survey& survey, const Drawn& dwelling, const Outcome& noted, bool replace) {
    auto& transaction = context.transaction;
    const auto next = replace ? call_reserve(transaction, survey, dwelling.stratum) : std::nullopt;
    transaction.run("UPDATE survey_draw SET state = 'lost', outcome = $3, channel = $4, interviewer = $5, interviewer_name = $6, replaced_by = $7, version = version + 1 "
                    "WHERE survey_id = $1 AND position = $2",
                    {survey.id, dwelling.position, noted.outcome, noted.channel, context.actor.account_id, context.actor.name, next ? kernel::Value{*next} : kernel::Value{nullptr}});
    transaction.run("INSERT INTO survey_contact (id, survey_id, position, outcome, channel, interviewer, interviewer_name, at, minutes, note) "
                    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9)",
                    {base::new_id(), survey.id, dwelling.position, noted.outcome, noted.channel, context.actor.account_id, context.actor.name, context.now.microseconds, noted.note});
    context.journal({"survey.outcome", "survey", survey.id, survey.estate_id, nullptr,
                     {{"position", dwelling.position}, {"outcome", noted.outcome}, {"replaced_by", next ? json::value(*next) : json::value(nullptr)}}, {}});
    return next;
}

Reply outcome_route(Context& context, const standard::Standard& standard) {
    const auto survey = get(context.transaction, standard, context.parameter("survey"));
    require_own(context, survey);
    const auto& known = survey.questionnaire().outcomes;
    Body body{context.body()};
    Outcome noted{body.text("outcome", 1, 40), body.one_of("channel", interviewers_channels), body.text_or("note", 300), body.whole("version", 1, std::int64_t{1} << 40)};
    const auto found = std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.outcome == noted.outcome; });
    if (!noted.outcome.empty() && found == known.end()) body.wrong("outcome", {"没有这种结果，请从列表里选。", "There is no such outcome; choose from the list."});
    body.done();
    require_state(survey, {"fieldwork"});
    const auto dwelling = drawn(context.transaction, survey, position_of(context));
    require_unanswered(dwelling, noted.version);
    const auto next = note_outcome(context, survey, dwelling, noted, found->replace);
    return kernel::json_reply(json::object{{"replaced_by", next ? json::value(*next) : json::value(nullptr)}, {"reserves_used_up", found->replace && !next}});
}

Reply answer_route(Context& context, const standard::Standard& standard) {
    const auto survey = get(context.transaction, standard, context.parameter("survey"));
    require_own(context, survey);
    auto rest = context.body();  // all but the answers, which the questionnaire reads
    const auto* given = context.body().if_contains("answers");
    rest.erase("answers");
    Body body{rest};
    Arrival arrival{body.one_of("channel", interviewers_channels), context.actor.account_id, context.actor.name, {}};
    if (body.has("minutes"))
        arrival.minutes = body.whole("minutes", 0, 600);
    else
        body.text_or("minutes", 0);
    arrival.note = body.text_or("note", 300);
    if (given == nullptr || !given->is_object()) body.wrong("answers", {"请逐题填写回答。", "Give an answer to every question."});
    body.done();
    const auto answers = read_answers(survey.questionnaire(), given->get_object());
    const auto position = position_of(context);
    require_state(survey, {"fieldwork"});
    const bool counted = drawn(context.transaction, survey, position).state != "answered";
    const auto receipt = take_answer(context, survey, position, answers, arrival);
    return kernel::json_reply(json::object{{"receipt", receipt}, {"counted", counted}}, 201);
}

}  // namespace

void fieldwork_routes(kernel::Router& router, const standard::Standard& standard) {
    router.see("/api/surveys/{survey}/board", {"survey.read", path_of_survey()}, {"调查进度和样本户", "Progress and drawn dwellings"}, [&standard](Context& context) {
        return board(context, get(context.transaction, standard, context.parameter("survey")));
    });
    router.act("POST", "/api/surveys/{survey}/dwellings/{position}/outcome", {"survey.fieldwork", path_of_survey()}, {"登记没有答成的结果", "Note why a dwelling did not answer"},
               [&standard](Context& context) { return outcome_route(context, standard); });
    router.act("POST", "/api/surveys/{survey}/dwellings/{position}/answer", {"survey.fieldwork", path_of_survey()}, {"录入访问员收到的回答", "Enter an answer an interviewer took"},
               [&standard](Context& context) { return answer_route(context, standard); });
}

}  // namespace anju::survey
