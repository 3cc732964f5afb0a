#include <gmock/gmock.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/verbs.hpp"

namespace anju::app {
namespace {

using testing::HasSubstr;

class RateVerb : public testing::Test {
  protected:
    void SetUp() override {
        auto name = (std::filesystem::temp_directory_path() / "anju-verb-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
        std::filesystem::create_directory(folder_ / "cases");
        write("小区.csv", "小区编码,小区名称,街道,社区,阶段\n001,示例甲苑,上塘街道,甲社区,\n");
        write("测评.csv", "小区编码,居民满意度,文明程度\n001,90%,100\n");
        write("扣分.csv", "小区编码,条目,扣分,原因,不适用\n001,C1.1,0.5,有烟头,\n");
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream{folder_ / "cases" / name} << text;
    }

    int run(const std::string& options) {
        CLI::App program;
        add_rate_verb(program);
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        int status = 0;
        try {
            program.parse("rate " + (folder_ / "cases").string() + " " + options);
        } catch (const Exit& end) {
            status = end.status;
        } catch (const CLI::ParseError& error) {
            status = error.get_exit_code();
        }
        out_ = testing::internal::GetCapturedStdout();
        err_ = testing::internal::GetCapturedStderr();
        return status;
    }

    std::string const pack_ = "--pack " ANJU_SOURCE_DIR "/packs/gongshu ";
    std::filesystem::path folder_;
    std::string out_, err_;
};

TEST_F(RateVerb, good_cases_give_a_table_json_or_a_workbook) {
    EXPECT_EQ(run(pack_), 0) << err_;
    EXPECT_THAT(out_, HasSubstr("示例甲苑  90%     100%      291.5  五星级"));
    EXPECT_EQ(run(pack_ + "--json"), 0);
    EXPECT_THAT(out_, HasSubstr("\"total\":\"291.5\",\"star\":5"));
    EXPECT_EQ(run(pack_ + "--lang en --out " + (folder_ / "out.xlsx").string()), 0);
    EXPECT_EQ(out_, "");
    EXPECT_TRUE(std::filesystem::exists(folder_ / "out.xlsx"));
}

TEST_F(RateVerb, bad_cases_end_with_2_name_every_place_and_write_nothing) {
    write("扣分.csv", "小区编码,条目,扣分,原因,不适用\n001,C1.1,0.3,有烟头,\n009,X,1,,\n");
    EXPECT_EQ(run(pack_ + "--json --out " + (folder_ / "out.xlsx").string()), 2);
    EXPECT_EQ(out_, "");
    EXPECT_THAT(err_, HasSubstr("扣分 第 2 行 “扣分”列 [0.3]："));
    EXPECT_THAT(err_, HasSubstr("扣分 第 3 行 “小区编码”列 [009]："));
    EXPECT_THAT(err_, HasSubstr("共 4 处要改"));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder_}, {}), 1) << "only the cases";
}

TEST_F(RateVerb, a_missing_pack_and_an_unknown_reading_end_with_2) {
    EXPECT_EQ(run("--pack " + (folder_ / "none").string()), 2);
    EXPECT_THAT(err_, HasSubstr("没有标准包目录"));
    EXPECT_EQ(run(pack_ + "--reading satisfaction_step=none"), 2);
    EXPECT_EQ(run(pack_ + "--reading satisfaction_step"), 2);
    EXPECT_EQ(run(pack_ + "--reading satisfaction_step=whole_dropped"), 0);
}

TEST_F(RateVerb, the_same_fact_twice_is_a_note_and_no_error) {
    write("扣分.csv", "小区编码,条目,扣分,原因,不适用\n001,C1.1,0.5,有烟头,\n001,C1.1,0.5,有烟头,\n");
    EXPECT_EQ(run(pack_), 0);
    EXPECT_THAT(err_, HasSubstr("只算一次"));
    EXPECT_THAT(out_, HasSubstr("291.5"));
}

TEST_F(RateVerb, a_draft_is_compared_with_what_is_in_force) {
    write("测评.csv", "小区编码,居民满意度,文明程度\n001,90,75\n");  // 300 − 8 − 10 − 2 = 280
    write("扣分.csv", "小区编码,条目,扣分,原因,不适用\n001,C1.1,2,有烟头,\n");
    auto const draft = pack_ + "--draft " ANJU_SOURCE_DIR "/packs/gongshu ";
    EXPECT_EQ(run(draft), 0) << err_;
    EXPECT_THAT(out_, HasSubstr("1 个小区，星级有变化的 0 个"));
    write("测评.csv",
          "小区编码,居民满意度,文明程度\n001,90.5,74.5\n");  // 280.2, and 279.6 when started points count whole
    EXPECT_EQ(run(draft +
                  "--json --draft-reading satisfaction_step=whole_started --draft-reading civility_step=whole_started"),
              0);
    EXPECT_THAT(out_, HasSubstr("\"before\":{\"star\":5,\"grade\":\"五星级\",\"total\":\"280.2\"},\"after\":{\"star\":"
                                "4,\"grade\":\"四星级\",\"total\":\"279.6\"}"));
}

TEST_F(RateVerb, the_cases_are_never_overwritten) {
    EXPECT_EQ(run(pack_ + "--out " + (folder_ / "cases" / "小区.csv").string()), 2);
    EXPECT_EQ(run(pack_ + "--out " + (folder_ / "none" / "out.xlsx").string()), 2);
}

}  // namespace
}  // namespace anju::app
