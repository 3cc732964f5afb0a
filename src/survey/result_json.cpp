#include <fmt/format.h>

#include <cmath>

#include "survey/board.hpp"
#include "survey/parts.hpp"
#include "survey/result.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;

/// Two decimals, cut and not rounded: 89.999 % must not be shown as the 90 it has not reached.
std::string percent_shown(double percent) { return base::decimal_text(static_cast<std::int64_t>(std::floor(percent * 100 + 1e-7)), 2); }

json::object to_json(const estimate::Interval& interval) { return {{"method", interval.method}, {"low", interval.low}, {"high", interval.high}}; }

json::value or_null(const std::optional<estimate::Estimate>& estimate, bool share) {
    if (!estimate || estimate->answers == 0) return nullptr;
    return survey::to_json(*estimate, share);
}

json::object question_json(const Sample& sample, std::size_t number) {
    const auto& question = sample.asked().questions[number];
    const auto figures = question_figures(sample, number);
    const bool hidden = !figures.estimate;
    json::array levels;
    for (std::size_t i = 0; i < figures.levels.size(); ++i) {
        json::value cell = nullptr;
        if (const auto& count = figures.levels[i]) cell = json::object{{"level", sample.asked().levels[i].level}, {"count", *count}};
        levels.push_back(std::move(cell));
    }
    return {{"question", question.question},
            {"theme", question.theme},
            {"text", standard::text_json(question.text)},
            {"answers", hidden ? json::value(nullptr) : json::value(figures.opinions)},
            {"no_opinion", hidden ? json::value(nullptr) : json::value(figures.no_opinion)},
            {"levels", std::move(levels)},
            {"estimate", or_null(figures.estimate, sample.share())}};
}

json::array strata_json(const Sample& sample, bool hidden) {
    json::array strata;
    const auto answered = answered_by_stratum(sample);
    const auto estimates = hidden ? std::vector<std::optional<estimate::Estimate>>(sample.strata.size()) : stratum_estimates(sample);
    for (std::size_t h = 0; h < sample.strata.size(); ++h) {
        const auto& stratum = sample.strata[h];
        json::object one{{"stratum", stratum.stratum},
                         {"title", stratum_title(stratum.stratum, stratum.title)},
                         {"population", stratum.population},
                         {"sample", stratum.sample},
                         {"answered", answered[h]},
                         {"estimate", or_null(estimates[h], sample.share())}};
        if (answered[h] == 0) one["note"] = standard::text_json({"没有一户应答，估计里不含这一层。", "Nobody answered; the estimate leaves this stratum out."});
        if (answered[h] == 1) one["note"] = standard::text_json({"只有一户应答，看不出层内差别，估计误差时按与总平均的差距计。", "One dwelling answered: its distance from the mean of all is counted as the stratum's spread."});
        strata.push_back(std::move(one));
    }
    return strata;
}

/// Why there are no figures, or nothing.
std::optional<base::Text> why_hidden(const Survey& survey, const Sample& sample) {
    if (survey.state == "draft" || survey.state == "fieldwork")
        return base::Text{"调查结束以后才显示结果：不然对照进度就能看出刚答的那一户答了什么，也免得看着结果决定什么时候结束。",
                          "Figures are shown once the field work is closed: until then they would tell what the dwelling just answered said, and nobody should end a survey by its figure."};
    if (!enough(sample))
        return base::Text{fmt::format("有意见的答卷不到 {} 份，不显示任何数字。", sample.asked().smallest_cell), fmt::format("Fewer than {} answers hold an opinion; no figure is shown.", sample.asked().smallest_cell)};
    return std::nullopt;
}

struct Apart { std::int64_t second = 0, voided = 0; };
Apart kept_apart(kernel::Transaction& transaction, const std::string& survey_id) {
    Apart apart;
    transaction.each("SELECT apart, COUNT(*) FROM survey_answer WHERE survey_id = $1 AND counted = 0 GROUP BY apart", {survey_id},
                     [&](const kernel::Row& row) { (row.text(0) == "voided" ? apart.voided : apart.second) += row.number(1); });
    return apart;
}

