#include <fmt/format.h>

#include "policy/check/catalogue.hpp"

namespace anju::policy::check {
namespace {

class AtLeastPer final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "at_least_per"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{Wants::counted, {Key::per, Key::least}};
        return traits;
    }
    [[nodiscard]] std::optional<Text> refuse(const Check& check, const std::vector<Field>& fields, const Values& stored,
                                             base::Instant) const override {
        auto const whole = amount(fields, check.field, stored);
        auto const per = amount(fields, check.per, stored);
        if (!whole || !per || !less_than_per(*whole, *per, check.bound)) return std::nullopt;
        auto const& title = title_of(fields, check.field);
        auto const& each = title_of(fields, check.per);
        return Text{
            fmt::format("“{}”除以“{}”不到 {}，请核对。", title.zh, each.zh, bound_text(check.bound)),
            fmt::format("“{}” divided by “{}” is below {}. Check both.", title.en, each.en, bound_text(check.bound))};
    }
};

}  // namespace

const Kind& at_least_per() {
    static const AtLeastPer kind;
    return kind;
}

}  // namespace anju::policy::check
