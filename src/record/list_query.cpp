#include "record/list_query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "kernel/page.hpp"
#include "record/fields.hpp"
#include "record/filter.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

constexpr std::int64_t most_sorted = 10'000;  ///< as many are sorted in memory in a few milliseconds

std::string base_condition(const policy::Register& of, const Query& query) {
    return fmt::format("r.register = '{}' AND r.deleted = {}", of.name, query.deleted ? 1 : 0);
}

std::string bound(kernel::Values& values, kernel::Value value) {
    values.push_back(std::move(value));
    return fmt::format("${}", values.size());
}

/// Every word of the search must be there; a word may also be, as a whole, the value of a sensitive field.
std::string search_condition(const Registers& registers, const policy::Register& of, const std::string& search,
                             kernel::Values& values) {
    std::string all;
    for (auto const& word : words_of(search)) {
        auto any = fmt::format("r.search LIKE {} ESCAPE '\\'", bound(values, kernel::like_containing(lower(word))));
        for (auto const& one : of.fields) {
            if (!one.search || !one.sensitive) continue;
            auto const read = field::read(one, field::Value{word});
            if (!read.problems.empty() || read.value.empty()) continue;
            auto const hidden = search_words(blind(registers, of, one, *read.value.text()));
            any += fmt::format(" OR r.search LIKE {}", bound(values, "%" + hidden + "%"));
        }
        all += " AND (" + any + ")";
    }
    return all;
}

/// " AND …" for everything else that is asked; empty when nothing is.
std::string narrowing(const Registers& registers, const policy::Register& of, const Query& query, kernel::Values& values) {
    std::string where;
    if (auto const paths = path_condition(query.paths, "r.path", values); paths != "1 = 1") where += " AND " + paths;
    if (!query.states.empty()) {
        std::string list;
        for (auto const& state : query.states) list += (list.empty() ? "" : ", ") + bound(values, state);
        where += fmt::format(" AND r.state IN ({})", list);
    }
    for (auto const& [name, text] : query.filters) {
        if (auto const* one = of.field(name)) where += " AND " + filter_condition(registers, of, *one, text, values);
    }
    return where + search_condition(registers, of, query.search, values);
}

/// What a list is sorted by: an expression over `record r`, "" when by id alone.
///
/// Which index to enter is decided here and not left to the planners, which would have to guess how many records fulfil the rest: where
/// there are many, the list is read along the index of its order and the rest only looked at (a CASE hides it from both planners, and
/// PostgreSQL takes `<> 0` for nearly always true);
/// where there are few, they are found by whatever narrows them and sorted (an order by COALESCE is no index's order).
struct Sort {
    std::string value;
    bool number = false;
    bool may_be_absent = true;
    std::string id = "r.id";
    void hide() {
        id = "COALESCE(r.id, r.id)";
        if (!value.empty()) value = fmt::format("COALESCE({0}, {0})", value);
    }
};
Sort sort_of(const policy::Register& of, const Query& query) {
    if (query.sort.empty()) return {};
    if (query.sort == "changed_at") return {"r.changed_at", true, false};
    auto const* one = of.field(query.sort);
    if (one == nullptr || !can_sort(*one)) return {};
    return {sql_value(*one), is_number(*one), true};
}

kernel::Value sort_value(const Sort& sort, const std::string& text) {
    if (!sort.number) return text;
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        base::refuse_field("after", "page_token_wrong",
                           {"翻页标记无效，请从第一页重新开始。", "The page token is not valid; start again from the first page."});
    }
    return number;
}

/// One stretch of a list: the records with a sort value, or those without.
struct Stretch {
    bool absent;
    std::optional<Position> after;
};

std::string after_condition(const Sort& sort, const Query& query, const Stretch& stretch, kernel::Values& values) {
    auto const* const beyond = query.descending ? "<" : ">";
    std::string condition;
    if (!sort.value.empty() && sort.may_be_absent)
        condition = fmt::format(" AND {} IS {}NULL", sort.value, stretch.absent ? "" : "NOT ");
    if (!stretch.after) return condition;
    if (sort.value.empty() || stretch.absent)
        return condition + fmt::format(" AND {} {} {}", sort.id, beyond, bound(values, stretch.after->id));
    auto const value = bound(values, sort_value(sort, stretch.after->value));
    auto const id = bound(values, stretch.after->id);
    // The first half says the same less exactly; with it both databases enter the index at the value.
    return condition + fmt::format(" AND {0} {1}= {2} AND ({0}, {4}) {1} ({2}, {3})", sort.value, beyond, value, id, sort.id);
}

