#include "policy/rights.hpp"

#include <algorithm>

namespace anju::policy {

const std::vector<std::string_view>& all_rights() {
    static const std::vector<std::string_view> rights{
        "account.manage",        "journal.read",          "security.manage",      "place.read",
        "place.manage",          "party.manage",          "group.manage",         "standard.read",
        "calendar.manage",       "evaluation.read",       "evaluation.manage",    "inspection.self_check",
        "inspection.inspect",    "inspection.department", "inspection.confirm",   "measure.record",
        "finding.read",          "finding.dispute",       "finding.decide",       "rating.read",
        "objection.raise",       "objection.decide",      "rectification.assign", "rectification.fix",
        "rectification.confirm", "publish.results",       "plaque.manage",        "report.export",
        "self_check.read",      "survey.plan",          "survey.fieldwork",     "survey.check",
        "survey.read"};
    return rights;
}

bool is_right(std::string_view right) {
    auto const& rights = all_rights();
    return std::find(rights.begin(), rights.end(), right) != rights.end();
}

}  // namespace anju::policy
