#include <array>
#include <set>

#include "rating/card_view.hpp"

namespace anju::rating {
namespace {

namespace json = kernel::json;

/// Sources with an inspection of the estate: without one, a column of full points would pretend that somebody had
/// looked.
std::set<std::string> inspected_by(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation,
                                   const Participant& estate) {
    std::set<std::string> sources;
    for (auto const& row :
         transaction.query("SELECT DISTINCT source FROM inspection WHERE evaluation_id = $1 AND estate_id = $2",
                           {evaluation.id, estate.estate_id})) {
        sources.insert(row.text(0));
    }
    return sources;
}

json::value held_json(const std::map<finding::Card, Rated>& cards, finding::Card card, std::size_t place) {
    auto const found = cards.find(card);
    if (found == cards.end()) return nullptr;
    auto const& line = found->second.card.lines[place];
    return line.missing ? json::value(nullptr) : json::value(line.held.text());
}

}  // namespace

json::object comparison_json(const kernel::Context& context, const evaluation::Evaluation& evaluation,
                             const Participant& estate) {
    using finding::Card;
    constexpr std::array columns{Card::self_check, Card::department, Card::third_party, Card::official};
    auto const sources = inspected_by(context.transaction, evaluation, estate);
    std::map<Card, Rated> cards;
    json::array heads;
    for (auto const card : columns) {
        if (card != Card::official && !sources.contains(std::string{finding::name_of(card)})) continue;
        if (!may_see(context, evaluation, estate, card)) continue;
        auto const& rated =
            cards.emplace(card, rate(context.transaction, evaluation, estate.estate_id, card)).first->second;
        heads.push_back(json::object{{"card", finding::name_of(card)},
                                     {"total", rated.card.total.text()},
                                     {"star", rated.verdict.star},
                                     {"grade", standard::text_json(rated.verdict.grade)}});
    }
    json::array items;
    for (std::size_t place = 0; place < evaluation.pack->items.size(); ++place) {
        auto const& item = evaluation.pack->items[place];
        json::object one{
            {"item", item.code}, {"title", standard::text_json(item.title)}, {"points", item.points.text()}};
        std::set<std::string> values;
        for (auto const card : columns) {
            auto held = held_json(cards, card, place);
            if (held.is_string()) values.emplace(held.as_string());
            one[finding::name_of(card)] = std::move(held);
        }
        one["differs"] = values.size() > 1;
        items.push_back(std::move(one));
    }
    return {{"estate", named_json(estate.estate_id, estate.name)},
            {"cards", std::move(heads)},
            {"items", std::move(items)}};
}

}  // namespace anju::rating
