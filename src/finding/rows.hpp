#pragma once
// How a finding stands in its table, inside the slice only.
#include <string>

#include "finding/finding.hpp"

namespace anju::finding {

/// Columns of `finding f` in the order `read` takes them.
inline constexpr std::string_view columns =
    "f.id, f.evaluation_id, f.estate_id, f.source, f.inspection_id, f.item, f.check_point, f.deduct, f.reason, f.spot, f.state, f.merged_into, f.decision, "
    "f.created_by, f.created_at, f.version, f.recorded_deduct, f.decided_by_name, f.decided_at";
Finding read(const kernel::Row& row);

/// True for a finding `f` on which the latest word of some party (or account without one) is "dispute".
inline constexpr std::string_view disputed =
    "EXISTS (SELECT 1 FROM opinion o WHERE o.finding_id = f.id AND o.stance = 'dispute' AND NOT EXISTS (SELECT 1 FROM opinion later WHERE later.finding_id = f.id "
    "AND COALESCE(later.party_id, later.account_id) = COALESCE(o.party_id, o.account_id) AND later.id > o.id))";

/// What the journal keeps of a finding.
kernel::json::object journal_json(const Finding& finding);
std::string path_of_estate(kernel::Transaction& transaction, const std::string& estate_id);
[[noreturn]] void refuse_changed_meanwhile();
/// Which announced percentages the panel has not recorded yet.
evaluation::Progress unrecorded_measures(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, base::Instant now);

}  // namespace anju::finding
