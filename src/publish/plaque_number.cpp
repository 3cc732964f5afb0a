#include "publish/plaque_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace anju::publish {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

char check_digit(std::string_view digits) {
    int product = 10;
    for (char const digit : digits) {
        int sum = (product + (digit - '0')) % 10;
        if (sum == 0) sum = 10;
        product = sum * 2 % 11;
    }
    return static_cast<char>('0' + (11 - product) % 10);
}

}  // namespace

std::string plaque_number(std::string_view prefix, std::int64_t year, std::int64_t serial) {
    auto const digits = fmt::format("{:04}{:04}", year, serial);
    return fmt::format("{}-{:04}-{:04}-{}", prefix, year, serial, check_digit(digits));
}

std::string read_plaque_number(std::string_view text) {
    std::string number;
    for (char const c : text) {
        if (c == ' ') continue;
        number += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    std::vector<std::string_view> parts;
    std::string_view rest{number};
    for (auto dash = rest.find('-'); dash != std::string_view::npos; dash = rest.find('-')) {
        parts.push_back(rest.substr(0, dash));
        rest.remove_prefix(dash + 1);
    }
    parts.push_back(rest);
    if (parts.size() != 4 || parts[0].empty() || parts[1].size() != 4 || parts[2].size() < 4 || parts[2].size() > 8 ||
        parts[3].size() != 1)
        return {};
    auto const digits = std::string{parts[1]} + std::string{parts[2]};
    if (!std::all_of(digits.begin(), digits.end(), is_digit) || check_digit(digits) != parts[3].front()) return {};
    return number;
}

}  // namespace anju::publish
