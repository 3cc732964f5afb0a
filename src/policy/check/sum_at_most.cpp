#include <fmt/format.h>

#include "policy/check/catalogue.hpp"

namespace anju::policy::check {
namespace {

class SumAtMost final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "sum_at_most"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{Wants::rows, {Key::column, Key::most}};
        return traits;
    }
    [[nodiscard]] std::optional<Text> refuse(const Check& check, const std::vector<Field>& fields, const Values& stored,
                                             base::Instant) const override {
        auto const* table = field::find(fields, check.field);
        auto const* rows = value_of(stored, check.field).rows();
        if (table == nullptr || rows == nullptr) return std::nullopt;
        Amount sum;
        for (auto const& row : *rows) {
            auto const one = amount(table->fields, check.column, row);
            if (one) sum = {sum.units + one->units, one->decimals};
        }
        if (!more_than(sum, check.bound)) return std::nullopt;
        auto const& title = title_of(table->fields, check.column);
        return Text{
            fmt::format("“{}”里“{}”合计不能超过 {}，请核对。", table->title.zh, title.zh, bound_text(check.bound)),
            fmt::format("In “{}” the sum of “{}” must not exceed {}. Check it.", table->title.en, title.en,
                        bound_text(check.bound))};
    }
};

}  // namespace

const Kind& sum_at_most() {
    static const SumAtMost kind;
    return kind;
}

}  // namespace anju::policy::check
