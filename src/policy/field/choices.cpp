#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

/// "甲、乙; 丙" as a cell of a sheet holds them.
Value::Texts split(std::string_view text) {
    constexpr std::array<std::string_view, 6> signs{"、", "，", "；", ",", ";", "\n"};
    std::string plain{text};
    for (auto const sign : signs) {
        for (auto at = plain.find(sign); at != std::string::npos; at = plain.find(sign))
            plain.replace(at, sign.size(), "\x1f");
    }
    Value::Texts parts;
    for (std::size_t from = 0; from <= plain.size();) {
        auto const end = std::min(plain.find('\x1f', from), plain.size());
        if (auto part = trimmed(std::string_view{plain}.substr(from, end - from)); !part.empty())
            parts.push_back(std::move(part));
        from = end + 1;
    }
    return parts;
}

class Choices final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "choices"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.shape = Shape::texts,
                                   .takes = {Key::choices, Key::most},
                                   .needs = {Key::choices},
                                   .names = true,
                                   .defaults = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field& field, const Value& written) const override {
        auto const typed = written.text() != nullptr    ? split(*written.text())
                           : written.texts() != nullptr ? *written.texts()
                                                        : Value::Texts{};
        Value::Texts chosen;
        for (auto const& one : typed) {
            auto found = choice_of(field, trimmed(one));
            if (!found) {
                return refused({fmt::format("没有“{}”这个选项，请从列表里选。", one),
                                fmt::format("“{}” is no choice. Choose from the list.", one)});
            }
            chosen.push_back(std::move(*found));
        }
        if (field.most && static_cast<std::int64_t>(chosen.size()) > *field.most) {
            return refused(
                {fmt::format("最多选 {} 个。", *field.most), fmt::format("Choose {} at most.", *field.most)});
        }
        return accepted(in_order(field, chosen));
    }
    [[nodiscard]] std::string text(const Field& field, const Value& stored, base::Language language) const override {
        std::string joined;
        for (auto const& one : *stored.texts()) {
            auto const* const between = language == base::Language::en ? ", " : "、";
            joined += (joined.empty() ? "" : between) + choice_kind().text(field, one, language);
        }
        return joined;
    }
    [[nodiscard]] std::optional<std::int64_t> quantity(const Value& stored) const override {
        return stored.texts() == nullptr ? std::nullopt
                                         : std::optional{static_cast<std::int64_t>(stored.texts()->size())};
    }

  private:
    static Value in_order(const Field& field, const Value::Texts& chosen) {
        Value::Texts ordered;
        for (auto const& one : field.choices) {
            if (std::find(chosen.begin(), chosen.end(), one.choice) != chosen.end()) ordered.push_back(one.choice);
        }
        return ordered;
    }
};

}  // namespace

const Kind& choices_kind() {
    static const Choices kind;
    return kind;
}

}  // namespace anju::policy::field
