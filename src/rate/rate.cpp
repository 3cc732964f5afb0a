#include "rate/rate.hpp"

#include <algorithm>
#include <span>
#include <tuple>

namespace anju::rate {
namespace {

using policy::Outcome;
using policy::Pack;
__extension__ using Wide = __int128;  // a sum of points times a weight may pass 63 bits

std::size_t street_place(const Pack& pack, const std::string& street) {
    auto const& streets = pack.places.streets;
    auto const found = std::find_if(streets.begin(), streets.end(), [&](const policy::Street& one) {
        return one.title.zh == street || one.code == street || one.title.en == street;
    });
    return static_cast<std::size_t>(found - streets.begin());
}

bool can_rank(const Rated& rated) {
    auto const outcome = rated.verdict.outcome;
    return outcome == Outcome::star || outcome == Outcome::unrated || outcome == Outcome::fails;
}

struct StreetSums {
    Points total;
    std::int64_t satisfaction = 0, assessment = 0;
    std::size_t measured = 0, assessed = 0;
};

Points star_points(const Pack& pack, const policy::Verdict& verdict) {
    auto const name = verdict.outcome == Outcome::star    ? std::to_string(verdict.star)
                      : verdict.outcome == Outcome::fails ? std::string{"failed"}
                                                          : std::string{"unrated"};
    auto const found = pack.evaluation.street_assessment.points.find(name);
    return found == pack.evaluation.street_assessment.points.end() ? Points{} : found->second;
}

void count(const Pack& pack, const Rated& rated, StreetSummary& street, StreetSums& sums) {
    ++street.estates;
    sums.total += rated.total;
    if (auto const percent = rated.measure(satisfaction_item(pack))) {
        sums.satisfaction += percent->units();
        ++sums.measured;
    }
    switch (rated.verdict.outcome) {
        case Outcome::star:
            ++street.stars[rated.verdict.star];
            break;
        case Outcome::unrated:
            ++street.unrated;
            break;
        case Outcome::fails:
            ++street.fails;
            break;
        case Outcome::incomplete:
            ++street.incomplete;
            return;
        case Outcome::stage_not_rated:
            ++street.pending;
            return;
    }
    sums.assessment += star_points(pack, rated.verdict).units();
    ++sums.assessed;
}

/// Cut to 4 decimals of a point (units are 1/100 000).
Points cut(std::int64_t units) {
    return Points::of_units(units / 10 * 10);
}

void finish(const Pack& pack, StreetSummary& street, const StreetSums& sums) {
    auto const divided = [](std::int64_t sum, std::size_t by) { return sum / static_cast<std::int64_t>(by); };
    if (street.estates > 0) street.mean_total = cut(divided(sums.total.units(), street.estates));
    if (sums.measured > 0)
        street.mean_satisfaction = base::Percent::of_units(divided(sums.satisfaction, sums.measured));
    if (sums.assessed == 0) return;
    // Multiply first, divide once: the figure is cut only at its end.
    auto const product = static_cast<Wide>(sums.assessment) * pack.evaluation.street_assessment.weight.units();
    auto const by = static_cast<Wide>(sums.assessed) * Points::whole(100).units();
    street.assessment = cut(static_cast<std::int64_t>(product / by));
}

}  // namespace

std::optional<base::Percent> Rated::measure(const policy::Item* item) const {
    if (item == nullptr) return std::nullopt;
    auto const found = estate->facts.measures.find(item->code);
    return found == estate->facts.measures.end() ? std::nullopt : std::optional{found->second};
}

std::vector<Rated> rate(const Pack& pack, const std::vector<EstateCase>& estates, const Progress& progress) {
    constexpr std::size_t at_once = 4096;
    std::vector<Rated> all;
    all.reserve(estates.size());
    std::vector<const policy::Case*> cases;
    while (all.size() < estates.size()) {
        auto const first = all.size();
        cases.clear();
        for (auto i = first; i < std::min(first + at_once, estates.size()); ++i) cases.push_back(&estates[i].facts);
        for (auto& rating : policy::rate_all(pack, std::span<const policy::Case* const>{cases}))
            all.push_back({std::move(rating), &estates[all.size()]});
        if (progress) progress({"评分", "rating"}, all.size(), estates.size());
    }
    return all;
}

Text sentence_of(const Pack& pack, const Rated& rated) {
    auto const& facts = rated.estate->facts;
    return policy::star(pack, facts, policy::score(pack, facts, policy::Words::without)).sentence;
}

std::vector<Placed> rank(const Pack& pack, const std::vector<Rated>& rated) {
    std::map<std::string, std::size_t> places;
    for (auto const& one : rated) {
        auto const [known, fresh] = places.try_emplace(one.estate->street);
        if (fresh) known->second = street_place(pack, known->first);
    }
    std::vector<Placed> placed;
    placed.reserve(rated.size());
    for (auto const& one : rated) placed.push_back({&one, 0});
    auto const before = [&](const Placed& a, const Placed& b) {
        auto const& [one, other] = std::tie(a.rated->estate->street, b.rated->estate->street);
        if (one != other) return std::tie(places.at(one), one) < std::tie(places.at(other), other);
        return a.rated->total > b.rated->total;
    };
    std::stable_sort(placed.begin(), placed.end(), before);
    std::size_t number = 0;
    const Placed* last = nullptr;
    for (auto& one : placed) {
        if (&one == placed.data() || one.rated->estate->street != (&one)[-1].rated->estate->street) {
            number = 0;
            last = nullptr;
        }
        if (!can_rank(*one.rated)) continue;
        ++number;
        one.rank = last != nullptr && last->rated->total == one.rated->total ? last->rank : number;
        last = &one;
    }
    return placed;
}

std::vector<StreetSummary> compare_streets(const Pack& pack, const std::vector<Placed>& placed) {
    std::vector<StreetSummary> streets;
    StreetSums sums;
    for (auto const& one : placed) {
        auto const& name = one.rated->estate->street;
        if (streets.empty() || streets.back().street != name) {
            if (!streets.empty()) finish(pack, streets.back(), sums);
            sums = {};
            streets.emplace_back().street = name;
            for (auto const& star : pack.stars.stars) streets.back().stars[star.star] = 0;
        }
        count(pack, *one.rated, streets.back(), sums);
    }
    if (!streets.empty()) finish(pack, streets.back(), sums);
    return streets;
}

std::string shortfall_words(const policy::Verdict& verdict, const Pack& pack, base::Language language) {
    if (!verdict.shortfall) return {};
    auto const& next = *verdict.shortfall;
    bool const zh = language == base::Language::zh;
    auto words = (zh ? "到" : "To ") + next.grade.in(language) + (zh ? "还差" : ":");
    bool const points = next.points > Points{};
    bool const percent = next.satisfaction > base::Percent{};
    if (points) words += " " + next.points.text() + (zh ? " 分" : " points");
    if (points && percent) words += zh ? "、" : ",";
    if (percent)
        words +=
            (zh ? "满意度 " : " satisfaction ") + next.satisfaction.text() + (zh ? " 个百分点" : " percentage points");
    if (!next.reachable) return words + (zh ? "；整改全部扣分项也不够" : "; curing every finding is not enough");
    for (auto const& code : next.items) {
        words += &code == next.items.data() ? (zh ? "；最少整改 " : "; cure at least ") : (zh ? "、" : ", ");
        words += code;
        auto const* item = pack.item(code);
        if (item != nullptr) words += " " + item->title.in(language);
    }
    return words;
}

}  // namespace anju::rate
