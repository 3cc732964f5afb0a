#include "kernel/sqlite_connection.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <stdexcept>

namespace anju::kernel {

namespace {

constexpr std::size_t most_statements = 500;
/// Of the write-ahead log before they go into the file: 16 MB. The more, the seldomer a page that changes often is written twice and the
/// file synced; the log is read through once after a crash.
constexpr int log_pages = 4'000;

Value value_of(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_NULL:
            return nullptr;
        case SQLITE_INTEGER:
            return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
        case SQLITE_TEXT: {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
            return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
        }
        default:
            throw std::logic_error(fmt::format("column {} is a float or a blob; neither has a place here", column));
    }
}

Row row_of(sqlite3_stmt* statement) {
    std::vector<Value> values;
    const int columns = sqlite3_column_count(statement);
    values.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) values.push_back(value_of(statement, column));
    return Row{std::move(values)};
}

}  // namespace

/// A statement taken out of the cache for one use, so that the same SQL may be run again inside `each`.
class SqliteConnection::Borrowed {
  public:
    Borrowed(SqliteConnection& connection, std::string_view sql, const Values& values)
        : connection_{connection}, sql_{sql}, prepared_{connection.take(sql)} {
        try {
            connection_.bind(prepared_, sql_, values);
        } catch (...) {
            connection_.give_back(sql_, std::move(prepared_));
            throw;
        }
    }
    ~Borrowed() { connection_.give_back(sql_, std::move(prepared_)); }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;

    bool step() {
        if (sqlite3_stmt_readonly(prepared_.statement) == 0) connection_.wrote_ = true;
        const int code = sqlite3_step(prepared_.statement);
        if (code == SQLITE_ROW) return true;
        if (code != SQLITE_DONE) connection_.fail(code, sql_);
        return false;
    }
    [[nodiscard]] sqlite3_stmt* get() const { return prepared_.statement; }

  private:
    SqliteConnection& connection_;
    std::string_view sql_;
    Prepared prepared_;
};

SqliteConnection::SqliteConnection(const std::string& path, bool read_only) {
    const int flags = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(path.c_str(), &database_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) {
        const std::string why = database_ == nullptr ? "out of memory" : sqlite3_errmsg(database_);
        sqlite3_close(database_);
        throw StoreUnavailable(503, fmt::format("cannot open {}: {}", path, why));
    }
    sqlite3_extended_result_codes(database_, 1);
    sqlite3_busy_timeout(database_, 10'000);  // before the first PRAGMA, or WAL can fail with several openers
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    // TRUSTED_SCHEMA stays on: without it SQLite 3.40 refuses `->>` in an index, and the schema is our own.
    try {
        script(read_only ? "PRAGMA query_only = ON;"
                         : "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = " + std::to_string(log_pages) + ";");
        // The writer's pages change with every commit; what readers do not keep the system does, for all of them together.
        script(std::string{"PRAGMA foreign_keys = ON; PRAGMA case_sensitive_like = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = "} +
               (read_only ? "-6000;" : "-16000;"));
    } catch (...) {
        sqlite3_close(database_);
        throw;
    }
}

SqliteConnection::~SqliteConnection() {
    for (const auto& [sql, kept] : statements_)
        for (const auto& prepared : kept) sqlite3_finalize(prepared.statement);
    sqlite3_close(database_);
}

SqliteConnection::Prepared SqliteConnection::take(std::string_view sql) {
    check_usable();
    if (const auto found = statements_.find(sql); found != statements_.end() && !found->second.empty()) {
        auto prepared = std::move(found->second.back());
        found->second.pop_back();
        --kept_;
        return prepared;
    }
    Prepared prepared;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &prepared.statement, &rest);
    if (code != SQLITE_OK) fail(code, sql);
    const std::string_view left{rest, static_cast<std::size_t>(sql.data() + sql.size() - rest)};
    if (prepared.statement == nullptr || left.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
        sqlite3_finalize(prepared.statement);
        throw std::logic_error(fmt::format("not exactly one statement: {}", sql));
    }
    for (int i = 1, count = sqlite3_bind_parameter_count(prepared.statement); i <= count; ++i)
        prepared.places.push_back(sqlite3_bind_parameter_index(prepared.statement, fmt::format("${}", i).c_str()));
    return prepared;
}

