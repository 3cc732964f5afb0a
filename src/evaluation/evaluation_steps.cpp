// The machine of steps: who watches them, what leaving one does, how the next one starts.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <variant>

#include "evaluation/evaluation.hpp"
#include "evaluation/running.hpp"

namespace anju::evaluation {

void Steps::check(std::string step, StepCheck check) { checks_.emplace_back(std::move(step), std::move(check)); }
void Steps::on_leave(std::string step, StepHook hook) { hooks_.emplace_back(std::move(step), std::move(hook)); }
void Steps::leave_right(std::string step, std::string right) { rights_.emplace_back(std::move(step), std::move(right)); }

Progress Steps::progress(kernel::Transaction& transaction, const Evaluation& evaluation, const std::string& step, base::Instant now) const {
    Progress all;
    for (const auto& [watched, look] : checks_) {
        if (watched != step) continue;
        auto part = look(transaction, evaluation, now);
        all.done += part.done;
        all.total += part.total;
        std::move(part.missing.begin(), part.missing.end(), std::back_inserter(all.missing));
    }
    return all;
}

void Steps::require_right(const kernel::Actor& actor, const std::string& step) const {
    for (const auto& [left, right] : rights_)
        if (left == step && !actor.has(right))
            base::refuse_right({fmt::format("结束这个阶段还要有“{}”权限，请由有这个权限的人办理。", right),
                                fmt::format("Ending this step also needs the right “{}”; ask somebody who holds it.", right)});
}

void Steps::leave(kernel::Context& context, const Evaluation& evaluation, const std::string& step) const {
    require_right(context.actor, step);
    for (const auto& [left, hook] : hooks_)
        if (left == step) hook(context, evaluation);
}

std::optional<base::Day> due_of(const policy::Calendar& calendar, base::Day started, policy::Term term) {
    const auto due = term.count == policy::Count::working ? calendar.after(started, term.days) : calendar.after_calendar(started, term.days);
    const auto* day = std::get_if<base::Day>(&due);
    return day == nullptr ? std::nullopt : std::optional{*day};
}

void start_step(kernel::Context& context, const standard::Standard& standard, const std::string& evaluation_id, const policy::Step& step) {
    const auto due = due_of(standard.calendar(context.transaction), context.today(), step.deadline);
    const kernel::Value day = due ? kernel::Value{due->text()} : kernel::Value{nullptr};
    context.transaction.run("UPDATE evaluation_step SET started_at = $3, due = $4 WHERE evaluation_id = $1 AND step = $2",
                            {evaluation_id, step.step, context.now.microseconds, day});
}

namespace {

void refuse_unfinished(kernel::Context& context, const Steps& steps, const Evaluation& evaluation) {
    const auto progress = steps.progress(context.transaction, evaluation, evaluation.step, context.now);
    if (progress.missing.empty()) return;
    std::map<std::string, std::string> names;
    for (const auto& estate : participants(context.transaction, evaluation.id)) names[estate.estate_id] = estate.name;
    std::vector<base::FieldProblem> problems;
    for (const auto& missing : progress.missing) {
        if (missing.estate_id.empty()) {
            problems.push_back({"step", missing.what});
            continue;
        }
        const auto& name = names[missing.estate_id];
        problems.push_back({"estates/" + missing.estate_id, {name + "：" + missing.what.zh, name + ": " + missing.what.en}});
    }
    const auto title = step_title(evaluation, evaluation.step);
    throw base::Refusal{409, "step_not_finished",
                        {fmt::format("“{}”阶段还有 {} 件事没有办完，办完才能进入下一阶段。", title.zh, problems.size()),
                         fmt::format("“{}” still lacks {} things; finish them before the next step.", title.en, problems.size())},
                        std::move(problems)};
}

void end_assessors(kernel::Context& context, const Evaluation& evaluation) {
    context.transaction.run("UPDATE estate_party SET to_day = $2 WHERE evaluation_id = $1 AND part = 'assessor' AND (to_day IS NULL OR to_day > $2)",
                            {evaluation.id, context.today().text()});
}

void move_to(kernel::Context& context, const Evaluation& evaluation, const std::string& next) {
    // Only what this slice owns is written: a hook may have set the notice days or the publication just before.
    const auto moved = context.transaction.run("UPDATE evaluation SET step = $2, version = version + 1 WHERE id = $1 AND step = $3",
                                               {evaluation.id, next, evaluation.step});
    if (moved == 0) base::refuse_state("changed_meanwhile", {"有人刚刚推进了阶段，请重新打开。", "Somebody advanced it just now; open it again."});
    if (next == "publication")
        context.transaction.run("UPDATE evaluation SET published_at = $2 WHERE id = $1 AND published_at IS NULL", {evaluation.id, context.now.microseconds});
}

}  // namespace

void advance(kernel::Context& context, const standard::Standard& standard, const Steps& steps, const Evaluation& evaluation,
             const std::string& from, const std::string& why) {
    if (from != evaluation.step) {
        const auto present = step_title(evaluation, evaluation.step);
        throw base::Refusal{409, "wrong_step",
                            {fmt::format("现在是“{}”阶段，不能从别的阶段推进，阶段不能跳过。请重新打开页面。", present.zh),
                             fmt::format("The rating stands at “{}”; steps cannot be skipped. Open the page again.", present.en)},
                            "from"};
    }
    const auto& all = evaluation.pack->evaluation.steps;
    const auto here = std::find_if(all.begin(), all.end(), [&](const policy::Step& step) { return step.step == from; });
    if (here == all.end()) base::refuse_state("wrong_step", {"这一年的评星已经办结。", "This year's rating is closed."});
    steps.require_right(context.actor, from);
    refuse_unfinished(context, steps, evaluation);
    steps.leave(context, evaluation, from);
    const auto next = std::next(here) == all.end() ? std::string{"closed"} : std::next(here)->step;
    move_to(context, evaluation, next);
    context.transaction.run("UPDATE evaluation_step SET done_at = $3, done_by = $4, done_by_name = $5, why = $6 WHERE evaluation_id = $1 AND step = $2",
                            {evaluation.id, from, context.now.microseconds, context.actor.account_id, context.actor.name, why});
    if (next == "closed")
        end_assessors(context, evaluation);
    else
        start_step(context, standard, evaluation.id, *std::next(here));
    context.journal({"evaluation.advance", "evaluation", evaluation.id, "", kernel::json::object{{"step", from}}, kernel::json::object{{"step", next}}, why});
}

}  // namespace anju::evaluation
