#include "record/import_unique.hpp"

#include <fmt/format.h>

#include <set>

#include "attachment/attachment.hpp"
#include "record/list_query.hpp"

namespace anju::record {
namespace {

bool everywhere(const field::Field& one) {
    return one.unique == field::Unique::in_register || one.kind->name() == "reference_number";
}

/// What sql_value of the field gives.
kernel::Value compared(const Registers& registers, const policy::Register& of, const field::Field& one,
                       const field::Value& value) {
    if (one.sensitive) return blind(registers, of, one, *value.text());
    if (auto const* whole = value.whole()) return *whole;
    return *value.text();
}

std::string key_of(const field::Field& one, const std::string& place_id, const kernel::Value& value) {
    auto const* number = std::get_if<std::int64_t>(&value);
    auto const text = number != nullptr ? std::to_string(*number) : std::get<std::string>(value);
    return everywhere(one) ? text : place_id + "\x1f" + text;
}

/// "($1, …)": always of one length, so that one statement serves every call.
std::string list_of(const kernel::Values& members, kernel::Values& bound) {
    std::string list;
    for (std::size_t i = 0; i < ImportUnique::most_at_once; ++i) {
        bound.push_back(i < members.size() ? members[i] : members.back());
        list += fmt::format("{}${}", list.empty() ? "(" : ", ", bound.size());
    }
    return list + ")";
}

base::Text double_in_file(const field::Field& one, std::size_t row) {
    return {fmt::format("“{}”和第 {} 行重复，请改正或删去一行。", one.title.zh, row),
            fmt::format("“{}” is the same as in row {}. Correct or delete one.", one.title.en, row)};
}
base::Text double_in_register(const field::Field& one, const std::string& name) {
    return {fmt::format("“{}”和已有的一条重复了{}，请改正或删去这一行。", one.title.zh,
                        name.empty() ? "" : "（" + name + "）"),
            fmt::format("“{}” is the same as in another record{}. Correct or delete this row.", one.title.en,
                        name.empty() ? "" : " (" + name + ")")};
}

}  // namespace

ImportUnique::ImportUnique(const Author& author, const Registers& registers, const policy::Register& of)
    : author_{author}, registers_{registers}, of_{of} {
    for (auto const& one : of.fields)
        if (one.unique != field::Unique::no || everywhere(one)) fields_.push_back(&one);
}

std::vector<ImportUnique::Double> ImportUnique::check(const std::vector<PlannedRow>& rows, std::size_t from,
                                                      std::size_t to, const std::vector<place::Place>& places) {
    std::vector<Double> doubles;
    for (auto const* one : fields_) {
        Waiting waiting;
        kernel::Values values;
        std::set<std::string> place_ids;
        for (auto i = from; i < to; ++i) {
            auto const& value = field::value_of(rows[i].values, one->field);
            if (value.empty()) continue;
            auto const& place_id = places[rows[i].place].id;
            auto asked = compared(registers_, of_, *one, value);
            auto const key = key_of(*one, place_id, asked);
            if (auto const [first, fresh] = seen_[one->field].emplace(key, rows[i].row); !fresh) {
                doubles.push_back({&rows[i], one->field, double_in_file(*one, first->second)});
                continue;
            }
            waiting.emplace(key, &rows[i]);
            place_ids.insert(place_id);
            values.push_back(std::move(asked));
        }
        if (!values.empty()) check_field(*one, waiting, values, {place_ids.begin(), place_ids.end()}, doubles);
    }
    return doubles;
}

void ImportUnique::check_field(const field::Field& one, const Waiting& waiting, const kernel::Values& values,
                               const std::vector<std::string>& place_ids, std::vector<Double>& doubles) const {
    kernel::Values bound;
    auto const list = list_of(values, bound);
    auto sql = fmt::format(
        "SELECT {0}, r.place_id, r.name FROM record r WHERE r.register = '{1}' AND r.deleted = 0 AND {0} IN {2}",
        sql_value(one), of_.name, list);
    if (!everywhere(one)) sql += " AND r.place_id IN " + attachment::in_list(place_ids, bound);
    std::set<std::string> told;
    for (auto const& row : author_.transaction.query(sql, bound)) {
        auto const key = key_of(one, row.text(1), row.values()[0]);
        auto const found = waiting.find(key);
        if (found == waiting.end() || !told.insert(key).second) continue;
        // Names of records in other places are not told: who imports may not be allowed to read them.
        doubles.push_back(
            {found->second, one.field, double_in_register(one, everywhere(one) ? std::string{} : row.text(2))});
    }
}

}  // namespace anju::record
