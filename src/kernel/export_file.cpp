#include "kernel/export_file.hpp"

#include <fmt/format.h>

#include <fstream>

#include "kernel/workbook.hpp"

namespace anju::kernel {
namespace {

constexpr auto kept_for = std::chrono::hours{7 * 24};

bool is_formula(std::string_view text) {
    return !text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos;
}

class WorkbookFile final : public TableFile {
  public:
    WorkbookFile(const std::filesystem::path& file, const std::string& name, const std::vector<Column>& columns)
        : writer_{file}, cells_(columns.size()) {
        std::vector<WorkbookWriter::Column> shown;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            shown.push_back({columns[i].title, columns[i].width});
            cells_[i].number = columns[i].number;
        }
        writer_.sheet(name, {}, shown);
    }
    void row(const std::vector<std::string>& cells) override {
        for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i].text = cells[i];  // into memory that is there
        writer_.row(cells_);
    }
    void close() override { writer_.close(); }

  private:
    WorkbookWriter writer_;
    std::vector<WorkbookWriter::Cell> cells_;
};

std::string in_quotes(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string marked = "\"";
    for (char const letter : text) marked += letter == '"' ? std::string{"\"\""} : std::string(1, letter);
    return marked + "\"";
}

class CsvFile final : public TableFile {
  public:
    CsvFile(std::filesystem::path file, std::vector<Column> columns)
        : file_{std::move(file)},
          unfinished_{file_.string() + ".unfinished"},
          columns_{std::move(columns)},
          out_{unfinished_, std::ios::binary} {
        out_ << "\xEF\xBB\xBF";
        for (std::size_t i = 0; i < columns_.size(); ++i) out_ << (i == 0 ? "" : ",") << in_quotes(columns_[i].title);
        out_ << "\r\n";
    }
    ~CsvFile() override {
        std::error_code ignored;
        std::filesystem::remove(unfinished_, ignored);
    }
    CsvFile(const CsvFile&) = delete;
    CsvFile& operator=(const CsvFile&) = delete;
    void row(const std::vector<std::string>& cells) override {
        for (std::size_t i = 0; i < columns_.size(); ++i)
            out_ << (i == 0 ? "" : ",") << in_quotes(columns_[i].number ? cells[i] : guarded(cells[i]));
        out_ << "\r\n";
    }
    void close() override {
        out_.close();
        if (!out_) throw std::runtime_error("the export could not be written whole");
        std::filesystem::rename(unfinished_, file_);
    }

  private:
    std::filesystem::path file_, unfinished_;
    std::vector<Column> columns_;
    std::ofstream out_;
};

}  // namespace

std::unique_ptr<TableFile> make_table_file(const std::filesystem::path& file, std::string_view format,
                                           const std::string& name, std::vector<TableFile::Column> columns) {
    std::filesystem::create_directories(file.parent_path());
    if (format == "csv") return std::make_unique<CsvFile>(file, std::move(columns));
    return std::make_unique<WorkbookFile>(file, name, columns);
}

std::string guarded(std::string text) {
    return is_formula(text) ? "'" + text : text;
}

std::string unguarded(std::string text) {
    if (text.size() > 1 && text.front() == '\'' && is_formula(std::string_view{text}.substr(1))) text.erase(0, 1);
    return text;
}

std::string attachment_named(const std::string& file_name) {
    std::string escaped;
    for (char const letter : file_name) {
        bool const plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '.';
        escaped += plain ? std::string(1, letter) : fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    }
    return "attachment; filename*=UTF-8''" + escaped;
}

std::filesystem::path export_file(const std::filesystem::path& exports, const std::string& job_id,
                                  std::string_view format) {
    return exports / (job_id + (format == "csv" ? ".csv" : ".xlsx"));
}

void remove_old_exports(const std::filesystem::path& exports) {
    std::error_code ignored;
    for (auto const& entry : std::filesystem::directory_iterator{exports, ignored}) {
        auto const at = entry.last_write_time(ignored);
        if (!ignored && entry.is_regular_file(ignored) && std::filesystem::file_time_type::clock::now() - at > kept_for)
            std::filesystem::remove(entry.path(), ignored);
    }
}

Reply export_reply(Context& context, const std::filesystem::path& exports, std::string_view kind,
                   const std::function<std::string(const boost::json::object& input)>& name) {
    auto const row =
        context.transaction.one("SELECT id, state, input FROM job WHERE id = $1 AND account_id = $2 AND kind = $3",
                                {context.parameter("job"), context.actor.account_id, std::string{kind}});
    if (!row) base::refuse_missing("导出", "export");
    if (row->text(1) != "done")
        base::refuse_state("not_ready",
                           {"文件还没有做好，请稍后再取。", "The file is not ready yet. Try again in a moment."});
    auto const input = boost::json::parse(row->text(2)).as_object();
    std::string const format{input.at("format").as_string()};
    auto const file = export_file(exports, row->text(0), format);
    if (!std::filesystem::exists(file))
        throw base::Refusal(410, "export_gone",
                            {"导出文件只保留7天，已经删除，请重新导出。",
                             "Exports are kept for seven days; this one is gone. Export again."});
    Reply reply;
    reply.type = format == "csv" ? "text/csv; charset=utf-8" : std::string{workbook_type};
    reply.file = file.string();
    reply.headers.emplace_back("Content-Disposition",
                               attachment_named(name(input) + "-" + context.today().text() + "." + format));
    return reply;
}

}  // namespace anju::kernel
