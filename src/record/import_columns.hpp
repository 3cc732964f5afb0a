#pragma once
// Which column of a sheet holds which field. A heading is a field's title in either language or its name, with or
// without a mark * behind.
#include <optional>
#include <string>
#include <vector>

#include "record/import_plan.hpp"

namespace anju::record {

class ImportColumns {
  public:
    ImportColumns(const policy::Register& of, const kernel::Sheet& sheet, RowProblems& problems);

    struct Column {
        const field::Field* one;
        std::size_t index;
    };
    [[nodiscard]] const std::vector<Column>& fields() const { return fields_; }
    [[nodiscard]] std::size_t heading() const { return heading_; }  ///< index of the row that names the columns
    /// Problems for what every row would lack: the place, required fields without a column or that no sheet can hold.
    void require(bool place_given, const field::Values& defaults);

    [[nodiscard]] std::string title(std::string_view field) const;  ///< as the file has it; of the place when empty
    [[nodiscard]] std::string cell(const std::vector<std::string>& cells, std::size_t index) const;
    [[nodiscard]] std::string cell_of(const std::vector<std::string>& cells, std::string_view field) const;
    [[nodiscard]] std::string place_cell(const std::vector<std::string>& cells) const;
    [[nodiscard]] bool is_data(const std::vector<std::string>& cells) const;  ///< something in it, and no example row

  private:
    void take(const std::string& written, std::size_t index);
    [[nodiscard]] const field::Field* named(const std::string& title, bool& several) const;
    void wrong(const std::string& column, base::Text message);

    const policy::Register& of_;
    RowProblems& problems_;
    std::vector<std::string> titles_;
    std::vector<Column> fields_;
    std::optional<std::size_t> place_;
    std::size_t heading_ = 0;
};

}  // namespace anju::record
