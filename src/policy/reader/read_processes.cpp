#include <fmt/format.h>

#include <algorithm>

#include "policy/reader/registers.hpp"

namespace anju::policy::reader {
namespace {

bool has(const std::vector<std::string>& list, std::string_view one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

std::string state_names(const Process& process) {
    std::string known;
    for (auto const& one : process.states) known += (known.empty() ? "" : ", ") + one.state;
    return known;
}

void need_state(const Sheet& sheet, const Mention& one, const Process& process) {
    if (!one.name.empty() && process.state(one.name) == nullptr)
        unknown(sheet, *one.at, {"状态", "state"}, one.name, state_names(process));
}

std::vector<std::string> read_state_list(Form& form, std::string_view key, const Process& process) {
    auto const states = mentions(form, key, false);
    for (auto const& one : states) need_state(form.sheet(), one, process);
    return names(states);
}

/// Registers whose records run through the process; what it says of their fields must hold for each.
std::vector<const Register*> users(const Pack& pack, const std::string& process) {
    std::vector<const Register*> found;
    for (auto const& one : pack.registers) {
        if (one.process == process) found.push_back(&one);
    }
    return found;
}

void need_fields_of_users(const Sheet& sheet, const Pack& pack, const std::string& process,
                          const std::vector<Mention>& fields, bool dated, bool with_time) {
    for (auto const* user : users(pack, process)) {
        for (auto const& one : fields) {
            auto const* field = user->field(one.name);
            if (field == nullptr) {
                sheet.complain(*one.at,
                               {fmt::format("台账“{}”没有“{}”这一栏，请改。", user->name, one.name),
                                fmt::format("Register “{}” has no field “{}”. Change it.", user->name, one.name)});
                continue;
            }
            auto const kind = field->kind->name();
            if (dated && kind != "instant" && (with_time || kind != "date")) {
                sheet.complain(
                    *one.at, {fmt::format("“{}”应是日期栏；按小时、分钟算的时限要用时间（instant）栏，请换一栏。", one.name),
                              fmt::format("“{}” must be a date; a clock in hours or minutes needs an instant. Take another field.",
                                          one.name)});
            }
        }
    }
}

/// When it happened stands in the act's own form, or in the record, where the act then needs it.
void read_happened(Form& form, const Pack& pack, const Process& process, Act& act) {
    auto const named = optional_mention(form, "happened");
    act.happened = named.name;
    if (named.name.empty()) return;
    if (has(act.needs, named.name)) {
        later(form.sheet(), [&sheet = form.sheet(), &pack, name = process.process, named] {
            need_fields_of_users(sheet, pack, name, {named}, true, false);
        });
        return;
    }
    auto const* field = need_field(form.sheet(), named, act.fields);
    if (field == nullptr) return;
    auto const kind = field->kind->name();
    if ((kind != "date" && kind != "instant") || !field->required) {
        form.sheet().complain(*named.at, {"happened 要指本步骤里必填的日期或时间栏，或 needs 里的一栏，请改。",
                                          "happened names a required date or instant of the act, or one of needs. Change it."});
    }
}

/// The column of the rows that `key` names; empty when it is absent, and reported when it is of another kind.
std::string read_column(Form& form, std::string_view key, const std::vector<field::Field>& columns, std::string_view kind, bool needed) {
    auto const named = needed ? mention(form, key) : optional_mention(form, key);
    if (named.name.empty()) return {};
    auto const* column = need_field(form.sheet(), named, columns);
    if (column == nullptr) return {};
    if (column->kind->name() != kind || (needed && !column->required))
        form.sheet().complain(*named.at, {fmt::format("rectifies 的 {} 要指种类是 {} 的{}列，请改。", key, kind, needed ? "必填" : ""),
                                          fmt::format("{} of rectifies names a {}column of the kind {}. Change it.", key, needed ? "required " : "", kind)});
    return named.name;
}

void read_rectifies(Form& form, Act& act) {
    auto const* node = form.optional("rectifies");
    if (node == nullptr) return;
    Form entry{form.sheet(), *node};
    auto const named = mention(entry, "rows");
    auto const* rows = named.name.empty() ? nullptr : need_field(form.sheet(), named, act.fields);
    if (rows == nullptr) return entry.ignore_rest();
    if (rows->kind->name() != "rows") {
        entry.ignore_rest();
        return form.sheet().complain(*named.at, {"rectifies 的 rows 要指本步骤里种类是 rows 的一栏，请改。", "rows of rectifies names a field of the act of the kind rows. Change it."});
    }
    act.rectifies = {named.name, read_column(entry, "what", rows->fields, "text", true), read_column(entry, "party", rows->fields, "party", true),
                     read_column(entry, "note", rows->fields, "text", false), read_column(entry, "item", rows->fields, "text", false),
                     read_column(entry, "due", rows->fields, "date", false)};
}

Act read_act(const Sheet& sheet, const Node& node, const Pack& pack, const Process& process) {
    Form form{sheet, node};
    Act act;
    act.act = form.code("act");
    act.title = form.text("title");
    act.from = read_state_list(form, "from", process);
    auto const to = mention(form, "to");
    need_state(sheet, to, process);
    act.to = to.name;
    act.by = roles(form, "by", pack, false);
    if (form.optional("fields") != nullptr) read_fields(form, FieldsOf::act, pack, act.fields);
    auto const needed = mentions(form, "needs", true);
    act.needs = names(needed);
    later(sheet, [&sheet, &pack, name = process.process, needed] {
        need_fields_of_users(sheet, pack, name, needed, false, false);
    });
    act.not_by = form.words("not_by", true);
    act.reason = form.flag("reason", false);
    read_happened(form, pack, process, act);
    read_rectifies(form, act);
    act.after_rectifications = form.flag("after_rectifications", false);
    return act;
}

ClockTerm read_term(const Sheet& sheet, const Node& node) {
    Form form{sheet, node};
    ClockTerm term;
    int given = 0;
    for (auto const* unit : {"days", "hours", "minutes"}) given += form.has(unit) ? 1 : 0;
    if (given > 1) {
        form.ignore_rest();
        sheet.complain(node, {"时限写 days、hours、minutes 中的一个，不要都写，请删去。",
                              "A term is in days, in hours or in minutes. Remove one."});
    }
    if (form.has("minutes")) {
        term.minutes = form.whole("minutes", 1, 60 * 24 * 366);
        return term;
    }
    if (form.has("hours")) {
        term.minutes = 60 * form.whole("hours", 1, 24 * 366);
        return term;
    }
    term.days = form.whole("days", 1, 3660);
    term.working = form.one_of<bool>("count", {{"working", true}, {"calendar", false}});
    return term;
}

void read_starts(const Sheet& sheet, const Node& node, const Pack& pack, const Process& process, Clock& clock) {
    Form form{sheet, node};
    std::vector<Mention> fields;
    int given = 0;
    if (form.optional("state") != nullptr) {
        auto const state = mention(form, "state");
        need_state(sheet, state, process);
        clock.starts_state = state.name;
        ++given;
    }
    if (form.optional("field") != nullptr) {
        fields.push_back(mention(form, "field"));
        ++given;
    }
    if (form.optional("earliest_of") != nullptr) {
        fields = mentions(form, "earliest_of", false);
        ++given;
    }
    if (given != 1)
        sheet.complain(node, {"starts 写 state、field、earliest_of 中的一个，请改。",
                              "starts takes one of state, field, earliest_of. Change it."});
    clock.starts_fields = names(fields);
    later(sheet, [&sheet, &pack, name = process.process, fields, exact = clock.term.is_exact()] {
        need_fields_of_users(sheet, pack, name, fields, true, exact);
    });
}

/// Before an exact term ends: some hours, some minutes, or a part of the term in percent; always within the term.
int read_remind_minutes(const Sheet& sheet, const Node& node, int term) {
    Form form{sheet, node};
    int minutes = 0;
    if (form.has("percent"))
        minutes = std::max(1, term * form.whole("percent", 1, 99) / 100);
    else if (form.has("minutes"))
        minutes = form.whole("minutes", 1, 60 * 24 * 366);
    else
        minutes = 60 * form.whole("hours", 1, 24 * 366);
    if (minutes >= term)
        sheet.complain(node, {"提醒要在时限之内，请写短一些，或删去 remind。", "The reminder lies before the term begins. Make it shorter, or remove remind."});
    return minutes;
}

void read_telling(Form& form, const Pack& pack, Clock& clock) {
    auto const& sheet = form.sheet();
    if (auto const* node = form.optional("remind")) {
        if (clock.term.is_exact())
            clock.remind_minutes = read_remind_minutes(sheet, *node, clock.term.minutes);
        else
            clock.remind_days = Form{sheet, *node}.whole("days", 1, 366);
    }
    if (auto const* node = form.optional("escalate")) {
        Form escalate{sheet, *node};
        clock.escalate_days = escalate.whole("days", 1, 366);
    }
    clock.remind_to = roles(form, "remind_to", pack, true);
    clock.escalate_to = roles(form, "escalate_to", pack, true);
    if (form.has("remind") == clock.remind_to.empty())
        sheet.complain(form.node(), {"remind 和 remind_to 要一起写，请补上或删去。",
                                     "remind and remind_to stand together. Add or remove one."});
    if (form.has("escalate") && clock.escalate_to.empty())
        sheet.complain(form.node(),
                       {"写了 escalate 就要写 escalate_to，请补上。", "escalate needs escalate_to. Add it."});
}

/// Only while the record's fields say so; the same form as in a watch.
void read_clock_where(Form& form, const Pack& pack, const Process& process, Clock& clock) {
    auto const& sheet = form.sheet();
    read_where(form, clock.where, [&](const Mention& named, const std::vector<Mention>& values) {
        later(sheet, [&sheet, &pack, name = process.process, named, values] {
            need_fields_of_users(sheet, pack, name, {named}, false, false);
            for (auto const* user : users(pack, name))
                if (auto const* field = user->field(named.name)) check_values(sheet, *field, values);
        });
    });
}

Clock read_clock(const Sheet& sheet, const Node& node, const Pack& pack, const Process& process) {
    Form form{sheet, node};
    Clock clock;
    clock.clock = form.code("clock");
    clock.title = form.text("title");
    if (auto const* term = form.required("term")) clock.term = read_term(sheet, *term);
    if (auto const* starts = form.required("starts")) read_starts(sheet, *starts, pack, process, clock);
    clock.ends = read_state_list(form, "ends", process);
    read_clock_where(form, pack, process, clock);
    read_telling(form, pack, clock);
    return clock;
}

void read_states(Form& form, Process& process) {
    std::set<std::string> seen;
    for (auto const* node : form.list("states")) {
        Form entry{form.sheet(), *node};
        ProcessState state{entry.code("state"), entry.text("title"), entry.flag("end", false)};
        first_time(form.sheet(), *node, seen, state.state, {"状态", "state"});
        process.states.push_back(std::move(state));
    }
}

std::set<std::string> reached(const Process& process) {
    std::set<std::string> found{process.start};
    for (bool more = true; more;) {
        more = false;
        for (auto const& act : process.acts) {
            bool const possible =
                std::any_of(act.from.begin(), act.from.end(), [&](const auto& from) { return found.contains(from); });
            if (possible) more = found.insert(act.to).second || more;
        }
    }
    return found;
}

/// Every state can be reached, and something can be done in every state that is no end.
void check_graph(Form& form, const Process& process) {
    auto const& sheet = form.sheet();
    auto const found = reached(process);
    auto const nodes = form.list("states");
    bool any_end = false;
    for (std::size_t i = 0; i < nodes.size() && i < process.states.size(); ++i) {
        auto const& state = process.states[i];
        any_end = any_end || state.end;
        if (!found.contains(state.state)) {
            sheet.complain(*nodes[i],
                           {fmt::format("从“{}”怎么也到不了“{}”，请补一步或删去。", process.start, state.state),
                            fmt::format("“{1}” cannot be reached from “{0}”. Add an act or remove the state.",
                                        process.start, state.state)});
        }
        bool const left = std::any_of(process.acts.begin(), process.acts.end(),
                                      [&](const Act& act) { return has(act.from, state.state); });
        if (!state.end && !left) {
            sheet.complain(*nodes[i],
                           {fmt::format("到了“{}”就走不下去了，请补一步，或写 end: true。", state.state),
                            fmt::format("Nothing can be done in “{}”. Add an act, or write end: true.", state.state)});
        }
    }
    if (!any_end)
        sheet.complain(form.node(),
                       {"没有一个状态是终点，请给一个写 end: true。", "No state is an end. Write end: true at one."});
}

void check_not_by(Form& form, const Process& process) {
    auto const nodes = form.list("acts");
    for (std::size_t i = 0; i < nodes.size() && i < process.acts.size(); ++i) {
        for (auto const& other : process.acts[i].not_by) {
            if (process.act(other) == nullptr && other != "created") {  // created: whoever made the record
                std::string known = "created";
                for (auto const& one : process.acts) known += ", " + one.act;
                unknown(form.sheet(), *nodes[i], {"步骤", "act"}, other, known);
            }
        }
    }
}

/// Waiting for what nothing opens would do nothing.
void check_rectified(Form& form, const Process& process) {
    bool const opened = std::any_of(process.acts.begin(), process.acts.end(), [](const Act& act) { return act.rectifies.any(); });
    auto const nodes = form.list("acts");
    for (std::size_t i = 0; i < nodes.size() && i < process.acts.size(); ++i) {
        if (!process.acts[i].after_rectifications || opened) continue;
        form.sheet().complain(*nodes[i], {"写了 after_rectifications，但没有一步写 rectifies，请补上或删去。",
                                          "after_rectifications waits for nothing: no act has rectifies. Add it, or remove this."});
    }
}

void check_used(const Sheet& sheet, const Node& node, const Pack& pack, const std::string& name) {
    if (!users(pack, name).empty()) return;
    sheet.complain(
        node, {fmt::format("没有台账用流程“{}”，它不会起作用，请在台账里写 process: {}，或删去文件。", name, name),
               fmt::format(
                   "No register uses process “{}”; it would do nothing. Write process: {} in one, or delete the file.",
                   name, name)});
}

}  // namespace

void read_process(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    Process process;
    process.process = form.code("process");
    if (!process.process.empty() && !sheet.file.ends_with("/" + process.process + ".yaml")) {
        sheet.complain(node, {fmt::format("文件名应是 {}.yaml，请改成一致。", process.process),
                              fmt::format("The file must be named {}.yaml. Make them agree.", process.process)});
    }
    process.title = form.text("title");
    read_states(form, process);
    auto const start = mention(form, "start");
    need_state(sheet, start, process);
    process.start = start.name;
    std::set<std::string> acts, clocks;
    for (auto const* one : form.list("acts")) {
        process.acts.push_back(read_act(sheet, *one, pack, process));
        first_time(sheet, *one, acts, process.acts.back().act, {"步骤", "act"});
    }
    for (auto const* one : form.list("clocks", true)) {
        process.clocks.push_back(read_clock(sheet, *one, pack, process));
        first_time(sheet, *one, clocks, process.clocks.back().clock, {"时限", "clock"});
    }
    check_not_by(form, process);
    check_rectified(form, process);
    if (!start.name.empty()) check_graph(form, process);
    later(sheet, [&sheet, &node, &pack, name = process.process] { check_used(sheet, node, pack, name); });
    pack.processes.push_back(std::move(process));
}

}  // namespace anju::policy::reader
