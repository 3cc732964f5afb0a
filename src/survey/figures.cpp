#include "survey/figures.hpp"

#include <algorithm>
#include <numeric>

namespace anju::survey {
namespace {

using policy::SurveyIndex;

/// How a level enters the estimate: 1 or 0 for a share, its place on 0…100 for a mean.
double value_of(const Sample& sample, int level) {
    if (sample.index == SurveyIndex::mean_times_20) return level * 20.0;
    if (sample.index == SurveyIndex::mean_minus_1_times_25) return (level - 1) * 25.0;
    const auto& levels = sample.asked().levels;
    return std::any_of(levels.begin(), levels.end(), [&](const auto& one) { return one.level == level && one.counts; }) ? 1 : 0;
}

/// How it enters the exact figure: whole numbers only.
std::int64_t whole_value_of(const Sample& sample, int level) { return sample.share() ? static_cast<std::int64_t>(value_of(sample, level)) : level; }

estimate::Answers columns_of(const Sample& sample, const std::vector<std::size_t>& questions) {
    estimate::Answers answers;
    answers.share = sample.share();
    for (const auto& stratum : sample.strata) answers.population.push_back(static_cast<double>(stratum.population));
    std::uint32_t number = 0;
    for (const auto& sheet : sample.sheets) {
        for (const auto question : questions) {
            const auto level = sheet.levels[question];
            answers.value.push_back(level == 0 ? 0 : value_of(sample, level));
            answers.valid.push_back(level == 0 ? 0 : 1);
            answers.stratum.push_back(sheet.stratum);
            if (questions.size() > 1) answers.cluster.push_back(number);
        }
        ++number;
    }
    return answers;
}

estimate::Estimate only(std::vector<estimate::Estimate> estimates) { return estimates.empty() ? estimate::Estimate{} : std::move(estimates.front()); }

std::vector<std::int64_t> opinions_by_stratum(const Sample& sample) {
    std::vector<std::int64_t> opinions(sample.strata.size());
    const auto question = sample.figure_question();
    for (const auto& sheet : sample.sheets)
        if (sheet.levels[question] != 0) ++opinions[sheet.stratum];
    return opinions;
}

/// The counting levels and the others each have a sum that the share gives away; with a mean, two sums over all levels are known.
std::vector<bool> hidden_levels(const Sample& sample, const std::vector<std::int64_t>& counts) {
    const auto& levels = sample.asked().levels;
    const auto smallest = sample.asked().smallest_cell;
    if (!sample.share()) return hidden_cells(counts, smallest, 3);
    std::vector<bool> hidden(counts.size());
    for (const bool counting : {true, false}) {
        std::vector<std::int64_t> group;
        for (std::size_t i = 0; i < counts.size(); ++i)
            if (levels[i].counts == counting) group.push_back(counts[i]);
        const auto of_group = hidden_cells(group, smallest);
        for (std::size_t i = 0, next = 0; i < counts.size(); ++i)
            if (levels[i].counts == counting) hidden[i] = of_group[next++];
    }
    return hidden;
}

}  // namespace

std::size_t Sample::figure_question() const {
    const auto& questions = asked().questions;
    return static_cast<std::size_t>(std::find_if(questions.begin(), questions.end(), [](const auto& one) { return one.figure; }) - questions.begin());
}

std::int64_t Sample::opinions(std::size_t question) const {
    return std::count_if(sheets.begin(), sheets.end(), [&](const Sheet& sheet) { return sheet.levels[question] != 0; });
}

void add(Sample& all, const Sample& one) {
    const auto from = static_cast<std::uint32_t>(all.strata.size());
    all.strata.insert(all.strata.end(), one.strata.begin(), one.strata.end());
    for (auto sheet : one.sheets) {
        sheet.stratum += from;
        all.sheets.push_back(std::move(sheet));
    }
}

bool enough(const Sample& sample) { return sample.opinions(sample.figure_question()) >= sample.asked().smallest_cell; }

estimate::Estimate estimate_of(const Sample& sample, const std::vector<std::size_t>& questions) { return only(estimate::estimate(columns_of(sample, questions), sample.level)); }

std::optional<ExactFigure> exact_figure(const Sample& sample) {
    std::vector<estimate::StratumCount> counts;
    for (const auto& stratum : sample.strata) counts.push_back({stratum.population, 0, 0, 0});
    const auto question = sample.figure_question();
    for (const auto& sheet : sample.sheets) {
        auto& count = counts[sheet.stratum];
        ++count.answered;
        if (sheet.levels[question] == 0) continue;
        ++count.opinions;
        count.value += whole_value_of(sample, sheet.levels[question]);
    }
    const auto fraction = estimate::exact_share(counts);
    if (fraction.denominator == "0") return std::nullopt;
    const bool shifted = sample.index == SurveyIndex::mean_minus_1_times_25;
    return ExactFigure{fraction, estimate::percent_of_record(fraction, sample.share() ? 100 : shifted ? 25 : 20, shifted ? 25 : 0)};
}

std::vector<bool> hidden_cells(const std::vector<std::int64_t>& counts, std::int64_t smallest, std::size_t least) {
    std::vector<std::size_t> order(counts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return counts[a] < counts[b]; });
    std::vector<bool> hidden(counts.size());
    if (order.empty() || counts[order.front()] >= smallest) return hidden;
    std::size_t cells = 0;
    std::int64_t together = 0;
    for (const auto i : order) {
        if (counts[i] >= smallest && cells >= least && together >= smallest) break;
        hidden[i] = true;
        together += counts[i];
        ++cells;
    }
    return hidden;
}

