#include <fmt/format.h>

#include "record/draft.hpp"
#include "record/list_query.hpp"

namespace anju::record {
namespace {

/// What sql_value of the field gives for this value.
kernel::Value compared(const Registers& registers, const policy::Register& of, const field::Field& one,
                       const field::Value& value) {
    if (one.sensitive) return blind(registers, of, one, *value.text());
    if (auto const* whole = value.whole()) return *whole;
    return *value.text();
}

bool everywhere(const field::Field& one) {
    return one.unique == field::Unique::in_register || one.kind->name() == "reference_number";
}

}  // namespace

std::vector<base::FieldProblem> taken(const Author& author, const Registers& registers, const policy::Register& of,
                                      const place::Place& place, const field::Values& values,
                                      const std::string& own_id) {
    std::vector<base::FieldProblem> problems;
    for (auto const& one : of.fields) {
        auto const& value = field::value_of(values, one.field);
        if (value.empty() || (one.unique == field::Unique::no && !everywhere(one))) continue;
        kernel::Values bound{compared(registers, of, one, value), own_id};
        auto sql = fmt::format("SELECT r.place_id, r.name FROM record r WHERE r.register = '{}' AND r.deleted = 0 AND {} = $1 AND r.id <> $2",
                               of.name, sql_value(one));
        if (!everywhere(one)) {
            sql += " AND r.place_id = $3";
            bound.emplace_back(place.id);
        }
        auto const row = author.transaction.one(sql + " LIMIT 1", bound);
        if (!row) continue;
        // Of another place not even the name is told: who fills in this form may not be allowed to read it.
        auto const here = row->text(0) == place.id && !row->text(1).empty();
        problems.push_back(
            {one.field,
             {fmt::format("“{}”和已有的一条重复了{}，请改。", one.title.zh, here ? "（" + row->text(1) + "）" : std::string{}),
              fmt::format("“{}” is the same as in another record{}. Change it.", one.title.en,
                          here ? " (" + row->text(1) + ")" : std::string{})}});
    }
    return problems;
}

std::string next_number(const Author& author, const policy::Register& of, const field::Field& one) {
    auto const year = author.now.day().year();
    auto const counted = field::counts_by_year(one.pattern) ? std::to_string(year) : std::string{};
    auto const exists = fmt::format("SELECT 1 FROM record r WHERE r.register = '{}' AND {} = $1 LIMIT 1", of.name, sql_value(one));
    for (;;) {  // numbers taken over from old papers are passed by; each is passed only once
        auto const row = author.transaction.one(
            "INSERT INTO record_number (register, year, last) VALUES ($1, $2, 1) ON CONFLICT (register, year) DO UPDATE "
            "SET last = record_number.last + 1 RETURNING last",
            {of.name + "/" + one.field, counted});
        auto number = field::reference_number(one.pattern, year, row->number(0));
        if (!author.transaction.one(exists, {number})) return number;
    }
}

}  // namespace anju::record
