// What an account may do in the processes of the registers, whether or not a term runs: one list a register, what was touched last first.
// The rules of policy/process_run (state, role over the place, another person) stand here once more as SQL, so that no record is read
// that cannot be acted on; the test holds the two against each other.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "kernel/page.hpp"
#include "process/parts.hpp"
#include "record/parts.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

using kernel::Context;
using standard::text_json;

constexpr std::size_t most_of_a_register = 20;
constexpr std::int64_t most_counted = 1000;

std::string quoted(const std::vector<std::string>& names) {
    std::string list;
    for (auto const& name : names) list += fmt::format("{}'{}'", list.empty() ? "" : ", ", name);
    return list;
}

std::size_t bound(kernel::Values& values, kernel::Value value) {
    values.push_back(std::move(value));
    return values.size();
}

/// True for a record `r` on which none of the acts was done by the account.
std::string another_person(const Context& context, std::vector<std::string> acts, kernel::Values& values) {
    std::string sql;
    if (std::erase(acts, process::created) > 0) sql += fmt::format(" AND r.created_by <> ${}", bound(values, context.actor.account_id));
    if (!acts.empty())
        sql += fmt::format(" AND NOT EXISTS (SELECT 1 FROM process_act a WHERE a.record_id = r.id AND a.account_id = ${} AND a.act IN ({}))",
                           bound(values, context.actor.account_id), quoted(acts));
    return sql;
}

/// An act and, in SQL, when the account may do it on a record `r`.
struct Possible {
    const policy::Act* act;
    std::string condition;
};
/// What the account may do in a register; the conditions are bound in `values`.
struct Part {
    const policy::Register& of;
    const policy::Process& process;
    std::vector<Possible> acts;
    std::vector<std::string> states;  ///< from which the acts lead
    std::string readable;
    kernel::Values values;
};

std::optional<Part> part_in(const Context& context, const policy::Pack& pack, const policy::Register& of) {
    auto const* process = pack.process_named(of.process);
    if (process == nullptr) return std::nullopt;
    Part part{of, *process, {}, {}, {}, {}};
    for (auto const& act : process->acts) {
        auto const paths = record::paths_of(context.actor, act.by);
        if (paths.empty()) continue;
        auto condition = fmt::format("r.state IN ({}) AND {}", quoted(act.from), record::path_condition(paths, "r.path", part.values));
        condition += another_person(context, act.not_by, part.values);
        part.acts.push_back({&act, std::move(condition)});
        for (auto const& state : act.from)
            if (std::find(part.states.begin(), part.states.end(), state) == part.states.end()) part.states.push_back(state);
    }
    if (part.acts.empty()) return std::nullopt;
    part.readable = record::read_filter(context.actor, of, "r.path", part.values);
    return part;
}

std::string any_act(const Part& part) {
    std::string any;
    for (auto const& one : part.acts) any += fmt::format("{}({})", any.empty() ? "" : " OR ", one.condition);
    return any;
}

std::string condition_of(const Part& part, const std::vector<std::string>& states) {
    return fmt::format("r.register = '{}' AND r.deleted = 0 AND r.state <> '' AND r.state IN ({}) AND {} AND ({})", part.of.name, quoted(states), part.readable, any_act(part));
}

std::int64_t count(Context& context, const Part& part) {
    return context.transaction
        .one(fmt::format("SELECT COUNT(*) FROM (SELECT 1 FROM record r WHERE {} LIMIT {}) counted", condition_of(part, part.states), most_counted), part.values)
        ->number(0);
}

struct Line {
    std::string id, name, place_id, place_name, state;
    std::int64_t changed_at = 0;
    std::vector<const policy::Act*> acts;
};

/// Those of one state, which an index gives in the order wanted.
void add_lines(Context& context, const Part& part, const std::string& state, const std::vector<std::string>& after, std::size_t size, std::vector<Line>& lines) {
    auto values = part.values;
    auto where = condition_of(part, {state});
    if (after.size() == 2) {
        auto const at = bound(values, base::parse_decimal(after[0], 0).value_or(0));
        where += fmt::format(" AND r.changed_at <= ${0} AND (r.changed_at < ${0} OR r.id < ${1})", at, bound(values, after[1]));
    }
    std::string may;
    for (auto const& one : part.acts) may += fmt::format(", CASE WHEN {} THEN 1 ELSE 0 END", one.condition);
    auto const rows = context.transaction.query(
        fmt::format("SELECT r.id, r.name, r.place_id, (SELECT p.name FROM place p WHERE p.id = r.place_id), r.changed_at{} FROM record r WHERE {} "
                    "ORDER BY r.changed_at DESC, r.id DESC LIMIT {}",
                    may, where, size),
        values);
    for (auto const& row : rows) {
        Line line{row.text(0), row.text(1), row.text(2), row.text(3), state, row.number(4), {}};
        for (std::size_t i = 0; i < part.acts.size(); ++i)
            if (row.flag(5 + i)) line.acts.push_back(part.acts[i].act);
        lines.push_back(std::move(line));
    }
}

json::object line_json(const Part& part, const Line& line) {
    json::array acts;
    for (auto const* act : line.acts) acts.push_back(json::object{{"act", act->act}, {"title", text_json(act->title)}});
    auto const* state = part.process.state(line.state);
    return {{"record", named_json(line.id, line.name)},
            {"place", named_json(line.place_id, line.place_name)},
            {"state", line.state},
            {"state_title", state == nullptr ? json::value(nullptr) : json::value(text_json(state->title))},
            {"acts", std::move(acts)},
            {"changed_at", base::Instant{line.changed_at}.text()},
            {"link", "/r/" + line.id}};
}

json::object group_json(Context& context, const Part& part, std::int64_t count, const kernel::Page& page) {
    auto const size = std::min(static_cast<std::size_t>(page.size), most_of_a_register);
    std::vector<Line> lines;
    for (auto const& state : part.states) add_lines(context, part, state, page.after, size + 1, lines);
    std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return std::tie(a.changed_at, a.id) > std::tie(b.changed_at, b.id); });
    bool const more = lines.size() > size;
    if (more) lines.resize(size);
    json::array items;
    for (auto const& line : lines) items.push_back(line_json(part, line));
    return {{"register", part.of.name},
            {"title", text_json(part.of.title)},
            {"level", part.of.level},
            {"count", count},
            {"items", std::move(items)},
            {"next", more ? json::value(kernel::next_token({std::to_string(lines.back().changed_at), lines.back().id})) : json::value(nullptr)}};
}

}  // namespace

json::object acts_json(Context& context, const record::Registers& registers) {
    auto const page = kernel::page_of(context);
    auto const wanted = context.query("register");
    bool const one = wanted && !wanted->empty();
    if (one) static_cast<void>(registers.named(*wanted));
    else if (!page.after.empty())
        base::refuse_field("register", "register_missing", {"要翻页，请写明是哪个台账。", "Say of which register the next page is wanted."});
    json::array groups;
    for (auto const& of : registers.pack().registers) {
        if (one && of.name != *wanted) continue;
        auto const part = part_in(context, registers.pack(), of);
        if (!part) continue;
        if (auto const found = count(context, *part); found > 0) groups.push_back(group_json(context, *part, found, page));
    }
    return {{"groups", std::move(groups)}, {"most_counted", most_counted}};
}

}  // namespace anju::watch
