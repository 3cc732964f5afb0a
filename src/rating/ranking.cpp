#include "rating/card_view.hpp"

namespace anju::rating {
namespace {

namespace json = kernel::json;

json::object row_json(const policy::Pack& pack, const Placed& placed) {
    auto const& estate = placed.estate;
    auto const& rated = *placed.rated;
    auto const rank = placed.rank;
    auto const& verdict = rated.verdict;
    json::object chapters;
    for (auto const& chapter : pack.chapters) {
        auto const held = rated.card.chapters.find(chapter.code);
        chapters[chapter.code] = held == rated.card.chapters.end() ? "0" : held->second.text();
    }
    json::object row{{"rank", rank},
                     {"estate", json::object{{"id", estate.estate_id}, {"name", estate.name}, {"code", estate.code}}},
                     {"street", named_json(estate.street_id, estate.street_name)},
                     {"stage", estate.stage},
                     {"total", rated.card.total.text()},
                     {"satisfaction", percent_json(satisfaction_of(pack, rated))},
                     {"civility", percent_json(civility_of(pack, rated))},
                     {"star", verdict.star},
                     {"grade", standard::text_json(verdict.grade)},
                     {"outcome", name_of(verdict.outcome)},
                     {"chapters", std::move(chapters)},
                     {"short_star", nullptr},
                     {"short_points", nullptr},
                     {"short_satisfaction", nullptr},
                     {"short_items", 0}};
    if (verdict.shortfall) {
        row["short_star"] = verdict.shortfall->star;
        row["short_points"] = verdict.shortfall->points.text();
        row["short_satisfaction"] = verdict.shortfall->satisfaction.text();
        row["short_items"] = verdict.shortfall->items.size();
    }
    return row;
}

}  // namespace

json::object ranking_json(const policy::Pack& pack, const std::vector<Placed>& placed, finding::Card card,
                          const std::string& street) {
    json::array items;
    for (auto const& one : placed) {
        if (street.empty() || one.estate.street_id == street) items.push_back(row_json(pack, one));
    }
    return {{"card", finding::name_of(card)}, {"items", std::move(items)}};
}

json::array history_json(const kernel::Context& context, const standard::Standard& standard,
                         const std::string& estate_id) {
    json::array items;
    for (auto const& row :
         context.transaction.query("SELECT e.id FROM evaluation_estate t JOIN evaluation e ON e.id = t.evaluation_id "
                                   "WHERE t.estate_id = $1 ORDER BY e.year DESC",
                                   {estate_id})) {
        auto const evaluation = evaluation::get(context.transaction, standard, row.text(0));
        auto const rated = rate(context.transaction, evaluation, estate_id, standing_card(evaluation));
        items.push_back(json::object{{"year", evaluation.year},
                                     {"evaluation_id", evaluation.id},
                                     {"total", rated.card.total.text()},
                                     {"satisfaction", percent_json(satisfaction_of(*evaluation.pack, rated))},
                                     {"civility", percent_json(civility_of(*evaluation.pack, rated))},
                                     {"star", rated.verdict.star},
                                     {"grade", standard::text_json(rated.verdict.grade)},
                                     {"published", evaluation.published_at > 0}});
    }
    return items;
}

}  // namespace anju::rating
