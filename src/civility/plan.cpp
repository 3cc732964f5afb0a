#include <fmt/format.h>

#include <algorithm>

#include "base/id.hpp"
#include "civility/parts.hpp"
#include "finding/finding.hpp"
#include "party/party.hpp"

namespace anju::civility {
namespace {

namespace json = kernel::json;

constexpr std::size_t shortest_decision = 10;  // characters

struct Present { std::string id, state; };

std::optional<Present> present_plan(kernel::Transaction& transaction, const NewPlan& wanted) {
    const auto row = transaction.one(
        "SELECT id, state FROM civility WHERE evaluation_id = $1 AND estate_id = $2 AND state <> 'replaced'",
        {wanted.evaluation_id, wanted.estate_id});
    if (!row) return std::nullopt;
    return Present{row->text(0), row->text(1)};
}

void check(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, const NewPlan& wanted) {
    std::vector<base::FieldProblem> problems;
    evaluation::check_days(evaluation, wanted.starts, wanted.ends, problems);
    const auto& rules = check_of(evaluation);
    const auto most = std::ssize(rules.points) * std::ssize(rules.moments);
    if (wanted.observations < 1 || wanted.observations > most)
        problems.push_back({"observations", {fmt::format("观察次数是 1 到 {}（点位数×时段数）。", most),
                                             fmt::format("Observations are 1 to {} (points × moments).", most)}});
    if (wanted.second_percent < 0 || wanted.second_percent > 100)
        problems.push_back({"second_percent", {"两人同看的比例是 0 到 100。", "The share seen by two people is 0 to 100."}});
    if (!party::find_assessor(transaction, wanted.party_id)) problems.push_back({"party_id", party::no_assessor()});
    if (!problems.empty())
        throw base::Refusal{422, "plan_wrong",
                            {"测评计划有填得不对的地方，请按提示修改。", "Something in the plan is not right; correct it as shown."},
                            std::move(problems)};
}

[[noreturn]] void refuse_plan_exists(std::string_view state) {
    if (state == "draft")
        base::refuse_state("plan_exists", {"这个小区今年已经有一份还没开始的测评计划，请直接修改它。",
                                           "This estate already has a plan this year that has not started; change that one."});
    if (state == "recorded")
        base::refuse_state("plan_exists", {"这次测评的结果已经由评审组认定，不能再换计划。",
                                           "The panel has recorded the result of this civility check; it can no longer be replaced."});
    throw base::Refusal{409, "plan_exists",
                        {fmt::format("这个小区的测评已经开始。要换新的计划，请在“决定”里写明谁为什么决定重做（至少 {} 个字）。", shortest_decision),
                         fmt::format("The civility check of this estate has started. To replace its plan, state in “decision” who decided so and why "
                                     "(at least {} characters).", shortest_decision)},
                        "decision"};
}

json::object journal_json(const NewPlan& plan) {
    return {{"observations", plan.observations}, {"second_percent", plan.second_percent}, {"starts", plan.starts.text()},
            {"ends", plan.ends.text()}, {"party_id", plan.party_id}};
}

json::object journal_json(const Civility& civility) {
    return {{"observations", civility.observations}, {"second_percent", civility.second_percent}, {"starts", civility.starts},
            {"ends", civility.ends}, {"party_id", civility.party_id}};
}

void replace(kernel::Context& context, const Present& present, const NewPlan& wanted) {
    context.transaction.run("UPDATE civility SET state = 'replaced', version = version + 1 WHERE id = $1", {present.id});
    context.journal({"civility.replace", "civility", present.id, wanted.estate_id, {{"state", present.state}},
                     {{"state", "replaced"}}, wanted.decision});
}

}  // namespace

std::string plan(kernel::Context& context, const standard::Standard& standard, const NewPlan& wanted) {
    auto& transaction = context.transaction;
    const auto evaluation = evaluation::get(transaction, standard, wanted.evaluation_id);
    const auto& item = check_of(evaluation).item;
    evaluation::require_part(transaction, evaluation, wanted.estate_id);
    const auto present = present_plan(transaction, wanted);
    const bool replaces = present && (present->state == "fieldwork" || present->state == "closed");
    if (present && (!replaces || base::characters(wanted.decision) < shortest_decision)) refuse_plan_exists(present->state);
    // A percentage that is owed must be possible to bring in: a check that went wrong may be made anew until the panel ends.
    if (replaces)
        evaluation::require_step(evaluation, {"self_check", "inspection", "opinions", "panel"});
    else
        evaluation::require_step(evaluation, {"self_check", "inspection"});
    check(transaction, evaluation, wanted);
    if (replaces) replace(context, *present, wanted);
    const auto id = base::new_id();
    transaction.run(
        "INSERT INTO civility (id, evaluation_id, estate_id, state, pack_hash, observations, second_percent, starts, ends, party_id, "
        "imported, replaces, decision, created_by, created_at, version) "
        "VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, 1)",
        {id, evaluation.id, wanted.estate_id, evaluation.pack_hash, wanted.observations, wanted.second_percent, wanted.starts.text(),
         wanted.ends.text(), wanted.party_id, replaces ? kernel::Value{present->id} : kernel::Value{nullptr}, wanted.decision,
         context.actor.account_id, context.now.microseconds});
    finding::announce_measure(context, evaluation, wanted.estate_id, item);
    auto after = journal_json(wanted);
    if (replaces) after["replaces"] = present->id;
    context.journal({"civility.plan", "civility", id, wanted.estate_id, nullptr, std::move(after), wanted.decision});
    return id;
}

void change_plan(kernel::Context& context, const standard::Standard&, const Civility& before, const NewPlan& wanted) {
    if (before.state != "draft")
        base::refuse_state("plan_started", {"测评已经开始，计划不能再改；确实要改，请写明决定，另做一份新计划。",
                                            "The civility check has started, so its plan is fixed. If it must change, record the decision and "
                                            "make a new plan."});
    evaluation::require_step(before.evaluation, {"self_check", "inspection", "opinions", "panel"});
    check(context.transaction, before.evaluation, wanted);
    const auto& decision = wanted.decision.empty() ? before.decision : wanted.decision;
    if (!before.replaces.empty() && base::characters(decision) < shortest_decision)
        base::refuse_field("decision", "too_short",
                           {fmt::format("请写明谁为什么决定重做（至少 {} 个字）。", shortest_decision),
                            fmt::format("State who decided to begin anew and why (at least {} characters).", shortest_decision)});
    const auto changed = context.transaction.run(
        "UPDATE civility SET observations = $3, second_percent = $4, starts = $5, ends = $6, party_id = $7, decision = $8, "
        "version = version + 1 WHERE id = $1 AND version = $2 AND state = 'draft'",
        {before.id, before.version, wanted.observations, wanted.second_percent, wanted.starts.text(), wanted.ends.text(),
         wanted.party_id, decision});
    if (changed == 0) refuse_changed_meanwhile();
    context.journal({"civility.change_plan", "civility", before.id, before.estate_id, journal_json(before), journal_json(wanted), decision});
}

}  // namespace anju::civility
