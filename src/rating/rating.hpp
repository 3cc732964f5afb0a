#pragma once
// From the tables to explained scorecards, ranking, matrix, street comparison. Reads findings and measures, knows no producer.
#include <string>
#include <vector>

#include "evaluation/evaluation.hpp"
#include "finding/finding.hpp"
#include "policy/score.hpp"

namespace anju::rating {

/// One estate rated; the case is kept because the card points into it.
struct Rated { std::string estate_id; std::unique_ptr<policy::Case> given; policy::Scorecard card; policy::Verdict verdict; };
Rated rate(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, const std::string& estate_id, finding::Card card);
std::vector<Rated> rate_all(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, finding::Card card);
/// The card that counts in the evaluation's step: provisional until the panel is done, official afterwards.
finding::Card standing_card(const evaluation::Evaluation& evaluation);
/// The scorecard as the API and the public page show it (see docs); `with_findings` false leaves reasons and ids out.
kernel::json::object scorecard_json(const evaluation::Evaluation& evaluation, const Rated& rated, bool with_findings);

void routes(kernel::Router& router, const standard::Standard& standard);

}  // namespace anju::rating
