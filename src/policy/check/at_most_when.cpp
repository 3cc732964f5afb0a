#include <fmt/format.h>

#include "policy/check/catalogue.hpp"

namespace anju::policy::check {
namespace {

class AtMostWhen final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "at_most_when"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{Wants::counted, {Key::most, Key::when}};
        return traits;
    }
    [[nodiscard]] std::optional<Text> refuse(const Check& check, const std::vector<Field>& fields, const Values& stored,
                                             base::Instant) const override {
        auto const found = amount(fields, check.field, stored);
        if (!found || !more_than(*found, check.bound)) return std::nullopt;
        auto const& title = title_of(fields, check.field);
        return Text{fmt::format("这种情况下“{}”不能超过 {}，请核对。", title.zh, bound_text(check.bound)),
                    fmt::format("In this case “{}” must not exceed {}. Check it.", title.en, bound_text(check.bound))};
    }
};

}  // namespace

const Kind& at_most_when() {
    static const AtMostWhen kind;
    return kind;
}

}  // namespace anju::policy::check
