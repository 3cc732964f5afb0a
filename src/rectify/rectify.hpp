#pragma once
// Every finding can become a rectification: responsible party, deadline in working days, "reported fixed" apart from
// "confirmed fixed" by somebody else, reopening. Never rewrites a finished year's score.
#include <string>
#include <vector>

#include "finding/finding.hpp"

namespace anju::rectify {

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const standard::Standard& standard);

}  // namespace anju::rectify
