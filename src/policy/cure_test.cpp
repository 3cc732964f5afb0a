#include "policy/cure.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <tuple>

namespace anju::policy {
namespace {

using base::Points;
using Places = std::vector<std::size_t>;

Points half(int halves) {
    return Points::of_units(halves * 50'000);
}

/// Tries every set: fewest places, least sum, earliest places.
Places by_trying_all(const std::vector<Points>& losses, Points need) {
    std::tuple<std::size_t, Points, Places> best{losses.size() + 1, {}, {}};
    for (unsigned set = 0; set < 1U << losses.size(); ++set) {
        Places places;
        Points sum;
        for (std::size_t i = 0; i < losses.size(); ++i) {
            if (set >> i & 1U) {
                places.push_back(i);
                sum += losses[i];
            }
        }
        if (sum >= need) best = std::min(best, {places.size(), sum, places});
    }
    return std::get<2>(best);
}

}  // namespace

TEST(cure, fewest_items_then_least_points_then_earliest_in_the_document) {
    std::vector const losses{half(1), half(6), half(4), half(2), half(4)};
    EXPECT_EQ(smallest_cure(losses, half(0)), Places{});
    EXPECT_EQ(smallest_cure(losses, half(1)), (Places{0}));
    EXPECT_EQ(smallest_cure(losses, half(3)), (Places{2}));
    EXPECT_EQ(smallest_cure(losses, half(7)), (Places{0, 1}));
    EXPECT_EQ(smallest_cure(losses, half(8)), (Places{1, 3}));
    EXPECT_EQ(smallest_cure(losses, half(9)), (Places{1, 2}));
}

TEST(cure, all_items_when_even_all_are_not_enough) {
    EXPECT_EQ(smallest_cure({half(1), half(2)}, half(9)), (Places{0, 1}));
}

TEST(cure, a_table_that_would_grow_too_large_still_gives_the_fewest_items) {
    std::vector<Points> losses;
    for (int i = 0; i < 60; ++i) losses.push_back(Points::of_units(100'003 + 7 * i));
    auto const places = smallest_cure(losses, Points::of_units(30 * 100'003));
    EXPECT_EQ(places.size(), 30U);
}

TEST(cure, more_than_sixty_four_like_losses_are_told_apart_by_their_order) {
    std::vector<Points> losses(100, half(3));
    losses[0] = half(2);
    losses[99] = half(4);
    EXPECT_EQ(smallest_cure(losses, half(9)), (Places{0, 1, 99}));
    EXPECT_EQ(smallest_cure(losses, half(10)), (Places{1, 2, 99}));
}

RC_GTEST_PROP(cure, is_what_trying_every_set_finds, ()) {
    auto const halves = *rc::gen::resize(10, rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 15)));
    auto const shortened = std::vector<int>(
        halves.begin(), halves.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(halves.size(), 10)));
    std::vector<Points> losses;
    int all = 0;
    for (auto const one : shortened) {
        losses.push_back(half(one));
        all += one;
    }
    auto const need = half(*rc::gen::inRange(0, all + 1));
    RC_ASSERT(smallest_cure(losses, need) == by_trying_all(losses, need));
}

}  // namespace anju::policy
