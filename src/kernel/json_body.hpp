#pragma once
// The text of a request as a JSON object. Stricter than boost::json::parse: a key given twice and numbers beyond a
// double are refused, at most 32 levels deep, and what is wrong is said with line and column.
#include <boost/json/object.hpp>
#include <string_view>

namespace anju::kernel {

boost::json::object parse_json_body(std::string_view text);  ///< Refusal 400 bad_json

}  // namespace anju::kernel
