// Page by page, each in a transaction of its own: a long export holds nobody up and needs the memory of one page.
#include <fmt/format.h>

#include <array>

#include "attachment/attachment.hpp"
#include "finding/export.hpp"
#include "finding/export_asked.hpp"
#include "finding/finding.hpp"
#include "finding/list_conditions.hpp"
#include "finding/rows.hpp"
#include "kernel/export_file.hpp"
#include "kernel/page.hpp"

namespace anju::finding {

namespace {

namespace json = kernel::json;
using base::Text;
using Words = std::map<std::string, Text, std::less<>>;

constexpr std::int64_t page_rows = 2000;

const Words sources{{"self_check", {"街道自查", "Self-check"}}, {"third_party", {"第三方", "Third party"}}, {"department", {"部门", "Department"}}};
const Words states{{"draft", {"未交卷", "Not handed in"}},    {"submitted", {"待评审", "To be decided"}},          {"accepted", {"成立", "Accepted"}},
                   {"rejected", {"不成立", "Rejected"}},      {"merged", {"并入另一条", "Merged into another"}}, {"withdrawn", {"已撤回", "Withdrawn"}}};
const Words rectifications{{"open", {"整改中", "Open"}}, {"fixed", {"已整改待确认", "Reported as mended"}}, {"confirmed", {"已确认", "Confirmed"}}};

struct Column { Text title; bool number; double width; };
const std::array<Column, 18> shown{{{{"年度", "Year"}, true, 6},
                                    {{"街道", "Street"}, false, 14},
                                    {{"社区", "Community"}, false, 14},
                                    {{"小区编码", "Estate code"}, false, 14},
                                    {{"小区", "Estate"}, false, 18},
                                    {{"来源", "Source"}, false, 10},
                                    {{"条目", "Item"}, false, 8},
                                    {{"条目名称", "Item title"}, false, 24},
                                    {{"扣分", "Points taken"}, true, 8},
                                    {{"原扣分", "As recorded"}, true, 8},
                                    {{"原因", "Reason"}, false, 40},
                                    {{"地点", "Spot"}, false, 18},
                                    {{"状态", "State"}, false, 12},
                                    {{"有异议", "Disputed"}, false, 8},
                                    {{"评审说明", "Decision"}, false, 24},
                                    {{"整改", "Rectification"}, false, 14},
                                    {{"整改期限", "Due"}, false, 12},
                                    {{"记录时间", "Recorded at"}, false, 26}}};

class Export {
  public:
    Export(kernel::Store& store, const standard::Standard& standard, const ExportAsked& asked) : store_{store}, standard_{standard}, asked_{asked} {
        condition_ = list_conditions(
            [&](std::string_view name) -> std::optional<std::string> {
                const auto found = asked.conditions.find(name);
                return found == asked.conditions.end() ? std::nullopt : std::optional{found->second};
            },
            values_);
        condition_ += " AND " + attachment::finding_filter(asked.actor, values_);
        condition_ += " AND " + kernel::place_filter(asked.actor, "report.export", "p.path", values_);
    }

    [[nodiscard]] std::vector<kernel::TableFile::Column> columns() const {
        std::vector<kernel::TableFile::Column> out;
        for (const auto& one : shown) out.push_back({one.title.in(asked_.language), one.number, one.width});
        return out;
    }

    std::int64_t count() {
        std::int64_t total = 0;
        store_.see([&](kernel::Transaction& transaction) {
            total = transaction.one("SELECT CAST(COUNT(*) AS BIGINT) FROM finding f JOIN place p ON p.id = f.estate_id WHERE " + condition_, values_)->number(0);
        });
        return total;
    }

