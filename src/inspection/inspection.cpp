#include "inspection/inspection.hpp"

#include <fmt/format.h>

#include "base/id.hpp"
#include "inspection/sheet.hpp"
#include "inspection/sql.hpp"
#include "party/party.hpp"
#include "place/place.hpp"

namespace anju::inspection {

namespace {

using kernel::Transaction;

/// The department to write for: the one named, or the only one the actor acts for.
std::string department_of(kernel::Context& context, const std::string& named, const std::string& path) {
    std::vector<std::string> own;
    for (const auto& grant : context.actor.grants) {
        if (!grant.rights.contains("inspection.department") || grant.party_id.empty()) continue;
        for (const auto& covered : grant.paths)
            if (!covered.empty() && path.starts_with(covered)) {
                own.push_back(grant.party_id);
                break;
            }
    }
    if (named.empty() && own.size() == 1) return own.front();
    for (const auto& party : own)
        if (party == named) return party;
    if (own.empty()) base::refuse_right({"您没有在这个小区做部门考核的权限。", "You may not write a department's sheet on this estate."});
    base::refuse_field("party_id", "not_your_department", {"请选您所在的部门。", "Choose the department you act for."});
}

std::string require_opener(kernel::Context& context, const evaluation::Evaluation& evaluation, const NewInspection& wanted) {
    const auto estate = place::get(context.transaction, wanted.estate_id, "estate");
    evaluation::require_part(context.transaction, evaluation, estate.id);
    if (wanted.source == "department") {
        auto party = department_of(context, wanted.party_id, estate.path);
        evaluation::require_step(evaluation, {"inspection", "opinions"});
        return party;
    }
    if (!context.actor.may("inspection.self_check", estate.path))
        base::refuse_right({"您没有在这个小区做自查的权限。", "You may not write the self-check of this estate."});
    evaluation::require_step(evaluation, {"self_check"});
    return {};
}

}  // namespace

Inspection read(const kernel::Row& row) {
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text_or(6), row.text_or(7), row.text_or(8), row.text(9),
            row.number_or_null(10).value_or(0), row.number(11)};
}

Inspection get(Transaction& transaction, const std::string& id) {
    const auto row = transaction.one(fmt::format("SELECT {} FROM inspection n WHERE n.id = $1", columns), {id});
    if (!row) base::refuse_missing("检查表", "inspection");
    return read(*row);
}

std::string open(kernel::Context& context, const evaluation::Evaluation& evaluation, const NewInspection& wanted) {
    auto& transaction = context.transaction;
    const auto party = require_opener(context, evaluation, wanted);
    const auto there = transaction.one("SELECT id FROM inspection WHERE evaluation_id = $1 AND estate_id = $2 AND source = $3 AND party_id = $4",
                                       {evaluation.id, wanted.estate_id, wanted.source, party});
    if (there)
        throw base::Refusal{409, "already_open", {"这张检查表已经有了，请从列表里打开。", "This sheet exists already; open it from the list."}, "estate_id"};
    const auto id = base::new_id();
    transaction.run(
        "INSERT INTO inspection (id, evaluation_id, estate_id, source, party_id, state, summary, opened_by, opened_at, version) VALUES ($1, $2, $3, $4, $5, 'open', '', $6, $7, 1)",
        {id, evaluation.id, wanted.estate_id, wanted.source, party, context.actor.account_id, context.now.microseconds});
    context.journal({"inspection.open", "inspection", id, wanted.estate_id, nullptr, {{"source", wanted.source}, {"party_id", party}}, {}});
    return id;
}

std::vector<kernel::Migration> migrations() { return {{"inspection/1", sql::inspection}}; }

}  // namespace anju::inspection
