#pragma once
// Fields the pack no longer asks (`dropped:`): their values stay in the record and are shown, exported and told in its history, but are
// in no form and no import. How such a field was declared is remembered with the database (register_known) when tables are prepared.
#include <map>
#include <string>
#include <vector>

#include "record/shown.hpp"

namespace anju::record {

/// A field as field_json wrote it, as far as values are read and shown by it; a kind this program does not know reads as text.
field::Field declared(const json::object& kept);
/// The dropped fields of a register as they last stood, in the order of `dropped:`. Costs nothing when there are none.
std::vector<field::Field> retired_fields(kernel::Transaction& transaction, const policy::Register& of);
/// A register the pack dropped, with the fields it had: enough to open and seal what its records hold. Nothing when it never was there.
std::optional<policy::Register> dropped_register(kernel::Transaction& transaction, const std::string& name);
/// Fields that are asked, then those that are not.
std::vector<field::Field> with_retired(kernel::Transaction& transaction, const policy::Register& of);
/// What a record still holds in them: field → {field, since, reason, value}, `field` as in a form, values as shown.
json::object retired_json(kernel::Transaction& transaction, const Registers& registers, const Record& record);
/// " AND …" over `record_link l` and `record r`, the one that points: not through a dropped field or from a dropped register, where
/// nobody could change it.
std::string through_asked_fields(const policy::Pack& pack);

}  // namespace anju::record
