// 三（五）“将结果纳入对各街道的综合考评”: the pack gives points for each star (and none, and failed) and a weight in
// percent; a street's score is the mean over its rated estates times the weight. Whole numbers all the way, divided
// once, cut to 4 decimals: nothing is rounded up.
#include <algorithm>

#include "rating/card_view.hpp"

namespace anju::rating {
namespace {

namespace json = kernel::json;

struct Sums {
    std::int64_t rated = 0, total = 0, satisfaction = 0, points = 0;
};

base::Points points_of(const policy::StreetAssessment& rules, const policy::Verdict& verdict) {
    std::string key = verdict.outcome == policy::Outcome::star    ? std::to_string(verdict.star)
                      : verdict.outcome == policy::Outcome::fails ? "failed"
                                                                  : "unrated";
    auto const found = rules.points.find(key);
    return found == rules.points.end() ? base::Points{} : found->second;
}

void count(StreetRow& row, Sums& sums, const policy::Pack& pack, const Rated& rated) {
    ++row.estates;
    switch (rated.verdict.outcome) {
        case policy::Outcome::star:
            ++row.stars[rated.verdict.star];
            break;
        case policy::Outcome::unrated:
            ++row.unrated;
            break;
        case policy::Outcome::fails:
            ++row.failed;
            break;
        case policy::Outcome::incomplete:
            ++row.incomplete;
            return;
        case policy::Outcome::stage_not_rated:
            ++row.not_rated;
            return;
    }
    ++sums.rated;
    sums.total += rated.card.total.units();
    sums.satisfaction += satisfaction_of(pack, rated).value_or(base::Percent{}).units();
    sums.points += points_of(pack.evaluation.street_assessment, rated.verdict).units();
}

base::Points cut_to_4_decimals(std::int64_t units_times, std::int64_t divisor) {
    return base::Points::of_units(units_times / (divisor * 10) * 10);
}

void close(StreetRow& row, const Sums& sums, base::Points weight) {
    if (sums.rated == 0) return;
    row.mean_total = cut_to_4_decimals(sums.total, sums.rated);
    row.mean_satisfaction = base::Percent::of_units(sums.satisfaction / sums.rated);
    row.assessment = cut_to_4_decimals(sums.points * weight.units(), 100 * base::Points::scale * sums.rated);
}

/// "/district/street/" out of the estate's own path.
std::string street_path(const Participant& estate) {
    auto const begin = estate.path.find("/" + estate.street_id + "/");
    return begin == std::string::npos ? estate.path : estate.path.substr(0, begin + estate.street_id.size() + 2);
}

}  // namespace

std::vector<StreetRow> street_rows(const kernel::Context& context, const policy::Pack& pack,
                                   const std::vector<Placed>& placed, std::string_view right) {
    std::vector<StreetRow> rows;
    std::vector<Sums> sums;
    std::map<std::string, std::size_t> place_of;
    for (auto const& one : placed) {
        if (one.estate.street_id.empty() || !context.actor.may(right, street_path(one.estate))) continue;
        auto const [found, fresh] = place_of.try_emplace(one.estate.street_id, rows.size());
        if (fresh) {
            rows.emplace_back();
            rows.back().id = one.estate.street_id;
            rows.back().name = one.estate.street_name;
            for (auto const& star : pack.stars.stars) rows.back().stars[star.star] = 0;
            sums.emplace_back();
        }
        count(rows[found->second], sums[found->second], pack, *one.rated);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) close(rows[i], sums[i], pack.evaluation.street_assessment.weight);
    std::stable_sort(rows.begin(), rows.end(),
                     [](const StreetRow& a, const StreetRow& b) { return a.assessment > b.assessment; });
    return rows;
}

json::object streets_json(const policy::Pack& pack, const std::vector<StreetRow>& rows) {
    json::array items;
    for (auto const& row : rows) {
        json::object stars;
        for (auto const& [star, estates] : row.stars) stars[std::to_string(star)] = estates;
        items.push_back(json::object{{"street", named_json(row.id, row.name)},
                                     {"estates", row.estates},
                                     {"stars", std::move(stars)},
                                     {"unrated", row.unrated},
                                     {"failed", row.failed},
                                     {"incomplete", row.incomplete},
                                     {"not_rated", row.not_rated},
                                     {"mean_total", points_json(row.mean_total)},
                                     {"mean_satisfaction", percent_json(row.mean_satisfaction)},
                                     {"assessment", points_json(row.assessment)}});
    }
    auto const& rules = pack.evaluation.street_assessment;
    return {{"title", standard::text_json(rules.title)}, {"weight", rules.weight.text()}, {"items", std::move(items)}};
}

}  // namespace anju::rating
