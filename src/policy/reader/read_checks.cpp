#include <fmt/format.h>

#include <algorithm>

#include "base/exact.hpp"
#include "policy/reader/registers.hpp"

namespace anju::policy::reader {
namespace {

using check::Check;
using check::Key;
using check::Wants;

bool needs(const Check& one, Key key) {
    auto const& keys = one.kind->traits().needs;
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool gives(const field::Kind& kind, Wants wanted) {
    switch (wanted) {
        case Wants::moment:
            return kind.name() == "date" || kind.name() == "instant";
        case Wants::counted:
            return kind.is_counted();
        case Wants::rows:
            return kind.name() == "rows";
        case Wants::any:
            return true;
    }
    return true;
}

Text words_of(Wants wanted) {
    if (wanted == Wants::moment) return {"日期或时间", "a date or an instant"};
    if (wanted == Wants::rows) return {"表格", "rows"};
    return {"数字、表格或多选", "a number, rows or choices"};
}

std::string read_name(Form& form, std::string_view key, const std::vector<field::Field>& fields, Wants wanted) {
    auto const named = mention(form, key);
    auto const* field = need_field(form.sheet(), named, fields);
    if (field != nullptr && !gives(*field->kind, wanted)) {
        auto const words = words_of(wanted);
        form.sheet().complain(
            *named.at, {fmt::format("“{}”应是{}，“{}”不是，请换一栏。", key, words.zh, named.name),
                        fmt::format("“{}” must be {}; “{}” is not. Take another field.", key, words.en, named.name)});
    }
    return named.name;
}

std::int64_t read_bound(Form& form, std::string_view key) {
    auto const bound = mention(form, key);
    auto const parsed = base::parse_decimal(bound.name, 4);
    if (!bound.name.empty() && !parsed) {
        form.sheet().complain(*bound.at, {fmt::format("“{}”应是数字，最多 4 位小数，请改。", key),
                                          fmt::format("“{}” takes a number with at most 4 decimals. Change it.", key)});
    }
    return parsed.value_or(0);
}

/// With `rows` the names are columns of that field, and a condition may name a column or a field of the record.
std::vector<field::Field> fields_for_condition(const Register& of, const std::vector<field::Field>& fields) {
    auto all = fields;
    if (&fields != &of.fields) all.insert(all.end(), of.fields.begin(), of.fields.end());
    return all;
}

Check read_check(const Sheet& sheet, const Node& node, const Register& of) {
    Form form{sheet, node};
    Check one;
    auto const kind = mention(form, "check");
    one.kind = check::kind_named(kind.name);
    if (one.kind == nullptr) {
        std::string known;
        for (auto const* other : check::all_kinds()) known += (known.empty() ? "" : ", ") + std::string{other->name()};
        if (!kind.name.empty()) unknown(sheet, *kind.at, {"检查", "check"}, kind.name, known);
        form.ignore_rest();
        return one;
    }
    auto const* fields = &of.fields;
    if (form.optional("rows") != nullptr) {
        one.rows = read_name(form, "rows", of.fields, Wants::rows);
        auto const* table = field::find(of.fields, one.rows);
        if (table != nullptr && table->kind->name() == "rows") fields = &table->fields;
    }
    one.field = read_name(form, "field", *fields, one.kind->traits().field);
    if (needs(one, Key::than)) one.than = read_name(form, "than", *fields, Wants::moment);
    if (needs(one, Key::per)) one.per = read_name(form, "per", *fields, Wants::counted);
    if (needs(one, Key::column)) {
        auto const* table = field::find(*fields, one.field);
        static const std::vector<field::Field> none;
        one.column = read_name(form, "column", table == nullptr ? none : table->fields, Wants::counted);
    }
    if (needs(one, Key::least)) one.bound = read_bound(form, "least");
    if (needs(one, Key::most)) one.bound = read_bound(form, "most");
    auto const* when = needs(one, Key::when) ? form.required("when") : form.optional("when");
    if (when != nullptr) one.when = read_when(sheet, *when, fields_for_condition(of, *fields));
    if (form.optional("severity") != nullptr) {
        one.severity = form.one_of<check::Severity>(
            "severity", {{"refuse", check::Severity::refuse}, {"finding", check::Severity::finding}});
    }
    if (form.optional("name") != nullptr) one.name = form.code("name");
    one.text = form.optional_text("text").value_or(Text{});
    if (one.severity == check::Severity::finding && one.name.empty()) {
        sheet.complain(node, {"severity: finding 的检查要有 name，好让 check_failed 预警引用，请补上。",
                              "A check with severity: finding needs a name for its check_failed watch. Add it."});
    }
    return one;
}

}  // namespace

void read_checks(Form& form, Register& of) {
    std::set<std::string> seen;
    for (auto const* node : form.list("checks", true)) {
        auto one = read_check(form.sheet(), *node, of);
        if (one.kind == nullptr) continue;
        first_time(form.sheet(), *node, seen, one.name, {"检查", "check"});
        of.checks.push_back(std::move(one));
    }
}

}  // namespace anju::policy::reader
