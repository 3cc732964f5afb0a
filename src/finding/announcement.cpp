// Percentages that a survey or a civility check will bring: promised when it is planned, owed until the panel records them.
#include <fmt/format.h>

#include "finding/finding.hpp"
#include "finding/rows.hpp"

namespace anju::finding {

namespace {

void journal(kernel::Context& context, std::string_view act, const evaluation::Evaluation& evaluation, const std::string& estate_id, const std::string& item) {
    context.journal({std::string{act}, "measure", evaluation.id + "/" + estate_id + "/" + item, estate_id, nullptr, {{"item", item}}, {}});
}

}  // namespace

void announce_measure(kernel::Context& context, const evaluation::Evaluation& evaluation, const std::string& estate_id, const std::string& item) {
    const auto* known = evaluation.pack->item(item);
    if (known == nullptr || !known->rule->takes_measure())
        base::refuse_field("item", "takes_no_measure", {"这一条不是测评项。", "This item takes no percentage."});
    const auto added = context.transaction.run("INSERT INTO announced_measure (evaluation_id, estate_id, item) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                                               {evaluation.id, estate_id, item});
    if (added == 1) journal(context, "measure.announce", evaluation, estate_id, item);
}

void withdraw_announcement(kernel::Context& context, const evaluation::Evaluation& evaluation, const std::string& estate_id, const std::string& item) {
    const auto gone = context.transaction.run("DELETE FROM announced_measure WHERE evaluation_id = $1 AND estate_id = $2 AND item = $3", {evaluation.id, estate_id, item});
    if (gone == 1) journal(context, "measure.announce_withdrawn", evaluation, estate_id, item);
}

std::set<std::string> announced_measures(kernel::Transaction& transaction, const std::string& evaluation_id, const std::string& estate_id) {
    std::set<std::string> items;
    transaction.each("SELECT item FROM announced_measure WHERE evaluation_id = $1 AND estate_id = $2", {evaluation_id, estate_id},
                     [&](const kernel::Row& row) { items.insert(row.text(0)); });
    return items;
}

evaluation::Progress unrecorded_measures(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, base::Instant) {
    evaluation::Progress progress;
    transaction.each("SELECT a.estate_id, a.item, m.value FROM announced_measure a "
                     "LEFT JOIN measure m ON m.evaluation_id = a.evaluation_id AND m.estate_id = a.estate_id AND m.item = a.item AND m.source = 'survey' "
                     "WHERE a.evaluation_id = $1 ORDER BY a.estate_id, a.item",
                     {evaluation.id}, [&](const kernel::Row& row) {
                         ++progress.total;
                         if (!row.null(2)) {
                             ++progress.done;
                             return;
                         }
                         const auto* item = evaluation.pack->item(row.text(1));
                         progress.missing.push_back({{fmt::format("{} {}：调查已安排，百分比还没有由评审组认定。", item->code, item->title.zh),
                                                      fmt::format("{} {}: a survey is planned; the panel has not recorded its percentage yet.", item->code, item->title.en)},
                                                     row.text(0)});
                     });
    return progress;
}

}  // namespace anju::finding
