#pragma once
// The list of findings as a file: a job makes it, whoever asked takes it within seven days.
#include <filesystem>

#include "kernel/jobs.hpp"
#include "kernel/router.hpp"
#include "standard/standard.hpp"

namespace anju::finding {

/// POST /api/findings/export {format, query}, GET /api/findings/exports/{job}; `exports` as given to export_kind. Exported is
/// what the asker sees (attachment::finding_filter) over the places where they hold `report.export`.
void export_routes(kernel::Router& router, const std::filesystem::path& exports);
/// Everything given must outlive `jobs`.
void export_kind(kernel::Jobs& jobs, kernel::Store& store, const standard::Standard& standard, const std::filesystem::path& exports);

}  // namespace anju::finding
