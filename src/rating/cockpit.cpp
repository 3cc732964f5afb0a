#include <algorithm>

#include "rating/card_view.hpp"

namespace anju::rating {
namespace {

namespace json = kernel::json;

constexpr std::size_t ladder_length = 8;

/// How far the next star is: points and percentage points count alike, what cannot be reached by curing findings comes
/// last.
std::pair<bool, std::int64_t> distance(const policy::Shortfall& shortfall) {
    constexpr auto percent_to_points = base::Points::scale / base::Percent::scale;
    return {!shortfall.reachable, shortfall.points.units() + shortfall.satisfaction.units() * percent_to_points};
}

json::object step_json(const policy::Pack& pack, const Placed& placed) {
    auto const& verdict = placed.rated->verdict;
    auto const& shortfall = *verdict.shortfall;
    json::array items;
    for (auto const& code : shortfall.items) {
        auto const& lines = placed.rated->card.lines;
        auto const line =
            std::find_if(lines.begin(), lines.end(), [&](const policy::Line& one) { return one.item->code == code; });
        if (line != lines.end())
            items.push_back(json::object{
                {"item", code}, {"title", standard::text_json(line->item->title)}, {"points", line->lost.text()}});
    }
    return {{"estate", named_json(placed.estate.estate_id, placed.estate.name)},
            {"street", named_json(placed.estate.street_id, placed.estate.street_name)},
            {"total", placed.rated->card.total.text()},
            {"satisfaction", percent_json(satisfaction_of(pack, *placed.rated))},
            {"star", verdict.star},
            {"grade", standard::text_json(verdict.grade)},
            {"short", json::object{{"star", shortfall.star},
                                   {"grade", standard::text_json(shortfall.grade)},
                                   {"points", shortfall.points.text()},
                                   {"satisfaction", shortfall.satisfaction.text()},
                                   {"items", std::move(items)}}}};
}

json::array ladder_json(const policy::Pack& pack, const std::vector<Placed>& placed) {
    std::vector<const Placed*> below;
    for (auto const& one : placed) {
        if (one.rated->verdict.shortfall) below.push_back(&one);
    }
    std::stable_sort(below.begin(), below.end(), [](const Placed* a, const Placed* b) {
        return distance(*a->rated->verdict.shortfall) < distance(*b->rated->verdict.shortfall);
    });
    if (below.size() > ladder_length) below.resize(ladder_length);
    json::array steps;
    for (auto const* one : below) steps.push_back(step_json(pack, *one));
    return steps;
}

json::object counts_json(const policy::Pack& pack, const std::vector<Placed>& placed) {
    std::map<int, std::int64_t, std::greater<>> stars;
    for (auto const& star : pack.stars.stars) stars[star.star] = 0;
    std::map<policy::Outcome, std::int64_t> outcomes;
    for (auto const& one : placed) {
        ++outcomes[one.rated->verdict.outcome];
        if (one.rated->verdict.outcome == policy::Outcome::star) ++stars[one.rated->verdict.star];
    }
    json::object counts;
    for (auto const& [star, estates] : stars) counts[std::to_string(star)] = estates;
    counts["unrated"] = outcomes[policy::Outcome::unrated];
    counts["failed"] = outcomes[policy::Outcome::fails];
    counts["incomplete"] = outcomes[policy::Outcome::incomplete];
    counts["not_rated"] = outcomes[policy::Outcome::stage_not_rated];
    return counts;
}

}  // namespace

json::object cockpit_json(kernel::Context& context, const standard::Standard& standard,
                          const evaluation::Steps& steps) {
    auto const id = evaluation::current_id(context.transaction);
    if (!id) {
        return {{"evaluation", nullptr},
                {"card", nullptr},
                {"star_counts", json::object{}},
                {"ladder", json::array{}},
                {"ranking", json::array{}},
                {"matrix", json::object{{"items", json::array{}}, {"rows", json::array{}}}}};
    }
    auto const evaluation = evaluation::get(context.transaction, standard, *id);
    auto const card = standing_card(evaluation);
    auto const placed = ranked(context, evaluation, card);
    auto ranking = ranking_json(*evaluation.pack, placed, card, {});
    json::array stars;
    for (auto const& star : evaluation.pack->stars.stars) stars.emplace_back(json::object{{"star", star.star}, {"grade", standard::text_json(star.grade)}});
    return {{"evaluation", evaluation::to_json(context, standard, steps, evaluation)},
            {"card", finding::name_of(card)},
            {"star_counts", counts_json(*evaluation.pack, placed)},
            {"stars", std::move(stars)},
            {"ladder", ladder_json(*evaluation.pack, placed)},
            {"ranking", std::move(ranking["items"])},
            {"matrix", matrix_json(*evaluation.pack, placed)}};
}

}  // namespace anju::rating
