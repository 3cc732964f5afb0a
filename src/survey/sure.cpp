// How sure the sample is about a threshold, in words that do not promise more than a sample can.
#include <fmt/format.h>

#include <cmath>

#include "survey/figures.hpp"

namespace anju::survey {
namespace {

using estimate::Sureness;

base::Text verdict(Sureness sureness) {
    switch (sureness) {
        case Sureness::surely_above: return {"可以认为达到了", "taken as reached"};
        case Sureness::probably_above: return {"多半达到了", "probably reached"};
        case Sureness::probably_below: return {"多半没有达到", "probably not reached"};
        case Sureness::surely_below: return {"可以认为没有达到", "taken as not reached"};
        case Sureness::open: break;
    }
    return {"拿不准", "open"};
}

/// "71%"; the ends are never 0 or 100, because a sample is never that sure.
base::Text percent_words(double confidence) {
    const auto whole = static_cast<int>(std::lround(confidence * 100));
    if (whole >= 100) return {"99%以上", "more than 99 %"};
    if (whole <= 0) return {"不到1%", "less than 1 %"};
    return {fmt::format("{}%", whole), fmt::format("{} %", whole)};
}

bool everybody_asked(const estimate::Estimate& estimate, bool share) {
    if (!share || estimate.intervals.empty()) return false;
    const auto main = main_interval(estimate, share);
    return main.low == main.high;
}

base::Text words_for(const Sure& sure, bool everybody) {
    const auto threshold = sure.threshold.text();
    const bool below = sure.confidence < 0.5 && sure.sureness != Sureness::open;
    const base::Text side = below ? base::Text{"低于", "below"} : base::Text{"不低于", "at least"};
    if (everybody) {
        return {fmt::format("住户全部问到了：满意度{} {}%。", side.zh, threshold), fmt::format("Everybody was asked: satisfaction is {} {} %.", side.en, threshold)};
    }
    const auto confidence = percent_words(below ? 1 - sure.confidence : sure.confidence);
    const auto end = verdict(sure.sureness);
    return {fmt::format("按这次抽样，有{}的把握说真实满意度{} {}%：{}。", confidence.zh, side.zh, threshold, end.zh),
            fmt::format("From this sample we can be {} sure that true satisfaction is {} {} %: {}.", confidence.en, side.en, threshold, end.en)};
}

Sure sure_about(const estimate::Estimate& estimate, bool share, int star, const base::Text& grade, base::Percent threshold) {
    Sure sure{star, grade, threshold, 0.5, Sureness::open, {}};
    // Less than any figure of record can be away from its threshold: a share that is exactly there must not fail by rounding.
    constexpr double hair = 1e-12;
    const auto percent = static_cast<double>(threshold.units()) / base::Percent::scale;
    sure.confidence = estimate::confidence_above(estimate, share ? percent / 100 - hair : percent - 100 * hair);
    sure.sureness = estimate::sureness(sure.confidence);
    sure.words = words_for(sure, everybody_asked(estimate, share));
    return sure;
}

}  // namespace

std::string_view name_of(Sureness sureness) {
    switch (sureness) {
        case Sureness::surely_above: return "surely_above";
        case Sureness::probably_above: return "probably_above";
        case Sureness::probably_below: return "probably_below";
        case Sureness::surely_below: return "surely_below";
        case Sureness::open: break;
    }
    return "open";
}

std::vector<Sure> sure_of(const estimate::Estimate& estimate, bool share, const policy::Stars& stars) {
    std::vector<Sure> all;
    for (const auto& star : stars.stars) all.push_back(sure_about(estimate, share, star.star, star.grade, star.satisfaction));
    all.push_back(sure_about(estimate, share, 0, stars.fails_grade, stars.fails_below));
    return all;
}

}  // namespace anju::survey
