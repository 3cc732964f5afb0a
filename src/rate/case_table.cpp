#include "rate/case_table.hpp"

#include <algorithm>
#include <array>

namespace anju::rate {
namespace {

constexpr auto nowhere = static_cast<std::size_t>(-1);
constexpr std::array<std::string_view, 7> spaces{" ", "\t", "\n", "\r", "\u3000", "\u00A0", "\uFEFF"};

/// First and last bytes of the spaces above; other characters may share them.
bool may_be_space(char c) {
    return static_cast<unsigned char>(c) <= ' ' ||
           std::string_view{"\xC2\xE3\xEF\x80\xA0\xBF"}.find(c) != std::string_view::npos;
}

std::string_view heading_of(std::string_view cell) {
    cell = trimmed(cell);
    for (std::string_view const unit : {"（%）", "(%)"}) {
        if (cell.ends_with(unit)) return trimmed(cell.substr(0, cell.size() - unit.size()));
    }
    return cell;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string all;
    for (auto const& part : parts) {
        if (!all.empty()) all += between;
        all += part;
    }
    return all;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    if (text.empty() || !(may_be_space(text.front()) || may_be_space(text.back()))) return text;  // nearly always
    for (bool again = true; again;) {
        again = false;
        for (auto const space : spaces) {
            if (text.starts_with(space)) text.remove_prefix(space.size()), again = true;
            if (text.ends_with(space)) text.remove_suffix(space.size()), again = true;
        }
    }
    return text;
}

CaseTable::CaseTable(const kernel::Workbook& tables, std::string name, std::vector<Column> columns,
                     std::vector<CaseProblem>& problems)
    : name_{std::move(name)}, columns_{std::move(columns)}, problems_{problems}, places_(columns_.size(), nowhere) {
    for (auto const& sheet : tables.sheets) {
        if (trimmed(sheet.name) == name_) sheet_ = &sheet;
    }
    if (sheet_ == nullptr) {
        problems_.push_back({"missing_sheet",
                             name_,
                             0,
                             "",
                             "",
                             {"没有“" + name_ + "”表。请加上这张表（可以只有表头）。",
                              "The sheet \"" + name_ + "\" is missing. Add it (a header row alone will do)."}});
        return;
    }
    find_columns();
}

void CaseTable::find_columns() {
    static const std::vector<std::string> no_header;
    auto const& header = sheet_->rows.empty() ? no_header : sheet_->rows.front();
    complete_ = true;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        auto const& headings = columns_[column].headings;
        for (std::size_t at = 0; at < header.size(); ++at) {
            auto const heading = heading_of(header[at]);
            bool const found = std::find(headings.begin(), headings.end(), heading) != headings.end();
            if (!found) continue;
            if (places_[column] == nowhere) {
                places_[column] = at;
                continue;
            }
            complete_ = false;
            problems_.push_back(
                {"duplicate_column",
                 name_,
                 1,
                 headings.front(),
                 std::string{heading},
                 {"有两列是同一个意思，不知道看哪一列。请只留一列。", "Two columns mean the same. Keep one of them."}});
        }
        if (places_[column] != nowhere) continue;
        complete_ = false;
        problems_.push_back(
            {"missing_column",
             name_,
             1,
             headings.front(),
             "",
             {"缺少这一列。请在第一行加上表头“" + joined(headings, "”或“") + "”。",
              "The column is missing. Add the heading \"" + joined(headings, "\" or \"") + "\" to the first row."}});
    }
}

bool CaseTable::empty(std::size_t row) const {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        if (!cell(row, column).empty()) return false;
    }
    return true;
}

std::string_view CaseTable::cell(std::size_t row, std::size_t column) const {
    auto const place = places_[column];
    auto const& cells = sheet_->rows[row];
    return place < cells.size() ? trimmed(cells[place]) : std::string_view{};
}

void CaseTable::wrong(std::size_t row, std::size_t column, std::string code, Text message) const {
    problems_.push_back({std::move(code), name_, row + 1, columns_[column].headings.front(),
                         std::string{cell(row, column)}, std::move(message)});
}

}  // namespace anju::rate
