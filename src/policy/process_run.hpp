#pragma once
// What a record in a process can do next and what is due. Pure: the history and the calendar are given.
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/refusal.hpp"
#include "policy/calendar.hpp"
#include "policy/process.hpp"

namespace anju::policy {

/// One entry of a record's history: how it came into a state. The first one is the start, without an act.
struct Entered { std::string state; base::Instant at; std::string act, account; };
/// The history, oldest first; never empty once the record exists.
struct History {
    std::vector<Entered> entries;
    [[nodiscard]] std::string_view state() const;  ///< "" before the start
};
struct Actor { std::string account; std::set<std::string> roles; };

/// Why an act cannot be done. wrong_state and same_person are 409, wrong_role is 403, missing_fields is 422.
struct ActRefusal {
    std::string code;
    Text message;
    std::vector<base::FieldProblem> problems{};
};
/// `record` holds the stored values of the register's `fields`. The act's own fields are read by field::read_all.
std::optional<ActRefusal> refuse_act(const Process& process, const Act& act, const History& history, const Actor& actor,
                                     const std::vector<field::Field>& fields, const field::Values& record);
/// The instant to enter in the history: what the act's `happened` field says (a date: its first moment), else `now`. It may be one of
/// the act's own fields or of the register's `fields`, whose stored values `record` holds.
base::Instant happened_at(const Act& act, const field::Values& stored_act_fields, base::Instant now,
                          const std::vector<field::Field>& fields = {}, const field::Values& record = {});
/// The acts this actor may do now, missing fields not yet looked at.
std::vector<const Act*> possible_acts(const Process& process, const History& history, const Actor& actor);

enum class ClockStatus {
    waiting,  ///< has not begun
    running,  ///< begun, not yet due
    missed,   ///< due and not ended
    met,      ///< ended in time
    late,     ///< ended after it was due
    unknown   ///< begun, but the calendar of the year of its end is not loaded
};
struct ClockState {
    const Clock* clock = nullptr;
    ClockStatus status = ClockStatus::waiting;
    std::optional<base::Instant> started, due, ended;
    std::optional<base::Instant> remind_at, escalate_at;  ///< absent when nobody is told, or the clock has ended
    std::optional<Text> unknown;                          ///< what to do about the calendar
    [[nodiscard]] Text left(const Calendar& calendar, base::Instant now) const;  ///< "还剩 2 个工作日", "还有 12 分钟"; may be empty
};
/// The term ends at 24:00 of its last day (Civil Code arts 201–203); one in hours or minutes runs through nights and holidays.
ClockState clock_state(const Clock& clock, const History& history, const std::vector<field::Field>& fields,
                       const field::Values& record, const Calendar& calendar, base::Instant now);
std::vector<ClockState> clock_states(const Process& process, const History& history, const std::vector<field::Field>& fields,
                                     const field::Values& record, const Calendar& calendar, base::Instant now);

}  // namespace anju::policy
