#pragma once
#include "base/day.hpp"
#include "kernel/store.hpp"

namespace anju::kernel {

/// Forgets kept replies after 48 hours and sessions that nobody can use any more. Called every hour by Jobs.
void keep_house(Store& store, base::Instant now);

}  // namespace anju::kernel
