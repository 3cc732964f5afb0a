#pragma once
#include <string>
#include <string_view>

namespace anju::kernel {

std::string qr_svg(std::string_view text, int module_pixels = 4);  ///< error correction M, quiet zone 4

}  // namespace anju::kernel
