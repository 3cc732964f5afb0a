#include "kernel/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json/serialize.hpp>

#include "base/day.hpp"

namespace anju::kernel {

namespace {

spdlog::level::level_enum level_of(Level level) {
    switch (level) {
        case Level::info:
            return spdlog::level::info;
        case Level::warning:
            return spdlog::level::warn;
        case Level::error:
            break;
    }
    return spdlog::level::err;
}

spdlog::logger& logger() {
    static const auto instance = [] {
        auto made = std::make_shared<spdlog::logger>("anju", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");  // the line is JSON already; spdlog itself would not escape it
        made->set_level(spdlog::level::warn);
        made->flush_on(spdlog::level::info);
        return made;
    }();
    return *instance;
}

}  // namespace

void log(Level level, std::string_view event, const boost::json::object& fields) {
    if (!logger().should_log(level_of(level))) return;
    boost::json::object line;
    line["at"] = base::Instant::now().text();
    line["level"] = level == Level::info ? "info" : level == Level::warning ? "warning" : "error";
    line["event"] = event;
    for (const auto& [key, value] : fields) line[key] = value;
    logger().log(level_of(level), "{}", boost::json::serialize(line));
}

bool logs(Level level) {
    return logger().should_log(level_of(level));
}

void log_from(Level least) {
    logger().set_level(level_of(least));
}

}  // namespace anju::kernel
