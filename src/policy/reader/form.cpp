#include "policy/reader/form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace anju::policy::reader {
namespace {

bool is_code(std::string_view text) {
    auto const small = [](char c) { return c >= 'a' && c <= 'z'; };
    if (text.empty() || !small(text.front())) return false;
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return small(c) || (c >= '0' && c <= '9') || c == '_'; });
}

std::optional<std::string> filled(std::string_view text) {
    if (text.find_first_not_of(" \t\n") == std::string_view::npos) return std::nullopt;
    return std::string{text};
}

std::optional<int> whole_number(std::string_view text, int least, int most) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const octal_looking = text.size() > 1 && text.front() == '0';
    if (error != std::errc{} || end != text.data() + text.size() || octal_looking || value < least || value > most)
        return std::nullopt;
    return value;
}

}  // namespace

Form::Form(const Sheet& sheet, const Node& node) : sheet_{sheet}, node_{node} {
    if (node.kind == Node::Kind::map) return;
    sheet.complain(node, {"这里应是“键: 值”的一组，请改。", "A mapping (key: value) is expected here. Change it."});
    ignore_rest_ = true;
}

Form::~Form() {
    if (ignore_rest_) return;
    for (auto const& entry : node_.entries) {
        if (asked_.contains(entry.key)) continue;
        auto const known = fmt::format("{}", fmt::join(asked_, ", "));
        sheet_.problems->push_back(
            {sheet_.file,
             entry.line,
             entry.column,
             {fmt::format("不认识的键“{}”，它不会起作用；这里可以写：{}。请改名或删去。", entry.key, known),
              fmt::format("Unknown key “{}”: it would have no effect. Known here: {}. Rename or delete it.", entry.key,
                          known)}});
    }
}

const Node* Form::find(std::string_view key) const {
    auto const found =
        std::find_if(node_.entries.begin(), node_.entries.end(), [&](const Entry& entry) { return entry.key == key; });
    return found == node_.entries.end() ? nullptr : &found->value;
}

const Node* Form::optional(std::string_view key) {
    asked_.emplace(key);
    auto const* found = find(key);
    return found != nullptr && found->kind != Node::Kind::empty ? found : nullptr;
}

const Node* Form::required(std::string_view key) {
    auto const* found = optional(key);
    if (found == nullptr && node_.kind == Node::Kind::map) {
        sheet_.complain(node_, {fmt::format("缺少“{}”，请补上。", key), fmt::format("“{}” is missing. Add it.", key)});
    }
    return found;
}

Text read_text(const Sheet& sheet, const Node& node) {
    Form form{sheet, node};
    Text text;
    text.zh = form.word("zh");
    text.en = form.word("en");
    return text;
}

bool first_time(const Sheet& sheet, const Node& at, std::set<std::string>& seen, const std::string& value,
                const Text& what) {
    if (value.empty() || seen.insert(value).second) return true;
    sheet.complain(at, {fmt::format("{}“{}”重复，编号不能相同，请改。", what.zh, value),
                        fmt::format("The {} “{}” stands twice; each needs its own. Change one.", what.en, value)});
    return false;
}

Text Form::text(std::string_view key) {
    auto const* node = required(key);
    return node == nullptr ? Text{} : read_text(sheet_, *node);
}

std::optional<Text> Form::optional_text(std::string_view key) {
    auto const* node = optional(key);
    if (node == nullptr) return std::nullopt;
    return read_text(sheet_, *node);
}

std::vector<Form::Candidate> Form::candidates(std::string_view key, Readable readable) {
    auto const* node = required(key);
    if (node == nullptr) return {};
    if (node->kind == Node::Kind::scalar) return {{node, node->value, {}, true}};
    if (readable == Readable::yes && node->kind == Node::Kind::map) return read_from_reading(*node);
    sheet_.complain(*node, {fmt::format("“{}”应是一个值，不是一组或一列，请改。", key),
                            fmt::format("“{}” takes one value, not a mapping or a list. Change it.", key)});
    return {};
}

