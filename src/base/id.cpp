#include "base/id.hpp"

#include <botan/system_rng.h>

#include <array>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "base/day.hpp"
#include "base/digest.hpp"
#include "base/refusal.hpp"

namespace anju::base {
namespace {

void fill_randomly(std::uint8_t* bytes, std::size_t size) {
    Botan::system_rng().randomize(bytes, size);
}

/// Millisecond and counter of one id. Ids of one process strictly ascend: the 12 bits behind the millisecond count ids
/// within it, and when they are used up (or the clock steps back) the time runs ahead of the clock instead.
std::pair<std::uint64_t, std::uint16_t> next_place() {
    static std::mutex mutex;
    static std::uint64_t last_millisecond = 0;
    static std::uint16_t counter = 0;
    auto const now = static_cast<std::uint64_t>(Instant::now().microseconds) / 1000;
    std::scoped_lock const lock{mutex};
    if (now > last_millisecond) {
        last_millisecond = now;
        counter = 0;
    } else if (++counter == 4096) {
        ++last_millisecond;
        counter = 0;
    }
    return {last_millisecond, counter};
}

/// A number below `bound` (at most 256), every value equally likely.
unsigned random_below(unsigned bound) {
    unsigned const fair = 256 - 256 % bound;
    for (;;) {
        std::uint8_t byte = 0;
        fill_randomly(&byte, 1);
        if (byte < fair) return byte % bound;
    }
}

}  // namespace

std::string new_id() {
    auto const [millisecond, counter] = next_place();
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(millisecond >> (40 - 8 * i));
    bytes[6] = static_cast<std::uint8_t>(0x70 | counter >> 8);
    bytes[7] = static_cast<std::uint8_t>(counter & 0xFF);
    fill_randomly(&bytes[8], 8);
    bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3F));

    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += hex[bytes[i] >> 4];
        text += hex[bytes[i] & 0x0F];
    }
    return text;
}

bool is_id(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (c != '-') return false;
        } else if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return false;
        }
    }
    return text[14] >= '1' && text[14] <= '8' &&
           (text[19] == '8' || text[19] == '9' || text[19] == 'a' || text[19] == 'b');
}

std::string random_token(unsigned bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::vector<std::uint8_t> random(bytes);
    fill_randomly(random.data(), random.size());
    std::string token;
    unsigned bits = 0;
    unsigned held = 0;
    for (auto const byte : random) {
        held = (held << 8 | byte) & 0xFFFF;
        for (bits += 8; bits >= 6; bits -= 6) token += alphabet[held >> (bits - 6) & 0x3F];
    }
    if (bits > 0) token += alphabet[held << (6 - bits) & 0x3F];
    return token;
}

std::string random_password() {
    // Without letters and digits that are taken for one another when read aloud or from paper.
    constexpr std::array<std::string_view, 4> kinds{"ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789",
                                                    "-+=@#%"};
    auto const one_of = [](std::string_view letters) {
        return letters[random_below(static_cast<unsigned>(letters.size()))];
    };
    std::string password;
    for (auto const kind : kinds) password += one_of(kind);
    while (password.size() < 16) password += one_of(kinds[random_below(3)]);
    for (auto i = static_cast<unsigned>(password.size()) - 1; i > 0; --i)
        std::swap(password[i], password[random_below(i + 1)]);
    return password;
}

std::string draw_seed(const std::string& given) {
    if (given.empty()) return sm3(random_token(32));
    const auto hex = given.size() == 64 && given.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!hex)
        refuse_field("seed", "no_seed", {"种子是 64 个十六进制数字（0-9、a-f，小写）；不填就随机取一个。",
                                         "The seed has 64 hex digits (0-9, a-f, lower case); leave it empty for a random one."});
    return given;
}

}  // namespace anju::base
