#pragma once
// Numbers printed on papers: citizen ID (GB 11643-1999), unified social credit code (GB 32100-2015), licence plate
// (GA 36-2018), telephone. Each check says why a value is refused; nothing means it is good.
#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace anju::policy::field {

std::optional<base::Text> refuse_id_card(std::string_view value);
std::optional<base::Text> refuse_credit_code(std::string_view value);
std::optional<base::Text> refuse_plate(std::string_view value);
std::optional<base::Text> refuse_phone(std::string_view value);

/// Full-width to half-width, upper case, without spaces and dots: how these numbers are stored and compared.
std::string normalise(std::string_view value);
std::string normalise_phone(std::string_view value);  ///< digits alone, without +86: 057187654321

}  // namespace anju::policy::field
