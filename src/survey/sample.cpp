#include <algorithm>
#include <stdexcept>

#include "survey/figures.hpp"
#include "survey/parts.hpp"

namespace anju::survey {

std::optional<policy::SurveyIndex> index_named(std::string_view name) {
    if (name == "top_two") return policy::SurveyIndex::top_two;
    if (name == "mean_times_20") return policy::SurveyIndex::mean_times_20;
    if (name == "mean_minus_1_times_25") return policy::SurveyIndex::mean_minus_1_times_25;
    return std::nullopt;
}

Sample sample_of(kernel::Transaction& transaction, const Survey& survey) {
    Sample sample{survey.evaluation.pack, index_named(survey.index).value(), static_cast<double>(survey.level) / 100, strata_of(transaction, survey.id), {}};
    const auto& questions = sample.asked().questions;
    transaction.each("SELECT stratum, answers FROM survey_answer WHERE survey_id = $1 AND counted = 1 ORDER BY id", {survey.id}, [&](const kernel::Row& row) {
        const auto stratum = std::find_if(sample.strata.begin(), sample.strata.end(), [&](const StratumPlan& one) { return one.stratum == row.text(0); });
        if (stratum == sample.strata.end()) throw std::logic_error{"survey_answer with an unknown stratum"};
        const auto answers = kernel::json::parse(row.text(1));
        Sheet sheet{static_cast<std::uint32_t>(stratum - sample.strata.begin()), {}};
        for (const auto& question : questions) sheet.levels.push_back(static_cast<int>(answers.at(question.question).as_int64()));
        sample.sheets.push_back(std::move(sheet));
    });
    return sample;
}

}  // namespace anju::survey
