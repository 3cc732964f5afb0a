#include "record/tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

namespace json = kernel::json;
namespace field = policy::field;

constexpr std::string_view scheme = "1";  ///< raised when this file makes other indexes or views from the same pack
constexpr std::size_t longest_name = 63;  ///< PostgreSQL cuts longer ones off

std::string index_name(const std::string& register_name, const std::string& what) {
    auto name = fmt::format("rx_{}_{}", register_name, what);
    if (name.size() > longest_name) name = name.substr(0, 48) + "_" + base::sm3(name).substr(0, 12);
    return name;
}

Statement index(const policy::Register& of, const std::string& what, const std::string& columns) {
    auto const name = index_name(of.name, what);
    return {name, fmt::format("CREATE INDEX IF NOT EXISTS {} ON record ({}) WHERE register = '{}'", name, columns, of.name)};
}

/// Columns of the view for one field; sensitive ones have none.
std::string view_columns(const field::Field& one) {
    auto const kind = one.kind->name();
    if (one.sensitive) return {};
    if (kind == "period")
        return fmt::format(", (doc -> '{0}' ->> 0) AS \"{0}_from\", NULLIF(doc -> '{0}' ->> 1, '') AS \"{0}_to\"", one.field);
    if (kind == "money") return fmt::format(", CAST((doc ->> '{0}') AS NUMERIC) / 100.0 AS \"{0}\"", one.field);
    if (kind == "decimal")
        return fmt::format(", CAST((doc ->> '{0}') AS NUMERIC) / 1{1}.0 AS \"{0}\"", one.field, std::string(static_cast<std::size_t>(one.decimals), '0'));
    return fmt::format(", {} AS \"{}\"", sql_value(one, ""), one.field);
}

struct Known {
    std::vector<std::string> fields;
    std::map<std::string, std::string> indexes;  ///< name → statement
    std::string view, pack_hash;
};

std::map<std::string, Known> known_registers(kernel::Transaction& transaction) {
    std::map<std::string, Known> known;
    for (auto const& row : transaction.query("SELECT register, fields, pack_hash FROM register_known")) {
        auto& one = known[row.text(0)];
        one.pack_hash = row.text(2);
        auto const kept = json::parse(row.text(1)).as_object();
        for (auto const& name : kept.at("fields").as_array()) one.fields.emplace_back(name.as_string());
        for (auto const& each : kept.at("indexes").as_object()) one.indexes.emplace(each.key(), each.value().as_string());
        one.view = std::string{kept.at("view").as_string()};
    }
    return known;
}

[[noreturn]] void refuse_dropped(const std::string& zh, const std::string& en) {
    throw std::runtime_error(fmt::format("标准包里没有了{}，但库里还有它的数据。请把它放回标准包；确实不要的，先在台账里清空或彻底删除。 / "
                                         "The pack no longer has {}, but there are records with it. Put it back into the pack, or empty or "
                                         "remove those records first.",
                                         zh, en));
}

void refuse_lost_data(kernel::Transaction& transaction, const policy::Pack& pack, const std::string& name, const Known& known) {
    auto const* now = pack.register_named(name);
    if (now == nullptr) {
        if (transaction.one("SELECT 1 FROM record WHERE register = $1 LIMIT 1", {name}))
            refuse_dropped(fmt::format("台账 {}", name), fmt::format("the register {}", name));
        return;
    }
    for (auto const& one : known.fields) {
        if (now->field(one) != nullptr) continue;
        if (transaction.one(fmt::format("SELECT 1 FROM record WHERE register = $1 AND (doc ->> '{}') IS NOT NULL LIMIT 1", one), {name}))
            refuse_dropped(fmt::format("台账 {} 的栏目 {}", name, one), fmt::format("the field {} of the register {}", one, name));
    }
}

void remember(kernel::Transaction& transaction, const policy::Register& of, const Known& now) {
    json::array fields;
    for (auto const& one : now.fields) fields.emplace_back(one);
    json::object indexes;
    for (auto const& [name, sql] : now.indexes) indexes[name] = sql;
    transaction.run(
        "INSERT INTO register_known (register, fields, pack_hash) VALUES ($1, $2, $3) ON CONFLICT (register) DO UPDATE SET "
        "fields = EXCLUDED.fields, pack_hash = EXCLUDED.pack_hash",
        {of.name, json::serialize(json::object{{"fields", fields}, {"indexes", indexes}, {"view", now.view}}), now.pack_hash});
}

void prepare_one(kernel::Transaction& transaction, const policy::Register& of, const Known& before, const std::string& hash) {
    Known now;
    now.pack_hash = hash;
    for (auto const& one : of.fields) now.fields.push_back(one.field);
    for (auto const& [name, sql] : index_statements(of)) now.indexes.emplace(name, sql);
    now.view = view_statement(of);
    for (auto const& [name, sql] : before.indexes) {
        auto const kept = now.indexes.find(name);
        if (kept == now.indexes.end() || kept->second != sql) transaction.run("DROP INDEX IF EXISTS " + name);
    }
    for (auto const& [name, sql] : now.indexes) transaction.run(sql);
    if (now.view != before.view) {
        transaction.run("DROP VIEW IF EXISTS register_" + of.name);
        transaction.run(now.view);
    }
    remember(transaction, of, now);
}

void forget(kernel::Transaction& transaction, const std::string& name, const Known& known) {
    for (auto const& [index_of_it, sql] : known.indexes) transaction.run("DROP INDEX IF EXISTS " + index_of_it);
    transaction.run("DROP VIEW IF EXISTS register_" + name);
    transaction.run("DELETE FROM register_known WHERE register = $1", {name});
}

void prepare(kernel::Transaction& transaction, const policy::Pack& pack) {
    auto const hash = fmt::format("{}/{}", pack.hash, scheme);
    auto known = known_registers(transaction);
    bool const same = known.size() == pack.registers.size() && std::all_of(known.begin(), known.end(), [&](const auto& one) {
        return one.second.pack_hash == hash;
    });
    if (same) return;
    for (auto const& [name, before] : known) refuse_lost_data(transaction, pack, name, before);
    for (auto const& [name, before] : known)
        if (pack.register_named(name) == nullptr) forget(transaction, name, before);
    for (auto const& of : pack.registers) prepare_one(transaction, of, known[of.name], hash);
}

}  // namespace

std::vector<Statement> index_statements(const policy::Register& of) {
    std::vector<Statement> statements{index(of, "", "deleted, id, path"), index(of, "_changed", "deleted, changed_at, id, path")};
    for (auto const& one : of.fields)
        if (wants_index(of, one)) statements.push_back(index(of, one.field, fmt::format("deleted, {}, id, path", sql_value(one, ""))));
    return statements;
}

std::string view_statement(const policy::Register& of) {
    std::string columns;
    for (auto const& one : of.fields)
        if (one.field != "name") columns += view_columns(one);
    return fmt::format(
        "CREATE VIEW register_{0} AS SELECT id, place_id AS place, name, state AS process_state, created_at AS created, changed_at AS "
        "changed, version{1} FROM record WHERE register = '{0}' AND deleted = 0",
        of.name, columns);
}

void prepare_tables(kernel::Store& store, const Registers& registers) {
    auto const work = [&](kernel::Transaction& transaction) { prepare(transaction, registers.pack()); };
    try {
        store.act(work);
    } catch (const kernel::ConstraintError&) {  // another process did the same just now
        store.act(work);
    }
}

}  // namespace anju::record
