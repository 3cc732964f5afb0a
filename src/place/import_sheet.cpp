#include "place/import_sheet.hpp"

#include <algorithm>

namespace anju::place {

namespace {

constexpr std::string_view example_mark = "示例";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view wide_space = "\u3000";
    for (;;) {
        if (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
        else if (text.starts_with(wide_space)) text.remove_prefix(wide_space.size());
        else break;
    }
    for (;;) {
        if (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
        else if (text.ends_with(wide_space)) text.remove_suffix(wide_space.size());
        else break;
    }
    return text;
}

std::string beginning(std::string_view text, std::size_t most) {
    std::size_t end = 0;
    for (std::size_t seen = 0; end < text.size(); ++end) {
        if ((static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U && seen++ == most) break;
    }
    return std::string{text.substr(0, end)};
}

}  // namespace

void ImportProblems::add(ImportProblem problem) {
    ++count_;
    if (listed_.size() < most_listed) listed_.push_back(std::move(problem));
}

SheetRows::SheetRows(const kernel::Sheet* sheet, std::string name, const std::vector<std::string>& required,
                     const std::vector<std::string>& optional, ImportProblems& problems)
    : sheet_{sheet}, name_{std::move(name)}, problems_{problems} {
    if (sheet_ == nullptr || sheet_->rows.empty()) return;
    const auto& header = sheet_->rows.front();
    for (std::size_t i = 0; i < header.size(); ++i) columns_.emplace(trimmed(header[i]), i);
    bool whole = true;
    for (const auto& column : required) {
        if (columns_.contains(column)) continue;
        whole = false;
        problems_.add({name_, 1, column, {}, {"第一行缺少“" + column + "”这一列，请用模板的列名。",
                                              "The first row lacks the column " + column + ". Use the column titles of the template."}});
    }
    for (const auto& [title, place] : columns_) {
        if (title.empty() || std::ranges::find(required, title) != required.end() || std::ranges::find(optional, title) != optional.end()) continue;
        whole = false;
        problems_.add({name_, 1, title, {}, {"不认识“" + title + "”这一列，请删去或改成模板的列名。",
                                             "Unknown column " + title + ". Delete it or use a title of the template."}});
    }
    if (!whole) return;
    const auto first = columns_.find(required.front())->second;
    for (std::size_t i = 1; i < sheet_->rows.size(); ++i) {
        const auto& cells = sheet_->rows[i];
        const bool empty = std::ranges::all_of(cells, [](const std::string& value) { return trimmed(value).empty(); });
        const bool example = first < cells.size() && trimmed(cells[first]).starts_with(example_mark);
        if (!empty && !example) rows_.push_back(i);
    }
}

std::string SheetRows::cell(std::size_t row, std::string_view column) const {
    const auto found = columns_.find(column);
    if (found == columns_.end() || found->second >= sheet_->rows[row].size()) return {};
    return std::string{trimmed(sheet_->rows[row][found->second])};
}

void SheetRows::wrong(std::size_t row, std::string_view column, base::Text message) const {
    problems_.add({name_, row + 1, std::string{column}, beginning(cell(row, column), 60), std::move(message)});
}

std::string SheetRows::required(std::size_t row, std::string_view column, std::size_t most) const {
    auto value = cell(row, column);
    if (value.empty()) {
        wrong(row, column, {"“" + std::string{column} + "”没有填，请补上。", "This cell is empty. Fill it in."});
    } else if (base::characters(value) > most) {
        const auto limit = std::to_string(most);
        wrong(row, column, {"太长了，最多 " + limit + " 个字。", "Too long: at most " + limit + " characters."});
    }
    return value;
}

}  // namespace anju::place
