#include <fmt/format.h>

#include <algorithm>

#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class LongText final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "long_text"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.takes = {Key::most}, .needs = {}, .defaults = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field& field, const Value& written) const override {
        auto const* typed = written.text();
        if (typed == nullptr) return refused({"这里填文字，请改。", "Text is wanted here. Change it."});
        auto value = trimmed(*typed);
        std::erase(value, '\r');
        auto const most = static_cast<std::size_t>(field.most.value_or(5000));
        auto const strange = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; };
        if (std::any_of(value.begin(), value.end(), strange))
            return refused({"里面有看不见的控制字符，请重新输入。", "It holds control characters. Type it anew."});
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

const Kind& long_text_kind() {
    static const LongText kind;
    return kind;
}

}  // namespace anju::policy::field
