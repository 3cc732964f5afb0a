// What the assessed say about a finding and what the panel decides. The record of who found what stays as it was: a decision
// changes state and `deduct`, never `recorded_deduct`, reason or photos.
#include <fmt/format.h>

#include "base/id.hpp"
#include "finding/finding.hpp"
#include "finding/rows.hpp"
#include "kernel/page.hpp"

namespace anju::finding {

namespace {

void refuse_undecidable(kernel::Context& context, const Finding& finding, const NewDecision& decision) {
    if (finding.source == "self_check")
        base::refuse_state("not_decidable", {"自查的扣分不计入总分，不用评审。", "A self-check does not count towards the total and needs no decision."});
    if (finding.state == "draft" || finding.state == "withdrawn")
        base::refuse_state("not_decidable", {"这条扣分还没有交卷或者已经撤回，不能评审。", "This finding is not handed in yet, or withdrawn; it cannot be decided."});
    if (finding.created_by == context.actor.account_id)
        throw base::Refusal{403, "own_finding", {"这条扣分是您自己记的，请由别的评审成员决定。", "You recorded this finding yourself; another member of the panel must decide it."}};
    if (decision.version != finding.version) refuse_changed_meanwhile();
    if (decision.decision != "accept" && decision.reason.size() < 2)
        base::refuse_field("reason", "missing", {"请写明理由（至少两个字）。", "Give the reason (at least two characters)."});
}

base::Points reduced(const evaluation::Evaluation& evaluation, const Finding& finding, const NewDecision& decision) {
    if (!decision.deduct)
        base::refuse_field("deduct", "missing", {"请写明减为多少分。", "Say to how many points it is lowered."});
    if (const auto refused = policy::refuse_deduction(*evaluation.pack, finding.item, *decision.deduct)) base::refuse_field("deduct", refused->first, refused->second);
    if (*decision.deduct >= finding.recorded_deduct)
        base::refuse_field("deduct", "not_smaller", {fmt::format("要比原来扣的 {} 分少；维持原分请选“成立”。", finding.recorded_deduct.text()),
                                                     fmt::format("It must be less than the {} recorded; to keep that, accept it.", finding.recorded_deduct.text())});
    return *decision.deduct;
}

void refuse_merge(kernel::Transaction& transaction, const Finding& finding, const std::string& into) {
    const auto refuse = [](base::Text message) { base::refuse_field("merged_into", "cannot_merge", std::move(message)); };
    const auto row = transaction.one(fmt::format("SELECT {} FROM finding f WHERE f.id = $1", columns), {into});
    if (!row) return refuse({"没有要并入的这条扣分记录。", "There is no such finding to merge into."});
    const auto target = read(*row);
    if (target.id == finding.id) return refuse({"不能并入自己。", "A finding cannot be merged into itself."});
    if (target.estate_id != finding.estate_id || target.item != finding.item || target.evaluation_id != finding.evaluation_id)
        return refuse({"只能并入同一年、同一小区、同一条目的扣分记录。", "It must be a finding of the same year, estate and item."});
    if (target.state == "merged") return refuse({"那一条自己已经并入别的记录，请并入最后那一条。", "That one is merged itself; choose the one it went into."});
    if (target.source == "self_check" || (target.state != "submitted" && target.state != "accepted"))
        return refuse({"那一条不计分（自查、草稿、撤回或者不成立），不能并入。", "That one does not count (self-check, draft, withdrawn or rejected)."});
    if (transaction.one("SELECT 1 FROM finding WHERE merged_into = $1 AND state = 'merged'", {finding.id}))
        return refuse({"已有别的记录并入这一条，请先改那些记录的决定。", "Others are merged into this one; decide those anew first."});
}

struct Outcome {
    std::string state, merged_into;
    base::Points deduct;
};

Outcome outcome_of(kernel::Context& context, const evaluation::Evaluation& evaluation, const Finding& finding, const NewDecision& decision) {
    if (decision.decision == "accept") return {"accepted", {}, finding.recorded_deduct};
    if (decision.decision == "reject") return {"rejected", {}, finding.recorded_deduct};
    if (decision.decision == "reduce") return {"accepted", {}, reduced(evaluation, finding, decision)};
    if (decision.decision != "merge")
        base::refuse_field("decision", "unknown_decision", {"只能选成立、不成立、减少或合并。", "Choose accept, reject, reduce or merge."});
    refuse_merge(context.transaction, finding, decision.merged_into);
    return {"merged", decision.merged_into, finding.recorded_deduct};
}

kernel::json::object decided_json(const std::string& state, base::Points deduct, const std::string& merged_into) {
    return {{"state", state}, {"deduct", deduct.text()}, {"merged_into", merged_into.empty() ? kernel::json::value(nullptr) : kernel::json::value(merged_into)}};
}

/// The party for which the actor holds the right at the estate; empty when for none.
std::string party_of(kernel::Context& context, std::string_view right, const std::string& estate_id) {
    const auto path = path_of_estate(context.transaction, estate_id);
    for (const auto& grant : context.actor.grants)
        if (!grant.party_id.empty() && grant.rights.contains(right))
            for (const auto& covered : grant.paths)
                if (path.starts_with(covered)) return grant.party_id;
    return {};
}

}  // namespace

void decide(kernel::Context& context, const evaluation::Evaluation& evaluation, const Finding& finding, const NewDecision& decision) {
    evaluation::require_step(evaluation, {"panel", "notice"});
    refuse_undecidable(context, finding, decision);
    const auto outcome = outcome_of(context, evaluation, finding, decision);
    const auto changed = context.transaction.run(
        "UPDATE finding SET state = $3, deduct = $4, merged_into = $5, decision = $6, decided_by = $7, decided_by_name = $8, decided_at = $9, version = version + 1 "
        "WHERE id = $1 AND version = $2",
        {finding.id, finding.version, outcome.state, outcome.deduct.units(), outcome.merged_into.empty() ? kernel::Value{nullptr} : kernel::Value{outcome.merged_into},
         decision.reason, context.actor.account_id, context.actor.name, context.now.microseconds});
    if (changed == 0) refuse_changed_meanwhile();
    context.journal({"finding.decide", "finding", finding.id, finding.estate_id, decided_json(finding.state, finding.deduct, finding.merged_into),
                     decided_json(outcome.state, outcome.deduct, outcome.merged_into), decision.reason, kernel::Reach::place});
}

std::int64_t accept_undisputed(kernel::Context& context, const evaluation::Evaluation& evaluation) {
    evaluation::require_step(evaluation, {"panel"});
    kernel::Values values{evaluation.id, context.actor.account_id};
    const auto here = kernel::place_filter(context.actor, "finding.decide", "p.path", values);
    const auto undisputed = select_visible(
        context, fmt::format("f.evaluation_id = $1 AND f.source = 'third_party' AND f.state = 'submitted' AND f.created_by <> $2 AND {} AND NOT {}", here, disputed),
        std::move(values), "ORDER BY f.id");
    for (const auto& finding : undisputed) decide(context, evaluation, finding, {"accept", {}, {}, "无异议 / Not disputed", finding.version});
    const auto accepted = static_cast<std::int64_t>(undisputed.size());
    context.journal({"finding.accept_undisputed", "evaluation", evaluation.id, {}, nullptr, kernel::json::object{{"accepted", accepted}}, {}});
    return accepted;
}

void give_opinion(kernel::Context& context, const evaluation::Evaluation& evaluation, const Finding& finding, const std::string& stance, const std::string& reason) {
    evaluation::require_step(evaluation, {"inspection", "opinions", "panel"});
    if (finding.source == "self_check")
        base::refuse_state("own_side", {"自查的扣分是自己一方记的，直接改就行。", "A self-check is your own side's record; simply change it."});
    if (finding.state != "submitted")
        base::refuse_state("already_decided", {"评审组已经决定了这条扣分，或者它已经撤回，不能再提意见；公示期间可以提出异议。",
                                               "The panel has decided this finding, or it is withdrawn. You may object during the public notice."});
    if (stance == "dispute" && reason.size() < 2)
        base::refuse_field("reason", "missing", {"有异议请写明理由（至少两个字）。", "Say why you dispute it (at least two characters)."});
    const auto party = party_of(context, "finding.dispute", finding.estate_id);
    context.transaction.run("INSERT INTO opinion (id, finding_id, stance, reason, account_id, account_name, party_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                            {base::new_id(), finding.id, stance, reason, context.actor.account_id, context.actor.name,
                             party.empty() ? kernel::Value{nullptr} : kernel::Value{party}, context.now.microseconds});
    context.journal({"finding.opinion", "finding", finding.id, finding.estate_id, nullptr, kernel::json::object{{"stance", stance}}, reason, kernel::Reach::place});
}

}  // namespace anju::finding
