#include "publish/private_number.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/day.hpp"

namespace anju::publish {
namespace {

constexpr std::array<std::string_view, 33> digit_words{
    "0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",  "０", "１", "２", "３", "４", "５", "６",
    "７", "８", "９", "零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "〇", "幺", "两"};
constexpr std::string_view digit_values = "012345678901234567890123456789012";
constexpr std::array<std::string_view, 9> separators{" ", "-", ".", "　", "－", "—", "–", "·", "_"};

template <class Words>
std::size_t starts_with_one_of(std::string_view text, const Words& words) {
    return static_cast<std::size_t>(
        std::find_if(words.begin(), words.end(), [&](std::string_view word) { return text.starts_with(word); }) -
        words.begin());
}

bool is_date(const std::string& digits) {
    if (digits.size() != 8) return false;
    auto const day = base::Day::parse(digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6));
    return day && day->year() >= 1990;
}

/// `groups` stood side by side with one separator between.
bool is_private(const std::vector<std::string>& groups) {
    std::string joined;
    bool long_groups = true;
    for (auto const& group : groups) {
        if (group.size() >= 7 && !is_date(group)) return true;
        long_groups = long_groups && group.size() >= 3;
        joined += group;
    }
    if (groups.size() < 2 || !long_groups) return false;
    bool const mobile = joined.size() == 11 && joined[0] == '1' && joined[1] >= '3';
    bool const with_area = joined.size() >= 10 && joined[0] == '0';
    return mobile || with_area || joined.size() >= 15;
}

}  // namespace

bool holds_private_number(std::string_view text) {
    std::vector<std::string> groups;
    bool in_digits = false;        // the character before was a digit
    bool after_separator = false;  // the character before was the first separator behind a digit
    while (!text.empty()) {
        if (auto const place = starts_with_one_of(text, digit_words); place < digit_words.size()) {
            if (!in_digits && !after_separator) {
                if (is_private(groups)) return true;
                groups.clear();
            }
            if (!in_digits) groups.emplace_back();
            groups.back() += digit_values[place];
            in_digits = true;
            after_separator = false;
            text.remove_prefix(digit_words[place].size());
            continue;
        }
        auto const separator = starts_with_one_of(text, separators);
        after_separator = in_digits && separator < separators.size();
        in_digits = false;
        text.remove_prefix(separator < separators.size() ? separators[separator].size() : 1);
    }
    return is_private(groups);
}

}  // namespace anju::publish
