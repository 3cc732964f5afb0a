#pragma once
// One SQLite connection with its prepared statements. Included by sqlite_store.cpp and sqlite_connection.cpp only;
// sqlite3.h by the latter alone.
#include <string>
#include <string_view>
#include <unordered_map>

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
    void begin_work() { spoilt_ = false; }
    /// Throws when the work went on after an error or left a foreign key open.
    void end_work();
    [[nodiscard]] bool in_transaction() const;

  private:
    class Borrowed;
    sqlite3_stmt* take(std::string_view sql);
    void give_back(std::string_view sql, sqlite3_stmt* statement);
    void bind(sqlite3_stmt* statement, std::string_view sql, const Values& values);
    void check_usable() const;
    [[noreturn]] void fail(int code, std::string_view sql);

    sqlite3* database_ = nullptr;
    std::unordered_map<std::string, sqlite3_stmt*> statements_;
    bool spoilt_ = false;
};

}  // namespace anju::kernel
