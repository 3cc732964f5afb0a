// What the disk and the database underneath can do with the same data and no product around it, for ./run bench.
//   bench_reference --task commit --store COPY-OF-A-SEEDED-FILE [--group 64]   a finding and its journal line, committed in groups
//   bench_reference --task select --store COPY-OF-A-SEEDED-FILE                the columns of 20 findings of an estate
//   bench_reference --task sync --store FILE-BESIDE-IT                         4 KB written and flushed, one after the other
//   bench_reference --task read --table CASES.csv|.xlsx                        reading a table and nothing else
// Prints one line of JSON with `rate` (or `seconds`).
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "kernel/workbook.hpp"
#include "sheets.hpp"

namespace anju::bench {
namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Wanted {
    std::string task, store, table;
    double seconds = 5;
    std::int64_t group = 64;
};

class Database {
  public:
    explicit Database(const std::string& path) {
        if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) throw std::runtime_error("cannot open " + path);
        run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000");
    }
    ~Database() {
        for (auto* statement : statements_) sqlite3_finalize(statement);
        sqlite3_close(handle_);
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    void run(const char* sql) {
        if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
    }
    sqlite3_stmt* prepare(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
        statements_.push_back(statement);
        return statement;
    }
    void finish(sqlite3_stmt* statement) {
        while (sqlite3_step(statement) == SQLITE_ROW) {
        }
        if (sqlite3_reset(statement) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
    }

  private:
    sqlite3* handle_ = nullptr;
    std::vector<sqlite3_stmt*> statements_;
};

void bind(sqlite3_stmt* statement, int place, const std::string& text) { sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT); }

std::vector<std::vector<std::string>> texts(Database& database, const char* sql) {
    std::vector<std::vector<std::string>> rows;
    auto* statement = database.prepare(sql);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        rows.emplace_back();
        for (int column = 0; column < sqlite3_column_count(statement); ++column) rows.back().emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, column)));
    }
    sqlite3_reset(statement);
    if (rows.empty()) throw std::runtime_error("the file is not seeded");
    return rows;
}

void commit(const Wanted& wanted) {
    Database database{wanted.store};
    auto const sheets = texts(database, "SELECT n.id, n.evaluation_id, n.estate_id, n.opened_by FROM inspection n WHERE n.state = 'open' ORDER BY n.id");
    auto* finding = database.prepare(
        "INSERT INTO finding (id, evaluation_id, estate_id, source, inspection_id, item, check_point, deduct, recorded_deduct, reason, spot, state, decision, created_by, created_at, version) "
        "VALUES (?1, ?2, ?3, 'department', ?4, ?5, NULL, 50000, 50000, ?6, ?7, 'draft', '', ?8, ?9, 1)");
    auto* journal = database.prepare(
        "INSERT INTO journal (id, at, actor_id, actor_name, act, thing_kind, thing_id, place_id, before, after, why, request_id) "
        "VALUES (?1, ?2, ?3, '部门考核人员', 'finding.record', 'finding', ?4, ?5, NULL, ?6, '', ?7)");
    constexpr std::array items{"C1.1", "C1.2", "C2.1", "C3.1", "D1.1", "D2.1", "D3.1", "E1.1", "E2.1"};
    std::int64_t rows = 0, commits = 0;
    auto const start = Clock::now();
    while (since(start) < wanted.seconds) {
        database.run("BEGIN IMMEDIATE");
        for (std::int64_t i = 0; i < wanted.group; ++i, ++rows) {
            auto const number = static_cast<std::size_t>(rows);
            auto const& sheet = sheets[turn(number, sheets.size()).sheet];
            auto const id = base::new_id();
            auto const moment = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
            auto const reason = fmt::format("楼道堆放杂物，第{}处，需清理", rows);
            auto const spot = fmt::format("{}幢2单元3层", rows % 30 + 1);
            std::string const item = items[number % items.size()];
            bind(finding, 1, id), bind(finding, 2, sheet[1]), bind(finding, 3, sheet[2]), bind(finding, 4, sheet[0]);
            bind(finding, 5, item), bind(finding, 6, reason), bind(finding, 7, spot), bind(finding, 8, sheet[3]);
            sqlite3_bind_int64(finding, 9, moment);
            database.finish(finding);
            bind(journal, 1, base::new_id());
            sqlite3_bind_int64(journal, 2, moment);
            bind(journal, 3, sheet[3]), bind(journal, 4, id), bind(journal, 5, sheet[2]);
            bind(journal, 6, fmt::format(R"({{"source":"department","item":"{}","check_point":-1,"deduct":"0.5","reason":"{}","spot":"{}","state":"draft"}})", item, reason, spot));
            bind(journal, 7, id);
            database.finish(journal);
        }
        database.run("COMMIT");
        ++commits;
    }
    auto const seconds = since(start);
    fmt::print("{{\"task\":\"commit\",\"group\":{},\"rate\":{:.1f},\"commits\":{:.1f}}}\n", wanted.group, static_cast<double>(rows) / seconds, static_cast<double>(commits) / seconds);
}

