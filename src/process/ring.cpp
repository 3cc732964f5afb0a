#include <fmt/format.h>

#include "kernel/log.hpp"
#include "process/parts.hpp"
#include "process/sql.hpp"

namespace anju::process {
namespace {

namespace json = kernel::json;
using record::Author;

constexpr std::int64_t at_once = 100;
constexpr std::int64_t hour = 3'600'000'000;

/// Written only when nobody else was faster: the row must still ring at the instant it was found with.
bool keep(const Author& author, const ClockRow& row, std::int64_t found_at) {
    auto const next = row.ring_at(author.now);
    return author.transaction.run(
               "UPDATE process_clock SET state = $3, reminded = $4, missed = $5, escalated = $6, ring_at = $7 WHERE id "
               "= $1 AND "
               "ring_at = $2",
               {row.id, found_at, row.state, std::int64_t{row.reminded}, std::int64_t{row.missed},
                std::int64_t{row.escalated}, next ? kernel::Value{*next} : kernel::Value{nullptr}}) == 1;
}

void tell(const Author& author, const Clocks& clocks, const ClockRow& row, Ring::What what, const char* act) {
    author.journal({.act = act,
                    .thing_kind = "record",
                    .thing_id = row.record_id,
                    .place_id = row.place_id,
                    .before = nullptr,
                    .after = json::object{{"clock", row.clock}, {"due", row.due}},
                    .why = {},
                    .reach = kernel::Reach::place});
    clocks.tell(author, row.ring(what));
}

void ring_one(const Author& author, const Clocks& clocks, ClockRow row, std::int64_t found_at) {
    bool const was_running = row.state == "running";
    bool const missed = was_running && row.due_at < author.now.microseconds;
    bool const reminder = was_running && !missed && !row.reminded;
    if (missed) row.state = "missed";
    row.missed = row.missed || missed;
    row.reminded = true;
    bool const escalated =
        row.state == "missed" && !row.escalated && row.escalate_at && *row.escalate_at <= author.now.microseconds;
    row.escalated = row.escalated || escalated;
    if (!keep(author, row, found_at)) return;
    if (reminder) tell(author, clocks, row, Ring::What::reminder, "clock.remind");
    if (missed) tell(author, clocks, row, Ring::What::missed, "clock.miss");
    if (escalated) tell(author, clocks, row, Ring::What::escalated, "clock.escalate");
}

void silence(const Author& author, const std::string& id) {
    author.transaction.run("UPDATE process_clock SET state = 'stopped', ended_at = $2, ring_at = NULL WHERE id = $1",
                           {id, author.now.microseconds});
}

/// A clock that cannot be told of would stand first for ever.
void put_off(kernel::Store& store, base::Instant now) {
    store.act([&](kernel::Transaction& transaction) {
        transaction.run(
            "UPDATE process_clock SET ring_at = $2 WHERE id = (SELECT id FROM process_clock WHERE ring_at <= $1 ORDER "
            "BY ring_at, id "
            "LIMIT 1)",
            {now.microseconds, now.microseconds + hour});
    });
}

}  // namespace

std::int64_t ring_due(const record::Author& author, const record::Registers& registers, const Clocks& clocks,
                      std::int64_t most) {
    auto const rows = author.transaction.query(
        fmt::format(
            "SELECT {}, c.ring_at, r.register FROM process_clock c JOIN record r ON r.id = c.record_id WHERE c.ring_at "
            "<= $1 ORDER BY c.ring_at, c.id LIMIT $2",
            clock_columns),
        {author.now.microseconds, most});
    if (rows.empty()) return 0;
    auto const calendar = registers.standard().calendar(author.transaction);
    for (auto const& found : rows) {
        auto const row = clock_row(found);
        auto const* of = registers.pack().register_named(found.text(17));
        auto const* process = of == nullptr ? nullptr : registers.pack().process_named(of->process);
        if (process == nullptr || process->clock(row.clock) == nullptr)
            silence(author, row.id);  // a newer pack does not have it any more
        else if (row.state == "unknown")
            keep_clocks(author, registers, clocks, record::get(author.transaction, registers, row.record_id), calendar,
                        false);
        else
            ring_one(author, clocks, row, found.number(16));
    }
    return std::ssize(rows);
}

std::int64_t ring_all(kernel::Store& store, const record::Registers& registers, const Clocks& clocks,
                      base::Instant now) {
    std::int64_t all = 0;
    bool due = false;
    store.see([&](kernel::Transaction& transaction) {
        due = transaction.one("SELECT 1 FROM process_clock WHERE ring_at <= $1 LIMIT 1", {now.microseconds}).has_value();
    });
    if (!due) return all;  // looking costs no writer
    for (auto most = at_once;;) {
        std::int64_t rung = 0;
        try {
            store.act([&](kernel::Transaction& transaction) {
                rung = ring_due({transaction, {}, "安居", {}, now, nullptr}, registers, clocks, most);
            });
        } catch (const kernel::StoreUnavailable&) {
            throw;
        } catch (const std::exception& error) {
            if (most == 1) {
                kernel::log(kernel::Level::error, "clock_not_rung", {{"why", error.what()}});
                put_off(store, now);
            }
            most = 1;  // all of the batch was undone; one by one only the bad one is left
            continue;
        }
        all += rung;
        if (rung < most) return all;
    }
}

void keep_ringing(kernel::Jobs& jobs, kernel::Store& store, const record::Registers& registers,
                       const Clocks& clocks, kernel::Router::Clock clock) {
    jobs.every("process_clocks", std::chrono::seconds{10}, [&store, &registers, &clocks, clock = std::move(clock)] {
        ring_all(store, registers, clocks, clock());
    });
}

std::vector<kernel::Migration> migrations() {
    return {{"process/1", sql::process}};
}

}  // namespace anju::process
