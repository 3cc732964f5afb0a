#pragma once
// The third party's own sheet, read and held against the plan: rows into sheets of one observation and observer, every problem with
// its row and column. Pure. Used inside this folder only.
#include <set>

#include "civility/parts.hpp"
#include "kernel/workbook.hpp"

namespace anju::civility {

constexpr std::size_t most_problems_listed = 200;

/// `drawn`: what the sheet must hold to; empty in a draft, where it brings its own.
struct SheetRules { const Civility& civility; const std::vector<Observation>& drawn; base::Day today; };

struct ReadSheet {
    Imported counts;
    std::vector<Observation> observations;  ///< those drawn, or the sheet's own in their order
    std::map<std::pair<std::int64_t, std::int64_t>, SheetIn> sheets;  ///< (position, observer)
};
ReadSheet read_sheet(const SheetRules& rules, const kernel::Sheet& sheet);

}  // namespace anju::civility
