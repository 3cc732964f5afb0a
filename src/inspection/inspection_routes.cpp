// Routes about inspections as a whole; those about what stands on a sheet are in sheet_routes.cpp.
#include <fmt/format.h>

#include <array>

#include "inspection/sheet.hpp"
#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "place/place_change.hpp"

namespace anju::inspection {

namespace {

using kernel::Context;
using kernel::Guard;
using kernel::Reply;
namespace json = kernel::json;

Reply list(Context& context, const standard::Standard& standard) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> equal{
        {{"evaluation", "n.evaluation_id"}, {"source", "n.source"}, {"state", "n.state"}, {"estate", "n.estate_id"}}};
    const auto page = kernel::page_of(context);
    kernel::Values values;
    std::string condition = "1 = 1";
    const auto add = [&](std::string_view column, std::string_view sign, std::string value) {
        values.emplace_back(std::move(value));
        condition += fmt::format(" AND {} {} ${}", column, sign, values.size());
    };
    for (const auto& [name, column] : equal)
        if (const auto value = context.query(name); value && !value->empty()) add(column, "=", *value);
    if (!page.after.empty()) add("n.id", ">", page.after.front());
    auto items = list_json(context, standard, condition, std::move(values), page.size + 1);
    std::string next;
    if (std::ssize(items) > page.size) {
        items.pop_back();
        next = kernel::next_token({std::string{items.back().at("id").as_string()}});
    }
    return kernel::list_reply(std::move(items), next);
}

Reply open_sheet(Context& context, const standard::Standard& standard) {
    kernel::Body body{context.body()};
    const auto evaluation_id = body.id("evaluation_id");
    NewInspection wanted;
    wanted.estate_id = body.id("estate_id");
    wanted.source = body.one_of("source", {"self_check", "department"});
    wanted.party_id = body.id_or_null("party_id").value_or("");
    body.done();
    return kernel::json_reply(json::object{{"id", open(context, evaluation::get(context.transaction, standard, evaluation_id), wanted)}}, 201);
}

Reply assign_estates(Context& context, const standard::Standard& standard) {
    kernel::Body body{context.body()};
    Assignment wanted;
    wanted.estate_ids = body.ids("estate_ids", 5000);
    wanted.party_id = body.id("party_id");
    if (const auto day = body.day_or_null("planned_from")) wanted.planned_from = day->text();
    if (const auto day = body.day_or_null("planned_to")) wanted.planned_to = day->text();
    body.done();
    const auto evaluation = evaluation::get(context.transaction, standard, context.parameter("id"));
    return kernel::json_reply(json::object{{"assigned", assign(context, evaluation, wanted)}});
}

Reply change_sheet(Context& context, const standard::Standard& standard) {
    kernel::Body body{context.body()};
    const auto visited = body.day_or_null("visited_on");
    const auto summary = body.text_or("summary", 4000);
    if (body.has("version")) body.whole("version", 0, INT64_MAX);
    if (visited && *visited > context.today()) body.wrong("visited_on", {"检查日期不能在今天以后。", "The day of the visit cannot lie in the future."});
    body.done();
    const auto sheet = sheet_of(context, standard, context.parameter("id"));
    const auto& before = sheet.inspection;
    require_edit(context.actor, sheet);
    place::require_seen(place::seen_version(context), before.version);
    context.transaction.run("UPDATE inspection SET visited_on = $2, summary = $3, version = version + 1 WHERE id = $1",
                            {before.id, visited ? kernel::Value{visited->text()} : kernel::Value{nullptr}, summary});
    context.journal({"inspection.change", "inspection", before.id, before.estate_id, {{"visited_on", before.visited_on}, {"summary", before.summary}},
                     {{"visited_on", visited ? visited->text() : std::string{}}, {"summary", summary}}, {}, kernel::Reach::place});
    return kernel::json_reply(sheet_json(context, standard, sheet_of(context, standard, before.id)));
}

}  // namespace

void routes(kernel::Router& router, const standard::Standard& standard) {
    router.see("/api/inspections", Guard{"evaluation.read", {}}, {"检查表", "Inspections"}, [&standard](Context& context) { return list(context, standard); });
    router.act("POST", "/api/inspections", Guard::any_account(), {"开始自查或者部门考核", "Open a self-check or a department's sheet"},
               [&standard](Context& context) { return open_sheet(context, standard); });
    router.see("/api/inspections/{id}", Guard{"evaluation.read", {}}, {"一张检查表", "One inspection"}, [&standard](Context& context) {
        return kernel::json_reply(sheet_json(context, standard, sheet_of(context, standard, context.parameter("id"))));
    });
    router.act("PUT", "/api/inspections/{id}", Guard::any_account(), {"改检查日期和小结", "Change the day of the visit and the summary"},
               [&standard](Context& context) { return change_sheet(context, standard); });
    router.act("POST", "/api/inspections/{id}/hand-in", Guard::any_account(), {"交卷", "Hand in"}, [&standard](Context& context) {
        hand_in(context, sheet_of(context, standard, context.parameter("id")));
        return kernel::json_reply(sheet_json(context, standard, sheet_of(context, standard, context.parameter("id"))));
    });
    router.act("POST", "/api/evaluations/{id}/assign", Guard{"evaluation.manage", {}}, {"分配第三方评估单位", "Assign an assessor"},
               [&standard](Context& context) { return assign_estates(context, standard); });
    router.see("/api/evaluations/{id}/estates", Guard{"evaluation.read", {}}, {"参评小区和各方进度", "The year's estates and their sheets"}, [&standard](Context& context) {
        return kernel::list_reply(estates_json(context, evaluation::get(context.transaction, standard, context.parameter("id"))), {});
    });
    sheet_routes(router, standard);
}

}  // namespace anju::inspection
