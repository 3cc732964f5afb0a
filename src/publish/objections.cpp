#include <fmt/format.h>

#include "base/id.hpp"
#include "base/refusal.hpp"
#include "publish/publish.hpp"

namespace anju::publish {
namespace {

namespace json = kernel::json;

/// 12 characters of 5 random bits: nobody finds another's objection by trying.
std::string new_receipt() {
    constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    constexpr std::string_view token_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string receipt;
    for (char const c : base::random_token(9)) receipt += letters[token_letters.find(c) % 32];
    return receipt;
}

void require_running(const kernel::Context& context, const evaluation::Evaluation& evaluation) {
    evaluation::require_step(evaluation, {"notice"});
    auto const today = context.today().text();
    if (today >= evaluation.notice_from && today <= evaluation.notice_to) return;
    base::refuse_state("notice_over", {fmt::format("公示期（{}至{}）已经结束，不再接受异议。", evaluation.notice_from,
                                                   evaluation.notice_to),
                                       fmt::format("The notice ({} to {}) is over; objections are no longer taken.",
                                                   evaluation.notice_from, evaluation.notice_to)});
}

void require_ours(kernel::Context& context, const evaluation::Evaluation& evaluation, const NewObjection& objection) {
    if (!evaluation::takes_part(context.transaction, evaluation.id, objection.estate_id)) {
        base::refuse_field("estate_id", "takes_no_part",
                           {"这个小区不参加这次评星。请从公示名单里选。",
                            "This estate takes no part in the evaluation. Choose one from the notice."});
    }
    if (!objection.item.empty() && evaluation.pack->item(objection.item) == nullptr) {
        base::refuse_field("item", "unknown_item",
                           {"标准里没有这个条目。请从评分表里选，或者留空。",
                            "The standard has no such item. Choose one from the scorecard, or leave it empty."});
    }
    if (objection.finding_id.empty()) return;
    auto const finding = finding::get(context.transaction, objection.finding_id);
    if (finding.evaluation_id != evaluation.id || finding.estate_id != objection.estate_id ||
        (!objection.item.empty() && finding.item != objection.item)) {
        base::refuse_field(
            "finding_id", "other_finding",
            {"这条扣分记录不是这个小区这一年这个条目的。", "This finding is not of that estate, year and item."});
    }
}

/// The panel decides on the finding, in its own words: the only place where this slice changes a score.
void apply(kernel::Context& context, const evaluation::Evaluation& evaluation, const Objection& objection,
           const FindingChange& change, const std::string& reason) {
    auto const finding = finding::get(context.transaction, change.finding_id);
    if (finding.evaluation_id != evaluation.id || finding.estate_id != objection.estate_id) {
        base::refuse_field(
            "changes", "other_finding",
            {"只能改这个小区这一年的扣分记录。", "Only findings of that estate and year can be changed."});
    }
    if (!change.withdraw && !change.deduct) {
        base::refuse_field("changes", "nothing_to_change",
                           {"请选撤销，或者填写改为扣几分。", "Choose withdrawal, or give the new deduction."});
    }
    finding::NewDecision decision;
    decision.decision = change.withdraw ? "reject" : "reduce";
    if (!change.withdraw) decision.deduct = change.deduct;
    decision.reason = fmt::format("异议 {}：{}", objection.receipt, reason);
    decision.version = finding.version;
    finding::decide(context, evaluation, finding, decision);
}

void require_decidable(const kernel::Context& context, const Objection& objection, const Answer& answer) {
    if (objection.state != "received")
        base::refuse_state("already_decided", {"这条异议已经答复过了。", "This objection has been answered already."});
    if (objection.version != answer.version) {
        base::refuse_state("changed_meanwhile", {"这条异议刚刚被别人改过，请刷新后再试。",
                                                 "Somebody has just changed this objection. Reload and try again."});
    }
    if (!objection.raised_by.empty() && objection.raised_by == context.actor.account_id) {
        base::refuse_state("same_person", {"提出异议的人不能自己答复，请换一个账号。",
                                           "Whoever raised the objection may not answer it. Another account must."});
    }
    if (answer.decision == "refused" && !answer.changes.empty()) {
        base::refuse_field(
            "changes", "refused_changes_nothing",
            {"不采纳的异议不能改扣分。要改，请选采纳或者部分采纳。",
             "A refused objection changes nothing. To change a finding, uphold it in whole or in part."});
    }
}

}  // namespace

std::string raise(kernel::Context& context, const evaluation::Evaluation& evaluation, const NewObjection& objection) {
    require_running(context, evaluation);
    require_ours(context, evaluation, objection);
    auto const id = base::new_id();
    auto const receipt = new_receipt();
    context.transaction.run(
        "INSERT INTO objection (id, receipt, evaluation_id, estate_id, item, finding_id, text, channel, raised_by, "
        "raised_at, state, answer, version) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'received', '', 1)",
        {id, receipt, evaluation.id, objection.estate_id, objection.item,
         objection.finding_id.empty() ? kernel::Value{nullptr} : kernel::Value{objection.finding_id}, objection.text,
         objection.channel, objection.channel == "public" ? std::string{} : context.actor.account_id,
         context.now.microseconds});
    context.journal({"objection.raise",
                     "objection",
                     id,
                     objection.estate_id,
                     nullptr,
                     json::object{{"receipt", receipt}, {"channel", objection.channel}, {"item", objection.item}},
                     {}});
    return receipt;
}

Objection get_objection(kernel::Transaction& transaction, const std::string& id) {
    auto const row = transaction.one(
        "SELECT id, receipt, evaluation_id, estate_id, item, finding_id, text, channel, raised_by, state, answer, "
        "raised_at, decided_at, "
        "version FROM objection WHERE id = $1",
        {id});
    if (!row) base::refuse_missing("异议", "objection");
    return {row->text(0),
            row->text(1),
            row->text(2),
            row->text(3),
            row->text(4),
            row->text_or(5),
            row->text(6),
            row->text(7),
            row->text(8),
            row->text(9),
            row->text(10),
            row->number(11),
            row->number_or_null(12).value_or(0),
            row->number(13)};
}

void decide(kernel::Context& context, const evaluation::Evaluation& evaluation, const Objection& objection,
            const Answer& answer) {
    evaluation::require_step(evaluation, {"notice"});
    require_decidable(context, objection, answer);
    for (auto const& change : answer.changes) apply(context, evaluation, objection, change, answer.answer);
    auto const changed = context.transaction.run(
        "UPDATE objection SET state = $3, answer = $4, decided_by = $5, decided_at = $6, version = version + 1 "
        "WHERE id = $1 AND version = $2",
        {objection.id, objection.version, answer.decision, answer.answer, context.actor.account_id,
         context.now.microseconds});
    if (changed == 0)
        base::refuse_state("changed_meanwhile", {"这条异议刚刚被别人改过，请刷新后再试。",
                                                 "Somebody has just changed this objection. Reload and try again."});
    context.journal({"objection.decide", "objection", objection.id, objection.estate_id,
                     json::object{{"state", objection.state}},
                     json::object{{"state", answer.decision}, {"changes", answer.changes.size()}}, answer.answer});
}

}  // namespace anju::publish
