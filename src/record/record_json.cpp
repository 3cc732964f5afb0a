#include <fmt/format.h>

#include <set>

#include "policy/process_run.hpp"
#include "record/parts.hpp"
#include "record/retired.hpp"

namespace anju::record {
namespace {

using standard::text_json;

/// Roles the actor holds over a place.
std::set<std::string> roles_over(const kernel::Actor& actor, std::string_view path) {
    std::set<std::string> roles;
    for (auto const& grant : actor.grants)
        for (auto const& covered : grant.paths)
            if (!covered.empty() && path.starts_with(covered)) roles.insert(grant.role);
    return roles;
}

const policy::Process* process_of(const Registers& registers, const Record& record) {
    return record.of->process.empty() ? nullptr : registers.pack().process_named(record.of->process);
}

/// Some act of the process may be possible; who did the earlier ones is looked at by the process.
bool may_act(const kernel::Actor& actor, const Registers& registers, const Record& record) {
    auto const* process = process_of(registers, record);
    if (process == nullptr || record.deleted) return false;
    policy::History const history{{{record.state, base::Instant{record.changed_at}, {}, {}}}};
    return !policy::possible_acts(*process, history, {actor.account_id, roles_over(actor, record.path)}).empty();
}

json::object place_json(kernel::Transaction& transaction, const Record& record) {
    json::array above;
    kernel::Values values{record.path};
    for (auto const& row : transaction.query(
             "SELECT name FROM place WHERE substr($1, 1, LENGTH(path)) = path ORDER BY LENGTH(path)", values))
        above.emplace_back(row.text(0));
    auto const name = above.empty() ? json::value("") : above.back();
    return {{"id", record.place_id}, {"name", name}, {"path_names", std::move(above)}};
}

json::object raw_json(const policy::Register& of, const field::Values& values) {
    json::object raw;
    for (auto const& one : of.fields)
        if (!one.sensitive) raw[one.field] = typed(one, field::value_of(values, one.field));
    return raw;
}

/// The fields through which a register names records of this one, inside rows too.
std::vector<std::string> links_to(const policy::Register& other, const policy::Register& target) {
    std::vector<std::string> fields;
    for (auto const& one : other.fields) {
        bool points = one.kind->name() == "link" && one.target == target.name;
        for (auto const& column : one.fields) points = points || (column.kind->name() == "link" && column.target == target.name);
        if (points) fields.push_back(one.field);
    }
    return fields;
}

json::array links_json(kernel::Context& context, const Registers& registers, const Record& record) {
    json::array links;
    for (auto const& other : registers.pack().registers) {
        for (auto const& name : links_to(other, *record.of)) {
            kernel::Values values{record.id, name, other.name};
            auto const readable = read_filter(context.actor, other, "r.path", values);
            auto const counted = context.transaction.one(
                "SELECT COUNT(*) FROM record_link l JOIN record r ON r.id = l.record_id WHERE l.target_id = $1 AND l.field = $2 AND "
                "r.register = $3 AND r.deleted = 0 AND " + readable,
                values);
            if (counted->number(0) == 0) continue;
            links.emplace_back(json::object{{"register", other.name},
                                            {"title", text_json(other.title)},
                                            {"field", name},
                                            {"field_title", text_json(other.field(name)->title)},
                                            {"count", counted->number(0)}});
        }
    }
    return links;
}

}  // namespace

json::object to_json(kernel::Context& context, const Registers& registers, const Record& record) {
    auto const& of = *record.of;
    auto const values = values_of(registers, record);
    Names names;
    names.want(of.fields, values);
    names.look_up(context.transaction);
    auto const* process = process_of(registers, record);
    auto const* state = process == nullptr ? nullptr : process->state(record.state);
    auto const row = context.transaction.one("SELECT created_by_name FROM record WHERE id = $1", {record.id});
    bool const writes = may_write(context.actor, of, record.path);
    return {{"id", record.id},
            {"register", of.name},
            {"place", place_json(context.transaction, record)},
            {"name", record.name},
            {"state", record.state.empty() ? json::value(nullptr) : json::value(record.state)},
            {"state_title", state == nullptr ? json::value(nullptr) : json::value(text_json(state->title))},
            {"values", shown_all(of.fields, values, names)},
            {"raw", raw_json(of, values)},
            {"retired", retired_json(context.transaction, registers, record)},
            {"created_at", base::Instant{record.created_at}.text()},
            {"created_by_name", row ? row->text(0) : std::string{}},
            {"changed_at", base::Instant{record.changed_at}.text()},
            {"version", record.version},
            {"deleted", record.deleted},
            {"may", json::object{{"write", writes && !record.deleted},
                                 {"unmask", of.is_sensitive() && may_unmask(context.actor, of, record.path)},
                                 {"delete", writes},
                                 {"act", may_act(context.actor, registers, record)}}},
            {"links", links_json(context, registers, record)}};
}

}  // namespace anju::record
