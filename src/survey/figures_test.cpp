#include <gtest/gtest.h>

#include <cmath>

#include "survey/figures.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

std::shared_ptr<const policy::Pack> the_pack() {
    static const standard::Standard standard{policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu")};
    static const auto pack = std::make_shared<const policy::Pack>(standard.current());
    return pack;
}

struct Counts { std::uint32_t stratum; int level; std::size_t count; };

/// Sheets with one level throughout.
Sample sample(const std::vector<std::int64_t>& populations, const std::vector<Counts>& counts, policy::SurveyIndex index = policy::SurveyIndex::top_two) {
    Sample made{the_pack(), index, 0.95, {}, {}};
    for (std::size_t h = 0; h < populations.size(); ++h) made.strata.push_back({std::to_string(h), std::to_string(h), populations[h], 10, 0});
    for (const auto& one : counts)
        for (std::size_t i = 0; i < one.count; ++i) made.sheets.push_back({one.stratum, std::vector<int>(made.asked().questions.size(), one.level)});
    return made;
}

/// Worked out by hand. Stratum 0: 100 dwellings, 10 answers, 9 satisfied. Stratum 1: 50 dwellings, 10 answers, 2 不了解, 4 of 8 satisfied.
Sample by_hand() { return sample({100, 50}, {{0, 5, 9}, {0, 2, 1}, {1, 4, 4}, {1, 1, 4}, {1, 0, 2}}); }

TEST(SurveyFigures, weigh_strata_as_worked_out_by_hand) {
    // (100/10·9 + 50/10·4) ÷ (100/10·10 + 50/10·8) = 110/140; variance 26 920/1960² with the finite populations 0.9 and 0.8.
    const auto estimate = estimate_of(by_hand(), {by_hand().figure_question()});
    EXPECT_EQ(estimate.answers, 18);
    EXPECT_NEAR(estimate.estimate, 11.0 / 14, 1e-12);
    EXPECT_NEAR(estimate.standard_error, std::sqrt(26920.0) / 1960, 1e-12);
    const auto exact = exact_figure(by_hand()).value();
    EXPECT_EQ(exact.fraction.numerator + "/" + exact.fraction.denominator, "11/14");
    EXPECT_EQ(exact.percent.text(), "78.5714");  // 78.571428…, cut
}

TEST(SurveyFigures, of_mean_indices_are_on_a_hundred_with_the_interval_of_a_mean) {
    const std::vector<Counts> counts{{0, 5, 3}, {0, 4, 2}, {0, 1, 1}, {0, 0, 4}};  // mean level 24/6 = 4
    for (const auto& [index, percent, value] : {std::tuple{policy::SurveyIndex::mean_times_20, "80", 80.0}, {policy::SurveyIndex::mean_minus_1_times_25, "75", 75.0}}) {
        const auto means = sample({100}, counts, index);
        EXPECT_EQ(exact_figure(means)->percent.text(), percent);
        const auto estimate = estimate_of(means, {0});
        EXPECT_NEAR(estimate.estimate, value, 1e-12);
        ASSERT_EQ(estimate.intervals.size(), 1U);
        EXPECT_EQ(main_interval(estimate, false).method, "mean");
    }
}

TEST(SurveyFigures, leave_out_strata_without_an_answer_and_say_nothing_without_an_opinion) {
    EXPECT_EQ(exact_figure(sample({100, 900}, {{0, 5, 9}, {0, 1, 1}}))->percent.text(), "90");
    EXPECT_FALSE(exact_figure(sample({100}, {{0, 0, 20}})).has_value());
    EXPECT_FALSE(exact_figure(sample({100}, {})).has_value());
    EXPECT_FALSE(enough(sample({100}, {{0, 5, 4}, {0, 0, 20}})));
    EXPECT_TRUE(enough(sample({100}, {{0, 5, 5}})));
}

TEST(SurveyFigures, take_several_surveys_together_with_all_their_strata) {
    auto both = sample({100}, {{0, 5, 9}, {0, 2, 1}});
    add(both, sample({50}, {{0, 4, 4}, {0, 1, 4}, {0, 0, 2}}));
    EXPECT_EQ(exact_figure(both)->percent.text(), exact_figure(by_hand())->percent.text());
    EXPECT_NEAR(estimate_of(both, {0}).standard_error, estimate_of(by_hand(), {0}).standard_error, 1e-15);
}

TEST(SurveyFigures, of_a_theme_take_a_sheet_for_a_cluster) {
    // All answers of a sheet are the same: two questions say no more than one.
    const auto one = estimate_of(by_hand(), {0});
    const auto theme = theme_estimate(by_hand(), "property");
    ASSERT_TRUE(theme.has_value());
    EXPECT_EQ(theme->answers, 36);
    EXPECT_NEAR(theme->standard_error, one.standard_error, 1e-12);
    EXPECT_FALSE(theme_estimate(sample({100}, {{0, 5, 4}}), "property").has_value());
}

TEST(HiddenCells, are_small_ones_and_as_many_others_as_keep_them_secret) {
    using Hidden = std::vector<bool>;
    EXPECT_EQ(hidden_cells({5, 9, 30}, 5), (Hidden{false, false, false}));
    EXPECT_EQ(hidden_cells({4, 9, 30}, 5), (Hidden{true, true, false}));         // else 4 = total − 39
    EXPECT_EQ(hidden_cells({30, 2, 3}, 5), (Hidden{false, true, true}));          // together 5
    EXPECT_EQ(hidden_cells({30, 0, 2}, 5), (Hidden{true, true, true}));           // together 2: a cell too small by itself
    EXPECT_EQ(hidden_cells({30, 4, 12, 7}, 5), (Hidden{false, true, false, true}));
    EXPECT_EQ(hidden_cells({30, 4, 12, 7}, 5, 3), (Hidden{false, true, true, true}));
    EXPECT_EQ(hidden_cells({3}, 5), (Hidden{true}));
    EXPECT_EQ(hidden_cells({}, 5), Hidden{});
}

TEST(HiddenCells, of_levels_stay_secret_inside_each_sum_that_the_share_gives_away) {
    // 60 very satisfied, 3 satisfied: 3 must go, and 60 with it, because the share tells 63.
    const auto figures = question_figures(sample({200}, {{0, 5, 60}, {0, 4, 3}, {0, 3, 8}, {0, 2, 7}, {0, 1, 6}}), 0);
    EXPECT_EQ(figures.levels, (std::vector<std::optional<std::int64_t>>{{}, {}, 8, 7, 6}));
    const auto none = question_figures(sample({200}, {{0, 5, 3}, {0, 1, 1}, {0, 0, 40}}), 0);
    EXPECT_FALSE(none.estimate.has_value());
    for (const auto& cell : none.levels) EXPECT_FALSE(cell.has_value());
}

TEST(HiddenCells, of_a_mean_are_three_at_least_because_two_sums_are_known) {
    const auto figures = question_figures(sample({200}, {{0, 5, 60}, {0, 4, 30}, {0, 3, 8}, {0, 2, 7}, {0, 1, 4}}, policy::SurveyIndex::mean_times_20), 0);
    EXPECT_EQ(figures.levels, (std::vector<std::optional<std::int64_t>>{60, 30, {}, {}, {}}));
}

TEST(HiddenCells, of_strata_hide_the_next_smallest_stratum_too) {
    const auto estimates = stratum_estimates(sample({50, 50, 50, 50}, {{0, 5, 20}, {1, 5, 3}, {1, 0, 9}, {2, 5, 7}}));
    EXPECT_TRUE(estimates[0].has_value());
    EXPECT_FALSE(estimates[1].has_value());
    EXPECT_FALSE(estimates[2].has_value());
    EXPECT_FALSE(estimates[3].has_value());  // nobody answered: nothing hidden, nothing to say
    EXPECT_EQ(answered_by_stratum(sample({50, 50}, {{1, 0, 3}})), (std::vector<std::int64_t>{0, 3}));
}

TEST(SureWords, say_how_sure_and_never_more) {
    const auto sure = sure_of(estimate_of(by_hand(), {0}), true, the_pack()->stars);
    ASSERT_EQ(sure.size(), 4U);
    EXPECT_EQ(sure.front().star, 5);
    EXPECT_EQ(sure.back().star, 0);
    for (const auto& one : sure) {
        const auto percent = std::to_string(std::lround(one.confidence * 100)), rest = std::to_string(std::lround((1 - one.confidence) * 100));
        const bool flipped = one.words.zh.find("满意度低于") != std::string::npos;
        EXPECT_EQ(flipped, one.sureness == estimate::Sureness::probably_below || one.sureness == estimate::Sureness::surely_below);
        EXPECT_NE(one.words.zh.find("有" + (flipped ? rest : percent) + "%的把握"), std::string::npos) << one.words.zh;
        EXPECT_NE(one.words.en.find((flipped ? rest : percent) + " % sure"), std::string::npos) << one.words.en;
    }
    EXPECT_LT(sure[0].confidence, sure[1].confidence);
    EXPECT_EQ(sure[2].sureness, estimate::Sureness::open) << sure[2].confidence;  // 78.6 % against 80 %
    EXPECT_NE(sure[2].words.zh.find("不低于 80%：拿不准"), std::string::npos) << sure[2].words.zh;
}

TEST(SureWords, when_everybody_was_asked_are_certain_and_a_share_right_on_the_threshold_has_reached_it) {
    const auto sure = sure_of(estimate_of(sample({10}, {{0, 5, 9}, {0, 1, 1}}), {0}), true, the_pack()->stars);
    EXPECT_EQ(sure.front().threshold.text(), "90");
    EXPECT_EQ(sure.front().words.zh, "住户全部问到了：满意度不低于 90%。");
    const auto below = sure_of(estimate_of(sample({10}, {{0, 5, 8}, {0, 1, 2}}), {0}), true, the_pack()->stars);
    EXPECT_EQ(below.front().words.en, "Everybody was asked: satisfaction is below 90 %.");
}

TEST(SureWords, are_about_the_real_count_where_all_are_satisfied) {
    // 8 of 8 by the exact binomial: sure of at least 60 % with 1 − 0.6⁸ = 98.3 %.
    const auto sure = sure_of(estimate_of(sample({1000}, {{0, 5, 8}}), {0}), true, the_pack()->stars);
    EXPECT_NEAR(sure.back().confidence, 1 - std::pow(0.6, 8), 1e-9);
    EXPECT_EQ(sure.back().sureness, estimate::Sureness::surely_above);
    EXPECT_NEAR(sure.front().confidence, 1 - std::pow(0.9, 8), 1e-9);
}

}  // namespace
}  // namespace anju::survey
