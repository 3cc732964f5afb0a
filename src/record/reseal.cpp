#include "record/reseal.hpp"

#include <fmt/format.h>

#include "kernel/log.hpp"
#include "record/retired.hpp"

namespace anju::record {
namespace {

struct Round {
    policy::Register of;
    std::vector<field::Field> fields;  ///< dropped ones too
    bool is_asked = true;              ///< false: a dropped register
    std::string wanted, up_to;
    bool is_new = false;  ///< no row, or a row of an earlier round
};

/// Under which key, and which fields: when this changes, a round is wanted.
std::string wanted_of(const Registers& registers, const std::vector<field::Field>& fields) {
    auto wanted = registers.seal().names().front() + ":";
    for (auto const& one : fields)
        if (one.sensitive) wanted += " " + one.field;
    return wanted;
}

std::vector<Round> possible_rounds(kernel::Transaction& transaction, const Registers& registers) {
    std::vector<Round> rounds;
    for (auto const& of : registers.pack().registers) rounds.push_back({of, with_retired(transaction, of), true, {}, {}});
    for (auto const& dropped : registers.pack().dropped_registers) {
        auto of = dropped_register(transaction, dropped.name);
        if (!of) continue;
        auto fields = of->fields;
        rounds.push_back({std::move(*of), std::move(fields), false, {}, {}});
    }
    return rounds;
}

/// The first round that is wanted. One that never ran is wanted too: the pack may have had sensitive fields before.
std::optional<Round> wanted_round(kernel::Transaction& transaction, const Registers& registers) {
    std::map<std::string, std::tuple<std::string, std::string, bool>> known;
    for (auto const& row : transaction.query("SELECT register, wanted, up_to, finished_at FROM seal_round"))
        known[row.text(0)] = {row.text(1), row.text(2), !row.null(3)};
    for (auto& round : possible_rounds(transaction, registers)) {
        round.wanted = wanted_of(registers, round.fields);
        auto const found = known.find(round.of.name);
        round.is_new = found == known.end() || std::get<0>(found->second) != round.wanted;
        if (!round.is_new && std::get<2>(found->second)) continue;
        if (!round.is_new) round.up_to = std::get<1>(found->second);
        return std::move(round);
    }
    return std::nullopt;
}

struct Counts { std::int64_t looked = 0, changed = 0, unopened = 0; };

void write(kernel::Transaction& transaction, const Registers& registers, const Round& round, const std::string& id, const json::object& doc, bool all_opened) {
    kernel::Values values{id, json::serialize(doc)};
    // Values that have become sealed, or plain, are searched for in another way.
    bool const words = round.is_asked && all_opened;
    if (words) values.emplace_back(search_text(registers, round.of, values_of(registers, round.of, id, doc)));
    transaction.run(fmt::format("UPDATE record SET doc = $2{} WHERE id = $1", words ? ", search = $3" : ""), values);
}

void reseal_one(kernel::Transaction& transaction, const Registers& registers, const Round& round, const std::string& id, const json::object& doc, Counts& counts) {
    std::int64_t unopened = 0;
    auto const now = resealed_doc(registers, round.of, round.fields, id, doc, unopened);
    bool changed = now != doc;
    if (changed) write(transaction, registers, round, id, now, unopened == 0);
    for (auto const& row : transaction.query("SELECT version, doc FROM record_before WHERE record_id = $1 ORDER BY version", {id})) {
        auto const before = json::parse(row.text(1)).as_object();
        auto const after = resealed_doc(registers, round.of, round.fields, id, before, unopened);
        if (after == before) continue;
        changed = true;
        transaction.run("UPDATE record_before SET doc = $3 WHERE record_id = $1 AND version = $2", {id, row.number(0), json::serialize(after)});
    }
    counts.looked += 1;
    counts.changed += changed ? 1 : 0;
    counts.unopened += unopened;
}

void journal_batch(kernel::Transaction& transaction, const Registers& registers, const Round& round, const Counts& counts, base::Instant now) {
    if (counts.changed == 0) return;
    Author const author{transaction, {}, "安居", "seal", now, nullptr};
    author.journal({.act = "record.reseal",
                    .thing_kind = "register",
                    .thing_id = round.of.name,
                    .place_id = {},
                    .before = nullptr,
                    .after = json::object{{"key", registers.seal().names().front()}, {"records", counts.changed}, {"unopened", counts.unopened}},
                    .why = {}});
}

/// In the order of the index rx_REGISTER_ (deleted, id, path), whose condition names the register in its text.
kernel::Rows next_records(kernel::Transaction& transaction, const Round& round, std::int64_t most) {
    bool const begun = !round.up_to.empty();
    return transaction.query(fmt::format("SELECT id, doc, deleted FROM record WHERE register = '{}' AND (deleted, id) > ($1, $2) ORDER BY deleted, id LIMIT $3", round.of.name),
                             {std::int64_t{begun && round.up_to.front() == '1'}, begun ? round.up_to.substr(2) : std::string{}, most});
}

Counts do_batch(kernel::Transaction& transaction, const Registers& registers, const Round& round, base::Instant now, std::int64_t most) {
    if (round.is_new)
        transaction.run("INSERT INTO seal_round (register, wanted, up_to, looked, changed, unopened, finished_at) VALUES ($1, $2, '', 0, 0, 0, NULL) "
                        "ON CONFLICT (register) DO UPDATE SET wanted = excluded.wanted, up_to = '', looked = 0, changed = 0, unopened = 0, finished_at = NULL",
                        {round.of.name, round.wanted});
    Counts counts;
    auto up_to = round.up_to;
    auto const rows = next_records(transaction, round, most);
    for (auto const& row : rows) {
        reseal_one(transaction, registers, round, row.text(0), json::parse(row.text(1)).as_object(), counts);
        up_to = (row.flag(2) ? "1/" : "0/") + row.text(0);
    }
    bool const over = std::ssize(rows) < most;
    transaction.run("UPDATE seal_round SET up_to = $2, looked = looked + $3, changed = changed + $4, unopened = unopened + $5, finished_at = $6 WHERE register = $1",
                    {round.of.name, up_to, counts.looked, counts.changed, counts.unopened, over ? kernel::Value{now.microseconds} : kernel::Value{nullptr}});
    journal_batch(transaction, registers, round, counts, now);
    return counts;
}

bool has_old_filters(kernel::Transaction& transaction, const std::string& key) {
    return transaction.one("SELECT 1 FROM record_filter WHERE substr(query, 1, CAST($2 AS INTEGER)) <> $1 LIMIT 1", {key + ".", std::ssize(key) + 1}).has_value();
}

/// Saved filters are few: all that are left in one go. One that cannot be opened looks for nothing any more, and goes.
void reseal_filters(kernel::Transaction& transaction, const kernel::Seal& seal) {
    auto const key = seal.names().front() + ".";
    for (auto const& row : transaction.query("SELECT id, account_id, query FROM record_filter WHERE substr(query, 1, CAST($2 AS INTEGER)) <> $1 ORDER BY id LIMIT 500", {key, std::ssize(key)})) {
        auto const about = "filter/" + row.text(1);
        auto const plain = seal.open(row.text(2), about);
        transaction.run("UPDATE record_filter SET query = $2 WHERE id = $1", {row.text(0), seal.seal(plain.value_or("{}"), about)});
    }
}

/// For LIKE with ESCAPE '!': names of keys may hold anything but a dot.
std::string escaped(const std::string& text) {
    std::string all;
    for (char const letter : text) {
        if (letter == '%' || letter == '_' || letter == '!') all += '!';
        all += letter;
    }
    return all;
}

}  // namespace

std::vector<SealRound> seal_rounds(kernel::Transaction& transaction) {
    std::vector<SealRound> rounds;
    for (auto const& row : transaction.query("SELECT register, looked, changed, unopened, finished_at FROM seal_round ORDER BY register"))
        rounds.push_back({row.text(0), row.number(1), row.number(2), row.number(3), !row.null(4)});
    return rounds;
}

std::int64_t reseal_some(kernel::Store& store, const Registers& registers, base::Instant now, std::int64_t most) {
    bool wanted = false;
    store.see([&](kernel::Transaction& transaction) {
        wanted = wanted_round(transaction, registers).has_value() || has_old_filters(transaction, registers.seal().names().front());
    });
    std::int64_t looked = 0;
    if (!wanted) return looked;  // looking costs no writer
    store.act([&](kernel::Transaction& transaction) {
        looked = 0;
        if (has_old_filters(transaction, registers.seal().names().front())) reseal_filters(transaction, registers.seal());
        for (auto round = wanted_round(transaction, registers); round && looked == 0; round = wanted_round(transaction, registers))
            looked = do_batch(transaction, registers, *round, now, most).looked;  // registers without records cost no batch
    });
    return looked;
}

std::int64_t reseal_all(kernel::Store& store, const Registers& registers, base::Instant now) {
    std::int64_t all = 0;
    for (std::int64_t some = 1; some > 0; all += some) some = reseal_some(store, registers, now);
    return all;
}

void begin_rounds_again(kernel::Store& store) {
    store.act([](kernel::Transaction& transaction) { transaction.run("DELETE FROM seal_round"); });
}

void keep_sealed(kernel::Jobs& jobs, kernel::Store& store, const Registers& registers) {
    jobs.every("record.reseal", std::chrono::seconds{5}, [&store, &registers] {
        auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{1};
        std::int64_t looked = 0;
        for (std::int64_t some = 1; some > 0 && std::chrono::steady_clock::now() < until; looked += some) some = reseal_some(store, registers, base::Instant::now());
        if (looked > 0) kernel::log(kernel::Level::info, "sealed_again", {{"records", looked}, {"key", registers.seal().names().front()}});
    });
}

std::map<std::string, std::int64_t> sealed_under(kernel::Transaction& transaction, const std::string& key) {
    auto const within = "%\"sealed\":\"" + escaped(key) + ".%";
    auto const first = escaped(key) + ".%";
    std::map<std::string, std::int64_t> found;
    for (auto const* table : {"record", "record_before"})
        found[table] = transaction.one(fmt::format("SELECT COUNT(*) FROM {} WHERE CAST(doc AS TEXT) LIKE $1 ESCAPE '!'", table), {within})->number(0);
    found["record_filter"] = transaction.one("SELECT COUNT(*) FROM record_filter WHERE query LIKE $1 ESCAPE '!'", {first})->number(0);
    found["job"] = transaction.one("SELECT COUNT(*) FROM job WHERE state IN ('waiting', 'running') AND (input LIKE $1 ESCAPE '!' OR input LIKE $2 ESCAPE '!')",
                                   {"%\"query\":\"" + first, "%\"file\":\"" + first})
                       ->number(0);
    return found;
}

}  // namespace anju::record
