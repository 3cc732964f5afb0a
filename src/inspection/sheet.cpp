#include "inspection/sheet.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "attachment/attachment.hpp"
#include "kernel/page.hpp"

namespace anju::inspection {

namespace {

/// True when a grant with the right acts for that party at the place.
bool acts_for(const kernel::Actor& actor, std::string_view right, const std::string& party_id, std::string_view path) {
    return !party_id.empty() && std::any_of(actor.grants.begin(), actor.grants.end(), [&](const kernel::Grant& grant) {
        return grant.party_id == party_id && grant.rights.contains(right) &&
               std::any_of(grant.paths.begin(), grant.paths.end(), [&](const std::string& covered) { return !covered.empty() && path.starts_with(covered); });
    });
}

std::string own_handed_in(const kernel::Actor& actor, kernel::Values& values) {
    const auto parties = actor.parties("inspection.inspect");
    if (parties.empty()) return "1 = 0";
    return "EXISTS (SELECT 1 FROM inspection own WHERE own.evaluation_id = n.evaluation_id AND own.estate_id = n.estate_id AND own.source = 'third_party' "
           "AND own.state = 'handed_in' AND own.party_id IN " + attachment::in_list(parties, values) + ")";
}

bool in_step(const Sheet& sheet, std::initializer_list<std::string_view> steps) { return std::find(steps.begin(), steps.end(), sheet.evaluation.step) != steps.end(); }

bool step_open(const Sheet& sheet) {
    if (sheet.inspection.source == "self_check") return in_step(sheet, {"self_check"});
    if (sheet.inspection.source == "third_party") return in_step(sheet, {"inspection"});
    return in_step(sheet, {"inspection", "opinions"});
}

}  // namespace

std::string inspection_filter(const kernel::Actor& actor, kernel::Values& values) {
    const auto here = kernel::place_filter(actor, "evaluation.read", "p.path", values);
    const auto read = kernel::place_filter(actor, "self_check.read", "p.path", values);
    const auto write = kernel::place_filter(actor, "inspection.self_check", "p.path", values);
    return fmt::format("({} AND (n.source <> 'self_check' OR {} OR {} OR {}))", here, read, write, own_handed_in(actor, values));
}

Sheet sheet_of(kernel::Context& context, const standard::Standard& standard, const std::string& id) {
    kernel::Values values{id};
    const auto filter = inspection_filter(context.actor, values);
    const auto row = context.transaction.one(fmt::format("SELECT {}, p.path FROM inspection n JOIN place p ON p.id = n.estate_id WHERE n.id = $1 AND {}", columns, filter), values);
    if (!row) base::refuse_missing("检查表", "inspection");
    auto inspection = read(*row);
    auto evaluation = evaluation::get(context.transaction, standard, inspection.evaluation_id);
    return {std::move(inspection), std::move(evaluation), row->text(12)};
}

bool is_author(const kernel::Actor& actor, const Sheet& sheet) {
    const auto& inspection = sheet.inspection;
    if (inspection.source == "self_check") return actor.may("inspection.self_check", sheet.path);
    return acts_for(actor, inspection.source == "third_party" ? "inspection.inspect" : "inspection.department", inspection.party_id, sheet.path);
}

bool sees_content(kernel::Context& context, const Sheet& sheet) {
    const auto& actor = context.actor;
    if (is_author(actor, sheet)) return true;
    if (sheet.inspection.source == "self_check") return true;  // sheet_of has hidden it from those who may not
    if (sheet.inspection.source == "third_party" && actor.may("inspection.confirm", sheet.path)) return true;
    return sheet.inspection.state == "handed_in" && actor.may("finding.read", sheet.path);
}

bool may_edit(const kernel::Actor& actor, const Sheet& sheet) { return sheet.inspection.state == "open" && step_open(sheet) && is_author(actor, sheet); }

bool may_confirm(const kernel::Actor& actor, const Sheet& sheet) {
    return sheet.inspection.source == "third_party" && sheet.inspection.state == "open" && actor.may("inspection.confirm", sheet.path);
}

bool may_correct(const kernel::Actor& actor, const Sheet& sheet) {
    return sheet.inspection.state == "handed_in" && in_step(sheet, {"inspection", "opinions", "panel"}) && is_author(actor, sheet);
}

void require_author(const kernel::Actor& actor, const Sheet& sheet) {
    if (is_author(actor, sheet)) return;
    throw base::Refusal{403, "not_yours", {"这张检查表只能由填表的一方改。有不同意见请在扣分记录上提出。", "Only the side that fills this sheet may change it. If you disagree, say so on the finding."}};
}

void require_edit(const kernel::Actor& actor, const Sheet& sheet) {
    require_author(actor, sheet);
    if (sheet.inspection.state != "open")
        base::refuse_state("handed_in", {"这张检查表已经交卷，不能再改；扣分有误请用“更正”。", "This sheet is handed in and fixed; use “correct” for a wrong finding."});
    if (sheet.inspection.source == "self_check") evaluation::require_step(sheet.evaluation, {"self_check"});
    else if (sheet.inspection.source == "third_party") evaluation::require_step(sheet.evaluation, {"inspection"});
    else evaluation::require_step(sheet.evaluation, {"inspection", "opinions"});
}

}  // namespace anju::inspection
