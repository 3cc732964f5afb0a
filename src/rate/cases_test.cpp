#include "rate/cases.hpp"

#include <gmock/gmock.h>

#include "base/refusal.hpp"
#include "rate/case_values.hpp"
#include "rate/test_cases.hpp"

namespace anju::rate {
namespace {

using test::Csv;
using test::pack;
using testing::ElementsAre;

std::string const finding_header = "小区编码,条目,扣分,原因,不适用\n";
std::string const measure_header = "小区编码,居民满意度,文明程度\n";
std::string const estate_header = "小区编码,小区名称,街道,社区,阶段\n";

Csv with_findings(const std::string& rows) {
    Csv csv;
    csv.findings = finding_header + rows;
    return csv;
}
Csv with_measures(const std::string& rows) {
    Csv csv;
    csv.measures = measure_header + rows;
    return csv;
}
Csv with_estates(const std::string& rows) {
    Csv csv;
    csv.estates = estate_header + rows;
    return csv;
}

/// "code sheet row column value", the way they are reported.
std::vector<std::string> problems(const Csv& csv) {
    std::vector<std::string> found;
    for (auto const& one : read_cases(test::tables(csv), pack()).problems) {
        found.push_back(one.code + " " + one.sheet + " " + std::to_string(one.row) + " " + one.column + " " +
                        one.value);
        EXPECT_FALSE(one.message.zh.empty());
        EXPECT_FALSE(one.message.en.empty());
    }
    return found;
}

struct Kind {
    std::string name;
    Csv csv;
    std::string problem;
};

std::vector<Kind> kinds() {
    return {
        {"unknown item", with_findings("001,X9,1,原因,\n"), "unknown_item 扣分 2 条目 X9"},
        {"item takes a measure", with_findings("001,A1,1,原因,\n"), "item_takes_measure 扣分 2 条目 A1"},
        {"over the item's points", with_findings("001,C1.1,5.5,原因,\n"), "finding_too_large 扣分 2 扣分 5.5"},
        {"not a step", with_findings("001,C1.1,0.3,原因,\n"), "not_a_step 扣分 2 扣分 0.3"},
        {"not positive", with_findings("001,C1.1,0,原因,\n"), "not_positive 扣分 2 扣分 0"},
        {"negative", with_findings("001,C1.1,-1,原因,\n"), "not_positive 扣分 2 扣分 -1"},
        {"too many decimals of points", with_findings("001,C1.1,0.500001,原因,\n"),
         "too_many_decimals 扣分 2 扣分 0.500001"},
        {"points not a number", with_findings("001,C1.1,一分,原因,\n"), "not_a_number 扣分 2 扣分 一分"},
        {"no points", with_findings("001,C1.1,,原因,\n"), "empty_deduct 扣分 2 扣分 "},
        {"no item", with_findings("001,,1,原因,\n"), "empty_item 扣分 2 条目 "},
        {"no reason", with_findings("001,C1.1,1, 　,\n"), "empty_reason 扣分 2 原因 "},
        {"no reason for not applicable", with_findings("001,D1.3,,,是\n"), "empty_reason 扣分 2 原因 "},
        {"finding of an unknown estate", with_findings("009,C1.1,1,原因,\n"), "unknown_estate 扣分 2 小区编码 009"},
        {"finding of no estate", with_findings(",C1.1,1,原因,\n"), "empty_code 扣分 2 小区编码 "},
        {"not applicable but always applies", with_findings("001,C1.1,,原因,是\n"), "always_applies 扣分 2 不适用 是"},
        {"not applicable and unknown", with_findings("001,X9,,原因,x\n"), "unknown_item 扣分 2 条目 X9"},
        {"not applicable with points", with_findings("001,D1.3,1,原因,Y\n"),
         "deduct_with_not_applicable 扣分 2 扣分 1"},
        {"finding and not applicable", with_findings("001,D1.3,,没有地下车库,1\n001,D1.3,1,原因,\n"),
         "finding_and_not_applicable 扣分 2 不适用 1"},
        {"not applicable twice with two reasons", with_findings("001,D1.3,,没有地下车库,1\n001,D1.3,,车库没开,1\n"),
         "duplicate_not_applicable 扣分 3 原因 车库没开"},
        {"a mark nobody understands", with_findings("001,D1.3,,原因,也许\n"), "unknown_mark 扣分 2 不适用 也许"},
        {"percentage above", with_measures("001,100.0001,90\n"), "out_of_range 测评 2 居民满意度 100.0001"},
        {"percentage below", with_measures("001,-0.1,90\n"), "out_of_range 测评 2 居民满意度 -0.1"},
        {"too many decimals of a percentage", with_measures("001,90,88.88888\n"),
         "too_many_decimals 测评 2 文明程度 88.88888"},
        {"percentage not a number", with_measures("001,九十,90\n"), "not_a_number 测评 2 居民满意度 九十"},
        {"measure twice", with_measures("001,90,90\n001,90,90\n"), "duplicate_measure 测评 3 小区编码 001"},
        {"measure of an unknown estate", with_measures("001,90,90\n009,90,90\n"), "unknown_estate 测评 3 小区编码 009"},
        {"duplicate estate", with_estates("001,甲,上塘街道,,\n001,乙,上塘街道,,\n"),
         "duplicate_estate 小区 3 小区编码 001"},
        {"estate without code", with_estates("001,甲,,,\n,乙,,,\n"), "empty_code 小区 3 小区编码 "},
        {"estate without name", with_estates("001,,上塘街道,,\n"), "empty_name 小区 2 小区名称 "},
        {"unknown stage", with_estates("001,甲,上塘街道,,在建\n"), "unknown_stage 小区 2 阶段 在建"},
    };
}

TEST(Cases, every_kind_of_problem_is_reported_once_at_its_place) {
    for (auto const& kind : kinds()) EXPECT_THAT(problems(kind.csv), ElementsAre(kind.problem)) << kind.name;
}

TEST(Cases, all_problems_of_a_file_come_at_once_in_the_order_of_the_file) {
    Csv csv;
    csv.estates = estate_header + "001,,上塘街道,,在建\n001,乙,,,\n";
    csv.measures = measure_header + "001,abc,101\n";
    csv.findings = finding_header + "001,D1.3,,没有,是\n\n001,D1.3,1,,\n002,X,1,原因,\n";
    EXPECT_THAT(problems(csv), ElementsAre("empty_name 小区 2 小区名称 ", "unknown_stage 小区 2 阶段 在建",
                                           "duplicate_estate 小区 3 小区编码 001", "not_a_number 测评 2 居民满意度 abc",
                                           "out_of_range 测评 2 文明程度 101",
                                           "finding_and_not_applicable 扣分 2 不适用 是", "empty_reason 扣分 4 原因 ",
                                           "unknown_estate 扣分 5 小区编码 002", "unknown_item 扣分 5 条目 X"));
}

TEST(Cases, missing_sheets_and_columns_are_problems_without_an_avalanche) {
    EXPECT_THAT(
        problems({"小区编码,小区名称\n001,甲\n", measure_header + "001,90,90\n", finding_header}),
        ElementsAre("missing_column 小区 1 街道 ", "missing_column 小区 1 社区 ", "missing_column 小区 1 阶段 "));
    EXPECT_THAT(problems({estate_header, "小区编码,居民满意度,A1,文明程度\n", ""}),
                ElementsAre("duplicate_column 测评 1 居民满意度 A1", "missing_column 扣分 1 小区编码 ",
                            "missing_column 扣分 1 条目 ", "missing_column 扣分 1 扣分 ", "missing_column 扣分 1 原因 ",
                            "missing_column 扣分 1 不适用 "));
    std::vector<std::string> missing;
    for (auto const& one : read_cases({}, pack()).problems) missing.push_back(one.code + " " + one.sheet);
    EXPECT_THAT(missing, ElementsAre("missing_sheet 小区", "missing_sheet 测评", "missing_sheet 扣分"));
}

TEST(Cases, columns_may_stand_in_any_order_and_others_are_ignored) {
    Csv csv;
    csv.estates = "备注,阶段,街道,小区名称,社区,小区编码\n随便,pending,康桥街道,示例乙苑,乙社区, 002 \n";
    csv.measures = "B1,电话,小区编码,居民满意度（%）\n95,无,002,90.5％\n";
    auto const read = read_cases(test::tables(csv), pack());
    ASSERT_TRUE(read.problems.empty());
    ASSERT_EQ(read.estates.size(), 1U);
    auto const& one = read.estates.front();
    EXPECT_EQ(one.code + one.name + one.street + one.community, "002示例乙苑康桥街道乙社区");
    EXPECT_EQ(one.facts.stage, policy::Stage::pending);
    EXPECT_EQ(one.facts.measures.at("A1").text(), "90.5");
    EXPECT_EQ(one.facts.measures.at("B1").text(), "95");
}

TEST(Cases, an_estate_without_measures_is_no_problem) {
    auto const read = read_cases(test::tables(with_measures("001,,\n")), pack());
    EXPECT_TRUE(read.problems.empty());
    EXPECT_TRUE(read.estates.front().facts.measures.empty());
}

TEST(Cases, the_same_fact_written_twice_counts_once_with_a_note) {
    auto const read =
        read_cases(test::tables(with_findings(
                       "001,C1.1,0.5,有烟头,\n001,C1.1,0.50,有烟头,\n001,C1.1,0.5,有纸屑,\n001,C1.1,1,有烟头,\n"
                       "001,D1.3,,没有,是\n001,D1.3,,没有,是\n")),
                   pack());
    EXPECT_TRUE(read.problems.empty());
    auto const& findings = read.estates.front().facts.findings;
    ASSERT_EQ(findings.size(), 3U);
    EXPECT_EQ(findings[0].id, "扣分!2");
    EXPECT_EQ(findings[1].id, "扣分!4");
    ASSERT_EQ(read.notes.size(), 2U);
    EXPECT_THAT(read.notes[0].zh + read.notes[1].zh,
                testing::AllOf(testing::HasSubstr("第 3 行"), testing::HasSubstr("第 7 行")));
}

TEST(Cases, a_figure_that_looks_like_a_fraction_is_noted) {
    EXPECT_EQ(read_cases(test::tables(with_measures("001,0.905,90\n")), pack()).notes.size(), 1U);
    EXPECT_TRUE(read_cases(test::tables(with_measures("001,0.905%,0\n")), pack()).notes.empty());
}

TEST(Cases, a_folder_of_csv_files_and_a_workbook_read_the_same) {
    test::Folder const folder;
    Csv csv = with_findings("001,C1.1,0.5,\"有烟头,很多\",\n");
    csv.measures = measure_header + "001,90.5%,88.8889\n";
    folder.write("小区.csv", "\xEF\xBB\xBF" + csv.estates);
    folder.write("测评.csv", csv.measures);
    folder.write("扣分.csv", csv.findings);
    kernel::WorkbookWriter writer{folder.path / "案例.xlsx"};
    for (auto const& sheet : test::tables(csv).sheets) {
        std::vector<kernel::WorkbookWriter::Column> columns;
        for (auto const& title : sheet.rows[0]) columns.push_back({title, 10});
        writer.sheet(sheet.name, "", columns);
        for (std::size_t row = 1; row < sheet.rows.size(); ++row) {
            std::vector<kernel::WorkbookWriter::Cell> cells;
            for (auto const& text : sheet.rows[row]) cells.push_back({text, true, false, false});
            writer.row(cells);
        }
    }
    writer.close();
    for (auto const& path : {folder.path, folder.path / "案例.xlsx"}) {
        auto const read = read_cases(read_tables(path), pack());
        ASSERT_TRUE(read.problems.empty()) << path;
        auto const& facts = read.estates.at(0).facts;
        EXPECT_EQ(facts.measures.at("A1").text(), "90.5");
        EXPECT_EQ(facts.measures.at("B1").text(), "88.8889");
        EXPECT_EQ(facts.findings.at(0).reason, "有烟头,很多");
        EXPECT_EQ(facts.findings.at(0).deduct.text(), "0.5");
    }
    EXPECT_THROW(read_tables(folder.path / "没有.xlsx"), base::Refusal);
    EXPECT_THROW(read_tables(folder.path / "小区.csv"), base::Refusal);
}

TEST(Cases, a_problem_reads_as_a_sentence_with_its_place) {
    CaseProblem const problem{"not_a_step", "扣分", 12, "扣分", "0.3", {"不行。", "No."}};
    EXPECT_EQ(problem_line(problem, base::Language::zh), "扣分 第 12 行 “扣分”列 [0.3]：不行。");
    EXPECT_EQ(problem_line(problem, base::Language::en), "扣分, row 12, 扣分 [0.3]: No.");
}

TEST(CaseValues, percentages_are_read_exactly_or_not_at_all) {
    auto const text = [](std::string_view written) {
        auto const read = read_percent(written);
        return read.value ? read.value->text() : read.problem.code;
    };
    EXPECT_EQ(text("90"), "90");
    EXPECT_EQ(text("90.50000"), "90.5");
    EXPECT_EQ(text("90.5 %"), "90.5");
    EXPECT_EQ(text("100.0%"), "100");
    EXPECT_EQ(text("-0"), "0");
    EXPECT_EQ(text("0.0001"), "0.0001");
    EXPECT_EQ(text("059"), "not_a_number");
    EXPECT_EQ(text("1e2"), "not_a_number");
    EXPECT_EQ(text("%"), "not_a_number");
    EXPECT_EQ(text("90."), "not_a_number");
    EXPECT_EQ(text("90%%"), "not_a_number");
    EXPECT_EQ(text("1000000000000000000000"), "out_of_range");
    EXPECT_EQ(text("59.99999"), "too_many_decimals");
}

}  // namespace
}  // namespace anju::rate
