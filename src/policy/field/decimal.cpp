#include <fmt/format.h>

#include "base/exact.hpp"
#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

class Decimal final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "decimal"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.shape = Shape::whole,
                                   .takes = {Key::decimals, Key::least, Key::most, Key::unit},
                                   .needs = {Key::decimals},
                                   .names = true,
                                   .defaults = true};
        return traits;
    }
    /// A written whole number is that number, not stored units: 12 is 12.00.
    [[nodiscard]] Read read(const Field& field, const Value& written) const override {
        std::optional<std::int64_t> units;
        if (auto const* whole = written.whole()) units = base::parse_decimal(std::to_string(*whole), field.decimals);
        if (auto const* typed = written.text()) units = base::parse_decimal(trimmed(*typed), field.decimals);
        if (!units) {
            return refused({fmt::format("这里填数字，最多 {} 位小数，请改。", field.decimals),
                            fmt::format("A number with at most {} decimals is wanted. Change it.", field.decimals)});
        }
        if (auto const problem = outside(field, *units, field.decimals)) return refused(*problem);
        return accepted(*units);
    }
    [[nodiscard]] std::string text(const Field& field, const Value& stored, base::Language language) const override {
        auto const& unit = field.unit.in(language);
        return base::decimal_text(*stored.whole(), field.decimals) + (unit.empty() ? "" : " " + unit);
    }
    [[nodiscard]] std::optional<std::int64_t> quantity(const Value& stored) const override {
        return stored.whole() == nullptr ? std::nullopt : std::optional{*stored.whole()};
    }
    [[nodiscard]] int decimals(const Field& field) const override { return field.decimals; }
};

}  // namespace

const Kind& decimal_kind() {
    static const Decimal kind;
    return kind;
}

}  // namespace anju::policy::field
