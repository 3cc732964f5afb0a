// The number k of items follows from taking the largest losses until they suffice. What the k largest give beyond the
// need is the spare: no set of k items may stay further below them than that. So a loss that is more than the spare
// above the k-th largest must be in the set, and one that is more than the spare below it cannot be. Among the rest the
// set with the least sum is found over sums: best[j][s] is the earliest set of j items whose losses, counted from the
// smallest that can be in it, add up to s. Items are taken in the order of the document, losses counted in their
// greatest common divisor (usually half a point). A set is a row of bits, item 0 first, so that the greater row is the
// set that stands earlier.
#include "policy/cure.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <numeric>

namespace anju::policy {
namespace {

constexpr std::size_t most_items = 256;
constexpr std::size_t most_states = 200'000;

struct Task {
    std::vector<std::size_t> losses;  ///< in units of the divisor
    std::size_t need = 0;
    std::size_t count = 0;  ///< k
    std::size_t most = 0;   ///< sum of the k largest
    std::size_t last = 0;   ///< the k-th largest
    [[nodiscard]] std::size_t spare() const { return most - need; }
};

Task stated(const std::vector<base::Points>& losses, base::Points need) {
    std::int64_t divisor = 0;
    for (auto const loss : losses) divisor = std::gcd(divisor, loss.units());
    Task task;
    task.losses.reserve(losses.size());
    for (auto const loss : losses) task.losses.push_back(static_cast<std::size_t>(loss.units() / divisor));
    task.need = static_cast<std::size_t>((need.units() + divisor - 1) / divisor);
    auto sorted = task.losses;
    std::sort(sorted.begin(), sorted.end(), std::greater<>{});
    while (task.most < task.need) task.most += task.last = sorted[task.count++];
    return task;
}

/// What is left to choose once the certain items are in and the impossible ones out.
struct Choice {
    std::vector<std::size_t> certain, open;  ///< places
    std::vector<std::size_t> above;          ///< of the open ones: loss above the smallest possible one
    std::size_t count = 0;                   ///< open places to take
    std::size_t need = 0, most = 0;          ///< sums of `above` that are looked at
};

Choice narrowed(const Task& task) {
    Choice choice;
    auto const spare = task.spare();
    auto const least = task.last > spare ? task.last - spare : 1;
    choice.count = task.count;
    choice.need = task.need;
    for (std::size_t place = 0; place < task.losses.size(); ++place) {
        auto const loss = task.losses[place];
        if (loss > task.last + spare) {
            choice.certain.push_back(place);
            choice.need -= loss;  // stays above 0: k − 1 largest are less than the need
            --choice.count;
        } else if (loss >= least) {
            choice.open.push_back(place);
            choice.above.push_back(loss - least);
        }
    }
    // With what is certain taken away, `most` is the sum of the largest open ones.
    choice.most = choice.need + spare - choice.count * least;
    choice.need = choice.need > choice.count * least ? choice.need - choice.count * least : 0;
    return choice;
}

std::uint64_t bit(std::size_t item) {
    return std::uint64_t{1} << (63 - item % 64);
}

using ShortRow = std::uint64_t;
std::uint64_t& word(ShortRow& row, std::size_t) {
    return row;
}
using LongRow = std::array<std::uint64_t, most_items / 64>;
std::uint64_t& word(LongRow& row, std::size_t item) {
    return row[item / 64];
}

template <class Row>
std::vector<std::size_t> by_table(const Choice& choice) {
    auto const width = choice.most + 1;
    std::vector<Row> best((choice.count + 1) * width);  // all zero: no such set, or the empty one
    for (std::size_t item = 0; item < choice.open.size(); ++item) {
        auto const above = choice.above[item];
        if (above > choice.most) continue;
        for (auto taken = std::min(item + 1, choice.count); taken-- > 0;) {
            auto const* before = &best[taken * width];
            auto* after = &best[(taken + 1) * width + above];
            auto const sums = taken == 0 ? 1 : width - above;
            for (std::size_t sum = 0; sum < sums; ++sum) {
                if (taken > 0 && before[sum] == Row{}) continue;
                auto row = before[sum];
                word(row, item) |= bit(item);
                after[sum] = std::max(after[sum], row);
            }
        }
    }
    auto row = best.begin() + static_cast<std::ptrdiff_t>(choice.count * width + choice.need);
    while (choice.count > 0 && *row == Row{}) ++row;
    auto chosen = choice.certain;
    for (std::size_t item = 0; item < choice.open.size(); ++item) {
        if ((word(*row, item) & bit(item)) != 0) chosen.push_back(choice.open[item]);
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

std::vector<std::size_t> by_exchange(const Task& task) {
    std::vector<std::size_t> order(task.losses.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return task.losses[a] > task.losses[b]; });
    auto spare = task.spare();
    for (std::size_t place = 0; place < task.count; ++place) {
        for (auto other = task.count; other < order.size(); ++other) {
            auto const here = task.losses[order[place]];
            auto const there = task.losses[order[other]];
            if (there >= here || here - there > spare) continue;
            spare -= here - there;
            std::swap(order[place], order[other]);
        }
    }
    order.resize(task.count);
    std::sort(order.begin(), order.end());
    return order;
}

}  // namespace

std::vector<std::size_t> smallest_cure(const std::vector<base::Points>& losses, base::Points need) {
    if (need <= base::Points{}) return {};
    base::Points all;
    for (auto const loss : losses) all += loss;
    if (all < need) {
        std::vector<std::size_t> every(losses.size());
        std::iota(every.begin(), every.end(), std::size_t{0});
        return every;
    }
    auto const task = stated(losses, need);
    auto const choice = narrowed(task);
    if (choice.most >= most_states || (choice.count + 1) * (choice.most + 1) > most_states) return by_exchange(task);
    if (choice.open.size() <= 64) return by_table<ShortRow>(choice);
    if (choice.open.size() <= most_items) return by_table<LongRow>(choice);
    return by_exchange(task);
}

}  // namespace anju::policy
