#pragma once
// The clock of a step, inside the slice only: when it began, when it is due. A due day whose year has no official calendar
// stays unknown and is worked out as soon as the calendar is loaded; it is never guessed.
#include <optional>
#include <string>

#include "evaluation/evaluation.hpp"

namespace anju::evaluation {

struct Running { std::int64_t started_at = 0, done_at = 0; std::string due, done_by_name, why; };

void start_step(kernel::Context& context, const standard::Standard& standard, const std::string& evaluation_id, const policy::Step& step);
/// Nothing when a year on the way is not loaded.
std::optional<base::Day> due_of(const policy::Calendar& calendar, base::Day started, policy::Term term);

}  // namespace anju::evaluation
