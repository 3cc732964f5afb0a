#include "party/duties.hpp"

#include <map>

#include "party/titles.hpp"
#include "place/place_json.hpp"

namespace anju::party {

namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;

namespace {

/// The party that has a duty in the estate: who stands in that part; a street or community by its place; a department by its code.
std::optional<Party> bearer(kernel::Transaction& transaction, const place::Place& estate, const place::Above& above,
                            const std::string& kind, const std::string& department, base::Day on) {
    if (kind == "department") {
        if (department.empty()) return std::nullopt;
        const auto row = transaction.one("SELECT id FROM party WHERE kind = 'department' AND department = $1 AND state = 'active' ORDER BY id LIMIT 1", {department});
        return row ? find(transaction, row->text(0)) : std::nullopt;
    }
    if (auto party = in_part(transaction, estate.id, kind, on)) return party;
    if (kind != "street" && kind != "community") return std::nullopt;
    const auto& place = kind == "street" ? above.street : above.community;
    const auto row = transaction.one("SELECT id FROM party WHERE kind = $1 AND place_id = $2 AND state = 'active' ORDER BY id LIMIT 1", {kind, place.id});
    return row ? find(transaction, row->text(0)) : std::nullopt;
}

json::array parts_json(kernel::Transaction& transaction, const std::string& estate_id, base::Day on) {
    json::array parts;
    for (const auto& row : transaction.query(
             "SELECT e.part, e.from_day, p.id, p.name, p.kind FROM estate_party e JOIN party p ON p.id = e.party_id "
             "WHERE e.estate_id = $1 AND e.from_day <= $2 AND (e.to_day IS NULL OR e.to_day >= $2) ORDER BY e.part, e.id", {estate_id, on.text()})) {
        parts.emplace_back(json::object{{"part", row.text(0)}, {"from", row.text(1)},
                                        {"party", json::object{{"id", row.text(2)}, {"name", row.text(3)}, {"kind", row.text(4)}}}});
    }
    return parts;
}

Reply show_estate(Context& context, const policy::Pack& pack) {
    const auto estate = place::get(context.transaction, context.parameter("id"), "estate");
    auto shown = place::estate_json(context.transaction, estate);
    shown["parties"] = parts_json(context.transaction, estate.id, context.today());
    shown["duties"] = duties_of_estate(context.transaction, pack, estate, context.today());
    return json_reply(shown);
}

Reply list_duties(const policy::Pack& pack) {
    json::array items;
    for (const auto& duty : pack.parties.duties) {
        auto shown = duty_json(duty);
        shown["party"] = duty.party;
        shown["party_title"] = title_of(pack.parties.kinds, duty.party);
        shown["department"] = duty.department.empty() ? json::value(nullptr) : json::value(duty.department);
        shown["department_title"] = title_of(pack.parties.departments, duty.department);
        items.emplace_back(std::move(shown));
    }
    return json_reply(json::object{{"items", std::move(items)}, {"next", nullptr}});
}

}  // namespace

json::object duty_json(const policy::Duty& duty) {
    json::array items;
    for (const auto& item : duty.items) items.emplace_back(item);
    return {{"duty", duty.duty},        {"stage", duty.stage}, {"title", title_json(duty.title)},
            {"text", title_json(duty.text)}, {"place", duty.place}, {"items", std::move(items)}};
}

json::array duties_of_estate(kernel::Transaction& transaction, const policy::Pack& pack, const place::Place& estate, base::Day on) {
    const auto above = place::above(transaction, estate);
    std::map<std::pair<std::string, std::string>, json::value> bearers;
    json::array duties;
    for (const auto& duty : pack.parties.duties) {
        if (duty.stage != "both" && duty.stage != estate.stage) continue;
        const auto [found, fresh] = bearers.try_emplace({duty.party, duty.department}, nullptr);
        if (fresh) {
            if (const auto party = bearer(transaction, estate, above, duty.party, duty.department, on))
                found->second = json::object{{"id", party->id}, {"name", party->name}};
        }
        auto shown = duty_json(duty);
        shown["party_kind"] = duty.party;
        shown["party_title"] = duty.department.empty() ? title_of(pack.parties.kinds, duty.party) : title_of(pack.parties.departments, duty.department);
        shown["party"] = found->second;
        duties.emplace_back(std::move(shown));
    }
    return duties;
}

void duty_routes(kernel::Router& router, const policy::Pack& pack) {
    router.see("/api/estates/{id}", Guard{"place.read", place::path_of_parameter("id"), false}, {"小区", "An estate"},
               [&pack](Context& context) { return show_estate(context, pack); });
    router.see("/api/duties", Guard{"standard.read", {}, false}, {"各主体的职责", "Duties of the parties"},
               [&pack](Context&) { return list_duties(pack); });
}

}  // namespace anju::party
