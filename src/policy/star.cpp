#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "policy/cure.hpp"
#include "policy/rescale.hpp"
#include "policy/score.hpp"

namespace anju::policy {
namespace {

const Line* find_line(const Scorecard& card, const std::string& code) {
    auto const found =
        std::find_if(card.lines.begin(), card.lines.end(), [&](const Line& line) { return line.item->code == code; });
    return found == card.lines.end() ? nullptr : &*found;
}

/// Place of the highest star whose two keys both hold; the number of stars when none does.
std::size_t star_reached(const Stars& stars, Points total, Percent satisfaction) {
    std::size_t place = 0;
    while (place < stars.stars.size() &&
           (total < stars.stars[place].points || satisfaction < stars.stars[place].satisfaction))
        ++place;
    return place;
}

Points gained_from_satisfaction(const Line& key, Percent mark) {
    return std::max(Points{}, key.lost - key.item->rule->lost(key.item->points, mark));
}

/// Fills in the items to cure for the points that neither the card nor a better satisfaction brings.
void choose_items(const Scorecard& card, Points need, Shortfall& shortfall) {
    std::vector<const Line*> cured;
    std::vector<Points> losses;
    Points all;
    for (auto const& line : card.lines) {
        if (line.not_applicable || line.item->rule->takes_measure() || line.lost <= Points{}) continue;
        cured.push_back(&line);
        losses.push_back(line.lost);
        all += line.lost;
    }
    for (auto const place : smallest_cure(losses, need)) shortfall.items.push_back(cured[place]->item->code);
    shortfall.reachable = all >= need;
}

Shortfall shortfall_to(const Pack& pack, const Scorecard& card, const Line& key, const Star& wanted) {
    Shortfall shortfall;
    shortfall.star = wanted.star;
    shortfall.grade = wanted.grade;
    shortfall.points = std::max(Points{}, wanted.points - card.total);
    auto const applicable = applicable_points(pack, card);
    Points held;
    for (auto const& line : card.lines) held += line.held;
    if (*key.measure < wanted.satisfaction) {
        shortfall.satisfaction = wanted.satisfaction - *key.measure;
        held += gained_from_satisfaction(key, wanted.satisfaction);
        shortfall.points_from_satisfaction = rescaled(pack, held, applicable) - card.total;
    }
    choose_items(card, unscaled(pack, wanted.points, applicable) - held, shortfall);
    return shortfall;
}

std::string join(const std::vector<std::string>& codes, std::string_view between) {
    return fmt::format("{}", fmt::join(codes, between));
}

Text marks_of(const Scorecard& card, Percent satisfaction, const Star& star) {
    return {fmt::format("总分 {} 分（{}线 {} 分），满意度 {}%（线 {}%）", card.total.text(), star.grade.zh,
                        star.points.text(), satisfaction.text(), star.satisfaction.text()),
            fmt::format("Total {} points ({}: {}), satisfaction {} % (mark {} %)", card.total.text(), star.grade.en,
                        star.points.text(), satisfaction.text(), star.satisfaction.text())};
}

Text way_to_next(const Shortfall& next) {
    Text way{fmt::format("离{}还差", next.grade.zh), fmt::format(" Missing for {}:", next.grade.en)};
    bool const points = next.points > Points{};
    if (points) {
        way.zh += fmt::format(" {} 分", next.points.text());
        way.en += fmt::format(" {} points", next.points.text());
    }
    if (next.satisfaction > Percent{}) {
        way.zh += fmt::format("{}满意度 {} 个百分点", points ? "和" : "", next.satisfaction.text());
        way.en +=
            fmt::format("{} {} percentage points of satisfaction", points ? " and" : "", next.satisfaction.text());
    }
    way.zh += "。";
    way.en += ".";
    if (!next.reachable) {
        way.zh += "即使整改全部扣分项，分数仍不够。";
        way.en += " Curing every finding would not be enough.";
    } else if (!next.items.empty()) {
        way.zh += fmt::format("最少整改：{}。", join(next.items, "、"));
        way.en += fmt::format(" Cure at least: {}.", join(next.items, ", "));
    }
    return way;
}

void add(Text& text, const Text& more) {
    text.zh += more.zh;
    text.en += more.en;
}

Text sentence_of(const Pack& pack, const Scorecard& card, const Verdict& verdict, Percent satisfaction) {
    auto const& stars = pack.stars;
    Text sentence;
    if (verdict.outcome == Outcome::fails) {
        sentence = {fmt::format("满意度 {}% 低于 {}%，总分 {} 分，直接判为{}。", satisfaction.text(),
                                stars.fails_below.text(), card.total.text(), verdict.grade.zh),
                    fmt::format("Satisfaction {} % is below {} %; total {} points: {}.", satisfaction.text(),
                                stars.fails_below.text(), card.total.text(), verdict.grade.en)};
    } else if (!stars.stars.empty()) {
        bool const starred = verdict.outcome == Outcome::star;
        auto const place = starred ? star_reached(stars, card.total, satisfaction) : stars.stars.size() - 1;
        sentence = marks_of(card, satisfaction, stars.stars[place]);
        add(sentence, starred ? Text{fmt::format("，两项都达到，评为{}。", verdict.grade.zh),
                                     fmt::format(". Both hold: {}.", verdict.grade.en)}
                              : Text{fmt::format("，没有都达到，{}。", verdict.grade.zh),
                                     fmt::format(". Not both hold: {}.", verdict.grade.en)});
    }
    if (verdict.shortfall) add(sentence, way_to_next(*verdict.shortfall));
    return sentence;
}

Verdict incomplete(const Pack& pack, const Scorecard& card, Words words) {
    Verdict verdict{Outcome::incomplete, 0, pack.stars.incomplete, std::nullopt, {}};
    if (words == Words::with) {
        verdict.sentence = {
            fmt::format("还缺测评值：{}，补齐后才能定星。", join(card.missing, "、")),
            fmt::format("Not measured yet: {}. Stars are given when all are in.", join(card.missing, ", "))};
    }
    return verdict;
}

}  // namespace

Verdict star(const Pack& pack, const Case& c, const Scorecard& card, Words words) {
    auto const& stars = pack.stars;
    if (c.stage == Stage::pending && !stars.rates_pending) {
        Verdict verdict{Outcome::stage_not_rated, 0, stars.unrated_stage, std::nullopt, {}};
        if (words == Words::with) {
            verdict.sentence = {
                fmt::format("待安置小区只计分不定星，现得 {} 分。", card.total.text()),
                fmt::format("An estate not yet settled is scored but not starred: {} points.", card.total.text())};
        }
        return verdict;
    }
    auto const* key = find_line(card, stars.key);
    if (!card.missing.empty() || key == nullptr || !key->measure) return incomplete(pack, card, words);

    auto const satisfaction = *key->measure;
    Verdict verdict{Outcome::fails, 0, stars.fails_grade, std::nullopt, {}};
    auto place = stars.stars.size();
    if (satisfaction >= stars.fails_below) {
        place = star_reached(stars, card.total, satisfaction);
        bool const starred = place < stars.stars.size();
        verdict.outcome = starred ? Outcome::star : Outcome::unrated;
        verdict.star = starred ? stars.stars[place].star : 0;
        verdict.grade = starred ? stars.stars[place].grade : stars.unrated;
    }
    if (place > 0) verdict.shortfall = shortfall_to(pack, card, *key, stars.stars[place - 1]);
    if (words == Words::with) verdict.sentence = sentence_of(pack, card, verdict, satisfaction);
    return verdict;
}

}  // namespace anju::policy
