#pragma once
// From the tables to explained scorecards, ranking, matrix, street comparison. Reads findings and measures, knows no
// producer.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "evaluation/evaluation.hpp"
#include "finding/finding.hpp"
#include "policy/score.hpp"

namespace anju::rating {

/// The estate as it takes part in the evaluation; refuses 404 one that does not.
using evaluation::Participant;
Participant participant(kernel::Transaction& transaction, const std::string& evaluation_id,
                        const std::string& estate_id);

/// One estate rated; the case is kept because the card points into it.
struct Rated {
    std::string estate_id;
    std::unique_ptr<policy::Case> given;
    policy::Scorecard card;
    policy::Verdict verdict;
};
Rated rate(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, const std::string& estate_id,
           finding::Card card);
/// Every estate of the evaluation with neither words nor findings, in the order of their ids. Those of which nothing has changed are
/// not rated again (kernel/kept_parts.hpp).
std::vector<std::shared_ptr<const Rated>> standings(const kernel::Context& context, const evaluation::Evaluation& evaluation, finding::Card card);
std::vector<Rated> rate_all(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation,
                            finding::Card card, policy::Words words = policy::Words::without);
/// The card that counts in the evaluation's step: provisional until the panel is done, official afterwards.
finding::Card standing_card(const evaluation::Evaluation& evaluation);
/// The scorecard as the API and the public page show it (see docs); `with_findings` false leaves reasons and ids out.
kernel::json::object scorecard_json(const evaluation::Evaluation& evaluation, const Rated& rated, bool with_findings);

std::string_view name_of(policy::Outcome outcome);  ///< star | unrated | fails | incomplete | stage_not_rated
/// The percentage that is the second key, and the other percentage of the standard; nothing when not measured.
std::optional<base::Percent> satisfaction_of(const policy::Pack& pack, const Rated& rated);
std::optional<base::Percent> civility_of(const policy::Pack& pack, const Rated& rated);
/// Total descending, then satisfaction descending (none comes last): true when `a` stands before `b`.
bool stands_before(const policy::Pack& pack, const Rated& a, const Rated& b);

/// `steps` adds what each step still lacks to the cockpit's evaluation; it must outlive the router.
void routes(kernel::Router& router, const standard::Standard& standard, const evaluation::Steps* steps = nullptr);

}  // namespace anju::rating
