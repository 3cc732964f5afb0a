#pragma once
// Dates are `YYYY-MM-DD`, instants are UTC microseconds since 1970; the district's clock is Asia/Shanghai (UTC+8, no
// summer time since 1991), so the day of an instant needs no time-zone database.
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anju::base {

class Day {
  public:
    constexpr Day() = default;
    explicit constexpr Day(std::chrono::sys_days days) : days_{days} {}
    static std::optional<Day> parse(std::string_view text);  ///< only a real date written YYYY-MM-DD, 1900–2999

    [[nodiscard]] std::string text() const;
    [[nodiscard]] int year() const;
    [[nodiscard]] unsigned month() const;
    [[nodiscard]] unsigned day_of_month() const;
    [[nodiscard]] unsigned weekday() const;  ///< ISO: Monday 1 … Sunday 7
    [[nodiscard]] constexpr std::chrono::sys_days days() const { return days_; }

    friend constexpr auto operator<=>(Day, Day) = default;
    friend constexpr Day operator+(Day day, int days) { return Day{day.days_ + std::chrono::days{days}}; }
    friend constexpr std::int64_t operator-(Day a, Day b) { return (a.days_ - b.days_).count(); }

  private:
    std::chrono::sys_days days_{};
};

struct Instant {
    std::int64_t microseconds = 0;  ///< UTC since 1970-01-01

    static Instant now();
    [[nodiscard]] Day day() const;          ///< the day in Asia/Shanghai
    [[nodiscard]] std::string text() const;  ///< RFC 3339 in Asia/Shanghai to the second: 2026-11-24T13:05:00+08:00
    static Instant end_of(Day day);          ///< 24:00 of the day in Asia/Shanghai (Civil Code art. 203)
    friend constexpr auto operator<=>(Instant, Instant) = default;
};

}  // namespace anju::base
