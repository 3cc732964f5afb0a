#include "kernel/cell_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>

#include "base/day.hpp"

namespace anju::kernel {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// The format code without quoted words, escapes, fill characters and [colours]; elapsed time [h] is kept as h.
std::string bare_code(std::string_view code) {
    std::string bare;
    for (std::size_t i = 0; i < code.size(); ++i) {
        char const c = code[i];
        if (c == ';') break;  // later sections are for negative numbers and texts
        if (c == '"') {
            i = std::min(code.find('"', i + 1), code.size());
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            auto const end = std::min(code.find(']', i), code.size());
            auto const inside = code.substr(i + 1, end - i - 1);
            if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) bare += 'h';
            i = end;
        } else {
            bare += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
        }
    }
    return bare;
}

CellFormat format_of_code(std::string_view code) {
    auto const bare = bare_code(code);
    if (bare == "general") return CellFormat::plain;
    bool const day = bare.find_first_of("yd") != std::string::npos;
    bool const hour = bare.find_first_of("hs") != std::string::npos;
    bool const month = bare.find('m') != std::string::npos;
    if (day || (month && !hour)) return hour ? CellFormat::date_time : CellFormat::date;
    if (hour) return CellFormat::time;
    return bare.find('%') != std::string::npos ? CellFormat::percent : CellFormat::plain;
}

std::string shortest(double value) {
    std::array<char, 1200> buffer{};  // the longest double in fixed notation has fewer than 1 100 characters
    auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed).ptr;
    std::string text{buffer.data(), end};
    return text == "-0" ? "0" : text;
}

/// Most numbers are written plainly with at most 15 digits: these are their own shortest decimal once trimmed.
std::optional<std::string> plain_decimal(std::string_view raw) {
    bool const negative = !raw.empty() && raw.front() == '-';
    auto const digits = negative ? raw.substr(1) : raw;
    auto const dot = digits.find('.');
    auto const whole = digits.substr(0, dot);
    if (!all_digits(whole) || (whole.size() > 1 && whole.front() == '0')) return std::nullopt;
    if (dot == std::string_view::npos) return raw == "-0" ? "0" : std::string{raw};
    auto fraction = digits.substr(dot + 1);
    if (!all_digits(fraction) || whole.size() + fraction.size() > 15) return std::nullopt;
    while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
    if (fraction.empty()) return whole == "0" ? "0" : (negative ? "-" : "") + std::string{whole};
    return (negative ? "-" : "") + std::string{whole} + "." + std::string{fraction};
}

std::optional<double> number_of(std::string_view raw) {
    if (!raw.empty() && raw.front() == '+') raw.remove_prefix(1);
    double value = 0;
    auto const [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
    if (error != std::errc{} || end != raw.data() + raw.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// "0.905" -> "90.5": moved in the text, so that nothing is rounded.
std::string times_hundred(std::string text) {
    bool const negative = text.front() == '-';
    if (negative) text.erase(0, 1);
    auto dot = text.find('.');
    if (dot == std::string::npos)
        dot = text.size();
    else
        text.erase(dot, 1);
    dot += 2;
    if (text.size() < dot) text.append(dot - text.size(), '0');
    text.insert(dot, ".");
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    auto const first = std::min(text.find_first_not_of('0'), text.size());
    text.erase(0, first);
    if (text.empty() || text.front() == '.') text.insert(0, "0");
    return (negative && text != "0" ? "-" : "") + text;
}

std::string date_text(double serial, CellFormat format, bool from_1904) {
    auto days = static_cast<std::int64_t>(std::floor(serial));
    auto seconds = static_cast<std::int64_t>(std::llround((serial - std::floor(serial)) * 86'400));
    if (seconds == 86'400) {
        ++days;
        seconds = 0;
    }
    auto const clock = fmt::format("{:02}:{:02}:{:02}", seconds / 3'600, seconds / 60 % 60, seconds % 60);
    if (format == CellFormat::time) {
        if (days == 0) return clock;
        return fmt::format("{}:{}", days * 24 + seconds / 3'600, clock.substr(3));  // elapsed time
    }
    // Excel's 1900 system counts a 29 February 1900 that never was.
    using namespace std::chrono;
    auto const epoch = from_1904 ? sys_days{year{1904} / 1 / 1} : sys_days{year{1899} / 12 / (days < 60 ? 31 : 30)};
    auto text = base::Day{epoch + std::chrono::days{days}}.text();
    if (format == CellFormat::date_time && seconds != 0) text += " " + clock;
    return text;
}

}  // namespace

CellFormat cell_format(int id, std::string_view code) {
    if (!code.empty()) return format_of_code(code);
    if (id == 9 || id == 10) return CellFormat::percent;
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 ||
        id == 58) {
        return CellFormat::date;
    }
    if (id == 22) return CellFormat::date_time;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 || id == 56) {
        return CellFormat::time;
    }
    return CellFormat::plain;
}

std::string cell_number(std::string_view raw, CellFormat format, bool from_1904) {
    if (format == CellFormat::plain || format == CellFormat::percent) {
        auto plain = plain_decimal(raw);
        if (!plain) {
            auto const value = number_of(raw);
            if (!value) return std::string{raw};
            plain = shortest(*value);
        }
        return format == CellFormat::percent ? times_hundred(std::move(*plain)) + "%" : std::move(*plain);
    }
    constexpr double last_day = 2'958'466;  // 10000-01-01
    auto const value = number_of(raw);
    if (!value || *value < 0 || *value >= last_day) return cell_number(raw, CellFormat::plain, from_1904);
    return date_text(*value, format, from_1904);
}

bool is_utf8(std::string_view text) {
    auto const* at = reinterpret_cast<const unsigned char*>(text.data());
    auto const* const end = at + text.size();
    while (at < end) {
        if (end - at >= 8) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, at, 8);
            bool const has_zero = ((eight - 0x0101010101010101U) & ~eight & 0x8080808080808080U) != 0;
            if ((eight & 0x8080808080808080U) == 0 && !has_zero) {
                at += 8;
                continue;
            }
        }
        unsigned const lead = *at++;
        if (lead == 0) return false;
        if (lead < 0x80) continue;
        int const more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4 || end - at < more) return false;
        std::uint32_t code = lead & (0x3FU >> more);
        for (int i = 0; i < more; ++i, ++at) {
            if ((*at & 0xC0U) != 0x80U) return false;
            code = code << 6 | (*at & 0x3FU);
        }
        bool const too_long = (more == 2 && code < 0x800) || (more == 3 && code < 0x10000);
        if (too_long || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    }
    return true;
}

}  // namespace anju::kernel
