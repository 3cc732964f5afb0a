#include "rating/card_view.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/refusal.hpp"

namespace anju::rating {
namespace {

bool handed_in_own(const kernel::Context& context, const evaluation::Evaluation& evaluation,
                   const Participant& estate) {
    if (!context.actor.may("inspection.inspect", estate.path)) return false;
    for (auto const& party : context.actor.parties("inspection.inspect")) {
        if (context.transaction.one("SELECT 1 FROM inspection WHERE evaluation_id = $1 AND estate_id = $2 AND source = "
                                    "'third_party' AND party_id = $3 "
                                    "AND state = 'handed_in'",
                                    {evaluation.id, estate.estate_id, party})) {
            return true;
        }
    }
    return false;
}

/// A sheet that is still being filled in belongs to its own party: nobody else sees what it says so far.
bool half_written(const kernel::Context& context, const evaluation::Evaluation& evaluation, const Participant& estate,
                  std::string_view source, std::string_view right) {
    auto const own = context.actor.parties(right);
    for (auto const& row : context.transaction.query("SELECT party_id FROM inspection WHERE evaluation_id = $1 AND estate_id = $2 "
                                                     "AND source = $3 AND state = 'open'",
                                                     {evaluation.id, estate.estate_id, std::string{source}})) {
        if (std::find(own.begin(), own.end(), row.text(0)) == own.end()) return true;
    }
    return false;
}

}  // namespace

finding::Card asked_card(const kernel::Context& context, const evaluation::Evaluation& evaluation) {
    auto const name = context.query("card");
    if (!name || name->empty()) return standing_card(evaluation);
    auto const card = finding::card_of(*name);
    if (!card) {
        base::refuse_field(
            "card", "unknown_card",
            {"没有这种评分表。可选：official、provisional、self_check、department、third_party。",
             "There is no such card. Choose official, provisional, self_check, department or third_party."});
    }
    return *card;
}

bool may_see(const kernel::Context& context, const evaluation::Evaluation& evaluation, const Participant& estate,
             finding::Card card) {
    bool const reads = context.actor.may("rating.read", estate.path);
    if (card == finding::Card::self_check) {
        return (reads && context.actor.may("self_check.read", estate.path)) ||
               handed_in_own(context, evaluation, estate);
    }
    if (card == finding::Card::third_party && handed_in_own(context, evaluation, estate)) return true;
    if (card == finding::Card::third_party && half_written(context, evaluation, estate, "third_party", "inspection.inspect")) return false;
    if (card == finding::Card::department && half_written(context, evaluation, estate, "department", "inspection.department")) return false;
    return reads;
}

std::vector<Placed> ranked(const kernel::Context& context, const evaluation::Evaluation& evaluation, finding::Card card,
                           std::string_view right) {
    auto const& pack = *evaluation.pack;
    std::unordered_map<std::string, std::shared_ptr<const Rated>> by_estate;
    for (auto& one : standings(context, evaluation, card)) by_estate.emplace(one->estate_id, one);
    std::vector<Placed> placed;
    for (auto& estate : evaluation::participants(context.transaction, evaluation.id)) {
        auto const found = by_estate.find(estate.estate_id);
        if (found == by_estate.end() || !context.actor.may(right, estate.path) ||
            !may_see(context, evaluation, estate, card))
            continue;
        placed.push_back({std::move(estate), std::move(found->second)});
    }
    std::stable_sort(placed.begin(), placed.end(),
                     [&](const Placed& a, const Placed& b) { return stands_before(pack, *a.rated, *b.rated); });
    for (std::size_t i = 0; i < placed.size(); ++i) {
        bool const equal = i > 0 && !stands_before(pack, *placed[i - 1].rated, *placed[i].rated);
        placed[i].rank = equal ? placed[i - 1].rank : static_cast<std::int64_t>(i) + 1;
    }
    return placed;
}

kernel::json::value points_json(std::optional<base::Points> points) {
    return points ? kernel::json::value(points->text()) : kernel::json::value(nullptr);
}
kernel::json::value percent_json(std::optional<base::Percent> percent) {
    return percent ? kernel::json::value(percent->text()) : kernel::json::value(nullptr);
}
kernel::json::object named_json(const std::string& id, const std::string& name) {
    return {{"id", id}, {"name", name}};
}

}  // namespace anju::rating
