#pragma once
// Columns of sheets that people fill in (template, import) or get (export): one a field, and one for the place.
#include <string>
#include <string_view>
#include <vector>

#include "kernel/export_file.hpp"
#include "record/shown.hpp"

namespace anju::record {

/// What a sheet can hold of a record: not rows, photos, files and signatures.
bool fits_a_cell(const field::Field& one);
/// The title of the column that names the record's place: 小区, or 所在小区 where a field is called 小区.
base::Text place_column(const policy::Register& of);

/// A field as the text of one cell, sensitive ones masked; photos and files as how many, rows with "；" between them.
std::string cell_text(const field::Field& one, const field::Value& stored, const Names& names, base::Language language);
bool is_number_cell(const field::Field& one);  ///< cell_text is a plain decimal

std::string trimmed_cell(std::string_view text);  ///< without blanks around it, Chinese ones too
using kernel::attachment_named;
using kernel::guarded;
using kernel::unguarded;

}  // namespace anju::record
