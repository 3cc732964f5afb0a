#pragma once
// Exact numbers of the standard. Points are whole 1/100 000 points; percentages are whole 1/10 000 percent
// (90 % = 900 000), truncated, never rounded, when they become the figure of record (design: exactness; N04).
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anju::base {

class Points {
  public:
    static constexpr std::int64_t scale = 100'000;

    constexpr Points() = default;
    static constexpr Points of_units(std::int64_t units) { return Points{units}; }
    static constexpr Points whole(std::int64_t points) { return Points{points * scale}; }
    /// Plain decimal "7.5", "-0.25"; at most 5 decimals, no exponent, |value| < 1e9. Nothing if it is not that.
    static std::optional<Points> parse(std::string_view text);

    [[nodiscard]] constexpr std::int64_t units() const { return units_; }
    [[nodiscard]] std::string text() const;  ///< shortest exact decimal: "7.5", "300", "0"

    friend constexpr auto operator<=>(Points, Points) = default;
    friend constexpr Points operator+(Points a, Points b) { return Points{a.units_ + b.units_}; }
    friend constexpr Points operator-(Points a, Points b) { return Points{a.units_ - b.units_}; }
    constexpr Points& operator+=(Points other) { units_ += other.units_; return *this; }
    constexpr Points& operator-=(Points other) { units_ -= other.units_; return *this; }

  private:
    explicit constexpr Points(std::int64_t units) : units_{units} {}
    std::int64_t units_ = 0;
};

class Percent {
  public:
    static constexpr std::int64_t scale = 10'000;

    constexpr Percent() = default;
    static constexpr Percent of_units(std::int64_t units) { return Percent{units}; }
    static constexpr Percent whole(std::int64_t percent) { return Percent{percent * scale}; }
    /// Plain decimal 0–100 with at most 4 decimals, an optional '%' behind it. Nothing if it is not that.
    static std::optional<Percent> parse(std::string_view text);

    [[nodiscard]] constexpr std::int64_t units() const { return units_; }
    [[nodiscard]] std::string text() const;  ///< shortest exact decimal without '%': "90", "88.8889"

    friend constexpr auto operator<=>(Percent, Percent) = default;
    friend constexpr Percent operator-(Percent a, Percent b) { return Percent{a.units_ - b.units_}; }

  private:
    explicit constexpr Percent(std::int64_t units) : units_{units} {}
    std::int64_t units_ = 0;
};

/// Plain decimal with at most `decimals` decimals as a whole number of 10^-decimals; nothing if it is not that.
std::optional<std::int64_t> parse_decimal(std::string_view text, int decimals);
std::string decimal_text(std::int64_t units, int decimals);  ///< the way back, shortest form

}  // namespace anju::base
