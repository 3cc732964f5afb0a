#include "estimate/estimate.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "estimate/exact_share.hpp"

namespace anju::estimate {
namespace {

using testing::HasSubstr;

Estimate only(const Answers& answers, double level = 0.95) {
    auto const all = estimate(answers, level);
    EXPECT_EQ(all.size(), 1U);
    return all.at(0);
}

Interval interval(const Estimate& estimate, std::string_view method) {
    for (auto const& one : estimate.intervals)
        if (one.method == method) return one;
    ADD_FAILURE() << "no interval " << method;
    return {};
}

void expect_interval(const Estimate& estimate, std::string_view method, double low, double high) {
    EXPECT_NEAR(interval(estimate, method).low, low, 1e-12) << method;
    EXPECT_NEAR(interval(estimate, method).high, high, 1e-12) << method;
}

std::vector<std::string_view> methods(const Estimate& estimate) {
    std::vector<std::string_view> names;
    for (auto const& one : estimate.intervals) names.push_back(one.method);
    return names;
}

Answers yes_of(std::size_t yes, std::size_t all) {
    Answers answers;
    answers.value.assign(all, 0);
    std::fill_n(answers.value.begin(), yes, 1.0);
    return answers;
}

Answers in_strata(std::vector<double> value, std::vector<std::uint32_t> stratum) {
    Answers answers;
    answers.value = std::move(value);
    answers.stratum = std::move(stratum);
    return answers;
}

/// Eleven answers in three strata and two domains; the figures beside it are R's (survey 4.1-1).
Answers three_strata() {
    return {.value = {1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 1},
            .stratum = {0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2},
            .cluster = {},
            .domain = {1, 2, 1, 2, 1, 1, 1, 2, 2, 2, 2},
            .weight = {},
            .population = {50, 20, 10},
            .valid = {}};
}

TEST(Estimate, ninety_of_a_hundred_out_of_1340_is_what_r_says) {
    auto answers = yes_of(90, 100);
    answers.population = {1340};
    auto const e = only(answers);
    EXPECT_EQ(e.answers, 100);
    EXPECT_NEAR(e.estimate, 0.9, 1e-15);
    EXPECT_NEAR(e.standard_error, 0.029004280786374813, 1e-15);
    EXPECT_EQ(e.degrees_of_freedom, 99);
    EXPECT_EQ(e.effective_answers, 100) << "cut: the finite population makes it 107";
    expect_interval(e, "mean", 0.84244921439510290, 0.95755078560489715);
    expect_interval(e, "xlogit", 0.82603333133556989, 0.94462593923272964);
    expect_interval(e, "asin", 0.83546389126796317, 0.94986078426238196);
    expect_interval(e, "beta", 0.82687851052286754, 0.94958677322513052);
    EXPECT_TRUE(e.notes.empty());
}

TEST(Estimate, strata_weights_and_domains_are_those_of_r) {
    auto answers = three_strata();
    auto const domains = estimate(answers, 0.95);
    ASSERT_EQ(domains.size(), 2U);
    EXPECT_EQ(domains[0].domain, 1U);
    EXPECT_NEAR(domains[0].estimate, 0.625, 1e-15);
    EXPECT_NEAR(domains[0].standard_error, 0.23582882430907379, 1e-14);
    EXPECT_EQ(domains[0].degrees_of_freedom, 3) << "five answers in two strata";
    expect_interval(domains[0], "xlogit", 0.06348503193809267, 0.97617746905399660);
    expect_interval(domains[0], "beta", 0.087712308027156641, 0.983448795066454218);
    EXPECT_EQ(domains[1].degrees_of_freedom, 3);
    expect_interval(domains[1], "mean", 0.10191018972143573, 1.39808981027856438);
    expect_interval(domains[1], "asin", 0.086682763094467638, 1);  // R turns back at 100 % and says 0.95
    answers.domain.clear();
    auto const all = only(answers);
    EXPECT_NEAR(all.estimate, 0.6875, 1e-15);
    EXPECT_NEAR(all.standard_error, 0.15562374497485915, 1e-14);
    EXPECT_EQ(all.degrees_of_freedom, 8);
    expect_interval(all, "beta", 0.30144550822178379, 0.94146995373891762);
}

TEST(Estimate, whoever_has_no_opinion_counts_for_the_weights_only) {
    Answers answers{.value = {1, 0, 1, 9, 1, 0},
                    .stratum = {0, 0, 0, 0, 1, 1},
                    .cluster = {},
                    .domain = {},
                    .weight = {},
                    .population = {40, 10},
                    .valid = {1, 1, 1, 0, 1, 1}};
    auto const e = only(answers);
    EXPECT_EQ(e.answers, 5);
    EXPECT_NEAR(e.estimate, (10.0 * 2 + 5 * 1) / (10.0 * 3 + 5 * 2), 1e-15);
    EXPECT_EQ(e.degrees_of_freedom, 3);
    answers.valid.assign(6, 0);
    auto const none = only(answers);
    EXPECT_EQ(none.answers, 0);
    EXPECT_TRUE(none.intervals.empty());
    ASSERT_EQ(none.notes.size(), 1U);
    EXPECT_THAT(none.notes[0].zh, HasSubstr("没有一份答卷表示意见"));
    EXPECT_EQ(confidence_above(none, 0.5), 0.5);
}

TEST(Estimate, clusters_are_added_up_before_they_are_compared) {
    Answers answers{.value = {1, 1, 0, 0, 1, 1},
                    .stratum = {},
                    .cluster = {7, 7, 3, 3, 9000000, 9000000},
                    .domain = {},
                    .weight = {},
                    .population = {30},
                    .valid = {}};
    auto const e = only(answers);
    EXPECT_EQ(e.degrees_of_freedom, 2);
    // Cluster means 1, 0, 1: variance 1/3, of the mean of three 1/9, times 1 − 3/30.
    EXPECT_NEAR(e.standard_error, std::sqrt(0.9 / 9), 1e-15);
    auto every_one = answers;
    every_one.population = {3};
    EXPECT_EQ(only(every_one).standard_error, 0);
    EXPECT_THAT(only(every_one).notes.at(0).zh, HasSubstr("所有的群都抽到了"));
}

TEST(Estimate, all_satisfied_gives_the_exact_interval_and_says_why) {
    auto const all = only(yes_of(60, 60));
    EXPECT_EQ(all.estimate, 1);
    EXPECT_EQ(all.standard_error, 0);
    EXPECT_EQ(all.effective_answers, 60);
    EXPECT_EQ(methods(all), std::vector<std::string_view>{"exact"});
    expect_interval(all, "exact", std::pow(0.025, 1.0 / 60), 1);
    EXPECT_THAT(all.notes.at(0).zh, HasSubstr("100%"));
    EXPECT_THAT(all.notes.at(0).en, HasSubstr("100 %"));
    auto const none = only(yes_of(0, 60));
    EXPECT_EQ(none.estimate, 0);
    expect_interval(none, "exact", 0, 1 - std::pow(0.025, 1.0 / 60));
    EXPECT_THAT(none.notes.at(0).zh, HasSubstr("0%"));
}

TEST(Estimate, one_answer_is_hardly_anything) {
    auto const share = only(yes_of(1, 1));
    EXPECT_EQ(share.degrees_of_freedom, 0);
    expect_interval(share, "exact", 0.025, 1);
    EXPECT_THAT(share.notes.at(1).zh, HasSubstr("只有 1 份"));
    Answers mean;
    mean.value = {73.5};
    mean.share = false;
    auto const one = only(mean);
    EXPECT_EQ(one.estimate, 73.5);
    EXPECT_TRUE(one.intervals.empty());
    EXPECT_THAT(one.notes.back().zh, HasSubstr("平均值没有区间"));
}

TEST(Estimate, a_stratum_with_one_answer_adds_its_distance_and_a_note) {
    auto const answers = in_strata({1, 0, 1, 1, 0}, {0, 0, 0, 0, 1});
    auto const e = only(answers);
    // mean 0.6; stratum 0: 4/3 · Σ (z − z̄)² with z = (y − 0.6)/5; stratum 1: (0.6/5)².
    EXPECT_NEAR(e.standard_error, std::sqrt(4.0 / 3 * 0.75 / 25 + 0.0144), 1e-15);
    EXPECT_EQ(e.degrees_of_freedom, 3);
    ASSERT_EQ(e.notes.size(), 1U);
    EXPECT_THAT(e.notes[0].zh, HasSubstr("有 1 层只抽到 1 个单位"));
    EXPECT_EQ(methods(only(in_strata({1, 0, 1}, {0, 1, 2}))), std::vector<std::string_view>{"exact"});
}

TEST(Estimate, strata_that_agree_inside_leave_no_error_to_measure) {
    auto const e = only(in_strata({1, 1, 1, 0, 0, 0, 0}, {0, 0, 0, 1, 1, 1, 1}));
    EXPECT_EQ(e.standard_error, 0);
    EXPECT_EQ(methods(e), std::vector<std::string_view>{"exact"});
    EXPECT_LT(interval(e, "exact").low, 3.0 / 7);
    EXPECT_GT(interval(e, "exact").high, 3.0 / 7);
    EXPECT_THAT(e.notes.at(0).zh, HasSubstr("各层之内没有"));
}

TEST(Estimate, when_everybody_was_asked_there_is_no_error) {
    auto answers = yes_of(31, 40);
    answers.population = {40};
    auto const e = only(answers);
    EXPECT_EQ(e.standard_error, 0);
    for (auto const& one : e.intervals) EXPECT_TRUE(one.low == e.estimate && one.high == e.estimate) << one.method;
    EXPECT_EQ(e.intervals.size(), 5U);
    EXPECT_THAT(e.notes.at(0).zh, HasSubstr("没有抽样误差"));
    EXPECT_EQ(confidence_above(e, 0.775), 1);
    EXPECT_EQ(confidence_above(e, 0.7751), 0);
}

TEST(Estimate, what_does_not_fit_together_is_refused) {
    auto const good = three_strata();
    auto const refused = [&](auto change) {
        auto answers = good;
        change(answers);
        EXPECT_THROW((void)estimate(answers, 0.95), std::invalid_argument);
    };
    EXPECT_NO_THROW((void)estimate(good, 0.95));
    refused([](Answers& a) { a.stratum.pop_back(); });
    refused([](Answers& a) { a.weight = {1}; });
    refused([](Answers& a) { a.weight.assign(11, 0); });
    refused([](Answers& a) { a.weight.assign(11, std::numeric_limits<double>::infinity()); });
    refused([](Answers& a) { a.population = {4, 20, 10}; });
    refused([](Answers& a) { a.population = {50, 20}; });
    refused([](Answers& a) { a.value[0] = 0.5; });
    refused([](Answers& a) { a.value[0] = std::nan(""); });
    refused([](Answers& a) { a.cluster.assign(11, 0); });
    EXPECT_THROW((void)estimate(good, 1), std::invalid_argument);
    EXPECT_TRUE(estimate({}, 0.95).empty());
}

TEST(Sureness, follows_the_confidence_and_its_limits) {
    EXPECT_EQ(sureness(0.975), Sureness::surely_above);
    EXPECT_EQ(sureness(0.80), Sureness::probably_above);
    EXPECT_EQ(sureness(0.5), Sureness::open);
    EXPECT_EQ(sureness(0.20), Sureness::probably_below);
    EXPECT_EQ(sureness(0.025), Sureness::surely_below);
    auto const e = only(yes_of(90, 100));
    EXPECT_NEAR(confidence_above(e, 0.9), 0.5, 1e-12);
    EXPECT_NEAR(confidence_above(e, interval(e, "xlogit").low), 0.975, 1e-9);
    EXPECT_NEAR(confidence_above(e, interval(e, "xlogit").high), 0.025, 1e-9);
    EXPECT_EQ(sureness(confidence_above(e, 0.85)), Sureness::probably_above);
    EXPECT_EQ(confidence_above(e, 0), 1);
    EXPECT_EQ(confidence_above(e, 1), 0);
    EXPECT_NEAR(confidence_above(only(yes_of(60, 60)), 0.9), 1 - std::pow(0.9, 60), 1e-12);
    EXPECT_NEAR(confidence_above(only(yes_of(0, 60)), 0.05), std::pow(0.95, 60), 1e-12);
}

TEST(AnswersNeeded, are_those_of_the_usual_table) {
    auto const at_five_points = [](std::int64_t population) { return answers_needed(population, 0.05, 0.95); };
    EXPECT_EQ(at_five_points(100), 80);
    EXPECT_EQ(at_five_points(288), 165);
    EXPECT_EQ(at_five_points(620), 238);
    EXPECT_EQ(at_five_points(1340), 299);
    EXPECT_EQ(at_five_points(2150), 327);
    EXPECT_EQ(at_five_points(1'000'000'000'000), 385);
    EXPECT_EQ(at_five_points(1), 1);
    EXPECT_EQ(at_five_points(0), 0);
    EXPECT_EQ(answers_needed(50, 0.0001, 0.95), 50);
    EXPECT_EQ(answers_needed(50, 0.99, 0.95), 1);
    EXPECT_THROW((void)answers_needed(-1, 0.05, 0.95), std::invalid_argument);
    EXPECT_THROW((void)answers_needed(10, 0, 0.95), std::invalid_argument);
}

/// Any survey of a few strata that the contract allows.
Answers any_survey() {
    Answers answers;
    auto const strata = *rc::gen::inRange<std::uint32_t>(1, 5);
    for (std::uint32_t h = 0; h < strata; ++h) {
        auto const drawn = *rc::gen::inRange<std::size_t>(1, 20);
        answers.population.push_back(static_cast<double>(drawn + *rc::gen::inRange<std::size_t>(0, 100)));
        answers.stratum.insert(answers.stratum.end(), drawn, h);
    }
    auto const rows = answers.stratum.size();
    answers.value = *rc::gen::container<std::vector<double>>(rows, rc::gen::element(0.0, 1.0));
    answers.valid = *rc::gen::container<std::vector<double>>(rows, rc::gen::element(0.0, 1.0, 1.0, 1.0));
    return answers;
}

RC_GTEST_PROP(EstimateProperty, every_interval_holds_the_estimate, ()) {
    auto answers = any_survey();
    answers.domain =
        *rc::gen::container<std::vector<std::uint32_t>>(answers.value.size(), rc::gen::inRange<std::uint32_t>(0, 3));
    for (auto const& e : estimate(answers, 0.95)) {
        for (auto const& one : e.intervals) {
            RC_ASSERT(one.low <= e.estimate + 1e-12);
            RC_ASSERT(one.high >= e.estimate - 1e-12);
            RC_ASSERT(one.method == "mean" || (one.low >= 0 && one.high <= 1));
        }
        RC_ASSERT(e.effective_answers <= static_cast<double>(e.answers));
        RC_ASSERT(e.intervals.empty() == (e.answers == 0));
    }
}

RC_GTEST_PROP(EstimateProperty, weights_times_a_constant_change_nothing, ()) {
    auto answers = any_survey();
    for (std::size_t row = 0; row < answers.value.size(); ++row)
        answers.weight.push_back(*rc::gen::inRange(1, 1000) / 64.0);
    auto scaled = answers;
    auto const factor = *rc::gen::inRange(1, 1000) / 16.0;
    for (auto& weight : scaled.weight) weight *= factor;
    auto const one = only(answers), other = only(scaled);
    RC_ASSERT(std::abs(one.estimate - other.estimate) <= 1e-12);
    RC_ASSERT(std::abs(one.standard_error - other.standard_error) <= 1e-12);
    RC_ASSERT(one.degrees_of_freedom == other.degrees_of_freedom);
    RC_ASSERT(methods(one) == methods(other));
    for (std::size_t i = 0; i < one.intervals.size(); ++i) {
        RC_ASSERT(std::abs(one.intervals[i].low - other.intervals[i].low) <= 1e-9);
        RC_ASSERT(std::abs(one.intervals[i].high - other.intervals[i].high) <= 1e-9);
    }
}

RC_GTEST_PROP(EstimateProperty, a_census_has_no_error, ()) {
    auto answers = any_survey();
    std::vector<double> drawn(answers.population.size(), 0);
    for (auto const h : answers.stratum) ++drawn[h];
    answers.population = drawn;
    auto const e = only(answers);
    RC_ASSERT(e.standard_error == 0);
    for (auto const& one : e.intervals) RC_ASSERT(one.low == e.estimate && one.high == e.estimate);
}

RC_GTEST_PROP(EstimateProperty, the_exact_share_is_the_estimate, ()) {
    auto const answers = any_survey();
    std::vector<StratumCount> strata(answers.population.size());
    for (std::size_t h = 0; h < strata.size(); ++h)
        strata[h].population = static_cast<std::int64_t>(answers.population[h]);
    for (std::size_t row = 0; row < answers.value.size(); ++row) {
        auto& stratum = strata[answers.stratum[row]];
        ++stratum.answered;
        if (answers.valid[row] == 0) continue;
        ++stratum.opinions;
        stratum.value += static_cast<std::int64_t>(answers.value[row]);
    }
    auto const fraction = exact_share(strata);
    auto const e = only(answers);
    if (e.answers == 0) {
        RC_ASSERT(fraction.denominator == "0");
        return;
    }
    RC_ASSERT(std::abs(std::stod(fraction.numerator) / std::stod(fraction.denominator) - e.estimate) <= 1e-12);
    RC_ASSERT(percent_of_record(fraction, 100, 0).units() <= static_cast<std::int64_t>(e.estimate * 1'000'000 + 1e-6));
}

}  // namespace
}  // namespace anju::estimate
