#include "finding/list_conditions.hpp"

#include <fmt/format.h>

#include <array>

#include "finding/rows.hpp"

namespace anju::finding {

const std::vector<std::string>& condition_names() {
    static const std::vector<std::string> names{"evaluation", "estate", "item", "source", "state", "street", "disputed", "without_rectification"};
    return names;
}

std::string list_conditions(const Asked& asked, kernel::Values& values) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> equal{{{"evaluation", "f.evaluation_id"},
                                                                                        {"estate", "f.estate_id"},
                                                                                        {"item", "f.item"},
                                                                                        {"source", "f.source"},
                                                                                        {"state", "f.state"}}};
    // Those of the daily work stand on the live scorecard, in no year.
    std::string out = "f.evaluation_id <> 'live'";
    for (const auto& [name, column] : equal) {
        const auto value = asked(name);
        if (!value || value->empty()) continue;
        values.emplace_back(*value);
        out += fmt::format(" AND {} = ${}", column, values.size());
    }
    if (const auto street = asked("street"); street && !street->empty()) {
        values.emplace_back(*street);
        out += fmt::format(" AND EXISTS (SELECT 1 FROM place c WHERE c.id = p.parent_id AND c.parent_id = ${})", values.size());
    }
    if (const auto wanted = asked("disputed"); wanted && !wanted->empty()) out += fmt::format(" AND {}{}", *wanted == "true" ? "" : "NOT ", disputed);
    if (asked("without_rectification") == "true")
        out += " AND f.state <> 'merged' AND f.state <> 'rejected' AND f.state <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM rectification r WHERE r.finding_id = f.id)";
    return out;
}

}  // namespace anju::finding
