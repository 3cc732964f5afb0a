#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>

#include "kernel/test_service.hpp"
#include "kernel/workbook.hpp"
#include "place/address.hpp"
#include "place/base64.hpp"
#include "place/place.hpp"

namespace anju::place {
namespace {

using kernel::TestService;
namespace json = kernel::json;
using Table = std::vector<std::vector<std::string>>;

std::vector<kernel::Migration> all_migrations() {
    auto all = kernel::kernel_migrations();
    for (auto& migration : migrations()) all.push_back(std::move(migration));
    return all;
}

const std::vector<std::string> dwelling_columns{"小区编码", "楼幢", "单元", "楼层", "室号", "用途", "居住类别", "建筑面积"};

struct ImportTest : testing::Test {
    policy::Pack pack;
    TestService service{all_migrations()};
    kernel::Jobs jobs{*service.store};

    void SetUp() override {
        pack.places = {{"990105", {"示例区", "Example"}}, {{"990105001", {"甲街道", "A"}, true, {}, {}}}};
        routes(service.router, pack);
        job_kinds(jobs, *service.store);
        service.store->act([&](kernel::Transaction& transaction) { plant(transaction, pack.places); });
        service.actor = TestService::who("office", {"place.read", "place.manage"});
    }

    std::string workbook(const std::vector<std::pair<std::string, Table>>& sheets) {
        const auto file = service.store.directory() + "/book.xlsx";
        kernel::WorkbookWriter writer{file};
        for (const auto& [name, table] : sheets) {
            std::vector<kernel::WorkbookWriter::Column> columns;
            for (const auto& title : table.front()) columns.push_back({title});
            writer.sheet(name, {}, columns);
            for (std::size_t i = 1; i < table.size(); ++i) {
                std::vector<kernel::WorkbookWriter::Cell> cells;
                for (const auto& text : table[i]) cells.push_back({text});
                writer.row(cells);
            }
        }
        writer.close();
        std::ifstream stream{file, std::ios::binary};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }

