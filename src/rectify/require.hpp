#pragma once
// What is asked of every rectification, whatever it comes from. Inside this folder only.
#include <optional>
#include <string>

#include "base/day.hpp"
#include "kernel/store.hpp"

namespace anju::rectify {

/// Refuses 422 on `field`: no_part_in_estate.
void require_part_in_estate(kernel::Transaction& transaction, const std::string& estate_id, const std::string& party_id, base::Day today, const std::string& field);
/// Refuses 422 on `field`: day_is_past; what is no day is not to come either.
void require_day_to_come(std::optional<base::Day> due, base::Day today, const std::string& field);

}  // namespace anju::rectify
