#include <algorithm>

#include "civility/parts.hpp"
#include "kernel/page.hpp"

namespace anju::civility {
namespace {

namespace json = kernel::json;
using kernel::Context;
using kernel::Reply;
using standard::text_json;

/// What the frozen standard of a year says about the check.
Reply rules_route(Context& context, const standard::Standard& standard) {
    const auto evaluation = evaluation::get(context.transaction, standard, context.query("evaluation").value_or(""));
    if (!evaluation.pack->civility)
        throw base::Refusal{404, "no_civility_check", {"这一年的标准没有规定文明程度怎么看。", "The standard of this year has no civility check."}};
    const auto& check = *evaluation.pack->civility;
    json::array points, moments;
    for (const auto& point : check.points) {
        json::array checks;
        for (const auto& one : point.checks) checks.push_back(json::object{{"check", one.check}, {"title", text_json(one.title)}});
        points.push_back(json::object{{"point", point.point}, {"title", text_json(point.title)}, {"checks", std::move(checks)}});
    }
    for (const auto& moment : check.moments) moments.push_back(json::object{{"moment", moment.code}, {"title", text_json(moment.title)}});
    return kernel::json_reply(json::object{{"title", text_json(check.title)}, {"item", check.item}, {"points", std::move(points)}, {"moments", std::move(moments)},
                                           {"observations", check.observations}, {"second_observer_percent", check.second_observer_percent}});
}

Reply list_route(Context& context, const standard::Standard& standard) {
    const auto page = kernel::page_of(context);
    kernel::Values values;
    auto sql = "SELECT c.id FROM civility c JOIN place p ON p.id = c.estate_id WHERE " + kernel::place_filter(context.actor, "survey.read", "p.path", values);
    const auto narrow = [&](const std::string& condition, const std::string& value) {
        values.emplace_back(value);
        sql += " AND " + condition + " $" + std::to_string(values.size());
    };
    for (const auto* name : {"evaluation", "estate"})
        if (const auto wanted = context.query(name); wanted && !wanted->empty()) narrow(std::string{"c."} + name + "_id =", *wanted);
    if (page.after.size() == 1) narrow("c.id <", page.after[0]);
    const auto rows = context.transaction.query(sql + " ORDER BY c.id DESC LIMIT " + std::to_string(page.size + 1), values);
    json::array items;
    std::string next;
    for (const auto& row : rows) {
        if (std::ssize(items) == page.size) break;
        items.push_back(to_json(context, get(context.transaction, standard, row.text(0))));
        next = std::ssize(rows) > page.size ? kernel::next_token({row.text(0)}) : std::string{};
    }
    return kernel::list_reply(std::move(items), next);
}

Reply show_route(Context& context, const standard::Standard& standard) {
    const auto civility = get(context.transaction, standard, context.parameter("civility"));
    return kernel::versioned(kernel::json_reply(to_json(context, civility)), civility.version);
}

Reply observations_route(Context& context, const standard::Standard& standard) {
    const auto civility = get(context.transaction, standard, context.parameter("civility"));
    return kernel::json_reply(json::object{{"items", observations_json(context, civility)}, {"next", nullptr}});
}

}  // namespace

void routes(kernel::Router& router, const standard::Standard& standard) {
    const auto see = [&](std::string pattern, bool at_place, base::Text summary, Reply (*handler)(Context&, const standard::Standard&)) {
        router.see(std::move(pattern), {"survey.read", at_place ? path_of_civility() : kernel::PlaceOf{}}, std::move(summary),
                   [&standard, handler](Context& context) { return handler(context, standard); });
    };
    see("/api/civility-check", false, {"文明程度怎么看", "What the civility check looks at"}, rules_route);
    see("/api/civilities", false, {"文明程度测评，新的在前", "Civility checks, newest first"}, list_route);
    see("/api/civilities/{civility}", true, {"一次文明程度测评", "A civility check"}, show_route);
    see("/api/civilities/{civility}/observations", true, {"抽到的观察和观察表", "The observations drawn and their sheets"}, observations_route);
    plan_routes(router, standard);
    field_routes(router, standard);
}

}  // namespace anju::civility
