// Watches per record. For one record: that one. For a whole place: the records SQL thinks may be wrong (a date passed, a clock due),
// and only of these the documents; a failed check has no such mark, so there every document goes by, one at a time.
#include <fmt/format.h>

#include "policy/watch/catalogue.hpp"
#include "record/fields.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

namespace judging = policy::watch;

const policy::Calendar& no_calendar() {
    static const policy::Calendar none;
    return none;
}

/// Clocks ask for every step of the record; the other kinds for its state alone, which costs no query.
policy::History history_of(const Round& round, const record::Record& record, bool whole) {
    if (whole) return process::history(round.author.transaction, round.registers, record);
    policy::History history;
    if (!record.state.empty()) history.entries.push_back({record.state, base::Instant{record.created_at}, {}, {}});
    return history;
}

judging::Record judged_record(const Round& round, const policy::Watch& watch, const record::Record& record) {
    // Only a check may ask after a sensitive field; nothing else opens one.
    bool const all = watch.kind->name() == "check_failed" && round.of.is_sensitive();
    auto values = all ? record::values_of(round.registers, record) : record::plain_values(round.of.fields, record.doc);
    return {record.id, record.name, std::move(values), base::Instant{record.created_at}, history_of(round, record, watch.kind->name() == "clock_missed")};
}

/// A day as the SQL value of a field of that kind: midnight for instants.
std::string day_literal(const policy::field::Field& one, base::Day day) {
    if (record::is_number(one)) return std::to_string(judging::start_of(day).microseconds);
    return "'" + day.text() + "'";
}

/// Narrows a whole place to the records that may be wrong; never leaves one out that is.
std::string candidates(const Round& round, const policy::Watch& watch) {
    auto const today = round.author.now.day();
    auto const kind = watch.kind->name();
    auto const* one = round.of.field(watch.field);
    if (kind == "overdue_date" && one != nullptr) return fmt::format(" AND {} < {}", record::sql_value(*one), day_literal(*one, today));
    if (kind == "expiring_soon" && one != nullptr) {
        return fmt::format(" AND {0} >= {1} AND {0} < {2}", record::sql_value(*one), day_literal(*one, today), day_literal(*one, today + watch.days + 1));
    }
    if (kind == "clock_missed") {
        return fmt::format(" AND EXISTS (SELECT 1 FROM process_clock k WHERE k.record_id = r.id AND k.clock = '{}' AND k.state IN ('running', 'missed') AND k.due_at <= {})",
                           watch.clock, round.author.now.microseconds);
    }
    return {};
}

}  // namespace

Alarms alarms_of_records(const Round& round, const policy::Watch& watch) {
    auto& transaction = round.author.transaction;
    bool const clocks = watch.kind->name() == "clock_missed";
    auto const calendar = clocks ? round.registers.standard().calendar(transaction) : no_calendar();
    Alarms alarms;
    auto const look = [&](const record::Record& record) {
        std::vector<judging::Record> const given{judged_record(round, watch, record)};
        auto const judged = judging::judge(watch, {round.of, round.registers.pack().process_named(round.of.process), given, calendar, round.author.now, round.author.now.day()});
        for (auto const& alarm : judged.alarms) {
            auto const due = watch.kind->name() == "expiring_soon" ? judging::day_of(round.of, given.front(), watch.field) : std::nullopt;
            alarms[alarm.record] = {alarm.evidence, due ? due->text() : std::string{}};
        }
    };
    auto const select = fmt::format("SELECT {} FROM record r WHERE r.register = '{}' AND r.deleted = 0 AND ", record::record_columns, round.of.name);
    if (!round.record_id.empty()) {
        if (auto const row = transaction.one(select + "r.id = $1", {round.record_id})) look(record::row_record(round.registers, *row));
        return alarms;
    }
    auto const all = select + "r.place_id = $1" + where_of(round.of, watch) + candidates(round, watch);
    if (clocks) {  // looking at one asks for its acts, which may not happen while rows stream
        for (auto const& row : transaction.query(all, {round.place.id})) look(record::row_record(round.registers, row));
    } else {
        transaction.each(all, {round.place.id}, [&](const kernel::Row& row) { look(record::row_record(round.registers, row)); });
    }
    return alarms;
}

}  // namespace anju::watch
