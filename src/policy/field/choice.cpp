#include <fmt/format.h>

#include <algorithm>

#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class OneChoice final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "choice"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{
            .takes = {Key::choices}, .needs = {Key::choices}, .unique = true, .names = true, .defaults = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field& field, const Value& written) const override {
        auto const* typed = written.text();
        auto found = typed == nullptr ? std::nullopt : choice_of(field, trimmed(*typed));
        if (found) return accepted(std::move(*found));
        std::string zh, en;
        for (auto const& one : field.choices) {
            zh += (zh.empty() ? "" : "、") + one.title.zh;
            en += (en.empty() ? "" : ", ") + one.title.en;
        }
        return refused({fmt::format("只能选：{}。", zh), fmt::format("Choose one of: {}.", en)});
    }
    [[nodiscard]] std::string text(const Field& field, const Value& stored, base::Language language) const override {
        auto const found = std::find_if(field.choices.begin(), field.choices.end(),
                                        [&](const Choice& one) { return one.choice == *stored.text(); });
        return found == field.choices.end() ? *stored.text() : found->title.in(language);
    }
};

}  // namespace

const Kind& choice_kind() {
    static const OneChoice kind;
    return kind;
}

}  // namespace anju::policy::field
