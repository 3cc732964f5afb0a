#pragma once
// What works on many records at once: files out and in.
#include <filesystem>

#include "kernel/export_file.hpp"
#include "record/record.hpp"

namespace anju::record {

/// An .xlsx to fill in, with a second sheet that explains it.
kernel::Reply show_template(kernel::Context& context, const Registers& registers);

/// GET /api/exports/{job}: the file an export made, only for whoever asked; `exports` as given to job_kinds.
void download_routes(kernel::Router& router, const std::filesystem::path& exports);

using kernel::export_file;

}  // namespace anju::record
