#include <algorithm>

#include "rate/result.hpp"

namespace anju::rate {
namespace {

/// Columns a text takes on a terminal: characters from the wide blocks take two.
std::size_t width(std::string_view text) {
    std::size_t columns = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80U) columns += byte >= 0xE2 ? 2 : 1;  // U+2000 and above; good enough for tables
    }
    return columns;
}

using Row = std::vector<std::string>;

std::string table(const std::vector<Row>& rows) {
    std::vector<std::size_t> widths(rows.front().size(), 0);
    for (auto const& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
    }
    std::string all;
    for (auto const& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size()) line.append(widths[i] - width(row[i]) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        all += line + "\n";
    }
    return all;
}

std::string percent_or_dash(const std::optional<base::Percent>& percent) {
    return percent ? percent->text() + "%" : "-";
}

std::string outcome_words(const Rated& rated, base::Language language) {
    return rated.verdict.grade.in(language) + " " + rated.total.text();
}

}  // namespace

std::string results_text(const Report& report) {
    bool const zh = report.language == base::Language::zh;
    std::vector<Row> rows{
        zh ? Row{"街道", "编码", "小区", "满意度", "文明程度", "总分", "星级", "离下一星级"}
           : Row{"Street", "Code", "Estate", "Satisfaction", "Civility", "Total", "Grade", "To the next star"}};
    for (auto const& placed : rank(report.pack, report.rated)) {
        auto const& one = *placed.rated;
        rows.push_back({one.estate->street, one.estate->code, one.estate->name,
                        percent_or_dash(one.measure(satisfaction_item(report.pack))),
                        percent_or_dash(one.measure(civility_item(report.pack))), one.total.text(),
                        one.verdict.grade.in(report.language),
                        shortfall_words(one.verdict, report.pack, report.language)});
    }
    return table(rows);
}

std::string comparison_text(const policy::Pack& pack, const policy::Pack& draft, const Comparison& comparison,
                            std::size_t estates, base::Language language) {
    bool const zh = language == base::Language::zh;
    auto all = (zh ? "现行：" : "In force: ") + pack.id + " " + pack.version + (zh ? "；方案：" : "; draft: ") +
               draft.id + " " + draft.version + "\n";
    if (comparison.differences.empty())
        all += zh ? "两套标准没有影响评分的不同。\n" : "The two packs do not differ in what counts for the rating.\n";
    for (auto const& one : comparison.differences) all += "  " + one.text.in(language) + "\n";
    auto const changed = std::to_string(comparison.changes.size());
    auto const count = std::to_string(estates);
    all += zh ? count + " 个小区，星级有变化的 " + changed + " 个\n"
              : count + " estates, " + changed + " change their star\n";
    for (auto const& change : comparison.changes) {
        auto const& estate = *change.before->estate;
        all += estate.code + " " + estate.name + (zh ? "：" : ": ") + outcome_words(*change.before, language) + " → " +
               outcome_words(*change.after, language) + "\n";
        for (auto const& reason : change.reasons) all += "    " + reason.text.in(language) + "\n";
    }
    return all;
}

}  // namespace anju::rate
