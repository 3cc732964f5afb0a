#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "civility/columns.hpp"
#include "civility/test_civility.hpp"
#include "kernel/workbook.hpp"

namespace anju::civility {
namespace {

using evaluation::code_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Table = std::vector<std::vector<std::string>>;

std::string csv(const Table& rows) {
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "\"" : ",\"") + row[i] + "\"";
        text += "\r\n";
    }
    return text;
}

struct ImportTest : testing::Test, TestCivility {
    static std::string target(const std::string& civility) { return "/api/civilities/" + civility + "/import"; }
    Table template_of(const std::string& civility) {
        const auto reply = call(lead(), "GET", "/api/civilities/" + civility + "/template");
        EXPECT_EQ(reply.status, 200) << reply.body;
        return kernel::read_workbook(reply.body).sheets.front().rows;
    }
    /// The template with everything passed on the 20th.
    Table filled(const std::string& civility) {
        auto rows = template_of(civility);
        for (std::size_t i = 1; i < rows.size(); ++i) {
            rows[i].resize(column::count);
            rows[i][column::result] = "合格";
            rows[i][column::day] = "2026-09-20";
        }
        return rows;
    }
    kernel::Reply import(const std::string& civility, const Table& rows, const std::string& dry_run = {}) { return send(lead(), target(civility), csv(rows), dry_run); }
    /// What a dry run finds: "row field".
    std::vector<std::string> problems(const std::string& civility, const Table& rows) {
        const auto reply = import(civility, rows, "yes");
        EXPECT_EQ(reply.status, 200) << reply.body;
        std::vector<std::string> found;
        const auto body = json::parse(reply.body);
        for (const auto& one : body.at("problems").as_array())
            found.push_back(fmt::format("{} {}", one.at("row").as_int64(), std::string{one.at("field").as_string()}));
        return found;
    }
};

TEST_F(ImportTest, the_template_filled_in_comes_back_as_a_closed_check_that_the_panel_can_record) {
    const auto civility = started();
    auto rows = filled(civility);
    rows[1][column::result] = "不合格";
    rows[1][column::note] = "有烟头";
    std::int64_t checks = 0, of_second = 0;
    for (const auto& one : drawn(civility)) {
        checks += std::ssize(checks_at(civility, one.position));
        of_second += one.second_wanted ? std::ssize(checks_at(civility, one.position)) : 0;
    }
    const auto tried = json::parse(import(civility, rows, "yes").body);
    EXPECT_EQ(tried.at("observations"), 3);
    EXPECT_EQ(tried.at("marks"), checks + of_second);
    EXPECT_EQ(tried.at("problems").as_array().size(), 0U);
    EXPECT_EQ(shown(civility, office()).at("state"), "fieldwork") << "a dry run changes nothing";
    EXPECT_EQ(lines("civility.try_import"), 1);

    ASSERT_EQ(import(civility, rows).status, 200);
    const auto now = shown(civility, office());
    EXPECT_EQ(now.at("state"), "closed");
    EXPECT_EQ(now.at("imported"), true);
    EXPECT_EQ(now.at("result").at("passed"), checks - 1);
    EXPECT_EQ(now.at("result").at("both"), of_second);
    EXPECT_EQ(lines("civility.import"), 1);
    auto importer = panel();
    importer.account_id = "lead";
    EXPECT_EQ(code_of(step(importer, civility, "record")), "own_observation");
    EXPECT_EQ(step(panel(), civility, "record").status, 200);
}

TEST_F(ImportTest, an_xlsx_is_taken_as_a_csv_is) {
    const auto civility = started();
    const auto file = district.service.store.directory() + "/sheet.xlsx";
    {
        const auto rows = filled(civility);
        kernel::WorkbookWriter writer{file};
        std::vector<kernel::WorkbookWriter::Column> columns;
        for (const auto& title : rows.front()) columns.push_back({title, 12});
        writer.sheet("观察表", {}, columns);
        for (std::size_t i = 1; i < rows.size(); ++i) {
            std::vector<kernel::WorkbookWriter::Cell> cells;
            for (const auto& text : rows[i]) cells.push_back({text, true});
            writer.row(cells);
        }
        writer.close();
    }
    std::ifstream in{file, std::ios::binary};
    const auto reply = send(lead(), target(civility), {std::istreambuf_iterator<char>{in}, {}});
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(shown(civility, office()).at("state"), "closed");
}

TEST_F(ImportTest, english_heads_codes_and_words_are_understood) {
    const auto civility = started({{"observations", 1}, {"second_percent", 0}});
    const auto pair = drawn(civility).front().pair;
    Table rows{{"point", "Moment", "Check point", "RESULT", "Note", "Day"}};
    for (const auto& one : checks_at(civility, 1)) rows.push_back({pair.point, pair.moment, one.title.en, rows.size() == 1 ? "Not there" : "passed", "", "2026-09-20"});
    EXPECT_EQ(import(civility, rows).status, 200);
    EXPECT_EQ(shown(civility, office()).at("result").at("observed").as_int64(), std::ssize(rows) - 2);
}

TEST_F(ImportTest, every_bad_row_is_named_and_nothing_of_the_sheet_is_taken) {
    const auto civility = started({{"observations", 2}, {"second_percent", 0}});
    auto rows = filled(civility);
    rows[1][column::result] = "还行";
    rows[2][column::result] = "不合格";
    rows[3][column::day] = "2026-09-22";
    rows[4][column::result] = "";
    EXPECT_THAT(problems(civility, rows), ElementsAre("2 结果", "3 说明", "4 日期", "5 结果"));
    const auto refused = import(civility, rows);
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(code_of(refused), "sheet_wrong");
    EXPECT_THAT(fields_of(refused), ElementsAre("rows/2/结果", "rows/3/说明", "rows/4/日期", "rows/5/结果"));
    EXPECT_EQ(district.count("SELECT COUNT(*) FROM civility_mark"), 0);
    EXPECT_EQ(lines("civility.import"), 0);
    EXPECT_EQ(shown(civility, office()).at("state"), "fieldwork");
}

