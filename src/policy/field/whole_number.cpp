#include "base/exact.hpp"
#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class WholeNumber final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "whole_number"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.shape = Shape::whole,
                                   .takes = {Key::least, Key::most, Key::unit},
                                   .needs = {},
                                   .unique = true,
                                   .names = true,
                                   .defaults = true};
        return traits;
    }
    [[nodiscard]] Read read(const Field& field, const Value& written) const override {
        std::optional<std::int64_t> number;
        if (auto const* whole = written.whole()) number = *whole;
        if (auto const* typed = written.text()) number = base::parse_decimal(trimmed(*typed), 0);
        if (!number) return refused({"这里填整数，如 12，请改。", "A whole number such as 12 is wanted. Change it."});
        if (auto const problem = outside(field, *number, 0)) return refused(*problem);
        return accepted(*number);
    }
    [[nodiscard]] std::string text(const Field& field, const Value& stored, base::Language language) const override {
        auto const& unit = field.unit.in(language);
        return std::to_string(*stored.whole()) + (unit.empty() ? "" : " " + unit);
    }
    [[nodiscard]] std::optional<std::int64_t> quantity(const Value& stored) const override {
        return stored.whole() == nullptr ? std::nullopt : std::optional{*stored.whole()};
    }
};

}  // namespace

const Kind& whole_number_kind() {
    static const WholeNumber kind;
    return kind;
}

}  // namespace anju::policy::field
