#include <fmt/format.h>

#include "policy/check/catalogue.hpp"

namespace anju::policy::check {
namespace {

/// at_most, and at_most_when, which must have a condition and says so.
class AtMost final : public Kind {
  public:
    AtMost(std::string_view name, std::vector<Key> needs, Text in_this_case) : name_{name}, traits_{Wants::counted, std::move(needs)}, in_this_case_{std::move(in_this_case)} {}
    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] const Traits& traits() const override { return traits_; }
    [[nodiscard]] std::optional<Text> refuse(const Check& check, const std::vector<Field>& fields, const Values& stored,
                                             base::Instant) const override {
        auto const found = amount(fields, check.field, stored);
        if (!found || !more_than(*found, check.bound)) return std::nullopt;
        auto const& title = title_of(fields, check.field);
        return Text{fmt::format("{}“{}”不能超过 {}，请核对。", in_this_case_.zh, title.zh, bound_text(check.bound)),
                    fmt::format("{}“{}” must not exceed {}. Check it.", in_this_case_.en, title.en, bound_text(check.bound))};
    }

  private:
    std::string_view name_;
    Traits traits_;
    Text in_this_case_;
};

}  // namespace

const Kind& at_most() {
    static const AtMost kind{"at_most", {Key::most}, {}};
    return kind;
}

const Kind& at_most_when() {
    static const AtMost kind{"at_most_when", {Key::most, Key::when}, {"这种情况下", "In this case "}};
    return kind;
}

}  // namespace anju::policy::check
