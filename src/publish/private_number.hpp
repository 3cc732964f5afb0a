#pragma once
// Residents write objections in their own words; a telephone or ID number in them would stand in the files for ever.
// Found are, also in full-width or Chinese digits: seven and more digits in a row that are no date, and groups of three
// and more digits with single separators that together make a mobile number, a number with area code, or 15 and more
// digits.
#include <string_view>

namespace anju::publish {

bool holds_private_number(std::string_view text);

}  // namespace anju::publish
