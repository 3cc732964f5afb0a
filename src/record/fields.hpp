#pragma once
// Between JSON and the values of policy/field. In `record.doc` a field stands as: texts and ids as text, numbers as whole numbers in
// stored units, yes_no as the text "true" or "false" (so that `doc ->> 'x'` reads alike on both databases), lists as lists, rows as
// objects, and a sensitive field as {"sealed": …, "blind": …}. Empty fields are not there.
#include <string>
#include <vector>

#include "record/record.hpp"

namespace anju::record {

namespace field = policy::field;
namespace json = kernel::json;

/// What somebody wrote, as the catalogue reads it (field::read_all); what is no value of any kind becomes a problem.
field::Values written(const json::object& fields, std::vector<base::FieldProblem>& problems);
/// A stored value as a form takes it and `written` + read gives back: money "123.45", decimals as text, instants RFC 3339.
json::value typed(const field::Field& one, const field::Value& stored);

/// Documents without sensitive fields, such as those of process acts.
json::object plain_doc(const std::vector<field::Field>& fields, const field::Values& stored);
field::Values plain_values(const std::vector<field::Field>& fields, const json::object& doc);

/// A record's document; sensitive values equal to those of `before` (opened: `known`) stay as they were sealed, those of dropped fields
/// stay as they were.
json::object sealed_doc(const Registers& registers, const policy::Register& of, const std::string& id, const field::Values& stored,
                        const json::object* before, const field::Values& known);
/// A document as it should stand today: what is sensitive sealed under the key that seals now with its blind word, what no longer is in
/// plain. Fields that are not among `fields` stay; so does what cannot be opened, counted in `unopened`.
json::object resealed_doc(const Registers& registers, const policy::Register& of, const std::vector<field::Field>& fields, const std::string& id,
                          const json::object& doc, std::int64_t& unopened);

/// The stored values with sensitive ones opened; one whose key is gone reads as "*".
field::Values values_of(const Registers& registers, const policy::Register& of, const std::string& id, const json::object& doc);
field::Values values_of(const Registers& registers, const Record& record);
/// The same for other fields than those the register asks, see retired.hpp.
field::Values values_of(const Registers& registers, const policy::Register& of, const std::vector<field::Field>& fields, const std::string& id,
                        const json::object& doc);

std::string blind(const Registers& registers, const policy::Register& of, const field::Field& one, const std::string& value);
/// What `search` holds: the fields so marked in lower case (ASCII), blind words in capitals, so that no typed part of a word meets one.
std::string search_text(const Registers& registers, const policy::Register& of, const field::Values& stored);
std::string search_words(const std::string& blind_word);  ///< the capitals of a blind word
std::string lower(std::string_view text);

/// Ids a value holds: of links, places, parties, accounts, dwellings, photos, files, signatures, also inside rows.
struct Pointer { const field::Field* one; std::string where, id; };  ///< where: "firm", "rooms/2/firm"
std::vector<Pointer> pointers(const std::vector<field::Field>& fields, const field::Values& stored);

/// Problems with ids that point to nothing of the kind the field wants, or to files the author has not uploaded; photos and signatures
/// are pictures, files may be papers too. `before`: what was there and needs no second look. The place gives the estate of dwellings.
void check_pointers(const Author& author, const std::vector<field::Field>& fields, const field::Values& stored, const field::Values& before,
                    const place::Place& place, std::vector<base::FieldProblem>& problems);
/// Rows of record_link and record_file for the values; `prefix` stands before the field names of a process act ("stop/").
void keep_pointers(kernel::Transaction& transaction, const std::string& record_id, const std::string& prefix, const std::vector<field::Field>& fields,
                   const field::Values& stored);

}  // namespace anju::record
