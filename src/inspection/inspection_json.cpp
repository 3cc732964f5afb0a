#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "attachment/attachment.hpp"
#include "inspection/sheet.hpp"

namespace anju::inspection {

namespace {

namespace json = kernel::json;
using kernel::Row;

json::value instant(std::int64_t at) { return at == 0 ? json::value(nullptr) : json::value(base::Instant{at}.text()); }
json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }
json::value named(const Row& row, std::size_t column) {
    return row.null(column) ? json::value(nullptr) : json::value{{"id", row.text(column)}, {"name", row.text(column + 1)}};
}

/// How many items of the standard are looked at on the spot (a percentage is no mark).
std::int64_t items_to_see(const policy::Pack& pack) {
    return std::count_if(pack.items.begin(), pack.items.end(), [](const policy::Item& item) { return !item.rule->takes_measure(); });
}

json::object envelope(const Row& row, std::int64_t items) {
    return {{"id", row.text(0)},
            {"evaluation_id", row.text(1)},
            {"year", row.number(2)},
            {"estate", named(row, 3)},
            {"street", named(row, 5)},
            {"source", row.text(7)},
            {"party", named(row, 8)},
            {"state", row.text(10)},
            {"planned_from", text_or_null(row.text_or(11))},
            {"planned_to", text_or_null(row.text_or(12))},
            {"visited_on", text_or_null(row.text_or(13))},
            {"handed_in_at", instant(row.number_or_null(14).value_or(0))},
            {"seen", row.number(15)},
            {"items", items},
            {"findings", row.number(16)},
            {"version", row.number(17)}};
}

json::array measures_json(kernel::Transaction& transaction, const Sheet& sheet) {
    json::array out;
    if (sheet.inspection.source == "department") return out;
    std::map<std::string, std::pair<std::string, std::string>> taken;
    for (const auto& row : transaction.query("SELECT item, value, note FROM measure WHERE evaluation_id = $1 AND estate_id = $2 AND source = $3",
                                             {sheet.evaluation.id, sheet.inspection.estate_id, sheet.inspection.source}))
        taken[row.text(0)] = {base::Percent::of_units(row.number(1)).text(), row.text(2)};
    for (const auto& item : sheet.evaluation.pack->items) {
        if (!item.rule->takes_measure()) continue;
        const auto found = taken.find(item.code);
        if (found == taken.end()) out.push_back({{"item", item.code}, {"value", nullptr}, {"note", ""}});
        else out.push_back({{"item", item.code}, {"value", found->second.first}, {"note", found->second.second}});
    }
    return out;
}

json::object mark_json(const std::string& item, const Mark& mark, json::array findings) {
    return {{"item", item},
            {"state", mark.state},
            {"note", mark.note},
            {"marked_by", text_or_null(mark.marked_by_name)},
            {"confirmed_by", text_or_null(mark.confirmed_by_name)},
            {"confirmed_at", instant(mark.confirmed_at)},
            {"findings", std::move(findings)}};
}

std::map<std::string, json::array> findings_by_item(kernel::Context& context, const standard::Standard& standard, const Sheet& sheet) {
    std::map<std::string, json::array> by_item;
    auto findings = finding::to_json(context.transaction, standard, finding::select_visible(context, "f.inspection_id = $1", {sheet.inspection.id}, "ORDER BY f.id"));
    for (auto& finding : findings) by_item[std::string{finding.at("item").as_string()}].push_back(std::move(finding));
    return by_item;
}

json::array items_json(kernel::Context& context, const standard::Standard& standard, const Sheet& sheet, const std::string& only) {
    auto marks = marks_of(context.transaction, sheet.inspection.id);
    auto findings = findings_by_item(context, standard, sheet);
    json::array out;
    for (const auto& item : sheet.evaluation.pack->items)
        if (!item.rule->takes_measure() && (only.empty() || item.code == only)) out.push_back(mark_json(item.code, marks[item.code], std::move(findings[item.code])));
    return out;
}

}  // namespace

json::array list_json(kernel::Context& context, const standard::Standard& standard, const std::string& condition, kernel::Values values, std::int64_t limit) {
    auto& transaction = context.transaction;
    const auto visible = inspection_filter(context.actor, values);
    const auto countable = attachment::finding_filter(context.actor, values);
    const auto rows = transaction.query(
        fmt::format("SELECT n.id, n.evaluation_id, v.year, p.id, p.name, s.id, s.name, n.source, q.id, q.name, n.state, n.planned_from, n.planned_to, n.visited_on, n.handed_in_at, "
                    "(SELECT COUNT(*) FROM inspection_item x WHERE x.inspection_id = n.id AND x.state <> 'unseen'), "
                    "(SELECT COUNT(*) FROM finding f WHERE f.inspection_id = n.id AND f.state <> 'withdrawn' AND {}), n.version "
                    "FROM inspection n JOIN place p ON p.id = n.estate_id JOIN evaluation v ON v.id = n.evaluation_id LEFT JOIN place c ON c.id = p.parent_id "
                    "LEFT JOIN place s ON s.id = c.parent_id LEFT JOIN party q ON q.id = n.party_id WHERE {} AND ({}) ORDER BY n.id LIMIT {}",
                    countable, visible, condition, limit),
        values);
    std::map<std::string, std::int64_t> items;
    json::array out;
    for (const auto& row : rows) {
        auto& count = items[row.text(1)];
        if (count == 0) count = items_to_see(*evaluation::get(transaction, standard, row.text(1)).pack);
        out.push_back(envelope(row, count));
    }
    return out;
}

json::object envelope_json(kernel::Context& context, const standard::Standard& standard, const std::string& id) {
    auto found = list_json(context, standard, "n.id = $1", {id}, 1);
    if (found.empty()) base::refuse_missing("检查表", "inspection");
    return std::move(found.front().as_object());
}

json::object sheet_json(kernel::Context& context, const standard::Standard& standard, const Sheet& sheet) {
    auto out = envelope_json(context, standard, sheet.inspection.id);
    const auto& actor = context.actor;
    const auto sees = sees_content(context, sheet);
    const auto edits = may_edit(actor, sheet);
    out["summary"] = sees ? sheet.inspection.summary : std::string{};
    out["may"] = json::object{{"edit", edits}, {"hand_in", edits}, {"confirm", may_confirm(actor, sheet)}, {"correct", may_correct(actor, sheet)}};
    out["item_count"] = out["items"];
    out["measures"] = sees ? measures_json(context.transaction, sheet) : json::array{};
    out["items"] = sees ? items_json(context, standard, sheet, {}) : json::array{};
    return out;
}

json::object item_json(kernel::Context& context, const standard::Standard& standard, const Sheet& sheet, const std::string& item) {
    auto found = items_json(context, standard, sheet, item);
    if (found.empty()) base::refuse_missing("条目", "item");
    return std::move(found.front().as_object());
}

}  // namespace anju::inspection