std::vector<Form::Candidate> Form::read_from_reading(const Node& node) {
    Form reference{sheet_, node};
    auto const name = reference.word("reading");
    auto const key = reference.optional_word("value");
    auto const& readings = *sheet_.readings->readings;
    auto const reading =
        std::find_if(readings.begin(), readings.end(), [&](const Reading& one) { return one.reading == name; });
    if (reading == readings.end()) {
        if (!name.empty()) {
            sheet_.complain(node, {fmt::format("readings.yaml 里没有口径“{}”，请改名或补上。", name),
                                   fmt::format("readings.yaml has no reading “{}”. Rename it or add it there.", name)});
        }
        return {};
    }
    sheet_.readings->used.insert(name);
    std::vector<Candidate> found;
    for (auto const& choice : reading->choices) {
        auto const counts = choice.choice == reading->chosen;
        if (key.empty()) {
            found.push_back({&node, choice.choice, choice.choice, counts});
        } else if (auto const value = choice.values.find(key); value != choice.values.end()) {
            found.push_back({&node, value->second, choice.choice, counts});
        } else {
            sheet_.complain(
                node,
                {fmt::format("口径“{}”的选项“{}”没有给出“{}”的值，请在 values 里补上。", name, choice.choice, key),
                 fmt::format("Choice “{1}” of reading “{0}” gives no value for “{2}”. Add it under values.", name,
                             choice.choice, key)});
        }
    }
    return found;
}

void Form::complain_value(std::string_view key, const Candidate& candidate, const Text& wanted) const {
    auto const from_zh = candidate.of.empty() ? std::string{} : fmt::format("（来自口径选项“{}”）", candidate.of);
    auto const from_en = candidate.of.empty() ? std::string{} : fmt::format(" (from choice “{}”)", candidate.of);
    sheet_.complain(*candidate.where,
                    {fmt::format("“{}”的值“{}”{}不对，应是：{}。", key, candidate.value, from_zh, wanted.zh),
                     fmt::format("“{}” cannot be “{}”{}. Wanted: {}.", key, candidate.value, from_en, wanted.en)});
}

std::string Form::word(std::string_view key, Readable readable) {
    return scalar<std::string>(key, readable, {"不为空的文字", "some text"}, filled);
}

std::string Form::optional_word(std::string_view key) {
    return optional(key) == nullptr ? std::string{} : word(key);
}

std::string Form::code(std::string_view key) {
    return scalar<std::string>(
        key, Readable::no,
        {"小写字母开头，只含小写字母、数字和下划线", "lower-case letters, digits and underscores, a letter first"},
        [](std::string_view text) { return is_code(text) ? std::optional{std::string{text}} : std::nullopt; });
}

std::string Form::date(std::string_view key) {
    return scalar<std::string>(
        key, Readable::no, {"真实的日期，如 2026-01-31", "a real date such as 2026-01-31"},
        [](std::string_view text) { return base::Day::parse(text) ? std::optional{std::string{text}} : std::nullopt; });
}

Points Form::points(std::string_view key, Readable readable) {
    return scalar<Points>(key, readable, {"不小于 0 的分值，最多 5 位小数", "points of 0 or more, at most 5 decimals"},
                          [](std::string_view text) {
                              auto const points = Points::parse(text);
                              return points && *points >= Points{} ? points : std::nullopt;
                          });
}

Percent Form::percent(std::string_view key) {
    return scalar<Percent>(key, Readable::no,
                           {"0 到 100 的百分比，最多 4 位小数", "a percentage from 0 to 100, at most 4 decimals"},
                           Percent::parse);
}

int Form::whole(std::string_view key, int least, int most, Readable readable) {
    return scalar<int>(
        key, readable,
        {fmt::format("{} 到 {} 的整数", least, most), fmt::format("a whole number from {} to {}", least, most)},
        [&](std::string_view text) { return whole_number(text, least, most); });
}

bool Form::flag(std::string_view key, bool otherwise) {
    if (optional(key) == nullptr) return otherwise;
    return one_of<bool>(key, {{"true", true}, {"false", false}});
}

std::vector<const Node*> Form::list(std::string_view key, bool may_be_absent) {
    auto const* node = may_be_absent ? optional(key) : required(key);
    if (node == nullptr) return {};
    if (node->kind != Node::Kind::list) {
        sheet_.complain(*node, {fmt::format("“{}”应是一列（- …），请改。", key),
                                fmt::format("“{}” must be a list (- …). Change it.", key)});
        return {};
    }
    std::vector<const Node*> nodes;
    for (auto const& one : node->list) nodes.push_back(&one);
    return nodes;
}

std::vector<std::string> Form::words(std::string_view key, bool may_be_absent) {
    std::vector<std::string> found;
    for (auto const* node : list(key, may_be_absent)) {
        if (node->kind == Node::Kind::scalar && filled(node->value)) {
            found.push_back(node->value);
        } else {
            sheet_.complain(*node, {fmt::format("“{}”里应是一个词，请改。", key),
                                    fmt::format("“{}” takes words. Change it.", key)});
        }
    }
    return found;
}

}  // namespace anju::policy::reader
