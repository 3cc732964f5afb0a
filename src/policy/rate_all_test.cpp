#include "policy/rate_all.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "policy/sample_pack.hpp"

namespace anju::policy {
namespace {

/// Two thousand cases, no two neighbours alike: measures there and not there, findings, items that do not apply.
std::vector<Case> many_cases(const Pack& pack) {
    std::vector<Case> cases(2000);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        auto& c = cases[i];
        auto const number = static_cast<std::int64_t>(i);
        c.stage = i % 11 == 0 ? Stage::pending : Stage::settled;
        c.measures.emplace("A1", Percent::of_units(500'000 + number * 7919 % 500'001));
        if (i % 13 != 0) c.measures.emplace("B1", Percent::of_units(800'000 + number * 104'729 % 200'001));
        if (i % 7 == 0) c.not_applicable.insert("C2.1");
        for (std::size_t k = 0; k < i % 5; ++k) {
            auto const& item = *pack.item(k % 2 == 0 ? "C1.1" : "C1.2");
            auto const allowed = item.rule->allowed(item.points);
            c.findings.push_back({std::to_string(k), item.code, allowed[(i + k) % allowed.size()], ""});
        }
    }
    return cases;
}

void expect_same(const Shortfall& one, const Shortfall& other) {
    EXPECT_EQ(one.star, other.star);
    EXPECT_EQ(one.points, other.points);
    EXPECT_EQ(one.satisfaction, other.satisfaction);
    EXPECT_EQ(one.points_from_satisfaction, other.points_from_satisfaction);
    EXPECT_EQ(one.items, other.items);
    EXPECT_EQ(one.reachable, other.reachable);
}

void expect_same(const Pack& pack, const Rating& rating, const Case& c) {
    auto const card = score(pack, c, Words::without);
    auto const verdict = star(pack, c, card, Words::without);
    EXPECT_EQ(rating.total, card.total);
    for (std::size_t i = 0; i < card.lines.size(); ++i) {
        EXPECT_EQ(rating.held.at(i), card.lines[i].held);
        EXPECT_EQ(rating.lost.at(i), card.lines[i].lost);
    }
    for (std::size_t i = 0; i < pack.chapters.size(); ++i)
        EXPECT_EQ(rating.chapters.at(i), card.chapters.at(pack.chapters[i].code));
    EXPECT_EQ(rating.verdict.outcome, verdict.outcome);
    EXPECT_EQ(rating.verdict.star, verdict.star);
    EXPECT_EQ(rating.verdict.grade, verdict.grade);
    ASSERT_EQ(rating.verdict.shortfall.has_value(), verdict.shortfall.has_value());
    if (verdict.shortfall) expect_same(*rating.verdict.shortfall, *verdict.shortfall);
}

}  // namespace

TEST(rate_all, gives_what_score_and_star_give_one_by_one_on_one_thread_and_on_several) {
    for (std::string const choice : {"full_points", "no_points", "rescale"}) {
        auto const pack = sample::pack({{"not_applicable", choice}});
        auto const cases = many_cases(pack);
        for (std::size_t const threads : {1U, 2U, 7U}) {
            auto const ratings = rate_all(pack, cases, threads);
            ASSERT_EQ(ratings.size(), cases.size());
            for (std::size_t i = 0; i < cases.size(); ++i) expect_same(pack, ratings[i], cases[i]);
        }
    }
}

TEST(rate_all, reports_the_first_of_several_wrong_cases) {
    auto const pack = sample::pack();
    auto cases = many_cases(pack);
    cases[700].findings.push_back({"first", "X1", Points::whole(1), ""});
    cases[1900].findings.push_back({"second", "X2", Points::whole(1), ""});
    for (std::size_t const threads : {1U, 4U}) {
        try {
            (void)rate_all(pack, cases, threads);
            ADD_FAILURE() << "a wrong case was rated";
        } catch (const std::invalid_argument& error) {
            EXPECT_EQ(std::string{error.what()}, "item X1: unknown_item");
        }
    }
}

TEST(rate_all, of_nothing_is_nothing) {
    EXPECT_TRUE(rate_all(sample::pack(), std::span<const Case>{}).empty());
}

}  // namespace anju::policy
