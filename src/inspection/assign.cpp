// Giving estates to an assessor. The firm must be nobody's manager, builder or neighbour there: it rates others only.
#include <fmt/format.h>

#include "attachment/attachment.hpp"
#include "base/id.hpp"
#include "inspection/inspection.hpp"
#include "party/party.hpp"
#include "place/place.hpp"

namespace anju::inspection {

namespace {

using kernel::Transaction;
using Problems = std::vector<base::FieldProblem>;

void refuse_conflict(Transaction& transaction, const evaluation::Evaluation& evaluation, const party::Party& firm, const Assignment& wanted) {
    kernel::Values values{firm.id, firm.name, firm.credit_code, fmt::format("{}-01-01", evaluation.year)};
    const auto estates = attachment::in_list(wanted.estate_ids, values);
    Problems problems;
    for (const auto& row : transaction.query(
             "SELECT DISTINCT e.id, e.name, x.part FROM estate_party x JOIN party q ON q.id = x.party_id JOIN place e ON e.id = x.estate_id "
             "WHERE x.part <> 'assessor' AND (q.id = $1 OR q.name = $2 OR (q.credit_code <> '' AND q.credit_code = $3)) AND (x.to_day IS NULL OR x.to_day >= $4) "
             "AND x.estate_id IN " + estates + " ORDER BY e.name, e.id",
             values)) {
        base::Text part{row.text(2), row.text(2)};
        for (const auto& kind : evaluation.pack->parties.kinds)
            if (kind.code == row.text(2)) part = kind.title;
        problems.push_back({"estates/" + row.text(0), {fmt::format("{}：这家单位是这个小区的{}，请换一家。", row.text(1), part.zh),
                                                       fmt::format("{}: this firm is the estate's {}; choose another.", row.text(1), part.en)}});
    }
    if (!problems.empty())
        throw base::Refusal{409, "conflict_of_interest", {"评估单位与小区有利害关系，不能由它评估。", "The assessor has an interest in these estates and may not rate them."}, std::move(problems)};
}

bool begun(Transaction& transaction, const std::string& inspection_id, const std::string& evaluation_id, const std::string& estate_id) {
    return transaction.one("SELECT 1 FROM inspection WHERE id = $1 AND state = 'handed_in' UNION ALL SELECT 1 FROM inspection_item WHERE inspection_id = $1 "
                           "UNION ALL SELECT 1 FROM finding WHERE inspection_id = $1 UNION ALL SELECT 1 FROM measure WHERE evaluation_id = $2 AND estate_id = $3 AND source = 'third_party' LIMIT 1",
                           {inspection_id, evaluation_id, estate_id})
        .has_value();
}

/// Another firm had the estate: it gives it up as long as it has not begun (party::join ends its part).
void take_away(Transaction& transaction, const evaluation::Evaluation& evaluation, const place::Place& estate, const std::string& inspection_id) {
    if (begun(transaction, inspection_id, evaluation.id, estate.id))
        throw base::Refusal{409, "inspection_begun", {fmt::format("{}：原来的评估单位已经开始检查，不能换。", estate.name), fmt::format("{}: the present assessor has begun; it cannot be replaced.", estate.name)},
                            "estates/" + estate.id};
    transaction.run("DELETE FROM inspection WHERE id = $1", {inspection_id});
}

kernel::Value or_null(const std::string& text) { return text.empty() ? kernel::Value{nullptr} : kernel::Value{text}; }

void give(kernel::Context& context, const evaluation::Evaluation& evaluation, const place::Place& estate, const Assignment& wanted) {
    auto& transaction = context.transaction;
    kernel::json::value before = nullptr;
    std::string id;
    if (const auto present = transaction.one("SELECT id, party_id FROM inspection WHERE evaluation_id = $1 AND estate_id = $2 AND source = 'third_party'", {evaluation.id, estate.id})) {
        before = kernel::json::object{{"party_id", present->text(1)}};
        if (present->text(1) == wanted.party_id) id = present->text(0);
        else take_away(transaction, evaluation, estate, present->text(0));
    }
    if (id.empty()) {
        id = base::new_id();
        transaction.run(
            "INSERT INTO inspection (id, evaluation_id, estate_id, source, party_id, state, planned_from, planned_to, summary, opened_by, opened_at, version) "
            "VALUES ($1, $2, $3, 'third_party', $4, 'open', $5, $6, '', $7, $8, 1)",
            {id, evaluation.id, estate.id, wanted.party_id, or_null(wanted.planned_from), or_null(wanted.planned_to), context.actor.account_id, context.now.microseconds});
        party::join(transaction, estate.id, wanted.party_id, "assessor", context.today(), evaluation.id);
    } else {
        transaction.run("UPDATE inspection SET planned_from = $2, planned_to = $3, version = version + 1 WHERE id = $1", {id, or_null(wanted.planned_from), or_null(wanted.planned_to)});
    }
    context.journal({"evaluation.assign", "inspection", id, estate.id, std::move(before),
                     {{"party_id", wanted.party_id}, {"planned_from", wanted.planned_from}, {"planned_to", wanted.planned_to}}, {}});
}

}  // namespace

std::int64_t assign(kernel::Context& context, const evaluation::Evaluation& evaluation, const Assignment& wanted) {
    auto& transaction = context.transaction;
    evaluation::require_step(evaluation, {"self_check", "inspection"});
    if (wanted.estate_ids.empty()) base::refuse_field("estate_ids", "missing", {"至少选一个小区。", "Choose at least one estate."});
    const auto firm = party::find_assessor(transaction, wanted.party_id);
    if (!firm) base::refuse_field("party_id", "no_assessor", party::no_assessor());
    if (!wanted.planned_from.empty() && !wanted.planned_to.empty() && wanted.planned_to < wanted.planned_from)
        base::refuse_field("planned_to", "before_start", {"结束日期不能早于开始日期。", "The end must not come before the start."});
    for (std::size_t i = 0; i < wanted.estate_ids.size(); ++i)
        evaluation::require_part(transaction, evaluation, wanted.estate_ids[i], fmt::format("estate_ids/{}", i));
    refuse_conflict(transaction, evaluation, *firm, wanted);
    for (const auto& id : wanted.estate_ids) give(context, evaluation, place::get(transaction, id, "estate"), wanted);
    return static_cast<std::int64_t>(wanted.estate_ids.size());
}

}  // namespace anju::inspection
