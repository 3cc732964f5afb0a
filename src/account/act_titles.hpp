#pragma once
// What the acts of the journal are called. One place for all slices: an act that is not listed shows its code.
#include <string_view>

#include "base/text.hpp"

namespace anju::account {

base::Text act_title(std::string_view act);

}  // namespace anju::account
