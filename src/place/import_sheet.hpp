#pragma once
// Reading the sheets of an import: columns by their title, and every problem with sheet, row, column, value and the mend.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "kernel/workbook.hpp"

namespace anju::place {

struct ImportProblem { std::string sheet; std::size_t row = 0; std::string column, value; base::Text message; };

class ImportProblems {
  public:
    static constexpr std::size_t most_listed = 1000;
    void add(ImportProblem problem);  ///< the first thousand are kept, all are counted
    [[nodiscard]] const std::vector<ImportProblem>& listed() const { return listed_; }
    [[nodiscard]] std::size_t count() const { return count_; }

  private:
    std::vector<ImportProblem> listed_;
    std::size_t count_ = 0;
};

/// One sheet whose first row names its columns. A missing required column is one problem; the sheet then has no rows.
class SheetRows {
  public:
    SheetRows(const kernel::Sheet* sheet, std::string name, const std::vector<std::string>& required,
              const std::vector<std::string>& optional, ImportProblems& problems);

    /// The rows with something in them, without the template's example rows (their first cell begins with 示例).
    [[nodiscard]] const std::vector<std::size_t>& rows() const { return rows_; }
    [[nodiscard]] std::string cell(std::size_t row, std::string_view column) const;  ///< trimmed; empty when absent
    void wrong(std::size_t row, std::string_view column, base::Text message) const;
    /// The cell, or a problem when it is empty or longer than `most` characters.
    [[nodiscard]] std::string required(std::size_t row, std::string_view column, std::size_t most) const;

  private:
    const kernel::Sheet* sheet_;
    std::string name_;
    std::map<std::string, std::size_t, std::less<>> columns_;
    std::vector<std::size_t> rows_;
    ImportProblems& problems_;
};

}  // namespace anju::place
