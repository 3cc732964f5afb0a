#include "kernel/export_file.hpp"
#include "record/bulk.hpp"
#include "record/columns.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"
#include "record/retired.hpp"

namespace anju::record {
namespace {

using base::Language;

constexpr std::int64_t page_rows = 500;

/// What a job was asked to do.
struct Wanted {
    const policy::Register* of;
    const policy::Process* process;
    Query query;
    std::vector<field::Field> fields;
    Language language;
    std::string format;
};

Wanted wanted_of(kernel::Store& store, const Registers& registers, const kernel::Job& job) {
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
    std::vector<field::Field> fields;
    store.see([&](kernel::Transaction& transaction) { fields = with_retired(transaction, of); });
    for (auto const& name : job.input.at("columns").as_array())
        if (auto const* one = field::find(fields, std::string_view{name.as_string()})) wanted.fields.push_back(*one);
    return wanted;
}

std::vector<kernel::TableFile::Column> columns_of(const Wanted& wanted) {
    bool const english = wanted.language == Language::en;
    std::vector<kernel::TableFile::Column> columns{{place_column(*wanted.of).in(wanted.language)}};
    for (auto const& one : wanted.fields) {
        bool const number = is_number_cell(one);
        columns.push_back({one.title.in(wanted.language), number, number ? 12.0 : 18.0});
    }
    if (wanted.process != nullptr) columns.push_back({english ? "State of the process" : "办理状态"});
    columns.push_back({english ? "Changed at" : "最近修改"});
    return columns;
}

void write_page(kernel::Transaction& transaction, const Registers& registers, const Wanted& wanted,
                const std::vector<Record>& records, kernel::TableFile& file) {
    Names names;
    std::vector<field::Values> values;
    for (auto const& record : records) {
        values.push_back(values_of(registers, *wanted.of, wanted.fields, record.id, record.doc));
        names.want(wanted.fields, values.back());
        names.want_place(record.place_id);
    }
    names.look_up(transaction);
    for (std::size_t i = 0; i < records.size(); ++i) {
        std::vector<std::string> cells{names.of("place", records[i].place_id)};
        for (auto const& one : wanted.fields)
            cells.push_back(cell_text(one, field::value_of(values[i], one.field), names, wanted.language));
        if (wanted.process != nullptr) {
            auto const* state = wanted.process->state(records[i].state);
            cells.push_back(state == nullptr ? records[i].state : state->title.in(wanted.language));
        }
        cells.push_back(base::Instant{records[i].changed_at}.text());
        file.row(cells);
    }
}

/// Page by page, each in a transaction of its own: a long export holds nobody up and needs the memory of one page.
json::object export_records(kernel::Store& store, const Registers& registers, const std::filesystem::path& exports,
                            const kernel::Job& job, kernel::JobProgress& progress) {
    auto const wanted = wanted_of(store, registers, job);
    auto const file = kernel::make_table_file(kernel::export_file(exports, job.id, wanted.format), wanted.format,
                                              wanted.of->title.in(wanted.language), columns_of(wanted));
    std::int64_t total = 0, rows = 0;
    store.see([&](kernel::Transaction& transaction) {
        total = count(transaction, registers, *wanted.of, wanted.query, 100'000'000);
    });
    progress.at(0, total);
    std::optional<Position> after;
    do {
        store.see([&](kernel::Transaction& transaction) {
            auto const found = page(transaction, registers, *wanted.of, wanted.query, after, page_rows);
            write_page(transaction, registers, wanted, found.records, *file);
            rows += std::ssize(found.records);
            after = found.next;
        });
        progress.at(std::min(rows, total), total);
    } while (after);
    file->close();
    return {{"file_id", job.id}, {"rows", rows}, {"format", wanted.format}};
}

}  // namespace

void export_kind(kernel::Jobs& jobs, kernel::Store& store, const Registers& registers,
                 const std::filesystem::path& exports) {
    jobs.kind("record.export", [&store, &registers, exports](const kernel::Job& job, kernel::JobProgress& progress) {
        return export_records(store, registers, exports, job, progress);
    });
    jobs.every("record.exports", std::chrono::hours{1}, [exports] { kernel::remove_old_exports(exports); });
}

}  // namespace anju::record
