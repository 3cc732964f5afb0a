#pragma once
// Files that a job makes of many rows, .xlsx or CSV, for whoever asked; kept for seven days.
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/jobs.hpp"
#include "kernel/router.hpp"

namespace anju::kernel {

/// Row by row out: a million rows need no more memory than one. Nothing stands under the file's name before close().
class TableFile {
  public:
    struct Column {
        std::string title;
        bool number = false;  ///< its cells are plain decimals
        double width = 18;    ///< in characters, .xlsx only
    };
    virtual ~TableFile() = default;
    virtual void row(const std::vector<std::string>& cells) = 0;  ///< as many as there are columns
    virtual void close() = 0;  ///< throws std::runtime_error when the file could not be written whole
};
/// `format`: xlsx (further sheets when one is full) or csv (UTF-8 with BOM, texts that look like formulas guarded).
std::unique_ptr<TableFile> make_table_file(const std::filesystem::path& file, std::string_view format,
                                           const std::string& name, std::vector<TableFile::Column> columns);

/// Spreadsheets take a text that begins with = + - @ for a formula: a ' before it keeps it a text. And the way back.
std::string guarded(std::string text);
std::string unguarded(std::string text);

/// Content-Disposition of a file to keep, under a name in any script.
std::string attachment_named(const std::string& file_name);

/// Where an export job keeps its file.
std::filesystem::path export_file(const std::filesystem::path& exports, const std::string& job_id,
                                  std::string_view format);
void remove_old_exports(const std::filesystem::path& exports);

/// The file of the actor's own job {job} of that kind, called `name`(its input) and the day. Refuses: 404 when there is no
/// such job of the actor's, 409 not_ready, 410 export_gone.
Reply export_reply(Context& context, const std::filesystem::path& exports, std::string_view kind,
                   const std::function<std::string(const boost::json::object& input)>& name);

}  // namespace anju::kernel
