#pragma once
// From what was typed to a row, in steps: add() and change() take all of them at once, an import takes them apart.
#include <string>
#include <vector>

#include "record/fields.hpp"
#include "record/record.hpp"

namespace anju::record {

struct Reading {
    field::Values values;  ///< stored form, settled
    std::vector<base::FieldProblem> problems;
};
/// Reads `typed` over the defaults, or over the record's values; then settles, checks (severity refuse), follows ids and looks for
/// doubles of unique fields in the database. Writes nothing.
Reading read_typed(const Author& author, const Registers& registers, const policy::Register& of,
                   const place::Place& place, const field::Values& typed, const Record* before = nullptr);

struct Draft {
    std::string id, name, search;
    field::Values values;
    json::object doc;
};
/// Gives missing reference numbers (which uses them up), names and seals.
Draft make_draft(const Author& author, const Registers& registers, const policy::Register& of, field::Values values);
/// Writes the rows of a new record, in the first state of its process. No journal line, tells nobody. `import_id` may be
/// empty.
Record insert(const Author& author, const Registers& registers, const policy::Register& of, const place::Place& place,
              Draft draft, const std::string& import_id = {});

/// The value of the field that names a record, as shown in Chinese.
std::string name_of(const policy::Register& of, const field::Values& values);
/// Values of unique fields that another undeleted record has already (in the same place, or anywhere in the register).
std::vector<base::FieldProblem> taken(const Author& author, const Registers& registers, const policy::Register& of,
                                      const place::Place& place, const field::Values& values, const std::string& own_id);
/// The next number of that field that no record has.
std::string next_number(const Author& author, const policy::Register& of, const field::Field& one);

}  // namespace anju::record
