#include "survey/survey.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "place/place.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

base::Text state_title(std::string_view state) {
    if (state == "draft") return {"还没有开始", "not started yet"};
    if (state == "fieldwork") return {"正在调查", "in the field"};
    if (state == "closed") return {"已经结束", "closed"};
    if (state == "recorded") return {"结果已经认定", "recorded"};
    return {"已经换成新的计划", "replaced by a newer plan"};
}

Survey read(const kernel::Row& row) {
    Survey survey;
    survey.id = row.text(0);
    survey.evaluation_id = row.text(1);
    survey.estate_id = row.text(2);
    survey.state = row.text(3);
    survey.index = row.text(4);
    survey.half_width = row.number(5);
    survey.level = row.number(6);
    survey.strata_by = row.text(7);
    survey.reserve_percent = row.number(8);
    survey.back_check_percent = row.number(9);
    survey.starts = row.text(10);
    survey.ends = row.text(11);
    survey.party_id = row.text(12);
    survey.seed = row.text_or(13);
    survey.population = row.number_or_null(14).value_or(0);
    survey.sample = row.number_or_null(15).value_or(0);
    survey.replaces = row.text_or(16);
    survey.decision = row.text(17);
    survey.letters_printed = row.number(18);
    if (const auto figure = row.number_or_null(19)) survey.figure = base::Percent::of_units(*figure);
    survey.figure_fraction = row.text_or(20);
    survey.version = row.number(21);
    return survey;
}

}  // namespace

Survey get(kernel::Transaction& transaction, const standard::Standard& standard, const std::string& id) {
    const auto row = transaction.one(
        "SELECT id, evaluation_id, estate_id, state, survey_index, half_width, level, strata_by, reserve_percent, "
        "back_check_percent, starts, ends, party_id, seed, population, sample, replaces, decision, letters_printed, "
        "figure, figure_fraction, version FROM survey WHERE id = $1",
        {id});
    if (!row) base::refuse_missing("满意度调查", "satisfaction survey");
    auto survey = read(*row);
    survey.evaluation = evaluation::get(transaction, standard, survey.evaluation_id);
    return survey;
}

Survey named(kernel::Context& context, const standard::Standard& standard) {
    auto survey = get(context.transaction, standard, context.parameter("survey"));
    if (context.request.body.empty()) return survey;
    const auto* version = context.body().if_contains("version");
    if (version != nullptr && version->is_int64() && version->get_int64() != survey.version)
        refuse_changed_meanwhile();
    return survey;
}

void refuse_changed_meanwhile() {
    throw base::Refusal(412, "changed_meanwhile",
                        {"这次调查刚刚被别人改过，请刷新后再试。",
                         "Somebody has just changed this survey. Reload and try again."});
}

void require_questionnaire(const evaluation::Evaluation& evaluation) {
    if (evaluation.pack->satisfaction) return;
    base::refuse_state("no_survey", {"这一年的标准没有规定满意度问卷，请由第三方填报满意度。",
                                     "The standard of this year has no questionnaire; the assessor enters the percentage."});
}

kernel::PlaceOf path_of_survey() {
    return [](kernel::Context& context) {
        const auto row = context.transaction.one(
            "SELECT p.path FROM survey s JOIN place p ON p.id = s.estate_id WHERE s.id = $1",
            {context.parameter("survey")});
        if (!row) base::refuse_missing("满意度调查", "satisfaction survey");
        return row->text(0);
    };
}

void require_state(const Survey& survey, std::initializer_list<std::string_view> states) {
    if (std::find(states.begin(), states.end(), survey.state) != states.end()) return;
    const auto present = state_title(survey.state);
    base::Text wanted;
    for (const auto state : states) {
        const auto title = state_title(state);
        wanted.zh += (wanted.zh.empty() ? "“" : "、“") + title.zh + "”";
        wanted.en += (wanted.en.empty() ? "“" : ", “") + title.en + "”";
    }
    base::refuse_state("wrong_state",
                       {fmt::format("这次调查现在“{}”，这件事只能在{}的时候做。", present.zh, wanted.zh),
                        fmt::format("This survey is “{}”; this can only be done while it is {}.", present.en, wanted.en)});
}

std::vector<StratumPlan> strata_of(kernel::Transaction& transaction, const std::string& survey_id) {
    std::vector<StratumPlan> strata;
    // Positions follow one another stratum after stratum, so the first position tells the order of the draw.
    transaction.each(
        "SELECT t.stratum, t.title, t.population, t.sample, t.reserve, MIN(d.position) FROM survey_stratum t "
        "LEFT JOIN survey_draw d ON d.survey_id = t.survey_id AND d.stratum = t.stratum WHERE t.survey_id = $1 "
        "GROUP BY t.stratum, t.title, t.population, t.sample, t.reserve ORDER BY 6, t.stratum",
        {survey_id}, [&](const kernel::Row& row) {
            strata.push_back({row.text(0), row.text(1), row.number(2), row.number(3), row.number(4)});
        });
    return strata;
}

Drawn drawn(kernel::Transaction& transaction, const Survey& survey, std::int64_t position) {
    const auto row = transaction.one(
        "SELECT position, dwelling_id, stratum, state, replaced_by, also_answered, version FROM survey_draw "
        "WHERE survey_id = $1 AND position = $2",
        {survey.id, position});
    if (!row) base::refuse_missing("样本户", "drawn dwelling");
    return {row->number(0), row->text(1), row->text(2), row->text(3), row->number_or_null(4), row->number(5), row->number(6)};
}

}  // namespace anju::survey
