// Watches per estate. The database counts; what the counts mean is still decided by the pure catalogue, which is shown as many
// stand-in records as were counted. So the words and the limits exist once, and no document is read.
#include <fmt/format.h>

#include <algorithm>

#include "policy/watch/catalogue.hpp"
#include "record/list_query.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

namespace judging = policy::watch;
using policy::field::Field;
using policy::field::Value;

std::string quoted(const std::vector<std::string>& words) {
    std::string list;
    for (auto const& word : words) list += fmt::format("{}'{}'", list.empty() ? "" : ", ", word);
    return list;
}

/// Words of the pack alone ([a-z][a-z0-9_]*, true, false), so they may stand in the text.
std::string condition(const policy::Register& of, const policy::field::When& when) {
    if (when.field == "process_state") return fmt::format("r.state IN ({})", quoted(when.is));
    auto const* one = of.field(when.field);
    if (one == nullptr) return "1 = 0";
    auto const value = record::sql_value(*one);
    if (one->kind->name() != "choices") return fmt::format("COALESCE({}, '') IN ({})", value, quoted(when.is));
    std::string any;
    for (auto word : when.is) {
        for (auto at = word.find('_'); at != std::string::npos; at = word.find('_', at + 2)) word.insert(at, "\\");
        any += fmt::format("{}COALESCE({}, '') LIKE '%\"{}\"%' ESCAPE '\\'", any.empty() ? "" : " OR ", value, word);
    }
    return "(" + any + ")";
}

std::string literal(const Field* one, base::Day day) {
    // Without a field the day is that of the record's making.
    if (one == nullptr || record::is_number(*one)) return std::to_string(judging::start_of(day).microseconds);
    return "'" + day.text() + "'";
}
std::string value_sql(const Field* one) {
    return one == nullptr ? "r.created_at" : record::sql_value(*one);
}

/// A stand-in whose field says that day.
judging::Record dated(const std::vector<std::pair<const Field*, base::Day>>& days) {
    judging::Record record;
    for (auto const& [one, day] : days) {
        if (one == nullptr) {
            record.created = judging::start_of(day);
        } else if (record::is_number(*one)) {
            record.values[one->field] = judging::start_of(day).microseconds;
        } else if (one->kind->name() == "period") {
            record.values[one->field] = Value::Texts{day.text(), day.text()};
        } else {
            record.values[one->field] = day.text();
        }
    }
    return record;
}

/// "FROM record r WHERE …" over the undeleted records the watch looks at.
std::string from(const Round& round, const policy::Watch& watch) {
    return fmt::format(" FROM record r WHERE r.register = '{}' AND r.place_id = $1 AND r.deleted = 0", round.of.name) + where_of(round.of, watch);
}

std::optional<base::Day> day_in(const kernel::Row& row, const Field* one) {
    if (row.null(0)) return std::nullopt;
    if (one == nullptr || record::is_number(*one)) return base::Instant{row.number(0)}.day();
    return base::Day::parse(row.text(0));
}

std::vector<judging::Record> newest(const Round& round, const policy::Watch& watch) {
    auto const* one = watch.field.empty() ? nullptr : round.of.field(watch.field);
    auto const tomorrow = literal(one, round.author.now.day() + 1);
    auto const row = round.author.transaction.one(fmt::format("SELECT MAX({0}){1} AND {0} < {2}", value_sql(one), from(round, watch), tomorrow), {round.place.id});
    auto const day = day_in(*row, one);
    return day ? std::vector{dated({{one, *day}})} : std::vector<judging::Record>{};
}

std::vector<judging::Record> counted(const Round& round, const policy::Watch& watch) {
    auto const today = round.author.now.day();
    auto const* field = watch.field.empty() ? nullptr : round.of.field(watch.field);
    auto const* valid = watch.valid.empty() ? nullptr : round.of.field(watch.valid);
    std::string where;
    if (valid != nullptr) {
        auto const value = record::sql_value(*valid);
        where += fmt::format(" AND (r.doc ->> '{}') IS NOT NULL AND ({} IS NULL OR {} >= {})", valid->field, value, value, literal(valid, today));
    }
    if (watch.days > 0) {
        where += fmt::format(" AND {0} >= {1} AND {0} < {2}", value_sql(field), literal(field, today + -watch.days), literal(field, today + 1));
    }
    auto const row = round.author.transaction.one(fmt::format("SELECT COUNT(*) FROM (SELECT 1{}{} LIMIT {}) counted", from(round, watch), where, watch.count), {round.place.id});
    auto stand_in = dated({{field, today}});
    if (valid != nullptr) stand_in.values.merge(dated({{valid, today}}).values);
    return std::vector(static_cast<std::size_t>(row->number(0)), stand_in);
}