QuestionFigures question_figures(const Sample& sample, std::size_t question) {
    const auto& levels = sample.asked().levels;
    std::vector<std::int64_t> counts(levels.size());
    for (const auto& sheet : sample.sheets)
        for (std::size_t i = 0; i < levels.size(); ++i)
            if (levels[i].level == sheet.levels[question]) ++counts[i];
    QuestionFigures figures;
    figures.opinions = sample.opinions(question);
    figures.no_opinion = std::ssize(sample.sheets) - figures.opinions;
    figures.levels.resize(levels.size());
    if (figures.opinions < sample.asked().smallest_cell) return figures;
    const auto hidden = hidden_levels(sample, counts);
    for (std::size_t i = 0; i < levels.size(); ++i)
        if (!hidden[i]) figures.levels[i] = counts[i];
    figures.estimate = estimate_of(sample, {question});
    return figures;
}

std::optional<estimate::Estimate> theme_estimate(const Sample& sample, const std::string& theme) {
    const auto& questions = sample.asked().questions;
    std::vector<std::size_t> asked;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (questions[i].theme != theme) continue;
        if (sample.opinions(i) < sample.asked().smallest_cell) return std::nullopt;
        asked.push_back(i);
    }
    if (asked.empty()) return std::nullopt;
    return estimate_of(sample, asked);
}

std::vector<std::optional<estimate::Estimate>> stratum_estimates(const Sample& sample) {
    const auto opinions = opinions_by_stratum(sample);
    std::vector<std::size_t> places;
    std::vector<std::int64_t> counts;
    for (std::size_t h = 0; h < opinions.size(); ++h) {
        if (opinions[h] == 0) continue;  // nothing there to hide
        places.push_back(h);
        counts.push_back(opinions[h]);
    }
    const auto hidden = hidden_cells(counts, sample.asked().smallest_cell);
    auto columns = columns_of(sample, {sample.figure_question()});
    columns.domain = columns.stratum;
    std::vector<std::optional<estimate::Estimate>> all(sample.strata.size());
    for (auto& one : estimate::estimate(columns, sample.level)) {
        const auto place = std::find(places.begin(), places.end(), one.domain);
        if (place != places.end() && !hidden[static_cast<std::size_t>(place - places.begin())]) all[one.domain] = std::move(one);
    }
    return all;
}

std::vector<std::int64_t> answered_by_stratum(const Sample& sample) {
    std::vector<std::int64_t> answered(sample.strata.size());
    for (const auto& sheet : sample.sheets) ++answered[sheet.stratum];
    return answered;
}

estimate::Interval main_interval(const estimate::Estimate& estimate, bool share) {
    for (const std::string_view method : {share ? "xlogit" : "mean", "exact"})
        for (const auto& one : estimate.intervals)
            if (one.method == method) return one;
    return share ? estimate::Interval{"exact", 0, 1} : estimate::Interval{"mean", 0, 100};
}

}  // namespace anju::survey
