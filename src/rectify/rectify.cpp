#include "rectify/rectify.hpp"

#include "attachment/attachment.hpp"
#include "base/id.hpp"
#include "base/refusal.hpp"
#include "rectify/require.hpp"
#include "rectify/sql.hpp"

namespace anju::rectify {
namespace {

namespace json = kernel::json;

constexpr std::size_t most_photos = 12;

void require_state(const Rectification& rectification, std::initializer_list<std::string_view> states,
                   base::Text message) {
    for (auto const state : states) {
        if (rectification.state == state) return;
    }
    base::refuse_state("wrong_state", std::move(message));
}

void refuse_cured(const Rectification& rectification) {
    if (rectification.cured_at == 0) return;
    if (!rectification.record_id.empty())
        base::refuse_state("closed_by_register", {"交办已经撤回，这条整改不用再报告，也不用退回。", "What it came from was withdrawn: there is nothing left to report or to send back."});
    base::refuse_state("closed_by_register",
                       {"台账上这条扣分已经撤销，不用再报告，也不用退回。再出现时会另记一条。",
                        "The register has withdrawn this finding: there is nothing left to report or to send back. "
                        "Should the fault return, a new finding is opened."});
}

void require_other_person(const kernel::Context& context, const Rectification& rectification) {
    if (rectification.fixed_by != context.actor.account_id) return;
    base::refuse_state(
        "same_person",
        {"报告整改的人不能自己确认或退回，请换一个账号。",
         "Whoever reported the mend may neither confirm it nor send it back. Another account must do it."});
}

/// By the term of the standard the finding was recorded under; for one of the daily work that is the standard of today.
base::Day due_day(const kernel::Context& context, const standard::Standard& standard,
                  const std::string& evaluation_id) {
    if (evaluation_id == finding::live_evaluation)
        return standard.due(context.transaction, context.today(), standard.current().evaluation.rectification);
    auto const evaluation = evaluation::get(context.transaction, standard, evaluation_id);
    return standard.due(context.transaction, context.today(), evaluation.pack->evaluation.rectification);
}

/// `set` is followed by the changes; refuses when somebody else changed the row since `before` was read.
void update(kernel::Context& context, const Rectification& before, std::string_view set, kernel::Values values) {
    values.emplace_back(before.id);
    values.emplace_back(before.version);
    auto const place = values.size();
    auto const sql = "UPDATE rectification SET " + std::string{set} + ", version = version + 1 WHERE id = $" +
                     std::to_string(place - 1) + " AND version = $" + std::to_string(place);
    if (context.transaction.run(sql, values) == 1) return;
    base::refuse_state("changed_meanwhile", {"这条整改刚刚被别人改过，请刷新后再试。",
                                             "Somebody has just changed this rectification. Reload and try again."});
}

void journal(kernel::Context& context, std::string act, const Rectification& before, json::value after,
             const std::string& why) {
    context.journal({std::move(act), "rectification", before.id, before.estate_id,
                     json::object{{"state", before.state}, {"due", before.due}, {"reopened", before.reopened}},
                     std::move(after), why, kernel::Reach::place});
}

}  // namespace

Rectification get(kernel::Transaction& transaction, const std::string& id) {
    auto const row = transaction.one(
        "SELECT r.id, r.finding_id, r.estate_id, r.item, r.party_id, r.state, r.due, r.note, r.fixed_by, "
        "r.fixed_by_name, r.fix_note, r.confirmed_by_name, r.assigned_at, r.fixed_at, r.confirmed_at, r.reopened, "
        "r.version, f.evaluation_id, f.state, f.decided_at, f.decision, r.what, r.record_id, r.closed_at, r.closed_why "
        "FROM rectification r LEFT JOIN finding f ON f.id = "
        "r.finding_id WHERE r.id = $1",
        {id});
    if (!row) base::refuse_missing("整改", "rectification");
    Rectification one{row->text(0),
                      row->text_or(1),
                      row->text(2),
                      row->text(3),
                      row->text(4),
                      row->text(5),
                      row->text(6),
                      row->text(7),
                      row->text_or(8),
                      row->text_or(9),
                      row->text(10),
                      row->text_or(11),
                      row->number(12),
                      row->number_or_null(13).value_or(0),
                      row->number_or_null(14).value_or(0),
                      row->number(15),
                      row->number(16),
                      row->text_or(17) == finding::live_evaluation,
                      row->number_or_null(23).value_or(0),
                      row->text(24),
                      row->text(21),
                      row->text_or(22)};
    if (one.daily && row->text(18) == "withdrawn") {
        one.cured_at = row->number_or_null(19).value_or(0);
        one.cured_why = row->text(20);
        if (one.state == "open") one.state = "closed";
    }
    return one;
}

std::string assign(kernel::Context& context, const standard::Standard& standard, const finding::Finding& finding,
                   const Assignment& assignment) {
    if (finding.state != "submitted" && finding.state != "accepted") {
        base::refuse_state("finding_does_not_stand",
                           {"这条扣分记录还没有交卷，或者已经撤销、不成立、合并，不能派整改。",
                            "This finding is not handed in yet, or was withdrawn, rejected or merged; nothing can be "
                            "assigned for it."});
    }
    require_part_in_estate(context.transaction, finding.estate_id, assignment.party_id, context.today(), "party_id");
    if (assignment.due) require_day_to_come(assignment.due, context.today(), "due");
    if (context.transaction.one("SELECT 1 FROM rectification WHERE finding_id = $1", {finding.id})) {
        base::refuse_state("already_assigned",
                           {"这条扣分记录已经派了整改。没改好的，请在原整改上退回。",
                            "This finding already has a rectification. If it was not mended, reopen that one."});
    }
    auto const due = assignment.due ? *assignment.due : due_day(context, standard, finding.evaluation_id);
    auto const id = base::new_id();
    context.transaction.run(
        "INSERT INTO rectification (id, finding_id, estate_id, item, party_id, state, due, note, assigned_by, "
        "assigned_at, fix_note, reopened, version, what, closed_why) "
        "VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, '', 0, 1, '', '')",
        {id, finding.id, finding.estate_id, finding.item, assignment.party_id, due.text(), assignment.note,
         context.actor.account_id, context.now.microseconds});
    context.journal({"rectification.assign", "rectification", id, finding.estate_id, nullptr,
                     json::object{{"finding_id", finding.id},
                                  {"item", finding.item},
                                  {"party_id", assignment.party_id},
                                  {"due", due.text()}},
                     assignment.note, kernel::Reach::place});
    return id;
}

void fix(kernel::Context& context, const Rectification& before, const std::string& note,
         const std::vector<std::string>& photo_ids) {
    if (before.state == "closed") refuse_cured(before);
    require_state(before, {"open"},
                  {"这条整改已经报告过了，在等确认。", "This was already reported fixed and waits for confirmation."});
    if (photo_ids.empty()) {
        base::refuse_field("photo_ids", "photo_missing",
                           {"至少要有一张整改后的照片。请先上传。",
                            "At least one photo taken afterwards is needed. Upload it first."});
    }
    attachment::require_photos(context, photo_ids, "photo_ids", most_photos);
    update(context, before, "state = 'fixed', fixed_by = $1, fixed_by_name = $2, fixed_at = $3, fix_note = $4",
           {context.actor.account_id, context.actor.name, context.now.microseconds, note});
    for (auto const& photo : photo_ids) {
        context.transaction.run(
            "INSERT INTO rectification_photo (rectification_id, file_id, at) VALUES ($1, $2, $3) ON CONFLICT DO "
            "NOTHING",
            {before.id, photo, context.now.microseconds});
    }
    journal(context, "rectification.fix", before, json::object{{"state", "fixed"}, {"photos", photo_ids.size()}}, note);
}

void confirm(kernel::Context& context, const Rectification& before, const std::string& note) {
    require_state(before, {"fixed"},
                  {"只有报告整改好了的才能确认。", "Only a rectification reported fixed can be confirmed."});
    require_other_person(context, before);
    update(context, before, "state = 'confirmed', confirmed_by = $1, confirmed_by_name = $2, confirmed_at = $3",
           {context.actor.account_id, context.actor.name, context.now.microseconds});
    journal(context, "rectification.confirm", before, json::object{{"state", "confirmed"}}, note);
}

void reopen(kernel::Context& context, const standard::Standard& standard, const Rectification& before,
            const std::string& why) {
    refuse_cured(before);
    require_state(before, {"fixed", "confirmed"},
                  {"这条整改还没有报告完成，不用退回。",
                   "This rectification was not reported fixed yet; there is nothing to send back."});
    require_other_person(context, before);
    auto const due = due_day(context, standard,
                             before.finding_id.empty() ? std::string{finding::live_evaluation}
                                                       : finding::get(context.transaction, before.finding_id).evaluation_id);
    update(context, before,
           "state = 'open', due = $1, fixed_by = NULL, fixed_by_name = NULL, fixed_at = NULL, fix_note = '', "
           "confirmed_by = NULL, confirmed_by_name = NULL, "
           "confirmed_at = NULL, reopened = reopened + 1",
           {due.text()});
    journal(context, "rectification.reopen", before,
            json::object{{"state", "open"}, {"due", due.text()}, {"reopened", before.reopened + 1}}, why);
}

bool overdue(const Rectification& rectification, base::Day today) {
    return rectification.state == "open" && rectification.due < today.text();
}

std::vector<kernel::Migration> migrations() {
    return {{"rectify/1", sql::rectify}, {"rectify/2", sql::origin}};
}

}  // namespace anju::rectify
