#include "record/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"
#include "record/retired.hpp"

namespace anju::record {
namespace {

namespace json = kernel::json;
namespace field = policy::field;

constexpr std::string_view scheme = "3";  ///< raised when this file makes other indexes or views from the same pack
/// Read through in a few milliseconds without an index. Every index costs each start and each new statement on `record` its part,
/// and sixty registers would have five hundred, so that most are made only when a register has grown.
constexpr std::int64_t few_records = 2'000;
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

/// By every new record, to see whether its value is taken.
bool is_looked_up(const field::Field& one) { return one.unique != field::Unique::no || one.kind->name() == "reference_number"; }

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
    std::vector<std::string> fields;               ///< dropped ones too
    std::map<std::string, json::object> declared;  ///< as field_json wrote them
    std::map<std::string, std::string> indexes;  ///< name → statement
    std::string view, pack_hash;
    bool large = false;  ///< the indexes of a large register are there
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
        if (auto const* large = kept.if_contains("large")) one.large = large->as_bool();
        if (auto const* declared = kept.if_contains("declared"))
            for (auto const& each : declared->as_object()) one.declared.emplace(each.key(), each.value().as_object());
    }
    return known;
}

bool is_dropped(const policy::Pack& pack, const std::string& register_name) {
    auto const& dropped = pack.dropped_registers;
    return std::any_of(dropped.begin(), dropped.end(), [&](const policy::Dropped& one) { return one.name == register_name; });
}

std::string words_of(const field::Field& one) {
    auto const kind = std::string{one.kind->name()};
    return kind == "decimal" ? fmt::format("{} ({})", kind, one.decimals) : kind;
}

/// What the pack has dropped or changed though there are records with it, as lines to read and lines to write into the pack.
struct Lost {
    std::string zh, en;
    std::map<std::string, std::string> lines;  ///< file → lines under `dropped:` or `dropped_registers:`
};

void say_lost(Lost& lost, const std::string& zh, const std::string& en) {
    lost.zh += (lost.zh.empty() ? "" : "、") + zh;
    lost.en += (lost.en.empty() ? "" : ", ") + en;
}

std::string line_for(std::string_view what, const std::string& name) {
    return fmt::format("  - {{{}: {}, since: {}, reason: {{zh: \"写明原因\", en: \"Say why\"}}}}\n", what, name, base::Instant::now().day().text());
}

bool has_data(kernel::Transaction& transaction, const std::string& register_name, const std::string& field_name) {
    return transaction.one(fmt::format("SELECT 1 FROM record WHERE register = $1 AND (doc ->> '{}') IS NOT NULL LIMIT 1", field_name), {register_name})
        .has_value();
}

/// Texts stay readable as plain text, whatever was checked when they were written; of other kinds the stored form is another one.
bool reads_as(const field::Field& now, const field::Field& before) {
    auto const kind = before.kind->name();
    if (now.kind == before.kind) return kind != "decimal" || now.decimals == before.decimals;
    bool const is_plain = now.kind->name() == "text" || now.kind->name() == "long_text";
    static constexpr std::array<std::string_view, 9> texts{"text", "long_text", "phone", "id_card", "credit_code", "plate", "reference_number", "date", "choice"};
    return is_plain && std::find(texts.begin(), texts.end(), kind) != texts.end();
}

void look_at_field(kernel::Transaction& transaction, const policy::Register& now, const std::string& name, const Known& known, Lost& lost) {
    auto const* one = now.field(name);
    auto const file = "registers/" + now.name + ".yaml";
    if (one == nullptr) {
        if (now.has_dropped(name) || !has_data(transaction, now.name, name)) return;
        say_lost(lost, fmt::format("台账 {} 的栏目 {}", now.name, name), fmt::format("the field {} of the register {}", name, now.name));
        lost.lines[file] += line_for("field", name);
        return;
    }
    auto const declared_before = known.declared.find(name);
    if (declared_before == known.declared.end()) return;
    auto const before = declared(declared_before->second);
    if (reads_as(*one, before) || !has_data(transaction, now.name, name)) return;
    throw std::runtime_error(fmt::format(
        "台账 {0} 的栏目 {1} 已有数据，类型不能从 {2} 改成 {3}。请把类型改回去；要换类型的，给新栏目另起一个名字，把 {1} 写进这个台账的 dropped：\n{4} / "
        "The field {1} of the register {0} has data: its kind cannot change from {2} to {3}. Change it back; or give the new field another name "
        "and write {1} under dropped: of that register, as above.",
        now.name, name, words_of(before), words_of(*one), line_for("field", name)));
}

void look_at(kernel::Transaction& transaction, const policy::Pack& pack, const std::string& name, const Known& known, Lost& lost) {
    if (auto const* now = pack.register_named(name)) {
        for (auto const& one : known.fields) look_at_field(transaction, *now, one, known, lost);
        return;
    }
    if (is_dropped(pack, name) || !transaction.one("SELECT 1 FROM record WHERE register = $1 LIMIT 1", {name})) return;
    say_lost(lost, fmt::format("台账 {}", name), fmt::format("the register {}", name));
    lost.lines["pack.yaml"] += line_for("register", name);
}

/// Everything at once, so that the officer writes the lines once.
void refuse_lost_data(const Lost& lost) {
    if (lost.lines.empty()) return;
    std::string lines;
    for (auto const& [file, some] : lost.lines)
        lines += fmt::format("# {}\n{}:\n{}", file, file == "pack.yaml" ? "dropped_registers" : "dropped", some);
    throw std::runtime_error(
        fmt::format("标准包里没有了{0}，但库里还有它的数据。请把它放回标准包；确实不再要的，把下面几行写进标准包再启动（已有 dropped 的接在它下面；旧值留着，只能看）。 / "
                    "The pack no longer has {1}, but there are records with it. Put it back into the pack, or, when it is no longer asked, write these "
                    "lines into the pack and start again (below `dropped` where there is one; old values are kept, to be read only):\n{2}",
                    lost.zh, lost.en, lines));
}

