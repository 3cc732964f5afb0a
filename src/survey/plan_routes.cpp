#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "place/place.hpp"
#include "survey/frame.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;
using kernel::Body;
using kernel::Context;
using kernel::Reply;
using policy::SatisfactionSurvey;

const std::vector<std::string> indices{"top_two", "mean_times_20", "mean_minus_1_times_25"}, strata{"none", "building", "household"};

std::string index_name(policy::SurveyIndex index) { return indices[static_cast<std::size_t>(index)]; }

evaluation::Evaluation evaluation_of(Context& context, const standard::Standard& standard) {
    auto evaluation = evaluation::get(context.transaction, standard, context.query("evaluation").value_or(""));
    if (!evaluation.pack->satisfaction)
        throw base::Refusal{404, "no_survey", {"这一年的标准没有规定满意度问卷。", "The standard of this year has no questionnaire."}};
    return evaluation;
}

json::array levels_json(const SatisfactionSurvey& asked) {
    json::array levels;
    for (const auto& level : asked.levels) levels.push_back(json::object{{"level", level.level}, {"title", standard::text_json(level.title)}, {"counts", level.counts}});
    return levels;
}

json::array questions_json(const SatisfactionSurvey& asked) {
    json::array questions;
    for (const auto& one : asked.questions)
        questions.push_back(json::object{{"question", one.question}, {"theme", one.theme}, {"text", standard::text_json(one.text)}, {"figure", one.figure}});
    return questions;
}

Reply show_questionnaire(Context& context, const standard::Standard& standard) {
    const auto evaluation = evaluation_of(context, standard);
    const auto& asked = *evaluation.pack->satisfaction;
    json::array themes;
    for (const auto& theme : asked.themes) themes.push_back(json::object{{"theme", theme.theme}, {"title", standard::text_json(theme.title)}});
    json::array outcomes;
    for (const auto& one : asked.outcomes) outcomes.push_back(json::object{{"outcome", one.outcome}, {"title", standard::text_json(one.title)}, {"replace", one.replace}});
    return kernel::json_reply(json::object{{"title", standard::text_json(asked.title)},
                                           {"item", asked.item},
                                           {"levels", levels_json(asked)},
                                           {"no_answer", standard::text_json(asked.no_answer)},
                                           {"themes", std::move(themes)},
                                           {"questions", questions_json(asked)},
                                           {"index", index_name(asked.index)},
                                           {"half_width", asked.half_width.text()},
                                           {"level", asked.level},
                                           {"smallest_cell", asked.smallest_cell},
                                           {"reserve_percent", asked.reserve_percent},
                                           {"back_check_percent", asked.back_check_percent},
                                           {"outcomes", std::move(outcomes)},
                                           {"channels", json::array{"web", "telephone", "paper", "visit"}}});
}

Reply list(Context& context, const standard::Standard& standard) {
    const auto page = kernel::page_of(context);
    kernel::Values values;
    auto condition = kernel::place_filter(context.actor, "survey.read", "p.path", values);
    const auto require = [&](const std::string& comparison, const std::string& value) {
        values.emplace_back(value);
        condition += " AND " + comparison + " $" + std::to_string(values.size());
    };
    if (const auto evaluation = context.query("evaluation"); evaluation && !evaluation->empty()) require("s.evaluation_id =", *evaluation);
    if (const auto estate = context.query("estate"); estate && !estate->empty()) require("s.estate_id =", *estate);
    if (!page.after.empty()) require("s.id <", page.after.front());
    const auto rows = context.transaction.query(
        "SELECT s.id FROM survey s JOIN place p ON p.id = s.estate_id WHERE " + condition + " ORDER BY s.id DESC LIMIT " + std::to_string(page.size + 1), values);
    json::array items;
    std::string next;
    for (const auto& row : rows) {
        if (std::ssize(items) == page.size) {
            next = kernel::next_token({std::string{items.back().at("id").as_string()}});
            break;
        }
        items.push_back(to_json(context, get(context.transaction, standard, row.text(0))));
    }
    return kernel::list_reply(std::move(items), std::move(next));
}

Reply show(Context& context, const standard::Standard& standard, const std::string& id) {
    const auto survey = get(context.transaction, standard, id);
    return kernel::versioned(kernel::json_reply(to_json(context, survey)), survey.version);
}

/// What the body leaves out is as the questionnaire says.
void read_plan(Body& body, const SatisfactionSurvey& asked, NewPlan& plan) {
    plan.index = body.has("index") ? body.one_of("index", indices) : (body.text_or("index", 0), index_name(asked.index));
    plan.half_width = body.has("half_width") ? body.percent("half_width").units() : (body.text_or("half_width", 0), asked.half_width.units());
    plan.level = body.has("level") ? body.whole("level", 1, 99) : (body.text_or("level", 0), asked.level);
    plan.strata_by = body.one_of("strata_by", strata);
    plan.reserve_percent = body.has("reserve_percent") ? body.whole("reserve_percent", 0, 500) : (body.text_or("reserve_percent", 0), asked.reserve_percent);
    plan.back_check_percent = body.has("back_check_percent") ? body.whole("back_check_percent", 0, 100) : (body.text_or("back_check_percent", 0), asked.back_check_percent);
    plan.starts = body.day("starts");
    plan.ends = body.day("ends");
    plan.party_id = body.id("party_id");
    plan.decision = body.text_or("decision", 1000);
}

