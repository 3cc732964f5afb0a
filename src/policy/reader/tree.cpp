#include "policy/reader/tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <string_view>

namespace anju::policy::reader {
namespace {

/// Length of the UTF-8 sequence at the beginning of `text`; 0 when it is none.
std::size_t sequence_length(std::string_view text) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const first = byte(0);
    std::size_t const length = first < 0x80                    ? 1
                               : first >= 0xC2 && first < 0xE0 ? 2
                               : first >= 0xE0 && first < 0xF0 ? 3
                               : first >= 0xF0 && first < 0xF5 ? 4
                                                               : 0;
    if (length == 0 || length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return 0;
    }
    if (length == 3 && ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) >= 0xA0))) return 0;
    if (length == 4 && ((first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) >= 0x90))) return 0;
    return length;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        auto const length = sequence_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

class Builder final : public YAML::EventHandler {
  public:
    Builder(const std::string& file, const std::string& text, std::vector<PackProblem>& problems)
        : file_{file}, text_{text}, problems_{problems} {}

    std::optional<Node> root;

    void complain(const YAML::Mark& mark, Text message) {
        auto const [line, column] = place(mark);
        problems_.push_back({file_, line, column, std::move(message)});
    }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        refuse_extras(mark, "", anchor);
        finish(node_at(mark, Node::Kind::empty), mark);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        complain(mark, {"不支持别名（*），请把内容写全。", "Aliases (*) are refused. Write the content out."});
        finish(node_at(mark, Node::Kind::empty), mark);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        refuse_extras(mark, tag, anchor);
        auto node = node_at(mark, Node::Kind::scalar);
        node.value = value;
        finish(std::move(node), mark);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        refuse_extras(mark, tag, anchor);
        open_.push_back({node_at(mark, Node::Kind::list), std::nullopt, mark});
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        refuse_extras(mark, tag, anchor);
        open_.push_back({node_at(mark, Node::Kind::map), std::nullopt, mark});
    }
    void OnMapEnd() override { close(); }

  private:
    struct Open {
        Node node;
        std::optional<Entry> key;  ///< read, its value not yet
        YAML::Mark mark;
    };

    std::pair<int, int> place(const YAML::Mark& mark) const {
        if (mark.line < 0) return {0, 0};
        // yaml-cpp counts bytes within a line; people count characters.
        auto const end = std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text_.size());
        auto const before = end == 0 ? std::string::npos : text_.rfind('\n', end - 1);
        auto const start = before == std::string::npos ? 0 : before + 1;
        auto const part = std::string_view{text_}.substr(start, end - start);
        auto const characters = std::count_if(part.begin(), part.end(),
                                              [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
        return {mark.line + 1, static_cast<int>(characters) + 1};
    }

    Node node_at(const YAML::Mark& mark, Node::Kind kind) const {
        Node node;
        node.kind = kind;
        std::tie(node.line, node.column) = place(mark);
        return node;
    }

    void refuse_extras(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (anchor != 0)
            complain(mark, {"不支持锚点（&），请把内容写全。", "Anchors (&) are refused. Write the content out."});
        if (!tag.empty() && tag != "?" && tag != "!") {
            complain(mark, {"不支持类型标签（!），请去掉。", "Tags (!) are refused. Remove it."});
        }
    }

    void close() {
        auto open = std::move(open_.back());
        open_.pop_back();
        finish(std::move(open.node), open.mark);
    }

    void finish(Node node, const YAML::Mark& mark) {
        if (open_.empty()) {
            root = std::move(node);
            return;
        }
        auto& parent = open_.back();
        if (parent.node.kind == Node::Kind::list) {
            parent.node.list.push_back(std::move(node));
        } else if (!parent.key) {
            if (node.kind != Node::Kind::scalar)
                complain(mark, {"键必须是一个词，请改。", "A key must be a word. Change it."});
            parent.key = Entry{node.value, node.line, node.column, {}};
        } else {
            add_entry(parent, std::move(node));
        }
    }

    void add_entry(Open& parent, Node node) {
        auto entry = std::move(*parent.key);
        parent.key.reset();
        auto& entries = parent.node.entries;
        auto const same =
            std::find_if(entries.begin(), entries.end(), [&](const Entry& other) { return other.key == entry.key; });
        if (same != entries.end()) {
            problems_.push_back(
                {file_,
                 entry.line,
                 entry.column,
                 {fmt::format("键“{}”重复，第 {} 行已经有了，只能留一个，请删去其中一个。", entry.key, same->line),
                  fmt::format("The key “{}” stands twice (first in line {}); only one can count. Delete one.",
                              entry.key, same->line)}});
            return;
        }
        entry.value = std::move(node);
        entries.push_back(std::move(entry));
    }

    const std::string& file_;
    const std::string& text_;
    std::vector<PackProblem>& problems_;
    std::vector<Open> open_;
};

void parse_into(Builder& builder, const std::string& text) {
    std::istringstream stream{text};
    YAML::Parser parser{stream};
    if (!parser.HandleNextDocument(builder)) return;
    auto first = std::move(builder.root);
    if (parser.HandleNextDocument(builder)) {
        builder.complain(YAML::Mark::null_mark(), {"一个文件只能有一份内容，请去掉“---”及其后的部分。",
                                                   "A file holds one document. Remove “---” and what follows."});
    }
    builder.root = std::move(first);
}

}  // namespace

std::optional<Node> parse_tree(const std::string& file, const std::string& text, std::vector<PackProblem>& problems) {
    if (!is_utf8(text)) {
        problems.push_back(
            {file, 0, 0, {"文件不是 UTF-8 编码，请另存为 UTF-8。", "The file is not UTF-8. Save it as UTF-8."}});
        return std::nullopt;
    }
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    auto const content = text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
    Builder builder{file, content, problems};
    try {
        parse_into(builder, content);
    } catch (const YAML::Exception& error) {
        builder.complain(
            error.mark, {fmt::format("YAML 写法有误（{}），请检查缩进、引号和括号。", error.msg),
                         fmt::format("Not well-formed YAML ({}). Check indentation, quotes and brackets.", error.msg)});
        return std::nullopt;
    }
    if (!builder.root || builder.root->kind == Node::Kind::empty) {
        problems.push_back(
            {file, 0, 0, {"文件是空的，请填写内容或删去文件。", "The file is empty. Fill it in or delete it."}});
        return std::nullopt;
    }
    return std::move(builder.root);
}

}  // namespace anju::policy::reader
