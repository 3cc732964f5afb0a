#include "kernel/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "base/digest.hpp"
#include "base/id.hpp"
#include "kernel/sqlite_connection.hpp"

namespace anju::kernel {

namespace {

namespace fs = std::filesystem;

constexpr int pages_at_once = 1000;  // about 4 MB, then a breath for the disk
constexpr auto breath = std::chrono::milliseconds{2};

[[noreturn]] void fail(const std::string& zh, const std::string& en) {
    throw std::runtime_error(zh + " / " + en);
}

/// The descriptor of an open file or folder.
struct Opened {
    int number;
    Opened(const fs::path& path, int flags) : number{::open(path.c_str(), flags | O_CLOEXEC, 0600)} {
        if (number < 0) fail(fmt::format("打不开 {}", path.string()), fmt::format("cannot open {}: {}", path.string(), std::strerror(errno)));
    }
    ~Opened() { ::close(number); }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
};

void flush(const fs::path& path, int flags = O_RDONLY) {
    const Opened file{path, flags};
    if (::fsync(file.number) != 0) fail(fmt::format("写入磁盘失败：{}", path.string()), fmt::format("cannot flush {}: {}", path.string(), std::strerror(errno)));
}

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

void check(int code, sqlite3* database, const fs::path& path) {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    const std::string why = sqlite3_errmsg(database);
    if ((code & 0xff) == SQLITE_FULL) fail("磁盘空间不足", "the disk is full: " + path.string());
    fail(fmt::format("读写 {} 失败", path.string()), fmt::format("{}: {}", path.string(), why));
}

Database open_database(const fs::path& path, int flags) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    Database database{raw};
    check(code, raw, path);
    sqlite3_busy_timeout(raw, 10'000);
    return database;
}

void run(sqlite3* database, const char* sql, const fs::path& path) {
    check(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), database, path);
}

/// Held open from before the first page to after the last: so every page is of one moment, and no act done meanwhile makes the
/// copying begin again.
void copy_pages(const fs::path& from, const fs::path& to) {
    const auto source = open_database(from, SQLITE_OPEN_READONLY);
    const auto target = open_database(to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    run(source.get(), "BEGIN; SELECT COUNT(*) FROM sqlite_schema", from);
    auto* copying = sqlite3_backup_init(target.get(), "main", source.get(), "main");
    if (copying == nullptr) check(sqlite3_errcode(target.get()), target.get(), to);
    int code = SQLITE_OK;
    while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        code = sqlite3_backup_step(copying, pages_at_once);
        std::this_thread::sleep_for(breath);
    }
    check(sqlite3_backup_finish(copying), target.get(), to);
    run(source.get(), "COMMIT", from);
    run(target.get(), "PRAGMA journal_mode = DELETE", to);  // one file, with nothing beside it
}

void check_whole(Transaction& transaction, const fs::path& path) {
    const auto verdict = transaction.query("PRAGMA integrity_check(1)");
    if (verdict.empty() || verdict.front().text(0) != "ok") fail(fmt::format("数据库已损坏：{}", path.string()), fmt::format("the database is damaged: {}", path.string()));
    if (!transaction.query("PRAGMA foreign_key_check").empty())
        fail(fmt::format("数据库的关联不完整：{}", path.string()), fmt::format("rows in {} refer to rows that are not there", path.string()));
}

void back_up_postgres(const std::string& url, const fs::path& to, const std::function<void(Transaction&)>& look) {
    open_postgres(url, 1)->see([&](Transaction& transaction) {
        dump_postgres(url, to, transaction.one("SELECT pg_export_snapshot()")->text(0));
        look(transaction);
    });
    flush(to);
}

}  // namespace

void back_up_store(const std::string& store, const fs::path& to, const std::function<void(Transaction&)>& look) {
    if (is_postgres(store)) return back_up_postgres(store, to, look);
    if (!fs::exists(store)) fail(fmt::format("没有这个数据库文件：{}，请检查 --store", store), fmt::format("there is no database {}; check --store", store));
    copy_pages(store, to);
    flush(to);
    SqliteConnection copy{to.string(), true};
    check_whole(copy, to);
    look(copy);
}

