#include <fmt/format.h>

#include "base/exact.hpp"
#include "policy/check/catalogue.hpp"

namespace anju::policy::check {
namespace {

__extension__ using Wide = __int128;

Wide power_of_ten(int exponent) {
    Wide power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

/// sum / count in 10^-decimals, halves away from zero.
std::int64_t mean_units(Amount sum, std::int64_t count, int decimals) {
    Wide const above = 2 * (sum.units < 0 ? -static_cast<Wide>(sum.units) : sum.units) * power_of_ten(decimals);
    Wide const below = 2 * static_cast<Wide>(count) * power_of_ten(sum.decimals);
    auto const rounded = static_cast<std::int64_t>((above + below / 2) / below);
    return sum.units < 0 ? -rounded : rounded;
}

/// `per` must be the mean of a column, rounded to its own decimals; lines without a figure do not count.
class MeanIs final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "mean_is"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{Wants::rows, {Key::column, Key::per}};
        return traits;
    }
    [[nodiscard]] std::optional<Text> refuse(const Check& check, const std::vector<Field>& fields, const Values& stored,
                                             base::Instant) const override {
        auto const* table = field::find(fields, check.field);
        auto const* rows = value_of(stored, check.field).rows();
        auto const written = amount(fields, check.per, stored);
        if (table == nullptr || rows == nullptr || !written) return std::nullopt;
        Amount sum;
        std::int64_t count = 0;
        for (auto const& row : *rows) {
            auto const one = amount(table->fields, check.column, row);
            if (!one) continue;
            sum = {sum.units + one->units, one->decimals};
            ++count;
        }
        if (count == 0) return std::nullopt;
        auto const right = mean_units(sum, count, written->decimals);
        if (right == written->units) return std::nullopt;
        auto const shown = base::decimal_text(right, written->decimals);
        auto const &mean = title_of(fields, check.per), &column = title_of(table->fields, check.column);
        return Text{fmt::format("“{}”应是“{}”的平均数 {}，请核对。", mean.zh, column.zh, shown),
                    fmt::format("“{}” must be the mean of “{}”, {}. Check it.", mean.en, column.en, shown)};
    }
};

}  // namespace

const Kind& mean_is() {
    static const MeanIs kind;
    return kind;
}

}  // namespace anju::policy::check
