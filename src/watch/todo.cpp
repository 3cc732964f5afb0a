// What an account has to do: terms that run, findings it is told of, rectifications and inspections of its own. Each source gives its
// most urgent ones; sorted together, what is late comes first.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kernel/page.hpp"
#include "record/parts.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

using kernel::Context;
using standard::text_json;

constexpr int most_of_a_source = 500;

struct Todo {
    std::string kind, estate_id, estate_name, record_id, link, due;
    base::Text title, detail;
    std::string order;  ///< "0" late, "1" with a day, "2" without; then the day, then the id
};

bool is_one_of(const std::vector<std::string>& list, std::string_view one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

/// "'lift/inspect', …": clocks in which the role has a part.
std::string clocks_of(const policy::Pack& pack, const std::string& role, bool missed) {
    std::string list;
    for (auto const& of : pack.registers) {
        auto const* process = pack.process_named(of.process);
        if (process == nullptr) continue;
        for (auto const& clock : process->clocks) {
            bool part = is_one_of(clock.remind_to, role) || (missed && is_one_of(clock.escalate_to, role));
            for (auto const& act : process->acts) part = part || (is_one_of(act.by, role) && is_one_of(clock.ends, act.to));
            if (part) list += fmt::format("{}'{}/{}'", list.empty() ? "" : ", ", of.name, clock.clock);
        }
    }
    return list;
}

/// "(path … AND word IN (…)) OR …" over the account's grants; empty when nothing concerns it.
template <class Words>
std::string by_grants(const kernel::Actor& actor, std::string_view path, std::string_view word, kernel::Values& values, Words words) {
    std::string any;
    for (auto const& grant : actor.grants) {
        auto const list = words(grant.role);
        if (list.empty() || grant.paths.empty()) continue;
        any += fmt::format("{}({} AND {} IN ({}))", any.empty() ? "" : " OR ", record::path_condition(grant.paths, path, values), word, list);
    }
    return any;
}

std::string order_of(bool late, const std::string& due, const std::string& id) {
    return (late ? "0" : due.empty() ? "2" : "1") + (due.empty() ? std::string{"9999-99-99"} : due) + id;
}

void add_clocks(Context& context, const policy::Pack& pack, bool missed, std::vector<Todo>& todo, std::set<std::string>& seen) {
    kernel::Values values;
    auto const mine = by_grants(context.actor, "k.path", "(r.register || '/' || k.clock)", values, [&](const std::string& role) { return clocks_of(pack, role, missed); });
    if (mine.empty()) return;
    for (auto const& row : context.transaction.query(
             fmt::format("SELECT k.id, k.clock, k.due, r.id, r.name, r.register, p.id, p.name FROM process_clock k JOIN record r ON r.id = k.record_id JOIN place p ON p.id = k.place_id "
                         "WHERE k.state = '{}' AND ({}) ORDER BY k.due_at, k.id LIMIT {}",
                         missed ? "missed" : "running", mine, most_of_a_source),
             values)) {
        auto const* of = pack.register_named(row.text(5));
        auto const* clock = pack.process_named(of->process)->clock(row.text(1));
        bool const late = missed || row.text(2) < context.today().text();
        seen.insert(row.text(3) + "/" + row.text(1));
        todo.push_back({late ? "missed" : "due", row.text(6), row.text(7), row.text(3), "/r/" + row.text(3), row.text(2), clock->title,
                        {fmt::format("{}（{}）", of->record.zh, row.text(4)), fmt::format("{} ({})", of->record.en, row.text(4))}, order_of(late, row.text(2), row.text(0))});
    }
}

std::string watches_of(const policy::Pack& pack, const std::string& role) {
    std::string list;
    for (auto const& of : pack.registers)
        for (auto const& watch : of.watches)
            if (is_one_of(watch.tell, role)) list += fmt::format("{}'{}/{}'", list.empty() ? "" : ", ", of.name, watch.watch);
    return list;
}

void add_findings(Context& context, const policy::Pack& pack, std::vector<Todo>& todo, const std::set<std::string>& seen) {
    kernel::Values values;
    auto const mine = by_grants(context.actor, "p.path", "(w.register || '/' || w.watch)", values, [&](const std::string& role) { return watches_of(pack, role); });
    if (mine.empty()) return;
    for (auto const& row : context.transaction.query(
             fmt::format("SELECT w.id, w.register, w.watch, w.record_id, w.evidence, w.finding_id, p.id, p.name, p.kind FROM watch_finding w JOIN place p ON p.id = w.estate_id "
                         "WHERE w.closed_at IS NULL AND ({}) ORDER BY w.opened_at, w.id LIMIT {}",
                         mine, most_of_a_source),
             values)) {
        auto const* watch = watch_named(pack, row.text(1), row.text(2));
        if (watch == nullptr || (!watch->clock.empty() && seen.contains(row.text(3) + "/" + watch->clock))) continue;  // its clock is listed already
        auto const kept = json::parse(row.text(4)).as_object();
        auto const* due = kept.if_contains("due");
        auto const day = due == nullptr ? std::string{} : std::string{due->as_string()};
        bool const finding = !row.null(5);
        auto const link = !row.text(3).empty() ? "/r/" + row.text(3) : row.text(8) == "estate" ? "/estates/" + row.text(6) : std::string{"/registers/"} + row.text(1);
        todo.push_back({finding ? "finding" : "expiring", row.text(6), row.text(7), row.text(3), link, day, watch->title, text_of(row.text(4)), order_of(finding, day, row.text(0))});
    }
}

void add_rectifications(Context& context, std::vector<Todo>& todo) {
    kernel::Values values;
    auto const fixes = kernel::place_filter(context.actor, "rectification.fix", "p.path", values);
    auto const confirms = kernel::place_filter(context.actor, "rectification.confirm", "p.path", values);
    auto const own = context.actor.parties("rectification.fix");
    auto const today = context.today().text();
    for (auto const& row : context.transaction.query(
             fmt::format("SELECT r.id, r.state, r.due, CASE WHEN r.item = '' THEN r.what ELSE r.item END, r.note, p.id, p.name, r.party_id FROM rectification r LEFT JOIN finding f ON f.id = r.finding_id JOIN place p ON p.id = r.estate_id "
                         "WHERE (r.state = 'open' AND NOT (f.id IS NOT NULL AND f.evaluation_id = 'live' AND f.state = 'withdrawn') AND {}) OR (r.state = 'fixed' AND {}) ORDER BY r.due, r.id LIMIT {}",
                         fixes, confirms, most_of_a_source),
             values)) {
        bool const open = row.text(1) == "open";
        if (open && !own.empty() && !is_one_of(own, row.text(7))) continue;
        bool const late = open && row.text(2) < today;
        todo.push_back({"rectification", row.text(5), row.text(6), {}, "/rectifications/" + row.text(0), row.text(2),
                        open ? base::Text{"整改：" + row.text(3), "Rectify: " + row.text(3)} : base::Text{"核实整改：" + row.text(3), "Confirm the rectification: " + row.text(3)},
                        {row.text(4), row.text(4)}, order_of(late, row.text(2), row.text(0))});
    }
}

std::string bound_list(const std::vector<std::string>& texts, kernel::Values& values) {
    std::string list;
    for (auto const& text : texts) {
        values.emplace_back(text);
        list += fmt::format("{}${}", list.empty() ? "" : ", ", values.size());
    }
    return list.empty() ? "''" : list;
}

void add_inspections(Context& context, std::vector<Todo>& todo) {
    kernel::Values values;
    auto const self = kernel::place_filter(context.actor, "inspection.self_check", "p.path", values);
    auto const third = bound_list(context.actor.parties("inspection.inspect"), values);
    auto const department = bound_list(context.actor.parties("inspection.department"), values);
    auto const today = context.today().text();
    for (auto const& row : context.transaction.query(
             fmt::format("SELECT i.id, i.source, i.planned_to, p.id, p.name FROM inspection i JOIN place p ON p.id = i.estate_id WHERE i.state = 'open' AND ((i.source = 'self_check' AND {}) "
                         "OR (i.source = 'third_party' AND i.party_id IN ({})) OR (i.source = 'department' AND i.party_id IN ({}))) ORDER BY i.id LIMIT {}",
                         self, third, department, most_of_a_source),
             values)) {
        auto const due = row.text_or(2);
        bool const late = !due.empty() && due < today;
        base::Text title{"第三方评估检查", "Third-party inspection"};
        if (row.text(1) == "self_check") title = {"自查", "Self-check"};
        if (row.text(1) == "department") title = {"部门检查", "Department inspection"};
        todo.push_back({"inspection", row.text(3), row.text(4), {}, "/inspections/" + row.text(0), due, title, {row.text(4), row.text(4)}, order_of(late, due, row.text(0))});
    }
}

json::object shown(const Todo& one, base::Day today) {
    auto const due = base::Day::parse(one.due);
    return {{"kind", one.kind},
            {"title", text_json(one.title)},
            {"detail", text_json(one.detail)},
            {"estate", one.estate_id.empty() ? json::value(nullptr) : json::value(named_json(one.estate_id, one.estate_name))},
            {"record_id", one.record_id.empty() ? json::value(nullptr) : json::value(one.record_id)},
            {"link", one.link},
            {"due", due ? json::value(one.due) : json::value(nullptr)},
            {"days_left", due ? json::value(*due - today) : json::value(nullptr)}};
}

}  // namespace

json::object todo_json(Context& context, const record::Registers& registers, std::size_t limit) {
    auto const& pack = registers.pack();
    std::vector<Todo> todo;
    std::set<std::string> seen;
    add_clocks(context, pack, true, todo, seen);
    add_clocks(context, pack, false, todo, seen);
    add_findings(context, pack, todo, seen);
    add_rectifications(context, todo);
    add_inspections(context, todo);
    std::sort(todo.begin(), todo.end(), [](const Todo& a, const Todo& b) { return a.order < b.order; });
    auto const today = context.today();
    std::int64_t missed = 0, due_today = 0, week = 0;
    json::array items;
    for (auto const& one : todo) {
        auto const due = base::Day::parse(one.due);
        if (one.kind == "missed" || (due && *due < today)) ++missed;
        if (due && *due == today) ++due_today;
        if (due && *due >= today && *due - today <= 7) ++week;
        if (items.size() < limit) items.push_back(shown(one, today));
    }
    return {{"items", std::move(items)},
            {"counts", json::object{{"missed", missed}, {"today", due_today}, {"week", week}, {"all", std::ssize(todo)}}}};
}

}  // namespace anju::watch