/// One for every month of the last ones that has any.
std::vector<judging::Record> monthly(const Round& round, const policy::Watch& watch) {
    auto const* one = round.of.field(watch.field);
    auto const first = round.author.now.day() + -31 * (watch.months + 1);
    bool const number = one == nullptr || record::is_number(*one);
    constexpr std::int64_t hour = 3'600'000'000;
    auto const value = value_sql(one);
    auto const bucket = number ? fmt::format("({} + {}) / {}", value, 8 * hour, 24 * hour) : fmt::format("SUBSTR({}, 1, 7)", value);
    std::vector<judging::Record> months;
    auto const sql = fmt::format("SELECT DISTINCT {}{} AND {} >= {}", bucket, from(round, watch), value, literal(one, first));
    for (auto const& row : round.author.transaction.query(sql, {round.place.id})) {
        auto const day = number ? base::Instant{row.number(0) * 24 * hour}.day() : base::Day::parse(row.text(0) + "-01").value_or(first);
        months.push_back(dated({{one, day}}));
    }
    return months;
}

std::vector<judging::Record> summed(const Round& round, const policy::Watch& watch) {
    auto const* part = round.of.field(watch.part);
    auto const* whole = round.of.field(watch.whole);
    if (part == nullptr || whole == nullptr) return {};
    auto const row = round.author.transaction.one(
        fmt::format("SELECT CAST(COALESCE(SUM({}), 0) AS BIGINT), CAST(COALESCE(SUM({}), 0) AS BIGINT){}", record::sql_value(*part), record::sql_value(*whole), from(round, watch)),
        {round.place.id});
    judging::Record record;
    record.values[part->field] = row->number(0);
    record.values[whole->field] = row->number(1);
    return {std::move(record)};
}

/// Of how many, how many have the wanted value.
std::vector<judging::Record> shared(const Round& round, const policy::Watch& watch) {
    auto const row = round.author.transaction.one(
        fmt::format("SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN {} THEN 1 ELSE 0 END), 0) AS BIGINT){}", condition(round.of, *watch.of), from(round, watch)), {round.place.id});
    auto const* one = round.of.field(watch.of->field);
    judging::Record with;
    if (one != nullptr && !watch.of->is.empty()) {
        auto const& word = watch.of->is.front();
        if (one->kind->name() == "choices") with.values[one->field] = Value::Texts{word};
        else if (one->kind->name() == "yes_no") with.values[one->field] = word == "true";
        else with.values[one->field] = word;
    }
    std::vector<judging::Record> records(static_cast<std::size_t>(row->number(0)));
    std::fill_n(records.begin(), row->number(1), with);
    return records;
}

std::vector<judging::Record> stand_ins(const Round& round, const policy::Watch& watch) {
    auto const kind = watch.kind->name();
    if (kind == "silence") return newest(round, watch);
    if (kind == "at_least") return counted(round, watch);
    if (kind == "every_month") return monthly(round, watch);
    if (kind == "rate_below") return watch.of ? shared(round, watch) : summed(round, watch);
    throw std::logic_error{"a kind of watch per estate that nobody counts for"};
}

/// The first record made there, deleted or not. Ids run with the time, so the index finds it without counting.
std::optional<base::Day> first_made(const Round& round) {
    std::optional<base::Day> first;
    for (std::int64_t const deleted : {0, 1}) {
        auto const row = round.author.transaction.one("SELECT created_at FROM record WHERE register = $1 AND place_id = $2 AND deleted = $3 ORDER BY id LIMIT 1",
                                                      {round.of.name, round.place.id, deleted});
        if (!row) continue;
        auto const day = base::Instant{row->number(0)}.day();
        if (!first || day < *first) first = day;
    }
    return first;
}

/// From when records can be expected: the first one made there; else the estate's present stage; else the day it was first looked at.
base::Day since(const Round& round) {
    auto& transaction = round.author.transaction;
    auto const today = round.author.now.day();
    if (auto const day = first_made(round)) return *day;
    auto const stage = transaction.one("SELECT MAX(from_day) FROM estate_stage WHERE estate_id = $1 AND from_day <= $2", {round.place.id, today.text()});
    if (auto const day = base::Day::parse(stage->text_or(0))) return *day;
    transaction.run("INSERT INTO watch_since (register, place_id, day) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", {round.of.name, round.place.id, today.text()});
    auto const looked = transaction.one("SELECT day FROM watch_since WHERE register = $1 AND place_id = $2", {round.of.name, round.place.id});
    return base::Day::parse(looked->text(0)).value_or(today);
}

}  // namespace

std::string where_of(const policy::Register& of, const policy::Watch& watch) {
    std::string all;
    for (auto const& when : watch.where) all += " AND " + condition(of, when);
    return all;
}

Alarms alarm_of_place(const Round& round, const policy::Watch& watch) {
    auto const records = stand_ins(round, watch);
    std::vector<const judging::Record*> given;
    for (auto const& one : records) given.push_back(&one);
    static const policy::Calendar none;
    static const std::vector<judging::Record> no_documents;
    bool const rate = watch.kind->name() == "rate_below";
    if (!rate && !round.since) round.since = since(round);
    auto const judged = watch.kind->judge(watch, {round.of, nullptr, no_documents, none, round.author.now, round.since.value_or(round.author.now.day())}, given);
    Alarms alarms;
    for (auto const& alarm : judged.alarms) alarms[{}] = {alarm.evidence, {}};
    return alarms;
}

}  // namespace anju::watch
