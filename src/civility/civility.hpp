#pragma once
// The civility check of one estate in one year (附件1·小区文明程度高): points × moments drawn at random, check points passed or failed,
// two observers on a share of them. The percentage is passed ÷ observed of the first observers' marks, `not_there` left out.
// States: draft → fieldwork → closed → recorded; `replaced` by a newer plan. Draw: pairs in the order of SM3(seed ‖ point ‖ moment),
// hex digits compared; of those drawn, the first ones by SM3(seed ‖ "second" ‖ point ‖ moment) are seen by two people.
#include <optional>
#include <string>
#include <vector>

#include "attachment/attachment.hpp"
#include "evaluation/evaluation.hpp"
#include "kernel/router.hpp"
#include "policy/survey.hpp"

namespace anju::civility {

struct Civility {
    std::string id, evaluation_id, estate_id, state, starts, ends, party_id, seed, replaces, decision;
    std::int64_t observations = 0, second_percent = 0;
    bool imported = false;
    std::optional<base::Percent> figure;
    std::int64_t version = 0;
    evaluation::Evaluation evaluation;  ///< with the frozen standard
    [[nodiscard]] const policy::CivilityCheck& check() const { return *evaluation.pack->civility; }
};
Civility get(kernel::Transaction& transaction, const standard::Standard& standard, const std::string& id);  ///< refuses 404

struct NewPlan { std::string evaluation_id, estate_id, party_id, decision; std::int64_t observations = 0, second_percent = 0; base::Day starts, ends; };
std::string plan(kernel::Context& context, const standard::Standard& standard, const NewPlan& wanted);  ///< 409 plan_exists, no_civility_check
void change_plan(kernel::Context& context, const standard::Standard& standard, const Civility& before, const NewPlan& wanted);  ///< 409 plan_started
void start(kernel::Context& context, const Civility& civility, const std::string& seed);

struct Pair { std::string point, moment; friend bool operator==(const Pair&, const Pair&) = default; };
std::vector<Pair> draw_order(const std::string& seed, std::vector<Pair> pairs);  ///< pure

struct Mark { std::string check, mark, note, file_id; };  ///< mark: passed | failed | not_there; failed needs a photo or a note
struct SheetIn { std::int64_t position = 0; base::Day observed_on; std::vector<Mark> marks; };
/// First or second observer, whichever is still free; the second must be another person (409 same_observer). Returns which. Refuses:
/// 403 not_your_party (only accounts of the plan's party observe), 409 both_observed, 422 with `marks/2/note` and the like.
std::int64_t observe(kernel::Context& context, const Civility& civility, const SheetIn& sheet);
/// The actor's own sheet of that observation, anew, while in the field; returns which observer. 404 when there is none.
std::int64_t correct(kernel::Context& context, const Civility& civility, const SheetIn& sheet);

/// passed ÷ observed, truncated to 4 decimals, and how far two observers agree on the check points both marked (three marks, Cohen's
/// kappa). No kappa: `no_kappa` says why.
struct Figure {
    std::int64_t passed = 0, observed = 0, both = 0, agreed = 0;
    std::optional<base::Percent> percent;
    std::optional<double> kappa;
    base::Text no_kappa;
};
Figure figure(kernel::Transaction& transaction, const std::string& civility_id);

void close(kernel::Context& context, const Civility& civility);          ///< 409 not_complete with the observations still missing
/// An act of the panel: the percentage becomes the measure of the item. 409 wrong_state, nothing_observed; 403 own_observation.
void record_figure(kernel::Context& context, const Civility& civility);

/// The third party's own sheet, .xlsx or CSV in the columns of the template: everything observed, or nothing is taken. In a draft it
/// brings its own points and moments, in the field it holds to those drawn; then the check is closed. Row 0 is the sheet as a whole.
struct ImportProblem { std::int64_t row = 0; std::string field; base::Text message; };
struct Imported { std::int64_t observations = 0, marks = 0, problem_count = 0; std::vector<ImportProblem> problems; };  ///< at most 200 listed
/// 422 sheet_wrong when anything is wrong, unless it is a dry run, which writes nothing. 409 already_observed once somebody has observed.
Imported import_sheet(kernel::Context& context, const Civility& civility, const std::string& bytes, bool dry_run);

/// Photos on marks may be seen by whoever holds survey.read over the estate. Call before the first request.
void show_photos(attachment::Viewers& viewers);
std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const standard::Standard& standard);

}  // namespace anju::civility
