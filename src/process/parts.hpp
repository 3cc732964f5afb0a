#pragma once
// What the files of this slice share; process.hpp shows what others may use.
#include <string_view>

#include "process/process.hpp"

namespace anju::process {

/// Stands in a history, and may stand in `not_by`, for the making of the record.
inline constexpr std::string_view created = "created";

/// The account with the roles it holds over the record's place.
policy::Actor actor_over(const kernel::Actor& actor, std::string_view path);
/// Why the actor cannot do this act now, fields of the act and reason not yet looked at; codes and statuses as act() refuses.
std::optional<policy::ActRefusal> refuse(const policy::Process& process, const policy::Act& act, const policy::History& history, const policy::Actor& actor,
                                         const record::Record& record, const policy::field::Values& values);

/// Why an act that waits for the rectifications the record opened must still wait, naming them. Asks nothing for other acts.
std::optional<policy::ActRefusal> refuse_unmended(kernel::Transaction& transaction, const policy::Act& act, const record::Record& record);

/// Brings the rows of process_clock in line with the record. `strict`: a person does it, see follow().
void keep_clocks(const record::Author& author, const record::Registers& registers, const Clocks& clocks, const record::Record& record,
                 const policy::Calendar& calendar, bool strict);
void stop_clocks(const record::Author& author, const std::string& record_id);

/// A row of process_clock.
struct ClockRow {
    std::string id, record_id, clock, place_id, path, due, state;
    std::int64_t run = 0, started_at = 0, due_at = 0;
    std::optional<std::int64_t> remind_at, escalate_at, ended_at;
    bool reminded = false, missed = false, escalated = false;

    [[nodiscard]] bool is_open() const { return state == "running" || state == "missed" || state == "unknown"; }
    [[nodiscard]] std::optional<std::int64_t> ring_at(base::Instant now) const;  ///< what the column of that name should hold
    [[nodiscard]] Ring ring(Ring::What what) const;
};
/// Columns of `process_clock c` that clock_row reads, in its order.
inline constexpr std::string_view clock_columns =
    "c.id, c.record_id, c.clock, c.place_id, c.path, c.due, c.state, c.run, c.started_at, c.due_at, c.remind_at, c.escalate_at, c.ended_at, c.reminded, c.missed, c.escalated";
ClockRow clock_row(const kernel::Row& row);
std::string_view name_of(policy::ClockStatus status);  ///< as the column `state` and the API say it; one that waits is "running"

}  // namespace anju::process
