#pragma once
// What leaving a step writes. Inside this folder only.
#include "publish/publish.hpp"

namespace anju::publish {

/// Writes one row an estate from the official card. Journals each.
void freeze(kernel::Context& context, const evaluation::Evaluation& evaluation, std::string_view stage);
/// A plaque for every starred estate among the final results. Journals each.
void issue_plaques(kernel::Context& context, const evaluation::Evaluation& evaluation);

/// Present against notice, for those who may read ratings.
kernel::json::object results_json(const kernel::Context& context, const evaluation::Evaluation& evaluation);

kernel::json::object named_json(const std::string& id, const std::string& name);
kernel::json::value percent_json(std::optional<base::Percent> percent);
kernel::json::value instant_json(std::int64_t microseconds);  ///< 0: null

void plaque_routes(kernel::Router& router);
void objection_routes(kernel::Router& router, const standard::Standard& standard);
void public_routes(kernel::Router& router, const standard::Standard& standard);

}  // namespace anju::publish
