// Marks, measures and findings on an open sheet. Every way in begins with require_edit.
#include <fmt/format.h>

#include "inspection/sheet.hpp"

namespace anju::inspection {

namespace {

using kernel::Transaction;

const policy::Item& item_of(const Sheet& sheet, const std::string& code) {
    const auto* item = sheet.evaluation.pack->item(code);
    if (item == nullptr) base::refuse_missing("条目", "item");
    return *item;
}

std::int64_t findings_on(Transaction& transaction, const Sheet& sheet, const std::string& item) {
    return transaction.one("SELECT COUNT(*) FROM finding WHERE inspection_id = $1 AND item = $2 AND state <> 'withdrawn'", {sheet.inspection.id, item})->number(0);
}

constexpr std::string_view mark_columns = "item, state, note, marked_by, marked_by_name, confirmed_by, confirmed_by_name, confirmed_at";
Mark read_mark(const kernel::Row& row) {
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text_or(5), row.text_or(6), row.number_or_null(7).value_or(0)};
}

Mark mark_of(Transaction& transaction, const Sheet& sheet, const std::string& item) {
    const auto row = transaction.one(fmt::format("SELECT {} FROM inspection_item WHERE inspection_id = $1 AND item = $2", mark_columns), {sheet.inspection.id, item});
    return row ? read_mark(*row) : Mark{};
}

void write(kernel::Context& context, const Sheet& sheet, const std::string& item, const std::string& state, const std::string& note) {
    context.transaction.run(
        "INSERT INTO inspection_item (inspection_id, item, state, note, marked_by, marked_by_name, marked_at) VALUES ($1, $2, $3, $4, $5, $6, $7) "
        "ON CONFLICT (inspection_id, item) DO UPDATE SET state = excluded.state, note = excluded.note, marked_by = excluded.marked_by, "
        "marked_by_name = excluded.marked_by_name, marked_at = excluded.marked_at, confirmed_by = NULL, confirmed_by_name = NULL, confirmed_at = NULL",
        {sheet.inspection.id, item, state, note, context.actor.account_id, context.actor.name, context.now.microseconds});
}

kernel::json::object mark_json(const std::string& item, const std::string& state, const std::string& note) { return {{"item", item}, {"state", state}, {"note", note}}; }

void refuse_mark(kernel::Context& context, const Sheet& sheet, const policy::Item& item, const std::string& state, const std::string& note) {
    if (item.rule->takes_measure())
        base::refuse_field("state", "item_takes_measure", {"这一条是测评项，请填百分比。", "This item takes a percentage; fill that in."});
    if (const auto count = findings_on(context.transaction, sheet, item.code); count > 0)
        throw base::Refusal{409, "has_findings",
                            {fmt::format("这一条已经记了 {} 条扣分，请先删掉再改状态。", count), fmt::format("{} findings stand on this item; delete them first.", count)},
                            "state"};
    if (state != "not_applicable") return;
    if (const auto refused = policy::refuse_not_applicable(*sheet.evaluation.pack, item.code)) base::refuse_field("state", refused->first, refused->second);
    if (note.size() < 2) base::refuse_field("note", "missing", {"请写明为什么不适用（至少两个字）。", "Say why the item does not apply (at least two characters)."});
}

void refuse_not_applicable(const Mark& mark) {
    if (mark.state == "not_applicable")
        throw base::Refusal{409, "marked_not_applicable", {"这一条标了“不适用”，要扣分请先改掉标记。", "This item is marked “not applicable”; change the mark before deducting."}, "item"};
}

}  // namespace

std::map<std::string, Mark> marks_of(Transaction& transaction, const std::string& inspection_id) {
    std::map<std::string, Mark> marks;
    for (const auto& row : transaction.query(fmt::format("SELECT {} FROM inspection_item WHERE inspection_id = $1", mark_columns), {inspection_id})) marks[row.text(0)] = read_mark(row);
    return marks;
}

void mark(kernel::Context& context, const Sheet& sheet, const std::string& code, const std::string& state, const std::string& note) {
    require_edit(context.actor, sheet);
    const auto& item = item_of(sheet, code);
    refuse_mark(context, sheet, item, state, note);
    const auto before = mark_of(context.transaction, sheet, code);
    write(context, sheet, code, state, note);
    context.journal({"inspection.mark", "inspection", sheet.inspection.id, sheet.inspection.estate_id, mark_json(code, before.state, before.note), mark_json(code, state, note), {}, kernel::Reach::place});
}

