#include "kernel/store.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <stdexcept>

#include "base/day.hpp"
#include "base/digest.hpp"
#include "kernel/metrics.hpp"
#include "kernel/nesting.hpp"
#include "kernel/sql.hpp"

namespace anju::kernel {

namespace {

thread_local const Store* inside = nullptr;

template <typename Wanted>
const Wanted& held(const std::vector<Value>& values, std::size_t column, std::string_view wanted) {
    if (column >= values.size())
        throw std::logic_error(fmt::format("column {} asked of a row of {}", column, values.size()));
    const auto* value = std::get_if<Wanted>(&values[column]);
    if (value == nullptr) throw std::logic_error(fmt::format("column {} is no {}", column, wanted));
    return *value;
}

}  // namespace

Inside::Inside(const Store* store) : before_{inside} {
    if (inside == store) throw std::logic_error("see or act inside see or act");
    inside = store;
}

Inside::~Inside() {
    inside = before_;
}

bool Row::null(std::size_t column) const {
    return std::holds_alternative<std::nullptr_t>(values_.at(column));
}

const std::string& Row::text(std::size_t column) const {
    return held<std::string>(values_, column, "text");
}

std::int64_t Row::number(std::size_t column) const {
    return held<std::int64_t>(values_, column, "number");
}

std::optional<std::string> Row::text_or_null(std::size_t column) const {
    if (null(column)) return std::nullopt;
    return text(column);
}

std::optional<std::int64_t> Row::number_or_null(std::size_t column) const {
    if (null(column)) return std::nullopt;
    return number(column);
}

std::string Row::text_or(std::size_t column, std::string otherwise) const {
    return null(column) ? std::move(otherwise) : text(column);
}

std::optional<Row> Transaction::one(std::string_view sql, const Values& values) {
    auto rows = query(sql, values);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

StoreUnavailable::StoreUnavailable(int http_status, const std::string& what) : std::runtime_error{what}, status{http_status} {
    count_store_error(http_status);
}

bool is_postgres(const std::string& where) {
    return where.starts_with("postgresql://") || where.starts_with("postgres://");
}

std::unique_ptr<Store> open_store(const std::string& where, unsigned connections) {
    return is_postgres(where) ? open_postgres(where, connections) : open_sqlite(where);
}

namespace {

void bring_up_to_date(Transaction& transaction, const std::vector<Migration>& migrations) {
    transaction.script(
        "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, sm3 TEXT NOT NULL, at BIGINT NOT NULL);");
    std::map<std::string, std::string> applied;
    for (const auto& row : transaction.query("SELECT name, sm3 FROM migration")) applied[row.text(0)] = row.text(1);
    std::set<std::string> known;
    for (const auto& migration : migrations) {
        if (!known.insert(migration.name).second)
            throw std::logic_error(fmt::format("two migrations are called {}", migration.name));
        const auto digest = base::sm3(migration.sql);
        const auto found = applied.find(migration.name);
        if (found == applied.end()) {
            transaction.script(migration.sql);
            transaction.run("INSERT INTO migration (name, sm3, at) VALUES ($1, $2, $3)",
                            {migration.name, digest, base::Instant::now().microseconds});
        } else if (found->second != digest) {
            throw std::runtime_error(
                fmt::format("数据库中的迁移 {0} 与程序中的不一致：请使用建立该数据库的程序版本。 / Migration {0} was "
                            "applied with another text: "
                            "use the program version that made this database.",
                            migration.name));
        }
    }
    for (const auto& [name, digest] : applied) {
        if (known.contains(name)) continue;
        throw std::runtime_error(
            fmt::format("数据库比程序新（含未知迁移 {0}）:请升级程序。 / The database is newer than the program "
                        "(unknown migration {0}): "
                        "upgrade the program.",
                        name));
    }
}

}  // namespace

void migrate(Store& store, const std::vector<Migration>& migrations) {
    const auto work = [&](Transaction& transaction) { bring_up_to_date(transaction, migrations); };
    try {
        store.act(work);
    } catch (const ConstraintError&) {
        store.act(work);  // two programs started together on PostgreSQL: the other one won
    }
}

std::vector<Migration> kernel_migrations() {
    return {{"kernel/1", sql::kernel}};
}

}  // namespace anju::kernel
