#pragma once
// Public notice, objections, final results, plaques, publication. Results become public only by these acts; public pages carry
// no personal data.
#include <string>
#include <vector>

#include "rating/rating.hpp"

namespace anju::publish {

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const standard::Standard& standard);
void watch_steps(evaluation::Steps& steps, const standard::Standard& standard);  ///< freezes at notice, checks objections, finalises, issues plaques

}  // namespace anju::publish
