#include <fmt/format.h>

#include "policy/check/catalogue.hpp"

namespace anju::policy::check {
namespace {

/// A committee that votes has an odd number of members.
class Odd final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "odd"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{Wants::counted, {}};
        return traits;
    }
    [[nodiscard]] std::optional<Text> refuse(const Check& check, const std::vector<Field>& fields, const Values& stored,
                                             base::Instant) const override {
        auto const found = amount(fields, check.field, stored);
        if (!found || found->decimals != 0 || found->units % 2 != 0) return std::nullopt;
        auto const& title = title_of(fields, check.field);
        return Text{fmt::format("“{}”应是单数，现在是 {}，请改。", title.zh, found->units),
                    fmt::format("“{}” must be odd; it is {}. Change it.", title.en, found->units)};
    }
};

}  // namespace

const Kind& odd() {
    static const Odd kind;
    return kind;
}

}  // namespace anju::policy::check
