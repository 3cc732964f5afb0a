#pragma once
// Tables in files: .xlsx (libzip + pugixml in, libxlsxwriter in constant memory out) and UTF-8 CSV (BOM allowed). Values are read as the
// text a person sees as far as that is exact: a number cell gives its shortest decimal, a date cell YYYY-MM-DD.
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace anju::kernel {

struct Sheet {
    std::string name;
    std::vector<std::vector<std::string>> rows;  ///< row 0 is the header as written; short rows allowed
};
struct Workbook {
    std::vector<Sheet> sheets;
    [[nodiscard]] const Sheet* sheet(const std::string& name) const;
};

/// Throws base::Refusal (422, code not_a_workbook / too_large) on what is no workbook; guards against zip bombs
/// (`most_bytes` unpacked) and entity tricks. From bytes (an upload) or from a file.
Workbook read_workbook(const std::string& bytes, std::size_t most_bytes = std::size_t{1} << 30);
Sheet read_csv(const std::string& bytes, std::string name);

/// Row by row out, so that a million rows need no more memory than one.
class WorkbookWriter {
  public:
    explicit WorkbookWriter(const std::filesystem::path& file);
    ~WorkbookWriter();
    WorkbookWriter(const WorkbookWriter&) = delete;
    WorkbookWriter& operator=(const WorkbookWriter&) = delete;

    struct Column { std::string title; double width = 12; };
    void sheet(const std::string& name, const std::string& heading, const std::vector<Column>& columns, bool landscape = true);
    struct Cell {
        std::string text;
        bool number = false;  ///< write as a number when the text is a plain decimal of at most 15 digits
        bool strong = false;
        bool wrap = false;
    };
    void row(const std::vector<Cell>& cells);
    void close();  ///< throws std::runtime_error when the file could not be written whole

  private:
    struct State;
    std::unique_ptr<State> state_;
};

inline constexpr std::string_view workbook_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// A small workbook as bytes, for a reply: `write` fills it, it is closed here, and no file is left whatever happens.
std::string workbook_bytes(const std::function<void(WorkbookWriter&)>& write);

}  // namespace anju::kernel