std::vector<base::Text> notes_of(const Survey& survey, const Sample& sample, const Apart& apart) {
    std::vector<base::Text> notes;
    if (survey.state == "replaced") notes.push_back({"这次调查已经换成新的计划，结果只供查看，不能认定。", "A newer plan has replaced this survey; its figures are shown but cannot be recorded."});
    if (apart.voided > 0)
        notes.push_back({fmt::format("有 {} 份答卷作废，不计入结果。这些户确实有人访问过，仍算“已回答”，所以应答率不变。", apart.voided),
                         fmt::format("{} answers were voided and are in no figure. Their dwellings were called on and stay “answered”, so the response rate is unchanged.", apart.voided)});
    if (apart.second > 0)
        notes.push_back({fmt::format("有 {} 份是同一户的第二份，单独存放，不计入结果。", apart.second), fmt::format("{} are second answers of a dwelling; they are kept apart and in no figure.", apart.second)});
    if (!sample.share())
        notes.push_back({"这次按平均分算满意度（0 到 100 分），只给平均值的区间；比例专用的几种区间方法在这里不适用。",
                         "This survey's index is a mean on 0 to 100: it has the interval of a mean only; the methods for shares do not apply."});
    const auto answered = answered_by_stratum(sample);
    for (std::size_t h = 0; h < answered.size() && !sample.sheets.empty(); ++h) {
        if (answered[h] > 0) continue;
        const auto title = stratum_title(sample.strata[h].stratum, sample.strata[h].title);
        notes.push_back({fmt::format("“{}”没有一户应答，估计里不含这一层（{} 户）。", title.at("zh").as_string().c_str(), sample.strata[h].population),
                         fmt::format("Nobody in “{}” answered; the estimate leaves out these {} dwellings.", title.at("en").as_string().c_str(), sample.strata[h].population)});
    }
    return notes;
}

void add_figure(json::object& result, const Sample& sample, const policy::Stars& stars, std::vector<base::Text>& notes) {
    const auto figure = estimate_of(sample, {sample.figure_question()});
    const auto exact = exact_figure(sample).value();
    result["figure"] = survey::to_json(figure, sample.share());
    result["figure_fraction"] = exact.fraction.numerator + "/" + exact.fraction.denominator;
    result["figure_percent"] = exact.percent.text();
    result["sure"] = survey::to_json(sure_of(figure, sample.share(), stars));
    notes.insert(notes.end(), figure.notes.begin(), figure.notes.end());
    json::array questions, themes;
    for (std::size_t i = 0; i < sample.asked().questions.size(); ++i) questions.push_back(question_json(sample, i));
    for (const auto& theme : sample.asked().themes)
        themes.push_back(json::object{{"theme", theme.theme}, {"title", standard::text_json(theme.title)}, {"estimate", or_null(theme_estimate(sample, theme.theme), sample.share())}});
    result["questions"] = std::move(questions);
    result["themes"] = std::move(themes);
}

}  // namespace

json::object to_json(const estimate::Estimate& estimate, bool share) {
    json::array intervals;
    for (const auto& one : estimate.intervals) intervals.push_back(to_json(one));
    return {{"answers", estimate.answers},
            {"estimate", estimate.estimate},
            {"percent", percent_shown(estimate.estimate * (share ? 100 : 1))},
            {"standard_error", estimate.standard_error},
            {"degrees_of_freedom", estimate.degrees_of_freedom},
            {"intervals", std::move(intervals)},
            {"main", to_json(main_interval(estimate, share))},
            {"notes", to_json(estimate.notes)}};
}

json::array to_json(const std::vector<Sure>& sure) {
    json::array all;
    for (const auto& one : sure)
        all.push_back(json::object{{"star", one.star},
                                   {"grade", standard::text_json(one.grade)},
                                   {"threshold", one.threshold.text()},
                                   {"confidence", one.confidence},
                                   {"sureness", name_of(one.sureness)},
                                   {"words", standard::text_json(one.words)}});
    return all;
}

json::array to_json(const std::vector<base::Text>& notes) {
    json::array all;
    for (const auto& note : notes) all.push_back(standard::text_json(note));
    return all;
}

json::object result_json(kernel::Context& context, const Survey& survey) {
    const auto sample = sample_of(context.transaction, survey);
    const auto apart = kept_apart(context.transaction, survey.id);
    const auto rates = rates_of(context.transaction, survey);
    const auto why = why_hidden(survey, sample);
    auto notes = notes_of(survey, sample, apart);
    if (why) notes.insert(notes.begin(), *why);
    json::object result{{"survey_id", survey.id},
                        {"state", survey.state},
                        {"level", survey.level},
                        {"index", survey.index},
                        {"answers", sample.sheets.size()},
                        {"second", apart.second},
                        {"voided", apart.voided},
                        {"invited", rates.called},
                        {"response_rate", rates.response()},
                        {"coverage_rate", rates.coverage()},
                        {"no_opinion", why ? json::value(nullptr) : json::value(std::ssize(sample.sheets) - sample.opinions(sample.figure_question()))},
                        {"hidden", why.has_value()},
                        {"hidden_why", why ? json::value(standard::text_json(*why)) : json::value(nullptr)},
                        {"figure", nullptr},
                        {"figure_fraction", nullptr},
                        {"figure_percent", nullptr},
                        {"sure", json::array{}},
                        {"questions", json::array{}},
                        {"themes", json::array{}},
                        {"strata", strata_json(sample, why.has_value())}};
    if (!why) add_figure(result, sample, survey.evaluation.pack->stars, notes);
    result["notes"] = to_json(notes);
    return result;
}

}  // namespace anju::survey
