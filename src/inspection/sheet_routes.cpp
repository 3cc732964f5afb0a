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

Sheet sheet(Context& context, const standard::Standard& standard) { return sheet_of(context, standard, context.parameter("id")); }

Reply finding_reply(Context& context, const standard::Standard& standard, const std::string& id) {
    return kernel::json_reply(finding::to_json(context.transaction, standard, {finding::get(context.transaction, id)}).front());
}

Reply mark_item(Context& context, const standard::Standard& standard) {
    kernel::Body body{context.body()};
    const auto state = body.one_of("state", {"unseen", "fine", "not_applicable"});
    const auto note = body.text_or("note", 500);
    body.done();
    const auto on = sheet(context, standard);
    mark(context, on, context.parameter("item"), state, note);
    return kernel::json_reply(item_json(context, standard, on, context.parameter("item")));
}

Reply confirm_item(Context& context, const standard::Standard& standard) {
    const auto on = sheet(context, standard);
    confirm(context, on, context.parameter("item"));
    return kernel::json_reply(item_json(context, standard, on, context.parameter("item")));
}

Reply take_measure(Context& context, const standard::Standard& standard) {
    kernel::Body body{context.body()};
    const auto value = body.percent("value");
    const auto note = body.text_or("note", 1000);
    body.done();
    measure(context, sheet(context, standard), context.parameter("item"), value, note);
    return kernel::json_reply(json::object{{"item", context.parameter("item")}, {"value", value.text()}, {"note", note}});
}

WantedFinding wanted_finding(kernel::Body& body) {
    WantedFinding wanted;
    wanted.item = body.text("item", 1, 20);
    wanted.check_point = body.has("check_point") ? body.whole("check_point", 0, 99) : (body.text_or("check_point", 0), -1);
    wanted.deduct = body.points("deduct");
    wanted.reason = body.text_or("reason", 500);
    wanted.spot = body.text_or("spot", 200);
    const auto named = body.has("photo_ids");
    auto photos = body.ids("photo_ids", 20);
    if (named) wanted.photo_ids = std::move(photos);
    return wanted;
}

Reply record_finding(Context& context, const standard::Standard& standard) {
    kernel::Body body{context.body()};
    const auto wanted = wanted_finding(body);
    body.done();
    const auto on = sheet(context, standard);
    const auto made = record(context, on, wanted);
    return kernel::json_reply(finding::new_json(context.transaction, on.evaluation, made, wanted.photo_ids.value_or(std::vector<std::string>{})), 201);
}

Reply change_finding(Context& context, const standard::Standard& standard) {
    kernel::Body body{context.body()};
    const auto wanted = wanted_finding(body);
    if (body.has("version")) body.whole("version", 0, INT64_MAX);
    body.done();
    const auto on = sheet(context, standard);
    const auto before = finding_on(context.transaction, on, context.parameter("finding"));
    require_author(context.actor, on);
    place::require_seen(place::seen_version(context), before.version);
    change(context, on, before, wanted);
    return finding_reply(context, standard, before.id);
}

Reply remove_finding(Context& context, const standard::Standard& standard) {
    std::string why;
    if (!context.request.body.empty()) {
        kernel::Body body{context.body()};
        why = body.text_or("why", 500);
        body.done();
    }
    const auto on = sheet(context, standard);
    remove(context, on, finding_on(context.transaction, on, context.parameter("finding")), why);
    return kernel::json_reply(json::object{});
}

Reply correct_finding(Context& context, const standard::Standard& standard) {
    kernel::Body body{context.body()};
    Correction wanted;
    if (body.has("deduct")) wanted.deduct = body.points("deduct");
    else body.text_or("deduct", 0);
    wanted.reason = body.text_or("reason", 500);
    wanted.withdraw = body.yes_no("withdraw", false);
    wanted.why = body.text("why", 2, 500);
    body.done();
    const auto on = sheet(context, standard);
    const auto finding = finding_on(context.transaction, on, context.parameter("finding"));
    correct(context, on, finding, wanted);
    return finding_reply(context, standard, finding.id);
}

}  // namespace

void sheet_routes(kernel::Router& router, const standard::Standard& standard) {
    const auto act = [&](std::string method, std::string path, base::Text summary, Reply (*handler)(Context&, const standard::Standard&)) {
        router.act(std::move(method), "/api/inspections/{id}" + std::move(path), Guard::any_account(), std::move(summary),
                   [&standard, handler](Context& context) { return handler(context, standard); });
    };
    act("PUT", "/items/{item}", {"标一个条目", "Mark an item"}, mark_item);
    router.act("POST", "/api/inspections/{id}/items/{item}/confirm", Guard{"inspection.confirm", {}}, {"确认“不适用”", "Confirm “not applicable”"},
               [&standard](Context& context) { return confirm_item(context, standard); });
    act("PUT", "/measures/{item}", {"填测评百分比", "Record a percentage"}, take_measure);
    act("POST", "/findings", {"记一条扣分", "Record a finding"}, record_finding);
    act("PUT", "/findings/{finding}", {"改一条扣分", "Change a finding"}, change_finding);
    act("DELETE", "/findings/{finding}", {"删一条扣分", "Delete a finding"}, remove_finding);
    act("POST", "/findings/{finding}/correct", {"交卷后更正一条扣分", "Correct a finding after hand-in"}, correct_finding);
}

}  // namespace anju::inspection
