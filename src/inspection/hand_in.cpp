// Handing a sheet in, and the only change possible afterwards: a correction with what was, what is and why.
#include <fmt/format.h>

#include <set>

#include "base/id.hpp"
#include "inspection/sheet.hpp"

namespace anju::inspection {

namespace {

using Problems = std::vector<base::FieldProblem>;

void find_unseen(const Sheet& sheet, const std::map<std::string, Mark>& marks, Problems& problems) {
    for (const auto& item : sheet.evaluation.pack->items) {
        if (item.rule->takes_measure()) continue;
        const auto found = marks.find(item.code);
        const auto field = "items/" + item.code;
        const auto name = item.code + " " + item.title.zh;
        const auto name_en = item.code + " " + item.title.en;
        if (found == marks.end() || found->second.state == "unseen")
            problems.push_back({field, {name + "：还没有看，请标“没问题”、扣分或“不适用”。", name_en + ": not seen yet; mark it fine, deduct, or mark it not applicable."}});
        else if (found->second.state == "not_applicable" && found->second.confirmed_by.empty() && sheet.inspection.source == "third_party")
            problems.push_back({field, {name + "：标了“不适用”，还要另一个人确认。", name_en + ": marked not applicable; another person must confirm it."}});
    }
}

void find_unmeasured(kernel::Context& context, const Sheet& sheet, Problems& problems) {
    // What a survey or a civility check will bring is owed by the panel, not by this sheet.
    auto measured = finding::announced_measures(context.transaction, sheet.evaluation.id, sheet.inspection.estate_id);
    for (const auto& row : context.transaction.query("SELECT item FROM measure WHERE evaluation_id = $1 AND estate_id = $2 AND source IN ('third_party', 'survey')",
                                                     {sheet.evaluation.id, sheet.inspection.estate_id}))
        measured.insert(row.text(0));
    for (const auto& item : sheet.evaluation.pack->items)
        if (item.rule->takes_measure() && !measured.contains(item.code))
            problems.push_back({"measures/" + item.code, {fmt::format("{} {}：还没有填百分比。", item.code, item.title.zh), fmt::format("{} {}: the percentage is missing.", item.code, item.title.en)}});
}

kernel::json::object corrected_json(const finding::Finding& finding) { return {{"deduct", finding.deduct.text()}, {"reason", finding.reason}, {"state", finding.state}}; }

}  // namespace

void hand_in(kernel::Context& context, const Sheet& sheet) {
    require_edit(context.actor, sheet);
    auto& transaction = context.transaction;
    const auto& inspection = sheet.inspection;
    Problems problems;
    if (inspection.source != "department") find_unseen(sheet, marks_of(transaction, inspection.id), problems);
    if (inspection.source == "third_party") find_unmeasured(context, sheet, problems);
    if (!problems.empty())
        throw base::Refusal{409, "not_complete",
                            {fmt::format("还有 {} 处没有填完，填完才能交卷。", problems.size()), fmt::format("{} things are not filled in yet; complete them before handing in.", problems.size())},
                            std::move(problems)};
    transaction.run("UPDATE inspection SET state = 'handed_in', handed_in_by = $2, handed_in_at = $3, version = version + 1 WHERE id = $1 AND state = 'open'",
                    {inspection.id, context.actor.account_id, context.now.microseconds});
    const auto findings = finding::submit_all(transaction, inspection.id);
    context.journal({"inspection.hand_in", "inspection", inspection.id, inspection.estate_id, kernel::json::object{{"state", "open"}},
                     {{"state", "handed_in"}, {"source", inspection.source}, {"findings", findings}}, {}, kernel::Reach::place});
}

void correct(kernel::Context& context, const Sheet& sheet, const finding::Finding& finding, const Correction& wanted) {
    require_author(context.actor, sheet);
    if (sheet.inspection.state != "handed_in")
        base::refuse_state("still_open", {"检查表还没有交卷，直接改就行，不用更正。", "The sheet is still open; change the finding itself."});
    evaluation::require_step(sheet.evaluation, {"inspection", "opinions", "panel"});
    auto& transaction = context.transaction;
    if (wanted.withdraw) {
        finding::withdraw(context, finding, wanted.why);
    } else {
        WantedFinding same{finding.item, wanted.reason.empty() ? finding.reason : wanted.reason, finding.spot, finding.check_point, wanted.deduct.value_or(finding.deduct), std::nullopt};
        finding::change(context, sheet.evaluation, finding, new_finding(transaction, sheet, same, finding.id), wanted.why);
    }
    const auto after = finding::get(transaction, finding.id);
    transaction.run("INSERT INTO correction (id, finding_id, before, after, why, by_account, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    {base::new_id(), finding.id, kernel::json::serialize(corrected_json(finding)), kernel::json::serialize(corrected_json(after)), wanted.why,
                     context.actor.account_id, context.now.microseconds});
    follow_findings(context, sheet, finding.item);
}

}  // namespace anju::inspection
