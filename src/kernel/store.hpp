#pragma once
// One SQL text on two databases: SQLite (embedded) and PostgreSQL 15+. `$1` parameters, ON CONFLICT, RETURNING, `->>`,
// row-value comparison; no dialect branches outside sqlite_store.cpp and postgres_store.cpp. Booleans are 0/1 in BIGINT columns.
//
//   see: read-only, on a pool of connections.
//   act: on SQLite one writer takes all waiting acts, runs them in one transaction, commits once (synchronous=FULL) and only
//        then lets them return; on PostgreSQL a SERIALIZABLE transaction, run again on a serialization failure.
// So a function given to `act` may run more than once and must have no effect outside its transaction. When `act` returns,
// the change is on disk; when it throws, nothing of it is.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace anju::kernel {

using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;
using Values = std::vector<Value>;

class Row {
  public:
    explicit Row(std::vector<Value> values) : values_{std::move(values)} {}
    [[nodiscard]] bool null(std::size_t column) const;
    /// Throw std::logic_error where the column holds another type or null: that is our bug, never the user's.
    [[nodiscard]] const std::string& text(std::size_t column) const;
    [[nodiscard]] std::int64_t number(std::size_t column) const;
    [[nodiscard]] bool flag(std::size_t column) const { return number(column) != 0; }
    [[nodiscard]] std::optional<std::string> text_or_null(std::size_t column) const;
    [[nodiscard]] std::optional<std::int64_t> number_or_null(std::size_t column) const;
    [[nodiscard]] std::string text_or(std::size_t column, std::string otherwise = {}) const;
    [[nodiscard]] const std::vector<Value>& values() const { return values_; }

  private:
    std::vector<Value> values_;
};
using Rows = std::vector<Row>;

/// What a writing work has changed, as far as it says so: for answers kept in memory (kernel/changes.hpp). A work that says
/// nothing is taken to have changed everything, so forgetting costs speed and never a wrong answer.
struct Changed {
    bool told = false, everything = false;
    bool rights = false;              ///< who is signed in or may do what
    std::vector<std::string> places;  ///< only what is shown of these places has changed
};

class Transaction {
  public:
    virtual ~Transaction() = default;
    Changed changed;
    virtual Rows query(std::string_view sql, const Values& values = {}) = 0;
    /// Row by row, for results that must not be held in memory.
    virtual void each(std::string_view sql, const Values& values, const std::function<void(const Row&)>& take) = 0;
    virtual std::int64_t run(std::string_view sql, const Values& values = {}) = 0;  ///< rows changed
    virtual void script(std::string_view sql) = 0;  ///< several statements without parameters (migrations)

    std::optional<Row> one(std::string_view sql, const Values& values = {});  ///< first row
};

/// A unique or foreign key said no. Slices catch it only where that is an expected answer.
class ConstraintError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};
/// The disk is full (507) or the database cannot be reached just now (503): the client may try again.
class StoreUnavailable : public std::runtime_error {
  public:
    StoreUnavailable(int http_status, const std::string& what);  ///< counted in the metrics
    int status;
};

class Changes;

class Store {
  public:
    virtual ~Store() = default;
    /// What was changed here so far; null where other processes write too, so that nothing may be kept.
    [[nodiscard]] virtual const Changes* changes() const { return nullptr; }
    virtual void see(const std::function<void(Transaction&)>& work) = 0;
    virtual void act(const std::function<void(Transaction&)>& work) = 0;
    [[nodiscard]] virtual std::string_view name() const = 0;  ///< "sqlite" or "postgresql"
};

std::unique_ptr<Store> open_sqlite(const std::string& path, unsigned readers = 4);
/// Every commit waits for the disk, which takes those of all connections at once: with few connections most of the time is waiting.
constexpr unsigned postgres_connections = 24;
std::unique_ptr<Store> open_postgres(const std::string& url, unsigned connections = postgres_connections);
bool is_postgres(const std::string& where);  ///< an address "postgresql://…" or "postgres://…"; anything else is a SQLite file
std::unique_ptr<Store> open_store(const std::string& where, unsigned connections = postgres_connections);  ///< `connections`: to PostgreSQL, at most

struct Migration {
    std::string name;  ///< "place/1"; applied once, in the order given, never changed afterwards
    std::string_view sql;
};
/// Brings the database up to date; refuses (std::runtime_error) one that is newer than the program.
void migrate(Store& store, const std::vector<Migration>& migrations);
std::vector<Migration> kernel_migrations();

}  // namespace anju::kernel
