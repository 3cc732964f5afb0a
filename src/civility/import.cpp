#include <fmt/format.h>

#include "civility/sheet_reader.hpp"

namespace anju::civility {
namespace {

constexpr std::size_t most_unpacked = std::size_t{32} << 20U;
constexpr std::size_t most_rows = 20'000;

kernel::Sheet sheet_in(const std::string& bytes) {
    kernel::Sheet sheet;
    if (bytes.starts_with("PK")) {
        auto workbook = kernel::read_workbook(bytes, most_unpacked);
        const auto* named = workbook.sheet("观察表");
        if (named == nullptr && !workbook.sheets.empty()) named = &workbook.sheets.front();
        if (named != nullptr) sheet = *named;
    } else {
        sheet = kernel::read_csv(bytes, "观察表");
    }
    if (sheet.rows.size() > most_rows)
        throw base::Refusal{422, "too_large", {fmt::format("一张表最多 {} 行，请删去多余的行。", most_rows), fmt::format("A sheet has at most {} rows; delete spare ones.", most_rows)}};
    return sheet;
}

void refuse_observed(kernel::Transaction& transaction, const Civility& civility) {
    const auto row = transaction.one("SELECT COUNT(*) FROM civility_sheet WHERE civility_id = $1", {civility.id});
    if (row->number(0) == 0) return;
    base::refuse_state("already_observed", {fmt::format("系统里已经填了 {} 张观察表，不能再导入整张表；请接着填，或者另做一份新计划。", row->number(0)),
                                            fmt::format("{} sheets are filled in here already, so none can be imported. Go on filling in, or make a new plan.", row->number(0))});
}

[[noreturn]] void refuse_problems(const Imported& counts) {
    std::vector<base::FieldProblem> problems;
    for (const auto& one : counts.problems) problems.push_back({fmt::format("rows/{}/{}", one.row, one.field), one.message});
    throw base::Refusal{422, "sheet_wrong", {fmt::format("表里有 {} 处不对，一行也没有导入。请改好再来。", counts.problem_count),
                                             fmt::format("{} things in the sheet are wrong; nothing was imported. Mend them and try again.", counts.problem_count)},
                        std::move(problems)};
}

void keep(kernel::Context& context, const Civility& civility, const ReadSheet& read) {
    auto& transaction = context.transaction;
    const auto changed = transaction.run("UPDATE civility SET state = 'closed', imported = 1, version = version + 1 "
                                         "WHERE id = $1 AND version = $2 AND state IN ('draft', 'fieldwork')",
                                         {civility.id, civility.version});
    if (changed == 0) refuse_changed_meanwhile();
    if (civility.state == "draft")
        for (const auto& observation : read.observations) add_observation(transaction, civility.id, observation);
    for (const auto& [key, sheet] : read.sheets)
        if (!add_sheet(context, civility.id, key.second, sheet)) refuse_changed_meanwhile();
}

}  // namespace

Imported import_sheet(kernel::Context& context, const Civility& civility, const std::string& bytes, bool dry_run) {
    require_observer(context, civility);
    require_state(civility, {"draft", "fieldwork"});
    require_field_step(civility);
    refuse_observed(context.transaction, civility);
    const auto drawn = observations_of(context.transaction, civility.id);
    const auto read = read_sheet({civility, drawn, context.today()}, sheet_in(bytes));
    const auto& counts = read.counts;
    if (!dry_run && counts.problem_count > 0) refuse_problems(counts);
    if (!dry_run) keep(context, civility, read);
    context.journal({dry_run ? "civility.try_import" : "civility.import", "civility", civility.id, civility.estate_id, {{"state", civility.state}},
                     {{"state", dry_run ? civility.state : "closed"}, {"observations", counts.observations}, {"marks", counts.marks}, {"problems", counts.problem_count}}, {}});
    return counts;
}

}  // namespace anju::civility
