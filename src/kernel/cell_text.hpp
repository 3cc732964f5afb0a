#pragma once
// What a person sees in a spreadsheet cell, as far as it is exact: numbers as their shortest decimal, dates as
// YYYY-MM-DD, times as HH:MM:SS, percentages with their sign. Used by the workbook reader only.
#include <string>
#include <string_view>

namespace anju::kernel {

enum class CellFormat { plain, date, time, date_time, percent };

/// The format behind a number-format id and its code (the code may be empty for the built-in ids).
CellFormat cell_format(int id, std::string_view code);

/// `raw` is the number as the file writes it; what is no number comes back unchanged. `from_1904`: the workbook's
/// epoch.
std::string cell_number(std::string_view raw, CellFormat format, bool from_1904);

bool is_utf8(std::string_view text);  ///< well-formed UTF-8 without NUL

}  // namespace anju::kernel
