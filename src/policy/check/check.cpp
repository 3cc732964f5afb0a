#include "policy/check/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/exact.hpp"
#include "policy/check/catalogue.hpp"

namespace anju::policy::check {
namespace {

__extension__ using Wide = __int128;

Wide to_ten_thousandths(Amount amount) {
    Wide wide = amount.units;
    for (int i = amount.decimals; i < 4; ++i) wide *= 10;
    return wide;
}

void check_values(const Check& check, const std::vector<Field>& fields, const Values& stored, const std::string& before,
                  base::Instant now, std::vector<Breach>& found) {
    auto message = check.kind->refuse(check, fields, stored, now);
    if (!message) return;
    found.push_back({&check, before + check.field, check.text.zh.empty() ? std::move(*message) : check.text});
}

void check_rows(const Check& check, const Field& table, const Values& stored, base::Instant now,
                std::vector<Breach>& found) {
    bool const of_row = check.when && field::find(table.fields, check.when->field) != nullptr;
    if (check.when && !of_row && !check.when->holds(stored)) return;
    auto const* rows = value_of(stored, table.field).rows();
    for (std::size_t line = 0; rows != nullptr && line < rows->size(); ++line) {
        if (of_row && !check.when->holds((*rows)[line])) continue;
        check_values(check, table.fields, (*rows)[line], fmt::format("{}/{}/", table.field, line), now, found);
    }
}

}  // namespace

const std::vector<const Kind*>& all_kinds() {
    static const std::vector<const Kind*> kinds{&not_before(),   &not_future(),   &required_when(),
                                                &at_least_per(), &at_least(),     &odd(),
                                                &at_most(),      &at_most_when(), &sum_at_most(),
                                                &mean_is()};
    return kinds;
}

const Kind* kind_named(std::string_view name) {
    auto const& kinds = all_kinds();
    auto const found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind* kind) { return kind->name() == name; });
    return found == kinds.end() ? nullptr : *found;
}

std::vector<Breach> breaches(const std::vector<Check>& checks, const std::vector<Field>& fields, const Values& stored,
                             base::Instant now) {
    std::vector<Breach> found;
    for (auto const& check : checks) {
        if (!check.rows.empty()) {
            if (auto const* table = field::find(fields, check.rows)) check_rows(check, *table, stored, now, found);
        } else if (!check.when || check.when->holds(stored)) {
            check_values(check, fields, stored, {}, now, found);
        }
    }
    return found;
}

std::optional<Amount> amount(const std::vector<Field>& fields, std::string_view name, const Values& stored) {
    auto const* field = field::find(fields, name);
    auto const& value = value_of(stored, name);
    if (field == nullptr) return std::nullopt;
    auto const shape = field->kind->traits().shape;
    bool const list = shape == field::Shape::texts || shape == field::Shape::rows;
    if (value.empty() && list && field->kind->is_counted() && field::is_shown(*field, stored)) return Amount{};
    if (value.empty()) return std::nullopt;
    auto const units = field->kind->quantity(value);
    return units ? std::optional{Amount{*units, field->kind->decimals(*field)}} : std::nullopt;
}

bool more_than(Amount amount, std::int64_t bound) {
    return to_ten_thousandths(amount) > bound;
}

bool less_than(Amount amount, std::int64_t bound) {
    return to_ten_thousandths(amount) < bound;
}

bool less_than_per(Amount amount, Amount per, std::int64_t bound) {
    return to_ten_thousandths(amount) * 10'000 < to_ten_thousandths(per) * bound;
}

std::string bound_text(std::int64_t bound) {
    return base::decimal_text(bound, 4);
}

const Text& title_of(const std::vector<Field>& fields, std::string_view name) {
    static const Text nothing;
    auto const* field = field::find(fields, name);
    return field == nullptr ? nothing : field->title;
}

}  // namespace anju::policy::check