Reply make_plan(Context& context, const standard::Standard& standard) {
    Body body{context.body()};
    NewPlan wanted;
    wanted.evaluation_id = body.id("evaluation_id");
    wanted.estate_id = body.id("estate_id");
    static const SatisfactionSurvey none{};
    std::optional<evaluation::Evaluation> evaluation;
    if (!wanted.evaluation_id.empty()) {
        evaluation = evaluation::get(context.transaction, standard, wanted.evaluation_id);
        require_questionnaire(*evaluation);
    }
    read_plan(body, evaluation ? *evaluation->pack->satisfaction : none, wanted);
    body.done();
    return kernel::json_reply(json::object{{"id", plan(context, standard, wanted)}}, 201);
}

Reply change(Context& context, const standard::Standard& standard) {
    const auto before = named(context, standard);
    Body body{context.body()};
    NewPlan wanted;
    wanted.evaluation_id = before.evaluation_id;
    wanted.estate_id = before.estate_id;
    read_plan(body, before.questionnaire(), wanted);
    body.whole("version", 1, std::int64_t{1} << 40);
    body.done();
    change_plan(context, standard, before, wanted);
    return show(context, standard, before.id);
}

Reply start_route(Context& context, const standard::Standard& standard) {
    const auto survey = named(context, standard);
    Body body{context.body()};
    body.whole("version", 1, std::int64_t{1} << 40);
    const auto seed = body.text_or("seed", 64);
    body.done();
    start(context, survey, seed);
    return show(context, standard, survey.id);
}

/// A number of the query, or what the questionnaire says; `decimals` places.
std::int64_t asked_for(const Context& context, std::string_view name, int decimals, std::int64_t otherwise) {
    const auto text = context.query(name);
    if (!text || text->empty()) return otherwise;
    const auto value = base::parse_decimal(*text, decimals);
    if (!value) base::refuse_field(std::string{name}, "no_number", {"这里要填数字。", "This must be a number."});
    return *value;
}

Reply preview(Context& context, const standard::Standard& standard) {
    const auto evaluation = evaluation_of(context, standard);
    const auto& asked = *evaluation.pack->satisfaction;
    const auto by = context.query("strata_by").value_or("building");
    const auto half_width = asked_for(context, "half_width", 4, asked.half_width.units());
    const auto level = asked_for(context, "level", 0, asked.level);
    if (std::find(strata.begin(), strata.end(), by) == strata.end())
        base::refuse_field("strata_by", "unknown", {"分层只能是：不分层、按幢、按住户类别。", "Strata are none, building or household."});
    if (half_width <= 0 || half_width >= 50 * base::Percent::scale)
        base::refuse_field("half_width", "out_of_range", {"允许误差要大于 0、小于 50 个百分点。", "The half width must be above 0 and below 50 percentage points."});
    if (level != 90 && level != 95 && level != 99) base::refuse_field("level", "unknown", {"置信水平只能是 90、95 或 99。", "The level must be 90, 95 or 99."});
    const auto frame = frame_of(context.transaction, context.query("estate").value_or(""), by);
    const auto needed = frame.population == 0 ? 0 : answers_wanted(frame.population, half_width, level);
    json::array rows;
    for (const auto& one : allocate(frame.strata, needed, asked_for(context, "reserve_percent", 0, asked.reserve_percent))) rows.push_back(to_json(one));
    return kernel::json_reply(json::object{{"population", frame.population}, {"needed", needed}, {"strata", std::move(rows)}, {"dwellings", frame.population + frame.vacant}, {"vacant", frame.vacant}});
}

std::string path_of_estate_in_body(Context& context) {
    const auto* estate = context.body().if_contains("estate_id");
    if (estate == nullptr || !estate->is_string()) base::refuse_field("estate_id", "missing", {"请选小区。", "Choose an estate."});
    return place::get(context.transaction, std::string{estate->get_string()}, "estate").path;
}

std::string path_of_estate_in_query(Context& context) { return place::get(context.transaction, context.query("estate").value_or(""), "estate").path; }

}  // namespace

void plan_routes(kernel::Router& router, const standard::Standard& standard) {
    router.see("/api/survey-questionnaire", {"survey.read", {}}, {"满意度问卷", "The questionnaire"}, [&standard](Context& context) { return show_questionnaire(context, standard); });
    router.see("/api/surveys", {"survey.read", {}}, {"满意度调查，新的在前", "Satisfaction surveys, newest first"}, [&standard](Context& context) { return list(context, standard); });
    router.see("/api/surveys/{survey}", {"survey.read", path_of_survey()}, {"一次满意度调查", "One satisfaction survey"},
               [&standard](Context& context) { return show(context, standard, context.parameter("survey")); });
    router.see("/api/surveys-preview", {"survey.plan", path_of_estate_in_query}, {"做计划前先看要多少份", "How many answers a plan would need"},
               [&standard](Context& context) { return preview(context, standard); });
    router.act("POST", "/api/surveys", {"survey.plan", path_of_estate_in_body}, {"做调查计划", "Plan a survey"}, [&standard](Context& context) { return make_plan(context, standard); });
    router.act("PUT", "/api/surveys/{survey}", {"survey.plan", path_of_survey()}, {"改调查计划", "Change the plan"}, [&standard](Context& context) { return change(context, standard); });
    router.act("POST", "/api/surveys/{survey}/start", {"survey.plan", path_of_survey()}, {"抽样并开始调查", "Draw the sample and start"},
               [&standard](Context& context) { return start_route(context, standard); });
}

}  // namespace anju::survey
