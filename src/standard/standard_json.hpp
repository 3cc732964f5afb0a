#pragma once
// The standard as the API shows it: texts as {zh, en}, points as exact decimal strings.
#include "kernel/router.hpp"
#include "policy/pack.hpp"

namespace anju::standard {

kernel::json::object standard_json(const policy::Pack& pack);
kernel::json::object item_json(const policy::Item& item);
kernel::json::object reading_json(const policy::Reading& reading);
kernel::json::object step_json(const policy::Step& step);
kernel::json::object calendar_year_json(const policy::CalendarYear& year);  ///< {year, source, holidays}

}  // namespace anju::standard
