#include <fmt/format.h>

#include "finding/finding.hpp"
#include "finding/list_conditions.hpp"
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

Reply list(Context& context, const standard::Standard& standard) {
    const auto page = kernel::page_of(context);
    kernel::Values values;
    auto condition = list_conditions([&](std::string_view name) { return context.query(name); }, values);
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

/// One of the daily work stands on the live scorecard: whoever may see that may see it too.
Finding get_shown(Context& context, const std::string& id) {
    auto finding = get(context.transaction, id);
    const bool on_live_card = finding.evaluation_id == live_evaluation && context.actor.may("rating.read", path_of_estate(context.transaction, finding.estate_id));
    return on_live_card ? finding : get_visible(context, id);
}

Reply see_one(Context& context, const standard::Standard& standard) {
    const auto finding = get_shown(context, context.parameter("id"));
    auto out = shown(context, standard, finding.id);
    const auto others = select_visible(context, "f.evaluation_id = $1 AND f.estate_id = $2 AND f.item = $3 AND f.id <> $4 AND (f.evaluation_id <> 'live' OR f.state = 'accepted')",
                                       {finding.evaluation_id, finding.estate_id, finding.item, finding.id}, "ORDER BY f.id LIMIT 200");
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
    router.see("/api/findings", Guard::any_account(), {"扣分记录", "Findings"}, [&standard](Context& context) { return list(context, standard); }, kernel::Keep::place_in_query("estate"));
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
