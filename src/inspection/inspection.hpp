#pragma once
// Self-checks, third-party inspections and departments' sheets: one form made from the standard, saved at any time, handed in
// once, afterwards changed only by a recorded correction.
#include <string>
#include <vector>

#include "evaluation/evaluation.hpp"
#include "finding/finding.hpp"

namespace anju::inspection {

struct Inspection {
    std::string id, evaluation_id, estate_id, source, party_id, state, planned_from, planned_to, visited_on, summary;
    std::int64_t handed_in_at = 0, version = 0;
};
Inspection get(kernel::Transaction& transaction, const std::string& id);  ///< refuses 404

/// Opens a self-check (right inspection.self_check at the estate, step self_check) or a department's sheet (inspection.department
/// for that party, steps inspection and opinions). `party_id` may be empty where the actor acts for one department only.
struct NewInspection { std::string estate_id, source, party_id; };
std::string open(kernel::Context& context, const evaluation::Evaluation& evaluation, const NewInspection& wanted);

/// Gives estates to an assessor (party of kind `assessor`) in the steps self_check and inspection: one third-party inspection
/// each, and the assessor's part in the estate until the year is closed. Refuses 409 `conflict_of_interest` when the firm (same
/// party, name or credit code) stands in another part to one of the estates, `inspection_begun` when another firm has begun.
struct Assignment { std::vector<std::string> estate_ids; std::string party_id, planned_from, planned_to; };
std::int64_t assign(kernel::Context& context, const evaluation::Evaluation& evaluation, const Assignment& wanted);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const standard::Standard& standard);
void watch_steps(evaluation::Steps& steps);  ///< self_check, inspection, opinions: what is not handed in, measured, confirmed

}  // namespace anju::inspection
