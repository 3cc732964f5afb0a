// The end of the field work, and the act by which the panel makes the sample's figure the percentage of its item.
#include <fmt/format.h>

#include "finding/finding.hpp"
#include "survey/checks.hpp"
#include "survey/figures.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;

void require_other_person(kernel::Context& context, const Survey& survey) {
    const auto own = context.transaction.one("SELECT COUNT(*) FROM survey_contact WHERE survey_id = $1 AND interviewer = $2", {survey.id, context.actor.account_id});
    if (own->number(0) == 0) return;
    base::refuse_state("same_person", {"您在这次调查里做过访问，不能认定它的结果，请换一个人。", "You have interviewed in this survey and may not record its figure. Somebody else must."});
}

void require_closed(const Survey& survey) {
    if (survey.state == "draft" || survey.state == "fieldwork")
        base::refuse_state("not_closed", {"调查还没有结束，请先结束调查，再认定结果。", "The field work is not closed yet. Close it first, then record the figure."});
    require_state(survey, {"closed"});
}

/// What the score card says about where the percentage comes from.
std::string note_of(const Sample& sample, const ExactFigure& figure) {
    const auto estimate = estimate_of(sample, {sample.figure_question()});
    const auto main = main_interval(estimate, sample.share());
    const double times = sample.share() ? 100 : 1;
    const auto counted = std::ssize(sample.sheets);
    const auto fraction = figure.fraction.numerator + "/" + figure.fraction.denominator;
    return fmt::format("满意度抽样调查：{0} 份答卷，{1} 份有意见；精确值 {2}；{3:.0f}% 置信区间 {4:.2f}–{5:.2f}（{6}）。"
                       " Sample survey: {0} answers, {1} with an opinion; exact {2}; {3:.0f} % interval {4:.2f}–{5:.2f} ({6}).",
                       counted, estimate.answers, fraction, sample.level * 100, main.low * times, main.high * times, main.method);
}

}  // namespace

void close(kernel::Context& context, const Survey& survey) {
    require_state(survey, {"fieldwork"});
    auto& transaction = context.transaction;
    const auto changed = transaction.run("UPDATE survey SET state = 'closed', version = version + 1 WHERE id = $1 AND version = $2", {survey.id, survey.version});
    if (changed == 0) refuse_changed_meanwhile();
    const auto answers = interviewed(transaction, survey.id);
    const auto wanted = wanted_checks(survey.seed, survey.back_check_percent, answers);
    for (const auto& one : answers)
        if (wanted.contains(one.position) && !checked(one)) transaction.run("UPDATE survey_draw SET back_check = 'wanted' WHERE survey_id = $1 AND position = $2", {survey.id, one.position});
    context.journal({"survey.close", "survey", survey.id, survey.estate_id, {{"state", "fieldwork"}}, {{"state", "closed"}, {"back_checks_wanted", wanted.size()}}, {}});
}

void record_figure(kernel::Context& context, const Survey& survey) {
    require_closed(survey);
    evaluation::require_step(survey.evaluation, {"inspection", "opinions", "panel"});
    require_other_person(context, survey);
    const auto sample = sample_of(context.transaction, survey);
    const auto figure = exact_figure(sample);
    if (!figure) base::refuse_state("no_answers", {"没有一份计入的答卷对满意度表示意见，算不出结果。", "No counted answer holds an opinion on satisfaction; there is no figure."});
    const auto smallest = sample.asked().smallest_cell;
    if (!enough(sample))
        base::refuse_state("too_few_answers", {fmt::format("有意见的答卷不到 {} 份，不能认定结果。请做一次新的调查，或者由第三方填报。", smallest),
                                               fmt::format("There are fewer than {} answers with an opinion; no figure can be recorded. Plan a new survey, or let the assessor enter the percentage.", smallest)});
    const auto fraction = figure->fraction.numerator + "/" + figure->fraction.denominator;
    const auto changed = context.transaction.run(
        "UPDATE survey SET state = 'recorded', figure = $3, figure_fraction = $4, recorded_by = $5, recorded_at = $6, version = version + 1 WHERE id = $1 AND version = $2",
        {survey.id, survey.version, figure->percent.units(), fraction, context.actor.account_id, context.now.microseconds});
    if (changed == 0) refuse_changed_meanwhile();
    finding::record_measure(context, survey.evaluation, survey.estate_id, survey.questionnaire().item, "survey", figure->percent, note_of(sample, *figure));
    context.journal({"survey.record", "survey", survey.id, survey.estate_id, {{"state", "closed"}},
                     {{"state", "recorded"}, {"figure", figure->percent.text()}, {"figure_fraction", fraction}, {"answers", sample.sheets.size()}}, {}});
}

}  // namespace anju::survey
