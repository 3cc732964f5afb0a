#include <fmt/format.h>

#include <algorithm>

#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

bool is_one_of(const std::vector<std::string>& list, std::string_view one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

void add_problems(Filled& filled, const std::string& field, const std::vector<base::FieldProblem>& problems) {
    for (auto const& problem : problems)
        filled.problems.push_back({problem.field.empty() ? field : field + "/" + problem.field, problem.message});
}

}  // namespace

bool When::holds(const Values& stored) const {
    auto const& value = value_of(stored, field);
    if (auto const* truth = value.truth()) return is_one_of(is, *truth ? "true" : "false");
    if (auto const* one = value.text()) return is_one_of(is, *one);
    if (auto const* many = value.texts())
        return std::any_of(many->begin(), many->end(), [&](const auto& one) { return is_one_of(is, one); });
    return false;
}

bool is_shown(const Field& field, const Values& stored) {
    return !field.shown_when || field.shown_when->holds(stored);
}

Filled read_all(const std::vector<Field>& fields, const Values& written) {
    Filled filled;
    for (auto const& [name, value] : written) {
        auto const* field = find(fields, name);
        if (field == nullptr) {
            filled.problems.push_back({name,
                                       {fmt::format("没有“{}”这一栏，请删去或改名。", name),
                                        fmt::format("There is no field “{}”. Remove or rename it.", name)}});
            continue;
        }
        auto result = read(*field, value);
        add_problems(filled, name, result.problems);
        filled.values.insert_or_assign(name, std::move(result.value));
    }
    return filled;
}

Filled settle(const std::vector<Field>& fields, Values stored) {
    Filled filled;
    // A field's condition stands before it in the form, so one pass empties whole chains.
    for (auto const& field : fields) {
        if (!is_shown(field, stored)) stored.erase(field.field);
    }
    for (auto const& field : fields) {
        bool const asked = field.required && field.kind != &reference_number_kind() && is_shown(field, stored);
        if (!asked || !value_of(stored, field.field).empty()) continue;
        filled.problems.push_back({field.field,
                                   {fmt::format("“{}”没有填，请填写。", field.title.zh),
                                    fmt::format("“{}” is empty. Fill it in.", field.title.en)}});
    }
    std::erase_if(stored, [](const auto& one) { return one.second.empty(); });
    filled.values = std::move(stored);
    return filled;
}

Values defaults(const std::vector<Field>& fields, base::Instant now, const std::string& me) {
    Values values;
    for (auto const& field : fields) {
        auto value = field.otherwise;
        if (field.fills == Fills::today) value = now.day().text();
        if (field.fills == Fills::now) value = now.microseconds;
        if (field.fills == Fills::me) value = me;
        if (!value.empty()) values.insert_or_assign(field.field, std::move(value));
    }
    for (auto const& field : fields) {
        if (!is_shown(field, values)) values.erase(field.field);
    }
    return values;
}

std::string masked(const Field& field, const Value& stored) {
    auto const* value = stored.text();
    if (value == nullptr || stored.empty()) return {};
    auto const count = base::characters(*value);
    bool const number = field.kind == &id_card_kind() || field.kind == &phone_kind();
    if (!number || count != value->size() || count < 8) {
        std::size_t first = 1;
        while (first < value->size() && (static_cast<unsigned char>((*value)[first]) & 0xC0) == 0x80) ++first;
        return value->substr(0, first) + "*";
    }
    std::size_t const shown = field.kind == &id_card_kind() ? 4 : 3;
    return value->substr(0, shown) + std::string(count - shown - 4, '*') + value->substr(count - 4);
}

}  // namespace anju::policy::field
