#pragma once
// How buildings, units, floors and rooms are written: 1幢, 2单元, 3层; what does not exist is the word 无, never empty.
// Each check says why a value is refused and how to write it; nothing means it is good.
#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace anju::place {

std::optional<base::Text> refuse_building(std::string_view name);  ///< "1幢", "1-10幢", 无
std::optional<base::Text> refuse_unit(std::string_view name);      ///< "2单元", 无
std::optional<base::Text> refuse_floor(std::string_view name);     ///< "3层", "-1层", 无
std::optional<base::Text> refuse_room(std::string_view name);      ///< 1–20 characters without spaces

bool is_area_code(std::string_view code);  ///< street or community: 12 digits

/// Sorts as a person counts: digits by value, floors under the ground first, 无 before all.
std::string sort_key(std::string_view name);

}  // namespace anju::place
