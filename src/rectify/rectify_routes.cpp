#include "attachment/attachment.hpp"
#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "place/place.hpp"
#include "rectify/rectify_view.hpp"

namespace anju::rectify {
namespace {

using kernel::Body;
using kernel::Context;
using kernel::json_reply;
using kernel::Reply;

constexpr std::size_t longest_note = 500;

std::string path_of_rectification(Context& context) {
    return place::get(context.transaction, get(context.transaction, context.parameter("id")).estate_id, "estate").path;
}
std::string path_of_finding(Context& context) {
    return place::get(context.transaction, finding::get(context.transaction, context.parameter("id")).estate_id,
                      "estate")
        .path;
}

Reply show(const Context& context, const standard::Standard& standard, const std::string& id, int status = 200) {
    return json_reply(RectificationView{context, standard}.show(id), status);
}

/// A rectification is seen by whoever may see its finding: a street's self-check stays with the street. One of a record is seen
/// by whoever may see findings there.
Reply show_route(Context& context, const standard::Standard& standard) {
    auto const& id = context.parameter("id");
    auto const one = get(context.transaction, id);
    if (!one.finding_id.empty()) finding::get_visible(context, one.finding_id);
    return show(context, standard, id);
}

/// The rectification of the route in the version the client has seen.
Rectification seen(const Context& context, Body& body) {
    auto one = get(context.transaction, context.parameter("id"));
    auto const version = body.whole("version", 1, std::int64_t{1} << 40);
    body.done();
    one.version = version;  // the update refuses it when it is no longer the row's
    return one;
}

Reply assign_route(Context& context, const standard::Standard& standard) {
    Body body{context.body()};
    Assignment assignment;
    assignment.party_id = body.id("party_id");
    assignment.due = body.day_or_null("due");
    assignment.note = body.text_or("note", longest_note);
    body.done();
    auto const finding = finding::get(context.transaction, context.parameter("id"));
    return show(context, standard, assign(context, standard, finding, assignment), 201);
}

Reply fix_route(Context& context, const standard::Standard& standard) {
    Body body{context.body()};
    auto const note = body.text("note", 1, longest_note);
    auto const photos = body.ids("photo_ids", 12);
    auto const before = seen(context, body);
    fix(context, before, note, photos);
    return show(context, standard, before.id);
}

Reply confirm_route(Context& context, const standard::Standard& standard) {
    Body body{context.body()};
    auto const note = body.text_or("note", longest_note);
    auto const before = seen(context, body);
    confirm(context, before, note);
    return show(context, standard, before.id);
}

Reply reopen_route(Context& context, const standard::Standard& standard) {
    Body body{context.body()};
    auto const why = body.text("why", 2, longest_note);
    auto const before = seen(context, body);
    reopen(context, standard, before, why);
    return show(context, standard, before.id);
}

/// Adds " AND column = $n" for a filter given in the query.
void filter(const Context& context, std::string& sql, kernel::Values& values, std::string_view name,
            std::string_view column) {
    auto const value = context.query(name);
    if (!value || value->empty()) return;
    values.emplace_back(*value);
    sql += " AND " + std::string{column} + " = $" + std::to_string(values.size());
}

Reply list_route(Context& context, const standard::Standard& standard) {
    auto const page = kernel::page_of(context);
    kernel::Values values;
    std::string sql =
        "SELECT r.id, r.due FROM rectification r LEFT JOIN finding f ON f.id = r.finding_id JOIN place p ON p.id = "
        "r.estate_id WHERE ";
    sql += kernel::place_filter(context.actor, "finding.read", "p.path", values);
    sql += " AND (r.finding_id IS NULL OR " + attachment::finding_filter(context.actor, values) + ")";
    filter(context, sql, values, "evaluation", "f.evaluation_id");
    filter(context, sql, values, "estate", "r.estate_id");
    filter(context, sql, values, "record", "r.record_id");
    auto const state = context.query("state");
    if (state == "closed") {
        sql += " AND (r.state = 'closed' OR (r.state = 'open' AND " + std::string{cured} + "))";
    } else {
        filter(context, sql, values, "state", "r.state");
        if (state == "open") sql += " AND NOT " + std::string{cured};
    }
    if (context.query("overdue") == "true") {
        values.emplace_back(context.today().text());
        sql += " AND r.state = 'open' AND NOT " + std::string{cured} + " AND r.due < $" + std::to_string(values.size());
    }
    if (page.after.size() == 2) {
        values.emplace_back(page.after[0]);
        values.emplace_back(page.after[1]);
        sql +=
            " AND (r.due, r.id) > ($" + std::to_string(values.size() - 1) + ", $" + std::to_string(values.size()) + ")";
    }
    auto const rows =
        context.transaction.query(sql + " ORDER BY r.due, r.id LIMIT " + std::to_string(page.size + 1), values);
    RectificationView view{context, standard};
    kernel::json::array items;
    std::string next;
    for (auto const& row : rows) {
        if (std::ssize(items) == page.size) break;
        items.push_back(view.show(row.text(0)));
        next = std::ssize(rows) > page.size ? kernel::next_token({row.text(1), row.text(0)}) : std::string{};
    }
    return kernel::list_reply(std::move(items), next);
}

}  // namespace

void routes(kernel::Router& router, const standard::Standard& standard) {
    router.see("/api/rectifications", {"finding.read", {}},
               {"整改清单，先到期的在前", "Rectifications, earliest due first"},
               [&standard](Context& context) { return list_route(context, standard); });
    router.see("/api/rectifications/{id}", {"finding.read", path_of_rectification}, {"一条整改", "One rectification"},
               [&standard](Context& context) { return show_route(context, standard); });
    router.act("POST", "/api/findings/{id}/rectification", {"rectification.assign", path_of_finding},
               {"派整改", "Assign a rectification"},
               [&standard](Context& context) { return assign_route(context, standard); });
    router.act("POST", "/api/rectifications/{id}/fix", {"rectification.fix", path_of_rectification},
               {"报告整改完成", "Report it fixed"},
               [&standard](Context& context) { return fix_route(context, standard); });
    router.act("POST", "/api/rectifications/{id}/confirm", {"rectification.confirm", path_of_rectification},
               {"确认整改完成", "Confirm it is fixed"},
               [&standard](Context& context) { return confirm_route(context, standard); });
    router.act("POST", "/api/rectifications/{id}/reopen", {"rectification.confirm", path_of_rectification},
               {"退回重改", "Send it back"}, [&standard](Context& context) { return reopen_route(context, standard); });
}

}  // namespace anju::rectify
