#pragma once
// Findings and measures: the one currency of the rating. Producers record; the panel decides; the rating reads.
#include <optional>
#include <string>
#include <vector>

#include "evaluation/evaluation.hpp"
#include "kernel/router.hpp"
#include "policy/score.hpp"

namespace anju::finding {

struct Finding {
    std::string id, evaluation_id, estate_id, source, inspection_id, item; std::int64_t check_point = -1; base::Points deduct;
    std::string reason, spot, state, merged_into, decision, created_by; std::int64_t created_at = 0, version = 0;
};
struct NewFinding {
    std::string evaluation_id, estate_id, source, inspection_id, item; std::int64_t check_point = -1; base::Points deduct;
    std::string reason, spot; std::vector<std::string> photo_ids; std::string state = "draft";
};

Finding get(kernel::Transaction& transaction, const std::string& id);  ///< refuses 404
/// Checks item, step and amount against the evaluation's pack (422 with `deduct` or `item`), also that the item's draft/submitted
/// findings of the same source together stay within its points. Journals. Returns the id.
std::string record(kernel::Context& context, const evaluation::Evaluation& evaluation, const NewFinding& finding);
void change(kernel::Context& context, const evaluation::Evaluation& evaluation, const Finding& before, const NewFinding& after);
kernel::json::object to_json(kernel::Transaction& transaction, const Finding& finding);

void record_measure(kernel::Context& context, const evaluation::Evaluation& evaluation, const std::string& estate_id,
                    const std::string& item, const std::string& source, base::Percent value, const std::string& note);

/// Which card of an estate: what counts in it.
///   self_check, department, third_party: that source's findings (draft ones too while its inspection is open)
///   official: accepted ones only · provisional: accepted + handed-in third-party findings not yet decided
enum class Card { self_check, department, third_party, official, provisional };
std::optional<Card> card_of(std::string_view name);
std::string_view name_of(Card card);
/// The case of one estate, ready for policy::score. Measures: the card's own source; official/provisional: third_party or survey.
/// not_applicable: marked in that source's inspection (official/provisional: the third party's, confirmed).
policy::Case case_of(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, const std::string& estate_id,
                     const std::string& stage, Card card);
/// The same for every participating estate in a handful of queries: (estate id, case).
std::vector<std::pair<std::string, policy::Case>> cases_of(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, Card card);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const standard::Standard& standard);
void watch_steps(evaluation::Steps& steps);  ///< panel: every disputed or department finding decided, undisputed ones accepted

}  // namespace anju::finding
