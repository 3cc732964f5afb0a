#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "estimate/estimate.hpp"
#include "estimate/quantile.hpp"

namespace anju::estimate {
namespace {

bool has(const Estimate& estimate, std::string_view method) {
    return std::any_of(estimate.intervals.begin(), estimate.intervals.end(),
                       [&](const Interval& interval) { return interval.method == method; });
}

/// From the one-sided Clopper–Pearson limit on the side of the threshold.
double exact_above(double p, double answers, double threshold) {
    auto const yes = p * answers;
    if (p >= threshold) return 1 - beta_cdf(threshold, yes, answers - yes + 1);
    return 1 - beta_cdf(threshold, yes + 1, answers - yes);
}

}  // namespace

double confidence_above(const Estimate& e, double threshold) {
    if (e.intervals.empty()) return 0.5;
    bool const exact = has(e, "exact");
    if (!exact && e.standard_error <= 0) return e.estimate >= threshold ? 1 : 0;
    if (!exact && !has(e, "xlogit")) return t_cdf((e.estimate - threshold) / e.standard_error, e.degrees_of_freedom);
    if (threshold <= 0) return 1;
    if (exact) return exact_above(e.estimate, static_cast<double>(e.answers), std::min(threshold, 1.0));
    if (threshold >= 1) return 0;
    auto const logit = [](double p) { return std::log(p / (1 - p)); };
    auto const scale = e.standard_error / (e.estimate * (1 - e.estimate));
    return t_cdf((logit(e.estimate) - logit(threshold)) / scale, e.degrees_of_freedom);
}

Sureness sureness(double confidence) {
    if (confidence >= 0.975) return Sureness::surely_above;
    if (confidence >= 0.80) return Sureness::probably_above;
    if (confidence > 0.20) return Sureness::open;
    return confidence > 0.025 ? Sureness::probably_below : Sureness::surely_below;
}

std::int64_t answers_needed(std::int64_t population, double half_width, double level) {
    if (population < 0 || !(half_width > 0) || !(level > 0 && level < 1))
        throw std::invalid_argument{"answers_needed: population >= 0, half_width > 0, 0 < level < 1"};
    if (population == 0) return 0;
    auto const z = normal_quantile((1 + level) / 2);
    auto const without_end = z * z * 0.25 / (half_width * half_width);
    auto const needed = without_end / (1 + (without_end - 1) / static_cast<double>(population));
    // A whole number that the arithmetic missed by a hair is that number.
    auto const whole = std::ceil(needed * (1 - 1e-12));
    if (!(whole < static_cast<double>(population))) return population;
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(whole));
}

}  // namespace anju::estimate
