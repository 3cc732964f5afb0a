#include "policy/rule/rule.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace anju::policy::rule {
namespace {

Points points(std::string_view text) {
    return *Points::parse(text);
}
Percent percent(std::string_view text) {
    return *Percent::parse(text);
}
std::string code(const std::optional<std::pair<std::string, Text>>& refused) {
    return refused ? refused->first : "accepted";
}

}  // namespace

TEST(steps, a_finding_takes_a_multiple_of_the_step_up_to_the_points) {
    auto const rule = make_steps(points("0.5"), DeductionMode::steps);
    EXPECT_EQ(code(rule->refuse(points("5"), points("0.5"))), "accepted");
    EXPECT_EQ(code(rule->refuse(points("5"), points("5"))), "accepted");
    EXPECT_EQ(code(rule->refuse(points("5"), points("0.7"))), "not_a_step");
    EXPECT_EQ(code(rule->refuse(points("5"), points("5.5"))), "finding_too_large");
    EXPECT_EQ(code(rule->refuse(points("5"), points("0"))), "not_positive");
    EXPECT_EQ(code(rule->refuse(points("5"), points("-1"))), "not_positive");
    EXPECT_EQ(code(rule->refuse(points("0"), points("0.5"))), "finding_too_large");
}

TEST(steps, findings_add_up_and_stop_at_the_points) {
    auto const rule = make_steps(points("0.5"), DeductionMode::steps);
    EXPECT_EQ(rule->lose(points("5"), std::vector<Points>{}).lost, Points{});
    auto const loss = rule->lose(points("5"), {points("0.5"), points("1")});
    EXPECT_EQ(loss.lost, points("1.5"));
    EXPECT_EQ(loss.arithmetic.zh, "0.5 + 1 = 1.5 分");
    auto const capped = rule->lose(points("5"), {points("3"), points("4")});
    EXPECT_EQ(capped.lost, points("5"));
    EXPECT_EQ(capped.arithmetic.zh, "3 + 4 = 7 分，最多扣 5 分");
}

TEST(steps, all_or_nothing_takes_everything_and_nothing_less) {
    auto const rule = make_steps(points("0.5"), DeductionMode::all_or_nothing);
    EXPECT_EQ(code(rule->refuse(points("3"), points("1"))), "not_a_step");
    EXPECT_EQ(code(rule->refuse(points("3"), points("3"))), "accepted");
    EXPECT_EQ(rule->lose(points("3"), {points("3"), points("3")}).lost, points("3"));
    EXPECT_EQ(rule->allowed(points("3")), std::vector{points("3")});
}

TEST(steps, a_form_is_offered_every_step) {
    auto const rule = make_steps(points("0.5"), DeductionMode::steps);
    EXPECT_EQ(rule->allowed(points("2")), (std::vector{points("0.5"), points("1"), points("1.5"), points("2")}));
    EXPECT_TRUE(rule->allowed(points("0")).empty());
    EXPECT_EQ(make_steps(points("0.00001"), DeductionMode::steps)->allowed(points("100")).size(), 200U);
}

TEST(each, every_finding_costs_the_same) {
    auto const rule = make_each(points("2"));
    EXPECT_EQ(code(rule->refuse(points("5"), points("2"))), "accepted");
    EXPECT_EQ(code(rule->refuse(points("5"), points("1"))), "not_a_step");
    EXPECT_EQ(code(rule->refuse(points("5"), points("6"))), "finding_too_large");
    EXPECT_EQ(rule->lose(points("5"), {points("2"), points("2"), points("2")}).lost, points("5"));
    EXPECT_EQ(rule->allowed(points("5")), std::vector{points("2")});
}

TEST(measure, a_percentage_costs_in_proportion_in_whole_points_dropped_or_started) {
    auto const lost = [](MeasureStep step, std::string_view measure) {
        return make_measure(points("0.8"), step)->lose(points("80"), percent(measure)).lost.text();
    };
    EXPECT_EQ(lost(MeasureStep::proportional, "90.5"), "7.6");
    EXPECT_EQ(lost(MeasureStep::whole_dropped, "90.5"), "7.2");
    EXPECT_EQ(lost(MeasureStep::whole_started, "90.5"), "8");
    for (auto const step : {MeasureStep::proportional, MeasureStep::whole_dropped, MeasureStep::whole_started}) {
        EXPECT_EQ(lost(step, "100"), "0");
        EXPECT_EQ(lost(step, "90"), "8");
        EXPECT_EQ(lost(step, "0"), "80");
    }
    EXPECT_EQ(lost(MeasureStep::proportional, "99.9999"), "0.00008");
}

TEST(measure, the_sum_is_told_in_words) {
    auto const rule = make_measure(points("0.8"), MeasureStep::proportional);
    EXPECT_EQ(rule->lose(points("80"), percent("90.5")).arithmetic.zh, "80 − 0.8 × (100 − 90.5) = 72.4 分");
    auto const dropped =
        make_measure(points("0.8"), MeasureStep::whole_dropped)->lose(points("80"), percent("90.5")).arithmetic;
    EXPECT_EQ(dropped.zh, "下降 9.5 个百分点，不足 1 个的不计，80 − 0.8 × 9 = 72.8 分");
}

TEST(measure, points_held_are_cut_and_never_rounded_up) {
    auto const rule = make_measure(points("0.33333"), MeasureStep::proportional);
    EXPECT_EQ(rule->lose(points("33"), percent("99.9999")).lost.text(), "0.00004");
}

TEST(measure, takes_no_findings_and_findings_take_no_measure) {
    auto const measure = make_measure(points("0.8"), MeasureStep::proportional);
    EXPECT_EQ(code(measure->refuse(points("80"), points("1"))), "item_takes_measure");
    EXPECT_THROW((void)measure->lose(points("80"), {points("1")}), std::invalid_argument);
    EXPECT_THROW((void)make_each(points("1"))->lose(points("5"), percent("90")), std::invalid_argument);
}

TEST(rule, a_cost_of_nothing_is_no_rule) {
    EXPECT_THROW(make_steps(Points{}, DeductionMode::steps), std::invalid_argument);
    EXPECT_THROW(make_each(Points{}), std::invalid_argument);
    EXPECT_THROW(make_measure(Points{}, MeasureStep::proportional), std::invalid_argument);
}

TEST(rule, figures_and_the_rule_in_words_say_what_the_pack_says) {
    auto const rule = make_steps(points("0.50"), DeductionMode::steps);
    EXPECT_EQ(rule->figures(), (std::vector<std::pair<std::string, std::string>>{{"step", "0.5"}, {"mode", "steps"}}));
    EXPECT_NE(rule->explain(points("5")).zh.find("0.5"), std::string::npos);
    EXPECT_NE(make_each(points("2"))->explain(points("5")).en.find("takes 2 points"), std::string::npos);
    EXPECT_EQ(make_measure(points("0.4"), MeasureStep::whole_started)->figures()[1].second, "whole_started");
}

}  // namespace anju::policy::rule
