#include "policy/item_places.hpp"

#include <bit>
#include <cstring>

namespace anju::policy {

ItemPlaces::Key ItemPlaces::key_of(std::string_view code) {
    Key key;
    auto const* bytes = code.data();
    auto const size = code.size();
    if (size >= 8) {
        std::memcpy(&key.front, bytes, 8);
        std::memcpy(&key.back, bytes + size - 8, 8);
    } else if (size >= 4) {
        std::memcpy(&key.front, bytes, 4);
        std::memcpy(&key.back, bytes + size - 4, 4);
    } else if (size > 0) {
        auto const byte = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(bytes[i])}; };
        key.front = byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
    }
    return key;
}

std::size_t ItemPlaces::start(const Key& key) const {
    auto const mixed = (key.front ^ std::rotl(key.back, 29)) * 0x9E37'79B9'7F4A'7C15U;
    return static_cast<std::size_t>(mixed >> 40) & (slots_.size() - 1);
}

ItemPlaces::ItemPlaces(const std::vector<std::string_view>& codes) : slots_(std::bit_ceil(4 * codes.size() + 1)) {
    for (std::size_t place = 0; place < codes.size(); ++place) {
        auto const code = codes[place];
        if (code.empty() || code.size() > longest || find(code)) continue;
        auto const key = key_of(code);
        auto slot = start(key);
        while (slots_[slot].size != 0) slot = (slot + 1) & (slots_.size() - 1);
        slots_[slot] = {key, static_cast<std::uint32_t>(code.size()), static_cast<std::uint32_t>(place)};
    }
}

std::optional<std::size_t> ItemPlaces::find(std::string_view code) const {
    if (slots_.empty() || code.empty() || code.size() > longest) return std::nullopt;
    auto const key = key_of(code);
    for (auto slot = start(key); slots_[slot].size != 0; slot = (slot + 1) & (slots_.size() - 1)) {
        if (slots_[slot].size == code.size() && slots_[slot].key == key) return slots_[slot].place;
    }
    return std::nullopt;
}

}  // namespace anju::policy
