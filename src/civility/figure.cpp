// The percentage and the agreement. Cohen's kappa of two observers over the marks k = passed, failed, not_there:
//   observed agreement p_o = agreed ÷ both, expected by chance p_e = Σ_k first_k · second_k ÷ both², kappa = (p_o − p_e) ÷ (1 − p_e);
// in whole numbers (both · agreed − S) ÷ (both² − S) with S = Σ_k first_k · second_k. Where both gave one and the same mark throughout,
// p_e is 1 and kappa has no value.
#include <fmt/format.h>

#include "civility/parts.hpp"
#include "finding/finding.hpp"

namespace anju::civility {
namespace {

MarkTable marks_of_both(kernel::Transaction& transaction, const std::string& civility_id) {
    MarkTable table;
    transaction.each(
        "SELECT a.mark, b.mark, COUNT(*) FROM civility_mark a JOIN civility_mark b ON b.civility_id = a.civility_id AND b.position = a.position "
        "AND b.check_point = a.check_point AND b.observer = 2 WHERE a.civility_id = $1 AND a.observer = 1 GROUP BY a.mark, b.mark",
        {civility_id}, [&](const kernel::Row& row) { table[{row.text(0), row.text(1)}] = row.number(2); });
    return table;
}

void refuse_incomplete(kernel::Transaction& transaction, const Civility& civility) {
    std::map<std::int64_t, std::int64_t> seen;
    for (const auto& sheet : sheets_of(transaction, civility.id)) ++seen[sheet.position];
    std::vector<base::FieldProblem> problems;
    for (const auto& one : observations_of(transaction, civility.id)) {
        const auto title = title_of(civility.check(), one.pair);
        const auto field = fmt::format("observations/{}", one.position);
        if (seen[one.position] == 0)
            problems.push_back({field, {fmt::format("第 {} 次，{}：还没有人看。", one.position, title.zh),
                                        fmt::format("No. {}, {}: nobody has observed it yet.", one.position, title.en)}});
        else if (one.second_wanted && seen[one.position] == 1)
            problems.push_back({field, {fmt::format("第 {} 次，{}：还要第二个人看。", one.position, title.zh),
                                        fmt::format("No. {}, {}: a second person must observe it.", one.position, title.en)}});
    }
    if (!problems.empty())
        throw base::Refusal{409, "not_complete",
                            {fmt::format("还有 {} 次没有看完，看完才能结束。", problems.size()),
                             fmt::format("{} observations are not complete; complete them before closing.", problems.size())},
                            std::move(problems)};
}

void refuse_own(kernel::Context& context, const Civility& civility) {
    const auto own = context.transaction.one("SELECT 1 FROM civility_sheet WHERE civility_id = $1 AND account_id = $2 LIMIT 1",
                                             {civility.id, context.actor.account_id});
    if (own)
        throw base::Refusal{403, "own_observation",
                            {"这次测评里有您自己看的，请由别的评审成员认定。", "You observed in this civility check yourself; another member of the panel must record it."}};
}

}  // namespace

std::optional<double> cohen_kappa(const MarkTable& table) {
    std::map<std::string, std::int64_t> first, second;
    std::int64_t both = 0, agreed = 0, chance = 0;
    for (const auto& [marks, times] : table) {
        both += times;
        agreed += marks.first == marks.second ? times : 0;
        first[marks.first] += times;
        second[marks.second] += times;
    }
    for (const auto& [mark, times] : first) chance += times * second[mark];
    if (both * both == chance) return std::nullopt;
    return static_cast<double>(both * agreed - chance) / static_cast<double>(both * both - chance);
}

Figure figure(kernel::Transaction& transaction, const std::string& civility_id) {
    Figure figure;
    const auto row = transaction.one(
        "SELECT COUNT(CASE WHEN mark = 'passed' THEN 1 END), COUNT(CASE WHEN mark <> 'not_there' THEN 1 END) FROM civility_mark "
        "WHERE civility_id = $1 AND observer = 1",
        {civility_id});
    figure.passed = row->number(0);
    figure.observed = row->number(1);
    if (figure.observed > 0) figure.percent = base::Percent::of_units(figure.passed * 100 * base::Percent::scale / figure.observed);
    const auto table = marks_of_both(transaction, civility_id);
    for (const auto& [marks, times] : table) {
        figure.both += times;
        figure.agreed += marks.first == marks.second ? times : 0;
    }
    figure.kappa = cohen_kappa(table);
    if (figure.both == 0)
        figure.no_kappa = {"还没有两个人都看过的检查点。", "No check point has been seen by two people yet."};
    else if (!figure.kappa)
        figure.no_kappa = {"两个人的结果全都一样，而且只有一种，算不出 Kappa。", "Both observers gave one and the same mark throughout, so kappa has no value."};
    return figure;
}

void close(kernel::Context& context, const Civility& civility) {
    require_state(civility, {"fieldwork"});
    require_field_step(civility);
    refuse_incomplete(context.transaction, civility);
    const auto changed = context.transaction.run(
        "UPDATE civility SET state = 'closed', version = version + 1 WHERE id = $1 AND version = $2 AND state = 'fieldwork'", {civility.id, civility.version});
    if (changed == 0) refuse_changed_meanwhile();
    const auto result = figure(context.transaction, civility.id);
    context.journal({"civility.close", "civility", civility.id, civility.estate_id, {{"state", "fieldwork"}},
                     {{"state", "closed"}, {"passed", result.passed}, {"observed", result.observed}}, {}});
}

void record_figure(kernel::Context& context, const Civility& civility) {
    require_state(civility, {"closed"});
    require_field_step(civility);
    refuse_own(context, civility);
    const auto result = figure(context.transaction, civility.id);
    if (!result.percent)
        base::refuse_state("nothing_observed", {"所有检查点都标了“没有”，算不出百分比，请重新安排测评。",
                                                "Every check point is marked not there, so there is no percentage. Plan the check anew."});
    const auto changed = context.transaction.run(
        "UPDATE civility SET state = 'recorded', figure = $3, recorded_by = $4, recorded_at = $5, version = version + 1 "
        "WHERE id = $1 AND version = $2 AND state = 'closed'",
        {civility.id, civility.version, result.percent->units(), context.actor.account_id, context.now.microseconds});
    if (changed == 0) refuse_changed_meanwhile();
    finding::record_measure(context, civility.evaluation, civility.estate_id, civility.check().item, "survey", *result.percent,
                            fmt::format("文明程度测评：合格 {} 项，共看 {} 项", result.passed, result.observed));
    context.journal({"civility.record", "civility", civility.id, civility.estate_id, {{"state", "closed"}},
                     {{"state", "recorded"}, {"figure", result.percent->text()}, {"passed", result.passed}, {"observed", result.observed}}, {}});
}

}  // namespace anju::civility