void remember(kernel::Transaction& transaction, const std::string& register_name, const Known& now) {
    json::array fields;
    for (auto const& one : now.fields) fields.emplace_back(one);
    json::object indexes, declared;
    for (auto const& [name, sql] : now.indexes) indexes[name] = sql;
    for (auto const& [name, one] : now.declared) declared[name] = one;
    transaction.run(
        "INSERT INTO register_known (register, fields, pack_hash) VALUES ($1, $2, $3) ON CONFLICT (register) DO UPDATE SET "
        "fields = EXCLUDED.fields, pack_hash = EXCLUDED.pack_hash",
        {register_name, json::serialize(json::object{{"fields", fields}, {"indexes", indexes}, {"view", now.view}, {"declared", declared}, {"large", now.large}}), now.pack_hash});
}

/// Grown beyond what is read through without an index. One that was is let shrink to half before its indexes go again.
bool is_large(kernel::Transaction& transaction, const policy::Register& of, const Known& before) {
    auto const few = before.large ? few_records / 2 : few_records;
    return transaction.one("SELECT 1 FROM record WHERE register = $1 AND deleted = 0 LIMIT 1 OFFSET " + std::to_string(few), {of.name}).has_value();
}

void prepare_one(kernel::Transaction& transaction, const policy::Register& of, const Known& before, const std::string& hash) {
    Known now;
    now.pack_hash = hash;
    now.large = is_large(transaction, of, before);
    for (auto const& one : of.fields) {
        now.fields.push_back(one.field);
        now.declared.emplace(one.field, field_json(one));
    }
    for (auto const& one : of.dropped) {
        now.fields.push_back(one.name);
        if (auto const kept = before.declared.find(one.name); kept != before.declared.end()) now.declared.insert(*kept);
    }
    for (auto const& [name, sql] : index_statements(of, now.large)) now.indexes.emplace(name, sql);
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
    remember(transaction, of.name, now);
}

/// A dropped register: its records and its view for SQL stay, what makes lists fast goes.
void shelve(kernel::Transaction& transaction, const std::string& name, Known known, const std::string& hash) {
    for (auto const& [index_of_it, sql] : known.indexes) transaction.run("DROP INDEX IF EXISTS " + index_of_it);
    known.indexes.clear();
    known.pack_hash = hash;
    remember(transaction, name, known);
}

void forget(kernel::Transaction& transaction, const std::string& name, const Known& known) {
    for (auto const& [index_of_it, sql] : known.indexes) transaction.run("DROP INDEX IF EXISTS " + index_of_it);
    transaction.run("DROP VIEW IF EXISTS register_" + name);
    transaction.run("DELETE FROM register_known WHERE register = $1", {name});
}

std::string hash_of(const policy::Pack& pack) { return fmt::format("{}/{}", pack.hash, scheme); }

bool is_same(const std::map<std::string, Known>& known, const policy::Pack& pack) {
    return std::all_of(known.begin(), known.end(), [&](const auto& one) { return one.second.pack_hash == hash_of(pack); }) &&
           std::all_of(pack.registers.begin(), pack.registers.end(), [&](const auto& of) { return known.contains(of.name); });
}

/// Registers that have grown or shrunk beyond the bound since their indexes were made.
std::vector<const policy::Register*> changed_in_size(kernel::Transaction& transaction, std::map<std::string, Known>& known, const policy::Pack& pack) {
    std::vector<const policy::Register*> changed;
    for (auto const& of : pack.registers)
        if (is_large(transaction, of, known[of.name]) != known[of.name].large) changed.push_back(&of);
    return changed;
}

void prepare(kernel::Transaction& transaction, const policy::Pack& pack) {
    auto const hash = hash_of(pack);
    auto known = known_registers(transaction);
    if (is_same(known, pack)) {
        for (auto const* of : changed_in_size(transaction, known, pack)) prepare_one(transaction, *of, known[of->name], hash);
        return;
    }
    Lost lost;
    for (auto const& [name, before] : known) look_at(transaction, pack, name, before, lost);
    refuse_lost_data(lost);
    for (auto const& [name, before] : known) {
        if (pack.register_named(name) != nullptr) continue;
        if (is_dropped(pack, name))
            shelve(transaction, name, before, hash);
        else
            forget(transaction, name, before);
    }
    for (auto const& of : pack.registers) prepare_one(transaction, of, known[of.name], hash);
}

}  // namespace

std::vector<Statement> index_statements(const policy::Register& of, bool large) {
    std::vector<Statement> statements;
    if (large) statements = {index(of, "", "deleted, id, path"), index(of, "_changed", "deleted, changed_at, id, path")};
    for (auto const& one : of.fields)
        if (is_looked_up(one) || (large && wants_index(of, one))) statements.push_back(index(of, one.field, fmt::format("deleted, {}, id, path", sql_value(one, ""))));
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
    bool ready = false;  // nearly always: then nobody has to wait, and nothing that was kept in memory is forgotten
    store.see([&](kernel::Transaction& transaction) {
        auto known = known_registers(transaction);
        ready = is_same(known, registers.pack()) && changed_in_size(transaction, known, registers.pack()).empty();
    });
    if (ready) return;
    auto const work = [&](kernel::Transaction& transaction) { prepare(transaction, registers.pack()); };
    try {
        store.act(work);
    } catch (const kernel::ConstraintError&) {  // another process did the same just now
        store.act(work);
    }
}

}  // namespace anju::record
