#pragma once
// Public notice, objections, final results, plaques, publication. Results become public only by these acts; public
// pages carry no personal data: they read what was frozen here, where nothing that a person wrote about a finding is
// kept.
#include <optional>
#include <string>
#include <vector>

#include "kernel/files.hpp"
#include "rating/rating.hpp"
#include "record/record.hpp"

namespace anju::publish {

/// A frozen result. `stage`: notice while the proposal is shown, final once decided; a final one is never rewritten.
struct Result {
    std::string estate_id, name, code, path, street_id, street_name;
    std::optional<base::Percent> satisfaction, civility;
    base::Points total;
    std::int64_t star = 0;
    std::string outcome;  ///< as in rating::name_of
    std::string grade;    ///< JSON {zh, en}
};
/// Best first: total, then satisfaction, then the estate's code.
std::vector<Result> results(kernel::Transaction& transaction, const std::string& evaluation_id, std::string_view stage);
/// "final", "notice" or nothing.
std::optional<std::string> shown_stage(kernel::Transaction& transaction, const std::string& evaluation_id);

/// An objection (异议) against what the notice shows. Channel `public`: nobody signed in, no name kept.
struct NewObjection {
    std::string estate_id, item, finding_id, text, channel;
};
/// Only while the notice runs; refuses estates, items and findings that are none of the evaluation's. Returns the
/// receipt.
std::string raise(kernel::Context& context, const evaluation::Evaluation& evaluation, const NewObjection& objection);

struct Objection {
    std::string id, receipt, evaluation_id, estate_id, item, finding_id, text, channel, raised_by, state, answer;
    std::int64_t raised_at = 0, decided_at = 0, version = 0;
};
Objection get_objection(kernel::Transaction& transaction, const std::string& id);  ///< refuses 404

/// `changes` are panel decisions on findings of the same estate and year, journaled as such. Not by whoever raised it
/// (409 same_person); a refused objection changes nothing (422).
struct FindingChange {
    std::string finding_id;
    bool withdraw = false;
    std::optional<base::Points> deduct;
};
struct Answer {
    std::string decision, answer;
    std::vector<FindingChange> changes;
    std::int64_t version = 0;
};
void decide(kernel::Context& context, const evaluation::Evaluation& evaluation, const Objection& objection,
            const Answer& answer);

/// The text for the paper from the pack's documents/notice.txt or publication.txt. Variables: year, district,
/// notice_from, notice_to (dates in Chinese, empty before the notice), stars: [{grade, estates: [{name, street, total,
/// satisfaction}]}] from the highest star, unrated: the same for estates without a star. Plain text, nothing escaped.
/// `kind`: notice | publication.
std::string announcement(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation,
                         std::string_view kind);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const standard::Standard& standard);
/// Records the pack makes public (model cases), without signing in. Both must outlive the router.
void case_routes(kernel::Router& router, const record::Registers& registers, const kernel::Files& files);
void watch_steps(
    evaluation::Steps& steps,
    const standard::Standard& standard);  ///< freezes at notice, checks objections, finalises, issues plaques

}  // namespace anju::publish
