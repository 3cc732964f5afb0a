#pragma once
// Reading registers and processes: what their files have in common.
#include <functional>

#include "policy/reader/sections.hpp"

namespace anju::policy::reader {

/// A name in a file and where it stands; empty after a problem that was reported.
struct Mention { std::string name; const Node* at = nullptr; };

Mention mention(Form& form, std::string_view key);           ///< one word; reported when missing
Mention optional_mention(Form& form, std::string_view key);  ///< the same, may be absent
std::vector<Mention> mentions(Form& form, std::string_view key, bool may_be_absent);
std::vector<std::string> names(const std::vector<Mention>& mentioned);
void unknown(const Sheet& sheet, const Node& at, const Text& what, std::string_view value, std::string_view known);
/// Roles by name, held against roles.yaml once that is read.
std::vector<std::string> roles(Form& form, std::string_view key, const Pack& pack, bool may_be_absent);

enum class FieldsOf { record, row, act };
/// Fields in the order of the form; `before` are those that stand before them and may be named by shown_when.
void read_fields(Form& form, FieldsOf of, const Pack& pack, std::vector<field::Field>& before);
field::When read_when(const Sheet& sheet, const Node& node, const std::vector<field::Field>& fields);
/// Complains unless `values` can be values of `field`: of a choice, choices or yes_no.
void check_values(const Sheet& sheet, const field::Field& field, const std::vector<Mention>& values);
/// The conditions under `where`: fields and what they may be; `check` is given each with its values.
void read_where(Form& form, std::vector<field::When>& where, const std::function<void(const Mention& field, const std::vector<Mention>& values)>& check);
field::Value written(const Node& node);  ///< scalars are texts
std::string field_names(const std::vector<field::Field>& fields);
const field::Field* need_field(const Sheet& sheet, const Mention& one, const std::vector<field::Field>& fields);

/// What was dropped under `key`: a list of {`what`: name, since: day, reason: {zh, en}}. Which names are still declared is for
/// the caller to ask; `at` tells where each stands.
struct DroppedAt { Dropped dropped; const Node* at; };
std::vector<DroppedAt> read_dropped(Form& form, std::string_view key, std::string_view what);

void read_checks(Form& form, Register& one);
void read_watches(Form& form, const Pack& pack, Register& one);
void read_demo(Form& form, const Pack& pack, Register& one);


}  // namespace anju::policy::reader
