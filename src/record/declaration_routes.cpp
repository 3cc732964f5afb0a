#include <fmt/format.h>

#include "policy/watch/watch_kind.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"
#include "record/shown.hpp"

namespace anju::record {
namespace {

using kernel::Context;
using kernel::Reply;
using standard::text_json;

constexpr std::int64_t most_counted = 10'000;

json::array texts_json(const std::vector<std::string>& texts) {
    json::array list;
    for (auto const& text : texts) list.emplace_back(text);
    return list;
}

json::object summary(Context& context, const Registers& registers, const policy::Register& of) {
    Query query;
    query.paths = read_paths(context.actor, of);
    auto const records = count(context.transaction, registers, of, query, most_counted + 1);
    return {{"register", of.name},
            {"title", text_json(of.title)},
            {"about", text_json(of.about)},
            {"items", texts_json(of.items)},
            {"place", of.place},
            {"records", std::min(records, most_counted)},
            {"more_records", records > most_counted},
            {"may_write", !paths_of(context.actor, of.write).empty()}};
}

Reply list_registers(Context& context, const Registers& registers) {
    json::array groups;
    for (auto const& group : registers.pack().groups) {
        json::array members;
        for (auto const& of : registers.pack().registers) {
            if (of.group == group.group && !paths_of(context.actor, of.read).empty())
                members.emplace_back(summary(context, registers, of));
        }
        if (!members.empty())
            groups.emplace_back(json::object{{"group", group.group}, {"title", text_json(group.title)}, {"registers", std::move(members)}});
    }
    return kernel::json_reply(json::object{{"groups", std::move(groups)}});
}

json::array items_json(const policy::Pack& pack, const policy::Register& of) {
    json::array items;
    for (auto const& code : of.items) {
        auto const* item = pack.item(code);
        items.emplace_back(json::object{{"code", code}, {"title", item == nullptr ? json::value(nullptr) : json::value(text_json(item->title))}});
    }
    return items;
}

json::array sections_json(const policy::Register& of) {
    json::array sections;
    for (auto const& section : of.sections) {
        json::array fields;
        for (auto const& name : section.fields)
            if (auto const* one = of.field(name)) fields.emplace_back(field_json(*one));
        sections.emplace_back(json::object{{"title", text_json(section.title)}, {"fields", std::move(fields)}});
    }
    return sections;
}

json::array checks_json(const policy::Register& of) {
    json::array checks;
    for (auto const& check : of.checks) {
        auto const field = check.rows.empty() ? check.field : check.rows + "/" + check.field;
        checks.emplace_back(json::object{{"check", check.kind->name()},
                                         {"field", field},
                                         {"refuses", check.severity == policy::check::Severity::refuse},
                                         {"text", check.text.zh.empty() ? json::value(nullptr) : json::value(text_json(check.text))}});
    }
    return checks;
}

json::array watches_json(const policy::Register& of) {
    json::array watches;
    for (auto const& watch : of.watches) {
        bool const finds = !watch.item.empty();
        watches.emplace_back(json::object{{"watch", watch.watch},
                                          {"kind", watch.kind->name()},
                                          {"title", text_json(watch.title)},
                                          {"item", finds ? json::value(watch.item) : json::value(nullptr)},
                                          {"deduct", finds ? json::value(watch.deduct.text()) : json::value(nullptr)}});
    }
    return watches;
}

json::value retention_json(const policy::Retention& retention) {
    if (retention.years == 0 && retention.months == 0 && retention.days == 0) return nullptr;
    return json::object{{"years", retention.years}, {"months", retention.months},         {"days", retention.days},
                        {"after", retention.after}, {"basis", text_json(retention.basis)}};
}

json::array states_json(const policy::Process* process) {
    json::array states;
    if (process == nullptr) return states;
    for (auto const& state : process->states)
        states.emplace_back(json::object{{"state", state.state}, {"title", text_json(state.title)}, {"end", state.end}});
    return states;
}

Reply show_register(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    auto const* process = of.process.empty() ? nullptr : registers.pack().process_named(of.process);
    return kernel::json_reply(json::object{{"register", of.name},
                                           {"title", text_json(of.title)},
                                           {"record", text_json(of.record)},
                                           {"about", text_json(of.about)},
                                           {"at", of.level},
                                           {"group", of.group},
                                           {"items", items_json(registers.pack(), of)},
                                           {"place", of.place},
                                           {"name", of.named_by},
                                           {"sections", sections_json(of)},
                                           {"list", texts_json(of.list)},
                                           {"checks", checks_json(of)},
                                           {"may_write", !paths_of(context.actor, of.write).empty()},
                                           {"may_unmask", !paths_of(context.actor, of.unmask).empty()},
                                           {"process", process == nullptr ? json::value(nullptr) : json::value(of.process)},
                                           {"states", states_json(process)},
                                           {"label", !of.label.empty()},
                                           {"retention", retention_json(of.retention)},
                                           {"watches", watches_json(of)}});
}

}  // namespace

void declaration_routes(kernel::Router& router, const Registers& registers) {
    router.see("/api/registers", kernel::Guard::any_account(), {"我能看的台账", "Registers one may read"},
               [&registers](Context& context) { return list_registers(context, registers); });
    router.see("/api/registers/{register}", kernel::Guard::any_account(), {"一种台账的表单、列表和规则", "A register's form, list and rules"},
               [&registers](Context& context) { return show_register(context, registers); });
}

}  // namespace anju::record
