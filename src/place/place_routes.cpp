#include <algorithm>
#include <set>

#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "place/address.hpp"
#include "place/import_routes.hpp"
#include "place/place.hpp"
#include "place/place_change.hpp"
#include "place/place_json.hpp"

namespace anju::place {

namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;

namespace {

int level(std::string_view kind) {
    if (kind == "district") return 0;
    if (kind == "street") return 1;
    return kind == "community" ? 2 : 3;
}

/// The places above what the actor may read, so that the tree has a root; their names are no secret.
std::vector<Place> ancestors(Context& context) {
    std::set<std::string> ids;
    for (const auto& path : context.actor.paths("place.read")) {
        for (std::size_t from = 1; from < path.size();) {
            const auto end = path.find('/', from);
            ids.insert(path.substr(from, end - from));
            if (end == std::string::npos) break;
            from = end + 1;
        }
    }
    std::vector<Place> found;
    for (const auto& id : ids)
        if (auto place = find(context.transaction, id)) found.push_back(*std::move(place));
    return found;
}

json::object tree_json(const Place& place) {
    json::object shown{{"id", place.id}, {"kind", place.kind}, {"code", place.code}, {"name", place.name}};
    shown["parent_id"] = place.parent_id.empty() ? json::value(nullptr) : json::value(place.parent_id);
    shown["stage"] = place.stage.empty() ? json::value(nullptr) : json::value(place.stage);
    shown["households"] = place.kind == "estate" ? json::value(place.households) : json::value(nullptr);
    shown["version"] = place.version;
    return shown;
}

Reply show_tree(Context& context) {
    kernel::Values values;
    const auto seen = kernel::place_filter(context.actor, "place.read", "path", values);
    auto places = ancestors(context);
    std::set<std::string> known;
    for (const auto& place : places) known.insert(place.id);
    context.transaction.each("SELECT id, kind, code, name, parent_id, path, stage, households, version FROM place WHERE " + seen, values,
                             [&](const kernel::Row& row) {
                                 if (known.contains(row.text(0))) return;
                                 places.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text_or(4), row.text(5),
                                                   row.text_or(6), row.number_or_null(7).value_or(0), row.number(8)});
                             });
    std::ranges::sort(places, [](const Place& a, const Place& b) {
        return std::tuple{level(a.kind), std::string_view{a.code}} < std::tuple{level(b.kind), std::string_view{b.code}};
    });
    json::array items;
    for (const auto& place : places) items.emplace_back(tree_json(place));
    return kernel::list_reply(std::move(items), {});
}

std::string estate_filter(Context& context, kernel::Values& values) {
    auto where = "e.kind = 'estate' AND " + kernel::place_filter(context.actor, "place.read", "e.path", values);
    const auto also = [&](const std::string& condition, std::string value) {
        values.emplace_back(std::move(value));
        const auto number = "$" + std::to_string(values.size());
        auto text = condition;
        for (auto at = text.find('?'); at != std::string::npos; at = text.find('?', at + number.size())) text.replace(at, 1, number);
        where += " AND " + text;
    };
    if (const auto street = context.query("street"); street && !street->empty()) also("s.id = ?", *street);
    if (const auto stage = context.query("stage"); stage && !stage->empty()) also("e.stage = ?", *stage);
    if (const auto q = context.query("q"); q && !q->empty()) also("(e.name LIKE ? ESCAPE '\\' OR e.code LIKE ? ESCAPE '\\')", kernel::like_containing(*q));
    return where;
}

Reply list_estates(Context& context) {
    const auto page = kernel::page_of(context);
    kernel::Values values;
    auto where = estate_filter(context, values);
    if (page.after.size() == 2) {
        values.emplace_back(page.after[0]);
        values.emplace_back(page.after[1]);
        where += " AND (e.code, e.id) > ($" + std::to_string(values.size() - 1) + ", $" + std::to_string(values.size()) + ")";
    }
    const auto rows = context.transaction.query(
        "SELECT e.id, e.code, e.name, e.stage, e.households, s.id, s.name, c.id, c.name FROM place e "
        "JOIN place c ON c.id = e.parent_id JOIN place s ON s.id = c.parent_id WHERE " + where +
            " ORDER BY e.code, e.id LIMIT " + std::to_string(page.size + 1),
        values);
    json::array items;
    std::string next;
    for (const auto& row : rows) {
        if (static_cast<std::int64_t>(items.size()) == page.size) {
            const auto& last = items.back().as_object();
            next = kernel::next_token({std::string{last.at("code").as_string()}, std::string{last.at("id").as_string()}});
            break;
        }
        items.emplace_back(json::object{{"id", row.text(0)}, {"code", row.text(1)}, {"name", row.text(2)}, {"stage", row.text_or(3)},
                                        {"households", row.number_or_null(4).value_or(0)},
                                        {"street", json::object{{"id", row.text(5)}, {"name", row.text(6)}}},
                                        {"community", json::object{{"id", row.text(7)}, {"name", row.text(8)}}}});
    }
    return kernel::list_reply(std::move(items), std::move(next));
}

std::string path_of_parent(Context& context) {
    kernel::Body body{context.body()};
    const auto parent = body.id("parent_id");
    return parent.empty() ? std::string{"/"} : get(context.transaction, parent, {}).path;
}

