#include "standard/calendar_change.hpp"
#include "standard/standard.hpp"
#include "standard/standard_json.hpp"

namespace anju::standard {

namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;

namespace {

/// The pack a year was frozen with. The evaluation's table is read by its one stable column only: the standard must be
/// readable by everybody and may not depend on the slice that is built upon it.
std::shared_ptr<const policy::Pack> pack_of_evaluation(Context& context, const Standard& standard, const std::string& id) {
    const auto row = context.transaction.one("SELECT pack_hash FROM evaluation WHERE id = $1", {id});
    if (!row) base::refuse_missing("年度评星", "evaluation");
    return standard.version(context.transaction, row->text(0));
}

Reply show_standard(Context& context, const Standard& standard) {
    const auto evaluation = context.query("evaluation");
    if (!evaluation || evaluation->empty()) return json_reply(standard_json(standard.current()));
    return json_reply(standard_json(*pack_of_evaluation(context, standard, *evaluation)));
}

Reply show_readings(const Standard& standard) {
    json::array items;
    for (const auto& reading : standard.current().readings) items.emplace_back(reading_json(reading));
    return json_reply(json::object{{"items", std::move(items)}, {"next", nullptr}});
}

Reply show_steps(const Standard& standard) {
    json::array items;
    for (const auto& step : standard.current().evaluation.steps) items.emplace_back(step_json(step));
    return json_reply(json::object{{"items", std::move(items)}, {"next", nullptr}});
}

}  // namespace

void routes(kernel::Router& router, const Standard& standard) {
    router.see("/api/standard", Guard::open(), {"评星标准", "The standard"},
               [&standard](Context& context) { return show_standard(context, standard); });
    router.see("/api/standard/readings", Guard::open(), {"标准的口径", "How we read the standard"},
               [&standard](Context&) { return show_readings(standard); });
    router.see("/api/standard/steps", Guard::open(), {"评星的步骤", "Steps of an evaluation"},
               [&standard](Context&) { return show_steps(standard); });
    calendar_routes(router, standard);
}

}  // namespace anju::standard
