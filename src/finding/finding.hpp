#pragma once
// Findings and measures: the one currency of the rating. Producers record; the panel decides; the rating reads.
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "evaluation/evaluation.hpp"
#include "kernel/router.hpp"
#include "policy/score.hpp"

namespace anju::finding {

struct Finding {
    std::string id, evaluation_id, estate_id, source, inspection_id, item; std::int64_t check_point = -1; base::Points deduct;
    std::string reason, spot, state, merged_into, decision, created_by; std::int64_t created_at = 0, version = 0;
    base::Points recorded_deduct;  ///< what the recorder found; the panel lowers only `deduct`
    std::string decided_by_name; std::int64_t decided_at = 0;
};
struct NewFinding {
    std::string evaluation_id, estate_id, source, inspection_id, item; std::int64_t check_point = -1; base::Points deduct;
    std::string reason, spot; std::vector<std::string> photo_ids; std::string state = "draft";
};

Finding get(kernel::Transaction& transaction, const std::string& id);  ///< refuses 404
/// 404 also for one the actor may not see (attachment::finding_filter).
Finding get_visible(kernel::Context& context, const std::string& id);
/// Findings the actor may see that meet `condition` over `f` (finding) and `p` (its estate), with ORDER BY and LIMIT behind.
std::vector<Finding> select_visible(kernel::Context& context, const std::string& condition, kernel::Values values, const std::string& order);
/// Checks item, step and amount against the evaluation's pack (422 with `deduct` or `item`), also that the item's draft/submitted
/// findings of the same source together stay within its points. Journals.
Finding record(kernel::Context& context, const evaluation::Evaluation& evaluation, const NewFinding& finding);
/// `why` is needed after hand-in (a correction). Refuses 409 when the panel has decided or somebody changed it meanwhile.
void change(kernel::Context& context, const evaluation::Evaluation& evaluation, const Finding& before, const NewFinding& after, const std::string& why = {});
/// A draft is deleted (its journal line stays); a handed-in one becomes `withdrawn` and stays visible.
void withdraw(kernel::Context& context, const Finding& finding, const std::string& why);
/// The inspection is handed in: its drafts become submitted. Returns how many.
std::int64_t submit_all(kernel::Transaction& transaction, const std::string& inspection_id);

/// The finding of the API without `item_title` (null), which needs the frozen standard: see below.
kernel::json::object to_json(kernel::Transaction& transaction, const Finding& finding);
/// Many findings in a handful of queries, with `item_title`.
kernel::json::array to_json(kernel::Transaction& transaction, const standard::Standard& standard, const std::vector<Finding>& findings);

/// The same of one just recorded: nothing is beside it yet but its photos, so most queries can be left out.
kernel::json::object new_json(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, const Finding& finding, const std::vector<std::string>& photo_ids);

/// What the panel (or, during the notice, the answer to an objection) says about a finding.
///   accept: counts as recorded · reject: does not count · reduce: counts with a smaller, legal `deduct`
///   merge: the same fact as `merged_into` (same estate, item, year; not itself merged) and counts there once
struct NewDecision { std::string decision; std::optional<base::Points> deduct; std::string merged_into, reason; std::int64_t version = 0; };
/// Refuses: steps other than panel and notice, one's own finding (403 own_finding), self-checks, drafts, withdrawn ones, a stale version.
void decide(kernel::Context& context, const evaluation::Evaluation& evaluation, const Finding& finding, const NewDecision& decision);
/// Accepts every submitted third-party finding that nobody disputes and that the actor did not record. Departments' findings
/// always need a decision of their own.
std::int64_t accept_undisputed(kernel::Context& context, const evaluation::Evaluation& evaluation);
/// A party's word on a finding that is not decided yet; its latest word counts. `dispute` needs a reason.
void give_opinion(kernel::Context& context, const evaluation::Evaluation& evaluation, const Finding& finding, const std::string& stance, const std::string& reason);

void record_measure(kernel::Context& context, const evaluation::Evaluation& evaluation, const std::string& estate_id,
                    const std::string& item, const std::string& source, base::Percent value, const std::string& note);

/// Which card of an estate: what counts in it.
///   self_check, department, third_party: that source's findings (draft ones too while its inspection is open)
///   official: accepted ones only · provisional: accepted + handed-in third-party findings not yet decided
enum class Card { self_check, department, third_party, official, provisional };
std::optional<Card> card_of(std::string_view name);
std::string_view name_of(Card card);
/// The case of one estate, ready for policy::score. Measures: the card's own source; official/provisional: survey, else third_party.
/// not_applicable: marked in that source's inspection (official/provisional: the third party's, confirmed).
policy::Case case_of(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, const std::string& estate_id,
                     const std::string& stage, Card card);
using Cases = std::vector<std::pair<std::string, policy::Case>>;  ///< by estate id
/// The same for every participating estate in a handful of queries.
Cases cases_of(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, Card card);
struct Wanted { std::string estate_id, stage; };
std::vector<Wanted> stages_of(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation);  ///< all of them, by id
/// For these alone, in their order.
Cases cases_of(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, const std::vector<Wanted>& wanted, Card card);

/// Findings of the daily work (source `operation`): no year, no panel; opened with the evidence and withdrawn when cured. The journal
/// names the item, not the reason, which may speak of people.
inline constexpr std::string_view live_evaluation = "live";
struct NewLive { std::string estate_id, item; base::Points deduct; std::string reason; };
std::string open_live(kernel::Transaction& transaction, const kernel::JournalAuthor& author, base::Instant now, const NewLive& finding);
void withdraw_live(kernel::Transaction& transaction, const kernel::JournalAuthor& author, base::Instant now, const std::string& id, const std::string& why);
std::vector<policy::Deduction> live_findings(kernel::Transaction& transaction, const std::string& estate_id);

/// A survey or a civility check is planned that will bring the item's percentage: the assessor's sheet may be handed in without
/// it, and the panel cannot end before it is recorded. Withdrawn when the plan is given up without a new one.
void announce_measure(kernel::Context& context, const evaluation::Evaluation& evaluation, const std::string& estate_id, const std::string& item);
void withdraw_announcement(kernel::Context& context, const evaluation::Evaluation& evaluation, const std::string& estate_id, const std::string& item);
std::set<std::string> announced_measures(kernel::Transaction& transaction, const std::string& evaluation_id, const std::string& estate_id);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const standard::Standard& standard);
/// panel: every disputed or department finding decided, undisputed ones accepted, every announced percentage recorded
void watch_steps(evaluation::Steps& steps);

}  // namespace anju::finding
