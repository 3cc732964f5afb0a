#pragma once
// Whose duty what is: the pack's duties joined with the parties that stand in those parts of an estate.
#include "party/party.hpp"
#include "place/place.hpp"

namespace anju::party {

/// The duties of the estate's stage, each with the party that has it there today, or null when nobody stands in that part.
kernel::json::array duties_of_estate(kernel::Transaction& transaction, const policy::Pack& pack, const place::Place& estate, base::Day on);
kernel::json::object duty_json(const policy::Duty& duty);

void duty_routes(kernel::Router& router, const policy::Pack& pack);  ///< /api/duties, the estate page
void group_routes(kernel::Router& router, const policy::Pack& pack);  ///< leading groups

}  // namespace anju::party
