// Does a 95 % interval hold the truth 95 times of 100? Finite populations of three strata, of which the true share is
// known, are surveyed thousands of times with the program's own code. The seed is fixed: the counts are the same each
// time.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <random>

#include "estimate/estimate.hpp"

namespace anju::estimate {
namespace {

struct Group {
    std::int64_t people = 0, satisfied = 0, drawn = 0;
};
using Population = std::array<Group, 3>;

/// People 60 : 25 : 15; the middle group a little more satisfied, the last a little less.
Population population_of(std::int64_t people, std::int64_t drawn, double share) {
    std::array<double, 3> const part{0.60, 0.25, 0.15}, shift{0, 0.02, -0.03};
    Population groups;
    for (std::size_t h = 0; h < groups.size(); ++h) {
        groups[h].people = std::llround(part[h] * static_cast<double>(people));
        groups[h].satisfied = std::llround((share + shift[h]) * static_cast<double>(groups[h].people));
        groups[h].drawn = std::llround(part[h] * static_cast<double>(drawn));
    }
    return groups;
}

double truth(const Population& groups) {
    double satisfied = 0, people = 0;
    for (auto const& group : groups)
        satisfied += static_cast<double>(group.satisfied), people += static_cast<double>(group.people);
    return satisfied / people;
}

void survey(const Population& groups, std::mt19937_64& random, Answers& answers) {
    answers.value.clear();
    answers.stratum.clear();
    for (std::uint32_t h = 0; h < groups.size(); ++h) {
        auto left = groups[h];
        for (std::int64_t i = 0; i < groups[h].drawn; ++i, --left.people) {
            bool const yes =
                static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(left.people)) < left.satisfied;
            if (yes) --left.satisfied;
            answers.value.push_back(yes ? 1 : 0);
            answers.stratum.push_back(h);
        }
    }
}

struct Coverage {
    int surveys = 0, exact = 0;
    std::map<std::string_view, int> held;  ///< by method; the exact interval where a method has none
    [[nodiscard]] double of(std::string_view method) const { return static_cast<double>(held.at(method)) / surveys; }
};

void add(Coverage& coverage, const Estimate& e, double share) {
    ++coverage.surveys;
    for (auto const* method : {"mean", "xlogit", "asin", "beta", "wilson"}) {
        auto const* used = &e.intervals.at(0);
        for (auto const& one : e.intervals)
            if (one.method == method) used = &one;
        coverage.held[method] += used->low <= share && share <= used->high ? 1 : 0;
    }
    if (e.intervals[0].method == "exact") ++coverage.exact;
}

Coverage cover(std::int64_t people, std::int64_t drawn) {
    std::mt19937_64 random{20261124};
    Coverage all;
    for (auto const share : {0.60, 0.70, 0.80, 0.85, 0.90, 0.95}) {
        auto const groups = population_of(people, drawn, share);
        Answers answers;
        for (auto const& group : groups) answers.population.push_back(static_cast<double>(group.people));
        Coverage here;
        for (int i = 0; i < 1400; ++i) {
            survey(groups, random, answers);
            auto const e = estimate(answers, 0.95).at(0);
            add(here, e, truth(groups));
            add(all, e, truth(groups));
        }
        fmt::print("  {:>3} of {:>3}, share {:.3f}: xlogit {:.1f} %\n", drawn, people, truth(groups),
                   100 * here.of("xlogit"));
    }
    fmt::print("  {:>3} of {:>3}, {} surveys ({} by the exact interval):", drawn, people, all.surveys, all.exact);
    for (auto const& [method, held] : all.held) fmt::print("  {} {:.1f} %", method, 100.0 * held / all.surveys);
    fmt::print("\n");
    return all;
}

TEST(Coverage, of_surveys_of_165_among_288_is_what_the_level_promises) {
    auto const coverage = cover(288, 165);
    EXPECT_GE(coverage.of("xlogit"), 0.935);
    EXPECT_LE(coverage.of("xlogit"), 0.97);
}

TEST(Coverage, of_surveys_of_40_among_400_is_what_the_level_promises) {
    auto const coverage = cover(400, 40);
    EXPECT_GE(coverage.of("xlogit"), 0.935);
    EXPECT_LE(coverage.of("xlogit"), 0.97);
}

}  // namespace
}  // namespace anju::estimate
