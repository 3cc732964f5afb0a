#pragma once
// The satisfaction survey of one estate in one year: planned, drawn, answered once a dwelling, checked, estimated, and recorded by the
// panel as the percentage of its item (附件1·小区居民满意度高). States: draft → fieldwork → closed → recorded; `replaced` by a newer plan.
//
// The draw can be repeated by hand: the dwellings of a stratum in the order of SM3(seed ‖ dwelling id), hex digits compared; the first
// n_h are the sample, the next ones the reserves, called in that order.
#include <optional>
#include <string>
#include <vector>

#include "evaluation/evaluation.hpp"
#include "kernel/jobs.hpp"
#include "kernel/router.hpp"
#include "policy/survey.hpp"

namespace anju::survey {

struct Survey {
    std::string id, evaluation_id, estate_id, state, index, strata_by;
    std::int64_t half_width = 0, level = 95, reserve_percent = 0, back_check_percent = 0;
    std::string starts, ends, party_id, seed;
    std::int64_t population = 0, sample = 0;
    std::string replaces, decision;
    std::int64_t letters_printed = 0;
    std::optional<base::Percent> figure;
    std::string figure_fraction;  ///< "numerator/denominator", exact
    std::int64_t version = 0;
    evaluation::Evaluation evaluation;  ///< with the frozen standard
    [[nodiscard]] const policy::SatisfactionSurvey& questionnaire() const { return *evaluation.pack->satisfaction; }
};
Survey get(kernel::Transaction& transaction, const standard::Standard& standard, const std::string& id);  ///< refuses 404

struct NewPlan {
    std::string evaluation_id, estate_id, index, strata_by, party_id, decision;
    std::int64_t half_width = 0, level = 95, reserve_percent = 0, back_check_percent = 0;
    base::Day starts, ends;
};
/// A draft plan; announces that the survey will bring the item's percentage. Refuses 409 plan_exists (unless the present one has
/// started and `decision` says why it is replaced), 422 for dates outside the year or the wrong way round, an unknown assessor,
/// 409 no_survey when the frozen standard has none.
std::string plan(kernel::Context& context, const standard::Standard& standard, const NewPlan& wanted);
void change_plan(kernel::Context& context, const standard::Standard& standard, const Survey& before, const NewPlan& wanted);  ///< 409 plan_started
/// Fixes the plan, draws the sample from `seed` (64 hex digits; empty: fresh random ones) and opens the field work. 409 no_dwellings.
void start(kernel::Context& context, const Survey& survey, const std::string& seed);

struct StratumPlan { std::string stratum, title; std::int64_t population = 0, sample = 0, reserve = 0; };
/// Proportional by largest remainder, at least min(2, population) in every stratum; pure.
std::vector<StratumPlan> allocate(std::vector<StratumPlan> strata, std::int64_t sample, std::int64_t reserve_percent);
/// Ids in the order drawn; pure.
std::vector<std::string> draw_order(const std::string& seed, std::vector<std::string> dwelling_ids);

/// A code is 10 characters of 0-9 A-Z without I L O U, the last a check character; shown as ABCDE-FGHJK. Only its SM3 is kept.
std::string new_code();
std::optional<std::string> read_code(std::string_view typed);  ///< upper case, no hyphens or spaces; nothing when the check fails

/// question -> level (1…5, 0 = 不了解); every question of the questionnaire.
using Answers = std::vector<std::pair<std::string, std::int64_t>>;
struct Arrival { std::string channel, interviewer, interviewer_name; std::optional<std::int64_t> minutes; std::string note{}; };
/// The one way an answer comes in, whatever the channel: marks the dwelling as answered and keeps the answer apart from it, counted
/// when it is the dwelling's first, else kept apart ("second"; at most 3 a dwelling, then 409). Returns the receipt number.
/// Refuses 409 wrong_state outside the field work, not_called for a reserve that waits, replaced_by_reserve for a dwelling whose place
/// a reserve has taken. It counts exactly when the dwelling was not `answered` before.
std::string take_answer(kernel::Context& context, const Survey& survey, std::int64_t position, const Answers& answers, const Arrival& arrival);

void close(kernel::Context& context, const Survey& survey);                   ///< ends the field work; codes stop working
void record_figure(kernel::Context& context, const Survey& survey);           ///< an act of the panel; 409 no_answers, not_closed

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const standard::Standard& standard);

}  // namespace anju::survey
