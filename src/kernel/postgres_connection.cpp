#include "kernel/postgres_connection.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <charconv>
#include <stdexcept>

namespace anju::kernel {

namespace {

constexpr std::size_t most_statements = 500;
constexpr Oid bool_type = 16, bigint_type = 20, smallint_type = 21, integer_type = 23, real_type = 700,
              double_type = 701, numeric_type = 1700;

std::int64_t whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        throw std::logic_error("a number with a fraction or beyond 64 bits has no place here");
    return number;
}

Value value_of(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column) != 0) return nullptr;
    const std::string_view text{PQgetvalue(result, row, column),
                                static_cast<std::size_t>(PQgetlength(result, row, column))};
    switch (PQftype(result, column)) {
        case bool_type:
            return static_cast<std::int64_t>(text == "t");
        case bigint_type:
        case smallint_type:
        case integer_type:
        case numeric_type:  // SUM of BIGINT
            return whole_number(text);
        case real_type:
        case double_type:
            throw std::logic_error(fmt::format("column {} is a float, which has no place here", column));
        default:
            return std::string{text};
    }
}

Row row_of(const PGresult* result, int row) {
    std::vector<Value> values;
    const int columns = PQnfields(result);
    values.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) values.push_back(value_of(result, row, column));
    return Row{std::move(values)};
}

class SerializationFailure : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace

/// Parameters as libpq wants them. Whole numbers are sent as BIGINT: left to itself PostgreSQL would take `$1 - 60` for
/// a 32-bit sum and fail on the first instant.
struct PostgresConnection::Arguments {
    explicit Arguments(const Values& values) {
        texts.reserve(values.size());
        for (const auto& value : values) {
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                texts.push_back(std::to_string(*number));
            } else if (const auto* text = std::get_if<std::string>(&value)) {
                if (text->find('\0') != std::string::npos) throw std::logic_error("a text with a NUL cannot be stored");
                texts.push_back(*text);
            } else {
                texts.emplace_back();
            }
            const bool null = std::holds_alternative<std::nullptr_t>(value);
            types.push_back(std::holds_alternative<std::int64_t>(value) ? bigint_type : Oid{0});
            pointers.push_back(null ? nullptr : texts.back().c_str());  // reserved above: c_str() stays
            key += types.back() == bigint_type ? 'n' : '-';
        }
    }
    [[nodiscard]] int count() const { return static_cast<int>(pointers.size()); }
    std::vector<std::string> texts;
    std::vector<Oid> types;
    std::vector<const char*> pointers;
    std::string key;
};

void PostgresConnection::CloseConnection::operator()(pg_conn* connection) const {
    PQfinish(connection);
}

void PostgresConnection::ClearResult::operator()(pg_result* result) const {
    PQclear(result);
}

PostgresConnection::PostgresConnection(std::string url) : url_{std::move(url)} {
    reconnect();
}

void PostgresConnection::reconnect() {
    const char* const names[] = {"connect_timeout", "dbname", "client_encoding", "fallback_application_name", nullptr};
    const char* const values[] = {"5", url_.c_str(), "UTF8", "anju", nullptr};
    statements_.clear();
    failure_ = Failure::none;
    committing_ = false;
    connection_.reset(PQconnectdbParams(names, values, 1));
    if (PQstatus(connection_.get()) != CONNECTION_OK)
        throw StoreUnavailable(503, fmt::format("cannot reach PostgreSQL: {}", PQerrorMessage(connection_.get())));
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
}

void PostgresConnection::check_database() {
    const auto result =
        simple("SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()");
    const std::string collation = PQgetvalue(result.get(), 0, 0);
    const std::string encoding = PQgetvalue(result.get(), 0, 1);
    const bool ordered = collation == "C" || collation == "POSIX" || collation == "C.UTF-8" || collation == "C.utf8";
    if (ordered && encoding == "UTF8") return;
    throw std::runtime_error(
        fmt::format("数据库的排序规则为 {0}、编码为 {1},须为 C 与 UTF8。请重新建库： / The database has collation {0} "
                    "and encoding {1}; it must have C "
                    "and UTF8. Make it anew: CREATE DATABASE anju TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' "
                    "LC_CTYPE 'C.UTF-8';",
                    collation, encoding));
}

void PostgresConnection::begin(bool read_only) {
    failure_ = Failure::none;
    committing_ = false;
    simple(read_only ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN ISOLATION LEVEL SERIALIZABLE");
}

void PostgresConnection::commit() {
    check_usable();
    committing_ = true;
    simple("COMMIT");
    committing_ = false;
}

void PostgresConnection::abandon() noexcept {
    committing_ = false;
    if (PQstatus(connection_.get()) == CONNECTION_OK) PQclear(PQexec(connection_.get(), "ROLLBACK"));
}

Rows PostgresConnection::query(std::string_view sql, const Values& values) {
    const auto result = prepared(sql, values);
    Rows rows;
    const int count = PQntuples(result.get());
    rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row) rows.push_back(row_of(result.get(), row));
    return rows;
}

