#pragma once
#include <span>
#include <string_view>

namespace anju::account {

std::span<const std::string_view> common_passwords();  ///< well-known ones, lower case

}  // namespace anju::account