void refuse_existing_store(const std::string& store) {
    if (is_postgres(store)) {
        bool empty = true;
        open_postgres(store, 1)->see([&](Transaction& transaction) { empty = count_rows(transaction, true).empty(); });
        if (!empty) fail("目标数据库里已有表。请新建一个空数据库再恢复，旧库保留", "the database has tables already: make a new, empty one to restore into and keep the old one");
        return;
    }
    for (const auto* ending : {"", "-wal", "-shm", "-journal"})
        if (fs::exists(store + ending))
            fail(fmt::format("{}{} 已存在，不会覆盖。请先把它（及同名 -wal、-shm）移到别处", store, ending), fmt::format("{}{} is there already and is never overwritten: move it away first, with its -wal and -shm", store, ending));
}

void restore_store(const fs::path& from, const std::string& store, const std::function<void(Transaction&)>& look) {
    refuse_existing_store(store);
    if (is_postgres(store)) {
        load_postgres(from, store);
        open_postgres(store, 1)->see(look);
        return;
    }
    const fs::path to{store};
    if (to.has_parent_path()) fs::create_directories(to.parent_path());
    const auto beside = fs::path{store + ".restoring-" + base::new_id()};
    try {
        copy_whole(from, beside);
        flush(beside);
        SqliteConnection copy{beside.string(), true};
        check_whole(copy, from);
        look(copy);
    } catch (...) {
        std::error_code ignored;
        fs::remove(beside, ignored);
        throw;
    }
    fs::rename(beside, to);
    flush(to.has_parent_path() ? to.parent_path() : fs::path{"."}, O_RDONLY | O_DIRECTORY);
}

std::map<std::string, std::int64_t> count_rows(Transaction& transaction, bool postgres) {
    std::map<std::string, std::int64_t> counts;
    const auto tables = transaction.query(postgres ? "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
                                                   : "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
    for (const auto& table : tables) counts[table.text(0)] = transaction.one(fmt::format("SELECT COUNT(*) FROM \"{}\"", table.text(0)))->number(0);
    return counts;
}

std::string copy_whole(const fs::path& from, const fs::path& to) {
    const auto beside = to.parent_path() / (".part-" + base::new_id());
    try {
        const Opened source{from, O_RDONLY};
        const Opened target{beside, O_WRONLY | O_CREAT | O_EXCL};
        base::Sm3 hash;
        std::array<char, 1 << 16> piece;
        for (;;) {
            const auto count = ::read(source.number, piece.data(), piece.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) fail(fmt::format("读取失败：{}", from.string()), fmt::format("cannot read {}: {}", from.string(), std::strerror(errno)));
            if (count == 0) break;
            hash.add({piece.data(), static_cast<std::size_t>(count)});
            for (::ssize_t done = 0; done < count;) {
                const auto written = ::write(target.number, piece.data() + done, static_cast<std::size_t>(count - done));
                if (written < 0 && errno != EINTR) fail(fmt::format("写入失败：{}", to.string()), fmt::format("cannot write {}: {}", to.string(), std::strerror(errno)));
                if (written > 0) done += written;
            }
        }
        fs::rename(beside, to);
        return hash.digest();
    } catch (...) {
        std::error_code ignored;
        fs::remove(beside, ignored);
        throw;
    }
}

std::string sm3_of_file(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    if (!in) fail(fmt::format("缺少文件：{}", path.string()), fmt::format("a file is missing: {}", path.string()));
    base::Sm3 hash;
    std::array<char, 1 << 16> piece;
    while (in.read(piece.data(), piece.size()) || in.gcount() > 0) hash.add({piece.data(), static_cast<std::size_t>(in.gcount())});
    return hash.digest();
}

std::int64_t bytes_of_file(const fs::path& path) {
    std::error_code none;
    const auto bytes = fs::file_size(path, none);
    return none ? -1 : static_cast<std::int64_t>(bytes);
}

void write_flushed(const fs::path& path, const std::string& text) {
    const auto beside = path.parent_path() / (".part-" + base::new_id());
    std::ofstream{beside, std::ios::binary} << text;
    if (fs::file_size(beside) != text.size()) fail(fmt::format("写入失败：{}", path.string()), fmt::format("cannot write {}", path.string()));
    flush(beside);
    fs::rename(beside, path);
    flush(path.parent_path(), O_RDONLY | O_DIRECTORY);
}

void flush_folder(const fs::path& folder) {
    const Opened opened{folder, O_RDONLY | O_DIRECTORY};
    if (::syncfs(opened.number) != 0) fail("写入磁盘失败", fmt::format("cannot flush {}: {}", folder.string(), std::strerror(errno)));
}

}  // namespace anju::kernel
