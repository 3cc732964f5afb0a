#include <gmock/gmock.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "app/verbs.hpp"
#include "kernel/workbook.hpp"

namespace anju::app {
namespace {

using testing::HasSubstr;

class EstimateVerb : public testing::Test {
  protected:
    void SetUp() override {
        auto name = (std::filesystem::temp_directory_path() / "anju-estimate-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::filesystem::path table() const { return folder_ / "答卷.csv"; }
    void write(const std::string& text) const { std::ofstream{table()} << text; }

    int run(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"estimate", table().string()});
        CLI::App program;
        add_estimate_verb(program);
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        int status = 0;
        try {
            program.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
        } catch (const Exit& end) {
            status = end.status;
        } catch (const CLI::ParseError& error) {
            status = error.get_exit_code();
        }
        out_ = testing::internal::GetCapturedStdout();
        err_ = testing::internal::GetCapturedStderr();
        return status;
    }

    [[nodiscard]] boost::json::array results() const { return boost::json::parse(out_).as_array(); }

    std::filesystem::path folder_;
    std::string out_, err_;
};

std::string const answers =
    "幢,户数,满意度,组\n"
    "1幢,50,满意,甲\n1幢,50,基本满意,乙\n1幢,50,满意,甲\n1幢,50,不满意,乙\n1幢,"
    "50,不满意,甲\n"
    "2幢,20,满意,甲\n2幢,20,不满意,甲\n2幢,20,满意,乙\n2幢,20,基本满意,乙\n"
    "3幢,10,满意,乙\n3幢,10,满意,乙\n";

TEST_F(EstimateVerb, levels_become_a_share_with_every_interval) {
    write(answers);
    ASSERT_EQ(run({"--value", "满意度", "--success", "满意,基本满意", "--stratum", "幢", "--population", "户数"}), 0)
        << err_;
    auto const one = results().at(0).as_object();
    EXPECT_TRUE(one.at("domain").is_null());
    EXPECT_EQ(one.at("n").as_int64(), 11);
    EXPECT_EQ(one.at("estimate").as_double(), 0.6875);
    EXPECT_NEAR(one.at("se").as_double(), 0.15562374497485915, 1e-15);
    EXPECT_EQ(one.at("df").to_number<double>(), 8);
    for (auto const* method : {"mean", "xlogit", "asin", "beta", "wilson"})
        EXPECT_EQ(one.at("intervals").at(method).as_array().size(), 2U);
    EXPECT_EQ(err_, "");
}

TEST_F(EstimateVerb, groups_come_in_the_order_of_the_table) {
    write(answers);
    ASSERT_EQ(run({"--value", "满意度", "--success", "满意,基本满意", "--stratum", "幢", "--population", "户数",
                   "--domain", "组"}),
              0);
    ASSERT_EQ(results().size(), 2U);
    EXPECT_EQ(results().at(0).at("domain").as_string(), "甲");
    EXPECT_NEAR(results().at(0).at("estimate").as_double(), 0.625, 1e-15);
    EXPECT_NEAR(results().at(1).at("estimate").as_double(), 0.75, 1e-15);
}

TEST_F(EstimateVerb, numbers_are_a_mean_and_an_empty_value_is_no_opinion) {
    write("分数,权\n80,1\n,1\n90,2\n70.5,1\n\n");
    ASSERT_EQ(run({"--value", "分数", "--weight", "权"}), 0) << err_;
    auto const one = results().at(0).as_object();
    EXPECT_EQ(one.at("n").as_int64(), 3);
    EXPECT_EQ(one.at("estimate").as_double(), 82.625);
    EXPECT_EQ(one.at("intervals").as_object().size(), 1U);
    write("是否\n1\n0\n1\n");
    ASSERT_EQ(run({"--value", "是否"}), 0);
    EXPECT_TRUE(results().at(0).at("intervals").as_object().contains("xlogit")) << "all 0 or 1: a share";
    write("分数,组\n,甲\n5,乙\n");
    ASSERT_EQ(run({"--value", "分数", "--domain", "组"}), 0);
    EXPECT_TRUE(results().at(0).at("estimate").is_null());
}

TEST_F(EstimateVerb, figures_are_written_so_that_they_read_back_the_same) {
    write("分数\n0.1\n0.2\n0.4\n");
    ASSERT_EQ(run({"--value", "分数"}), 0);
    EXPECT_EQ(results().at(0).at("estimate").as_double(), (0.1 + 0.2 + 0.4) / 3);
}

TEST_F(EstimateVerb, every_bad_place_is_named_with_row_column_and_mend) {
    write("幢,户数,分数,权\n1幢,50,八十,1\n1幢,40,80,0\n,50,80,1\n1幢,40,80,1\n");
    EXPECT_EQ(run({"--value", "分数", "--stratum", "幢", "--population", "户数", "--weight", "权"}), 2);
    EXPECT_EQ(out_, "");
    EXPECT_THAT(err_, HasSubstr("答卷.csv 第 2 行 “分数”列 [八十]：要写数字"));
    EXPECT_THAT(err_, HasSubstr("答卷.csv 第 3 行 “权”列 [0]：要写大于 0 的数字"));
    EXPECT_THAT(err_, HasSubstr("答卷.csv 第 4 行 “幢”列：空着"));
    EXPECT_THAT(err_, HasSubstr("共 3 处要改"));
    EXPECT_EQ(run({"--value", "分数", "--stratum", "幢", "--population", "户数", "--weight", "权", "--lang", "en"}), 2);
    EXPECT_THAT(err_, HasSubstr("答卷.csv, row 2, 分数 [八十]: Write a number"));
}

TEST_F(EstimateVerb, populations_and_clusters_must_fit_their_strata) {
    write("幢,户数,分数\n1幢,50,80\n1幢,40,80\n");
    EXPECT_EQ(run({"--value", "分数", "--stratum", "幢", "--population", "户数"}), 2);
    EXPECT_THAT(err_, HasSubstr("第 3 行 “户数”列 [40]：与第 2 行同一层的总数不同"));
    write("幢,户数,分数\n1幢,2,80\n1幢,2,80\n1幢,2,70\n");
    EXPECT_EQ(run({"--value", "分数", "--stratum", "幢", "--population", "户数"}), 2);
    EXPECT_THAT(err_, HasSubstr("第 2 行 “户数”列 [2]：总数比这一层抽到的 3 个还少"));
    EXPECT_EQ(run({"--value", "分数", "--cluster", "幢", "--population", "户数"}), 0) << "one cluster of two";
    write("街道,小区,分数\n甲,一,80\n乙,一,80\n");
    EXPECT_EQ(run({"--value", "分数", "--stratum", "街道", "--cluster", "小区"}), 2);
    EXPECT_THAT(err_, HasSubstr("第 3 行 “小区”列 [一]：第 2 行把它写在另一层"));
}

TEST_F(EstimateVerb, wrong_columns_levels_and_files_end_with_2) {
    write("幢,分数\n1幢,80\n");
    EXPECT_EQ(run({"--value", "得分"}), 2);
    EXPECT_THAT(err_, HasSubstr("没有这一列。表中的列：幢、分数"));
    EXPECT_EQ(run({"--value", "分数", "--level", "95"}), 2);
    EXPECT_THAT(err_, HasSubstr("例如 0.95"));
    write("幢,分数\n");
    EXPECT_EQ(run({"--value", "分数"}), 2);
    EXPECT_THAT(err_, HasSubstr("没有答卷"));
    write("分数,分数\n1,2\n");
    EXPECT_EQ(run({"--value", "分数"}), 2);
    EXPECT_THAT(err_, HasSubstr("2 列同名"));
    write("分数\n\"80\n");
    EXPECT_EQ(run({"--value", "分数"}), 2);
    EXPECT_THAT(err_, HasSubstr("少了结束的引号"));
}

TEST_F(EstimateVerb, a_level_nobody_chose_is_a_note_and_no_error) {
    write("满意度\n满意\n不满意\n");
    EXPECT_EQ(run({"--value", "满意度", "--success", "满意,基本 满意"}), 0);
    EXPECT_THAT(err_, HasSubstr("“基本 满意”没有出现过"));
    EXPECT_EQ(results().at(0).at("estimate").as_double(), 0.5);
}

TEST_F(EstimateVerb, a_workbook_is_read_like_a_csv) {
    kernel::WorkbookWriter book{table()};
    book.sheet("答卷", "", {{"分数"}});
    for (auto const* text : {"80", "90", "70"}) book.row({{text, true}});
    book.close();
    ASSERT_EQ(run({"--value", "分数"}), 0) << err_;
    EXPECT_EQ(results().at(0).at("estimate").to_number<double>(), 80);
}

}  // namespace
}  // namespace anju::app
