// Clocks are rows, so that lists, to-dos and rings need no record to be opened. The rows are never counted on by
// themselves: after every change policy/process_run says afresh what each clock is, and keep_clocks writes the
// difference. So it does no harm to do it twice.
#include <fmt/format.h>

#include <algorithm>

#include "base/id.hpp"
#include "kernel/log.hpp"
#include "process/parts.hpp"
#include "record/fields.hpp"

namespace anju::process {
namespace {

using policy::ClockState;
using policy::ClockStatus;
using record::Author;

kernel::Value or_null(const std::optional<std::int64_t>& number) {
    return number ? kernel::Value{*number} : kernel::Value{nullptr};
}
std::optional<std::int64_t> microseconds(const std::optional<base::Instant>& instant) {
    return instant ? std::optional{instant->microseconds} : std::nullopt;
}

/// How many times the clock's state has been entered: an act entered late can start it twice at the same instant.
std::int64_t run_of(const policy::Clock& clock, const policy::History& history) {
    if (clock.starts_state.empty()) return 0;
    return std::count_if(history.entries.begin(), history.entries.end(),
                         [&](const policy::Entered& entered) { return entered.state == clock.starts_state; });
}

/// `missed` is written once it has been told: until then the row runs, so that ring_due finds it.
std::string_view state_of(const ClockState& state, const ClockRow& row) {
    return name_of(state.status == ClockStatus::missed && !row.missed ? ClockStatus::running : state.status);
}

void set_times(ClockRow& row, const ClockState& state) {
    row.state = state_of(state, row);
    row.due = state.due ? base::Instant{state.due->microseconds - 1}.day().text() : std::string{};
    row.due_at = state.due ? state.due->microseconds : 0;
    row.ended_at = microseconds(state.ended);
    if (row.state != "running" && row.state != "missed" && row.state != "unknown") return;
    row.remind_at = microseconds(state.remind_at);
    row.escalate_at = microseconds(state.escalate_at);
}

void insert(const Author& author, const ClockRow& row) {
    author.transaction.run(
        "INSERT INTO process_clock (id, record_id, clock, place_id, path, run, started_at, due, due_at, remind_at, "
        "escalate_at, state, ended_at, reminded, missed, escalated, ring_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
        "$9, "
        "$10, $11, $12, $13, 0, 0, 0, $14) ON CONFLICT DO NOTHING",
        {row.id, row.record_id, row.clock, row.place_id, row.path, row.run, row.started_at, row.due, row.due_at,
         or_null(row.remind_at), or_null(row.escalate_at), row.state, or_null(row.ended_at),
         or_null(row.ring_at(author.now))});
}

void update(const Author& author, const ClockRow& row) {
    author.transaction.run(
        "UPDATE process_clock SET due = $2, due_at = $3, remind_at = $4, escalate_at = $5, state = $6, ended_at = $7, "
        "ring_at "
        "= $8 WHERE id = $1",
        {row.id, row.due, row.due_at, or_null(row.remind_at), or_null(row.escalate_at), row.state,
         or_null(row.ended_at), or_null(row.ring_at(author.now))});
}

void stop(const Author& author, const ClockRow& row) {
    author.transaction.run("UPDATE process_clock SET state = 'stopped', ended_at = $2, ring_at = NULL WHERE id = $1",
                           {row.id, author.now.microseconds});
}

/// One clock of one record beside the rows it has.
class Keeping {
  public:
    Keeping(const Author& author, const Clocks& clocks, const record::Record& record, bool strict)
        : author_{author}, clocks_{clocks}, record_{record}, strict_{strict} {}

    void keep(const ClockState& state, std::int64_t run, const std::vector<ClockRow>& rows) const {
        const ClockRow* present = nullptr;
        for (auto const& row : rows) {
            if (row.clock != state.clock->clock) continue;
            if (state.started && row.run == run && row.started_at == state.started->microseconds)
                present = &row;
            else if (row.is_open() || (state.started && run == 0 && row.state != "stopped"))
                stop(author_, row);  // begun anew, or no longer begun
        }
        if (!state.started) return;
        if (present == nullptr)
            start(state, run);
        else if (present->is_open() || present->state == "stopped")
            go_on(state, *present);
    }

  private:
    void start(const ClockState& state, std::int64_t run) const {
        look_at_calendar(state);
        ClockRow row;
        row.id = base::new_id();
        row.record_id = record_.id;
        row.clock = state.clock->clock;
        row.place_id = record_.place_id;
        row.path = record_.path;
        row.run = run;
        row.started_at = state.started->microseconds;
        set_times(row, state);
        insert(author_, row);
    }

    void go_on(const ClockState& state, const ClockRow& before) const {
        if (before.state == "stopped") look_at_calendar(state);
        auto row = before;
        set_times(row, state);
        if (row.state == before.state && row.due_at == before.due_at && row.state != "unknown") return;
        update(author_, row);
        if (before.is_open() && (row.state == "met" || row.state == "late"))
            clocks_.tell(author_, row.ring(Ring::What::ended));
    }

