#include <fmt/format.h>

#include "policy/check/catalogue.hpp"

namespace anju::policy::check {
namespace {

class NotFuture final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "not_future"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{Wants::moment, {}};
        return traits;
    }
    [[nodiscard]] std::optional<Text> refuse(const Check& check, const std::vector<Field>& fields, const Values& stored,
                                             base::Instant now) const override {
        auto const& value = value_of(stored, check.field);
        if (value.empty()) return std::nullopt;
        auto const* field = field::find(fields, check.field);
        auto const day = field == nullptr ? std::nullopt : field->kind->day(value);
        bool const later = value.whole() != nullptr ? *value.whole() > now.microseconds : day && *day > now.day();
        if (!later) return std::nullopt;
        return Text{fmt::format("“{}”不能晚于现在，请改。", field->title.zh),
                    fmt::format("“{}” must not lie in the future. Change it.", field->title.en)};
    }
};

}  // namespace

const Kind& not_future() {
    static const NotFuture kind;
    return kind;
}

}  // namespace anju::policy::check
