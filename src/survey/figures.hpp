#pragma once
// What the counted answers of one or several surveys say: pure, on plain rows. A dwelling of stratum h stands for N_h ÷ n_h dwellings
// (population by counted answers); 不了解 keeps its place in n_h and is in no percentage; an answer sheet is the cluster where several
// questions are taken together. Shares are 0…1, mean indices 0…100.
//
// What is hidden. A figure rests on at least `smallest_cell` opinions, a count of a level is at least that; and nothing that is hidden
// can be worked out from what is shown: see `hidden_cells`. How many had no opinion is shown: it says nothing about anybody's view.
#include <optional>

#include "estimate/estimate.hpp"
#include "estimate/exact_share.hpp"
#include "survey/survey.hpp"

namespace anju::survey {

struct Sheet {
    std::uint32_t stratum = 0;  ///< place in Sample::strata
    std::vector<int> levels;    ///< by question in the order asked; 0: 不了解
};

struct Sample {
    std::shared_ptr<const policy::Pack> pack;  ///< the frozen standard with the questionnaire
    policy::SurveyIndex index = policy::SurveyIndex::top_two;
    double level = 0.95;  ///< of the intervals
    std::vector<StratumPlan> strata;
    std::vector<Sheet> sheets;

    [[nodiscard]] const policy::SatisfactionSurvey& asked() const { return *pack->satisfaction; }
    [[nodiscard]] bool share() const { return index == policy::SurveyIndex::top_two; }
    [[nodiscard]] std::size_t figure_question() const;
    [[nodiscard]] std::int64_t opinions(std::size_t question) const;  ///< sheets that name a level
};
std::optional<policy::SurveyIndex> index_named(std::string_view name);
/// The counted answers of a survey; void and second ones are not among them.
Sample sample_of(kernel::Transaction& transaction, const Survey& survey);
/// Several surveys as one: every stratum of each stays a stratum. They must have the same questionnaire and index.
void add(Sample& all, const Sample& one);

/// Whether there is anything to say: at least `smallest_cell` opinions on the question of the figure.
bool enough(const Sample& sample);
/// Over one question, or over all answers to several. No sheets at all: an estimate of nothing.
estimate::Estimate estimate_of(const Sample& sample, const std::vector<std::size_t>& questions);

/// The figure of record; nothing without an opinion. Strata without an answer are left out.
struct ExactFigure { estimate::Fraction fraction; base::Percent percent; };
std::optional<ExactFigure> exact_figure(const Sample& sample);

/// Cells that must not be shown: those below `smallest`, and then the smallest of the others until at least `least` are hidden and
/// all hidden ones together hold at least `smallest` (else their sum, total less shown, would itself be too small a cell).
std::vector<bool> hidden_cells(const std::vector<std::int64_t>& counts, std::int64_t smallest, std::size_t least = 2);

struct QuestionFigures {
    std::int64_t opinions = 0, no_opinion = 0;
    std::vector<std::optional<std::int64_t>> levels;  ///< by level in the questionnaire's order; nothing: hidden
    std::optional<estimate::Estimate> estimate;       ///< nothing: hidden
};
QuestionFigures question_figures(const Sample& sample, std::size_t question);
/// Hidden with any of its questions.
std::optional<estimate::Estimate> theme_estimate(const Sample& sample, const std::string& theme);
/// Of the figure, by stratum; nothing where hidden or not answered.
std::vector<std::optional<estimate::Estimate>> stratum_estimates(const Sample& sample);
std::vector<std::int64_t> answered_by_stratum(const Sample& sample);

/// The interval that stands for the estimate: xlogit for a share (exact where that has none), mean for a mean; a mean without any is 0…100.
estimate::Interval main_interval(const estimate::Estimate& estimate, bool share);

/// How sure the sample is about one threshold of the standard; star 0: the one below which an estate fails.
struct Sure {
    int star = 0;
    base::Text grade;
    base::Percent threshold;
    double confidence = 0.5;  ///< that the truth is at or above
    estimate::Sureness sureness = estimate::Sureness::open;
    base::Text words;
};
std::vector<Sure> sure_of(const estimate::Estimate& estimate, bool share, const policy::Stars& stars);  ///< highest star first
std::string_view name_of(estimate::Sureness sureness);

}  // namespace anju::survey