TEST_F(ImportTest, rows_that_belong_nowhere_are_named_by_what_is_wrong_with_them) {
    const auto civility = started({{"observations", 2}, {"second_percent", 0}});
    const auto good = filled(civility);
    const auto with = [&](column::Name name, const std::string& text) {
        auto rows = good;
        rows[1][name] = text;
        return problems(civility, rows);
    };
    EXPECT_THAT(with(column::number, "2"), ElementsAre("2 序号"));
    EXPECT_THAT(with(column::point, "天台"), ElementsAre("2 点位"));
    EXPECT_THAT(with(column::moment, ""), ElementsAre("2 时段"));
    EXPECT_THAT(with(column::check_point, "没有这一点"), ElementsAre("2 检查点"));
    EXPECT_THAT(with(column::check_point, good[2][column::check_point]), ElementsAre("3 检查点", "0 检查点")) << "there twice, and one is missing";
    EXPECT_THAT(with(column::observer, "3"), ElementsAre("2 观察员"));
    EXPECT_THAT(with(column::day, "2026-09-19"), ElementsAre("3 日期", "4 日期", "5 日期"));
    EXPECT_THAT(with(column::day, "2026-09-01"), ElementsAre("2 日期"));
    EXPECT_THAT(with(column::note, std::string(600, 'x')), ElementsAre("2 说明"));
    const auto not_drawn = [&] {
        for (const auto& moment : rules().moments)
            if (moment.title.zh != good[1][column::moment] && moment.title.zh != good.back()[column::moment]) return moment.code;
        return std::string{};
    }();
    EXPECT_THAT(with(column::moment, not_drawn), ElementsAre("2 点位"));
    auto without = good;
    without[0][column::result] = "分数";
    EXPECT_THAT(problems(civility, without), ElementsAre("1 结果"));
}

TEST_F(ImportTest, a_sheet_that_lacks_an_observation_or_a_drawn_second_observer_is_not_complete) {
    const auto civility = started();
    auto rows = filled(civility);
    std::erase_if(rows, [](const auto& row) { return row[column::observer] == "2"; });
    EXPECT_THAT(problems(civility, rows), ElementsAre("0 检查点", "0 检查点"));
    EXPECT_THAT(import(civility, rows, "yes").body, HasSubstr("观察员 2"));
    rows.resize(1);
    EXPECT_EQ(problems(civility, rows).size(), 5U) << "three first and two second observers";
}

TEST_F(ImportTest, before_a_draw_the_sheet_brings_its_own_observations_as_many_as_planned) {
    const auto civility = plan({{"observations", 2}, {"second_percent", 50}});
    auto rows = filled(civility);
    const auto all_pairs = static_cast<std::int64_t>(rules().points.size() * rules().moments.size());
    EXPECT_THAT(problems(civility, rows), ElementsAre("0 点位", "0 观察员"));
    EXPECT_THAT(import(civility, rows, "yes").body, HasSubstr(fmt::format("表里有 {} 次", all_pairs)));
    std::erase_if(rows, [](const auto& row) { return row[column::number] != "序号" && row[column::number] != "3" && row[column::number] != "7"; });
    for (auto second = Table{rows}; auto& row : second) {
        if (row[column::number] != "7") continue;
        row[column::observer] = "2";
        rows.push_back(row);
    }
    ASSERT_EQ(import(civility, rows).status, 200);
    const auto now = shown(civility, office());
    EXPECT_EQ(now.at("state"), "closed");
    EXPECT_TRUE(now.at("seed").is_null());
    EXPECT_EQ(now.at("progress").at("total"), 2);
    EXPECT_EQ(now.at("progress").at("second_done"), 1);
    EXPECT_EQ(now.at("result").at("percent"), "100");
    const auto again = plan({{"decision", "导入的表不对，办公室决定重做"}});
    EXPECT_EQ(shown(again, office()).at("replaces"), json::value(civility)) << "undone by a new plan";
}

TEST_F(ImportTest, it_is_for_the_plans_own_lead_before_anybody_has_observed_here) {
    const auto civility = started();
    const auto rows = filled(civility);
    EXPECT_EQ(code_of(send(rival(), target(civility), csv(rows))), "not_your_party");
    EXPECT_EQ(code_of(send(office(), target(civility), csv(rows))), "not_your_party");
    EXPECT_EQ(send(observer(), target(civility), csv(rows)).status, 403) << "it closes the field work";
    EXPECT_EQ(evaluation::first_field(send(lead(), target(civility), csv(rows), "perhaps")), "X-Dry-Run");
    EXPECT_EQ(send(lead(), target(civility), "PK no workbook").status, 422);
    EXPECT_EQ(send(lead(), target(civility), "").status, 422);
    ASSERT_EQ(observe(observer(), civility, 1).status, 201);
    EXPECT_EQ(code_of(import(civility, rows)), "already_observed");
    district.set_step(year, "notice");
    EXPECT_EQ(code_of(import(civility, rows)), "wrong_step");
}

TEST_F(ImportTest, a_closed_check_takes_no_sheet) {
    const auto civility = started();
    const auto rows = filled(civility);
    ASSERT_EQ(import(civility, rows).status, 200);
    EXPECT_EQ(code_of(import(civility, rows)), "wrong_state");
}

}  // namespace
}  // namespace anju::civility