    /// The next page into the file; how many rows it had.
    std::int64_t write_page(kernel::TableFile& file) {
        std::int64_t rows = 0;
        auto values = values_;
        values.emplace_back(last_);
        const auto sql = fmt::format(
            "SELECT f.id, f.evaluation_id, s.name, c.name, p.code, p.name, f.source, f.item, f.deduct, f.recorded_deduct, f.reason, f.spot, f.state, "
            "CASE WHEN {} THEN 1 ELSE 0 END, f.decision, r.state, r.due, f.created_at "
            "FROM finding f JOIN place p ON p.id = f.estate_id LEFT JOIN place c ON c.id = p.parent_id LEFT JOIN place s ON s.id = c.parent_id "
            "LEFT JOIN rectification r ON r.finding_id = f.id WHERE {} AND f.id > ${} ORDER BY f.id LIMIT {}",
            disputed, condition_, values.size(), page_rows);
        store_.see([&](kernel::Transaction& transaction) {
            rows = 0;
            transaction.each(sql, values, [&](const kernel::Row& row) { pages_.at(static_cast<std::size_t>(rows++)) = row; });
            for (std::int64_t i = 0; i < rows; ++i) year_of(transaction, pages_[static_cast<std::size_t>(i)].text(1));
        });
        for (std::int64_t i = 0; i < rows; ++i) write(pages_[static_cast<std::size_t>(i)], file);
        if (rows > 0) last_ = pages_[static_cast<std::size_t>(rows - 1)].text(0);
        return rows;
    }

  private:
    void year_of(kernel::Transaction& transaction, const std::string& evaluation) {
        if (!years_.contains(evaluation)) years_.emplace(evaluation, evaluation::get(transaction, standard_, evaluation));
    }

    [[nodiscard]] std::string word(const Words& words, const std::string& code) const {
        const auto found = words.find(code);
        return found == words.end() ? code : found->second.in(asked_.language);
    }

    void write(const kernel::Row& row, kernel::TableFile& file) {
        const auto& year = years_.at(row.text(1));
        const auto* item = year.pack->item(row.text(7));
        const auto yes = asked_.language == base::Language::en ? "yes" : "是";
        file.row({std::to_string(year.year),
                  row.text_or(2),
                  row.text_or(3),
                  row.text(4),
                  row.text(5),
                  word(sources, row.text(6)),
                  row.text(7),
                  item == nullptr ? std::string{} : item->title.in(asked_.language),
                  base::Points::of_units(row.number(8)).text(),
                  base::Points::of_units(row.number(9)).text(),
                  row.text(10),
                  row.text(11),
                  word(states, row.text(12)),
                  row.flag(13) ? yes : "",
                  row.text(14),
                  row.null(15) ? std::string{} : word(rectifications, row.text(15)),
                  row.text_or(16),
                  base::Instant{row.number(17)}.text()});
    }

    kernel::Store& store_;
    const standard::Standard& standard_;
    const ExportAsked& asked_;
    std::string condition_, last_;
    kernel::Values values_;
    std::vector<kernel::Row> pages_{static_cast<std::size_t>(page_rows), kernel::Row{{}}};
    std::map<std::string, evaluation::Evaluation> years_;
};

json::object export_findings(kernel::Store& store, const standard::Standard& standard, const std::filesystem::path& exports, const kernel::Job& job,
                             kernel::JobProgress& progress) {
    const auto asked = export_asked_from(job.input);
    Export work{store, standard, asked};
    const auto file = kernel::make_table_file(kernel::export_file(exports, job.id, asked.format), asked.format,
                                              asked.language == base::Language::en ? "Findings" : "扣分记录", work.columns());
    const auto total = work.count();
    std::int64_t rows = 0;
    progress.at(0, total);
    for (auto page = page_rows; page == page_rows;) {
        page = work.write_page(*file);
        rows += page;
        progress.at(std::min(rows, total), total);
    }
    file->close();
    return {{"file_id", job.id}, {"rows", rows}, {"format", asked.format}};
}

}  // namespace

void export_kind(kernel::Jobs& jobs, kernel::Store& store, const standard::Standard& standard, const std::filesystem::path& exports) {
    jobs.kind(std::string{export_job}, [&store, &standard, exports](const kernel::Job& job, kernel::JobProgress& progress) {
        return export_findings(store, standard, exports, job, progress);
    });
    jobs.every("finding.exports", std::chrono::hours{1}, [exports] { kernel::remove_old_exports(exports); });
}

}  // namespace anju::finding
