#include <algorithm>

#include "policy/field/catalogue.hpp"

namespace anju::policy::field {

std::optional<base::Day> Kind::day(const Value&) const {
    return std::nullopt;
}
std::optional<std::int64_t> Kind::quantity(const Value&) const {
    return std::nullopt;
}
int Kind::decimals(const Field&) const {
    return 0;
}

bool Kind::is_dated() const {
    auto const today = std::string{"2000-01-01"};
    return day(traits().shape == Shape::texts   ? Value{Value::Texts{today, today}}
               : traits().shape == Shape::whole ? Value{std::int64_t{0}}
                                                : Value{today})
        .has_value();
}

bool Kind::is_counted() const {
    switch (traits().shape) {
        case Shape::whole:
            return quantity(std::int64_t{0}).has_value();
        case Shape::texts:
            return quantity(Value::Texts{}).has_value();
        case Shape::rows:
            return quantity(Value::Rows{}).has_value();
        default:
            return false;
    }
}

const std::vector<const Kind*>& all_kinds() {
    static const std::vector<const Kind*> kinds{
        &text_kind(),   &long_text_kind(), &whole_number_kind(), &decimal_kind(),     &money_kind(),
        &date_kind(),   &instant_kind(),   &period_kind(),       &choice_kind(),      &choices_kind(),
        &yes_no_kind(), &phone_kind(),     &id_card_kind(),      &credit_code_kind(), &plate_kind(),
        &place_kind(),  &dwelling_kind(),  &party_kind(),        &account_kind(),     &link_kind(),
        &photos_kind(), &files_kind(),     &signature_kind(),    &rows_kind(),        &reference_number_kind(),
        &map_point_kind()};
    return kinds;
}

const Kind* kind_named(std::string_view name) {
    auto const& kinds = all_kinds();
    auto const found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind* kind) { return kind->name() == name; });
    return found == kinds.end() ? nullptr : *found;
}

const Field* find(const std::vector<Field>& fields, std::string_view name) {
    auto const found = std::find_if(fields.begin(), fields.end(), [&](const Field& one) { return one.field == name; });
    return found == fields.end() ? nullptr : &*found;
}

Read read(const Field& field, const Value& written) {
    return written.empty() ? Read{} : field.kind->read(field, written);
}

std::string text(const Field& field, const Value& stored, base::Language language) {
    return stored.empty() ? std::string{} : field.kind->text(field, stored, language);
}

}  // namespace anju::policy::field
