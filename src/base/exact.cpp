#include "base/exact.hpp"

namespace anju::base {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

}  // namespace

std::optional<std::int64_t> parse_decimal(std::string_view text, int decimals) {
    bool const negative = !text.empty() && text.front() == '-';
    if (negative) text.remove_prefix(1);
    auto const dot = text.find('.');
    auto const whole = text.substr(0, dot);
    auto const fraction = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
    if (whole.empty() || (dot != std::string_view::npos && fraction.empty())) return std::nullopt;
    // 18 digits always fit; "007" is refused because a reader may take it for octal.
    if (whole.size() + static_cast<std::size_t>(decimals) > 18 || (whole.size() > 1 && whole.front() == '0')) {
        return std::nullopt;
    }
    if (fraction.size() > static_cast<std::size_t>(decimals)) return std::nullopt;

    std::int64_t units = 0;
    for (char const c : whole) {
        if (!is_digit(c)) return std::nullopt;
        units = units * 10 + (c - '0');
    }
    for (int i = 0; i < decimals; ++i) {
        auto const place = static_cast<std::size_t>(i);
        char const c = place < fraction.size() ? fraction[place] : '0';
        if (!is_digit(c)) return std::nullopt;
        units = units * 10 + (c - '0');
    }
    return negative ? -units : units;
}

std::string decimal_text(std::int64_t units, int decimals) {
    auto const scale = static_cast<std::uint64_t>(power_of_ten(decimals));
    auto const magnitude =
        units < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units);
    std::string text = (units < 0 ? "-" : "") + std::to_string(magnitude / scale);
    auto const rest = magnitude % scale;
    if (rest == 0) return text;
    auto fraction = std::to_string(rest);
    fraction.insert(0, static_cast<std::size_t>(decimals) - fraction.size(), '0');
    while (fraction.back() == '0') fraction.pop_back();
    return text + "." + fraction;
}

std::optional<Points> Points::parse(std::string_view text) {
    auto const units = parse_decimal(text, 5);
    constexpr std::int64_t limit = 1'000'000'000 * scale;
    if (!units || *units >= limit || *units <= -limit) return std::nullopt;
    return Points{*units};
}

std::string Points::text() const {
    return decimal_text(units_, 5);
}

std::optional<Percent> Percent::parse(std::string_view text) {
    if (!text.empty() && text.back() == '%') text.remove_suffix(1);
    auto const units = parse_decimal(text, 4);
    if (!units || text.front() == '-' || *units > 100 * scale) return std::nullopt;
    return Percent{*units};
}

std::string Percent::text() const {
    return decimal_text(units_, 4);
}

}  // namespace anju::base