void confirm(kernel::Context& context, const Sheet& sheet, const std::string& item) {
    if (!context.actor.may("inspection.confirm", sheet.path)) base::refuse_right({"您没有确认“不适用”的权限。", "You may not confirm “not applicable”."});
    if (sheet.inspection.source != "third_party" || sheet.inspection.state != "open")
        base::refuse_state("nothing_to_confirm", {"只有还没交卷的第三方检查需要确认“不适用”。", "Only an open third-party sheet needs “not applicable” confirmed."});
    const auto present = mark_of(context.transaction, sheet, item);
    if (present.state != "not_applicable") base::refuse_state("nothing_to_confirm", {"这一条没有标“不适用”，不用确认。", "This item is not marked “not applicable”."});
    if (present.marked_by == context.actor.account_id)
        throw base::Refusal{403, "four_eyes", {"是您标的“不适用”，要由另一个人确认。", "You marked it yourself; another person must confirm it."}};
    context.transaction.run("UPDATE inspection_item SET confirmed_by = $3, confirmed_by_name = $4, confirmed_at = $5 WHERE inspection_id = $1 AND item = $2",
                            {sheet.inspection.id, item, context.actor.account_id, context.actor.name, context.now.microseconds});
    context.journal({"inspection.confirm", "inspection", sheet.inspection.id, sheet.inspection.estate_id, mark_json(item, present.state, present.note),
                     {{"item", item}, {"confirmed", true}}, present.note, kernel::Reach::place});
}

void measure(kernel::Context& context, const Sheet& sheet, const std::string& item, base::Percent value, const std::string& note) {
    require_edit(context.actor, sheet);
    if (sheet.inspection.source == "department")
        base::refuse_state("no_measures", {"部门考核表不填百分比。", "A department's sheet takes no percentages."});
    if (sheet.inspection.source == "third_party" && !context.actor.may("measure.record", sheet.path))
        base::refuse_right({"您没有填写测评百分比的权限。", "You may not record percentages."});
    finding::record_measure(context, sheet.evaluation, sheet.inspection.estate_id, item, sheet.inspection.source, value, note);
}

finding::Finding finding_on(Transaction& transaction, const Sheet& sheet, const std::string& id) {
    auto found = finding::get(transaction, id);
    if (found.inspection_id != sheet.inspection.id) base::refuse_missing("扣分记录", "finding");
    return found;
}

finding::NewFinding new_finding(Transaction& transaction, const Sheet& sheet, const WantedFinding& wanted, const std::string& before_id) {
    finding::NewFinding made;
    made.evaluation_id = sheet.evaluation.id;
    made.estate_id = sheet.inspection.estate_id;
    made.source = sheet.inspection.source;
    made.inspection_id = sheet.inspection.id;
    made.item = wanted.item;
    made.check_point = wanted.check_point;
    made.deduct = wanted.deduct;
    made.reason = wanted.reason;
    made.spot = wanted.spot;
    if (wanted.photo_ids) made.photo_ids = *wanted.photo_ids;
    else if (!before_id.empty())
        for (const auto& row : transaction.query("SELECT file_id FROM finding_photo WHERE finding_id = $1 ORDER BY position", {before_id})) made.photo_ids.push_back(row.text(0));
    return made;
}

void follow_findings(kernel::Context& context, const Sheet& sheet, const std::string& item) {
    const auto present = mark_of(context.transaction, sheet, item);
    const auto some = findings_on(context.transaction, sheet, item) > 0;
    if (some && present.state != "deducted") write(context, sheet, item, "deducted", {});
    if (!some && present.state == "deducted") write(context, sheet, item, sheet.inspection.state == "open" ? "unseen" : "fine", {});
}

finding::Finding record(kernel::Context& context, const Sheet& sheet, const WantedFinding& wanted) {
    require_edit(context.actor, sheet);
    const auto marked = mark_of(context.transaction, sheet, wanted.item);
    refuse_not_applicable(marked);
    auto made = finding::record(context, sheet.evaluation, new_finding(context.transaction, sheet, wanted, {}));
    if (marked.state != "deducted") write(context, sheet, wanted.item, "deducted", {});
    return made;
}

void change(kernel::Context& context, const Sheet& sheet, const finding::Finding& before, const WantedFinding& wanted) {
    require_edit(context.actor, sheet);
    refuse_not_applicable(mark_of(context.transaction, sheet, wanted.item));
    finding::change(context, sheet.evaluation, before, new_finding(context.transaction, sheet, wanted, before.id));
    follow_findings(context, sheet, before.item);
    follow_findings(context, sheet, wanted.item);
}

void remove(kernel::Context& context, const Sheet& sheet, const finding::Finding& finding, const std::string& why) {
    require_edit(context.actor, sheet);
    finding::withdraw(context, finding, why);
    follow_findings(context, sheet, finding.item);
}

}  // namespace anju::inspection
