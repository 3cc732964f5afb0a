#include "account/password_rules.hpp"

#include <algorithm>
#include <unordered_set>

#include "account/common_passwords.hpp"

namespace anju::account {

namespace {

constexpr std::size_t most_characters = 128;

bool small(char c) { return c >= 'a' && c <= 'z'; }
bool capital(char c) { return c >= 'A' && c <= 'Z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

std::string lower(std::string_view text) {
    std::string result{text};
    for (auto& c : result)
        if (capital(c)) c = static_cast<char>(c + 32);
    return result;
}

std::int64_t kinds(std::string_view password) {
    const auto other = [](char c) { return !small(c) && !capital(c) && !digit(c); };
    return std::int64_t{std::ranges::any_of(password, small)} + std::ranges::any_of(password, capital) +
           std::ranges::any_of(password, digit) + std::ranges::any_of(password, other);
}

char undressed(char c) {
    switch (c) {
        case '0': return 'o';
        case '1': case '!': return 'i';
        case '3': return 'e';
        case '4': case '@': return 'a';
        case '5': case '$': return 's';
        default: return c;
    }
}

bool listed(const std::string& word) {
    static const std::unordered_set<std::string_view> words{common_passwords().begin(), common_passwords().end()};
    return words.contains(word);
}

/// The whole thing, and what is left without a tail of digits and signs, as written and undressed (@ for a, 0 for o).
bool listed_or_dressed(const std::string& word) {
    if (listed(word)) return true;
    auto core = word;
    while (!core.empty() && !small(core.back())) core.pop_back();
    if (core.size() >= 4 && listed(core)) return true;
    for (auto bare : {word, core}) {
        for (auto& c : bare) c = undressed(c);
        if (bare.size() >= 4 && listed(bare)) return true;
    }
    return false;
}

}  // namespace

bool is_common_password(std::string_view password) {
    auto word = lower(password);
    if (listed_or_dressed(word)) return true;
    const auto start = std::ranges::find_if(word, small);
    return listed_or_dressed(std::string{start, word.end()});
}

std::optional<base::Text> refuse_password(std::string_view password, std::string_view account_name, const SecuritySettings& settings) {
    const auto length = base::characters(password);
    const auto least = std::to_string(settings.password_length);
    const auto needed = std::to_string(settings.password_kinds);
    if (static_cast<std::int64_t>(length) < settings.password_length)
        return base::Text{"密码太短，至少 " + least + " 个字符。", "The password is too short: at least " + least + " characters."};
    if (length > most_characters) return base::Text{"密码太长，最多 128 个字符。", "The password is too long: at most 128 characters."};
    if (kinds(password) < settings.password_kinds)
        return base::Text{"密码须含小写字母、大写字母、数字、符号中的 " + needed + " 种。",
                          "The password needs " + needed + " of: small letters, capitals, digits, signs."};
    if (!account_name.empty() && lower(password).find(lower(account_name)) != std::string::npos)
        return base::Text{"密码不能含有账号名，请换一个。", "The password must not contain the account name. Choose another."};
    if (is_common_password(password))
        return base::Text{"这个密码太常见，容易被猜到，请换一个。", "This password is too common and easily guessed. Choose another."};
    return std::nullopt;
}

}  // namespace anju::account
