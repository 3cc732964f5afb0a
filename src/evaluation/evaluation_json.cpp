// An evaluation as the console shows it: each step with its clock, its progress and what is missing.
#include <algorithm>
#include <map>
#include <variant>

#include "evaluation/evaluation.hpp"
#include "evaluation/running.hpp"

namespace anju::evaluation {

namespace {

namespace json = kernel::json;

json::value instant_or_null(std::int64_t at) { return at == 0 ? json::value(nullptr) : json::value(base::Instant{at}.text()); }
json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

std::map<std::string, Running> running_of(kernel::Transaction& transaction, const std::string& evaluation_id) {
    std::map<std::string, Running> steps;
    for (const auto& row : transaction.query("SELECT step, started_at, due, done_at, done_by_name, why FROM evaluation_step WHERE evaluation_id = $1", {evaluation_id}))
        steps[row.text(0)] = {row.number_or_null(1).value_or(0), row.number_or_null(3).value_or(0), row.text_or(2), row.text_or(4), row.text(5)};
    return steps;
}

json::object progress_json(const Progress& progress, const kernel::Actor& actor, const std::vector<Participant>& estates) {
    std::map<std::string_view, const Participant*> by_id;
    for (const auto& estate : estates) by_id[estate.estate_id] = &estate;
    json::array missing;
    for (const auto& each : progress.missing) {
        if (each.estate_id.empty()) {
            missing.push_back({{"what", standard::text_json(each.what)}, {"estate", nullptr}});
            continue;
        }
        const auto found = by_id.find(each.estate_id);
        if (found == by_id.end() || !actor.may("evaluation.read", found->second->path)) continue;
        missing.push_back({{"what", standard::text_json(each.what)}, {"estate", {{"id", each.estate_id}, {"name", found->second->name}}}});
    }
    return {{"done", progress.done}, {"total", progress.total}, {"missing", std::move(missing)}};
}

/// The stored due day, or the one that can be worked out now that the calendar is there.
std::optional<base::Day> due_day(const Running& running, const policy::Step& step, const policy::Calendar& calendar) {
    if (!running.due.empty()) return base::Day::parse(running.due);
    return due_of(calendar, base::Instant{running.started_at}.day(), step.deadline);
}

json::object step_json(const policy::Step& step, const Running& running, const policy::Calendar& calendar, base::Day today) {
    json::array by;
    for (const auto& role : step.by) by.emplace_back(role);
    const auto runs = running.started_at != 0 && running.done_at == 0;
    json::object out{{"step", step.step},
                     {"title", standard::text_json(step.title)},
                     {"text", standard::text_json(step.text)},
                     {"by", std::move(by)},
                     {"state", running.done_at != 0 ? "done" : runs ? "running" : "waiting"},
                     {"started_at", instant_or_null(running.started_at)},
                     {"due", nullptr},
                     {"done_at", instant_or_null(running.done_at)},
                     {"done_by", text_or_null(running.done_by_name)},
                     {"overdue", false},
                     {"working_days_left", nullptr},
                     {"calendar_not_loaded", false}};
    if (running.started_at == 0) return out;
    const auto due = due_day(running, step, calendar);
    out["calendar_not_loaded"] = !due.has_value();
    if (!due) return out;
    out["due"] = due->text();
    out["overdue"] = runs && *due < today;
    if (!runs) return out;
    const auto left = calendar.working_days_between(today, *due);
    if (const auto* days = std::get_if<int>(&left)) out["working_days_left"] = *days;
    return out;
}

}  // namespace

json::object to_json(kernel::Context& context, const standard::Standard& standard, const Steps& steps, const Evaluation& evaluation) {
    auto& transaction = context.transaction;
    const auto estates = participants(transaction, evaluation.id);
    const auto calendar = standard.calendar(transaction);
    auto running = running_of(transaction, evaluation.id);
    json::array step_list;
    for (const auto& step : evaluation.pack->evaluation.steps) {
        auto one = step_json(step, running[step.step], calendar, context.today());
        const auto progress = step.step == evaluation.step ? steps.progress(transaction, evaluation, step.step, context.now) : Progress{};
        one["progress"] = progress_json(progress, context.actor, estates);
        step_list.push_back(std::move(one));
    }
    return {{"id", evaluation.id},
            {"year", evaluation.year},
            {"step", evaluation.step},
            {"pack_hash", evaluation.pack_hash},
            {"pack_version", evaluation.pack->version},
            {"cut_off", evaluation.cut_off},
            {"survey_method", evaluation.survey_method},
            {"note", evaluation.note},
            {"notice_from", text_or_null(evaluation.notice_from)},
            {"notice_to", text_or_null(evaluation.notice_to)},
            {"published_at", instant_or_null(evaluation.published_at)},
            {"version", evaluation.version},
            {"estates", estates.size()},
            {"steps", std::move(step_list)}};
}

}  // namespace anju::evaluation
