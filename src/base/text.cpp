#include "base/text.hpp"

#include <algorithm>
#include <cstddef>

namespace anju::base {
namespace {

std::string_view next_part(std::string_view& rest, char separator) {
    auto const end = rest.find(separator);
    auto const part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return part;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

bool names(std::string_view range, std::string_view language) {
    if (range.size() < 2) return false;
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return lower(range[0]) == language[0] && lower(range[1]) == language[1] && (range.size() == 2 || range[2] == '-');
}

/// Thousandths of a "q=0.8" parameter; 1000 when there is none, 0 when it is not a number.
int quality(std::string_view parameters) {
    while (!parameters.empty()) {
        auto part = trimmed(next_part(parameters, ';'));
        if (part.size() < 2 || (part[0] != 'q' && part[0] != 'Q') || part[1] != '=') continue;
        part.remove_prefix(2);
        if (part.empty() || (part[0] != '0' && part[0] != '1')) return 0;
        int value = (part[0] - '0') * 1000;
        int place = 100;
        for (std::size_t i = 2; i < part.size() && place > 0; ++i, place /= 10) {
            if (part[i] < '0' || part[i] > '9') return 0;
            value += (part[i] - '0') * place;
        }
        return value > 1000 ? 1000 : value;
    }
    return 1000;
}

}  // namespace

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Language language_of(std::string_view accept_language) {
    int best_zh = 0;
    int best_en = 0;
    bool english_first = false;
    while (!accept_language.empty()) {
        auto part = next_part(accept_language, ',');
        auto const range = trimmed(next_part(part, ';'));
        int const weight = quality(part);
        if (names(range, "zh") && weight > best_zh) best_zh = weight;
        if (names(range, "en") && weight > best_en) {
            best_en = weight;
            english_first = best_zh < weight;
        }
    }
    return best_en > best_zh || (best_en > 0 && best_en == best_zh && english_first) ? Language::en : Language::zh;
}

}  // namespace anju::base
