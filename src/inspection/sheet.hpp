#pragma once
// A sheet being worked on: the inspection with its year and place, and who may do what on it. Inside the slice only.
//   edit:    self_check: inspection.self_check at the estate; third_party: an account acting for that assessor (inspection.inspect);
//            department: for that department (inspection.department). Only while open and in the sheet's steps.
//   see:     its author; a self-check: self_check.read, and the assessor whose own inspection of that estate is handed in; others
//            once handed in: finding.read. Who confirms "not applicable" sees the open third-party sheet too.
#include <map>
#include <optional>
#include <string>

#include "inspection/inspection.hpp"

namespace anju::inspection {

/// Columns of `inspection n` in the order `read` takes them.
inline constexpr std::string_view columns =
    "n.id, n.evaluation_id, n.estate_id, n.source, n.party_id, n.state, n.planned_from, n.planned_to, n.visited_on, n.summary, n.handed_in_at, n.version";
Inspection read(const kernel::Row& row);

struct Sheet { Inspection inspection; evaluation::Evaluation evaluation; std::string path; };

/// 404 when there is none, when it lies outside the actor's evaluation.read, or when it is a self-check hidden from the actor.
Sheet sheet_of(kernel::Context& context, const standard::Standard& standard, const std::string& id);
bool is_author(const kernel::Actor& actor, const Sheet& sheet);
bool sees_content(kernel::Context& context, const Sheet& sheet);
bool may_edit(const kernel::Actor& actor, const Sheet& sheet);
bool may_confirm(const kernel::Actor& actor, const Sheet& sheet);
bool may_correct(const kernel::Actor& actor, const Sheet& sheet);
void require_author(const kernel::Actor& actor, const Sheet& sheet);  ///< 403 not_yours
void require_edit(const kernel::Actor& actor, const Sheet& sheet);    ///< 403 not_yours, 409 handed_in, 409 wrong_step

/// SQL condition over `n` (inspection) and `p` (its estate): inspections whose existence the actor may know.
std::string inspection_filter(const kernel::Actor& actor, kernel::Values& values);

struct Mark {
    std::string item, state = "unseen", note, marked_by, marked_by_name, confirmed_by, confirmed_by_name;
    std::int64_t confirmed_at = 0;
};
/// Marks by item; an item without a row is unseen. Items that take a measure have none.
std::map<std::string, Mark> marks_of(kernel::Transaction& transaction, const std::string& inspection_id);
void mark(kernel::Context& context, const Sheet& sheet, const std::string& item, const std::string& state, const std::string& note);
void confirm(kernel::Context& context, const Sheet& sheet, const std::string& item);
void measure(kernel::Context& context, const Sheet& sheet, const std::string& item, base::Percent value, const std::string& note);

struct WantedFinding {
    std::string item, reason, spot;
    std::int64_t check_point = -1;
    base::Points deduct;
    std::optional<std::vector<std::string>> photo_ids;  ///< absent on a change: as they are
};
finding::Finding record(kernel::Context& context, const Sheet& sheet, const WantedFinding& wanted);
void change(kernel::Context& context, const Sheet& sheet, const finding::Finding& before, const WantedFinding& wanted);
void remove(kernel::Context& context, const Sheet& sheet, const finding::Finding& finding, const std::string& why);
finding::Finding finding_on(kernel::Transaction& transaction, const Sheet& sheet, const std::string& id);  ///< 404 when on another sheet
finding::NewFinding new_finding(kernel::Transaction& transaction, const Sheet& sheet, const WantedFinding& wanted, const std::string& before_id);
/// "deducted" while findings stand on the item; otherwise back to unseen, or to fine once handed in.
void follow_findings(kernel::Context& context, const Sheet& sheet, const std::string& item);

/// Refuses 409 `not_complete` with every unseen item, unconfirmed "not applicable" and missing measure.
void hand_in(kernel::Context& context, const Sheet& sheet);
struct Correction { std::optional<base::Points> deduct; std::string reason, why; bool withdraw = false; };
/// After hand-in, in the steps inspection, opinions and panel, by the same side; what was and why is kept.
void correct(kernel::Context& context, const Sheet& sheet, const finding::Finding& finding, const Correction& wanted);

kernel::json::object envelope_json(kernel::Context& context, const standard::Standard& standard, const std::string& id);
kernel::json::object sheet_json(kernel::Context& context, const standard::Standard& standard, const Sheet& sheet);
kernel::json::object item_json(kernel::Context& context, const standard::Standard& standard, const Sheet& sheet, const std::string& item);
/// One page of inspections that meet `condition` over `n`.
kernel::json::array list_json(kernel::Context& context, const standard::Standard& standard, const std::string& condition, kernel::Values values, std::int64_t limit);
kernel::json::array estates_json(kernel::Context& context, const evaluation::Evaluation& evaluation);

void sheet_routes(kernel::Router& router, const standard::Standard& standard);

}  // namespace anju::inspection
