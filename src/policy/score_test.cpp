#include "policy/score.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "policy/sample_pack.hpp"

namespace anju::policy {
namespace {

Points points(std::string_view text) {
    return *Points::parse(text);
}
Percent percent(std::string_view text) {
    return *Percent::parse(text);
}

Case measured(std::string_view satisfaction, std::string_view civility = "100") {
    Case c;
    c.measures = {{"A1", percent(satisfaction)}, {"B1", percent(civility)}};
    return c;
}

void add(Case& c, std::string item, std::string_view deduct) {
    c.findings.push_back({"finding-" + std::to_string(c.findings.size()), std::move(item), points(deduct), "样例"});
}

Verdict verdict_of(const Pack& pack, const Case& c) {
    return star(pack, c, score(pack, c));
}

const Line& line_of(const Scorecard& card, std::string_view code) {
    return *std::find_if(card.lines.begin(), card.lines.end(),
                         [&](const Line& line) { return line.item->code == code; });
}

/// Any case the sample pack accepts: both measures and up to twenty findings.
Case any_case(const Pack& pack) {
    Case c;
    c.measures = {{"A1", Percent::of_units(*rc::gen::inRange<std::int64_t>(0, 1'000'001))},
                  {"B1", Percent::of_units(*rc::gen::inRange<std::int64_t>(0, 1'000'001))}};
    auto const count = *rc::gen::inRange(0, 20);
    for (int i = 0; i < count; ++i) {
        auto const& item = *pack.item(*rc::gen::element<std::string>("C1.1", "C1.2", "C2.1"));
        c.findings.push_back({std::to_string(i), item.code, *rc::gen::elementOf(item.rule->allowed(item.points)), ""});
    }
    if (*rc::gen::arbitrary<bool>()) c.not_applicable.insert("C2.1");
    return c;
}

const Pack& any_pack() {
    static std::map<std::map<std::string, std::string>, Pack> read;
    std::map<std::string, std::string> const chosen{
        {"not_applicable", *rc::gen::element<std::string>("full_points", "no_points", "rescale")},
        {"fails_scope", *rc::gen::element<std::string>("estate", "item")}};
    auto const known = read.find(chosen);
    return known != read.end() ? known->second : read.emplace(chosen, sample::pack(chosen)).first->second;
}

int star_of(const Pack& pack, const Case& c) {
    return star(pack, c, score(pack, c, Words::without), Words::without).star;
}

}  // namespace

TEST(score, points_are_what_the_rules_leave) {
    auto const pack = sample::pack();
    auto c = measured("90", "99.5");
    add(c, "C1.1", "0.5");
    add(c, "C1.2", "2");
    add(c, "C1.1", "1");
    auto const card = score(pack, c);
    EXPECT_EQ(card.total.text(), "91.35");  // 45 + 29.85 + 3.5 + 3 + 10
    EXPECT_EQ(card.chapters.at("A").text(), "74.85");
    EXPECT_EQ(card.groups.at("C1").text(), "6.5");
    EXPECT_EQ(card.groups.at("C2").text(), "10");
    auto const& line = line_of(card, "C1.1");
    EXPECT_EQ(line.held.text(), "3.5");
    ASSERT_EQ(line.findings.size(), 2U);
    EXPECT_EQ(line.findings[0]->id, "finding-0");
    EXPECT_EQ(line.findings[1]->id, "finding-2");
    EXPECT_EQ(line.arithmetic.zh, "扣 0.5 + 1 = 1.5 分；5 − 1.5 = 3.5 分");
    EXPECT_EQ(line_of(card, "C2.1").arithmetic.en, "nothing taken: 10 points");
}

TEST(score, what_should_have_been_refused_is_an_error) {
    auto const pack = sample::pack();
    for (auto const& [item, deduct] : std::vector<std::pair<std::string, std::string>>{
             {"X9", "1"}, {"A1", "1"}, {"C1.1", "0.3"}, {"C1.1", "5.5"}, {"C1.2", "1"}, {"C1.1", "0"}}) {
        auto c = measured("90");
        add(c, item, deduct);
        EXPECT_THROW(score(pack, c), std::invalid_argument) << item << " " << deduct;
        EXPECT_TRUE(refuse_deduction(pack, item, points(deduct)));
    }
    auto c = measured("90");
    c.not_applicable = {"C1.1"};
    EXPECT_THROW(score(pack, c), std::invalid_argument);
    EXPECT_EQ(refuse_not_applicable(pack, "C1.1")->first, "always_applies");
    EXPECT_EQ(refuse_not_applicable(pack, "nothing")->first, "unknown_item");
    EXPECT_FALSE(refuse_not_applicable(pack, "C2.1"));
    c = measured("90");
    c.measures.emplace("C1.1", percent("90"));
    EXPECT_THROW(score(pack, c), std::invalid_argument);
}

TEST(score, an_item_that_does_not_apply_counts_as_the_pack_says) {
    auto c = measured("90");
    c.not_applicable = {"C2.1"};
    add(c, "C1.1", "5");
    EXPECT_EQ(score(sample::pack(), c).total.text(), "90");  // 45+30+0+5+10
    EXPECT_EQ(score(sample::pack({{"not_applicable", "no_points"}}), c).total.text(), "80");
    EXPECT_EQ(score(sample::pack({{"not_applicable", "rescale"}}), c).total.text(), "88.88888");  // 80 of 90, cut
    auto const rescaling = sample::pack({{"not_applicable", "rescale"}});
    auto const card = score(rescaling, c);
    EXPECT_EQ(line_of(card, "C2.1").held, Points{});
    EXPECT_NE(line_of(card, "C2.1").arithmetic.zh.find("按比例换算"), std::string::npos);
}

TEST(star, both_keys_must_hold_and_a_figure_equal_to_the_mark_counts) {
    auto const pack = sample::pack();
    auto c = measured("90");  // 45 + 30 + 20 = 95
    EXPECT_EQ(verdict_of(pack, c).star, 5);
    add(c, "C2.1", "3");  // exactly 92
    EXPECT_EQ(verdict_of(pack, c).star, 5);
    add(c, "C1.1", "0.5");  // 91.5
    EXPECT_EQ(verdict_of(pack, c).star, 4);
    EXPECT_EQ(verdict_of(pack, measured("89.9999")).star, 4);
    EXPECT_EQ(verdict_of(pack, measured("79.9999")).outcome, Outcome::unrated);
    EXPECT_EQ(verdict_of(pack, measured("79.9999")).grade.zh, "未评星");
}

TEST(star, nothing_is_rounded_before_a_mark) {
    auto const pack = sample::pack();
    // 45 + 20 points stand; civility must bring the 27 still needed for 92.
    EXPECT_EQ(verdict_of(pack, measured("90", "90")).star, 5);
    EXPECT_EQ(verdict_of(pack, measured("90", "89.9999")).star, 4);
}

TEST(star, at_the_top_nothing_is_missing) {
    auto const verdict = verdict_of(sample::pack(), measured("100"));
    EXPECT_EQ(verdict.outcome, Outcome::star);
    EXPECT_FALSE(verdict.shortfall);
    EXPECT_NE(verdict.sentence.zh.find("总分 100 分"), std::string::npos);
    EXPECT_NE(verdict.sentence.zh.find("评为五星级"), std::string::npos);
}

TEST(star, the_shortfall_names_the_points_the_satisfaction_and_the_smallest_cure) {
    auto const pack = sample::pack();
    auto c = measured("88");  // 44 + 30
    add(c, "C1.1", "0.5");
    add(c, "C1.2", "2");
    add(c, "C2.1", "5");  // total 86.5: four stars
    auto const verdict = verdict_of(pack, c);
    EXPECT_EQ(verdict.star, 4);
    ASSERT_TRUE(verdict.shortfall);
    auto const& next = *verdict.shortfall;
    EXPECT_EQ(next.star, 5);
    EXPECT_EQ(next.points.text(), "5.5");
    EXPECT_EQ(next.satisfaction.text(), "2");
    EXPECT_EQ(next.points_from_satisfaction.text(), "1");
    EXPECT_EQ(next.items, std::vector<std::string>{"C2.1"});  // 4.5 left, C2.1 gives 5
    EXPECT_TRUE(next.reachable);
    EXPECT_NE(verdict.sentence.zh.find("离五星级还差 5.5 分和满意度 2 个百分点。最少整改：C2.1。"), std::string::npos)
        << verdict.sentence.zh;
}

TEST(star, says_so_when_curing_everything_is_not_enough) {
    auto const pack = sample::pack();
    auto c = measured("90", "50");  // 45 + 15 + 20 = 80
    add(c, "C1.1", "1");
    auto const verdict = verdict_of(pack, c);
    EXPECT_EQ(verdict.star, 3);
    ASSERT_TRUE(verdict.shortfall);
    EXPECT_FALSE(verdict.shortfall->reachable);
    EXPECT_EQ(verdict.shortfall->items, std::vector<std::string>{"C1.1"});
    EXPECT_NE(verdict.sentence.en.find("would not be enough"), std::string::npos);
}

TEST(star, below_the_failing_mark_the_estate_fails_and_sixty_is_not_below) {
    auto const pack = sample::pack();
    auto const fails = verdict_of(pack, measured("59.9999"));
    EXPECT_EQ(fails.outcome, Outcome::fails);
    EXPECT_EQ(fails.grade.zh, "不达标");
    ASSERT_TRUE(fails.shortfall);
    EXPECT_EQ(fails.shortfall->star, 3);
    EXPECT_EQ(fails.shortfall->satisfaction.text(), "20.0001");
    EXPECT_EQ(verdict_of(pack, measured("60")).outcome, Outcome::unrated);
    EXPECT_EQ(score(pack, measured("59.9999")).total.text(), "79.99995");
}

TEST(star, where_the_pack_says_so_the_failed_measure_also_gets_no_points) {
    auto const pack = sample::pack({{"fails_scope", "item"}});
    auto const c = measured("59");
    auto const card = score(pack, c);
    EXPECT_EQ(card.total.text(), "50");
    EXPECT_EQ(line_of(card, "A1").arithmetic.zh, "59% 低于 60%，得 0 分");
    auto const verdict = star(pack, c, card);
    EXPECT_EQ(verdict.outcome, Outcome::fails);
    EXPECT_EQ(verdict.shortfall->points.text(), "25");
    EXPECT_EQ(verdict.shortfall->points_from_satisfaction.text(), "40");
    EXPECT_TRUE(verdict.shortfall->items.empty());
}

TEST(star, without_a_measure_there_is_no_star_and_the_sentence_says_which) {
    auto const pack = sample::pack();
    Case c;
    c.measures = {{"A1", percent("95")}};
    auto const card = score(pack, c);
    EXPECT_EQ(card.missing, std::vector<std::string>{"B1"});
    auto const verdict = star(pack, c, card);
    EXPECT_EQ(verdict.outcome, Outcome::incomplete);
    EXPECT_FALSE(verdict.shortfall);
    EXPECT_NE(verdict.sentence.zh.find("B1"), std::string::npos);
}

TEST(star, a_pending_estate_is_scored_and_starred_only_where_the_pack_says_so) {
    auto c = measured("95");
    c.stage = Stage::pending;
    auto const verdict = verdict_of(sample::pack(), c);
    EXPECT_EQ(verdict.outcome, Outcome::stage_not_rated);
    EXPECT_EQ(verdict.grade.zh, "只评不定星");
    EXPECT_FALSE(verdict.shortfall);
    EXPECT_EQ(verdict_of(sample::pack({{"rated_stages", "settled_and_pending"}}), c).star, 5);
}

RC_GTEST_PROP(score, an_item_holds_from_nothing_to_its_points, ()) {
    auto const& pack = any_pack();
    auto const c = any_case(pack);
    auto const card = score(pack, c);
    for (auto const& line : card.lines) RC_ASSERT(line.held >= Points{} && line.held <= line.item->points);
    RC_ASSERT(card.total >= Points{} && card.total <= pack.full_points);
}

RC_GTEST_PROP(score, the_order_of_the_findings_does_not_matter, ()) {
    auto const& pack = any_pack();
    auto c = any_case(pack);
    auto const before = score(pack, c).total;
    std::reverse(c.findings.begin(), c.findings.end());
    if (c.findings.size() > 2) std::swap(c.findings[0], c.findings[c.findings.size() / 2]);
    RC_ASSERT(score(pack, c).total == before);
}

RC_GTEST_PROP(score, one_more_finding_never_raises_the_total_or_the_star, ()) {
    auto const& pack = any_pack();
    auto c = any_case(pack);
    auto const total = score(pack, c).total;
    auto const before = star_of(pack, c);
    auto const& item = *pack.item(*rc::gen::element<std::string>("C1.1", "C1.2", "C2.1"));
    c.findings.push_back({"more", item.code, *rc::gen::elementOf(item.rule->allowed(item.points)), ""});
    RC_ASSERT(score(pack, c).total <= total);
    RC_ASSERT(star_of(pack, c) <= before);
}

RC_GTEST_PROP(score, more_satisfaction_never_lowers_the_total_or_the_star, ()) {
    auto const& pack = any_pack();
    auto c = any_case(pack);
    auto const total = score(pack, c).total;
    auto const before = star_of(pack, c);
    auto& measure = c.measures.at("A1");
    measure = Percent::of_units(*rc::gen::inRange<std::int64_t>(measure.units(), 1'000'001));
    RC_ASSERT(score(pack, c).total >= total);
    RC_ASSERT(star_of(pack, c) >= before);
}

RC_GTEST_PROP(score, words_change_no_figure, ()) {
    auto const& pack = any_pack();
    auto const c = any_case(pack);
    auto const with = score(pack, c);
    auto const without = score(pack, c, Words::without);
    RC_ASSERT(with.total == without.total);
    RC_ASSERT(with.chapters == without.chapters);
    RC_ASSERT(with.groups == without.groups);
    RC_ASSERT(star(pack, c, with).star == star(pack, c, without, Words::without).star);
}

RC_GTEST_PROP(star, doing_what_the_shortfall_says_reaches_that_star_and_no_single_item_may_be_left_out, ()) {
    auto const& pack = any_pack();
    auto c = any_case(pack);
    auto const verdict = star(pack, c, score(pack, c, Words::without), Words::without);
    if (!verdict.shortfall || !verdict.shortfall->reachable) return;
    auto const& next = *verdict.shortfall;
    auto& measure = c.measures.at("A1");
    measure = Percent::of_units(measure.units() + next.satisfaction.units());
    auto const raised = c;
    auto const cure = [](Case& mended, const std::string& item) {
        std::erase_if(mended.findings, [&](auto const& one) { return one.item == item; });
    };
    for (auto const& item : next.items) cure(c, item);
    RC_ASSERT(star_of(pack, c) >= next.star);
    for (auto const& left_out : next.items) {
        auto partly = raised;
        for (auto const& item : next.items) {
            if (item != left_out) cure(partly, item);
        }
        RC_ASSERT(star_of(pack, partly) < next.star);
    }
}

}  // namespace anju::policy
