#include "place/address.hpp"

#include <algorithm>

namespace anju::place {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// 1–4 digits without a leading zero.
bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 4 && text.front() != '0' && std::ranges::all_of(text, is_digit);
}

bool is_numbered(std::string_view text, std::string_view word) {
    return text.ends_with(word) && is_number(text.substr(0, text.size() - word.size()));
}

}  // namespace

std::optional<base::Text> refuse_building(std::string_view name) {
    constexpr std::string_view word = "幢";
    if (name == "无" || is_numbered(name, word)) return std::nullopt;
    if (name.ends_with(word)) {
        const auto range = name.substr(0, name.size() - word.size());
        const auto dash = range.find('-');
        if (dash != std::string_view::npos && is_number(range.substr(0, dash)) && is_number(range.substr(dash + 1))) return std::nullopt;
    }
    return base::Text{"楼幢写成“1幢”或“1-10幢”，不写“1”“1栋”“1号楼”；没有就写“无”。",
                      "Write a building as 1幢 or 1-10幢, not 1, 1栋 or 1号楼; 无 when there is none."};
}

std::optional<base::Text> refuse_unit(std::string_view name) {
    if (name == "无" || is_numbered(name, "单元")) return std::nullopt;
    return base::Text{"单元写成“1单元”；没有就写“无”，不要空着。", "Write a unit as 1单元; 无 when there is none, never empty."};
}

std::optional<base::Text> refuse_floor(std::string_view name) {
    auto counted = name;
    if (counted.starts_with('-')) counted.remove_prefix(1);
    if (name == "无" || is_numbered(counted, "层")) return std::nullopt;
    return base::Text{"楼层写成“3层”，地下写“-1层”；没有就写“无”，不要空着。",
                      "Write a floor as 3层, underground -1层; 无 when there is none, never empty."};
}

std::optional<base::Text> refuse_room(std::string_view name) {
    const bool spaced = name.find_first_of(" \t\r\n") != std::string_view::npos;
    if (!name.empty() && base::characters(name) <= 20 && !spaced) return std::nullopt;
    return base::Text{"室号要填，最多 20 个字，中间不留空格。", "A room needs a number of at most 20 characters without spaces."};
}

bool is_area_code(std::string_view code) { return code.size() == 12 && std::ranges::all_of(code, is_digit); }

std::string sort_key(std::string_view name) {
    if (name == "无") return "0";
    std::string key;
    std::size_t at = 0;
    if (name.size() > 1 && name[0] == '-' && is_digit(name[1])) {
        // Below the ground: the deeper, the earlier, and all before the first floor.
        const auto end = std::find_if_not(name.begin() + 1, name.end(), is_digit);
        const auto depth = std::min(std::stoi(std::string{name.begin() + 1, end}), 9999);
        key = "1" + std::to_string(10'000 + 9999 - depth);
        at = static_cast<std::size_t>(end - name.begin());
    } else {
        key = "2";
    }
    while (at < name.size()) {
        if (!is_digit(name[at])) {
            key += name[at++];
            continue;
        }
        const auto end = std::min(name.find_first_not_of("0123456789", at), name.size());
        const auto digits = name.substr(at, end - at);
        if (digits.size() < 6) key.append(6 - digits.size(), '0');
        key += digits;
        at = end;
    }
    return key;
}

}  // namespace anju::place
