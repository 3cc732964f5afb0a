// One day of an estate: what came and went, what was done, what had to be done by then.
#include <fmt/format.h>

#include "policy/watch/catalogue.hpp"
#include "process/process.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

using kernel::Context;
using standard::text_json;

constexpr int most = 200;

struct Span {
    std::string estate_id;
    base::Day day;
    std::int64_t from = 0, to = 0;
};

std::vector<const policy::Register*> readable(const Context& context, const policy::Pack& pack, const std::string& path) {
    std::vector<const policy::Register*> all;
    for (auto const& of : pack.registers)
        if (record::may_read(context.actor, of, path)) all.push_back(&of);
    return all;
}
std::string names_of(const std::vector<const policy::Register*>& registers) {
    std::string list;
    for (auto const* one : registers) list += fmt::format("{}'{}'", list.empty() ? "" : ", ", one->name);
    return list.empty() ? "''" : list;
}

json::array findings(Context& context, const policy::Pack& pack, const Span& span, std::string_view column) {
    json::array items;
    for (auto const& row : context.transaction.query(
             fmt::format("SELECT w.id, w.register, w.watch, w.evidence, f.item, f.deduct, w.{0} FROM watch_finding w LEFT JOIN finding f ON f.id = w.finding_id "
                         "WHERE w.estate_id = $1 AND w.{0} >= $2 AND w.{0} < $3 ORDER BY w.{0}, w.id LIMIT {1}",
                         column, most),
             {span.estate_id, span.from, span.to})) {
        auto const* watch = watch_named(pack, row.text(1), row.text(2));
        items.push_back(json::object{{"id", row.text(0)},
                                     {"watch", row.text(2)},
                                     {"title", watch == nullptr ? json::value(nullptr) : json::value(text_json(watch->title))},
                                     {"text", text_json(text_of(row.text(3)))},
                                     {"item", row.null(4) ? json::value(nullptr) : json::value(row.text(4))},
                                     {"deduct", row.null(5) ? json::value(nullptr) : json::value(base::Points::of_units(row.number(5)).text())},
                                     {"at", base::Instant{row.number(6)}.text()}});
    }
    return items;
}

json::array acts(Context& context, const policy::Pack& pack, const Span& span, const std::string& registers) {
    json::array items;
    for (auto const& row : context.transaction.query(
             fmt::format("SELECT a.at, a.account_name, a.act, r.register, r.id, r.name FROM process_act a JOIN record r ON r.id = a.record_id "
                         "WHERE r.place_id = $1 AND r.register IN ({}) AND a.at >= $2 AND a.at < $3 ORDER BY a.at, a.id LIMIT {}",
                         registers, most),
             {span.estate_id, span.from, span.to})) {
        auto const* of = pack.register_named(row.text(3));
        auto const* process = of == nullptr ? nullptr : pack.process_named(of->process);
        auto const* act = process == nullptr ? nullptr : process->act(row.text(2));
        items.push_back(json::object{{"at", base::Instant{row.number(0)}.text()},
                                     {"by_name", row.text(1)},
                                     {"title", act == nullptr ? json::value(nullptr) : json::value(text_json(act->title))},
                                     {"record", json::object{{"id", row.text(4)}, {"register", row.text(3)}, {"name", row.text(5)}}}});
    }
    return items;
}

json::array due(Context& context, const policy::Pack& pack, const Span& span, const std::string& registers, const std::string& path) {
    json::array items;
    for (auto const& row : context.transaction.query(
             fmt::format("SELECT k.clock, k.state, k.due, r.register, r.id, r.name FROM process_clock k JOIN record r ON r.id = k.record_id "
                         "WHERE k.path = $1 AND k.due = $2 AND k.state <> 'stopped' AND r.register IN ({}) ORDER BY k.due_at, k.id LIMIT {}",
                         registers, most),
             {path, span.day.text()})) {
        auto const* of = pack.register_named(row.text(3));
        auto const* process = of == nullptr ? nullptr : pack.process_named(of->process);
        auto const* clock = process == nullptr ? nullptr : process->clock(row.text(0));
        if (clock == nullptr) continue;
        items.push_back(json::object{{"title", text_json(clock->title)},
                                     {"state", row.text(1)},
                                     {"record", json::object{{"id", row.text(4)}, {"register", row.text(3)}, {"name", row.text(5)}}},
                                     {"due", row.text(2)}});
    }
    return items;
}

json::array added(Context& context, const policy::Pack& pack, const Span& span, const std::string& registers) {
    json::array items;
    for (auto const& row : context.transaction.query(fmt::format("SELECT register, COUNT(*) FROM record WHERE place_id = $1 AND register IN ({}) AND created_at >= $2 AND created_at < $3 "
                                                                 "AND deleted = 0 GROUP BY register ORDER BY register",
                                                                 registers),
                                                     {span.estate_id, span.from, span.to})) {
        auto const* of = pack.register_named(row.text(0));
        items.push_back(json::object{{"register", row.text(0)}, {"title", of == nullptr ? json::value(nullptr) : json::value(text_json(of->title))}, {"count", row.number(1)}});
    }
    return items;
}

/// The score at the end of the day, and how it moved against the day before that is known.
json::value score(Context& context, const Span& span) {
    auto const rows = context.transaction.query("SELECT day, total, star, findings FROM live_day WHERE estate_id = $1 AND day <= $2 ORDER BY day DESC LIMIT 2", {span.estate_id, span.day.text()});
    if (rows.empty()) return nullptr;
    bool const today = rows[0].text(0) == span.day.text();
    auto const before = today ? (rows.size() > 1 ? rows[1].number_or_null(1) : std::nullopt) : rows[0].number_or_null(1);
    return json::object{{"total", base::Points::of_units(rows[0].number(1)).text()},
                        {"star", rows[0].number(2)},
                        {"findings", rows[0].number(3)},
                        {"change", before ? json::value(base::Points::of_units(rows[0].number(1) - *before).text()) : json::value(nullptr)}};
}

}  // namespace

json::object day_json(Context& context, const record::Registers& registers, const std::string& estate_id, base::Day day) {
    auto const& pack = registers.pack();
    auto const estate = place::get(context.transaction, estate_id, "estate");
    auto const names = names_of(readable(context, pack, estate.path));
    Span const span{estate_id, day, policy::watch::start_of(day).microseconds, policy::watch::start_of(day + 1).microseconds};
    return {{"day", day.text()},
            {"live", score(context, span)},
            {"opened", findings(context, pack, span, "opened_at")},
            {"cured", findings(context, pack, span, "closed_at")},
            {"acts", acts(context, pack, span, names)},
            {"due", due(context, pack, span, names, estate.path)},
            {"records_added", added(context, pack, span, names)}};
}

}  // namespace anju::watch
