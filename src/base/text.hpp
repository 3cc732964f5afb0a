#pragma once
// A text that people read, in the two languages of the product. Chinese comes first; English is complete.
#include <cstddef>
#include <string>
#include <string_view>

namespace anju::base {

enum class Language { zh, en };

struct Text {
    std::string zh;
    std::string en;

    [[nodiscard]] const std::string& in(Language language) const { return language == Language::en ? en : zh; }
    friend bool operator==(const Text&, const Text&) = default;
};

std::size_t characters(std::string_view text);  ///< Unicode code points of UTF-8, not bytes

/// The language an `Accept-Language` header asks for: English only when it comes before any Chinese; Chinese otherwise.
Language language_of(std::string_view accept_language);

}  // namespace anju::base
