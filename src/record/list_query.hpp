#pragma once
// The one place where SQL is made from a register. Names of registers and fields come from a checked pack ([a-z][a-z0-9_]*) and stand
// in the text, so that the partial indexes `WHERE register = 'x'` apply; what people typed is always a value.
//
// Lists are read page by page (keyset on sort value and id). Records without the sort value stand last in both directions, so a list
// has two stretches: those with the value, then those without.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/record.hpp"

namespace anju::record {

/// What a list shows: kept as JSON by an export job, and by saved filters as text.
struct Query {
    std::vector<std::string> paths;  ///< what the asker may read, narrowed to the place asked for; empty: nothing
    std::vector<std::string> states;
    std::string search;
    std::string sort;  ///< a field, "changed_at", or empty: by id, the newest first
    bool descending = true;
    bool deleted = false;                        ///< the deleted ones instead (only for those who may write)
    std::map<std::string, std::string> filters;  ///< field → text, see condition()
};

/// From the query string (`place search state sort deleted f.FIELD`) or from JSON with the same names; refuses 422 what is unknown,
/// cannot be sorted by, or is no value of its field.
Query query_of(kernel::Context& context, const policy::Register& of, const std::map<std::string, std::string>& asked);
std::map<std::string, std::string> asked_of(const kernel::Context& context);         ///< the query string
std::map<std::string, std::string> asked_of(const kernel::json::object& written);    ///< {"place": …, "f.status": …}
kernel::json::object to_json(const Query& query);
Query query_from(const kernel::json::object& kept);  ///< the way back from to_json

/// "r.register = 'x' AND …" over `record r`. Filters by kind: choice, choices, yes_no, link, place, party, account, dwelling: any of
/// (comma); dates, instants and numbers: "from..to", either end may be left out, or one value; periods: those that touch the span;
/// texts: contain; sensitive: equal; photos, files, signature, rows, map_point: "yes" or "no".
std::string condition(const Registers& registers, const policy::Register& of, const Query& query, kernel::Values& values);

struct Position {
    bool absent = false;  ///< among those without the sort value
    std::string value, id;
};
struct Found {
    std::vector<Record> records;
    std::optional<Position> next;  ///< nothing: that was the last one
};
/// `many`: whether more than 10,000 records fulfil the query, when the caller knows; otherwise they are counted so far each time.
Found page(kernel::Transaction& transaction, const Registers& registers, const policy::Register& of, const Query& query,
           const std::optional<Position>& after, std::int64_t size, std::optional<bool> many = {});
/// The statement page() begins with, for tests that look at its plan.
struct PageStatement { std::string sql; kernel::Values values; };
PageStatement page_sql(const Registers& registers, const policy::Register& of, const Query& query, const std::optional<Position>& after, std::int64_t size,
                       bool many);
std::int64_t count(kernel::Transaction& transaction, const Registers& registers, const policy::Register& of, const Query& query,
                   std::int64_t most);  ///< counts no further than `most`

/// The SQL value of a field of `record` under that alias ("" for none, as in an index): texts as text, numbers as BIGINT (stored units),
/// yes_no as 'true' / 'false', a period as its last day (NULL while open), a sensitive field as its blind word; NULL when empty.
std::string sql_value(const policy::field::Field& one, std::string_view alias = "r");
bool is_number(const policy::field::Field& one);    ///< sql_value is a BIGINT
bool can_sort(const policy::field::Field& one);
bool wants_index(const policy::Register& of, const policy::field::Field& one);

}  // namespace anju::record
