#include <fmt/format.h>

#include <array>

#include "finding/finding.hpp"
#include "finding/rows.hpp"
#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "place/place_change.hpp"

namespace anju::finding {

namespace {

using kernel::Context;
using kernel::Guard;
using kernel::Reply;
namespace json = kernel::json;

std::string path_of_finding(Context& context) { return path_of_estate(context.transaction, get(context.transaction, context.parameter("id")).estate_id); }

json::object shown(Context& context, const standard::Standard& standard, const std::string& id) {
    return to_json(context.transaction, standard, {get(context.transaction, id)}).front().as_object();
}

/// The conditions of the query string; names and columns are a closed list, values are bound.
std::string conditions(Context& context, kernel::Values& values) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> equal{{{"evaluation", "f.evaluation_id"},
                                                                                        {"estate", "f.estate_id"},
                                                                                        {"item", "f.item"},
                                                                                        {"source", "f.source"},
                                                                                        {"state", "f.state"}}};
    // Those of the daily work stand on the live scorecard, in no year.
    std::string out = "f.evaluation_id <> 'live'";
    for (const auto& [name, column] : equal) {
        const auto value = context.query(name);
        if (!value || value->empty()) continue;
        values.emplace_back(*value);
        out += fmt::format(" AND {} = ${}", column, values.size());
    }
    if (const auto street = context.query("street"); street && !street->empty()) {
        values.emplace_back(*street);
        out += fmt::format(" AND EXISTS (SELECT 1 FROM place c WHERE c.id = p.parent_id AND c.parent_id = ${})", values.size());
    }
    if (const auto wanted = context.query("disputed"); wanted && !wanted->empty()) out += fmt::format(" AND {}{}", *wanted == "true" ? "" : "NOT ", disputed);
    if (context.query("without_rectification") == "true")
        out += " AND f.state <> 'merged' AND f.state <> 'rejected' AND f.state <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM rectification r WHERE r.finding_id = f.id)";
    return out;
}

Reply list(Context& context, const standard::Standard& standard) {
    const auto page = kernel::page_of(context);
    kernel::Values values;
    auto condition = conditions(context, values);
    if (!page.after.empty()) {
        values.emplace_back(page.after.front());
        condition += fmt::format(" AND f.id > ${}", values.size());
    }
    auto findings = select_visible(context, condition, std::move(values), fmt::format("ORDER BY f.id LIMIT {}", page.size + 1));
    std::string next;
    if (std::ssize(findings) > page.size) {
        findings.pop_back();
        next = kernel::next_token({findings.back().id});
    }
    auto items = to_json(context.transaction, standard, findings);
    for (auto& item : items) item.as_object().erase("corrections");
    return kernel::list_reply(std::move(items), next);
}

Reply see_one(Context& context, const standard::Standard& standard) {
    const auto finding = get_visible(context, context.parameter("id"));
    auto out = shown(context, standard, finding.id);
    const auto others = select_visible(context, "f.evaluation_id = $1 AND f.estate_id = $2 AND f.item = $3 AND f.id <> $4",
                                       {finding.evaluation_id, finding.estate_id, finding.item, finding.id}, "ORDER BY f.id");
    out["same_fact"] = to_json(context.transaction, standard, others);
    return kernel::json_reply(out);
}

Reply opinion(Context& context, const standard::Standard& standard) {
    kernel::Body body{context.body()};
    const auto stance = body.one_of("stance", {"agree", "dispute"});
    const auto reason = body.text_or("reason", 1000);
    body.done();
    const auto finding = get_visible(context, context.parameter("id"));
    give_opinion(context, evaluation::get(context.transaction, standard, finding.evaluation_id), finding, stance, reason);
    return kernel::json_reply(shown(context, standard, finding.id));
}

Reply decision(Context& context, const standard::Standard& standard) {
    kernel::Body body{context.body()};
    NewDecision wanted;
    wanted.decision = body.one_of("decision", {"accept", "reject", "reduce", "merge"});
    if (body.has("deduct")) wanted.deduct = body.points("deduct");
    else body.text_or("deduct", 0);  // null is allowed and says nothing
    wanted.merged_into = body.id_or_null("merged_into").value_or("");
    wanted.reason = body.text_or("reason", 1000);
    if (body.has("version")) body.whole("version", 0, INT64_MAX);
    body.done();
    wanted.version = place::seen_version(context);
    const auto finding = get_visible(context, context.parameter("id"));
    const auto evaluation = evaluation::get(context.transaction, standard, finding.evaluation_id);
    evaluation::require_step(evaluation, {"panel"});  // during the notice only the answer to an objection decides
    decide(context, evaluation, finding, wanted);
    return kernel::json_reply(shown(context, standard, finding.id));
}

}  // namespace

void routes(kernel::Router& router, const standard::Standard& standard) {
    router.see("/api/findings", Guard::any_account(), {"扣分记录", "Findings"}, [&standard](Context& context) { return list(context, standard); });
    router.see("/api/findings/{id}", Guard::any_account(), {"一条扣分记录和同一事实的记录", "A finding and others of the same fact"},
               [&standard](Context& context) { return see_one(context, standard); });
    router.act("POST", "/api/findings/{id}/opinions", Guard{"finding.dispute", path_of_finding}, {"对扣分提出意见", "Give an opinion on a finding"},
               [&standard](Context& context) { return opinion(context, standard); });
    router.act("POST", "/api/findings/{id}/decide", Guard{"finding.decide", path_of_finding}, {"评审决定一条扣分", "Decide a finding"},
               [&standard](Context& context) { return decision(context, standard); });
    router.act("POST", "/api/evaluations/{id}/accept-undisputed", Guard{"finding.decide", {}}, {"无异议的扣分一并成立", "Accept all undisputed findings"},
               [&standard](Context& context) {
                   const auto evaluation = evaluation::get(context.transaction, standard, context.parameter("id"));
                   return kernel::json_reply(json::object{{"accepted", accept_undisputed(context, evaluation)}});
               });
}

}  // namespace anju::finding
