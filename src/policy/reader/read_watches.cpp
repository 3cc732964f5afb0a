#include <fmt/format.h>

#include <algorithm>

#include "policy/reader/registers.hpp"
#include "policy/watch/watch_kind.hpp"

namespace anju::policy::reader {
namespace {

using watch::Key;

bool has(const std::vector<Key>& keys, Key key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool is_asked(Form& form, const Watch& one, Key key, std::string_view word) {
    if (has(one.kind->needs(), key)) return true;
    return has(one.kind->takes(), key) && form.optional(word) != nullptr;
}

std::string read_dated(Form& form, std::string_view key, const Register& of) {
    auto const named = mention(form, key);
    auto const* field = need_field(form.sheet(), named, of.fields);
    if (field != nullptr && !field->kind->is_dated()) {
        form.sheet().complain(
            *named.at, {fmt::format("“{}”应是日期、时间或期间，“{}”不是，请换一栏。", key, named.name),
                        fmt::format("“{}” must be a date, an instant or a period; “{}” is not. Take another field.",
                                    key, named.name)});
    }
    return named.name;
}

std::string read_counted(Form& form, std::string_view key, const Register& of) {
    auto const named = mention(form, key);
    auto const* field = need_field(form.sheet(), named, of.fields);
    if (field != nullptr && (!field->kind->is_counted() || field->kind->traits().shape != field::Shape::whole)) {
        form.sheet().complain(
            *named.at,
            {fmt::format("“{}”应是数字或金额，“{}”不是，请换一栏。", key, named.name),
             fmt::format("“{}” must be a number or money; “{}” is not. Take another field.", key, named.name)});
    }
    return named.name;
}

void read_rate(Form& form, const Register& of, Watch& one) {
    auto const& sheet = form.sheet();
    if (auto const* when = form.optional("of")) one.of = read_when(sheet, *when, of.fields);
    if (form.optional("part") != nullptr) one.part = read_counted(form, "part", of);
    if (form.optional("whole") != nullptr) one.whole = read_counted(form, "whole", of);
    bool const sums = !one.part.empty() && !one.whole.empty();
    if (one.of.has_value() == sums || one.part.empty() != one.whole.empty()) {
        sheet.complain(form.node(), {"rate_below 写 of，或者写 part 和 whole，二选一，请改。",
                                     "rate_below takes either `of`, or `part` and `whole`. Change it."});
    } else if (auto const* part = of.field(one.part), *whole = of.field(one.whole);
               part != nullptr && whole != nullptr && part->kind->decimals(*part) != whole->kind->decimals(*whole)) {
        sheet.complain(form.node(), {"part 和 whole 的小数位数要一样，请改。",
                                     "part and whole need the same number of decimals. Change one."});
    }
}

void read_check_name(Form& form, const Register& of, Watch& one) {
    auto const named = mention(form, "check");
    one.check = named.name;
    auto const found = std::find_if(of.checks.begin(), of.checks.end(),
                                    [&](const check::Check& other) { return other.name == named.name; });
    if (named.name.empty()) return;
    if (found == of.checks.end() || found->severity != check::Severity::finding) {
        form.sheet().complain(*named.at,
                              {fmt::format("没有叫“{}”、severity 是 finding 的检查，请改。", named.name),
                               fmt::format("No check with severity: finding is named “{}”. Change it.", named.name)});
    }
}

void read_figures(Form& form, const Register& of, Watch& one) {
    if (is_asked(form, one, Key::field, "field")) one.field = read_dated(form, "field", of);
    if (is_asked(form, one, Key::valid, "valid")) one.valid = read_dated(form, "valid", of);
    if (is_asked(form, one, Key::days, "days")) one.days = form.whole("days", 1, 3660);
    if (is_asked(form, one, Key::count, "count")) one.count = form.whole("count", 1, 1'000'000);
    if (is_asked(form, one, Key::months, "months")) one.months = form.whole("months", 1, 36);
    if (is_asked(form, one, Key::percent, "percent")) one.percent = form.percent("percent");
    if (has(one.kind->takes(), Key::of)) read_rate(form, of, one);
    if (is_asked(form, one, Key::check, "check")) read_check_name(form, of, one);
    if (has(one.kind->takes(), Key::valid) && one.field.empty() != (one.days == 0)) {
        form.sheet().complain(form.node(), {"at_least 的 field 和 days 要一起写，请补上或删去。",
                                            "at_least takes field and days together. Add or remove one."});
    }
}

void check_state(const Sheet& sheet, const Pack& pack, const std::string& of, const std::vector<Mention>& states) {
    auto const* one = pack.register_named(of);
    auto const* process = one == nullptr ? nullptr : pack.process_named(one->process);
    for (auto const& state : states) {
        if (process != nullptr && process->state(state.name) != nullptr) continue;
        sheet.complain(*state.at, {fmt::format("台账的流程里没有状态“{}”，请改。", state.name),
                                   fmt::format("The register's process has no state “{}”. Change it.", state.name)});
    }
}

void read_watch_where(Form& form, const Register& of, const Pack& pack, Watch& one) {
    auto const& sheet = form.sheet();
    read_where(form, one.where, [&](const Mention& named, const std::vector<Mention>& values) {
        if (named.name == "process_state") {
            later(sheet, [&sheet, &pack, name = of.name, values] { check_state(sheet, pack, name, values); });
        } else if (auto const* field = need_field(sheet, named, of.fields)) {
            check_values(sheet, *field, values);
        }
    });
}

bool may_stand(const Watch& one, const Register& of, const std::string& word) {
    auto const& words = one.kind->words();
    if (std::find(words.begin(), words.end(), word) != words.end()) return true;
    if (!one.kind->per_record()) return false;
    if (word == "name" || (word == "field" && !one.field.empty())) return true;
    auto const* field = of.field(word);
    return field != nullptr && !field->sensitive && field->kind->traits().names;
}

void check_text(Form& form, const Watch& one, const Register& of) {
    auto const* node = form.optional("text");
    if (node == nullptr) return;
    for (auto const* text : {&one.text.zh, &one.text.en}) {
        for (auto const& word : watch::braces(*text)) {
            if (may_stand(one, of, word)) continue;
            form.sheet().complain(
                *node, {fmt::format("文字里的 {{{}}} 填不出来：没有这一栏、它不能公开，或这种预警不给它，请改。", word),
                        fmt::format("{{{}}} cannot be filled in the text: no such field, not to be shown, or not given "
                                    "by this kind. Change it.",
                                    word)});
        }
    }
}

/// Where any finding takes the whole item, so does this one: a pack need not be rewritten to try that reading.
Points fitting(const Item& item, Points wanted) {
    auto const figures = item.rule->figures();
    bool const all = std::find(figures.begin(), figures.end(),
                               std::pair<std::string, std::string>{"mode", "all_or_nothing"}) != figures.end();
    if (all) return item.points;
    auto const allowed = item.rule->allowed(item.points);
    return wanted == Points{} && !allowed.empty() ? allowed.front() : wanted;
}

void read_item(Form& form, const Register& of, const Pack& pack, Watch& one) {
    auto const& sheet = form.sheet();
    auto const named = optional_mention(form, "item");
    one.item = named.name;
    auto const* deduct = form.optional("deduct");
    if (deduct != nullptr) one.deduct = form.points("deduct", Readable::yes);
    if (named.name.empty()) {
        if (deduct != nullptr)
            sheet.complain(*deduct, {"没有 item 就不扣分，请删去 deduct 或补上 item。",
                                     "Without an item nothing is deducted. Remove deduct or add item."});
        return;
    }
    if (!one.kind->may_deduct()) {
        sheet.complain(*named.at, {"这种预警只提醒、不扣分，请删去 item 和 deduct。",
                                   "This kind only tells. Remove item and deduct."});
        return;
    }
    if (std::find(of.items.begin(), of.items.end(), named.name) == of.items.end()) {
        sheet.complain(*named.at,
                       {fmt::format("“{}”不在本台账的 items 里，请补上或改。", named.name),
                        fmt::format("“{}” is not among the register's items. Add it there or change it.", named.name)});
    }
    auto const* item = pack.item(named.name);
    if (item == nullptr || item->rule == nullptr) return;  // reported with the register's items, or with the standard
    if (item->rule->takes_measure()) {
        sheet.complain(
            *named.at,
            {fmt::format("“{}”按百分比计分，不能扣分，请换一条。", named.name),
             fmt::format("“{}” is scored by a percentage and takes no findings. Take another item.", named.name)});
        return;
    }
    one.deduct = fitting(*item, one.deduct);
    if (auto const problem = item->rule->refuse(item->points, one.deduct))
        sheet.complain(deduct == nullptr ? *named.at : *deduct, problem->second);
}

void check_clock(const Sheet& sheet, const Pack& pack, const std::string& of, const Mention& clock) {
    auto const* one = pack.register_named(of);
    auto const* process = one == nullptr ? nullptr : pack.process_named(one->process);
    if (process != nullptr && process->clock(clock.name) != nullptr) return;
    sheet.complain(*clock.at, {fmt::format("台账的流程里没有时限“{}”，请改。", clock.name),
                               fmt::format("The register's process has no clock “{}”. Change it.", clock.name)});
}

Watch read_watch(const Sheet& sheet, const Node& node, const Register& of, const Pack& pack) {
    Form form{sheet, node};
    Watch one;
    one.watch = form.code("watch");
    auto const kind = mention(form, "kind");
    one.kind = watch::kind_named(kind.name);
    if (one.kind == nullptr) {
        std::string known;
        for (auto const* other : watch::all_kinds()) known += (known.empty() ? "" : ", ") + std::string{other->name()};
        if (!kind.name.empty()) unknown(sheet, *kind.at, {"预警类型", "kind of watch"}, kind.name, known);
        form.ignore_rest();
        return one;
    }
    one.title = form.text("title");
    one.text = form.text("text");
    read_figures(form, of, one);
    if (is_asked(form, one, Key::clock, "clock")) {
        auto const clock = mention(form, "clock");
        one.clock = clock.name;
        later(sheet, [&sheet, &pack, name = of.name, clock] {
            if (!clock.name.empty()) check_clock(sheet, pack, name, clock);
        });
    }
    read_watch_where(form, of, pack, one);
    read_item(form, of, pack, one);
    if (form.optional("stage") != nullptr) {
        auto const stage = form.one_of<int>("stage", {{"pending", 1}, {"settled", 2}, {"both", 3}});
        one.pending = stage != 2;
        one.settled = stage != 1;
    }
    one.tell = roles(form, "tell", pack, false);
    check_text(form, one, of);
    return one;
}

/// A check that is only to become a finding does nothing without its watch.
void check_unwatched(Form& form, const Register& of) {
    for (auto const& one : of.checks) {
        if (one.severity != check::Severity::finding || one.name.empty()) continue;
        bool const watched = std::any_of(of.watches.begin(), of.watches.end(),
                                         [&](const Watch& watch) { return watch.check == one.name; });
        if (watched) continue;
        form.sheet().complain(
            form.node(),
            {fmt::format("检查“{}”没有对应的 check_failed 预警，不会起作用，请补上。", one.name),
             fmt::format("No check_failed watch refers to check “{}”; it would do nothing. Add one.", one.name)});
    }
}

}  // namespace

void read_watches(Form& form, const Pack& pack, Register& of) {
    std::set<std::string> seen;
    for (auto const* node : form.list("watches", true)) {
        auto one = read_watch(form.sheet(), *node, of, pack);
        first_time(form.sheet(), *node, seen, one.watch, {"预警", "watch"});
        if (one.kind != nullptr) of.watches.push_back(std::move(one));
    }
    check_unwatched(form, of);
}

}  // namespace anju::policy::reader
