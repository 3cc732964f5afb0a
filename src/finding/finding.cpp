#include "finding/finding.hpp"

#include <fmt/format.h>

#include "attachment/attachment.hpp"
#include "base/id.hpp"
#include "finding/rows.hpp"
#include "finding/sql.hpp"

namespace anju::finding {

namespace {

using kernel::Transaction;
using kernel::Value;

constexpr std::size_t most_photos = 9;

Value or_null(const std::string& text) { return text.empty() ? Value{nullptr} : Value{text}; }
Value check_point_or_null(std::int64_t check_point) { return check_point < 0 ? Value{nullptr} : Value{check_point}; }

/// The other findings of the same sheet on the item: a sheet may not take more from an item than it has. Sheets of different
/// departments do not see each other's drafts; where they add up to more, the score stops at the item's points.
base::Points taken_elsewhere(Transaction& transaction, const NewFinding& finding, const std::string& except_id) {
    constexpr std::string_view sum = "SELECT COALESCE(SUM(deduct), 0) FROM finding WHERE state IN ('draft', 'submitted', 'accepted') AND item = $1 AND id <> $2 AND ";
    // By the sheet where there is one: an estate's findings of a year may be many thousands.
    const auto row = finding.inspection_id.empty()
                         ? transaction.one(std::string{sum} + "inspection_id IS NULL AND evaluation_id = $3 AND estate_id = $4 AND source = $5",
                                           {finding.item, except_id, finding.evaluation_id, finding.estate_id, finding.source})
                         : transaction.one(std::string{sum} + "inspection_id = $3", {finding.item, except_id, finding.inspection_id});
    return base::Points::of_units(row->number(0));
}

void refuse_amount(Transaction& transaction, const policy::Pack& pack, const NewFinding& finding, const std::string& except_id) {
    if (const auto refused = policy::refuse_deduction(pack, finding.item, finding.deduct)) {
        const auto about_item = refused->first == "unknown_item" || refused->first == "item_takes_measure";
        base::refuse_field(about_item ? "item" : "deduct", refused->first, refused->second);
    }
    const auto& item = *pack.item(finding.item);
    const auto taken = taken_elsewhere(transaction, finding, except_id);
    if (taken + finding.deduct <= item.points) return;
    const auto left = (item.points - taken).text();
    base::refuse_field("deduct", "over_item_points",
                       {fmt::format("“{}”满分 {} 分，这张表已经扣了 {} 分，最多还能扣 {} 分。", item.title.zh, item.points.text(), taken.text(), left),
                        fmt::format("“{}” has {} points, {} are deducted on this sheet already; at most {} more.", item.title.en, item.points.text(), taken.text(), left)});
}

void check(Transaction& transaction, const policy::Pack& pack, const NewFinding& finding, const std::string& except_id) {
    refuse_amount(transaction, pack, finding, except_id);
    const auto points = static_cast<std::int64_t>(pack.item(finding.item)->checks.size());
    if (finding.check_point < -1 || finding.check_point >= points)
        base::refuse_field("check_point", "unknown_check_point", {fmt::format("这一条只有 {} 个检查要点，从 0 数起。", points),
                                                                  fmt::format("This item has {} check points, counted from 0.", points)});
    if (finding.source != "self_check" && finding.reason.size() < 2)
        base::refuse_field("reason", "missing", {"请写明为什么扣分（至少两个字）。", "Say why the points are lost (at least two characters)."});
}

void keep_photos(kernel::Context& context, const std::string& id, const std::vector<std::string>& wanted) {
    auto& transaction = context.transaction;
    std::vector<std::string> uploaded;
    for (const auto& photo : wanted)
        if (!transaction.one("SELECT 1 FROM finding_photo WHERE finding_id = $1 AND file_id = $2", {id, photo})) uploaded.push_back(photo);
    if (wanted.size() > most_photos) attachment::require_photos(context, wanted, "photo_ids", most_photos);
    attachment::require_photos(context, uploaded, "photo_ids", most_photos);
    transaction.run("DELETE FROM finding_photo WHERE finding_id = $1", {id});
    for (std::size_t i = 0; i < wanted.size(); ++i)
        transaction.run("INSERT INTO finding_photo (finding_id, file_id, position) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", {id, wanted[i], static_cast<std::int64_t>(i)});
}

}  // namespace

void refuse_changed_meanwhile() {
    base::refuse_state("changed_meanwhile", {"这条扣分记录刚刚被别人改过，请重新打开再改。", "Somebody changed this finding meanwhile; open it again."});
}

Finding read(const kernel::Row& row) {
    Finding finding;
    finding.id = row.text(0);
    finding.evaluation_id = row.text(1);
    finding.estate_id = row.text(2);
    finding.source = row.text(3);
    finding.inspection_id = row.text_or(4);
    finding.item = row.text(5);
    finding.check_point = row.number_or_null(6).value_or(-1);
    finding.deduct = base::Points::of_units(row.number(7));
    finding.reason = row.text(8);
    finding.spot = row.text(9);
    finding.state = row.text(10);
    finding.merged_into = row.text_or(11);
    finding.decision = row.text(12);
    finding.created_by = row.text(13);
    finding.created_at = row.number(14);
    finding.version = row.number(15);
    finding.recorded_deduct = base::Points::of_units(row.number(16));
    finding.decided_by_name = row.text_or(17);
    finding.decided_at = row.number_or_null(18).value_or(0);
    return finding;
}

Finding get(Transaction& transaction, const std::string& id) {
    const auto row = transaction.one(fmt::format("SELECT {} FROM finding f WHERE f.id = $1", columns), {id});
    if (!row) base::refuse_missing("扣分记录", "finding");
    return read(*row);
}

std::vector<Finding> select_visible(kernel::Context& context, const std::string& condition, kernel::Values values, const std::string& order) {
    const auto visible = attachment::finding_filter(context.actor, values);
    std::vector<Finding> findings;
    context.transaction.each(fmt::format("SELECT {} FROM finding f JOIN place p ON p.id = f.estate_id WHERE ({}) AND {} {}", columns, condition, visible, order), values,
                             [&](const kernel::Row& row) { findings.push_back(read(row)); });
    return findings;
}

Finding get_visible(kernel::Context& context, const std::string& id) {
    auto found = select_visible(context, "f.id = $1", {id}, "");
    if (found.empty()) base::refuse_missing("扣分记录", "finding");
    return std::move(found.front());
}

kernel::json::object journal_json(const Finding& finding) {
    return {{"source", finding.source}, {"item", finding.item}, {"check_point", finding.check_point}, {"deduct", finding.deduct.text()},
            {"reason", finding.reason}, {"spot", finding.spot}, {"state", finding.state}};
}

std::string path_of_estate(Transaction& transaction, const std::string& estate_id) {
    const auto row = transaction.one("SELECT path FROM place WHERE id = $1", {estate_id});
    if (!row) base::refuse_missing("小区", "estate");
    return row->text(0);
}

Finding record(kernel::Context& context, const evaluation::Evaluation& evaluation, const NewFinding& wanted) {
    auto& transaction = context.transaction;
    check(transaction, *evaluation.pack, wanted, {});
    Finding made{base::new_id(), wanted.evaluation_id, wanted.estate_id, wanted.source, wanted.inspection_id, wanted.item, wanted.check_point, wanted.deduct,
                 wanted.reason, wanted.spot, wanted.state, {}, {}, context.actor.account_id, context.now.microseconds, 1, wanted.deduct, {}, 0};
    transaction.run(
        "INSERT INTO finding (id, evaluation_id, estate_id, source, inspection_id, item, check_point, deduct, recorded_deduct, reason, spot, state, decision, created_by, created_at, version) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, '', $12, $13, 1)",
        {made.id, made.evaluation_id, made.estate_id, made.source, or_null(made.inspection_id), made.item, check_point_or_null(made.check_point),
         made.deduct.units(), made.reason, made.spot, made.state, made.created_by, made.created_at});
    if (!wanted.photo_ids.empty()) keep_photos(context, made.id, wanted.photo_ids);
    context.journal({"finding.record", "finding", made.id, made.estate_id, nullptr, journal_json(made), {}, kernel::Reach::place});
    return made;
}

void change(kernel::Context& context, const evaluation::Evaluation& evaluation, const Finding& before, const NewFinding& after, const std::string& why) {
    auto& transaction = context.transaction;
    if (before.state != "draft" && before.state != "submitted")
        base::refuse_state("already_decided", {"评审组已经决定了这条扣分，不能再改；有意见请向评审组提出。", "The panel has decided this finding; it can no longer be changed. Speak to the panel."});
    check(transaction, *evaluation.pack, after, before.id);
    const auto changed = transaction.run(
        "UPDATE finding SET item = $3, check_point = $4, deduct = $5, recorded_deduct = $5, reason = $6, spot = $7, version = version + 1 WHERE id = $1 AND version = $2",
        {before.id, before.version, after.item, check_point_or_null(after.check_point), after.deduct.units(), after.reason, after.spot});
    if (changed == 0) refuse_changed_meanwhile();
    keep_photos(context, before.id, after.photo_ids);
    context.journal({before.state == "draft" ? "finding.change" : "inspection.correct", "finding", before.id, before.estate_id, journal_json(before),
                     journal_json(get(transaction, before.id)), why, kernel::Reach::place});
}

void withdraw(kernel::Context& context, const Finding& finding, const std::string& why) {
    auto& transaction = context.transaction;
    if (finding.state == "draft") {
        transaction.run("DELETE FROM finding_photo WHERE finding_id = $1", {finding.id});
        transaction.run("DELETE FROM finding WHERE id = $1", {finding.id});
        context.journal({"finding.remove", "finding", finding.id, finding.estate_id, journal_json(finding), nullptr, why, kernel::Reach::place});
        return;
    }
    if (finding.state != "submitted")
        base::refuse_state("already_decided", {"评审组已经决定了这条扣分，不能再撤回。", "The panel has decided this finding; it can no longer be withdrawn."});
    if (transaction.one("SELECT 1 FROM finding WHERE merged_into = $1 AND state = 'merged'", {finding.id}))
        base::refuse_state("others_merged", {"评审组已把别的记录并入这一条，不能撤回；请向评审组提出。", "The panel has merged others into this finding; it cannot be withdrawn. Speak to the panel."});
    const auto changed = transaction.run("UPDATE finding SET state = 'withdrawn', version = version + 1 WHERE id = $1 AND version = $2", {finding.id, finding.version});
    if (changed == 0) refuse_changed_meanwhile();
    context.journal({"finding.withdraw", "finding", finding.id, finding.estate_id, journal_json(finding), journal_json(get(transaction, finding.id)), why, kernel::Reach::place});
}

std::int64_t submit_all(Transaction& transaction, const std::string& inspection_id) {
    return transaction.run("UPDATE finding SET state = 'submitted', version = version + 1 WHERE inspection_id = $1 AND state = 'draft'", {inspection_id});
}

void record_measure(kernel::Context& context, const evaluation::Evaluation& evaluation, const std::string& estate_id, const std::string& item,
                    const std::string& source, base::Percent value, const std::string& note) {
    const auto* known = evaluation.pack->item(item);
    if (known == nullptr || !known->rule->takes_measure())
        base::refuse_field("item", "takes_no_measure", {"这一条不是测评项，请记扣分。", "This item takes no percentage; record findings instead."});
    auto& transaction = context.transaction;
    const auto old = transaction.one("SELECT value, note FROM measure WHERE evaluation_id = $1 AND estate_id = $2 AND item = $3 AND source = $4", {evaluation.id, estate_id, item, source});
    transaction.run(
        "INSERT INTO measure (evaluation_id, estate_id, item, source, value, note, recorded_by, recorded_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) "
        "ON CONFLICT (evaluation_id, estate_id, item, source) DO UPDATE SET value = excluded.value, note = excluded.note, recorded_by = excluded.recorded_by, "
        "recorded_at = excluded.recorded_at, version = measure.version + 1",
        {evaluation.id, estate_id, item, source, value.units(), note, context.actor.account_id, context.now.microseconds});
    kernel::json::value before = nullptr;
    if (old) before = {{"value", base::Percent::of_units(old->number(0)).text()}, {"note", old->text(1)}};
    context.journal({"measure.record", "measure", evaluation.id + "/" + estate_id + "/" + item + "/" + source, estate_id, std::move(before),
                     {{"item", item}, {"source", source}, {"value", value.text()}, {"note", note}}, {}, kernel::Reach::place});
}

std::vector<kernel::Migration> migrations() { return {{"finding/1", sql::finding}, {"finding/2", sql::announcement}, {"finding/3", sql::lists}, {"finding/4", sql::fewer}}; }

}  // namespace anju::finding
