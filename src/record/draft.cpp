#include "record/draft.hpp"

#include <algorithm>

#include "base/id.hpp"

namespace anju::record {
namespace {

using base::FieldProblem;

bool told(const std::vector<FieldProblem>& problems, std::string_view where) {
    auto const root = where.substr(0, where.find('/'));
    return std::any_of(problems.begin(), problems.end(), [&](const FieldProblem& problem) {
        return std::string_view{problem.field}.substr(0, problem.field.find('/')) == root;
    });
}

/// A field is told of once: what follows from a wrong value helps nobody.
void add_untold(std::vector<FieldProblem>& problems, std::vector<FieldProblem> more) {
    auto const before = problems;
    for (auto& problem : more)
        if (!told(before, problem.field)) problems.push_back(std::move(problem));
}

}  // namespace

Reading read_typed(const Author& author, const Registers& registers, const policy::Register& of,
                   const place::Place& place, const field::Values& typed, const Record* before) {
    auto const known = before == nullptr ? field::Values{} : values_of(registers, *before);
    auto read = field::read_all(of.fields, typed);
    Reading reading{before == nullptr ? field::defaults(of.fields, author.now, author.account_id) : known,
                    std::move(read.problems)};
    for (auto& [name, value] : read.values) reading.values.insert_or_assign(name, std::move(value));
    auto settled = field::settle(of.fields, std::move(reading.values));
    reading.values = std::move(settled.values);
    add_untold(reading.problems, std::move(settled.problems));

    std::vector<FieldProblem> breaches;
    for (auto& breach : policy::check::breaches(of.checks, of.fields, reading.values, author.now)) {
        if (breach.check->severity == policy::check::Severity::refuse)
            breaches.push_back({breach.field, std::move(breach.message)});
    }
    add_untold(reading.problems, std::move(breaches));
    std::vector<FieldProblem> lost;
    check_pointers(author, of.fields, reading.values, known, place, lost);
    add_untold(reading.problems, std::move(lost));
    add_untold(reading.problems,
               taken(author, registers, of, place, reading.values, before == nullptr ? std::string{} : before->id));
    return reading;
}

std::string name_of(const policy::Register& of, const field::Values& values) {
    auto const* one = of.field(of.named_by);
    return one == nullptr ? std::string{} : field::text(*one, field::value_of(values, of.named_by), base::Language::zh);
}

Draft make_draft(const Author& author, const Registers& registers, const policy::Register& of, field::Values values) {
    Draft draft;
    draft.id = base::new_id();
    for (auto const& one : of.fields) {
        if (one.kind->name() == "reference_number" && field::value_of(values, one.field).empty())
            values.insert_or_assign(one.field, next_number(author, of, one));
    }
    draft.name = name_of(of, values);
    draft.search = search_text(registers, of, values);
    draft.doc = sealed_doc(registers, of, draft.id, values, nullptr, {});
    draft.values = std::move(values);
    return draft;
}

Record insert(const Author& author, const Registers& registers, const policy::Register& of, const place::Place& place,
              Draft draft, const std::string& import_id) {
    auto const* process = of.process.empty() ? nullptr : registers.pack().process_named(of.process);
    Record record;
    record.id = std::move(draft.id);
    record.place_id = place.id;
    record.path = place.path;
    record.name = std::move(draft.name);
    record.state = process == nullptr ? std::string{} : process->start;
    record.of = &of;
    record.doc = std::move(draft.doc);
    record.created_by = author.account_id;
    record.created_at = record.changed_at = author.now.microseconds;
    record.version = 1;
    kernel::Value import = nullptr;
    if (!import_id.empty()) import = import_id;
    author.transaction.run(
        "INSERT INTO record (id, register, place_id, path, name, state, doc, search, deleted, import_id, created_by, "
        "created_by_name, created_at, changed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, "
        "$12, $12, 1)",
        {record.id, of.name, place.id, place.path, record.name, record.state, json::serialize(record.doc),
         std::move(draft.search), import, author.account_id, author.name, author.now.microseconds});
    keep_pointers(author.transaction, record.id, {}, of.fields, draft.values);
    return record;
}

}  // namespace anju::record