void select(const Wanted& wanted) {
    Database database{wanted.store};
    auto const estates = texts(database, "SELECT t.evaluation_id, t.estate_id FROM evaluation_estate t JOIN evaluation e ON e.id = t.evaluation_id WHERE e.step = 'inspection'");
    // On its own copy it may have the best index there is for this list, whether the product has it or not.
    database.run("CREATE INDEX IF NOT EXISTS bench_list ON finding (evaluation_id, estate_id, id)");
    auto* statement = database.prepare("SELECT * FROM finding INDEXED BY bench_list WHERE evaluation_id = ?1 AND estate_id = ?2 AND state <> 'draft' ORDER BY id LIMIT 21");
    std::int64_t count = 0, bytes = 0;
    auto const start = Clock::now();
    for (std::size_t i = 0; since(start) < wanted.seconds; ++i, ++count) {
        auto const& estate = estates[i * 7 % estates.size()];
        bind(statement, 1, estate[0]), bind(statement, 2, estate[1]);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            for (int column = 0; column < sqlite3_column_count(statement); ++column) {
                if (sqlite3_column_text(statement, column) != nullptr) bytes += sqlite3_column_bytes(statement, column);
            }
        }
        sqlite3_reset(statement);
    }
    fmt::print("{{\"task\":\"select\",\"rate\":{:.1f},\"bytes\":{}}}\n", static_cast<double>(count) / since(start), bytes);
}

void sync(const Wanted& wanted) {
    auto const file = wanted.store + ".sync";
    auto const handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (handle < 0) throw std::runtime_error("cannot write " + file);
    std::array<char, 4096> block{};
    std::int64_t count = 0;
    auto const start = Clock::now();
    for (; since(start) < wanted.seconds; ++count) {
        block.fill(static_cast<char>(count));
        if (::pwrite(handle, block.data(), block.size(), static_cast<off_t>(count % 1024 * 4096)) != static_cast<ssize_t>(block.size()) || ::fdatasync(handle) != 0) break;
    }
    auto const seconds = since(start);
    ::close(handle);
    ::unlink(file.c_str());
    fmt::print("{{\"task\":\"sync\",\"rate\":{:.1f}}}\n", static_cast<double>(count) / seconds);
}

void read(const Wanted& wanted) {
    auto const start = Clock::now();
    std::ifstream file{wanted.table, std::ios::binary};
    std::string const bytes{std::istreambuf_iterator<char>{file}, {}};
    std::size_t rows = 0;
    if (bytes.starts_with("PK")) {
        for (auto const& sheet : kernel::read_workbook(bytes).sheets) rows += sheet.rows.size();
    } else {
        rows = kernel::read_csv(bytes, "cases").rows.size();
    }
    fmt::print("{{\"task\":\"read\",\"rows\":{},\"seconds\":{:.4f}}}\n", rows, since(start));
}

}  // namespace
}  // namespace anju::bench

int main(int count, char** words) {
    using namespace anju::bench;
    Wanted wanted;
    CLI::App program{"the bare disk and database, for ./run bench"};
    program.add_option("--task", wanted.task)->required()->check(CLI::IsMember({"commit", "select", "sync", "read"}));
    program.add_option("--store", wanted.store);
    program.add_option("--table", wanted.table);
    program.add_option("--seconds", wanted.seconds)->check(CLI::Range(0.1, 120.0));
    program.add_option("--group", wanted.group)->check(CLI::Range(1, 10'000));
    CLI11_PARSE(program, count, words);
    try {
        if (wanted.task == "commit") commit(wanted);
        else if (wanted.task == "select") select(wanted);
        else if (wanted.task == "sync") sync(wanted);
        else read(wanted);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_reference: %s\n", error.what());
        return 1;
    }
    return 0;
}
