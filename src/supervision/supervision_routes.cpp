#include "base/refusal.hpp"
#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "place/place.hpp"
#include "supervision/supervision.hpp"

namespace anju::supervision {
namespace {

namespace json = kernel::json;
using kernel::Body;
using kernel::Context;
using kernel::Reply;

constexpr std::size_t longest_title = 80;
constexpr std::size_t longest_story = 4000;

std::string path_of(const Context& context, const std::string& estate_id) {
    return place::get(context.transaction, estate_id, "estate").path;
}
std::string path_in_body(Context& context) {
    auto const* estate = context.body().if_contains("estate_id");
    if (estate == nullptr || !estate->is_string())
        base::refuse_field("estate_id", "missing", {"请选小区。", "Choose an estate."});
    return path_of(context, std::string{estate->get_string()});
}
std::string path_of_visit(Context& context) {
    return path_of(context, get_visit(context.transaction, context.parameter("id")).estate_id);
}
std::string path_of_case(Context& context) {
    return path_of(context, get_case(context.transaction, context.parameter("id")).estate_id);
}
std::string path_of_merit(Context& context) {
    return path_of(context, get_merit(context.transaction, context.parameter("id")).estate_id);
}

/// One list, newest first (ids run with the time): `select` ends where the next condition is added, its first column is
/// the id.
Reply list(const Context& context, std::string select, kernel::Values values, json::object (*show)(const Context&, const kernel::Row&)) {
    auto const page = kernel::page_of(context);
    if (page.after.size() == 1) {
        values.emplace_back(page.after[0]);
        select += " AND t.id < $" + std::to_string(values.size());
    }
    auto const rows =
        context.transaction.query(select + " ORDER BY t.id DESC LIMIT " + std::to_string(page.size + 1), values);
    json::array items;
    std::string next;
    for (auto const& row : rows) {
        if (std::ssize(items) == page.size) break;
        items.push_back(show(context, row));
        next = std::ssize(rows) > page.size ? kernel::next_token({row.text(0)}) : std::string{};
    }
    return kernel::list_reply(std::move(items), next);
}

void filter(const Context& context, std::string& sql, kernel::Values& values, std::string_view name) {
    auto const value = context.query(name);
    if (!value || value->empty()) return;
    values.emplace_back(*value);
    sql += " AND t." + std::string{name} + " = $" + std::to_string(values.size());
}

json::object estate_json(const kernel::Row& row) {
    return {{"id", row.text(1)}, {"name", row.text(2)}};
}

json::object visit_json(const Context&, const kernel::Row& row) {
    auto const visited_on = row.text_or_null(8);
    return {{"id", row.text(0)},
            {"estate", estate_json(row)},
            {"kind", row.text(3)},
            {"planned_on", row.text(4)},
            {"by_whom", row.text(5)},
            {"purpose", row.text(6)},
            {"state", row.text(7)},
            {"visited_on", visited_on ? json::value(*visited_on) : json::value(nullptr)},
            {"observed", row.text(9)},
            {"report", row.text(10)},
            {"version", row.number(11)}};
}

Reply visits(Context& context) {
    kernel::Values values;
    std::string sql =
        "SELECT t.id, p.id, p.name, t.kind, t.planned_on, t.by_whom, t.purpose, t.state, t.visited_on, t.observed, "
        "t.report, t.version FROM visit t JOIN place p ON p.id = t.estate_id WHERE " +
        kernel::place_filter(context.actor, "evaluation.read", "p.path", values);
    filter(context, sql, values, "kind");
    filter(context, sql, values, "state");
    return list(context, sql, std::move(values), visit_json);
}

json::object case_json(const Context&, const kernel::Row& row) {
    return {{"id", row.text(0)},    {"estate", estate_json(row)}, {"title", row.text(3)},
            {"story", row.text(4)}, {"state", row.text(5)},       {"version", row.number(6)}};
}

/// Drafts of the actor's places; what is published is for everybody to learn from.
Reply cases(Context& context) {
    kernel::Values values;
    auto const own = kernel::place_filter(context.actor, "evaluation.read", "p.path", values);
    return list(context,
                "SELECT t.id, p.id, p.name, t.title, t.story, t.state, t.version FROM model_case t JOIN place p ON "
                "p.id = t.estate_id WHERE (" +
                    own + " OR t.state = 'published')",
                std::move(values), case_json);
}

json::object public_case_json(const Context&, const kernel::Row& row) {
    return {{"estate_name", row.text(1)}, {"title", row.text(2)}, {"story", row.text(3)}};
}

Reply public_cases(Context& context) {
    return list(context,
                "SELECT t.id, p.name, t.title, t.story FROM model_case t JOIN place p ON p.id = t.estate_id WHERE "
                "t.state = 'published'",
                {}, public_case_json);
}

json::object merit_json(const Context& context, const kernel::Row& row) {
    return {{"id", row.text(0)},     {"estate", estate_json(row)},
            {"year", row.number(3)}, {"title", row.text(4)},
            {"state", row.text(5)},  {"star", row.number(6)},
            {"own", row.text(7) == context.actor.account_id},  // the proposer may not confirm
            {"version", row.number(8)}};
}

Reply merits(Context& context) {
    kernel::Values values;
    auto const own = kernel::place_filter(context.actor, "evaluation.read", "p.path", values);
    return list(context,
                "SELECT t.id, p.id, p.name, t.year, t.title, t.state, t.star, t.created_by, t.version FROM merit t "
                "JOIN place p ON p.id = t.estate_id WHERE " +
                    own,
                std::move(values), merit_json);
}

Reply made(const std::string& id) {
    return kernel::json_reply(json::object{{"id", id}, {"version", 1}}, 201);
}

Reply changed(const std::string& id, std::int64_t version) {
    return kernel::json_reply(json::object{{"id", id}, {"version", version + 1}});
}

/// The version the client has seen; the update refuses it when it is no longer the row's.
std::int64_t seen_version(Body& body) {
    auto const version = body.whole("version", 1, std::int64_t{1} << 40);
    body.done();
    return version;
}

Reply plan_route(Context& context) {
    Body body{context.body()};
    auto const kind = body.one_of("kind", {"supervision", "mutual"});
    auto const estate_id = body.id("estate_id");
    auto const planned_on = body.day("planned_on");
    auto const by_whom = body.text("by_whom", 2, longest_title);
    auto const purpose = body.text("purpose", 2, 500);
    body.done();
    return made(plan(context, {kind, estate_id, planned_on, by_whom, purpose}));
}

Reply visit_route(Context& context) {
    Body body{context.body()};
    auto const visited_on = body.day("visited_on");
    auto const observed = body.text("observed", 2, longest_story);
    auto before = get_visit(context.transaction, context.parameter("id"));
    before.version = seen_version(body);
    record_visit(context, before, visited_on, observed);
    return changed(before.id, before.version);
}

Reply report_route(Context& context) {
    Body body{context.body()};
    auto const text = body.text("report", 2, longest_story);
    auto before = get_visit(context.transaction, context.parameter("id"));
    before.version = seen_version(body);
    report(context, before, text);
    return changed(before.id, before.version);
}

Reply add_case_route(Context& context) {
    Body body{context.body()};
    auto const estate_id = body.id("estate_id");
    auto const title = body.text("title", 2, longest_title);
    auto const story = body.text("story", 10, longest_story);
    body.done();
    return made(add_case(context, estate_id, title, story));
}

Reply publish_case_route(Context& context) {
    Body body{context.body()};
    auto before = get_case(context.transaction, context.parameter("id"));
    before.version = seen_version(body);
    publish_case(context, before);
    return changed(before.id, before.version);
}

Reply propose_route(Context& context) {
    Body body{context.body()};
    auto const estate_id = body.id("estate_id");
    auto const title = body.text("title", 2, longest_title);
    body.done();
    return made(propose(context, estate_id, title));
}

Reply confirm_route(Context& context) {
    Body body{context.body()};
    auto before = get_merit(context.transaction, context.parameter("id"));
    before.version = seen_version(body);
    confirm(context, before);
    return changed(before.id, before.version);
}

}  // namespace

void routes(kernel::Router& router) {
    router.see("/api/visits", {"evaluation.read", {}},
               {"督查和互访，新的在前", "Supervision and mutual visits, newest first"}, visits);
    router.act("POST", "/api/visits", {"rectification.assign", path_in_body},
               {"安排督查或互访", "Plan a supervision or a mutual visit"}, plan_route);
    router.act("POST", "/api/visits/{id}/visit", {"rectification.assign", path_of_visit},
               {"登记走访", "Enter what was seen"}, visit_route);
    router.act("POST", "/api/visits/{id}/report", {"rectification.assign", path_of_visit},
               {"写走访报告", "Write the visit's report"}, report_route);
    router.see("/api/model-cases", {"evaluation.read", {}}, {"典型经验", "Model cases"}, cases);
    router.act("POST", "/api/model-cases", {"rectification.assign", path_in_body},
               {"写典型经验", "Write a model case"}, add_case_route);
    router.act("POST", "/api/model-cases/{id}/publish", {"publish.results", path_of_case},
               {"公开典型经验", "Publish a model case"}, publish_case_route);
    router.see("/api/public/model-cases", kernel::Guard::open(), {"公开的典型经验", "Published model cases"},
               public_cases);
    router.see("/api/merits", {"evaluation.read", {}}, {"评先评优提名", "Merit proposals"}, merits);
    router.act("POST", "/api/merits", {"rectification.assign", path_in_body},
               {"提名评先评优", "Propose an estate for a merit"}, propose_route);
    router.act("POST", "/api/merits/{id}/confirm", {"publish.results", path_of_merit},
               {"确认评先评优", "Confirm a merit"}, confirm_route);
}

}  // namespace anju::supervision
