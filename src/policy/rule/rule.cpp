#include "policy/rule/rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace anju::policy::rule {
namespace {

std::string sum_in_words(std::span<const Points> deducts) {
    Points sum;
    std::string words;
    for (auto const deduct : deducts) {
        sum += deduct;
        words += (words.empty() ? "" : " + ") + deduct.text();
    }
    return deducts.size() < 2 ? sum.text() : words + " = " + sum.text();
}

}  // namespace

Points Rule::lost(Points points, std::span<const Points> deducts) const {
    if (takes_measure()) throw std::invalid_argument("an item with a measure takes no findings");
    Points sum;
    for (auto const deduct : deducts) sum = std::min(points, sum + deduct);
    return sum;
}

Points Rule::lost(Points, Percent) const {
    throw std::invalid_argument("an item with findings takes no measure");
}

Loss Rule::lose(Points points, const std::vector<Points>& deducts) const {
    Loss loss{lost(points, std::span{deducts}), {}};
    auto const words = sum_in_words(deducts);
    Points sum;
    for (auto const deduct : deducts) sum += deduct;
    if (sum > points) {
        loss.arithmetic = {fmt::format("{} 分，最多扣 {} 分", words, points.text()),
                           fmt::format("{} points, at most {}", words, points.text())};
    } else {
        loss.arithmetic = {words + " 分", words + " points"};
    }
    return loss;
}

Loss Rule::lose(Points points, Percent measure) const {
    return Loss{lost(points, measure), {}};
}

}  // namespace anju::policy::rule