Reply add_place(Context& context) {
    kernel::Body body{context.body()};
    const auto kind = body.one_of("kind", {"street", "community", "estate"});
    const auto code = body.text("code", 1, 32);
    const auto name = body.text("name", 1, 60);
    const auto parent_id = body.id("parent_id");
    const auto stage = kind == "estate" ? body.one_of("stage", {"pending", "settled"}) : body.text_or("stage", 10);
    const auto households = body.has("households") ? body.whole("households", 0, 100'000) : 0;
    const auto address = body.text_or("address", 120);
    if ((kind == "street" || kind == "community") && !is_area_code(code))
        body.wrong("code", {"街道和社区的编码是 12 位数字。", "Codes of streets and communities have 12 digits."});
    body.done();
    const auto made = add(context.transaction, kind, code, name, get(context.transaction, parent_id, {}), stage, households);
    if (!address.empty()) context.transaction.run("UPDATE place SET address = $2 WHERE id = $1", {made.id, address});
    context.journal({.act = "place.add", .thing_kind = kind, .thing_id = made.id, .place_id = made.id,
                     .after = json::object{{"code", code}, {"name", name}, {"stage", stage}}, .why = {}});
    return json_reply(json::object{{"id", made.id}}, 201);
}

Reply change_place(Context& context) {
    kernel::Body body{context.body()};
    PlaceChange wanted;
    wanted.name = body.text("name", 1, 60);
    wanted.households = body.has("households") ? body.whole("households", 0, 100'000) : 0;
    wanted.address = body.text_or("address", 120);
    if (body.has("version")) body.whole("version", 0, INT64_MAX);
    body.done();
    wanted.version = seen_version(context);
    const auto place = get(context.transaction, context.parameter("id"), {});
    change(context, place, wanted);
    return json_reply(json::object{{"id", place.id}, {"version", place.version + 1}});
}

Reply set_stage(Context& context) {
    kernel::Body body{context.body()};
    const auto stage = body.one_of("stage", {"pending", "settled"});
    const auto from = body.day("from");
    const auto why = body.text("why", 2, 500);
    if (body.has("version")) body.whole("version", 0, INT64_MAX);
    body.done();
    const auto estate = get(context.transaction, context.parameter("id"), "estate");
    if (context.body().contains("version")) require_seen(seen_version(context), estate.version);
    change_stage(context, estate, stage, from, why);
    return json_reply(estate_json(context.transaction, get(context.transaction, estate.id, "estate")));
}

Reply list_buildings(Context& context) {
    const auto estate = get(context.transaction, context.parameter("id"), "estate");
    json::array items;
    for (const auto& row : context.transaction.query(
             "SELECT b.id, b.name, COUNT(d.id) FROM building b LEFT JOIN dwelling d ON d.building_id = b.id WHERE b.estate_id = $1 "
             "GROUP BY b.id, b.name, b.sort_key ORDER BY b.sort_key, b.id", {estate.id})) {
        items.emplace_back(json::object{{"id", row.text(0)}, {"name", row.text(1)}, {"dwellings", row.number(2)}});
    }
    return kernel::list_reply(std::move(items), {});
}

json::object dwelling_json(const kernel::Row& row) {
    json::value area = nullptr;
    if (const auto hundredths = row.number_or_null(8)) area = json::value(base::decimal_text(*hundredths, 2));
    return {{"id", row.text(0)},
            {"building", json::object{{"id", row.text(1)}, {"name", row.text(2)}}},
            {"unit", row.text(3)},
            {"floor", row.text(4)},
            {"room", row.text(5)},
            {"kind", row.text(6)},
            {"household", row.text(7)},
            {"area", area}};
}

Reply list_dwellings(Context& context) {
    const auto page = kernel::page_of(context);
    const auto estate = get(context.transaction, context.parameter("id"), "estate");
    kernel::Values values{estate.id};
    std::string where = "d.estate_id = $1";
    if (const auto building = context.query("building"); building && !building->empty()) {
        values.emplace_back(*building);
        where += " AND d.building_id = $2";
    }
    if (page.after.size() == 2) {
        values.emplace_back(page.after[0]);
        values.emplace_back(page.after[1]);
        where += " AND (d.sort_key, d.id) > ($" + std::to_string(values.size() - 1) + ", $" + std::to_string(values.size()) + ")";
    }
    const auto rows = context.transaction.query(
        "SELECT d.id, b.id, b.name, d.unit, d.floor, d.room, d.kind, d.household, d.area, d.sort_key FROM dwelling d "
        "JOIN building b ON b.id = d.building_id WHERE " + where + " ORDER BY d.sort_key, d.id LIMIT " + std::to_string(page.size + 1),
        values);
    json::array items;
    std::string next;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (static_cast<std::int64_t>(i) == page.size) {
            next = kernel::next_token({rows[i - 1].text(9), rows[i - 1].text(0)});
            break;
        }
        items.emplace_back(dwelling_json(rows[i]));
    }
    return kernel::list_reply(std::move(items), std::move(next));
}

}  // namespace

void routes(kernel::Router& router, const policy::Pack&) {
    const auto estate = path_of_parameter("id");
    router.see("/api/places", Guard{"place.read", {}, false}, {"区、街道、社区、小区", "The tree of places"}, show_tree);
    router.see("/api/estates", Guard{"place.read", {}, false}, {"小区列表", "Estates"}, list_estates);
    router.see("/api/estates/{id}/buildings", Guard{"place.read", estate, false}, {"小区的楼幢", "Buildings of an estate"}, list_buildings);
    router.see("/api/estates/{id}/dwellings", Guard{"place.read", estate, false}, {"小区的户", "Dwellings of an estate"}, list_dwellings);
    router.act("POST", "/api/places", Guard{"place.manage", path_of_parent, false}, {"新增街道、社区或小区", "Add a place"}, add_place);
    router.act("PUT", "/api/places/{id}", Guard{"place.manage", path_of_parameter("id"), false}, {"修改地点", "Change a place"}, change_place);
    router.act("POST", "/api/estates/{id}/stage", Guard{"place.manage", estate, false}, {"变更小区阶段", "Change an estate's stage"}, set_stage);
    import_routes(router);
    job_routes(router);
}

}  // namespace anju::place
