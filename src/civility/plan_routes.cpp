#include "civility/parts.hpp"
#include "kernel/body.hpp"

namespace anju::civility {
namespace {

namespace json = kernel::json;
using kernel::Body;
using kernel::Context;
using kernel::Reply;

std::string path_in_body(Context& context) {
    const auto* estate = context.body().if_contains("estate_id");
    if (estate == nullptr || !estate->is_string()) base::refuse_field("estate_id", "missing", {"请选小区。", "Choose an estate."});
    return path_of_estate(context.transaction, std::string{estate->get_string()});
}

/// Absent (or null): the standard's own number.
std::int64_t whole_or(Body& body, std::string_view field, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
    if (body.has(field)) return body.whole(field, least, most);
    body.text_or(field, 0);
    return otherwise;
}

void read_plan(Body& body, const policy::CivilityCheck& check, NewPlan& wanted) {
    wanted.observations = whole_or(body, "observations", 1, 100'000, check.observations);
    wanted.second_percent = whole_or(body, "second_percent", 0, 100, check.second_observer_percent);
    wanted.starts = body.day("starts");
    wanted.ends = body.day("ends");
    wanted.party_id = body.id("party_id");
    wanted.decision = body.text_or("decision", 500);
}

Reply plan_route(Context& context, const standard::Standard& standard) {
    Body body{context.body()};
    NewPlan wanted;
    wanted.evaluation_id = body.id("evaluation_id");
    wanted.estate_id = body.id("estate_id");
    const auto evaluation = evaluation::get(context.transaction, standard, wanted.evaluation_id);
    read_plan(body, check_of(evaluation), wanted);
    body.done();
    return kernel::json_reply(json::object{{"id", plan(context, standard, wanted)}}, 201);
}

Reply shown(Context& context, const standard::Standard& standard) {
    const auto after = get(context.transaction, standard, context.parameter("civility"));
    return kernel::versioned(kernel::json_reply(to_json(context, after)), after.version);
}

Reply change_route(Context& context, const standard::Standard& standard) {
    const auto before = named(context, standard);
    Body body{context.body()};
    NewPlan wanted;
    wanted.evaluation_id = before.evaluation_id;
    wanted.estate_id = before.estate_id;
    read_plan(body, before.check(), wanted);
    if (body.has("version")) body.whole("version", 1, INT64_MAX);
    body.done();
    change_plan(context, standard, before, wanted);
    return shown(context, standard);
}

Reply start_route(Context& context, const standard::Standard& standard) {
    const auto civility = named(context, standard);
    std::string seed;
    if (!context.request.body.empty()) {
        Body body{context.body()};
        if (body.has("version")) body.whole("version", 1, INT64_MAX);
        seed = body.text_or("seed", 100);
        body.done();
    }
    start(context, civility, seed);
    return shown(context, standard);
}

}  // namespace

void plan_routes(kernel::Router& router, const standard::Standard& standard) {
    const auto act = [&](std::string method, std::string pattern, kernel::PlaceOf place, base::Text summary, Reply (*handler)(Context&, const standard::Standard&)) {
        router.act(std::move(method), std::move(pattern), {"survey.plan", std::move(place)}, std::move(summary),
                   [&standard, handler](Context& context) { return handler(context, standard); });
    };
    act("POST", "/api/civilities", path_in_body, {"安排文明程度测评", "Plan a civility check"}, plan_route);
    act("PUT", "/api/civilities/{civility}", path_of_civility(), {"改测评计划", "Change the plan of a civility check"}, change_route);
    act("POST", "/api/civilities/{civility}/start", path_of_civility(), {"抽取点位和时段，开始看", "Draw points and moments and begin"}, start_route);
}

}  // namespace anju::civility
