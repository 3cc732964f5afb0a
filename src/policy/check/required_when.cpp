#include <fmt/format.h>

#include "policy/check/catalogue.hpp"

namespace anju::policy::check {
namespace {

class RequiredWhen final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "required_when"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{Wants::any, {Key::when}};
        return traits;
    }
    [[nodiscard]] std::optional<Text> refuse(const Check& check, const std::vector<Field>& fields, const Values& stored,
                                             base::Instant) const override {
        // The caller has seen that `when` holds.
        if (!value_of(stored, check.field).empty()) return std::nullopt;
        auto const& title = title_of(fields, check.field);
        return Text{fmt::format("这种情况下“{}”必须填，请填写。", title.zh),
                    fmt::format("In this case “{}” is needed. Fill it in.", title.en)};
    }
};

}  // namespace

const Kind& required_when() {
    static const RequiredWhen kind;
    return kind;
}

}  // namespace anju::policy::check