void SqliteConnection::give_back(std::string_view sql, Prepared prepared) {
    sqlite3_reset(prepared.statement);
    sqlite3_clear_bindings(prepared.statement);
    if (kept_ >= most_statements) {
        for (const auto& [text, all] : statements_)
            for (const auto& old : all) sqlite3_finalize(old.statement);
        statements_.clear();
        kept_ = 0;
    }
    auto place = statements_.find(sql);
    if (place == statements_.end()) place = statements_.try_emplace(std::string{sql}).first;
    place->second.push_back(std::move(prepared));
    ++kept_;
}

void SqliteConnection::bind(const Prepared& prepared, std::string_view sql, const Values& values) {
    if (prepared.places.size() != values.size())
        throw std::logic_error(fmt::format("{} values for {}", values.size(), sql));
    auto* const statement = prepared.statement;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int place = prepared.places[i];
        if (place == 0) throw std::logic_error(fmt::format("no ${} in {}", i + 1, sql));
        int code = SQLITE_OK;
        if (const auto* number = std::get_if<std::int64_t>(&values[i])) {
            code = sqlite3_bind_int64(statement, place, *number);
        } else if (const auto* text = std::get_if<std::string>(&values[i])) {
            if (text->find('\0') != std::string::npos) throw std::logic_error("a text with a NUL cannot be stored");
            code = sqlite3_bind_text64(statement, place, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
        }
        if (code != SQLITE_OK) fail(code, sql);
    }
}

Rows SqliteConnection::query(std::string_view sql, const Values& values) {
    Rows rows;
    Borrowed statement{*this, sql, values};
    while (statement.step()) rows.push_back(row_of(statement.get()));
    return rows;
}

void SqliteConnection::each(std::string_view sql, const Values& values,
                            const std::function<void(const Row&)>& take_row) {
    Borrowed statement{*this, sql, values};
    while (statement.step()) take_row(row_of(statement.get()));
}

std::int64_t SqliteConnection::run(std::string_view sql, const Values& values) {
    const auto before = sqlite3_total_changes64(database_);
    Borrowed statement{*this, sql, values};
    while (statement.step()) {
    }
    // sqlite3_changes keeps the number of an earlier statement when this one changed nothing at all.
    return sqlite3_total_changes64(database_) == before ? 0 : sqlite3_changes64(database_);
}

void SqliteConnection::script(std::string_view sql) {
    check_usable();
    wrote_ = true;
    const std::string text{sql};
    const int code = sqlite3_exec(database_, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, sql);
}

void SqliteConnection::word(std::string_view sql) {
    Borrowed statement{*this, sql, {}};
    while (statement.step()) {
    }
}

std::int64_t SqliteConnection::data_version() {
    return query("PRAGMA data_version", {}).front().number(0);
}

bool SqliteConnection::in_transaction() const {
    return sqlite3_get_autocommit(database_) == 0;
}

void SqliteConnection::check_usable() const {
    if (spoilt_) throw std::logic_error("a statement after one that failed: on PostgreSQL the transaction is over");
}

void SqliteConnection::end_work() {
    check_usable();
    int open = 0;
    int unused = 0;
    sqlite3_db_status(database_, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &unused, 0);
    if (open > 0) throw ConstraintError("a foreign key is left open");
}

void SqliteConnection::fail(int code, std::string_view sql) {
    const std::string why = fmt::format("{} ({}) in: {}", sqlite3_errmsg(database_), code, sql.substr(0, 300));
    spoilt_ = true;
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            throw ConstraintError(why);
        default:
            break;
    }
    switch (code & 0xff) {
        case SQLITE_FULL:
            throw StoreUnavailable(507, why);
        case SQLITE_IOERR:
            throw StoreUnavailable(sqlite3_system_errno(database_) == ENOSPC ? 507 : 503, why);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_CANTOPEN:
        case SQLITE_NOMEM:
            throw StoreUnavailable(503, why);
        default:
            throw std::runtime_error(why);
    }
}

}  // namespace anju::kernel
