// Satisfaction side by side: the estates of a year, its streets, the district, and one estate over the years. Closed and recorded
// surveys only. Taken together, every stratum of every survey stays a stratum. A survey with fewer answers than the smallest cell goes
// into nothing: else it could be worked out from the sum and the others.
#include <map>

#include "kernel/page.hpp"
#include "survey/parts.hpp"
#include "survey/result.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;
using kernel::Context;

struct PlaceResult {
    json::object place;
    std::int64_t surveys = 0;
    std::optional<Sample> sample;
    bool mixed = false;  ///< of more than one index
};

/// The place of a survey at that level; empty for an unknown one.
std::string alias_of(std::string_view level) { return level == "estate" ? "e" : level == "street" ? "s" : level == "district" ? "d" : ""; }

void take(PlaceResult& result, const Sample& sample) {
    ++result.surveys;
    if (!enough(sample)) return;
    if (!result.sample)
        result.sample = sample;
    else if (result.sample->index != sample.index)
        result.mixed = true;
    else
        add(*result.sample, sample);
}

json::object place_json(PlaceResult& result, bool of_estate) {
    std::vector<base::Text> notes;
    if (result.mixed) notes.push_back({"这里的调查用了不同的算法，不能合在一起算。", "The surveys here use different indices and cannot be put together."});
    json::object shown{{"place", std::move(result.place)}, {"surveys", result.surveys}, {"answers", result.sample ? std::ssize(result.sample->sheets) : 0}, {"result", nullptr}, {"sure", json::array{}}};
    if (result.sample && !result.mixed) {
        const auto estimate = estimate_of(*result.sample, {result.sample->figure_question()});
        shown["result"] = to_json(estimate, result.sample->share());
        // A star is an estate's: for a street or the district no threshold means anything.
        if (of_estate) shown["sure"] = to_json(sure_of(estimate, result.sample->share(), result.sample->pack->stars));
    }
    shown["notes"] = to_json(notes);
    return shown;
}

json::object year_json(Context& context, const Survey& survey) {
    const auto sample = sample_of(context.transaction, survey);
    json::value interval = nullptr;
    if (enough(sample)) {
        const auto main = main_interval(estimate_of(sample, {sample.figure_question()}), sample.share());
        interval = json::array{main.low, main.high};
    }
    return {{"year", survey.evaluation.year},
            {"survey_id", survey.id},
            {"figure", survey.figure ? json::value(survey.figure->text()) : json::value(nullptr)},
            {"answers", sample.sheets.size()},
            {"interval", std::move(interval)},
            {"index", survey.index}};
}

}  // namespace

kernel::Reply compare_places(Context& context, const standard::Standard& standard) {
    const auto level = context.query("level").value_or("estate");
    const auto alias = alias_of(level);
    if (alias.empty()) base::refuse_field("level", "unknown", {"只能按小区、街道或全区看。", "The level is estate, street or district."});
    const auto evaluation = evaluation::get(context.transaction, standard, context.query("evaluation").value_or(""));
    kernel::Values values{evaluation.id};
    const auto mine = kernel::place_filter(context.actor, "survey.read", alias + ".path", values);
    const auto rows = context.transaction.query(
        "SELECT v.id, " + alias + ".id, " + alias + ".name, " + alias + ".kind FROM survey v JOIN place e ON e.id = v.estate_id JOIN place c ON c.id = e.parent_id "
        "JOIN place s ON s.id = c.parent_id JOIN place d ON d.id = s.parent_id WHERE v.evaluation_id = $1 AND v.state IN ('closed', 'recorded') AND " + mine +
        " ORDER BY " + alias + ".code, " + alias + ".id, v.id", values);
    std::vector<PlaceResult> places;
    for (const auto& row : rows) {
        if (places.empty() || places.back().place.at("id").as_string() != row.text(1)) places.push_back({{{"id", row.text(1)}, {"name", row.text(2)}, {"kind", row.text(3)}}, 0, {}, false});
        take(places.back(), sample_of(context.transaction, get(context.transaction, standard, row.text(0))));
    }
    json::array items;
    for (auto& one : places) items.push_back(place_json(one, level == "estate"));
    return kernel::json_reply(json::object{{"items", std::move(items)}});
}

kernel::Reply compare_years(Context& context, const standard::Standard& standard) {
    const auto rows = context.transaction.query(
        "SELECT v.id FROM survey v JOIN evaluation n ON n.id = v.evaluation_id WHERE v.estate_id = $1 AND v.state IN ('closed', 'recorded') ORDER BY n.year, v.id",
        {context.query("estate").value_or("")});
    json::array items;
    for (const auto& row : rows) items.push_back(year_json(context, get(context.transaction, standard, row.text(0))));
    return kernel::json_reply(json::object{{"items", std::move(items)}});
}

}  // namespace anju::survey
