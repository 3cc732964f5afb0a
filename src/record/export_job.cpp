#include <fmt/format.h>

#include <fstream>

#include "kernel/workbook.hpp"
#include "record/bulk.hpp"
#include "record/columns.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

using base::Language;

constexpr std::int64_t page_rows = 500;
constexpr auto kept_for = std::chrono::hours{7 * 24};

/// A row of the export: texts, and which of them are plain numbers.
struct Line {
    std::vector<std::string> cells;
};
struct Heading {
    std::string title;
    bool number = false;
};

class Sink {
  public:
    virtual ~Sink() = default;
    virtual void row(const Line& line) = 0;
    virtual void close() = 0;  ///< only now the file stands under its name
};

class WorkbookSink final : public Sink {
  public:
    WorkbookSink(const std::filesystem::path& file, const std::string& name, const std::vector<Heading>& headings)
        : writer_{file}, headings_{headings} {
        std::vector<kernel::WorkbookWriter::Column> columns;
        for (auto const& heading : headings) columns.push_back({heading.title, heading.number ? 12.0 : 18.0});
        writer_.sheet(name, {}, columns);
    }
    void row(const Line& line) override {
        std::vector<kernel::WorkbookWriter::Cell> cells;
        for (std::size_t i = 0; i < line.cells.size(); ++i) cells.push_back({line.cells[i], headings_[i].number});
        writer_.row(cells);
    }
    void close() override { writer_.close(); }

  private:
    kernel::WorkbookWriter writer_;
    const std::vector<Heading>& headings_;
};

class CsvSink final : public Sink {
  public:
    CsvSink(std::filesystem::path file, const std::vector<Heading>& headings)
        : file_{std::move(file)},
          unfinished_{file_.string() + ".unfinished"},
          headings_{headings},
          out_{unfinished_, std::ios::binary} {
        out_ << "\xEF\xBB\xBF";
        for (std::size_t i = 0; i < headings.size(); ++i) out_ << (i == 0 ? "" : ",") << quoted(headings[i].title);
        out_ << "\r\n";
    }
    ~CsvSink() override {
        std::error_code ignored;
        std::filesystem::remove(unfinished_, ignored);
    }
    CsvSink(const CsvSink&) = delete;
    CsvSink& operator=(const CsvSink&) = delete;
    void row(const Line& line) override {
        for (std::size_t i = 0; i < line.cells.size(); ++i)
            out_ << (i == 0 ? "" : ",") << quoted(headings_[i].number ? line.cells[i] : guarded(line.cells[i]));
        out_ << "\r\n";
    }
    void close() override {
        out_.close();
        if (!out_) throw std::runtime_error("the export could not be written whole");
        std::filesystem::rename(unfinished_, file_);
    }

  private:
    static std::string quoted(const std::string& text) {
        if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
        std::string marked = "\"";
        for (char const letter : text) marked += letter == '"' ? std::string{"\"\""} : std::string(1, letter);
        return marked + "\"";
    }
    std::filesystem::path file_, unfinished_;
    const std::vector<Heading>& headings_;
    std::ofstream out_;
};

/// What a job was asked to do.
struct Wanted {
    const policy::Register* of;
    const policy::Process* process;
    Query query;
    std::vector<field::Field> fields;
    Language language;
    std::string format;
};

Wanted wanted_of(const Registers& registers, const kernel::Job& job) {
    auto const text = [&](std::string_view name) { return std::string{job.input.at(name).as_string()}; };
    auto const& of = registers.named(text("register"));
    auto const query = registers.seal().open(text("query"), "export/" + job.account_id);
    if (!query)
        base::refuse_state("query_gone",
                           {"导出条件读不出来了，请重新导出。", "The conditions can no longer be read. Export again."});
    Wanted wanted{&of,
                  of.process.empty() ? nullptr : registers.pack().process_named(of.process),
                  query_from(json::parse(*query).as_object()),
                  {},
                  text("language") == "en" ? Language::en : Language::zh,
                  text("format")};
    for (auto const& name : job.input.at("columns").as_array())
        if (auto const* one = of.field(std::string_view{name.as_string()})) wanted.fields.push_back(*one);
    return wanted;
}

