#include <fmt/format.h>

#include <set>

#include "attachment/attachment.hpp"
#include "record/draft.hpp"
#include "record/import_plan.hpp"
#include "record/import_unique.hpp"
#include "record/list_query.hpp"

namespace anju::record {
namespace {

[[noreturn]] void refuse_changed() {
    base::refuse_state("changed_meanwhile",
                       {"导入时别人改了相关的台账，什么都没有写入。请再导入一次。",
                        "Somebody changed these registers meanwhile; nothing was written. Import again."});
}

/// Between planning and writing others may have written: doubles and links are looked at again, inside the act.
void require_unchanged(const Author& author, const Registers& registers, const policy::Register& of,
                       const ImportPlan& plan) {
    ImportUnique unique{author, registers, of};
    std::set<std::string> linked;
    for (std::size_t from = 0; from < plan.rows.size(); from += ImportUnique::most_at_once) {
        auto const to = std::min(from + ImportUnique::most_at_once, plan.rows.size());
        if (!unique.check(plan.rows, from, to, plan.places).empty()) refuse_changed();
    }
    for (auto const& row : plan.rows)
        for (auto const& pointer : pointers(of.fields, row.values))
            if (pointer.one->kind->name() == "link") linked.insert(pointer.id);
    for (auto const& id : linked)
        if (!author.transaction.one("SELECT 1 FROM record WHERE id = $1 AND deleted = 0", {id})) refuse_changed();
}

/// Reference numbers for a whole import: a stretch at once, those that old papers took left out.
class Numbers {
  public:
    Numbers(const Author& author, const policy::Register& of, const field::Field& one)
        : author_{author}, of_{of}, one_{one} {}

    std::string next(std::size_t wanted) {
        while (free_.empty()) take(wanted);
        auto number = std::move(free_.back());
        free_.pop_back();
        return number;
    }

  private:
    void take(std::size_t wanted) {
        auto const count = static_cast<std::int64_t>(std::min(wanted, ImportUnique::most_at_once));
        auto const year = author_.now.day().year();
        auto const counted = field::counts_by_year(one_.pattern) ? std::to_string(year) : std::string{};
        auto const row = author_.transaction.one(
            "INSERT INTO record_number (register, year, last) VALUES ($1, $2, $3) ON CONFLICT (register, year) DO "
            "UPDATE SET last = record_number.last + $3 "
            "RETURNING last",
            {of_.name + "/" + one_.field, counted, count});
        std::vector<std::string> numbers;
        for (auto last = row->number(0); std::ssize(numbers) < count; --last)
            numbers.push_back(field::reference_number(one_.pattern, year, last));
        kernel::Values bound;
        auto const list = attachment::in_list(numbers, bound);
        std::set<std::string> used;
        for (auto const& there :
             author_.transaction.query(fmt::format("SELECT {0} FROM record r WHERE r.register = '{1}' AND {0} IN {2}",
                                                   sql_value(one_), of_.name, list),
                                       bound))
            used.insert(there.text(0));
        for (auto& number : numbers)
            if (!used.contains(number)) free_.push_back(std::move(number));
    }

    const Author& author_;
    const policy::Register& of_;
    const field::Field& one_;
    std::vector<std::string> free_;  ///< the lowest last
};

/// Writes records many at a time: every statement on `record` opens each of its hundreds of indexes once, which costs more than a row does.
class Inserts {
  public:
    Inserts(const Author& author, const Registers& registers, const policy::Register& of, const std::string& import_id)
        : author_{author}, of_{of}, shared_{of.name, start_of(registers, of), import_id, author.account_id, author.name, author.now.microseconds} {}

    void add(const place::Place& place, Draft draft) {
        waiting_.push_back({&place, std::move(draft)});
        if (waiting_.size() == most_at_once) flush();
    }

    void flush() {
        if (waiting_.empty()) return;
        auto values = shared_;
        std::string rows;
        for (auto& [place, draft] : waiting_) {
            auto const n = values.size();
            rows += fmt::format("{}(${}, $1, ${}, ${}, ${}, $2, ${}, ${}, 0, $3, $4, $5, $6, $6, 1)", rows.empty() ? "" : ", ", n + 1, n + 2, n + 3, n + 4,
                                n + 5, n + 6);
            for (auto&& value : {draft.id, place->id, place->path, draft.name, json::serialize(draft.doc), draft.search}) values.emplace_back(value);
        }
        author_.transaction.run("INSERT INTO record (id, register, place_id, path, name, state, doc, search, deleted, import_id, created_by, created_by_name, "
                                "created_at, changed_at, version) VALUES " + rows, values);
        for (auto const& [place, draft] : waiting_) keep_pointers(author_.transaction, draft.id, {}, of_.fields, draft.values);
        waiting_.clear();
    }

  private:
    static constexpr std::size_t most_at_once = 50;
    struct Waiting { const place::Place* place; Draft draft; };

    static std::string start_of(const Registers& registers, const policy::Register& of) {
        return of.process.empty() ? std::string{} : registers.pack().process_named(of.process)->start;
    }

    const Author& author_;
    const policy::Register& of_;
    kernel::Values shared_;
    std::vector<Waiting> waiting_;
};

void write_rows(const Author& author, const Registers& registers, const policy::Register& of, const ImportPlan& plan,
                const std::string& import_id, kernel::JobProgress& progress) {
    std::map<const field::Field*, Numbers> numbers;
    for (auto const& one : of.fields)
        if (one.kind->name() == "reference_number") numbers.try_emplace(&one, author, of, one);
    Inserts inserts{author, registers, of, import_id};
    auto const total = static_cast<std::int64_t>(plan.rows.size());
    for (std::size_t i = 0; i < plan.rows.size(); ++i) {
        if (i % 100 == 0) progress.at(total + static_cast<std::int64_t>(i), 2 * total);
        auto values = plan.rows[i].values;
        for (auto& [one, stretch] : numbers)
            if (field::value_of(values, one->field).empty())
                values.insert_or_assign(one->field, stretch.next(plan.rows.size() - i));
        inserts.add(plan.places[plan.rows[i].place], make_draft(author, registers, of, std::move(values)));
    }
    inserts.flush();
}

}  // namespace

void write_import(const Author& author, const Registers& registers, const policy::Register& of, const ImportPlan& plan,
                  const ImportFile& file, kernel::JobProgress& progress) {
    require_unchanged(author, registers, of, plan);
    kernel::Value place = nullptr;
    if (!file.place_id.empty()) place = file.place_id;
    author.transaction.run(
        "INSERT INTO record_import (id, register, place_id, file_name, records, account_id, account_name, at) VALUES "
        "($1, $2, $3, $4, $5, $6, $7, $8)",
        {file.id, of.name, place, file.name, static_cast<std::int64_t>(plan.rows.size()), author.account_id,
         author.name, author.now.microseconds});
    write_rows(author, registers, of, plan, file.id, progress);
    author.journal({.act = "record.imported",
                    .thing_kind = "import",
                    .thing_id = file.id,
                    .place_id = file.place_id,
                    .before = nullptr,
                    .after = json::object{{"register", of.name}, {"records", plan.rows.size()}},
                    .why = {}});
    std::set<std::string> places;
    for (auto const& row : plan.rows) places.insert(plan.places[row.place].id);
    for (auto const& id : places) registers.tell_many(author, id, of);
}

}  // namespace anju::record