PageStatement statement(const Registers& registers, const policy::Register& of, const Query& query, const Stretch& stretch, bool many,
                        std::int64_t rows) {
    auto sort = sort_of(of, query);
    if (!many) sort.hide();
    PageStatement made;
    auto narrowed = narrowing(registers, of, query, made.values);
    if (many && !narrowed.empty()) narrowed = fmt::format(" AND CASE WHEN {} THEN 1 ELSE 0 END <> 0", narrowed.substr(5));
    auto const where = base_condition(of, query) + narrowed + after_condition(sort, query, stretch, made.values);
    auto const* const direction = query.descending ? " DESC" : "";
    auto const order = sort.value.empty() ? fmt::format("{}{}", sort.id, direction) : fmt::format("{0}{1}, {2}{1}", sort.value, direction, sort.id);
    made.sql = fmt::format("SELECT {}, {} FROM record r WHERE {} ORDER BY {} LIMIT {}", record_columns,
                           sort.value.empty() ? "r.id" : sort.value, where, order, rows);
    return made;
}

void read_stretch(kernel::Transaction& transaction, const Registers& registers, const policy::Register& of, const Query& query,
                  const Stretch& stretch, bool many, std::int64_t size, Found& found) {
    auto const sort = sort_of(of, query);
    auto const left = size - std::ssize(found.records);
    auto const [sql, values] = statement(registers, of, query, stretch, many, left + 1);
    auto const rows = transaction.query(sql, values);
    for (auto const& row : rows) {
        if (std::ssize(found.records) == size) return;  // there is more: `next` stands at the last one taken
        found.records.push_back(row_record(registers, row));
        if (!stretch.absent)
            found.next = Position{false, sort.number ? std::to_string(row.number(12)) : row.text(12), found.records.back().id};
        else
            found.next = Position{true, {}, found.records.back().id};
    }
    found.next.reset();
}

}  // namespace

bool is_number(const policy::field::Field& one) {
    return one.kind->traits().shape == field::Shape::whole;
}

bool can_sort(const policy::field::Field& one) {
    static const std::vector<std::string_view> sortable{"text",   "whole_number", "decimal", "money",       "date",  "instant",
                                                        "period", "choice",       "yes_no",  "credit_code", "plate", "phone",
                                                        "reference_number"};
    return !one.sensitive && std::find(sortable.begin(), sortable.end(), one.kind->name()) != sortable.end();
}

bool wants_index(const policy::Register& of, const policy::field::Field& one) {
    auto const kind = one.kind->name();
    if (kind == "long_text" || kind == "choices" || kind == "photos" || kind == "files" || kind == "signature" || kind == "rows" || kind == "map_point") return false;
    if (kind == "text" && one.most.value_or(200) > 500) return false;  // PostgreSQL keeps no longer entry in an index
    bool const listed = std::find(of.list.begin(), of.list.end(), one.field) != of.list.end();
    return listed || one.search || one.unique != field::Unique::no || kind == "link" || kind == "reference_number";
}

std::string sql_value(const policy::field::Field& one, std::string_view alias) {
    auto const doc = alias.empty() ? std::string{"doc"} : fmt::format("{}.doc", alias);
    if (one.sensitive) return fmt::format("({} -> '{}' ->> 'blind')", doc, one.field);
    if (one.kind->name() == "period") return fmt::format("NULLIF({} -> '{}' ->> 1, '')", doc, one.field);
    if (is_number(one)) return fmt::format("CAST(({} ->> '{}') AS BIGINT)", doc, one.field);
    return fmt::format("({} ->> '{}')", doc, one.field);
}

std::string condition(const Registers& registers, const policy::Register& of, const Query& query, kernel::Values& values) {
    return base_condition(of, query) + narrowing(registers, of, query, values);
}

Found page(kernel::Transaction& transaction, const Registers& registers, const policy::Register& of, const Query& query,
           const std::optional<Position>& after, std::int64_t size, std::optional<bool> known_many) {
    Found found;
    bool const many = known_many ? *known_many : count(transaction, registers, of, query, most_sorted + 1) > most_sorted;
    auto const sort = sort_of(of, query);
    bool const two = !sort.value.empty() && sort.may_be_absent;
    if (!after || !after->absent) {
        read_stretch(transaction, registers, of, query, {false, after}, many, size, found);
        if (!two || found.next) return found;
        if (std::ssize(found.records) == size) {  // full to the brim: is there anything without the value?
            Found more;
            read_stretch(transaction, registers, of, query, {true, std::nullopt}, many, 1, more);
            if (!more.records.empty()) found.next = Position{true, {}, {}};
            return found;
        }
        read_stretch(transaction, registers, of, query, {true, std::nullopt}, many, size, found);
        return found;
    }
    auto const from = after->id.empty() ? std::optional<Position>{} : after;
    read_stretch(transaction, registers, of, query, {true, from}, many, size, found);
    return found;
}

PageStatement page_sql(const Registers& registers, const policy::Register& of, const Query& query, const std::optional<Position>& after,
                       std::int64_t size, bool many) {
    return statement(registers, of, query, {after && after->absent, after}, many, size + 1);
}

std::int64_t count(kernel::Transaction& transaction, const Registers& registers, const policy::Register& of, const Query& query,
                   std::int64_t most) {
    kernel::Values values;
    auto const where = condition(registers, of, query, values);
    return transaction
        .one(fmt::format("SELECT COUNT(*) FROM (SELECT 1 FROM record r WHERE {} LIMIT {}) counted", where, most), values)
        ->number(0);
}

}  // namespace anju::record
