#pragma once
// Which items to cure so that at least so many points come back, with the least effort.
#include <cstddef>
#include <vector>

#include "base/exact.hpp"

namespace anju::policy {

/// Places in `losses` (points each item has lost, all > 0) to cure so that their sum is at least `need`: fewest places;
/// then least sum; then earliest places. Empty when need <= 0; all places when even all are not enough.
/// Exact up to 256 losses in question and 200 000 states; beyond that the second and third rule are followed only as
/// far as single exchanges lead (the number of places stays the least).
std::vector<std::size_t> smallest_cure(const std::vector<base::Points>& losses, base::Points need);

}  // namespace anju::policy
