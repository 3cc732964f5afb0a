#include "rating/rating.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/refusal.hpp"
#include "kernel/kept_parts.hpp"

namespace anju::rating {
namespace {

Rated rated(const policy::Pack& pack, std::string estate_id, policy::Case given, policy::Words words) {
    Rated one;
    one.estate_id = std::move(estate_id);
    one.given = std::make_unique<policy::Case>(std::move(given));
    one.card = policy::score(pack, *one.given, words);
    one.verdict = policy::star(pack, *one.given, one.card, words);
    return one;
}

constexpr std::size_t bytes_of_standing = 12'000;  // some sixty lines

/// Where only points are shown, so that what is kept of an estate does not grow with its findings.
void forget_findings(Rated& rated) {
    for (auto& line : rated.card.lines) line.findings = {};
    rated.given->findings = {};
}

std::optional<base::Percent> measure_of(const Rated& rated, const std::string& item) {
    auto const found = rated.given->measures.find(item);
    if (found == rated.given->measures.end()) return std::nullopt;
    return found->second;
}

}  // namespace

Participant participant(kernel::Transaction& transaction, const std::string& evaluation_id,
                        const std::string& estate_id) {
    auto all = evaluation::participants(transaction, evaluation_id);
    auto const found =
        std::find_if(all.begin(), all.end(), [&](const Participant& one) { return one.estate_id == estate_id; });
    if (found == all.end())
        base::refuse_missing("小区（或者这个小区不参加这次评星）", "estate (or it takes no part in this evaluation)");
    return std::move(*found);
}

Rated rate(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation, const std::string& estate_id,
           finding::Card card) {
    auto const estate = participant(transaction, evaluation.id, estate_id);
    return rated(*evaluation.pack, estate_id, finding::case_of(transaction, evaluation, estate_id, estate.stage, card),
                 policy::Words::with);
}

std::vector<std::shared_ptr<const Rated>> standings(const kernel::Context& context, const evaluation::Evaluation& evaluation, finding::Card card) {
    auto const key = fmt::format("standing {} {} {} ", evaluation.id, finding::name_of(card), evaluation.pack->hash);
    std::vector<std::shared_ptr<const Rated>> all;
    std::vector<finding::Wanted> missing;
    std::vector<std::size_t> places;  // of the missing ones in `all`
    for (auto& one : finding::stages_of(context.transaction, evaluation)) {
        all.push_back(context.parts == nullptr ? nullptr : context.parts->find<Rated>(key, one.estate_id));
        if (all.back() != nullptr) continue;
        places.push_back(all.size() - 1);
        missing.push_back(std::move(one));
    }
    auto cases = finding::cases_of(context.transaction, evaluation, missing, card);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        auto& [estate_id, given] = cases[i];
        auto made = std::make_shared<Rated>(rated(*evaluation.pack, estate_id, std::move(given), policy::Words::without));
        forget_findings(*made);
        if (context.parts != nullptr) context.parts->keep(key, estate_id, made, bytes_of_standing);
        all[places[i]] = std::move(made);
    }
    return all;
}

std::vector<Rated> rate_all(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation,
                            finding::Card card, policy::Words words) {
    std::vector<Rated> all;
    for (auto& [estate_id, given] : finding::cases_of(transaction, evaluation, card)) {
        all.push_back(rated(*evaluation.pack, std::move(estate_id), std::move(given), words));
    }
    return all;
}

finding::Card standing_card(const evaluation::Evaluation& evaluation) {
    for (auto const* step : {"self_check", "inspection", "opinions", "panel"}) {
        if (evaluation.step == step) return finding::Card::provisional;
    }
    return finding::Card::official;
}

std::string_view name_of(policy::Outcome outcome) {
    switch (outcome) {
        case policy::Outcome::star:
            return "star";
        case policy::Outcome::unrated:
            return "unrated";
        case policy::Outcome::fails:
            return "fails";
        case policy::Outcome::incomplete:
            return "incomplete";
        case policy::Outcome::stage_not_rated:
            return "stage_not_rated";
    }
    return "incomplete";
}

std::optional<base::Percent> satisfaction_of(const policy::Pack& pack, const Rated& rated) {
    return measure_of(rated, pack.stars.key);
}

std::optional<base::Percent> civility_of(const policy::Pack& pack, const Rated& rated) {
    auto const other = std::find_if(pack.items.begin(), pack.items.end(), [&](const policy::Item& item) {
        return item.rule->takes_measure() && item.code != pack.stars.key;
    });
    return other == pack.items.end() ? std::nullopt : measure_of(rated, other->code);
}

bool stands_before(const policy::Pack& pack, const Rated& a, const Rated& b) {
    if (a.card.total != b.card.total) return a.card.total > b.card.total;
    return satisfaction_of(pack, a) > satisfaction_of(pack, b);  // an empty optional is less than any percentage
}

}  // namespace anju::rating
