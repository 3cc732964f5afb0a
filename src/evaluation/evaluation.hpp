#pragma once
// A year's rating: participating estates, the frozen standard, and its steps
//   self_check → inspection → opinions → panel → notice → final → publication → closed
// Steps cannot be skipped; each tells who, until when, how far, and what is missing.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernel/router.hpp"
#include "standard/standard.hpp"

namespace anju::evaluation {

struct Evaluation {
    std::string id; std::int64_t year = 0; std::string step, pack_hash, cut_off, survey_method, note, notice_from, notice_to;
    std::int64_t published_at = 0, version = 0;
    std::shared_ptr<const policy::Pack> pack;  ///< the frozen standard
};

Evaluation get(kernel::Transaction& transaction, const standard::Standard& standard, const std::string& id);  ///< refuses 404
std::optional<std::string> current_id(kernel::Transaction& transaction);  ///< the latest year that is not closed, else the latest
bool takes_part(kernel::Transaction& transaction, const std::string& evaluation_id, const std::string& estate_id);
void require_part(kernel::Transaction& transaction, const Evaluation& evaluation, const std::string& estate_id, const std::string& field = "estate_id");  ///< 422 takes_no_part
/// Problems of a plan's first and last day: both in the evaluation's year, and not the wrong way round.
void check_days(const Evaluation& evaluation, base::Day starts, base::Day ends, std::vector<base::FieldProblem>& problems);
/// Refuses 409 `wrong_step` unless the evaluation is in one of the steps; the message says in which step it is and what that means.
void require_step(const Evaluation& evaluation, std::initializer_list<std::string_view> steps);
/// "第三方评估" for a step of the frozen standard; also for `closed`.
base::Text step_title(const Evaluation& evaluation, std::string_view step);

/// The estates of a year with what stands above them, in the order of their codes. `stage` is the one frozen at the opening.
struct Participant { std::string estate_id, stage, code, name, path, street_id, street_name, community_id, community_name; };
std::vector<Participant> participants(kernel::Transaction& transaction, const std::string& evaluation_id);

/// Opens a year: freezes the standard and every estate's stage, starts the first step. Refuses: the year twice, estates that are
/// none, unknown or outside the actor's places, a cut-off day of another year, no survey method.
struct NewEvaluation { std::int64_t year = 0; base::Day cut_off; std::string survey_method, note; std::vector<std::string> estate_ids; };
std::string open(kernel::Context& context, const standard::Standard& standard, const NewEvaluation& wanted);

/// What a step still lacks. Each slice that owns part of a step registers one function at start-up; `advance` refuses while any
/// list is not empty. `hook` runs inside the act that leaves the step (freezing results, issuing plaques).
struct Missing { base::Text what; std::string estate_id; };
struct Progress { std::int64_t done = 0, total = 0; std::vector<Missing> missing; };
using StepCheck = std::function<Progress(kernel::Transaction&, const Evaluation&, base::Instant now)>;
using StepHook = std::function<void(kernel::Context&, const Evaluation&)>;

class Steps {
  public:
    void check(std::string step, StepCheck check);       ///< several may watch one step
    void on_leave(std::string step, StepHook hook);      ///< runs when `step` is left, before the next one starts
    void leave_right(std::string step, std::string right);  ///< right needed to leave it besides evaluation.manage
    [[nodiscard]] Progress progress(kernel::Transaction& transaction, const Evaluation& evaluation, const std::string& step, base::Instant now) const;
    void require_right(const kernel::Actor& actor, const std::string& step) const;  ///< refuses 403 without the step's right
    void leave(kernel::Context& context, const Evaluation& evaluation, const std::string& step) const;  ///< rights and hooks

  private:
    std::vector<std::pair<std::string, StepCheck>> checks_;
    std::vector<std::pair<std::string, StepHook>> hooks_;
    std::vector<std::pair<std::string, std::string>> rights_;
};

/// Leaves the step `from` for the next one. Refuses: `wrong_step` when the evaluation stands elsewhere, a missing right,
/// `step_not_finished` with everything missing by estate. Leaving `publication` closes the year and ends the assessors' parts.
void advance(kernel::Context& context, const standard::Standard& standard, const Steps& steps, const Evaluation& evaluation,
             const std::string& from, const std::string& why);

/// Evaluation as GET /api/evaluations/{id} answers it; what is missing is told for the estates the actor may see.
kernel::json::object to_json(kernel::Context& context, const standard::Standard& standard, const Steps& steps, const Evaluation& evaluation);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const standard::Standard& standard, const Steps& steps);

}  // namespace anju::evaluation
