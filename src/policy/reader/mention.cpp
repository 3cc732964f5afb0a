#include <fmt/format.h>

#include <algorithm>

#include "policy/reader/registers.hpp"

namespace anju::policy::reader {

Mention mention(Form& form, std::string_view key) {
    auto name = form.word(key);
    auto const* at = form.optional(key);
    return {std::move(name), at == nullptr ? &form.node() : at};
}

Mention optional_mention(Form& form, std::string_view key) {
    return form.optional(key) == nullptr ? Mention{} : mention(form, key);
}

std::vector<Mention> mentions(Form& form, std::string_view key, bool may_be_absent) {
    std::vector<Mention> found;
    std::set<std::string> seen;
    for (auto const* node : form.list(key, may_be_absent)) {
        if (node->kind != Node::Kind::scalar || node->value.empty()) {
            form.sheet().complain(*node, {fmt::format("“{}”里应是一个词，请改。", key),
                                          fmt::format("“{}” takes words. Change it.", key)});
        } else if (first_time(form.sheet(), *node, seen, node->value, {"词", "word"})) {
            found.push_back({node->value, node});
        }
    }
    return found;
}

std::vector<std::string> names(const std::vector<Mention>& mentioned) {
    std::vector<std::string> found;
    for (auto const& one : mentioned) found.push_back(one.name);
    return found;
}

void unknown(const Sheet& sheet, const Node& at, const Text& what, std::string_view value, std::string_view known) {
    sheet.complain(at,
                   {fmt::format("没有{}“{}”；现有：{}。请改名或补上。", what.zh, value, known),
                    fmt::format("There is no {} “{}”. There are: {}. Rename it or add it.", what.en, value, known)});
}

std::vector<std::string> roles(Form& form, std::string_view key, const Pack& pack, bool may_be_absent) {
    auto const mentioned = mentions(form, key, may_be_absent);
    if (!may_be_absent && form.has(key) && mentioned.empty()) {
        form.sheet().complain(form.node(), {fmt::format("“{}”至少要写一个角色。", key),
                                            fmt::format("“{}” must name at least one role.", key)});
    }
    later(form.sheet(), [&sheet = form.sheet(), &pack, mentioned] {
        for (auto const& one : mentioned) {
            if (pack.role(one.name) != nullptr) continue;
            sheet.complain(*one.at, {fmt::format("roles.yaml 里没有角色“{}”，请改名或补上。", one.name),
                                     fmt::format("roles.yaml has no role “{}”. Rename it or add it there.", one.name)});
        }
    });
    return names(mentioned);
}

std::string field_names(const std::vector<field::Field>& fields) {
    std::string known;
    for (auto const& one : fields) known += (known.empty() ? "" : ", ") + one.field;
    return known;
}

const field::Field* need_field(const Sheet& sheet, const Mention& one, const std::vector<field::Field>& fields) {
    if (one.name.empty()) return nullptr;
    auto const* found = field::find(fields, one.name);
    if (found == nullptr) unknown(sheet, *one.at, {"栏", "field"}, one.name, field_names(fields));
    return found;
}

field::Value written(const Node& node) {
    if (node.kind == Node::Kind::scalar) return node.value;
    if (node.kind != Node::Kind::list) return {};
    bool const table =
        std::any_of(node.list.begin(), node.list.end(), [](const Node& one) { return one.kind == Node::Kind::map; });
    field::Value::Texts texts;
    field::Value::Rows rows;
    for (auto const& one : node.list) {
        field::Values row;
        for (auto const& entry : one.entries) row.emplace(entry.key, written(entry.value));
        if (table) rows.push_back(std::move(row));
        if (!table) texts.push_back(one.value);
    }
    if (table) return rows;
    return texts;
}

}  // namespace anju::policy::reader
