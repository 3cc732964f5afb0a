#include <algorithm>

#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "party/duties.hpp"
#include "party/party.hpp"
#include "party/titles.hpp"
#include "place/place_change.hpp"
#include "policy/field/numbers.hpp"

namespace anju::party {

namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;

namespace {

Reply list_parties(Context& context, const policy::Pack& pack) {
    kernel::Values values{context.today().text()};
    std::string where = "1 = 1";
    if (const auto kind = context.query("kind"); kind && !kind->empty()) {
        values.emplace_back(*kind);
        where = "p.kind = $2";
    }
    // A page is large because pickers want all parties of a kind; only a district with more companies than that sees a second one.
    constexpr std::size_t page = 1000;
    if (const auto after = kernel::page_of(context).after; after.size() == 3) {
        const auto n = values.size();
        where += " AND (p.kind, p.name, p.id) > ($" + std::to_string(n + 1) + ", $" + std::to_string(n + 2) + ", $" + std::to_string(n + 3) + ")";
        values.insert(values.end(), after.begin(), after.end());
    }
    const auto rows = context.transaction.query(
        "SELECT p.id, p.kind, p.name, p.department, p.credit_code, p.state, p.version, l.id, l.name, "
        "(SELECT COUNT(DISTINCT e.estate_id) FROM estate_party e WHERE e.party_id = p.id AND e.from_day <= $1 AND (e.to_day IS NULL OR e.to_day >= $1)) "
        "FROM party p LEFT JOIN place l ON l.id = p.place_id WHERE " + where + " ORDER BY p.kind, p.name, p.id LIMIT " + std::to_string(page + 1), values);
    json::array items;
    std::string next;
    for (const auto& row : rows) {
        if (items.size() == page) {
            const auto& last = items.back();
            next = kernel::next_token({std::string{last.at("kind").as_string()}, std::string{last.at("name").as_string()}, std::string{last.at("id").as_string()}});
            break;
        }
        json::value place = nullptr;
        if (!row.null(7)) place = json::object{{"id", row.text(7)}, {"name", row.text(8)}};
        items.emplace_back(json::object{{"id", row.text(0)}, {"kind", row.text(1)}, {"kind_title", title_of(pack.parties.kinds, row.text(1))},
                                        {"name", row.text(2)}, {"department", row.text(3)}, {"credit_code", row.text(4)}, {"place", std::move(place)},
                                        {"state", row.text(5)}, {"estates", row.number(9)}, {"version", row.number(6)}});
    }
    return kernel::list_reply(std::move(items), next);
}

std::vector<std::string> codes(const std::vector<policy::Named>& named) {
    std::vector<std::string> all;
    for (const auto& one : named) all.push_back(one.code);
    return all;
}

struct Wanted { std::string name, credit_code, department, place_id; };

Wanted read_wanted(Context& context, kernel::Body& body, const policy::Pack& pack, std::string_view kind) {
    Wanted wanted;
    wanted.name = body.text("name", 2, 80);
    wanted.credit_code = body.text_or("credit_code", 32);
    wanted.department = body.text_or("department", 40);
    wanted.place_id = body.id_or_null("place_id").value_or("");
    if (!wanted.credit_code.empty()) {
        wanted.credit_code = policy::field::normalise(wanted.credit_code);
        if (const auto refused = policy::field::refuse_credit_code(wanted.credit_code)) body.wrong("credit_code", *refused);
    }
    if (kind == "department" ? !is_named(pack.parties.departments, wanted.department) : !wanted.department.empty())
        body.wrong("department", {"部门主体须从标准列出的部门里选，其他主体不填。", "Choose one of the standard's departments; leave it empty for other parties."});
    const bool needs_place = kind == "street" || kind == "community";
    const auto place = wanted.place_id.empty() ? std::nullopt : place::find(context.transaction, wanted.place_id);
    if (needs_place ? !place || place->kind != kind : !wanted.place_id.empty() && !place)
        body.wrong("place_id", {"街道、社区主体须选对应的街道、社区。", "A street or community party needs its street or community."});
    return wanted;
}

Reply add_party(Context& context, const policy::Pack& pack) {
    kernel::Body body{context.body()};
    const auto kind = body.one_of("kind", codes(pack.parties.kinds));
    const auto wanted = read_wanted(context, body, pack, kind);
    body.done();
    const auto made = add(context.transaction, kind, wanted.name, wanted.place_id, wanted.department, wanted.credit_code);
    context.journal({.act = "party.add", .thing_kind = "party", .thing_id = made.id, .place_id = made.place_id,
                     .after = json::object{{"kind", kind}, {"name", made.name}}, .why = {}});
    return json_reply(json::object{{"id", made.id}}, 201);
}

Reply change_party(Context& context, const policy::Pack& pack) {
    const auto party = get(context.transaction, context.parameter("id"));
    kernel::Body body{context.body()};
    const auto wanted = read_wanted(context, body, pack, party.kind);
    const auto state = body.has("state") ? body.one_of("state", {"active", "ended"}) : party.state;
    if (body.has("version")) body.whole("version", 0, INT64_MAX);
    if (body.has("kind") && body.one_of("kind", codes(pack.parties.kinds)) != party.kind)
        body.wrong("kind", {"主体的种类不能改，请新增一个主体。", "A party's kind cannot change. Add another party."});
    body.done();
    place::require_seen(place::seen_version(context), party.version);
    if (context.transaction.one("SELECT id FROM party WHERE kind = $1 AND name = $2 AND id <> $3", {party.kind, wanted.name, party.id}))
        base::refuse_field("name", "name_taken", {"同类主体里已有这个名称，请换一个。", "A party of this kind has this name already. Choose another."});
    context.transaction.run(
        "UPDATE party SET name = $2, credit_code = $3, department = $4, place_id = $5, state = $6, version = version + 1 WHERE id = $1",
        {party.id, wanted.name, wanted.credit_code, wanted.department,
         wanted.place_id.empty() ? kernel::Value{nullptr} : kernel::Value{wanted.place_id}, state});
    context.journal({.act = "party.change", .thing_kind = "party", .thing_id = party.id, .place_id = party.place_id,
                     .before = json::object{{"name", party.name}, {"state", party.state}},
                     .after = json::object{{"name", wanted.name}, {"state", state}}, .why = {}});
    return json_reply(json::object{{"id", party.id}, {"version", party.version + 1}});
}

Reply join_estate(Context& context, const policy::Pack& pack) {
    kernel::Body body{context.body()};
    const auto party_id = body.id("party_id");
    auto parts = codes(pack.parties.kinds);
    // Departments are the district's; an assessor is assigned by the evaluation.
    std::erase_if(parts, [](const std::string& part) { return part == "department" || part == "assessor"; });
    const auto part = body.one_of("part", parts);
    const auto from = body.day("from");
    body.done();
    const auto estate = place::get(context.transaction, context.parameter("id"), "estate");
    const auto party = get(context.transaction, party_id);
    if (party.state != "active" || party.kind == "assessor" || party.kind == "department")
        base::refuse_field("party_id", "wrong_party", {"这个主体不能担任小区里的角色，请另选。", "This party cannot stand in a part of an estate. Choose another."});
    const auto former = in_part(context.transaction, estate.id, part, from);
    join(context.transaction, estate.id, party.id, part, from);
    context.journal({.act = "party.join", .thing_kind = "estate", .thing_id = estate.id, .place_id = estate.id,
                     .before = former ? json::value(json::object{{"part", part}, {"party_id", former->id}}) : json::value(nullptr),
                     .after = json::object{{"part", part}, {"party_id", party.id}, {"from", from.text()}}, .why = {}});
    return json_reply(json::object{{"party_id", party.id}, {"part", part}, {"from", from.text()}}, 201);
}

}  // namespace

void routes(kernel::Router& router, const policy::Pack& pack) {
    router.see("/api/parties", Guard{"place.read", {}, false}, {"主体列表", "Parties"}, [&pack](Context& context) { return list_parties(context, pack); });
    router.act("POST", "/api/parties", Guard{"party.manage", {}, false}, {"新增主体", "Add a party"},
               [&pack](Context& context) { return add_party(context, pack); });
    router.act("PUT", "/api/parties/{id}", Guard{"party.manage", {}, false}, {"修改主体", "Change a party"},
               [&pack](Context& context) { return change_party(context, pack); });
    router.act("POST", "/api/estates/{id}/parties", Guard{"party.manage", place::path_of_parameter("id"), false},
               {"确定小区的主体", "Put a party into a part of an estate"}, [&pack](Context& context) { return join_estate(context, pack); });
    duty_routes(router, pack);
    group_routes(router, pack);
}

}  // namespace anju::party
