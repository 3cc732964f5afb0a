// How long src/estimate takes for 100,000 answers in 40 strata, beside the least anybody could do: one pass over the
// same columns that adds them up. Median of 11 rounds after one that warms up.
#include "estimate/estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <random>

namespace {

using anju::estimate::Answers;

constexpr std::size_t rows = 100'000;
constexpr std::uint32_t strata = 40, units_a_cluster = 5, domains = 12;

Answers survey() {
    std::mt19937_64 random{1};
    Answers answers;
    for (std::uint32_t row = 0; row < rows; ++row) {
        auto const stratum = static_cast<std::uint32_t>(row / (rows / strata));
        answers.value.push_back(random() % 100 < 70 + stratum / 2 ? 1 : 0);
        answers.stratum.push_back(stratum);
        answers.weight.push_back(1 + static_cast<double>(random() % 16) / 8);
    }
    answers.population.assign(strata, 9'000);
    return answers;
}

/// Milliseconds, the median of 11.
template <class Work>
double median_time(const Work& work) {
    work();
    std::array<double, 11> times{};
    for (auto& time : times) {
        auto const start = std::chrono::steady_clock::now();
        work();
        time = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    }
    std::sort(times.begin(), times.end());
    return times[5];
}

volatile double kept = 0;  // so that no sum is left out

double one_pass(const Answers& answers) {
    double sum = 0, weights = 0;
    std::uint64_t marks = 0;
    for (std::size_t row = 0; row < answers.value.size(); ++row) {
        sum += answers.weight[row] * answers.value[row];
        weights += answers.weight[row];
        marks += answers.stratum[row];
    }
    return sum / weights + static_cast<double>(marks);
}

}  // namespace

int main() {
    auto const plain = survey();
    auto clustered = plain, divided = plain;
    for (std::uint32_t row = 0; row < rows; ++row) {
        clustered.cluster.push_back(row / units_a_cluster);
        divided.domain.push_back(row % domains);
    }
    auto const reference = median_time([&] { kept = one_pass(plain); });
    auto const show = [&](const char* what, double time) {
        fmt::print("{:<44} {:>9.3f} ms {:>8.1f} ns/row {:>7.1f} x\n", what, time, time * 1e6 / rows, time / reference);
    };
    auto const estimated = [](const Answers& answers) {
        return median_time([&] { kept = anju::estimate::estimate(answers, 0.95).front().standard_error; });
    };
    fmt::print("{} answers in {} strata, median of 11 rounds\n", rows, strata);
    show("one pass that adds the columns up", reference);
    show("estimate", estimated(plain));
    show("estimate, 20,000 clusters", estimated(clustered));
    show("estimate, 12 domains", estimated(divided));
}
