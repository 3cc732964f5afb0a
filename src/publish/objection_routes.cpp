#include "base/refusal.hpp"
#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "place/place.hpp"
#include "publish/frozen.hpp"

namespace anju::publish {
namespace {

namespace json = kernel::json;
using kernel::Body;
using kernel::Context;
using kernel::Reply;

std::string path_of_objection(Context& context) {
    return place::get(context.transaction, get_objection(context.transaction, context.parameter("id")).estate_id,
                      "estate")
        .path;
}

std::string path_of_estate_in_body(Context& context) {
    auto const* estate = context.body().if_contains("estate_id");
    if (estate == nullptr || !estate->is_string())
        base::refuse_field("estate_id", "missing", {"请选小区。", "Choose an estate."});
    return place::get(context.transaction, std::string{estate->get_string()}, "estate").path;
}

Reply raise_route(Context& context, const standard::Standard& standard) {
    Body body{context.body()};
    auto const evaluation_id = body.id("evaluation_id");
    NewObjection objection{body.id("estate_id"), body.text_or("item", 20), body.id_or_null("finding_id").value_or(""),
                           body.text("text", 10, 1000), "party"};
    body.done();
    auto const receipt = raise(context, evaluation::get(context.transaction, standard, evaluation_id), objection);
    return kernel::json_reply(json::object{{"receipt", receipt}}, 201);
}

std::vector<FindingChange> changes_of(Body& body) {
    std::vector<FindingChange> changes;
    std::size_t place = 0;
    for (auto const& value : body.list("changes", 100)) {
        auto const field = "changes/" + std::to_string(place++);
        if (!value.is_object()) {
            body.wrong(field, {"每条改动要写明扣分记录。", "Each change names a finding."});
            continue;
        }
        Body inner{value.get_object(), field + "/"};
        FindingChange change{inner.id("finding_id"), inner.yes_no("withdraw", false), {}};
        if (inner.has("deduct"))
            change.deduct = inner.points("deduct");
        else
            inner.text_or("deduct", 1);  // null is allowed
        body.take(inner);
        changes.push_back(std::move(change));
    }
    return changes;
}

json::object objection_json(const Context& context, const policy::Pack& pack, const Objection& objection) {
    auto const estate = place::get(context.transaction, objection.estate_id, "estate");
    auto const* item = objection.item.empty() ? nullptr : pack.item(objection.item);
    json::value finding = nullptr;
    if (!objection.finding_id.empty()) {
        auto const found = finding::get(context.transaction, objection.finding_id);
        finding = json::object{{"id", found.id},
                               {"item", found.item},
                               {"reason", found.reason},
                               {"deduct", found.deduct.text()},
                               {"state", found.state}};
    }
    return {{"id", objection.id},
            {"receipt", objection.receipt},
            {"estate", named_json(estate.id, estate.name)},
            {"item", objection.item.empty() ? json::value(nullptr) : json::value(objection.item)},
            {"item_title", item ? json::value(standard::text_json(item->title)) : json::value(nullptr)},
            {"finding", std::move(finding)},
            {"text", objection.text},
            {"channel", objection.channel},
            {"raised_at", instant_json(objection.raised_at)},
            {"state", objection.state},
            {"answer", objection.answer},
            {"decided_at", instant_json(objection.decided_at)},
            {"version", objection.version}};
}

Reply decide_route(Context& context, const standard::Standard& standard) {
    Body body{context.body()};
    Answer answer;
    answer.decision = body.one_of("decision", {"upheld", "partly", "refused"});
    answer.answer = body.text("answer", 2, 1000);
    answer.changes = changes_of(body);
    answer.version = body.whole("version", 1, std::int64_t{1} << 40);
    body.done();
    auto const objection = get_objection(context.transaction, context.parameter("id"));
    auto const evaluation = evaluation::get(context.transaction, standard, objection.evaluation_id);
    decide(context, evaluation, objection, answer);
    return kernel::json_reply(
        objection_json(context, *evaluation.pack, get_objection(context.transaction, objection.id)));
}

Reply list_route(Context& context, const standard::Standard& standard) {
    auto const page = kernel::page_of(context);
    kernel::Values values;
    auto condition = kernel::place_filter(context.actor, "finding.read", "p.path", values);
    auto const require = [&](const std::string& comparison, const std::string& value) {
        values.emplace_back(value);
        condition += " AND " + comparison + " $" + std::to_string(values.size());
    };
    if (auto const evaluation = context.query("evaluation"); evaluation && !evaluation->empty())
        require("o.evaluation_id =", *evaluation);
    if (auto const state = context.query("state"); state && !state->empty()) require("o.state =", *state);
    if (!page.after.empty()) require("o.id >", page.after.front());
    auto const rows =
        context.transaction.query("SELECT o.id FROM objection o JOIN place p ON p.id = o.estate_id WHERE " + condition +
                                      " ORDER BY o.id LIMIT " + std::to_string(page.size + 1),
                                  values);
    json::array items;
    std::string next;
    for (auto const& row : rows) {
        if (std::ssize(items) == page.size) {
            next = kernel::next_token({std::string{items.back().as_object()["id"].as_string()}});
            break;
        }
        auto const objection = get_objection(context.transaction, row.text(0));
        auto const evaluation = evaluation::get(context.transaction, standard, objection.evaluation_id);
        items.push_back(objection_json(context, *evaluation.pack, objection));
    }
    return kernel::list_reply(std::move(items), next);
}

}  // namespace

void objection_routes(kernel::Router& router, const standard::Standard& standard) {
    router.act("POST", "/api/objections", {"objection.raise", path_of_estate_in_body},
               {"提出异议", "Raise an objection"},
               [&standard](Context& context) { return raise_route(context, standard); });
    router.see("/api/objections", {"finding.read", {}}, {"异议清单", "Objections"},
               [&standard](Context& context) { return list_route(context, standard); });
    router.act("POST", "/api/objections/{id}/decide", {"objection.decide", path_of_objection},
               {"答复异议", "Answer an objection"},
               [&standard](Context& context) { return decide_route(context, standard); });
}

}  // namespace anju::publish
