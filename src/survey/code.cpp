// A code is checked in the field of 32 elements (x⁵ = x² + 1): Σ wᵢ·cᵢ = 0 with ten different weights wᵢ = xⁱ. One wrong character
// changes the sum because no weight is 0; two characters changed for one another do because the weights differ. So every
// mistyped character and every swap, of neighbours or not, is noticed before anything is looked up.
#include <array>

#include "base/digest.hpp"
#include "base/id.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t length = 10;

/// Times x in the field.
constexpr unsigned doubled(unsigned value) {
    value <<= 1U;
    return (value & 32U) != 0 ? value ^ 37U : value;
}

constexpr unsigned product(unsigned a, unsigned b) {
    unsigned result = 0;
    for (; b != 0; b >>= 1U, a = doubled(a))
        if ((b & 1U) != 0) result ^= a;
    return result;
}

/// x⁰ … x⁹; the last character stands where the weight is 1, so that it can be worked out from the others.
constexpr std::array<unsigned, length> weights = [] {
    std::array<unsigned, length> made{};
    unsigned weight = 1;
    for (std::size_t i = length; i-- > 0; weight = doubled(weight)) made[i] = weight;
    return made;
}();

unsigned sum_of(std::string_view symbols) {
    unsigned sum = 0;
    for (std::size_t i = 0; i < symbols.size(); ++i)
        sum ^= product(weights[i], static_cast<unsigned>(alphabet.find(symbols[i])));
    return sum;
}

/// One character as it is meant: lower case and look-alikes taken for what they look like; nothing for what is none.
std::optional<char> symbol_of(char typed) {
    if (typed >= 'a' && typed <= 'z') typed = static_cast<char>(typed - 'a' + 'A');
    if (typed == 'O') typed = '0';
    if (typed == 'I' || typed == 'L') typed = '1';
    return alphabet.find(typed) == std::string_view::npos ? std::nullopt : std::optional{typed};
}

/// Full-width letters, digits and hyphens, as a Chinese keyboard may give them, in their ordinary form.
std::string narrowed(std::string_view typed) {
    std::string plain;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const auto byte = [&](std::size_t at) { return at < typed.size() ? static_cast<unsigned char>(typed[at]) : 0U; };
        if (byte(i) == 0xEF && (byte(i + 1) == 0xBC || byte(i + 1) == 0xBD) && byte(i + 2) >= 0x80) {
            plain += static_cast<char>((byte(i + 1) - 0xBC) * 0x40 + byte(i + 2) - 0x80 + 0x20);
            i += 2;
        } else if (byte(i) == 0xE2 && byte(i + 1) == 0x80 && byte(i + 2) >= 0x90 && byte(i + 2) <= 0x95) {
            plain += '-';  // the dashes a phone likes to make of a hyphen
            i += 2;
        } else if (byte(i) == 0xE3 && byte(i + 1) == 0x80 && byte(i + 2) == 0x80) {
            plain += ' ';
            i += 2;
        } else {
            plain += typed[i];
        }
    }
    return plain;
}

}  // namespace

std::string random_symbols(std::size_t count) {
    std::string symbols;
    while (symbols.size() < count) {
        // 32 random bytes; each of their hashed bytes gives five bits.
        const auto hex = base::sm3(base::random_token(32));
        for (std::size_t i = 0; i + 1 < hex.size() && symbols.size() < count; i += 2)
            symbols += alphabet[static_cast<std::size_t>(std::stoi(hex.substr(i, 2), nullptr, 16)) % alphabet.size()];
    }
    return symbols;
}

std::string new_code() {
    auto code = random_symbols(length - 1);
    return code + alphabet[sum_of(code)];
}

std::optional<std::string> read_code(std::string_view typed) {
    if (typed.size() > 200) return std::nullopt;
    std::string code;
    for (const char one : narrowed(typed)) {
        if (one == ' ' || one == '-' || one == '\t' || one == '\n' || one == '\r') continue;
        const auto symbol = symbol_of(one);
        if (!symbol || code.size() == length) return std::nullopt;
        code += *symbol;
    }
    if (code.size() != length || sum_of(code) != 0) return std::nullopt;
    return code;
}

}  // namespace anju::survey
