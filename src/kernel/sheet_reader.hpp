#pragma once
// The two large parts of a workbook: the shared strings and the cells of one sheet. One pass each, within a memory
// budget (a short file can name one long string a million times). Internal to the workbook reader.
#include <string>
#include <string_view>
#include <vector>

#include "kernel/cell_text.hpp"
#include "kernel/workbook.hpp"

namespace anju::kernel {

/// Counts what reading costs and refuses (too_large) what goes beyond.
class MemoryBudget {
  public:
    explicit MemoryBudget(std::size_t most_bytes) : left_{most_bytes} {}
    void take(std::size_t bytes);

  private:
    std::size_t left_;
};

struct SheetContext {
    const std::vector<std::string>& shared_strings;
    const std::vector<CellFormat>& formats;  ///< by cell style (s attribute)
    bool from_1904 = false;
};

/// All three throw XmlFault on what is not well formed or out of a sheet's bounds.
std::vector<std::string> read_shared_strings(std::string_view xml, MemoryBudget& budget);
void read_sheet_rows(std::string_view xml, const SheetContext& context, MemoryBudget& budget, Sheet& sheet);
std::string decoded_string(std::string text);  ///< resolves the _xHHHH_ escapes of control characters

}  // namespace anju::kernel
