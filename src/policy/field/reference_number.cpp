#include <fmt/format.h>

#include <algorithm>

#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

struct Part {
    std::string literal;
    bool year = false;
    std::optional<int> serial;
};  ///< serial: its least digits

/// The parts of a pattern; none at all when it is not one.
std::vector<Part> parts_of(std::string_view pattern) {
    std::vector<Part> parts;
    int serials = 0;
    while (!pattern.empty()) {
        auto const brace = pattern.find('{');
        if (brace != 0) {
            parts.push_back({std::string{pattern.substr(0, brace)}, false, std::nullopt});
            if (parts.back().literal.find('}') != std::string::npos) return {};
            pattern.remove_prefix(std::min(brace, pattern.size()));
            continue;
        }
        auto const end = pattern.find('}');
        if (end == std::string_view::npos) return {};
        auto const inside = pattern.substr(1, end - 1);
        bool const digits = inside.size() == 8 && inside.starts_with("serial:") && inside[7] >= '1' && inside[7] <= '9';
        if (inside == "year") {
            parts.push_back({{}, true, std::nullopt});
        } else if (inside == "serial" || digits) {
            parts.push_back({{}, false, digits ? inside[7] - '0' : 1});
            ++serials;
        } else {
            return {};
        }
        pattern.remove_prefix(end + 1);
    }
    return serials == 1 ? parts : std::vector<Part>{};
}

std::size_t leading_digits(std::string_view text) {
    auto const end = text.find_first_not_of("0123456789");
    return end == std::string_view::npos ? text.size() : end;
}

bool follows(std::string_view text, const std::vector<Part>& parts) {
    for (auto const& part : parts) {
        if (!part.year && !part.serial) {
            if (!text.starts_with(part.literal)) return false;
            text.remove_prefix(part.literal.size());
        } else {
            auto const length = part.year ? std::size_t{4} : leading_digits(text);
            auto const least = part.year ? std::size_t{4} : static_cast<std::size_t>(*part.serial);
            if (leading_digits(text) < least || length > 15) return false;
            text.remove_prefix(length);
        }
    }
    return text.empty();
}

class ReferenceNumber final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "reference_number"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.takes = {Key::pattern}, .needs = {Key::pattern}, .unique = true, .names = true};
        return traits;
    }
    /// The engine gives numbers; a written one is taken (an import of old records) when it follows the pattern.
    [[nodiscard]] Read read(const Field& field, const Value& written) const override {
        auto const typed = written.text() == nullptr ? std::string{} : trimmed(*written.text());
        if (follows(typed, parts_of(field.pattern))) return accepted(typed);
        auto const example = reference_number(field.pattern, 2026, 7);
        return refused({fmt::format("编号应像 {}；也可以留空，由系统编。", example),
                        fmt::format("A number looks like {}; left empty, the system gives one.", example)});
    }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language) const override {
        return *stored.text();
    }
};

}  // namespace

const Kind& reference_number_kind() {
    static const ReferenceNumber kind;
    return kind;
}

bool is_reference_pattern(std::string_view pattern) {
    return !parts_of(pattern).empty();
}

std::string reference_number(std::string_view pattern, int year, std::int64_t serial) {
    std::string number;
    for (auto const& part : parts_of(pattern)) {
        number += part.literal;
        if (part.year) number += fmt::format("{:04}", year);
        if (part.serial) number += fmt::format("{:0{}}", serial, *part.serial);
    }
    return number;
}

bool counts_by_year(std::string_view pattern) {
    return pattern.find("{year}") != std::string_view::npos;
}

}  // namespace anju::policy::field