    std::string ask(const std::string& bytes, bool dry_run) {
        kernel::Request request;
        request.method = "POST";
        request.target = std::string{"/api/places/import?dry_run="} + (dry_run ? "true" : "false");
        request.headers["content-type"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        request.body = bytes;
        const auto reply = service.router.answer(request);
        EXPECT_EQ(reply.status, 202) << reply.body;
        return std::string{json::parse(reply.body).at("job_id").as_string()};
    }

    json::value import(const std::string& bytes, bool dry_run) {
        const auto id = ask(bytes, dry_run);
        EXPECT_TRUE(jobs.run_one());
        const auto job = service.get("/api/jobs/" + id);
        return job.at("state").as_string() == "done" ? job.at("result") : job;
    }

    std::int64_t count(const std::string& table) {
        std::int64_t rows = 0;
        service.store->see([&](kernel::Transaction& transaction) { rows = transaction.one("SELECT COUNT(*) FROM " + table)->number(0); });
        return rows;
    }

    std::string good() {
        return workbook({{"社区", {{"街道", "编码", "名称"}, {"甲街道", "990105001001", "一社区"}}},
                         {"小区", {{"社区", "编码", "名称", "阶段", "户数", "地址"}, {"一社区", "E1", "甲一花苑", "已安置", "3", "无"}}},
                         {"楼幢", {{"小区编码", "楼幢"}, {"E1", "1幢"}, {"E1", "2幢"}}},
                         {"户", {dwelling_columns,
                                 {"E1", "1幢", "1单元", "10层", "1001", "住宅", "回迁", "89.50"},
                                 {"E1", "1幢", "1单元", "2层", "201", "住宅", "租户", "无"},
                                 {"E1", "2幢", "无", "-1层", "车位8", "车位", "无", ""}}}});
    }
};

TEST_F(ImportTest, a_dry_run_counts_what_is_new_and_writes_nothing) {
    const auto result = import(good(), true);
    EXPECT_EQ(result.at("problem_count").as_int64(), 0) << json::serialize(result);
    EXPECT_EQ(result.at("communities").as_int64(), 1);
    EXPECT_EQ(result.at("estates").as_int64(), 1);
    EXPECT_EQ(result.at("buildings").as_int64(), 2);
    EXPECT_EQ(result.at("dwellings").as_int64(), 3);
    EXPECT_EQ(count("dwelling"), 0);
    EXPECT_EQ(service.journal_lines("place.imported"), 0);
}

TEST_F(ImportTest, a_good_file_is_written_whole_and_a_second_time_adds_nothing) {
    EXPECT_TRUE(import(good(), false).at("written").as_bool());
    EXPECT_EQ(count("dwelling"), 3);
    EXPECT_EQ(service.journal_lines("place.import"), 1);
    EXPECT_EQ(service.journal_lines("place.imported"), 1);
    const auto again = import(good(), false);
    EXPECT_EQ(again.at("dwellings").as_int64(), 0);
    EXPECT_EQ(again.at("problem_count").as_int64(), 0);
    EXPECT_EQ(count("dwelling"), 3);
    EXPECT_EQ(count("estate_stage"), 1);

    const auto estate = service.get("/api/estates").at("items").at(0);
    EXPECT_EQ(estate.at("community").at("name").as_string(), "一社区");
    const auto page = "/api/estates/" + std::string{estate.at("id").as_string()};
    EXPECT_EQ(service.get(page + "/buildings").at("items").at(0).at("dwellings").as_int64(), 2);
    const auto dwellings = service.get(page + "/dwellings").at("items").as_array();
    ASSERT_EQ(dwellings.size(), 3U);
    EXPECT_EQ(dwellings[0].at("floor").as_string(), "2层");  // floors are counted, not spelled
    EXPECT_EQ(dwellings[1].at("area").as_string(), "89.5");
    EXPECT_EQ(dwellings[2].at("kind").as_string(), "parking");
    EXPECT_TRUE(dwellings[2].at("area").is_null());
    const auto paged = service.get(page + "/dwellings?limit=2");
    EXPECT_EQ(service.get(page + "/dwellings?limit=2&after=" + std::string{paged.at("next").as_string()}).at("items").as_array().size(), 1U);
}

TEST_F(ImportTest, one_bad_row_among_good_ones_writes_nothing_at_all) {
    const auto bytes = workbook({{"社区", {{"街道", "编码", "名称"}, {"甲街道", "990105001001", "一社区"}}},
                                 {"小区", {{"社区", "编码", "名称", "阶段"}, {"一社区", "E1", "甲一花苑", "已安置"}, {"二社区", "E2", "甲二花苑", "待安置"}}}});
    const auto result = import(bytes, false);
    EXPECT_FALSE(result.at("written").as_bool());
    ASSERT_EQ(result.at("problem_count").as_int64(), 1);
    const auto& problem = result.at("problems").at(0);
    EXPECT_EQ(problem.at("sheet").as_string(), "小区");
    EXPECT_EQ(problem.at("row").as_int64(), 3);
    EXPECT_EQ(problem.at("column").as_string(), "社区");
    EXPECT_EQ(problem.at("value").as_string(), "二社区");
    EXPECT_FALSE(problem.at("zh").as_string().empty());
    EXPECT_FALSE(problem.at("en").as_string().empty());
    EXPECT_EQ(count("place"), 2);  // the district and its street
}

TEST_F(ImportTest, every_wrong_cell_is_named_with_the_mend) {
    import(good(), false);
    const auto bytes = workbook({{"户", {dwelling_columns,
                                         {"E1", "1栋", "一单元", "", "", "住房", "本地", "八十"},
                                         {"E9", "1幢", "1单元", "1层", "101", "住宅", "回迁", ""},
                                         {"E1", "9幢", "1单元", "1层", "101", "住宅", "回迁", ""},
                                         {"E1", "1幢", "1单元", "1层", "101", "住宅", "回迁", "0"},
                                         {"E1", "1幢", "1单元", "1层", "102", "住宅", "回迁", "70"},
                                         {"E1", "1幢", "1单元", "1层", "102", "住宅", "回迁", "70"}}}});
    const auto result = import(bytes, true);
    std::vector<std::pair<std::int64_t, std::string>> places;
    for (const auto& problem : result.at("problems").as_array())
        places.emplace_back(problem.at("row").as_int64(), problem.at("column").as_string());
    using Places = std::vector<std::pair<std::int64_t, std::string>>;
    EXPECT_EQ(places, (Places{{2, "楼幢"}, {2, "单元"}, {2, "楼层"}, {2, "室号"}, {2, "用途"}, {2, "居住类别"}, {2, "建筑面积"},
                              {3, "小区编码"}, {4, "楼幢"}, {5, "建筑面积"}, {7, "室号"}}));
    EXPECT_THAT(std::string{result.at("problems").at(0).at("zh").as_string()}, testing::HasSubstr("1幢"));
}

TEST_F(ImportTest, a_code_that_belongs_to_another_name_and_a_repeated_code_are_problems) {
    import(good(), false);
    const auto result = import(workbook({{"小区", {{"社区", "编码", "名称", "阶段"}, {"一社区", "E1", "别的花苑", "已安置"}, {"一社区", "E5", "五苑", "已安置"}, {"一社区", "E5", "六苑", "已安置"}}}}), true);
    ASSERT_EQ(result.at("problem_count").as_int64(), 2);
    EXPECT_THAT(std::string{result.at("problems").at(0).at("zh").as_string()}, testing::HasSubstr("甲一花苑"));
    EXPECT_THAT(std::string{result.at("problems").at(1).at("zh").as_string()}, testing::HasSubstr("第 3 行"));
}

TEST_F(ImportTest, unknown_sheets_and_columns_and_missing_ones_are_told) {
    const auto result = import(workbook({{"居民", {{"姓名"}, {"示意"}}}, {"楼幢", {{"小区编码", "楼号"}, {"E1", "1幢"}}}}), true);
    EXPECT_EQ(result.at("problem_count").as_int64(), 3) << json::serialize(result);
}

TEST_F(ImportTest, at_most_a_thousand_problems_are_listed_but_all_are_counted) {
    Table table{{"小区编码", "楼幢"}};
    for (int i = 0; i < 1500; ++i) table.push_back({"NONE", "1幢"});
    const auto result = import(workbook({{"楼幢", table}}), true);
    EXPECT_EQ(result.at("problems").as_array().size(), 1000U);
    EXPECT_EQ(result.at("problem_count").as_int64(), 1500);
}

TEST_F(ImportTest, what_is_no_workbook_is_refused_at_once_and_a_broken_one_fails_the_job) {
    EXPECT_EQ(service.call("POST", "/api/places/import?dry_run=true", json::object{}).status, 422);
    const auto job = import("PK broken", true);
    EXPECT_EQ(job.at("state").as_string(), "failed");
    EXPECT_TRUE(job.at("result").is_null());
    EXPECT_EQ(job.at("problem").at("code").as_string(), "not_a_workbook");
}

TEST_F(ImportTest, the_template_can_be_imported_and_its_example_rows_are_skipped) {
    const auto reply = service.call("GET", "/api/places/import-template.xlsx");
    ASSERT_EQ(reply.status, 200);
    ASSERT_TRUE(reply.body.starts_with("PK"));
    const auto result = import(reply.body, true);
    EXPECT_EQ(result.at("problem_count").as_int64(), 0) << json::serialize(result);
    EXPECT_EQ(result.at("estates").as_int64(), 0);
}

TEST_F(ImportTest, a_job_is_seen_and_cancelled_only_by_whoever_asked) {
    const auto id = ask(good(), false);
    service.actor = TestService::who("another", {"place.read", "place.manage"});
    EXPECT_EQ(service.call("GET", "/api/jobs/" + id).status, 404);
    EXPECT_EQ(service.call("POST", "/api/jobs/" + id + "/cancel", json::object{}).status, 404);
    service.actor = TestService::who("office", {"place.read", "place.manage"});
    EXPECT_EQ(service.call("POST", "/api/jobs/" + id + "/cancel", json::object{}).status, 200);
    EXPECT_FALSE(jobs.run_one());
    EXPECT_EQ(service.get("/api/jobs/" + id).at("state").as_string(), "cancelled");
    EXPECT_EQ(count("dwelling"), 0);
    EXPECT_EQ(service.call("POST", "/api/jobs/" + id + "/cancel", json::object{}).status, 409);
}

TEST_F(ImportTest, hundreds_of_estates_are_imported_with_their_stages) {
    Table estates{{"社区", "编码", "名称", "阶段"}};
    for (int i = 0; i < 250; ++i) estates.push_back({"一社区", "E" + std::to_string(i), "第" + std::to_string(i) + "苑", i % 2 == 0 ? "已安置" : "待安置"});
    const auto bytes = workbook({{"社区", {{"街道", "编码", "名称"}, {"甲街道", "990105001001", "一社区"}}}, {"小区", estates}});
    EXPECT_TRUE(import(bytes, false).at("written").as_bool());
    EXPECT_EQ(count("estate_stage"), 250);
}

TEST_F(ImportTest, ten_thousand_dwellings_are_imported_in_one_act) {
    Table buildings{{"小区编码", "楼幢"}};
    Table dwellings{dwelling_columns};
    for (int building = 1; building <= 10; ++building) {
        const auto name = std::to_string(building) + "幢";
        buildings.push_back({"E1", name});
        for (int room = 0; room < 1000; ++room)
            dwellings.push_back({"E1", name, "1单元", std::to_string(room / 10 + 1) + "层", std::to_string(room + 1), "住宅", "回迁", "80"});
    }
    const auto bytes = workbook({{"社区", {{"街道", "编码", "名称"}, {"甲街道", "990105001001", "一社区"}}},
                                 {"小区", {{"社区", "编码", "名称", "阶段"}, {"一社区", "E1", "甲一花苑", "已安置"}}},
                                 {"楼幢", buildings},
                                 {"户", dwellings}});
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(import(bytes, false).at("dwellings").as_int64(), 10'000);
    EXPECT_EQ(count("dwelling"), 10'000);
    RecordProperty("milliseconds", static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count()));
}

TEST(Address, buildings_units_and_floors_are_written_the_local_way) {
    for (const auto* good : {"1幢", "12幢", "1-10幢", "无"}) EXPECT_FALSE(refuse_building(good)) << good;
    for (const auto* bad : {"", "1", "1栋", "1号楼", "01幢", "一幢", "1-幢", "幢"}) EXPECT_TRUE(refuse_building(bad)) << bad;
    EXPECT_FALSE(refuse_unit("2单元"));
    EXPECT_TRUE(refuse_unit("2"));
    EXPECT_FALSE(refuse_floor("-1层"));
    EXPECT_TRUE(refuse_floor("0层"));
    EXPECT_TRUE(refuse_floor(""));
    EXPECT_TRUE(refuse_room("1 01"));
    EXPECT_FALSE(refuse_room("101"));
}

TEST(Address, sorting_counts_as_a_person_does) {
    EXPECT_LT(sort_key("2幢"), sort_key("10幢"));
    EXPECT_LT(sort_key("-2层"), sort_key("-1层"));
    EXPECT_LT(sort_key("-1层"), sort_key("1层"));
    EXPECT_LT(sort_key("无"), sort_key("-9层"));
    EXPECT_LT(sort_key("A2"), sort_key("A10"));
}

TEST(Base64, goes_there_and_back_for_every_length_and_refuses_other_letters) {
    std::string bytes;
    for (int i = 0; i < 300; ++i) {
        EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
        bytes += static_cast<char>(i * 37);
    }
    EXPECT_EQ(to_base64("foob"), "Zm9vYg==");
    EXPECT_FALSE(from_base64("Zm9v!A=="));
    EXPECT_FALSE(from_base64("abc"));
}

}  // namespace
}  // namespace anju::place
