#pragma once
// "GSXJ-2026-0007-3": the pack's prefix, the year, a serial of the year, a check digit. The check digit is that of
// ISO/IEC 7064 MOD 11,10 (GB/T 17710) over the digits of year and serial: it tells every single mistyped digit and
// nearly every swap of neighbours, so that a plaque read aloud over the telephone is not taken for another one.
#include <string>
#include <string_view>

namespace anju::publish {

std::string plaque_number(std::string_view prefix, std::int64_t year, std::int64_t serial);
/// Upper case without blanks; empty when the form or the check digit is wrong.
std::string read_plaque_number(std::string_view text);

}  // namespace anju::publish
