#include <fmt/format.h>

#include "policy/reader/sections.hpp"

namespace anju::policy::reader {
namespace {

Law read_law(const Sheet& sheet, const Node& node) {
    Form form{sheet, node};
    Law law;
    law.title = form.word("title");
    law.article = form.optional_word("article");
    law.cited = form.flag("cited", false);
    law.replaced_by = form.optional_word("replaced_by");
    law.note = form.optional_text("note").value_or(Text{});
    if (law.title.find("《") != std::string::npos || law.title.find("》") != std::string::npos) {
        sheet.complain(node, {"法规名称不带书名号《》，请去掉（显示时自动加）。",
                              "A law's title stands without 《》 (added when shown). Remove them."});
    }
    return law;
}

ShownBy read_shown_by(const Sheet& sheet, const Node& node) {
    if (node.value == "register") return ShownBy::record;
    if (node.value == "survey") return ShownBy::survey;
    if (node.value == "department") return ShownBy::department;
    if (node.value != "inspection") {
        sheet.complain(
            node,
            {fmt::format("“shown_by”里不能是“{}”，应是 inspection、register、survey 或 department。", node.value),
             fmt::format("“shown_by” cannot be “{}”. Use inspection, register, survey or department.", node.value)});
    }
    return ShownBy::inspection;
}

Item read_item(const Sheet& sheet, const Node& node) {
    Form form{sheet, node};
    Item item;
    item.code = form.word("item");
    item.points = form.points("points", Readable::yes);
    item.title = form.text("title");
    item.place = form.word("place");
    for (auto const* check : form.list("checks")) item.checks.push_back(read_text(sheet, *check));
    for (auto const* law : form.list("law")) item.law.push_back(read_law(sheet, *law));
    for (auto const* way : form.list("shown_by")) item.shown_by.push_back(read_shown_by(sheet, *way));
    item.may_not_apply = form.optional_text("may_not_apply");
    if (auto const* rule = form.required("rule")) item.rule = read_rule(sheet, *rule, item.points);
    if (form.has("checks") && (item.checks.empty() || item.checks.size() > 5)) {
        sheet.complain(node,
                       {fmt::format("条目 {} 有 {} 个检查点，应有 1 到 5 个，请增减。", item.code, item.checks.size()),
                        fmt::format("Item {} has {} checks; 1 to 5 are wanted. Add or merge some.", item.code,
                                    item.checks.size())});
    }
    if (form.has("shown_by") && item.shown_by.empty()) {
        sheet.complain(node,
                       {fmt::format("条目 {} 没有写靠什么查实（shown_by），请至少写一种。", item.code),
                        fmt::format("Item {} does not say what shows it (shown_by). Name at least one.", item.code)});
    }
    return item;
}

void check_sum(const Sheet& sheet, const Node& node, const std::string& of, Points sum, Points said) {
    if (sum == said) return;
    sheet.complain(node, {fmt::format("{} 下面合计 {} 分，写的是 {} 分，请改其中之一。", of, sum.text(), said.text()),
                          fmt::format("The parts of {} add up to {} points, it says {}. Change one.", of, sum.text(),
                                      said.text())});
}

Group read_group(const Sheet& sheet, const Node& node, const std::string& chapter, Pack& pack, Seen& seen) {
    Form form{sheet, node};
    Group group;
    group.code = form.word("group");
    group.title = form.text("title");
    group.points = form.points("points");
    Points sum;
    for (auto const* one : form.list("items")) {
        auto item = read_item(sheet, *one);
        sum += item.points;
        if (!first_time(sheet, *one, seen.items, item.code, {"条目", "item"})) continue;
        item.chapter = chapter;
        item.group = group.code;
        group.items.push_back(item.code);
        pack.items.push_back(std::move(item));
    }
    check_sum(sheet, node, group.code, sum, group.points);
    return group;
}

}  // namespace

void read_chapter(const Sheet& sheet, const Node& node, Pack& pack, Seen& seen) {
    Form form{sheet, node};
    Chapter chapter;
    chapter.code = form.word("chapter");
    chapter.title = form.text("title");
    chapter.points = form.points("points");
    first_time(sheet, node, seen.chapters, chapter.code, {"章", "chapter"});
    Points sum;
    for (auto const* one : form.list("groups")) {
        chapter.groups.push_back(read_group(sheet, *one, chapter.code, pack, seen));
        first_time(sheet, *one, seen.groups, chapter.groups.back().code, {"组", "group"});
        sum += chapter.groups.back().points;
    }
    check_sum(sheet, node, chapter.code, sum, chapter.points);
    pack.chapters.push_back(std::move(chapter));
}

}  // namespace anju::policy::reader
