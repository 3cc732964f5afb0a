#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "policy/reader/registers.hpp"

namespace anju::policy::reader {
namespace {

/// Any day will do: what depends on the day is written relative to it.
base::Day some_day() {
    return *base::Day::parse("2026-06-30");
}

bool is_count(const field::Value& value) {
    auto const* text = value.text();
    int number = 0;
    if (text == nullptr) return false;
    auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    return error == std::errc{} && end == text->data() + text->size() && number >= 1 && number <= 1000;
}

/// What the engine resolves cannot be read here; only its form is looked at.
void check_by_engine(const Sheet& sheet, const Node& at, const field::Field& field, const field::Value& value,
                     const Pack& pack) {
    auto const kind = field.kind->name();
    if (kind == "link") {
        later(sheet, [&sheet, &at, &pack, target = field.target, value] {
            auto const* other = pack.register_named(target);
            if (other == nullptr) return;
            auto const* naming = other->field(other->named_by);
            if (naming != nullptr && naming->kind->name() == "reference_number") {
                if (is_count(value) && std::stoul(*value.text()) <= other->demo.size()) return;
                sheet.complain(at, {fmt::format("台账“{}”自动编号，这里写它的第几条演示数据，最多 {}，请改。", target, other->demo.size()),
                                    fmt::format("Register “{}” numbers its records; write which of its demo rows it is, at most {}.", target,
                                                other->demo.size())});
                return;
            }
            bool const found = std::any_of(other->demo.begin(), other->demo.end(), [&](const DemoRow& row) {
                return field::value_of(row.written, other->named_by) == value;
            });
            if (found) return;
            sheet.complain(
                at, {fmt::format("台账“{}”的演示数据里没有这条，请改成它的名称。", target),
                     fmt::format("The demo of register “{}” has no such record. Write the name of one.", target)});
        });
    } else if (kind == "account") {
        later(sheet, [&sheet, &at, &pack, value] {
            if (value.text() != nullptr && pack.role(*value.text()) != nullptr) return;
            sheet.complain(
                at, {"演示数据里的账号栏写角色名，请改。", "In demo rows an account is written as a role. Change it."});
        });
    } else if (!is_count(value)) {
        sheet.complain(at, {"演示数据里的这一栏写序号或个数，如 1，请改。",
                            "In demo rows this field takes a number such as 1. Change it."});
    }
}

void check_whole(const Sheet& sheet, const Node& node, const Register& of, const field::Values& stored) {
    auto const settled = field::settle(of.fields, stored);
    for (auto const& problem : settled.problems) sheet.complain(node, problem.message);
    for (auto const& breach :
         check::breaches(of.checks, of.fields, settled.values, base::Instant::end_of(some_day()))) {
        if (breach.check->severity == check::Severity::refuse) sheet.complain(node, breach.message);
    }
}

bool is_by_engine(const field::Field& field) {
    return field.kind->traits().by_engine;
}

/// The rows of a table without what the engine resolves, which may be required: the columns left out, and their cells.
field::Values readable(const std::vector<field::Field>& fields, const field::Values& values) {
    field::Values kept;
    for (auto const& [name, value] : values) {
        auto const* field = field::find(fields, name);
        if (field == nullptr || !is_by_engine(*field)) kept.emplace(name, value);
    }
    return kept;
}
field::Field readable(const field::Field& table) {
    auto kept = table;
    std::erase_if(kept.fields, is_by_engine);
    return kept;
}

void check_cells(const Sheet& sheet, const Node& at, const field::Field& table, const field::Values& row, const Pack& pack) {
    for (auto const& column : table.fields) {
        if (!is_by_engine(column)) continue;
        auto const& cell = field::value_of(row, column.field);
        if (!cell.empty())
            check_by_engine(sheet, at, column, cell, pack);
        else if (column.required && !column.shown_when)
            sheet.complain(at, {fmt::format("表格里的“{}”没填，请补上。", column.field), fmt::format("“{}” of the table is empty. Fill it in.", column.field)});
    }
}

/// The row in stored form; what the engine resolves stays as written.
field::Values read_values(Form& form, const Pack& pack, const Register& of, const DemoRow& row) {
    auto const& sheet = form.sheet();
    auto const values = demo_values(of, row, some_day());
    auto stored = field::defaults(of.fields, base::Instant::end_of(some_day()), "me");
    for (auto const& [name, value] : values) {
        auto const* field = of.field(name);
        auto const& at = *form.optional(name);
        if (field->kind->traits().by_engine) {
            check_by_engine(sheet, at, *field, value, pack);
            stored.insert_or_assign(name, value);
            continue;
        }
        auto const* rows = value.rows();
        field::Value::Rows lines;
        for (std::size_t i = 0; rows != nullptr && i < rows->size(); ++i) {
            check_cells(sheet, at, *field, (*rows)[i], pack);
            lines.push_back(readable(field->fields, (*rows)[i]));
        }
        auto read = rows == nullptr ? field::read(*field, value) : field::read(readable(*field), field::Value{std::move(lines)});
        for (auto const& problem : read.problems) {
            sheet.complain(at,
                           {problem.field.empty() ? problem.message.zh : problem.field + "：" + problem.message.zh,
                            problem.field.empty() ? problem.message.en : problem.field + ": " + problem.message.en});
        }
        stored.insert_or_assign(name, read.problems.empty() ? std::move(read.value) : value);
    }
    return stored;
}

void read_row(const Sheet& sheet, const Node& node, const Pack& pack, Register& of) {
    Form form{sheet, node};
    DemoRow row;
    if (of.level != "district") row.place = form.whole(of.level, 1, 1000);
    if (!of.process.empty() && form.optional("process_state") != nullptr) {
        auto const state = mention(form, "process_state");
        row.process_state = state.name;
        later(sheet, [&sheet, &pack, process = of.process, state] {
            auto const* found = pack.process_named(process);
            if (found == nullptr || found->state(state.name) != nullptr) return;
            sheet.complain(*state.at, {fmt::format("流程里没有状态“{}”，请改。", state.name),
                                       fmt::format("The process has no state “{}”. Change it.", state.name)});
        });
    }
    for (auto const& field : of.fields) {
        if (auto const* value = form.optional(field.field)) row.written.emplace(field.field, written(*value));
    }
    auto const problems_before = sheet.problems->size();
    auto const stored = read_values(form, pack, of, row);
    // A wrong value would only be told a second time.
    if (sheet.problems->size() == problems_before) check_whole(sheet, node, of, stored);
    of.demo.push_back(std::move(row));
}

}  // namespace

void read_demo(Form& form, const Pack& pack, Register& of) {
    for (auto const* node : form.list("demo", true)) read_row(form.sheet(), *node, pack, of);
}

}  // namespace anju::policy::reader
