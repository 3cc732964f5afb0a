// The points around an estate: records of the estate and of the places above it whose register has a map_point field.
#include <fmt/format.h>

#include "policy/field/map_point.hpp"
#include "record/parts.hpp"
#include "record/shown.hpp"

namespace anju::record {
namespace {

using kernel::Context;
using kernel::Reply;
using standard::text_json;

constexpr std::size_t most_of_one_register = 500;

/// "=/d/", "=/d/s/" … "=/d/s/c/e/": the estate itself and what it lies in, no other estate.
std::vector<std::string> around(const std::string& path) {
    auto paths = with_above({path});
    for (auto& one : paths)
        if (!one.starts_with('=')) one.insert(0, "=");
    return paths;
}

struct Points {
    json::array registers, points;
    bool more = false;
};

json::object register_json(const policy::Register& of) {
    auto const* kind = of.map.kind.empty() ? nullptr : of.field(of.map.kind);
    json::array kinds;
    if (kind != nullptr)
        for (auto const& one : kind->choices) kinds.emplace_back(json::object{{"choice", one.choice}, {"title", text_json(one.title)}});
    return {{"register", of.name}, {"title", text_json(of.title)}, {"record", text_json(of.record)}, {"at", of.level}, {"kinds", std::move(kinds)}};
}

/// Nothing of a record but its name, its kind and where it lies: no field that may be sensitive is opened.
json::object point_json(const policy::Register& of, const Record& record, const field::Values& values, const policy::field::MapPoint& point,
                        const Names& names) {
    auto const* kind = of.map.kind.empty() ? nullptr : of.field(of.map.kind);
    return {{"id", record.id},
            {"register", of.name},
            {"name", record.name},
            {"kind", kind == nullptr ? json::value(nullptr) : shown(*kind, field::value_of(values, kind->field), names)},
            {"latitude", point.latitude_text()},
            {"longitude", point.longitude_text()},
            {"middle", of.map.middle && of.map.middle->holds(values)}};
}

void add_points(Context& context, const Registers& registers, const policy::Register& of, const std::vector<std::string>& paths, Points& all) {
    auto const& at = *of.map_point();
    kernel::Values values{of.name};
    auto const here = path_condition(paths, "r.path", values);
    auto const readable = read_filter(context.actor, of, "r.path", values);
    auto const rows = context.transaction.query(
        fmt::format("SELECT {} FROM record r WHERE r.register = $1 AND r.deleted = 0 AND {} AND {} AND (r.doc ->> '{}') IS NOT NULL ORDER BY r.id DESC LIMIT {}",
                    record_columns, here, readable, at.field, most_of_one_register + 1),
        values);
    Names const names;  // a choice has its title in the pack
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i == most_of_one_register) {
            all.more = true;
            break;
        }
        auto const record = row_record(registers, rows[i]);
        auto const stored = plain_values(of.fields, record.doc);
        auto const* written = field::value_of(stored, at.field).text();
        auto const point = written == nullptr ? std::nullopt : policy::field::map_point_of(*written);
        if (!point || (of.map.shown_when && !of.map.shown_when->holds(stored))) continue;
        all.points.emplace_back(point_json(of, record, stored, *point, names));
    }
}

Reply show_points(Context& context, const Registers& registers) {
    auto const estate = place::get(context.transaction, context.parameter("estate"), "estate");
    auto const paths = around(estate.path);
    Points all;
    for (auto const& of : registers.pack().registers) {
        if (of.map_point() == nullptr || paths_of(context.actor, of.read).empty()) continue;
        all.registers.emplace_back(register_json(of));
        add_points(context, registers, of, paths, all);
    }
    return kernel::json_reply(json::object{{"estate", json::object{{"id", estate.id}, {"name", estate.name}}},
                                           {"registers", std::move(all.registers)},
                                           {"points", std::move(all.points)},
                                           {"more", all.more}});
}

}  // namespace

void map_routes(kernel::Router& router, const Registers& registers) {
    router.see("/api/estates/{estate}/points", {"place.read", place::path_of_parameter("estate"), false},
               {"小区周边：各种台账里有位置的记录", "What lies around an estate: records with a point on the map"},
               [&registers](Context& context) { return show_points(context, registers); });
}

}  // namespace anju::record
