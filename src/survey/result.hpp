#pragma once
// The result of a survey as JSON. Used by the routes of results only.
//
// No figure is shown before the field work is closed. The board says which dwelling answered; whoever could look at the figures before
// and after would know what it answered. And nobody should end a survey on the day its figure looks best.
#include "survey/figures.hpp"

namespace anju::survey {

kernel::json::object to_json(const estimate::Estimate& estimate, bool share);
kernel::json::array to_json(const std::vector<Sure>& sure);
kernel::json::array to_json(const std::vector<base::Text>& notes);
kernel::json::object result_json(kernel::Context& context, const Survey& survey);
/// GET /api/survey-results and /api/survey-years.
kernel::Reply compare_places(kernel::Context& context, const standard::Standard& standard);
kernel::Reply compare_years(kernel::Context& context, const standard::Standard& standard);

}  // namespace anju::survey
