#include "rate/rate.hpp"

#include <gmock/gmock.h>

#include "rate/json_text.hpp"
#include "rate/result.hpp"
#include "rate/test_cases.hpp"

namespace anju::rate {
namespace {

using base::Language;
using test::Csv;
using testing::HasSubstr;

/// Six estates worked out by hand with the document:
/// 001: 90 % costs 8 of 80, civility 95 % costs 2 of 40, C1.1 loses 0.5, D4.1.1 does not apply: 289.5, five stars
/// 002: 88 % costs 9.6, C3.1 loses 5: 285.4 points, but the satisfaction is enough for four stars only
/// 003: no measures, 120 of 300 are missing; 004: 59.9999 % costs 32.00008 and fails; 005: pending
/// 006: 8 + 2 + 10.5 lost: 279.5, half a point short of five stars
Csv hand_computed() {
    Csv csv;
    csv.estates =
        "小区编码,小区名称,街道,社区,阶段\n"
        "001,示例甲苑,上塘街道,甲社区,已安置\n002,示例乙苑,康桥街道,乙社区,\n003,示例丙苑,上塘街道,丙社区,settled\n"
        "004,示例丁苑,上塘街道,丁社区,\n005,示例戊苑,上塘街道,戊社区,待安置\n006,示例己苑,上塘街道,己社区,\n";
    csv.measures = "小区编码,居民满意度,文明程度\n001,90%,95\n002,88,100\n004,59.9999,100\n005,100,100\n006,90,95\n";
    csv.findings =
        "小区编码,条目,扣分,原因,不适用\n001,C1.1,0.5,有烟头,\n001,D4.1.1,,没有电梯,是\n002,C3.1,5,没有合同,\n"
        "006,C1.1,2.5,垃圾未分类,\n006,C3.1,5,没有合同,\n006,C3.2,2,制度不全,\n006,D1.1,1,乱停,\n";
    return csv;
}

struct Judged {
    explicit Judged(const Csv& csv, const policy::Pack& with = test::pack())
        : judge{with}, read{read_cases(test::tables(csv), with)} {
        EXPECT_TRUE(read.problems.empty());
        rated = rate(with, read.estates, {});
    }
    [[nodiscard]] Report report(Language language = Language::zh) const { return {judge, rated, none, language}; }
    const policy::Pack& judge;
    CasesRead read;
    std::vector<Rated> rated;
    std::set<std::string> none;
};

TEST(Rate, hand_computed_estates_come_out_exactly) {
    Judged const run{hand_computed()};
    std::vector<std::string> totals;
    std::vector<int> stars;
    for (auto const& one : run.rated) {
        totals.push_back(one.total.text());
        stars.push_back(one.verdict.star);
    }
    EXPECT_THAT(totals, testing::ElementsAre("289.5", "285.4", "180", "267.99992", "300", "279.5"));
    EXPECT_THAT(stars, testing::ElementsAre(5, 4, 0, 0, 0, 4));
    EXPECT_EQ(run.rated[3].verdict.outcome, policy::Outcome::fails);
    EXPECT_EQ(run.rated[4].verdict.outcome, policy::Outcome::stage_not_rated);
}

TEST(Rate, estates_are_ranked_within_their_street_by_total_and_those_without_stars_are_not) {
    auto csv = hand_computed();
    csv.estates += "007,示例庚苑,上塘街道,,\n008,示例辛苑,某某街道,,\n";
    csv.measures += "007,90,95\n";
    csv.findings += "007,C1.1,0.5,有烟头,\n";
    Judged const run{csv};
    std::string order;
    for (auto const& one : rank(run.judge, run.rated))
        order += one.rated->estate->code + "#" + std::to_string(one.rank) + " ";
    EXPECT_EQ(order, "005#0 001#1 007#1 006#3 004#4 003#0 002#1 008#0 ");
}

TEST(Rate, streets_are_compared_by_the_formula_of_the_pack) {
    Judged const run{hand_computed()};
    auto const streets = compare_streets(run.judge, rank(run.judge, run.rated));
    ASSERT_EQ(streets.size(), 2U);
    auto const& street = streets[0];
    EXPECT_EQ(street.street, "上塘街道");
    EXPECT_EQ(street.estates, 5U);
    EXPECT_EQ(street.stars, (std::map<int, std::size_t>{{3, 0}, {4, 1}, {5, 1}}));
    EXPECT_EQ(street.fails + street.incomplete * 10 + street.pending * 100, 111U);
    // (289.5 + 180 + 267.99992 + 300 + 279.5) / 5 = 263.399984, cut; (90 + 59.9999 + 100 + 90) / 4 = 84.999975, cut
    EXPECT_EQ(street.mean_total->text(), "263.3999");
    EXPECT_EQ(street.mean_satisfaction->text(), "84.9999");
    EXPECT_EQ(street.assessment->text(), "6.1666");  // (100 + 85 + 0) / 3 × 10 %
    EXPECT_EQ(streets[1].assessment->text(), "8.5");
}

TEST(Rate, what_is_missing_is_said_in_words) {
    Judged const run{hand_computed()};
    EXPECT_EQ(shortfall_words(run.rated[0].verdict, run.judge, Language::zh), "");
    EXPECT_EQ(shortfall_words(run.rated[1].verdict, run.judge, Language::zh), "到五星级还差满意度 2 个百分点");
    EXPECT_THAT(shortfall_words(run.rated[5].verdict, run.judge, Language::zh),
                testing::StartsWith("到五星级还差 0.5 分；最少整改 D1.1 "));
    EXPECT_THAT(shortfall_words(run.rated[5].verdict, run.judge, Language::en),
                testing::StartsWith("To Five stars: 0.5 points; cure at least D1.1 "));
}

TEST(Results, json_gives_exact_strings_and_null_for_what_was_not_measured) {
    Judged const run{hand_computed()};
    auto const json = results_json(run.report());
    EXPECT_THAT(json,
                testing::StartsWith(
                    "[\n{\"estate\":\"001\",\"name\":\"示例甲苑\",\"street\":\"上塘街道\",\"satisfaction\":\"90\","
                    "\"civility\":\"95\",\"total\":\"289.5\",\"star\":5,\"grade\":\"五星级\",\"items\":{\"A1\":\"72\","
                    "\"B1\":\"38\",\"C1.1\":\"4.5\","));
    EXPECT_THAT(json, HasSubstr("\"shortfall\":[],\"shortfall_key\":null,\"sentence\":\""));
    EXPECT_THAT(
        json, HasSubstr("\"satisfaction\":null,\"civility\":null,\"total\":\"180\",\"star\":0,\"grade\":\"资料不全\""));
    EXPECT_THAT(
        json, HasSubstr("\"shortfall\":[{\"item\":\"D1.1\",\"points\":\"1\"}],"
                        "\"shortfall_key\":{\"star\":5,\"points\":\"0.5\",\"satisfaction\":\"0\",\"reachable\":true}"));
    EXPECT_THAT(json,
                HasSubstr("\"shortfall_key\":{\"star\":5,\"points\":\"0\",\"satisfaction\":\"2\",\"reachable\":true}"));
    EXPECT_THAT(json, testing::EndsWith("}]\n"));
    EXPECT_THAT(results_json(run.report(Language::en)), HasSubstr("\"grade\":\"Five stars\""));
}

TEST(Results, no_estates_give_an_empty_array) {
    Csv csv;
    csv.estates = "小区编码,小区名称,街道,社区,阶段\n";
    csv.measures = "小区编码,居民满意度,文明程度\n";
    EXPECT_EQ(results_json(Judged{csv}.report()), "[]\n");
}

TEST(Results, the_table_for_the_eye_lines_up) {
    Judged const run{hand_computed()};
    auto const text = results_text(run.report());
    EXPECT_THAT(text, testing::StartsWith("街道      编码  小区      满意度    文明程度  总分       星级"));
    EXPECT_THAT(text, HasSubstr("\n上塘街道  001   示例甲苑  90%       95%       289.5      五星级\n"));
}

TEST(Results, the_workbook_holds_the_four_sheets_with_plain_numbers) {
    test::Folder const folder;
    Judged const run{hand_computed()};
    write_results(run.report(), nullptr, folder.path / "结果.xlsx", {});
    auto const workbook = kernel::read_workbook(folder.content("结果.xlsx"));
    ASSERT_EQ(workbook.sheets.size(), 4U);
    auto const& results = workbook.sheet("结果")->rows;
    EXPECT_EQ(results.size(), 2U + 6);
    EXPECT_EQ(results[1][2], "小区名称");
    auto const& first = results[3];  // behind the pending estate, which has 300 points but no rank
    EXPECT_EQ(first[0] + " " + first[1] + " " + first[6] + " " + first[7] + " " + first[8] + " " + first[9],
              "1 001 90 95 72 38");
    EXPECT_EQ(first[13] + " " + first[14], "289.5 五星级");
    auto const& cards = workbook.sheet("评分表")->rows;
    EXPECT_EQ(cards.size(), 2U + 6 * (test::pack().items.size() + 1));
    auto const card = [&](const std::string& estate, const std::string& item) {
        for (auto const& row : cards) {
            if (row.size() > 9 && row[0] == estate && row[4] == item)
                return row[6] + "|" + row[7] + "|" + row[8] + "|" + row[9];
        }
        return std::string{"no such row"};
    };
    EXPECT_EQ(card("001", "C1.1"), "5|4.5|0.5|−0.5 有烟头");
    EXPECT_EQ(card("001", "D4.1.1"), "2|2|0|不适用：没有电梯");
    EXPECT_EQ(card("004", "A1"), "80|47.99992|32.00008|测评值 59.9999%");
    EXPECT_EQ(card("003", "B1"), "40|0|40|还没有测评值");
    auto const& streets = workbook.sheet("街道比较")->rows;
    EXPECT_EQ(streets[2].back(), "6.1666");
    auto const& readings = workbook.sheet("口径")->rows;
    EXPECT_EQ(readings.size(), 2U + 2 + test::pack().readings.size());
    EXPECT_THAT(readings[2][3], HasSubstr(test::pack().hash));
}

TEST(Results, the_workbook_speaks_english_when_asked) {
    test::Folder const folder;
    Judged const run{hand_computed()};
    write_results(run.report(Language::en), nullptr, folder.path / "results.xlsx", {});
    auto const workbook = kernel::read_workbook(folder.content("results.xlsx"));
    ASSERT_NE(workbook.sheet("Scorecards"), nullptr);
    EXPECT_EQ(workbook.sheet("Results")->rows[1][2], "Estate");
}

TEST(JsonText, strings_are_escaped) {
    JsonText json;
    json.open('{').key("a\"").text("b\\\n\x01小").key("n").number(-3).key("t").yes_no(true).close('}');
    EXPECT_EQ(json.result(), "{\"a\\\"\":\"b\\\\\\n\\u0001小\",\"n\":-3,\"t\":true}");
}

// ---- drafts ----

std::string kinds_of(const std::vector<Difference>& differences) {
    std::string all;
    for (auto const& one : differences) all += one.kind + ":" + one.name + ":" + one.before + ">" + one.after + " ";
    return all;
}

Comparison compare_with(const Csv& csv, const policy::PackFiles& files,
                        const std::map<std::string, std::string>& chosen, const std::vector<Rated>& before) {
    static std::vector<std::unique_ptr<policy::Pack>> packs;  // the comparison points into them and into the runs
    static std::vector<std::unique_ptr<Judged>> runs;
    packs.push_back(std::make_unique<policy::Pack>(test::read(files, chosen)));
    runs.push_back(std::make_unique<Judged>(csv, *packs.back()));
    return compare(test::pack(), before, *packs.back(), runs.back()->rated,
                   put_back_readings(test::pack(), *packs.back(), files, chosen));
}

TEST(Drafts, the_same_pack_changes_nothing) {
    Judged const run{hand_computed()};
    auto const same = compare_with(hand_computed(), test::gongshu(), {}, run.rated);
    EXPECT_TRUE(same.differences.empty());
    EXPECT_TRUE(same.changes.empty());
}

TEST(Drafts, a_raised_mark_is_named_as_the_reason) {
    Judged const run{hand_computed()};
    auto files = test::gongshu();
    test::replace(files.at("stars.yaml"), "points: 280", "points: 290");
    auto const comparison = compare_with(hand_computed(), files, {}, run.rated);
    EXPECT_EQ(kinds_of(comparison.differences), "mark:5.points:280>290 ");
    ASSERT_EQ(comparison.changes.size(), 1U);
    auto const& change = comparison.changes[0];
    EXPECT_EQ(change.before->estate->code, "001");
    EXPECT_EQ(std::to_string(change.before->verdict.star) + ">" + std::to_string(change.after->verdict.star), "5>4");
    EXPECT_EQ(kinds_of(change.reasons), "mark:5.points:280>290 ");
    auto const text = comparison_text(test::pack(), test::read(files), comparison, 6, Language::zh);
    EXPECT_THAT(text, HasSubstr("6 个小区，星级有变化的 1 个"));
    EXPECT_THAT(text, HasSubstr("001 示例甲苑：五星级 289.5 → 四星级 289.5\n    五星级总分线：280 → 290\n"));
    EXPECT_THAT(comparison_json(test::pack(), test::read(files), comparison, 6, Language::en),
                HasSubstr("{\"estate\":\"001\",\"name\":\"示例甲苑\",\"street\":\"上塘街道\",\"before\":{\"star\":5,"
                          "\"grade\":\"Five stars\",\"total\":\"289.5\"},"
                          "\"after\":{\"star\":4,\"grade\":\"Four "
                          "stars\",\"total\":\"289.5\"},\"why\":[{\"kind\":\"mark\",\"name\":\"5.points\",\"before\":"
                          "\"280\",\"after\":\"290\""));
}

/// 90.5 % satisfaction costs 7.6 in proportion, 7.2 or 8 by whole points; civility 2; the findings what is asked.
Csv near_five_stars(const std::string& deduct) {
    Csv csv;
    csv.measures = "小区编码,居民满意度,文明程度\n001,90.5,95\n";
    csv.findings = "小区编码,条目,扣分,原因,不适用\n001,C3.1,5,没有合同,\n001,C3.2,3,制度不全,\n001,C1.1," + deduct +
                   ",垃圾未分类,\n";
    return csv;
}

TEST(Drafts, reaching_the_mark_exactly_is_no_change) {
    auto const csv = near_five_stars("2");
    Judged const run{csv};
    EXPECT_EQ(run.rated[0].total.text(), "280.4");
    auto const comparison = compare_with(csv, test::gongshu(), {{"satisfaction_step", "whole_started"}}, run.rated);
    EXPECT_TRUE(comparison.changes.empty()) << "280 points exactly are enough";
}

TEST(Drafts, the_reading_that_decides_is_found_by_putting_it_back) {
    auto const csv = near_five_stars("2.5");
    Judged const run{csv};
    EXPECT_EQ(run.rated[0].total.text(), "279.9");
    auto const comparison = compare_with(
        csv, test::gongshu(), {{"satisfaction_step", "whole_dropped"}, {"civility_step", "whole_started"}}, run.rated);
    ASSERT_EQ(comparison.changes.size(), 1U);
    EXPECT_EQ(comparison.changes[0].after->total.text(), "280.3");
    EXPECT_EQ(kinds_of(comparison.changes[0].reasons),
              "total::279.9>280.3 reading:satisfaction_step:proportional>whole_dropped item:A1:72.4>72.8 ");
}

TEST(Drafts, the_workbook_gets_a_sheet_for_the_draft) {
    test::Folder const folder;
    Judged const run{hand_computed()};
    auto files = test::gongshu();
    test::replace(files.at("stars.yaml"), "points: 280", "points: 290");
    auto const comparison = compare_with(hand_computed(), files, {}, run.rated);
    write_results(run.report(), &comparison, folder.path / "结果.xlsx", {});
    auto const workbook = kernel::read_workbook(folder.content("结果.xlsx"));
    ASSERT_NE(workbook.sheet("方案对比"), nullptr);
    EXPECT_EQ(workbook.sheet("方案对比")->rows[2][6], "四星级");
}

}  // namespace
}  // namespace anju::rate
