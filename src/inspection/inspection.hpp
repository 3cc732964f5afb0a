#pragma once
// Self-checks, third-party inspections and departments' sheets: one form made from the standard, saved at any time, handed in
// once, afterwards changed only by a recorded correction.
#include <string>
#include <vector>

#include "evaluation/evaluation.hpp"
#include "finding/finding.hpp"

namespace anju::inspection {

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const standard::Standard& standard);
void watch_steps(evaluation::Steps& steps);  ///< self_check, inspection, opinions: what is not handed in, measured, confirmed

}  // namespace anju::inspection