    void look_at_calendar(const ClockState& state) const {
        if (state.status != ClockStatus::unknown) return;
        if (strict_ && !state.ended) base::refuse_state("calendar_not_loaded", *state.unknown);
        kernel::log(kernel::Level::warning, "clock_without_calendar",
                    {{"record", record_.id}, {"clock", state.clock->clock}, {"why", state.unknown->en}});
    }

    const Author& author_;
    const Clocks& clocks_;
    const record::Record& record_;
    bool strict_;
};

}  // namespace

std::string_view name_of(ClockStatus status) {
    switch (status) {
        case ClockStatus::missed:
            return "missed";
        case ClockStatus::met:
            return "met";
        case ClockStatus::late:
            return "late";
        case ClockStatus::unknown:
            return "unknown";
        case ClockStatus::waiting:
        case ClockStatus::running:
            break;
    }
    return "running";
}

std::optional<std::int64_t> ClockRow::ring_at(base::Instant now) const {
    if (state == "unknown") return base::Instant::end_of(now.day()).microseconds;
    if (state == "running") return !reminded && remind_at ? std::min(*remind_at, due_at + 1) : due_at + 1;
    if (state == "missed" && !escalated) return escalate_at;
    return std::nullopt;
}

Ring ClockRow::ring(Ring::What what) const {
    return {what, record_id, clock, place_id, path, base::Day::parse(due).value_or(base::Day{}), base::Instant{due_at}};
}

ClockRow clock_row(const kernel::Row& row) {
    return {row.text(0),
            row.text(1),
            row.text(2),
            row.text(3),
            row.text(4),
            row.text(5),
            row.text(6),
            row.number(7),
            row.number(8),
            row.number(9),
            row.number_or_null(10),
            row.number_or_null(11),
            row.number_or_null(12),
            row.flag(13),
            row.flag(14),
            row.flag(15)};
}

void Clocks::tell(const record::Author& author, const Ring& ring) const {
    for (auto const& told : told_) told(author, ring);
}

void keep_clocks(const record::Author& author, const record::Registers& registers, const Clocks& clocks,
                 const record::Record& record, const policy::Calendar& calendar, bool strict) {
    auto const* process = process_of(registers, record);
    if (process == nullptr || process->clocks.empty()) return;
    auto const past = history(author.transaction, registers, record);
    std::vector<ClockRow> rows;
    for (auto const& row : author.transaction.query(
             fmt::format("SELECT {} FROM process_clock c WHERE c.record_id = $1 ORDER BY c.id", clock_columns),
             {record.id}))
        rows.push_back(clock_row(row));
    auto const values = record::plain_values(record.of->fields, record.doc);
    Keeping const keeping{author, clocks, record, strict};
    for (auto const& state : policy::clock_states(*process, past, record.of->fields, values, calendar, author.now))
        keeping.keep(state, run_of(*state.clock, past), rows);
    for (auto const& row : rows) {  // a newer pack may not have the clock any more
        if (row.is_open() && process->clock(row.clock) == nullptr) stop(author, row);
    }
}

void stop_clocks(const record::Author& author, const std::string& record_id) {
    author.transaction.run(
        "UPDATE process_clock SET state = 'stopped', ended_at = $2, ring_at = NULL WHERE record_id = $1 AND state IN "
        "('running', 'missed', 'unknown')",
        {record_id, author.now.microseconds});
}

void follow(const record::Author& author, const record::Registers& registers, const Clocks& clocks,
            const record::Change& change) {
    auto const* process = process_of(registers, change.record);
    if (process == nullptr || process->clocks.empty()) return;
    if (change.what == record::Change::What::deleted) return stop_clocks(author, change.record.id);
    keep_clocks(author, registers, clocks, change.record, registers.standard().calendar(author.transaction),
                author.context != nullptr);
}

void follow_many(const record::Author& author, const record::Registers& registers, const Clocks& clocks,
                 const std::string& place_id, const policy::Register& of) {
    if (of.process.empty()) return;
    author.transaction.run(
        "UPDATE process_clock SET state = 'stopped', ended_at = $3, ring_at = NULL WHERE state IN ('running', "
        "'missed', "
        "'unknown') AND record_id IN (SELECT id FROM record WHERE register = $1 AND place_id = $2 AND deleted = 1)",
        {of.name, place_id, author.now.microseconds});
    auto const calendar = registers.standard().calendar(author.transaction);
    auto const rows = author.transaction.query(
        "SELECT r.id FROM record r WHERE r.register = $1 AND r.place_id = $2 AND r.deleted = 0 AND NOT EXISTS (SELECT "
        "1 FROM "
        "process_clock c WHERE c.record_id = r.id)",
        {of.name, place_id});
    for (auto const& row : rows)
        keep_clocks(author, registers, clocks, record::get(author.transaction, registers, row.text(0)), calendar,
                    false);
}

void watch_records(record::Registers& registers, const Clocks& clocks) {
    registers.on_change([&registers, &clocks](const record::Author& author, const record::Change& change) {
        follow(author, registers, clocks, change);
    });
    registers.on_many(
        [&registers, &clocks](const record::Author& author, const std::string& place_id, const policy::Register& of) {
            follow_many(author, registers, clocks, place_id, of);
        });
}

}  // namespace anju::process
