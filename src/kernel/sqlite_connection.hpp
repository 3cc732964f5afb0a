#pragma once
// One SQLite connection with its prepared statements. Included by sqlite_store.cpp and sqlite_connection.cpp only;
// sqlite3.h by the latter alone.
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kernel/store.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace anju::kernel {

class SqliteConnection : public Transaction {
  public:
    SqliteConnection(const std::string& path, bool read_only);
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    Rows query(std::string_view sql, const Values& values) override;
    void each(std::string_view sql, const Values& values, const std::function<void(const Row&)>& take) override;
    std::int64_t run(std::string_view sql, const Values& values) override;
    void script(std::string_view sql) override;

    /// Before and after a work: PostgreSQL ends a transaction at its first error, so SQLite shall not go on either.
    void begin_work() {
        spoilt_ = wrote_ = false;
        changed = {};
    }
    /// Whether the present work has run a statement that may have written.
    [[nodiscard]] bool wrote() const { return wrote_; }
    /// Throws when the work went on after an error or left a foreign key open.
    void end_work();
    [[nodiscard]] bool in_transaction() const;
    /// One statement without rows, kept prepared: BEGIN and its like, run for every request.
    void word(std::string_view sql);
    /// Another number than before: somebody else has written the file (never this connection itself).
    [[nodiscard]] std::int64_t data_version();

  private:
    class Borrowed;
    struct Prepared {
        sqlite3_stmt* statement = nullptr;
        std::vector<int> places;  ///< where `$1`, `$2` … stand: in SQLite they are names, numbered by where they first occur
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    Prepared take(std::string_view sql);
    void give_back(std::string_view sql, Prepared prepared);
    void bind(const Prepared& prepared, std::string_view sql, const Values& values);
    void check_usable() const;
    [[noreturn]] void fail(int code, std::string_view sql);

    sqlite3* database_ = nullptr;
    std::unordered_map<std::string, std::vector<Prepared>, Hash, std::equal_to<>> statements_;
    std::size_t kept_ = 0;
    bool spoilt_ = false, wrote_ = false;
};

}  // namespace anju::kernel
