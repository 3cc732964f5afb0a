#include <fmt/format.h>

#include <algorithm>

#include "policy/reader/registers.hpp"

namespace anju::policy::reader {
namespace {

void read_sections(Form& form, const Pack& pack, Register& one) {
    for (auto const* node : form.list("sections")) {
        Form entry{form.sheet(), *node};
        Section section;
        section.title = entry.text("title");
        auto const before = one.fields.size();
        read_fields(entry, FieldsOf::record, pack, one.fields);
        for (auto i = before; i < one.fields.size(); ++i) section.fields.push_back(one.fields[i].field);
        one.sections.push_back(std::move(section));
    }
}

void read_dropped_fields(Form& form, Register& one) {
    for (auto& [dropped, at] : read_dropped(form, "dropped", "field")) {
        if (one.field(dropped.name) != nullptr) {
            form.sheet().complain(
                *at, {fmt::format("“{}”还在 sections 里，又写在 dropped 里，请删去一处。", dropped.name),
                      fmt::format("“{}” stands in sections and under dropped. Remove one of them.", dropped.name)});
        }
        one.dropped.push_back(std::move(dropped));
    }
}

void check_name(const Sheet& sheet, const Mention& name, const Register& one) {
    auto const* field = need_field(sheet, name, one.fields);
    auto const* own = one.field("name");
    if (own != nullptr && one.named_by != "name") {
        sheet.complain(*name.at,
                       {"有一栏叫 name，那记录的名称就应是它；请改 name: 或给那一栏换名字。",
                        "A field is called name, so it must name the record. Change name: or rename the field."});
    }
    if (field == nullptr) return;
    bool const filled = (field->required && !field->shown_when) || field->kind->name() == "reference_number";
    if (field->sensitive || !field->kind->traits().names) {
        sheet.complain(
            *name.at,
            {fmt::format("记录的名称到处可见，不能用“{}”（敏感，或是这种类型），请换一栏，如编号。", name.name),
             fmt::format("A record's name is seen everywhere; “{}” (sensitive, or of this kind) cannot be it. Take "
                         "another field, such as a number.",
                         name.name)});
    } else if (!filled) {
        sheet.complain(*name.at,
                       {fmt::format("记录的名称不能空着，请给“{}”写 required: true。", name.name),
                        fmt::format("A record's name must be filled. Write required: true at “{}”.", name.name)});
    }
}

std::vector<std::string> read_columns(Form& form, std::string_view key, const Register& one, bool printed) {
    auto const columns = mentions(form, key, printed);
    for (auto const& column : columns) {
        auto const* field = need_field(form.sheet(), column, one.fields);
        if (field == nullptr || !printed || !field->sensitive) continue;
        form.sheet().complain(
            *column.at, {fmt::format("“{}”是敏感栏，不能印在标签上，请删去。", column.name),
                         fmt::format("“{}” is sensitive and cannot be printed on a label. Remove it.", column.name)});
    }
    return names(columns);
}

/// What is public is said twice on purpose: which fields, and in which states of the process.
void read_public_in(Form& form, const Pack& pack, Register& one) {
    auto const states = mentions(form, "public_in", true);
    one.public_in = names(states);
    auto const& sheet = form.sheet();
    bool const some = std::any_of(one.fields.begin(), one.fields.end(), [](const field::Field& field) { return field.is_public; });
    if (some != !states.empty()) {
        sheet.complain(form.node(), {"要公开，就既写哪些栏 public: true，又写 public_in（在流程的哪些状态里公开），请补上或都去掉。",
                                     "To be public takes both: fields with public: true, and public_in, the states of the process. Add what is missing, "
                                     "or remove both."});
        return;
    }
    auto const* name = one.field(one.named_by);
    if (some && name != nullptr && !name->is_public)
        sheet.complain(form.node(), {fmt::format("公开的记录要有题目，请给“{}”写 public: true。", one.named_by),
                                     fmt::format("A public record needs its name. Write public: true at “{}”.", one.named_by)});
    later(sheet, [&sheet, &pack, states, process = one.process] {
        auto const* run = pack.process_named(process);
        std::string known;
        if (run != nullptr)
            for (auto const& state : run->states) known += (known.empty() ? "" : ", ") + state.state;
        for (auto const& state : states)
            if (run == nullptr || run->state(state.name) == nullptr) unknown(sheet, *state.at, {"流程的状态", "state of the process"}, state.name, known);
    });
}

Retention read_retention(const Sheet& sheet, const Node& node, const Register& one) {
    Form form{sheet, node};
    Retention kept;
    int given = 0;
    for (auto const& [key, figure, most] :
         {std::tuple{"years", &kept.years, 100}, {"months", &kept.months, 1200}, {"days", &kept.days, 36600}}) {
        if (form.optional(key) == nullptr) continue;
        *figure = form.whole(key, 1, most);
        ++given;
    }
    if (given != 1)
        sheet.complain(
            node, {"保存期写 years、months、days 中的一个，请改。", "Write one of years, months, days. Change it."});
    auto const after = mention(form, "after");
    kept.after = after.name;
    if (after.name != "created") {
        auto const* field = need_field(sheet, after, one.fields);
        if (field != nullptr && !field->kind->is_dated())
            sheet.complain(*after.at, {"保存期要从一个日期栏或 created 起算，请改。",
                                       "A retention runs from a dated field or from created. Change it."});
    }
    kept.basis = form.text("basis");
    return kept;
}

MapKey read_map(const Sheet& sheet, const Node& node, const Register& one) {
    Form form{sheet, node};
    MapKey map;
    auto const kind = optional_mention(form, "kind");
    map.kind = kind.name;
    auto const* field = kind.name.empty() ? nullptr : need_field(sheet, kind, one.fields);
    if (field != nullptr && field->kind->name() != "choice")
        sheet.complain(*kind.at, {"地图上分类要用单选栏，请改。", "Points are told apart by a choice field. Change it."});
    if (auto const* when = form.optional("shown_when")) map.shown_when = read_when(sheet, *when, one.fields);
    if (auto const* when = form.optional("middle")) map.middle = read_when(sheet, *when, one.fields);
    if (one.map_point() == nullptr)
        sheet.complain(node, {"没有 map_point 栏就不上地图，请加这样一栏，或删去 map。",
                              "Without a map_point field it is on no map. Add such a field, or remove map."});
    return map;
}

void read_capability(Form& form, Register& one) {
    for (auto const* node : form.list("capability", true)) {
        bool const digits = !node->value.empty() && node->value.size() < 5 &&
                            node->value.find_first_not_of("0123456789") == std::string::npos;
        if (digits) one.capability.push_back(std::stoi(node->value));
        if (!digits)
            form.sheet().complain(
                *node, {"“capability”里应是编号（整数），请改。", "“capability” takes whole numbers. Change it."});
    }
}

void read_roles_of(Form& form, const Pack& pack, Register& one) {
    one.write = roles(form, "write", pack, false);
    one.read = roles(form, "read", pack, false);
    one.unmask = roles(form, "unmask", pack, true);
    auto const& sheet = form.sheet();
    for (auto const* list : {&one.write, &one.unmask}) {
        for (auto const& role : *list) {
            if (std::find(one.read.begin(), one.read.end(), role) != one.read.end()) continue;
            sheet.complain(form.node(),
                           {fmt::format("“{}”能写或能看原文，就要能看，请加进 read。", role),
                            fmt::format("“{}” writes or unmasks, so it must read too. Add it to read.", role)});
        }
    }
    if (one.is_sensitive() == one.unmask.empty()) {
        sheet.complain(
            form.node(),
            {"有敏感栏就要写 unmask（谁可以凭理由看原文），没有就不要写，请改。",
             "With sensitive fields unmask says who may see them in clear; without, leave it out. Change it."});
    }
}

void check_outside(const Sheet& sheet, const Pack& pack, const Mention& group, const std::vector<Mention>& items,
                   const Mention& process) {
    std::string known;
    for (auto const& one : pack.groups) known += (known.empty() ? "" : ", ") + one.group;
    bool const grouped = std::any_of(pack.groups.begin(), pack.groups.end(),
                                     [&](const RegisterGroup& one) { return one.group == group.name; });
    if (!group.name.empty() && !grouped) unknown(sheet, *group.at, {"分组", "group"}, group.name, known);
    for (auto const& item : items) {
        if (pack.item(item.name) != nullptr) continue;
        sheet.complain(*item.at, {fmt::format("标准里没有条目“{}”，请改。", item.name),
                                  fmt::format("The standard has no item “{}”. Change it.", item.name)});
    }
    if (!process.name.empty() && pack.process_named(process.name) == nullptr) {
        sheet.complain(*process.at,
                       {fmt::format("没有流程“{}”，请改名或在 processes/ 里补上。", process.name),
                        fmt::format("There is no process “{}”. Rename it or add it under processes/.", process.name)});
    }
}

void read_head(Form& form, const Pack& pack, Register& one) {
    auto const& sheet = form.sheet();
    one.name = form.code("register");
    if (!one.name.empty() && !sheet.file.ends_with("/" + one.name + ".yaml")) {
        sheet.complain(form.node(), {fmt::format("文件名应是 {}.yaml，请改成一致。", one.name),
                                     fmt::format("The file must be named {}.yaml. Make them agree.", one.name)});
    }
    one.title = form.text("title");
    one.record = form.text("record");
    one.about = form.text("about");
    one.level = form.one_of<std::string>(
        "at", {{"district", "district"}, {"street", "street"}, {"community", "community"}, {"estate", "estate"}});
    auto const group = mention(form, "group");
    one.group = group.name;
    auto const items = mentions(form, "items", true);
    one.items = names(items);
    one.place = form.word("place");
    read_capability(form, one);
    auto const process = optional_mention(form, "process");
    one.process = process.name;
    later(sheet, [&sheet, &pack, group, items, process] { check_outside(sheet, pack, group, items, process); });
}

}  // namespace

void read_register(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    Register one;
    read_head(form, pack, one);
    read_sections(form, pack, one);
    read_dropped_fields(form, one);
    auto const name = mention(form, "name");
    one.named_by = name.name;
    check_name(sheet, name, one);
    read_public_in(form, pack, one);
    if (auto const* map = form.optional("map")) one.map = read_map(sheet, *map, one);
    one.list = read_columns(form, "list", one, false);
    one.label = read_columns(form, "label", one, true);
    read_roles_of(form, pack, one);
    if (auto const* retention = form.optional("retention")) one.retention = read_retention(sheet, *retention, one);
    read_checks(form, one);
    read_watches(form, pack, one);
    read_demo(form, pack, one);
    pack.registers.push_back(std::move(one));
}

void read_groups(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    std::set<std::string> seen;
    for (auto const* one : form.list("groups")) {
        Form entry{sheet, *one};
        RegisterGroup group{entry.code("group"), entry.text("title")};
        first_time(sheet, *one, seen, group.group, {"分组", "group"});
        pack.groups.push_back(std::move(group));
    }
}

}  // namespace anju::policy::reader
