#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/id.hpp"
#include "finding/finding.hpp"
#include "party/party.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;

constexpr std::size_t shortest_decision = 10;  // characters

struct Present { std::string id, state; std::int64_t version = 0; };

std::optional<Present> present_plan(kernel::Transaction& transaction, const NewPlan& wanted) {
    const auto row = transaction.one("SELECT id, state, version FROM survey WHERE evaluation_id = $1 AND estate_id = $2 AND state <> 'replaced'",
                                     {wanted.evaluation_id, wanted.estate_id});
    if (!row) return std::nullopt;
    return Present{row->text(0), row->text(1), row->number(2)};
}

template <class Values>
bool among(const Values& values, const typename Values::value_type& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

void check_numbers(const NewPlan& wanted, std::vector<base::FieldProblem>& problems) {
    static constexpr std::array<std::string_view, 3> indices{"top_two", "mean_times_20", "mean_minus_1_times_25"}, strata{"none", "building", "household"};
    static constexpr std::array<std::int64_t, 3> levels{90, 95, 99};
    if (!among(indices, wanted.index)) problems.push_back({"index", {"请选一种算法：满意比例、平均分×20 或（平均分-1）×25。", "Choose top_two, mean_times_20 or mean_minus_1_times_25."}});
    if (!among(strata, wanted.strata_by)) problems.push_back({"strata_by", {"分层只能是：不分层、按幢、按住户类别。", "Strata are none, building or household."}});
    if (wanted.half_width <= 0 || wanted.half_width >= 50 * base::Percent::scale)
        problems.push_back({"half_width", {"允许误差要大于 0、小于 50 个百分点。", "The half width must be above 0 and below 50 percentage points."}});
    if (!among(levels, wanted.level)) problems.push_back({"level", {"置信水平只能是 90、95 或 99。", "The level must be 90, 95 or 99."}});
    if (wanted.reserve_percent < 0 || wanted.reserve_percent > 500) problems.push_back({"reserve_percent", {"候补比例是 0 到 500。", "The reserve is 0 to 500 percent."}});
    if (wanted.back_check_percent < 0 || wanted.back_check_percent > 100) problems.push_back({"back_check_percent", {"回访比例是 0 到 100。", "The share of back-checks is 0 to 100."}});
}

void check(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, const NewPlan& wanted) {
    std::vector<base::FieldProblem> problems;
    evaluation::check_days(evaluation, wanted.starts, wanted.ends, problems);
    check_numbers(wanted, problems);
    if (!party::find_assessor(transaction, wanted.party_id)) problems.push_back({"party_id", party::no_assessor()});
    if (!problems.empty())
        throw base::Refusal{422, "plan_wrong", {"调查计划有填得不对的地方，请按提示修改。", "Something in the plan is not right; correct it as shown."}, std::move(problems)};
}

[[noreturn]] void refuse_plan_exists(std::string_view state) {
    if (state == "draft")
        base::refuse_state("plan_exists", {"这个小区今年已经有一份还没开始的调查计划，请直接修改它。", "This estate already has a plan this year that has not started; change that one."});
    if (state == "recorded")
        base::refuse_state("plan_exists", {"这次调查的结果已经由评审组认定，不能再换计划。", "The panel has recorded the result of this survey; it can no longer be replaced."});
    throw base::Refusal{409, "plan_exists",
                        {fmt::format("这个小区的调查已经开始。要换新的计划，请在“决定”里写明谁为什么决定重做（至少 {} 个字）。", shortest_decision),
                         fmt::format("The survey of this estate has started. To replace its plan, state in “decision” who decided so and why (at least {} characters).", shortest_decision)},
                        "decision"};
}

/// What the journal keeps of a plan.
json::object journal_json(const NewPlan& plan) {
    return {{"index", plan.index}, {"half_width", plan.half_width}, {"level", plan.level}, {"strata_by", plan.strata_by}, {"reserve_percent", plan.reserve_percent},
            {"back_check_percent", plan.back_check_percent}, {"starts", plan.starts.text()}, {"ends", plan.ends.text()}, {"party_id", plan.party_id}};
}

json::object journal_json(const Survey& survey) {
    return {{"index", survey.index}, {"half_width", survey.half_width}, {"level", survey.level}, {"strata_by", survey.strata_by}, {"reserve_percent", survey.reserve_percent},
            {"back_check_percent", survey.back_check_percent}, {"starts", survey.starts}, {"ends", survey.ends}, {"party_id", survey.party_id}};
}

void replace(kernel::Context& context, const Present& present, const NewPlan& wanted) {
    context.transaction.run("UPDATE survey SET state = 'replaced', version = version + 1 WHERE id = $1", {present.id});
    context.journal({"survey.replace", "survey", present.id, wanted.estate_id, {{"state", present.state}}, {{"state", "replaced"}}, wanted.decision});
}

}  // namespace

