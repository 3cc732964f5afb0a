#include "rate/case_values.hpp"

#include <algorithm>
#include <array>

namespace anju::rate {
namespace {

bool all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The decimal without spare zeros behind the point; empty when it is no plain decimal.
std::string_view plain(std::string_view text) {
    auto const digits = text.starts_with('-') ? text.substr(1) : text;
    auto const dot = digits.find('.');
    auto const whole = digits.substr(0, dot);
    if (!all_digits(whole) || (whole.size() > 1 && whole.front() == '0')) return {};
    if (dot == std::string_view::npos) return text;
    if (!all_digits(digits.substr(dot + 1))) return {};
    while (text.ends_with('0')) text.remove_suffix(1);
    if (text.ends_with('.')) text.remove_suffix(1);
    return text;
}

std::size_t decimals(std::string_view decimal) {
    auto const dot = decimal.find('.');
    return dot == std::string_view::npos ? 0 : decimal.size() - dot - 1;
}

std::string lower(std::string_view text) {
    std::string result{text};
    for (auto& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return result;
}

}  // namespace

ValueRead<base::Percent> read_percent(std::string_view text) {
    for (std::string_view const sign : {"%", "％"}) {
        if (!text.ends_with(sign)) continue;
        text.remove_suffix(sign.size());
        break;
    }
    while (text.ends_with(' ')) text.remove_suffix(1);
    auto const decimal = plain(text);
    if (decimal.empty()) {
        return {std::nullopt,
                {"not_a_number",
                 {"不是百分比。请写 90、90.5 或 90.5%，没有测评就留空。",
                  "This is no percentage. Write 90, 90.5 or 90.5%; leave it empty when not measured."}}};
    }
    bool const negative = decimal.starts_with('-') && decimal != "-0";
    auto const whole = decimal.substr(0, decimal.find('.'));
    bool const above =
        !negative && (whole.size() > 3 || (whole.size() == 3 && (whole != "100" || decimals(decimal) > 0)));
    if (negative || above) {
        return {std::nullopt,
                {"out_of_range",
                 {"超出 0–100。请核对后改成 0 到 100 之间的百分比。",
                  "This is outside 0–100. Check it and write a percentage from 0 to 100."}}};
    }
    if (decimals(decimal) > 4) {
        return {std::nullopt,
                {"too_many_decimals",
                 {"小数超过 4 位。记录数只取 4 位，多余的请截去，不要四舍五入。",
                  "There are more than 4 decimals. The figure of record has 4: cut the rest off, do not round."}}};
    }
    return {base::Percent::parse(decimal == "-0" ? "0" : decimal), {}};
}

ValueRead<base::Points> read_points(std::string_view text) {
    auto const decimal = plain(text);
    if (decimal.empty()) {
        return {
            std::nullopt,
            {"not_a_number",
             {"不是分数。请写 0.5、2 这样的数。", "This is no number of points. Write a figure such as 0.5 or 2."}}};
    }
    if (decimals(decimal) > 5) {
        return {std::nullopt,
                {"too_many_decimals",
                 {"小数超过 5 位。请按标准的扣分档次填写。",
                  "There are more than 5 decimals. Write one of the steps of the standard."}}};
    }
    auto const value = base::Points::parse(decimal);
    if (value) return {value, {}};
    return {std::nullopt, {"out_of_range", {"数太大。请核对扣分。", "The number is too large. Check the deduction."}}};
}

std::optional<policy::Stage> read_stage(std::string_view text) {
    auto const word = lower(text);
    if (word.empty() || word == "已安置" || word == "settled") return policy::Stage::settled;
    if (word == "待安置" || word == "pending") return policy::Stage::pending;
    return std::nullopt;
}

std::optional<bool> read_yes_no(std::string_view text) {
    static constexpr std::array<std::string_view, 8> yes{"是", "1", "x", "y", "yes", "true", "√", "✓"};
    static constexpr std::array<std::string_view, 6> no{"", "否", "0", "n", "no", "false"};
    auto const word = lower(text);
    if (std::find(yes.begin(), yes.end(), word) != yes.end()) return true;
    if (std::find(no.begin(), no.end(), word) != no.end()) return false;
    return std::nullopt;
}

}  // namespace anju::rate
