#include "record/retired.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace anju::record {
namespace {

base::Text text_in(const json::object& kept, std::string_view key) {
    auto const* text = kept.if_contains(key);
    if (text == nullptr || !text->is_object()) return {};
    return {std::string{text->at("zh").as_string()}, std::string{text->at("en").as_string()}};
}

std::string word_in(const json::object& kept, std::string_view key) {
    auto const* word = kept.if_contains(key);
    return word != nullptr && word->is_string() ? std::string{word->get_string()} : std::string{};
}

const json::array* list_in(const json::object& kept, std::string_view key) {
    auto const* list = kept.if_contains(key);
    return list == nullptr ? nullptr : list->if_array();
}

/// Before this program remembered declarations only the name was kept.
field::Field only_named(const std::string& name) {
    field::Field one;
    one.field = name;
    one.kind = field::kind_named("text");
    one.title = {name, name};
    return one;
}

std::string quoted_list(const std::vector<policy::Dropped>& dropped) {
    std::string list;
    for (auto const& one : dropped) list += (list.empty() ? "'" : ", '") + one.name + "'";
    return list;
}

}  // namespace

field::Field declared(const json::object& kept) {
    auto one = only_named(word_in(kept, "field"));
    if (auto const* kind = field::kind_named(word_in(kept, "kind"))) one.kind = kind;
    one.title = text_in(kept, "title");
    one.unit = text_in(kept, "unit");
    one.target = word_in(kept, "register");
    one.level = word_in(kept, "level");
    if (auto const* sensitive = kept.if_contains("sensitive")) one.sensitive = sensitive->is_bool() && sensitive->get_bool();
    if (auto const* decimals = kept.if_contains("decimals"); decimals != nullptr && decimals->is_int64()) one.decimals = static_cast<int>(decimals->get_int64());
    if (auto const* choices = list_in(kept, "choices"))
        for (auto const& choice : *choices) one.choices.push_back({word_in(choice.as_object(), "choice"), text_in(choice.as_object(), "title")});
    if (auto const* fields = list_in(kept, "fields"))
        for (auto const& column : *fields) one.fields.push_back(declared(column.as_object()));
    return one;
}

std::vector<field::Field> retired_fields(kernel::Transaction& transaction, const policy::Register& of) {
    std::vector<field::Field> fields;
    if (of.dropped.empty()) return fields;
    auto const row = transaction.one("SELECT fields FROM register_known WHERE register = $1", {of.name});
    auto const known = row ? json::parse(row->text(0)).as_object() : json::object{};
    auto const* kept = known.if_contains("declared");
    for (auto const& dropped : of.dropped) {
        auto const* one = kept == nullptr ? nullptr : kept->as_object().if_contains(dropped.name);
        fields.push_back(one == nullptr ? only_named(dropped.name) : declared(one->as_object()));
    }
    return fields;
}

std::optional<policy::Register> dropped_register(kernel::Transaction& transaction, const std::string& name) {
    auto const row = transaction.one("SELECT fields FROM register_known WHERE register = $1", {name});
    if (!row) return std::nullopt;
    policy::Register of;
    of.name = name;
    auto const known = json::parse(row->text(0)).as_object();
    if (auto const* kept = known.if_contains("declared"))
        for (auto const& one : kept->as_object()) of.fields.push_back(declared(one.value().as_object()));
    return of;
}

std::vector<field::Field> with_retired(kernel::Transaction& transaction, const policy::Register& of) {
    auto fields = of.fields;
    for (auto& one : retired_fields(transaction, of)) fields.push_back(std::move(one));
    return fields;
}

json::object retired_json(kernel::Transaction& transaction, const Registers& registers, const Record& record) {
    json::object all;
    auto const fields = retired_fields(transaction, *record.of);
    auto const values = values_of(registers, *record.of, fields, record.id, record.doc);
    if (values.empty()) return all;
    Names names;
    names.want(fields, values);
    names.look_up(transaction);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto const& value = field::value_of(values, fields[i].field);
        if (value.empty()) continue;
        auto const& dropped = record.of->dropped[i];
        all[fields[i].field] = json::object{{"field", field_json(fields[i])},
                                            {"since", dropped.since},
                                            {"reason", standard::text_json(dropped.reason)},
                                            {"value", shown(fields[i], value, names)}};
    }
    return all;
}

std::string through_asked_fields(const policy::Pack& pack) {
    std::string condition;
    for (auto const& of : pack.registers)
        if (!of.dropped.empty()) condition += fmt::format(" AND NOT (r.register = '{}' AND l.field IN ({}))", of.name, quoted_list(of.dropped));
    if (!pack.dropped_registers.empty()) condition += fmt::format(" AND r.register NOT IN ({})", quoted_list(pack.dropped_registers));
    return condition;
}

}  // namespace anju::record