std::vector<Heading> headings_of(const Wanted& wanted) {
    bool const english = wanted.language == Language::en;
    std::vector<Heading> headings{{place_column(*wanted.of).in(wanted.language)}};
    for (auto const& one : wanted.fields) headings.push_back({one.title.in(wanted.language), is_number_cell(one)});
    if (wanted.process != nullptr) headings.push_back({english ? "State of the process" : "办理状态"});
    headings.push_back({english ? "Changed at" : "最近修改"});
    return headings;
}

void write_page(kernel::Transaction& transaction, const Registers& registers, const Wanted& wanted,
                const std::vector<Record>& records, Sink& sink) {
    Names names;
    std::vector<field::Values> values;
    for (auto const& record : records) {
        values.push_back(values_of(registers, record));
        names.want(wanted.fields, values.back());
        names.want_place(record.place_id);
    }
    names.look_up(transaction);
    for (std::size_t i = 0; i < records.size(); ++i) {
        Line line{{names.of("place", records[i].place_id)}};
        for (auto const& one : wanted.fields)
            line.cells.push_back(cell_text(one, field::value_of(values[i], one.field), names, wanted.language));
        if (wanted.process != nullptr) {
            auto const* state = wanted.process->state(records[i].state);
            line.cells.push_back(state == nullptr ? records[i].state : state->title.in(wanted.language));
        }
        line.cells.push_back(base::Instant{records[i].changed_at}.text());
        sink.row(line);
    }
}

/// Page by page, each in a transaction of its own: a long export holds nobody up and needs the memory of one page.
json::object export_records(kernel::Store& store, const Registers& registers, const std::filesystem::path& exports,
                            const kernel::Job& job, kernel::JobProgress& progress) {
    auto const wanted = wanted_of(registers, job);
    auto const headings = headings_of(wanted);
    std::filesystem::create_directories(exports);
    auto const file = export_file(exports, job.id, wanted.format);
    std::unique_ptr<Sink> sink;
    if (wanted.format == "csv")
        sink = std::make_unique<CsvSink>(file, headings);
    else
        sink = std::make_unique<WorkbookSink>(file, wanted.of->title.in(wanted.language), headings);
    std::int64_t total = 0, rows = 0;
    store.see([&](kernel::Transaction& transaction) {
        total = count(transaction, registers, *wanted.of, wanted.query, 100'000'000);
    });
    progress.at(0, total);
    std::optional<Position> after;
    do {
        store.see([&](kernel::Transaction& transaction) {
            auto const found = page(transaction, registers, *wanted.of, wanted.query, after, page_rows);
            write_page(transaction, registers, wanted, found.records, *sink);
            rows += std::ssize(found.records);
            after = found.next;
        });
        progress.at(std::min(rows, total), total);
    } while (after);
    sink->close();
    return {{"file_id", job.id}, {"rows", rows}, {"format", wanted.format}};
}

void remove_old(const std::filesystem::path& exports) {
    std::error_code ignored;
    for (auto const& entry : std::filesystem::directory_iterator{exports, ignored}) {
        auto const at = entry.last_write_time(ignored);
        if (!ignored && entry.is_regular_file(ignored) && std::filesystem::file_time_type::clock::now() - at > kept_for)
            std::filesystem::remove(entry.path(), ignored);
    }
}

}  // namespace

std::filesystem::path export_file(const std::filesystem::path& exports, const std::string& job_id,
                                  std::string_view format) {
    return exports / (job_id + (format == "csv" ? ".csv" : ".xlsx"));
}

void export_kind(kernel::Jobs& jobs, kernel::Store& store, const Registers& registers,
                 const std::filesystem::path& exports) {
    jobs.kind("record.export", [&store, &registers, exports](const kernel::Job& job, kernel::JobProgress& progress) {
        return export_records(store, registers, exports, job, progress);
    });
    jobs.every("record.exports", std::chrono::hours{1}, [exports] { remove_old(exports); });
}

}  // namespace anju::record
