#include "base/refusal.hpp"
#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "merit/merit.hpp"
#include "place/place.hpp"

namespace anju::merit {
namespace {

namespace json = kernel::json;
using kernel::Body;
using kernel::Context;
using kernel::Reply;

constexpr std::size_t longest_title = 80;

std::string path_of(const Context& context, const std::string& estate_id) {
    return place::get(context.transaction, estate_id, "estate").path;
}
std::string path_in_body(Context& context) {
    auto const* estate = context.body().if_contains("estate_id");
    if (estate == nullptr || !estate->is_string())
        base::refuse_field("estate_id", "missing", {"请选小区。", "Choose an estate."});
    return path_of(context, std::string{estate->get_string()});
}
std::string path_of_merit(Context& context) {
    return path_of(context, get(context.transaction, context.parameter("id")).estate_id);
}

json::object shown(const Context& context, const kernel::Row& row) {
    return {{"id", row.text(0)},
            {"estate", json::object{{"id", row.text(1)}, {"name", row.text(2)}}},
            {"year", row.number(3)},
            {"title", row.text(4)},
            {"state", row.text(5)},
            {"star", row.number(6)},
            {"own", row.text(7) == context.actor.account_id},  // the proposer may not confirm
            {"version", row.number(8)}};
}

/// Newest first: ids run with the time.
Reply merits(Context& context) {
    kernel::Values values;
    auto select =
        "SELECT t.id, p.id, p.name, t.year, t.title, t.state, t.star, t.created_by, t.version FROM merit t JOIN place p "
        "ON p.id = t.estate_id WHERE " +
        kernel::place_filter(context.actor, "evaluation.read", "p.path", values);
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
        items.push_back(shown(context, row));
        next = std::ssize(rows) > page.size ? kernel::next_token({row.text(0)}) : std::string{};
    }
    return kernel::list_reply(std::move(items), next);
}

Reply propose_route(Context& context) {
    Body body{context.body()};
    auto const estate_id = body.id("estate_id");
    auto const title = body.text("title", 2, longest_title);
    body.done();
    return kernel::json_reply(json::object{{"id", propose(context, estate_id, title)}, {"version", 1}}, 201);
}

Reply confirm_route(Context& context) {
    Body body{context.body()};
    auto before = get(context.transaction, context.parameter("id"));
    before.version = body.whole("version", 1, std::int64_t{1} << 40);  // the one the client has seen
    body.done();
    confirm(context, before);
    return kernel::json_reply(json::object{{"id", before.id}, {"version", before.version + 1}});
}

}  // namespace

void routes(kernel::Router& router) {
    router.see("/api/merits", {"evaluation.read", {}}, {"评先评优提名", "Merit proposals"}, merits);
    router.act("POST", "/api/merits", {"rectification.assign", path_in_body},
               {"提名评先评优", "Propose an estate for a merit"}, propose_route);
    router.act("POST", "/api/merits/{id}/confirm", {"publish.results", path_of_merit},
               {"确认评先评优", "Confirm a merit"}, confirm_route);
}

}  // namespace anju::merit
