#pragma once
// One sheet of cases: its columns found by their headings in any order, its cells trimmed.
#include <string>
#include <string_view>
#include <vector>

#include "rate/cases.hpp"

namespace anju::rate {

class CaseTable {
  public:
    struct Column {
        std::vector<std::string> headings;
    };  ///< any of them; the first is shown

    /// Missing sheets, missing columns and headings that stand twice become problems.
    CaseTable(const kernel::Workbook& tables, std::string name, std::vector<Column> columns,
              std::vector<CaseProblem>& problems);

    [[nodiscard]] bool complete() const { return complete_; }  ///< sheet and all columns are there
    [[nodiscard]] std::size_t rows() const { return sheet_ == nullptr ? 0 : sheet_->rows.size(); }
    [[nodiscard]] bool empty(std::size_t row) const;
    [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const;  ///< column as declared
    void wrong(std::size_t row, std::size_t column, std::string code, Text message) const;

  private:
    void find_columns();

    std::string name_;
    std::vector<Column> columns_;
    std::vector<CaseProblem>& problems_;
    const kernel::Sheet* sheet_ = nullptr;
    std::vector<std::size_t> places_;
    bool complete_ = false;
};

std::string_view trimmed(std::string_view text);  ///< without spaces at both ends, the wide and the fixed one included

}  // namespace anju::rate
