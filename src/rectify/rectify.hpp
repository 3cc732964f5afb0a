#pragma once
// Every finding can become a rectification, and every fault an act of a record names (origin.hpp): responsible party, deadline in
// working days, "reported fixed" apart from "confirmed fixed" by somebody else, reopening. Never rewrites a finished year's score.
//
// A finding of the daily work (source `operation`) is opened and withdrawn by the register alone, so people's states and the register's
// word are kept apart. While it stands, its rectification runs as any other; confirming it gives no points back, only the register does.
// Once the register withdraws it, `cured` says when and why, and
//   open       is shown as `closed`: nobody is left with anything to report or to confirm, and it is never overdue
//   fixed      stays: somebody else still confirms what was reported
//   confirmed  stays
// and none of them is sent back: should the fault return, the register opens a new finding, with a rectification of its own.
#include <optional>
#include <string>
#include <vector>

#include "finding/finding.hpp"

namespace anju::rectify {

struct Rectification {
    std::string id;
    std::string finding_id;  ///< empty: of a record
    std::string estate_id, item, party_id;
    std::string state;  ///< open | fixed (reported, not yet confirmed) | confirmed | closed (by the register, see above)
    std::string due, note, fixed_by, fixed_by_name, fix_note, confirmed_by_name;
    std::int64_t assigned_at = 0, fixed_at = 0, confirmed_at = 0, reopened = 0, version = 0;
    bool daily = false;           ///< of a finding of the daily work
    std::int64_t cured_at = 0;    ///< when the register withdrew that finding; 0: it stands
    std::string cured_why;        ///< in the register's words
    std::string what, record_id;  ///< of a record: what is wrong there, and which; `cured_at` and `cured_why` then say when and why it was closed
};
/// True in SQL for a finding `f` (LEFT JOIN) which the register has withdrawn.
inline constexpr std::string_view cured = "(f.id IS NOT NULL AND f.evaluation_id = 'live' AND f.state = 'withdrawn')";
Rectification get(kernel::Transaction& transaction, const std::string& id);  ///< refuses 404

/// Makes a rectification of a finding that stands (submitted or accepted; of the daily work too); one a finding. The party
/// must have a part in the estate today. Without `due` the pack's term from today, in working days. Returns the id.
struct Assignment {
    std::string party_id, note;
    std::optional<base::Day> due;
};
std::string assign(kernel::Context& context, const standard::Standard& standard, const finding::Finding& finding,
                   const Assignment& assignment);
/// Reports it fixed: at least one photo of afterwards and a note. State open only; 409 closed_by_register.
void fix(kernel::Context& context, const Rectification& before, const std::string& note,
         const std::vector<std::string>& photo_ids);
/// Confirms a reported one; 409 same_person for the account that reported it.
void confirm(kernel::Context& context, const Rectification& before, const std::string& note);
/// Back to open with a new due day, from fixed or confirmed; 409 same_person likewise, 409 closed_by_register when cured.
void reopen(kernel::Context& context, const standard::Standard& standard, const Rectification& before,
            const std::string& why);

/// Open and past its day. Reported in time but not yet confirmed is not overdue: the party has done its part.
bool overdue(const Rectification& rectification, base::Day today);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const standard::Standard& standard);

}  // namespace anju::rectify
