#include "base/exact.hpp"
#include "record/shown.hpp"

namespace anju::record {
namespace {

json::value otherwise(const field::Field& one) {
    switch (one.fills) {
        case field::Fills::today:
            return "today";
        case field::Fills::now:
            return "now";
        case field::Fills::me:
            return "me";
        case field::Fills::nothing:
            break;
    }
    return typed(one, one.otherwise);
}

json::value text_or_null(const base::Text& text) {
    if (text.zh.empty() && text.en.empty()) return nullptr;
    return standard::text_json(text);
}

/// Bounds as people write them: yuan and decimals, not stored units.
json::value bound(const field::Field& one, const std::optional<std::int64_t>& units) {
    if (!units) return nullptr;
    auto const kind = one.kind->name();
    if (kind == "money") return json::value(base::decimal_text(*units, 2));
    if (kind == "decimal") return json::value(base::decimal_text(*units, one.decimals));
    return json::value(*units);
}

void add_choices(const field::Field& one, json::object& shown) {
    json::array list;
    for (auto const& choice : one.choices)
        list.emplace_back(json::object{{"choice", choice.choice}, {"title", standard::text_json(choice.title)}});
    shown["choices"] = std::move(list);
}

void add_own_keys(const field::Field& one, json::object& shown) {
    for (auto const key : one.kind->traits().takes) {
        switch (key) {
            case field::Key::least:
                shown["least"] = bound(one, one.least);
                break;
            case field::Key::most:
                shown["most"] = bound(one, one.most);
                break;
            case field::Key::decimals:
                shown["decimals"] = one.decimals;
                break;
            case field::Key::unit:
                shown["unit"] = text_or_null(one.unit);
                break;
            case field::Key::choices:
                add_choices(one, shown);
                break;
            case field::Key::level:
                shown["level"] = one.level;
                break;
            case field::Key::party_kind:
                shown["party_kind"] = one.party_kind.empty() ? json::value(nullptr) : json::value(one.party_kind);
                break;
            case field::Key::target:
                shown["register"] = one.target;
                break;
            case field::Key::pattern:
                shown["pattern"] = one.pattern;
                break;
            case field::Key::open:
                shown["open"] = one.open;
                break;
            case field::Key::fields:
                shown["fields"] = fields_json(one.fields);
                break;
        }
    }
}

}  // namespace

json::object field_json(const field::Field& one) {
    json::value when = nullptr;
    if (one.shown_when) {
        json::array is;
        for (auto const& each : one.shown_when->is) is.emplace_back(each);
        when = json::object{{"field", one.shown_when->field}, {"is", std::move(is)}};
    }
    json::object shown{{"field", one.field},
                       {"kind", one.kind->name()},
                       {"title", standard::text_json(one.title)},
                       {"help", text_or_null(one.help)},
                       {"required", one.required},
                       {"unique", one.unique != field::Unique::no},
                       {"search", one.search},
                       {"sensitive", one.sensitive},
                       {"public", one.is_public},
                       {"default", otherwise(one)},
                       {"shown_when", std::move(when)}};
    add_own_keys(one, shown);
    return shown;
}

json::array fields_json(const std::vector<field::Field>& fields) {
    json::array list;
    for (auto const& one : fields) list.emplace_back(field_json(one));
    return list;
}

}  // namespace anju::record
