#include "base/day.hpp"

#include <fmt/format.h>

namespace anju::base {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t day_length = 86'400 * second;
constexpr std::int64_t shanghai_ahead = 8 * 3'600 * second;

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
    auto const quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

std::optional<unsigned> digits(std::string_view text) {
    unsigned value = 0;
    for (char const c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

}  // namespace

std::optional<Day> Day::parse(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto const year = digits(text.substr(0, 4));
    auto const month = digits(text.substr(5, 2));
    auto const day = digits(text.substr(8, 2));
    if (!year || !month || !day || *year < 1900 || *year > 2999) return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                                           std::chrono::day{*day}};
    if (!date.ok()) return std::nullopt;
    return Day{std::chrono::sys_days{date}};
}

std::string Day::text() const {
    return fmt::format("{:04}-{:02}-{:02}", year(), month(), day_of_month());
}
int Day::year() const {
    return static_cast<int>(std::chrono::year_month_day{days_}.year());
}
unsigned Day::month() const {
    return static_cast<unsigned>(std::chrono::year_month_day{days_}.month());
}
unsigned Day::day_of_month() const {
    return static_cast<unsigned>(std::chrono::year_month_day{days_}.day());
}
unsigned Day::weekday() const {
    return std::chrono::weekday{days_}.iso_encoding();
}

Instant Instant::now() {
    auto const since = std::chrono::system_clock::now().time_since_epoch();
    return Instant{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

Day Instant::day() const {
    return Day{std::chrono::sys_days{std::chrono::days{floor_divide(microseconds + shanghai_ahead, day_length)}}};
}

std::string Instant::text() const {
    auto const local = microseconds + shanghai_ahead;
    auto const seconds = floor_divide(local, second) - floor_divide(local, day_length) * 86'400;
    return fmt::format("{}T{:02}:{:02}:{:02}+08:00", day().text(), seconds / 3'600, seconds / 60 % 60, seconds % 60);
}

Instant Instant::end_of(Day day) {
    return Instant{(day.days().time_since_epoch().count() + 1) * day_length - shanghai_ahead};
}

}  // namespace anju::base
