#include <fmt/format.h>

#include <algorithm>

#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class TextKind final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "text"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{
            .takes = {Key::most}, .needs = {}, .sensitive = true, .unique = true, .names = true, .defaults = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field& field, const Value& written) const override {
        auto const* typed = written.text();
        if (typed == nullptr) return refused({"这里填文字，请改。", "Text is wanted here. Change it."});
        auto value = trimmed(*typed);
        auto const most = static_cast<std::size_t>(field.most.value_or(200));
        if (std::any_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
            return refused({"只能填一行，请去掉换行。", "One line only. Remove the line breaks."});
        if (base::characters(value) > most) {
            return refused(
                {fmt::format("最多 {} 个字，请缩短。", most), fmt::format("At most {} characters. Shorten it.", most)});
        }
        return accepted(std::move(value));
    }
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language) const override {
        return *stored.text();
    }
};

}  // namespace

const Kind& text_kind() {
    static const TextKind kind;
    return kind;
}

}  // namespace anju::policy::field
