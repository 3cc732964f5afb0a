#pragma once
// One filter of a list, by kind of field. Used by list_query and query_words.
#include <string>
#include <vector>

#include "record/record.hpp"

namespace anju::record {

/// An SQL condition; text that is no value of the field is told by filter_problem before, and here matches nothing.
std::string filter_condition(const Registers& registers, const policy::Register& of, const policy::field::Field& one,
                             const std::string& text, kernel::Values& values);
std::optional<base::Text> filter_problem(const policy::field::Field& one, const std::string& text);

std::vector<std::string> words_of(std::string_view text);                   ///< parts between spaces
std::vector<std::string> parts_of(std::string_view text, char separator);  ///< trimmed, without empty ones

}  // namespace anju::record
