#pragma once
// Every finding can become a rectification: responsible party, deadline in working days, "reported fixed" apart from
// "confirmed fixed" by somebody else, reopening. Never rewrites a finished year's score.
#include <optional>
#include <string>
#include <vector>

#include "finding/finding.hpp"

namespace anju::rectify {

struct Rectification {
    std::string id, finding_id, estate_id, item, party_id;
    std::string state;  ///< open | fixed (reported, not yet confirmed) | confirmed
    std::string due, note, fixed_by, fixed_by_name, fix_note, confirmed_by_name;
    std::int64_t assigned_at = 0, fixed_at = 0, confirmed_at = 0, reopened = 0, version = 0;
};
Rectification get(kernel::Transaction& transaction, const std::string& id);  ///< refuses 404

/// Makes a rectification of a finding that stands (submitted or accepted); one a finding. The party must have a part in
/// the estate today. Without `due` the pack's term from today, in working days. Returns the id.
struct Assignment {
    std::string party_id, note;
    std::optional<base::Day> due;
};
std::string assign(kernel::Context& context, const standard::Standard& standard, const finding::Finding& finding,
                   const Assignment& assignment);
/// Reports it fixed: at least one photo of afterwards and a note. State open only.
void fix(kernel::Context& context, const Rectification& before, const std::string& note,
         const std::vector<std::string>& photo_ids);
/// Confirms a reported one; 409 same_person for the account that reported it.
void confirm(kernel::Context& context, const Rectification& before, const std::string& note);
/// Back to open with a new due day, from fixed or confirmed; 409 same_person likewise.
void reopen(kernel::Context& context, const standard::Standard& standard, const Rectification& before,
            const std::string& why);

/// Open and past its day. Reported in time but not yet confirmed is not overdue: the party has done its part.
bool overdue(const Rectification& rectification, base::Day today);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const standard::Standard& standard);

}  // namespace anju::rectify
