#pragma once
// SM3 (GB/T 32905): content hashes of packs and files, hashes of session tokens.
#include <string>
#include <string_view>

namespace anju::base {

std::string sm3(std::string_view bytes);  ///< 64 lower-case hex digits

}  // namespace anju::base