void PostgresConnection::each(std::string_view sql, const Values& values, const std::function<void(const Row&)>& take) {
    check_usable();
    // A cursor and not single-row mode, so that `take` may use the connection too.
    const auto cursor = fmt::format("cursor_{}", ++made_);
    const auto declare = fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", cursor, sql);
    const Arguments arguments{values};
    checked(PQexecParams(connection_.get(), declare.c_str(), arguments.count(), arguments.types.data(),
                         arguments.pointers.data(), nullptr, nullptr, 0),
            sql);
    constexpr int most = 500;
    const auto fetch = fmt::format("FETCH {} FROM {}", most, cursor);
    for (int count = most; count == most;) {
        const auto result = simple(fetch);
        count = PQntuples(result.get());
        for (int row = 0; row < count; ++row) take(row_of(result.get(), row));
    }
    simple(fmt::format("CLOSE {}", cursor));
}

std::int64_t PostgresConnection::run(std::string_view sql, const Values& values) {
    const auto result = prepared(sql, values);
    const std::string_view tuples{PQcmdTuples(result.get())};
    return tuples.empty() ? 0 : whole_number(tuples);
}

void PostgresConnection::script(std::string_view sql) {
    simple(std::string{sql});
}

PostgresConnection::Result PostgresConnection::prepared(std::string_view sql, const Values& values) {
    check_usable();
    const Arguments arguments{values};
    const auto& name = statement_name(sql, arguments);
    return checked(PQexecPrepared(connection_.get(), name.c_str(), arguments.count(), arguments.pointers.data(),
                                  nullptr, nullptr, 0),
                   sql);
}

const std::string& PostgresConnection::statement_name(std::string_view sql, const Arguments& arguments) {
    std::string key = arguments.key;
    key += ' ';
    key += sql;
    if (const auto found = statements_.find(key); found != statements_.end()) return found->second;
    if (statements_.size() >= most_statements) forget_statements();
    const auto name = fmt::format("s{}", ++made_);
    const auto result = checked(
        PQprepare(connection_.get(), name.c_str(), std::string{sql}.c_str(), arguments.count(), arguments.types.data()),
        sql);
    return statements_.emplace(std::move(key), name).first->second;
}

void PostgresConnection::forget_statements() {
    simple("DEALLOCATE ALL");
    statements_.clear();
}

PostgresConnection::Result PostgresConnection::simple(const std::string& sql) {
    check_usable();
    return checked(PQexec(connection_.get(), sql.c_str()), sql);
}

PostgresConnection::Result PostgresConnection::checked(PGresult* raw, std::string_view sql) {
    Result result{raw};
    const auto status = PQresultStatus(raw);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) fail(raw, sql);
    return result;
}

void PostgresConnection::check_usable() const {
    if (failure_ != Failure::none) throw std::logic_error("a statement after one that failed: the transaction is over");
}

void PostgresConnection::fail(const PGresult* result, std::string_view sql) {
    const char* field = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const std::string_view state = field == nullptr ? "" : field;
    // The detail line would show the row and a data exception (class 22) the value: they stay out of messages and logs.
    const bool tells_data = state.starts_with("22");
    const char* primary =
        result == nullptr || tells_data ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const auto why = fmt::format("{} ({}) in: {}",
                                 primary == nullptr ? (tells_data ? "a value does not fit" : "no answer") : primary,
                                 state, sql.substr(0, 300));
    // Without a state it is libpq that speaks, not the server: a server going down may be noticed so, with the connection still
    // called good.
    if (PQstatus(connection_.get()) != CONNECTION_OK || state.empty() || state.starts_with("08") || state.starts_with("57P")) {
        failure_ = Failure::lost;
        throw StoreUnavailable(503, why);
    }
    failure_ = Failure::other;
    if (state == "0A000" && why.find("cached plan") != std::string::npos) {
        // A migration changed a table under a prepared statement; a new connection state and a second run mend it.
        failure_ = Failure::lost;
        throw StoreUnavailable(503, why);
    }
    if (state == "40001" || state == "40P01") {
        failure_ = Failure::serialization;
        throw SerializationFailure(why);
    }
    if (state == "23505" || state == "23503") {
        failure_ = Failure::constraint;
        throw ConstraintError(why);
    }
    if (state == "53100") throw StoreUnavailable(507, why);
    if (state.starts_with("53") || state == "57014") throw StoreUnavailable(503, why);
    throw std::runtime_error(why);
}

}  // namespace anju::kernel
