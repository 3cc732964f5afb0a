#pragma once
// A new year of the official calendar, or a correction of a loaded one: preview, proposal, confirmation by another account.
#include <string>
#include <vector>

#include "standard/standard.hpp"

namespace anju::standard {

/// Refuses 422 with every problem of the text (line and column in the message).
policy::CalendarYear read_year(const std::string& text);

/// An open deadline that the new year would move: it was counted by the calendar in force and comes out otherwise.
struct ChangedDue { std::string kind, id; base::Day before, after; };
std::vector<ChangedDue> changed_due(kernel::Transaction& transaction, const Standard& standard, const policy::CalendarYear& year);

void propose_year(kernel::Context& context, const policy::CalendarYear& year, const std::string& text);
/// Refuses 404 without a proposal, 409 `same_person` for the one who proposed it.
void confirm_year(kernel::Context& context, std::int64_t year);

void calendar_routes(kernel::Router& router, const Standard& standard);

}  // namespace anju::standard
