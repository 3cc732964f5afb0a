#pragma once
// A job's input is JSON text; an uploaded workbook travels in it as base64 (RFC 4648, with padding).
#include <optional>
#include <string>
#include <string_view>

namespace anju::place {

std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace anju::place
