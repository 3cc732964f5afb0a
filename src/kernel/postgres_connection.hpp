#pragma once
// One PostgreSQL connection with its prepared statements. Included by postgres_store.cpp and postgres_connection.cpp
// only.
#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kernel/store.hpp"

struct pg_conn;
struct pg_result;

namespace anju::kernel {

/// What went wrong first in the running transaction; it decides whether the work may be run again.
enum class Failure { none, serialization, lost, constraint, other };

class PostgresConnection : public Transaction {
  public:
    explicit PostgresConnection(std::string url);  ///< StoreUnavailable when the database cannot be reached
    void reconnect();
    /// std::runtime_error when the database does not order and keep texts as SQLite does.
    void check_database();

    void begin(bool read_only);
    void commit();  ///< throws when the work went on after a failed statement
    void abandon() noexcept;
    [[nodiscard]] Failure failure() const { return failure_; }
    [[nodiscard]] bool committing() const { return committing_; }

    Rows query(std::string_view sql, const Values& values) override;
    void each(std::string_view sql, const Values& values, const std::function<void(const Row&)>& take) override;
    std::int64_t run(std::string_view sql, const Values& values) override;
    void script(std::string_view sql) override;

  private:
    struct CloseConnection {
        void operator()(pg_conn* connection) const;
    };
    struct ClearResult {
        void operator()(pg_result* result) const;
    };
    using Result = std::unique_ptr<pg_result, ClearResult>;
    struct Arguments;

    Result prepared(std::string_view sql, const Values& values);
    const std::string& statement_name(std::string_view sql, const Arguments& arguments);
    Result simple(const std::string& sql);
    Result checked(pg_result* result, std::string_view sql);
    void check_usable() const;
    [[noreturn]] void fail(const pg_result* result, std::string_view sql);
    void forget_statements();

    std::string url_;
    std::unique_ptr<pg_conn, CloseConnection> connection_;
    std::unordered_map<std::string, std::string> statements_;
    std::uint64_t made_ = 0;
    Failure failure_ = Failure::none;
    bool committing_ = false;
};

}  // namespace anju::kernel
