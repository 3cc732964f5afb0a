#include "party/party.hpp"

#include "base/id.hpp"
#include "party/sql.hpp"
#include "policy/field/numbers.hpp"

namespace anju::party {

namespace {

constexpr std::string_view columns = "p.id, p.kind, p.name, p.credit_code, p.department, p.place_id, p.state, p.version";

Party party_of(const kernel::Row& row) {
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text_or(5), row.text(6), row.number(7)};
}

kernel::Value text_or_null(std::string_view text) {
    if (text.empty()) return nullptr;
    return std::string{text};
}

}  // namespace

std::optional<Party> find(kernel::Transaction& transaction, const std::string& id) {
    const auto row = transaction.one("SELECT " + std::string{columns} + " FROM party p WHERE p.id = $1", {id});
    if (!row) return std::nullopt;
    return party_of(*row);
}

std::optional<Party> find_assessor(kernel::Transaction& transaction, const std::string& id) {
    auto party = find(transaction, id);
    if (party && (party->kind != "assessor" || party->state != "active")) party.reset();
    return party;
}

base::Text no_assessor() { return {"请选一家在册的第三方评估单位。", "Choose an active party of kind assessor."}; }

Party get(kernel::Transaction& transaction, const std::string& id) {
    if (auto found = find(transaction, id)) return *std::move(found);
    base::refuse_missing("主体", "party");
}

Party add(kernel::Transaction& transaction, std::string_view kind, std::string_view name, std::string_view place_id,
          std::string_view department, std::string_view credit_code) {
    if (name.empty()) base::refuse_field("name", "empty", {"名称不能为空，请填写。", "The name must not be empty. Fill it in."});
    const auto code = credit_code.empty() ? std::string{} : policy::field::normalise(credit_code);
    if (!code.empty()) {
        if (const auto refused = policy::field::refuse_credit_code(code)) base::refuse_field("credit_code", "wrong_credit_code", *refused);
    }
    Party made{base::new_id(), std::string{kind}, std::string{name}, code, std::string{department}, std::string{place_id}, "active", 1};
    if (transaction.one("SELECT id FROM party WHERE kind = $1 AND name = $2", {made.kind, made.name})) {
        base::refuse_field("name", "name_taken", {"同类主体里已有这个名称，请用已有的或换一个名称。",
                                                  "A party of this kind has this name already. Use it or choose another name."});
    }
    transaction.run("INSERT INTO party (id, kind, name, credit_code, department, place_id, state, version) VALUES ($1, $2, $3, $4, $5, $6, 'active', 1)",
                    {made.id, made.kind, made.name, made.credit_code, made.department, text_or_null(made.place_id)});
    return made;
}

void join(kernel::Transaction& transaction, const std::string& estate_id, const std::string& party_id, std::string_view part,
          base::Day from, std::string_view evaluation_id) {
    const auto evaluation = std::string{evaluation_id};
    const auto former = transaction.query(
        "SELECT id, party_id, from_day, to_day FROM estate_party WHERE estate_id = $1 AND part = $2 AND COALESCE(evaluation_id, '') = $3 "
        "AND (to_day IS NULL OR to_day >= $4)",
        {estate_id, std::string{part}, evaluation, from.text()});
    for (const auto& row : former) {
        if (row.text(2) > from.text()) {
            base::refuse_field("from", "before_the_present_one",
                               {"起始日期须晚于现任的起始日期（" + row.text(2) + "）。", "The day must be later than the present one's (" + row.text(2) + ")."});
        }
    }
    for (const auto& row : former)
        if (row.text(1) == party_id && row.null(3)) return;  // holds the part already
    for (const auto& row : former) {
        // Replaced on its first day: it never held the part, and a span that ends before it begins is no span.
        if (row.text(2) == from.text()) transaction.run("DELETE FROM estate_party WHERE id = $1", {row.text(0)});
        else transaction.run("UPDATE estate_party SET to_day = $2 WHERE id = $1", {row.text(0), (from + -1).text()});
    }
    transaction.run("INSERT INTO estate_party (id, estate_id, party_id, part, evaluation_id, from_day) VALUES ($1, $2, $3, $4, $5, $6)",
                    {base::new_id(), estate_id, party_id, std::string{part}, text_or_null(evaluation), from.text()});
}

std::optional<Party> in_part(kernel::Transaction& transaction, const std::string& estate_id, std::string_view part, base::Day on) {
    const auto row = transaction.one("SELECT " + std::string{columns} +
                                         " FROM estate_party e JOIN party p ON p.id = e.party_id WHERE e.estate_id = $1 AND e.part = $2 "
                                         "AND e.from_day <= $3 AND (e.to_day IS NULL OR e.to_day >= $3) ORDER BY e.from_day DESC, e.id DESC LIMIT 1",
                                     {estate_id, std::string{part}, on.text()});
    if (!row) return std::nullopt;
    return party_of(*row);
}

std::vector<kernel::Migration> migrations() { return {{"party/1", sql::party}}; }

}  // namespace anju::party
