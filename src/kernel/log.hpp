#pragma once
// The program's log: one JSON object a line on stderr. Never a body, a query string or anything personal.
#include <boost/json/object.hpp>
#include <string_view>

namespace anju::kernel {

enum class Level { info, warning, error };

void log(Level level, std::string_view event, const boost::json::object& fields = {});
bool logs(Level level);  ///< whether such a line would be written, to spare making it
void log_from(Level least);  ///< lines below are dropped; at first warnings and errors are written

}  // namespace anju::kernel