void refuse_started() {
    base::refuse_state("plan_started", {"调查已经开始，计划不能再改；确实要改，请写明决定，另做一份新计划。",
                                        "The survey has started, so its plan is fixed. If it must change, record the decision and make a new plan."});
}

std::string plan(kernel::Context& context, const standard::Standard& standard, const NewPlan& wanted) {
    auto& transaction = context.transaction;
    const auto evaluation = evaluation::get(transaction, standard, wanted.evaluation_id);
    require_questionnaire(evaluation);
    evaluation::require_part(transaction, evaluation, wanted.estate_id);
    const auto present = present_plan(transaction, wanted);
    const bool replaces = present && (present->state == "fieldwork" || present->state == "closed");
    if (present && (!replaces || base::characters(wanted.decision) < shortest_decision)) refuse_plan_exists(present->state);
    // A percentage that is owed must be possible to bring in: a survey that went wrong may be made anew until the panel ends.
    if (replaces)
        evaluation::require_step(evaluation, {"self_check", "inspection", "opinions", "panel"});
    else
        evaluation::require_step(evaluation, {"self_check", "inspection"});
    check(transaction, evaluation, wanted);
    if (replaces) replace(context, *present, wanted);
    const auto id = base::new_id();
    transaction.run(
        "INSERT INTO survey (id, evaluation_id, estate_id, state, pack_hash, survey_index, half_width, level, strata_by, reserve_percent, back_check_percent, starts, ends, "
        "party_id, replaces, decision, letters_printed, created_by, created_at, version) "
        "VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, $17, 1)",
        {id, evaluation.id, wanted.estate_id, evaluation.pack_hash, wanted.index, wanted.half_width, wanted.level, wanted.strata_by, wanted.reserve_percent,
         wanted.back_check_percent, wanted.starts.text(), wanted.ends.text(), wanted.party_id, replaces ? kernel::Value{present->id} : kernel::Value{nullptr}, wanted.decision,
         context.actor.account_id, context.now.microseconds});
    finding::announce_measure(context, evaluation, wanted.estate_id, evaluation.pack->satisfaction->item);
    auto after = journal_json(wanted);
    if (replaces) after["replaces"] = present->id;
    context.journal({"survey.plan", "survey", id, wanted.estate_id, nullptr, std::move(after), wanted.decision});
    return id;
}

void change_plan(kernel::Context& context, const standard::Standard&, const Survey& before, const NewPlan& wanted) {
    if (before.state != "draft") refuse_started();
    evaluation::require_step(before.evaluation, {"self_check", "inspection", "opinions", "panel"});
    check(context.transaction, before.evaluation, wanted);
    const auto& decision = wanted.decision.empty() ? before.decision : wanted.decision;
    if (!before.replaces.empty() && base::characters(decision) < shortest_decision)
        base::refuse_field("decision", "too_short", {fmt::format("请写明谁为什么决定重做（至少 {} 个字）。", shortest_decision),
                                                     fmt::format("State who decided to begin anew and why (at least {} characters).", shortest_decision)});
    const auto changed = context.transaction.run(
        "UPDATE survey SET survey_index = $3, half_width = $4, level = $5, strata_by = $6, reserve_percent = $7, back_check_percent = $8, starts = $9, ends = $10, party_id = $11, "
        "decision = $12, version = version + 1 WHERE id = $1 AND version = $2 AND state = 'draft'",
        {before.id, before.version, wanted.index, wanted.half_width, wanted.level, wanted.strata_by, wanted.reserve_percent, wanted.back_check_percent, wanted.starts.text(),
         wanted.ends.text(), wanted.party_id, decision});
    if (changed == 0) refuse_changed_meanwhile();
    context.journal({"survey.change_plan", "survey", before.id, before.estate_id, journal_json(before), journal_json(wanted), {}});
}

}  // namespace anju::survey
