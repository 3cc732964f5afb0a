#pragma once
// A process a pack declares (packs/X/processes/NAME.yaml): states, the acts between them, and clocks. Records of a
// register run through it; process_run.hpp says what is possible and what is due.
#include <string>
#include <vector>

#include "policy/field/field.hpp"

namespace anju::policy {

using base::Text;

struct ProcessState { std::string state; Text title; bool end = false; };

/// Each row of the act's sub-table opens a rectification of its own. What the columns are called in the pack.
struct Rectifies {
    std::string rows;                   ///< the act's field of the kind rows
    std::string what, party;            ///< columns: what is wrong, and who mends it
    std::string note, item, due;        ///< columns, empty when there is none: what is wanted, the item it touches, the last day
    [[nodiscard]] bool any() const { return !rows.empty(); }
};

struct Act {
    std::string act;
    Text title;
    std::vector<std::string> from;
    std::string to;
    std::vector<std::string> by;       ///< roles
    std::vector<field::Field> fields;  ///< asked by the act and kept with it
    std::vector<std::string> needs;    ///< fields of the record that must be filled by then
    std::vector<std::string> not_by;   ///< acts: who did one of them on this record may not do this one
    bool reason = false;               ///< a reason in words is asked
    Rectifies rectifies;               ///< what it opens
    bool after_rectifications = false;  ///< refused while one that the record opened is not confirmed
    std::string happened;              ///< the act's own field, or one of `needs`, that says when it really happened; empty: now
};

/// Days from the event (not counted) by the official calendar, or minutes from the moment (a pack may write hours).
struct ClockTerm {
    int days = 0;
    bool working = true;
    int minutes = 0;
    [[nodiscard]] bool is_exact() const { return minutes > 0; }  ///< counts from moment to moment, through nights and holidays
};

struct Clock {
    std::string clock;
    Text title;
    std::string starts_state;               ///< entering it starts the clock, each time anew; or
    std::vector<std::string> starts_fields;  ///< dates or instants of the record: the earliest that is filled
    std::vector<field::When> where;          ///< of the record's fields; runs only while all hold
    ClockTerm term;
    std::vector<std::string> ends;  ///< entering one of these states ends it
    int remind_days = 0;            ///< working days before due; 0 with remind_minutes 0: no reminder
    int remind_minutes = 0;         ///< of an exact clock: before due
    int escalate_days = 0;          ///< working days after due; 0: as soon as it is missed
    std::vector<std::string> remind_to, escalate_to;  ///< roles
};

struct Process {
    std::string process;
    Text title;
    std::string start;
    std::vector<ProcessState> states;
    std::vector<Act> acts;
    std::vector<Clock> clocks;

    [[nodiscard]] const ProcessState* state(std::string_view name) const;  ///< nullptr when there is none
    [[nodiscard]] const Act* act(std::string_view name) const;
    [[nodiscard]] const Clock* clock(std::string_view name) const;
};

}  // namespace anju::policy
