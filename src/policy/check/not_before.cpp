#include <fmt/format.h>

#include "policy/check/catalogue.hpp"

namespace anju::policy::check {
namespace {

/// Two instants by the moment, otherwise by the day.
bool is_before(const std::vector<Field>& fields, const Check& check, const field::Value& value,
               const field::Value& than) {
    if (value.whole() != nullptr && than.whole() != nullptr) return *value.whole() < *than.whole();
    auto const day_of = [&](std::string_view name, const field::Value& one) {
        auto const* field = field::find(fields, name);
        return field == nullptr ? std::nullopt : field->kind->day(one);
    };
    auto const day = day_of(check.field, value);
    auto const other = day_of(check.than, than);
    return day && other && *day < *other;
}

class NotBefore final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "not_before"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{Wants::moment, {Key::than}};
        return traits;
    }
    [[nodiscard]] std::optional<Text> refuse(const Check& check, const std::vector<Field>& fields, const Values& stored,
                                             base::Instant) const override {
        auto const& value = value_of(stored, check.field);
        auto const& than = value_of(stored, check.than);
        if (value.empty() || than.empty() || !is_before(fields, check, value, than)) return std::nullopt;
        auto const& title = title_of(fields, check.field);
        auto const& other = title_of(fields, check.than);
        return Text{fmt::format("“{}”不能早于“{}”，请改。", title.zh, other.zh),
                    fmt::format("“{}” must not be before “{}”. Change one.", title.en, other.en)};
    }
};

}  // namespace

const Kind& not_before() {
    static const NotBefore kind;
    return kind;
}

}  // namespace anju::policy::check
