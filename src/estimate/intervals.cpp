#include "estimate/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "estimate/quantile.hpp"

namespace anju::estimate {
namespace {

double logistic(double x) {
    return 1 / (1 + std::exp(-x));
}

Interval xlogit(double p, double se, double t) {
    auto const middle = std::log(p / (1 - p));
    auto const half = t * se / (p * (1 - p));
    return {"xlogit", logistic(middle - half), logistic(middle + half)};
}

Interval asin(double p, double se, double t) {
    auto const square_of_sine = [](double angle) {
        auto const sine = std::sin(std::clamp(angle, 0.0, std::numbers::pi / 2));
        return sine * sine;
    };
    auto const middle = std::asin(std::sqrt(p));
    auto const half = t * se / (2 * std::sqrt(p * (1 - p)));
    return {"asin", square_of_sine(middle - half), square_of_sine(middle + half)};
}

/// Clopper–Pearson for `answers` of which the share p says yes; neither needs to be whole.
Interval clopper_pearson(std::string_view name, double p, double answers, double level) {
    auto const tail = (1 - level) / 2;
    return {name, beta_quantile(tail, answers * p, answers * (1 - p) + 1),
            beta_quantile(1 - tail, answers * p + 1, answers * (1 - p))};
}

/// Korn and Graubard: the effective size, made smaller still for the degrees of freedom the design has lost.
Interval beta(const Measured& m, double t, double level) {
    auto const p = m.estimate;
    auto const lost = t_quantile((1 + level) / 2, static_cast<double>(m.answers - 1)) / t;
    auto const effective = p * (1 - p) / (m.standard_error * m.standard_error) * lost * lost;
    return clopper_pearson("beta", p, effective, level);
}

Interval wilson(double p, double se, double t) {
    auto const a = t * t * se * se / (p * (1 - p));  // t² / effective size
    auto const middle = (p + a / 2) / (1 + a);
    auto const half = std::sqrt(a * (p * (1 - p) + a / 4)) / (1 + a);
    return {"wilson", std::max(middle - half, 0.0), std::min(middle + half, 1.0)};
}

}  // namespace

bool without_spread(const Measured& m) {
    if (m.everybody) return false;
    return m.degrees_of_freedom <= 0 || (m.share && m.standard_error <= 0);
}

double effective_answers(const Measured& m) {
    auto const answers = static_cast<double>(m.answers);
    if (!m.share || m.standard_error <= 0) return answers;
    return std::min(answers, m.estimate * (1 - m.estimate) / (m.standard_error * m.standard_error));
}

std::vector<Interval> intervals(const Measured& m, double level) {
    auto const p = m.estimate;
    if (without_spread(m)) {
        if (!m.share) return {};
        return {clopper_pearson("exact", p, static_cast<double>(m.answers), level)};
    }
    if (m.everybody) {
        if (!m.share) return {{"mean", p, p}};
        return {{"mean", p, p}, {"xlogit", p, p}, {"asin", p, p}, {"beta", p, p}, {"wilson", p, p}};
    }
    auto const se = m.standard_error;
    auto const t = t_quantile((1 + level) / 2, m.degrees_of_freedom);
    Interval const mean{"mean", p - t * se, p + t * se};
    if (!m.share) return {mean};
    return {mean, xlogit(p, se, t), asin(p, se, t), beta(m, t, level), wilson(p, se, t)};
}

}  // namespace anju::estimate
