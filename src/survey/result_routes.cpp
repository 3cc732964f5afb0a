#include "kernel/body.hpp"
#include "place/place.hpp"
#include "survey/parts.hpp"
#include "survey/result.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;
using kernel::Context;
using kernel::Reply;

Reply record_route(Context& context, const standard::Standard& standard) {
    const auto survey = named(context, standard);
    kernel::Body body{context.body()};
    body.whole("version", 1, std::int64_t{1} << 40);
    body.done();
    record_figure(context, survey);
    const auto after = get(context.transaction, standard, survey.id);
    return kernel::versioned(kernel::json_reply(to_json(context, after)), after.version);
}

std::string path_of_estate_in_query(Context& context) { return place::get(context.transaction, context.query("estate").value_or(""), "estate").path; }

}  // namespace

void result_routes(kernel::Router& router, const standard::Standard& standard) {
    router.see("/api/surveys/{survey}/result", {"survey.read", path_of_survey()}, {"调查结果和把握", "The result and how sure it is"},
               [&standard](Context& context) { return kernel::json_reply(result_json(context, get(context.transaction, standard, context.parameter("survey")))); });
    router.act("POST", "/api/surveys/{survey}/record", {"finding.decide", path_of_survey()}, {"认定满意度", "Record the figure"},
               [&standard](Context& context) { return record_route(context, standard); });
    router.see("/api/survey-results", {"survey.read", {}}, {"各小区、街道和全区的满意度", "Satisfaction by estate, street and district"},
               [&standard](Context& context) { return compare_places(context, standard); });
    router.see("/api/survey-years", {"survey.read", path_of_estate_in_query}, {"一个小区历年的满意度", "An estate's satisfaction over the years"},
               [&standard](Context& context) { return compare_years(context, standard); });
}

}  // namespace anju::survey
