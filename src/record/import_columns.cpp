#include "record/import_columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "record/columns.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

std::string heading_text(std::string_view written) {
    auto text = trimmed_cell(written);
    for (std::string_view const mark : {"*", "＊"})
        if (text.ends_with(mark)) text = trimmed_cell(std::string_view{text}.substr(0, text.size() - mark.size()));
    return text;
}

}  // namespace

ImportColumns::ImportColumns(const policy::Register& of, const kernel::Sheet& sheet, RowProblems& problems)
    : of_{of}, problems_{problems} {
    while (heading_ < sheet.rows.size() &&
           std::all_of(sheet.rows[heading_].begin(), sheet.rows[heading_].end(),
                       [](const std::string& cell) { return trimmed_cell(cell).empty(); }))
        ++heading_;
    if (heading_ >= sheet.rows.size()) return;
    for (auto const& cell : sheet.rows[heading_]) {
        titles_.push_back(heading_text(cell));
        if (!titles_.back().empty()) take(titles_.back(), titles_.size() - 1);
    }
}

void ImportColumns::wrong(const std::string& column, base::Text message) {
    problems_.add({heading_ + 1, column, {}, std::move(message)});
}

const field::Field* ImportColumns::named(const std::string& title, bool& several) const {
    if (auto const* one = of_.field(title)) return one;
    const field::Field* found = nullptr;
    for (auto const& one : of_.fields) {
        if (one.title.zh != title && lower(one.title.en) != lower(title)) continue;
        several = several || found != nullptr;
        found = &one;
    }
    return found;
}

void ImportColumns::take(const std::string& written, std::size_t index) {
    auto const place = place_column(of_);
    bool several = false;
    auto const* one = named(written, several);
    if (several)
        return wrong(written, {"有好几栏叫这个名字，请改写成栏目代码（见模板的“说明”）。",
                               "Several fields have this title. Write the field's code instead, see the template."});
    if (one == nullptr && (written == place.zh || lower(written) == lower(place.en) || written == "place")) {
        if (place_) return wrong(written, {"这一列重复了，请删去一列。", "This column stands twice. Delete one."});
        place_ = index;
        return;
    }
    if (one == nullptr)
        return wrong(written, {"不认识这一列，请删去，或改成模板里的名称。",
                               "Unknown column. Delete it or use a title of the template."});
    if (!fits_a_cell(*one))
        return wrong(written, {"这一栏不能从表格导入，请删去这一列，导入后再逐条填。",
                               "This field cannot be imported. Delete the column and fill it in afterwards."});
    if (std::any_of(fields_.begin(), fields_.end(), [&](const Column& other) { return other.one == one; }))
        return wrong(written, {"这一列重复了，请删去一列。", "This column stands twice. Delete one."});
    fields_.push_back({one, index});
}

void ImportColumns::require(bool place_given, const field::Values& defaults) {
    if (titles_.empty()) return wrong({}, {"表是空的，请用模板填写。", "The sheet is empty. Fill in the template."});
    if (!place_given && !place_) {
        auto const title = place_column(of_);
        wrong(title.zh, {fmt::format("第一行缺少“{}”这一列，请加上，或先选定一个。", title.zh),
                         fmt::format("The heading lacks “{}”. Add it, or choose one first.", title.en)});
    }
    for (auto const& one : of_.fields) {
        bool const there =
            std::any_of(fields_.begin(), fields_.end(), [&](const Column& column) { return column.one == &one; });
        if (there || !one.required || one.shown_when || defaults.contains(one.field) ||
            one.kind->name() == "reference_number")
            continue;
        if (fits_a_cell(one))
            wrong(one.title.zh, {fmt::format("第一行缺少必填的“{}”这一列，请加上。", one.title.zh),
                                 fmt::format("The heading lacks the required “{}”. Add it.", one.title.en)});
        else
            wrong(one.title.zh,
                  {fmt::format("这种台账每条都要有“{}”，不能从表格导入，请逐条登记。", one.title.zh),
                   fmt::format("Every record needs “{}”, which no sheet can hold. Enter the records one by one.",
                               one.title.en)});
    }
}

std::string ImportColumns::title(std::string_view field) const {
    if (field.empty()) return place_ ? titles_[*place_] : place_column(of_).zh;
    for (auto const& column : fields_)
        if (column.one->field == field) return titles_[column.index];
    auto const* one = of_.field(field);
    return one == nullptr ? std::string{field} : one->title.zh;
}

std::string ImportColumns::cell(const std::vector<std::string>& cells, std::size_t index) const {
    return index < cells.size() ? unguarded(trimmed_cell(cells[index])) : std::string{};
}

std::string ImportColumns::cell_of(const std::vector<std::string>& cells, std::string_view field) const {
    for (auto const& column : fields_)
        if (column.one->field == field) return cell(cells, column.index);
    return {};
}

std::string ImportColumns::place_cell(const std::vector<std::string>& cells) const {
    return place_ ? cell(cells, *place_) : std::string{};
}

bool ImportColumns::is_data(const std::vector<std::string>& cells) const {
    auto const first =
        std::find_if(cells.begin(), cells.end(), [](const std::string& one) { return !trimmed_cell(one).empty(); });
    return first != cells.end() && !trimmed_cell(cells.front()).starts_with("示例");
}

}  // namespace anju::record
