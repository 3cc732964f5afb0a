// From the tables to the cases that policy::score rates. One estate or a whole year: the same three queries, so the number of
// queries does not grow with the number of estates.
//
//   card          findings                                     measures                    not applicable
//   a source's    all of it but withdrawn, as recorded         its own                     as marked in its inspection
//   official      accepted, as decided                         survey, else third party    third party's, confirmed
//   provisional   official + the third party's undecided ones  the same                    the same
//
// Where an estate's third-party inspection is still open, its measures and marks do not count in official and provisional.
#include <fmt/format.h>

#include <array>
#include <map>
#include <stdexcept>

#include "finding/finding.hpp"

namespace anju::finding {

namespace {

using kernel::Transaction;
using kernel::Values;

constexpr std::array<std::pair<Card, std::string_view>, 5> names{{{Card::self_check, "self_check"},
                                                                  {Card::department, "department"},
                                                                  {Card::third_party, "third_party"},
                                                                  {Card::official, "official"},
                                                                  {Card::provisional, "provisional"}}};

bool of_source(Card card) { return card == Card::self_check || card == Card::department || card == Card::third_party; }

std::string finding_condition(Card card) {
    if (of_source(card)) return fmt::format("source = '{}' AND state <> 'withdrawn'", name_of(card));
    if (card == Card::official) return "source <> 'self_check' AND state = 'accepted'";
    return "((source <> 'self_check' AND state = 'accepted') OR (source = 'third_party' AND state = 'submitted'))";
}

constexpr std::string_view no_open_third_party =
    "NOT EXISTS (SELECT 1 FROM inspection i WHERE i.evaluation_id = m.evaluation_id AND i.estate_id = m.estate_id AND i.source = 'third_party' AND i.state = 'open')";

std::string measure_condition(Card card) {
    if (card == Card::third_party) return "m.source IN ('survey', 'third_party')";
    if (of_source(card)) return fmt::format("m.source = '{}'", name_of(card));
    return fmt::format("(m.source = 'survey' OR (m.source = 'third_party' AND {}))", no_open_third_party);
}

std::string mark_condition(Card card) {
    if (of_source(card)) return fmt::format("i.source = '{}'", name_of(card));
    return "i.source = 'third_party' AND i.state = 'handed_in' AND x.confirmed_by IS NOT NULL";
}

/// An empty estate id means every estate of the evaluation.
struct Which {
    std::string evaluation_id, estate_id;

    [[nodiscard]] Values values() const { return estate_id.empty() ? Values{evaluation_id} : Values{evaluation_id, estate_id}; }
    [[nodiscard]] std::string where(std::string_view table) const {
        return fmt::format("{0}evaluation_id = $1{1}", table, estate_id.empty() ? std::string{} : fmt::format(" AND {}estate_id = $2", table));
    }
};

using Fill = std::map<std::string, policy::Case*, std::less<>>;

void fill(Transaction& transaction, const Which& which, Card card, const Fill& cases) {
    const auto put = [&](const std::string& estate, auto add) {
        if (const auto found = cases.find(estate); found != cases.end()) add(*found->second);
    };
    const auto amount = of_source(card) ? "recorded_deduct" : "deduct";
    transaction.each(fmt::format("SELECT estate_id, id, item, {}, reason FROM finding WHERE {} AND {} ORDER BY id", amount, which.where(""), finding_condition(card)),
                     which.values(), [&](const kernel::Row& row) {
                         put(row.text(0), [&](policy::Case& given) {
                             given.findings.push_back({row.text(1), row.text(2), base::Points::of_units(row.number(3)), row.text(4)});
                         });
                     });
    // 'third_party' comes first, so that a figure of record replaces the one on the assessor's sheet.
    transaction.each(fmt::format("SELECT m.estate_id, m.item, m.value FROM measure m WHERE {} AND {} ORDER BY m.source DESC", which.where("m."), measure_condition(card)),
                     which.values(), [&](const kernel::Row& row) {
                         put(row.text(0), [&](policy::Case& given) { given.measures[row.text(1)] = base::Percent::of_units(row.number(2)); });
                     });
    transaction.each(fmt::format("SELECT i.estate_id, x.item FROM inspection i JOIN inspection_item x ON x.inspection_id = i.id "
                                 "WHERE {} AND x.state = 'not_applicable' AND {}",
                                 which.where("i."), mark_condition(card)),
                     which.values(), [&](const kernel::Row& row) {
                         put(row.text(0), [&](policy::Case& given) { given.not_applicable.insert(row.text(1)); });
                     });
}

policy::Stage stage_of(std::string_view stage) { return stage == "pending" ? policy::Stage::pending : policy::Stage::settled; }

}  // namespace

std::optional<Card> card_of(std::string_view name) {
    for (const auto& [card, its_name] : names)
        if (its_name == name) return card;
    return std::nullopt;
}

std::string_view name_of(Card card) {
    for (const auto& [each, name] : names)
        if (each == card) return name;
    throw std::logic_error("a card without a name");
}

policy::Case case_of(Transaction& transaction, const evaluation::Evaluation& evaluation, const std::string& estate_id, const std::string& stage, Card card) {
    policy::Case given;
    given.stage = stage_of(stage);
    fill(transaction, {evaluation.id, estate_id}, card, {{estate_id, &given}});
    return given;
}

std::vector<Wanted> stages_of(Transaction& transaction, const evaluation::Evaluation& evaluation) {
    std::vector<Wanted> all;
    for (const auto& row : transaction.query("SELECT estate_id, stage FROM evaluation_estate WHERE evaluation_id = $1 ORDER BY estate_id", {evaluation.id}))
        all.push_back({row.text(0), row.text(1)});
    return all;
}

Cases cases_of(Transaction& transaction, const evaluation::Evaluation& evaluation, const std::vector<Wanted>& wanted, Card card) {
    constexpr std::size_t few = 20;  // of which each is asked for by itself
    Cases cases;
    cases.reserve(wanted.size());
    Fill by_estate;
    for (const auto& [estate_id, stage] : wanted) {
        auto& [estate, given] = cases.emplace_back(estate_id, policy::Case{});
        given.stage = stage_of(stage);
        if (wanted.size() <= few) fill(transaction, {evaluation.id, estate_id}, card, {{estate_id, &given}});
        by_estate[estate_id] = &given;
    }
    if (wanted.size() > few) fill(transaction, {evaluation.id, {}}, card, by_estate);
    return cases;
}

Cases cases_of(Transaction& transaction, const evaluation::Evaluation& evaluation, Card card) {
    return cases_of(transaction, evaluation, stages_of(transaction, evaluation), card);
}

}  // namespace anju::finding
