#pragma once
// From the code of an item to its place in the document, for scoring a million findings: codes are compared as two
// words, without touching the item itself. Codes longer than 16 characters are not kept.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace anju::policy {

class ItemPlaces {
  public:
    static constexpr std::size_t longest = 16;

    ItemPlaces() = default;
    explicit ItemPlaces(const std::vector<std::string_view>& codes);  ///< places 0, 1, 2 … in this order
    [[nodiscard]] std::optional<std::size_t> find(std::string_view code) const;

  private:
    struct Key {
        std::uint64_t front = 0, back = 0;  ///< first and last bytes, overlapping when the code is short
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Slot {
        Key key;
        std::uint32_t size = 0;  ///< 0: free
        std::uint32_t place = 0;
    };
    static Key key_of(std::string_view code);
    [[nodiscard]] std::size_t start(const Key& key) const;
    std::vector<Slot> slots_;  ///< a power of two, at most a quarter full
};

}  // namespace anju::policy
