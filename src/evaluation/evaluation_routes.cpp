#include "evaluation/evaluation.hpp"
#include "kernel/body.hpp"
#include "kernel/page.hpp"

namespace anju::evaluation {

namespace {

using kernel::Context;
using kernel::Guard;
using kernel::Reply;
namespace json = kernel::json;

Reply list(Context& context) {
    json::array items;
    for (const auto& row : context.transaction.query("SELECT id, year, step, published_at FROM evaluation ORDER BY year DESC")) {
        const auto at = row.number_or_null(3);
        items.push_back({{"id", row.text(0)}, {"year", row.number(1)}, {"step", row.text(2)}, {"published_at", at ? json::value(base::Instant{*at}.text()) : json::value(nullptr)}});
    }
    return kernel::list_reply(std::move(items), {});
}

Reply open_year(Context& context, const standard::Standard& standard) {
    kernel::Body body{context.body()};
    NewEvaluation wanted;
    wanted.year = body.whole("year", 2000, 2999);
    wanted.cut_off = body.day("cut_off");
    wanted.survey_method = body.text("survey_method", 2, 2000);
    wanted.estate_ids = body.ids("estate_ids", 5000);
    wanted.note = body.text_or("note", 2000);
    body.done();
    return kernel::json_reply(json::object{{"id", open(context, standard, wanted)}}, 201);
}

Reply advance_step(Context& context, const standard::Standard& standard, const Steps& steps) {
    kernel::Body body{context.body()};
    const auto from = body.text("from", 1, 40);
    const auto why = body.text_or("why", 1000);
    body.done();
    const auto& id = context.parameter("id");
    advance(context, standard, steps, get(context.transaction, standard, id), from, why);
    return kernel::json_reply(to_json(context, standard, steps, get(context.transaction, standard, id)));
}

}  // namespace

void routes(kernel::Router& router, const standard::Standard& standard, const Steps& steps) {
    router.see("/api/evaluations", Guard{"evaluation.read", {}}, {"各年评星", "The years' ratings"}, list);
    router.act("POST", "/api/evaluations", Guard{"evaluation.manage", {}}, {"开一年的评星", "Open a year's rating"},
               [&standard](Context& context) { return open_year(context, standard); });
    router.see("/api/evaluations/{id}", Guard{"evaluation.read", {}}, {"一年的评星：阶段、进度、缺什么", "A year's rating: steps, progress, what is missing"},
               [&standard, &steps](Context& context) {
                   return kernel::json_reply(to_json(context, standard, steps, get(context.transaction, standard, context.parameter("id"))));
               });
    router.act("POST", "/api/evaluations/{id}/advance", Guard{"evaluation.manage", {}}, {"进入下一阶段", "Go on to the next step"},
               [&standard, &steps](Context& context) { return advance_step(context, standard, steps); });
}

}  // namespace anju::evaluation
