#include "record/shown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "attachment/attachment.hpp"

namespace anju::record {
namespace {

using field::Value;

constexpr std::size_t most_at_once = 256;

std::string_view query_for(std::string_view kind) {
    if (kind == "link") return "SELECT id, name FROM record WHERE id IN ";
    if (kind == "place") return "SELECT id, name FROM place WHERE id IN ";
    if (kind == "party") return "SELECT id, name FROM party WHERE id IN ";
    if (kind == "account") return "SELECT id, display_name FROM account WHERE id IN ";
    if (kind == "files") return "SELECT id, type FROM file WHERE id IN ";
    return "SELECT d.id, b.name, d.unit, d.room FROM dwelling d JOIN building b ON b.id = d.building_id WHERE d.id IN ";
}

/// "3幢 1单元 501": what does not exist is written 无 and left out.
std::string joined(const kernel::Row& row) {
    std::string name;
    for (std::size_t column = 1; column < row.values().size(); ++column) {
        auto const& part = row.text(column);
        if (part == "无" && row.values().size() > 2) continue;
        name += (name.empty() ? "" : " ") + part;
    }
    return name;
}

json::object text_json(const base::Text& text) {
    return standard::text_json(text);
}

json::value choice_json(const field::Field& one, const std::string& name) {
    auto const found = std::find_if(one.choices.begin(), one.choices.end(), [&](const field::Choice& choice) { return choice.choice == name; });
    auto const title = found == one.choices.end() ? base::Text{name, name} : found->title;
    return json::object{{"choice", name}, {"title", text_json(title)}};
}

json::value list_json(const field::Field& one, const Value::Texts& texts, const Names& names) {
    json::array list;
    for (auto const& text : texts) {
        if (one.kind->name() == "choices")
            list.emplace_back(choice_json(one, text));
        else if (auto const type = names.of(one.kind->name(), text); !type.empty())
            list.emplace_back(json::object{{"id", text}, {"type", type}});
        else
            list.emplace_back(json::object{{"id", text}});
    }
    return list;
}

}  // namespace

void Names::want(const std::vector<field::Field>& fields, const field::Values& stored) {
    for (auto const& pointer : pointers(fields, stored)) {
        auto const kind = pointer.one->kind->name();
        if (kind != "photos" && kind != "signature") wanted_[std::string{kind}].insert(pointer.id);
    }
}

void Names::look_up(kernel::Transaction& transaction) {
    for (auto const& [kind, ids] : wanted_) {
        std::vector<std::string> some;
        auto const ask = [&] {
            kernel::Values values;
            auto const list = attachment::in_list(some, values);
            for (auto const& row : transaction.query(std::string{query_for(kind)} + list, values)) names_[kind][row.text(0)] = joined(row);
            some.clear();
        };
        for (auto const& id : ids) {
            some.push_back(id);
            if (some.size() == most_at_once) ask();
        }
        if (!some.empty()) ask();
    }
    wanted_.clear();
}

std::string Names::of(std::string_view kind, const std::string& id) const {
    auto const names = names_.find(kind);
    if (names == names_.end()) return {};
    auto const found = names->second.find(id);
    return found == names->second.end() ? std::string{} : found->second;
}

json::object Names::named(std::string_view kind, const std::string& id) const {
    return {{"id", id}, {"name", of(kind, id)}};
}

json::value shown(const field::Field& one, const Value& stored, const Names& names) {
    if (stored.empty()) return nullptr;
    if (one.sensitive) return json::value(field::masked(one, stored));
    auto const kind = one.kind->name();
    if (kind == "link" || kind == "place" || kind == "party" || kind == "account" || kind == "dwelling") return names.named(kind, *stored.text());
    if (kind == "choice") return choice_json(one, *stored.text());
    if (kind == "signature") return json::object{{"id", *stored.text()}};
    if (kind == "choices" || kind == "photos" || kind == "files") return list_json(one, *stored.texts(), names);
    if (auto const* rows = stored.rows()) {
        json::array list;
        for (auto const& row : *rows) list.emplace_back(shown_all(one.fields, row, names));
        return list;
    }
    return typed(one, stored);
}

json::object shown_all(const std::vector<field::Field>& fields, const field::Values& stored, const Names& names) {
    json::object all;
    for (auto const& one : fields) all[one.field] = shown(one, field::value_of(stored, one.field), names);
    return all;
}

}  // namespace anju::record
