#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "kernel/workbook.hpp"
#include "record/bulk.hpp"
#include "record/test_registers.hpp"

namespace anju::record {
namespace {

using testing::HasSubstr;
using testing::Not;
using Table = std::vector<std::vector<std::string>>;

std::string csv(const Table& table) {
    std::string text;
    for (auto const& row : table) {
        for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "\"" : ",\"") + row[i] + "\"";
        text += "\r\n";
    }
    return text;
}

std::string xlsx(const std::string& directory, const Table& table) {
    auto const file = directory + "/import.xlsx";
    kernel::WorkbookWriter writer{file};
    std::vector<kernel::WorkbookWriter::Column> columns;
    for (auto const& title : table.front()) columns.push_back({title});
    writer.sheet("表", {}, columns);
    for (std::size_t i = 1; i < table.size(); ++i) {
        std::vector<kernel::WorkbookWriter::Cell> cells;
        for (auto const& text : table[i]) cells.push_back({text, true});
        writer.row(cells);
    }
    writer.close();
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

struct ImportTest : testing::Test {
    TestRegisters test;
    kernel::Jobs jobs{*test.service.store};
    std::vector<std::pair<std::string, std::string>> told;  ///< register, place

    ImportTest() {
        job_kinds(jobs, *test.service.store, test.registers,
                  std::filesystem::path{test.service.store.directory()} / "exports");
        test.registers.on_many([this](const Author&, const std::string& place_id, const policy::Register& of) {
            told.emplace_back(of.name, place_id);
        });
    }

    kernel::Reply ask(const kernel::Actor& actor, const std::string& of, const std::string& query,
                      const std::string& bytes) {
        test.service.actor = actor;
        kernel::Request request;
        request.method = "POST";
        request.target = "/api/registers/" + of + "/import?" + query;
        request.headers["x-file-name"] = "%E7%94%B5%E6%A2%AF.csv";
        request.body = bytes;
        return test.service.router.answer(request);
    }
    json::object import(const kernel::Actor& actor, const std::string& of, const std::string& query,
                        const std::string& bytes) {
        auto const reply = ask(actor, of, query, bytes);
        if (reply.status != 202) throw std::runtime_error(reply.body);
        if (!jobs.run_one()) throw std::runtime_error("no job was waiting");
        auto const id = std::string{json::parse(reply.body).at("job_id").as_string()};
        auto const result = test.text("SELECT result FROM job WHERE id = $1", {id});
        return json::parse(result).as_object();
    }
    static std::string problem(const json::object& result, std::size_t i) {
        auto const& one = result.at("problems").as_array().at(i);
        return std::to_string(one.at("row").to_number<int>()) + " " + std::string{one.at("column").as_string()} + " [" +
               std::string{one.at("value").as_string()} + "] " + std::string{one.at("zh").as_string()};
    }
    std::int64_t records(const std::string& of) {
        return test.count("SELECT COUNT(*) FROM record WHERE register = $1 AND deleted = 0", {of});
    }
    std::string at(const place::Place& place) { return "place=" + place.id; }
};

const Table good{{"编号*", "下次检验", "状态", "停用日期", "维保单位", "合同期", "年费", "speed", "消防电梯", "管理员",
                  "管理员电话", "标志"},
                 {"1-1", "2027/3/1", "在用", "", "安捷维保", "2026-01-01 至 2026-12-31", "1200.50", "1.75", "是",
                  "演示甲", "13800000001", "使用标志、警示"},
                 {"1-2", "20270401", "stopped", "2026年9月1日", "", "2026-02-01 起", "", "", "", "", "", ""},
                 {"", "", "", "", "", "", "", "", "", "", "", ""},
                 {"示例3", "2027-01-01", "", "", "", "", "", "", "", "", "", ""}};

}  // namespace

TEST_F(ImportTest, a_dry_run_says_what_would_be_written_and_writes_nothing) {
    test.added(test.officer(), "firm", test.street, {{"name", "安捷维保"}});
    auto const result = import(test.manager(), "lift", at(test.first), csv(good));
    EXPECT_EQ(result.at("problem_count").to_number<int>(), 0) << json::serialize(result);
    EXPECT_EQ(result.at("rows").to_number<int>(), 2);
    EXPECT_EQ(result.at("written").to_number<int>(), 0);
    EXPECT_TRUE(result.at("import_id").is_null());
    EXPECT_EQ(records("lift"), 0);
    EXPECT_TRUE(told.empty());
}

TEST_F(ImportTest, titles_choices_dates_and_names_of_other_records_are_understood_in_a_csv_and_in_a_workbook) {
    auto const firm = test.added(test.officer(), "firm", test.street, {{"name", "安捷维保"}});
    auto const result = import(test.manager(), "lift", "dry_run=no&" + at(test.first), csv(good));
    EXPECT_EQ(result.at("written").to_number<int>(), 2) << json::serialize(result);
    EXPECT_EQ(told, (std::vector<std::pair<std::string, std::string>>{{"lift", test.first.id}}));
    auto const list = test.get(test.manager(), "/api/registers/lift/records?sort=number").at("items").as_array();
    ASSERT_EQ(list.size(), 2U);
    auto const one = test.get(test.manager(), "/api/records/" + std::string{list[0].at("id").as_string()});
    EXPECT_EQ(one.at_pointer("/values/firm/id").as_string(), firm);
    EXPECT_EQ(one.at_pointer("/raw/contract/1").as_string(), "2026-12-31");
    EXPECT_EQ(one.at_pointer("/raw/fee").as_string(), "1200.5");
    EXPECT_EQ(one.at_pointer("/raw/speed").as_string(), "1.75");
    EXPECT_EQ(one.at_pointer("/raw/fast"), true);
    EXPECT_EQ(one.at_pointer("/values/manager_phone").as_string(), "138****0001");
    EXPECT_EQ(one.at_pointer("/values/signs").as_array().size(), 2U);
    EXPECT_EQ(one.at("created_by_name").as_string(), "manager");
    auto const two = test.get(test.manager(), "/api/records/" + std::string{list[1].at("id").as_string()});
    EXPECT_EQ(two.at_pointer("/raw/stopped_on").as_string(), "2026-09-01");
    EXPECT_EQ(two.at_pointer("/raw/next_inspection").as_string(), "2027-04-01");
    EXPECT_EQ(test.service.journal_lines("record.imported"), 1);

    auto const book =
        xlsx(test.service.store.directory(), {{"Number", "下次检验", "层数"}, {"2-1", "2027-03-01", "18"}});
    EXPECT_EQ(import(test.manager(), "lift", "dry_run=no&" + at(test.first), book).at("written").to_number<int>(), 1);
    EXPECT_EQ(records("lift"), 3);
}

TEST_F(ImportTest, one_wrong_row_keeps_everything_out_and_every_problem_has_row_column_value_and_mend) {
    test.added(test.manager(), "lift", test.first, TestRegisters::lift("9-9"));
    auto const result = import(test.manager(), "lift", "dry_run=no&" + at(test.first),
                               csv({{"编号", "下次检验", "状态", "停用日期", "维保单位", "管理员电话"},
                                    {"1-1", "明年", "在用", "", "", ""},
                                    {"1-2", "2027-03-01", "坏了", "", "没有的单位", ""},
                                    {"1-2", "2027-03-01", "在用", "2026-01-01", "", "138****0001"},
                                    {"", "2027-03-01", "", "", "", "12"},
                                    {"9-9", "2027-03-01", "", "", "", ""},
                                    {"1-3", "2027-03-01", "", "", "", ""},
                                    {"1-3", "2027-03-01", "", "", "", ""}}));
    std::string all;
    for (std::size_t i = 0; i < result.at("problems").as_array().size(); ++i) all += problem(result, i) + "\n";
    EXPECT_THAT(all, HasSubstr("2 下次检验 [明年] "));
    EXPECT_THAT(all, HasSubstr("3 状态 [坏了] 只能选：在用、停用"));
    EXPECT_THAT(all, HasSubstr("3 维保单位 [没有的单位] 没有找到"));
    EXPECT_THAT(all, HasSubstr("4 停用日期 [2026-01-01] 按“状态”的内容"));
    EXPECT_THAT(all, HasSubstr("4 管理员电话 "));
    EXPECT_THAT(all, HasSubstr("5 编号 [] “编号”没有填"));
    EXPECT_THAT(all, Not(HasSubstr("[12]"))) << "a sensitive value is not given back in clear";
    EXPECT_THAT(all, HasSubstr("6 编号 [9-9] “编号”和已有的一条重复了（9-9）"));
    EXPECT_THAT(all, HasSubstr("8 编号 [1-3] “编号”和第 7 行重复"));
    EXPECT_EQ(result.at("problem_count").to_number<int>(), 9) << all;
    EXPECT_EQ(result.at("written").to_number<int>(), 0);
    EXPECT_EQ(records("lift"), 1);
    EXPECT_TRUE(told.empty());
}

TEST_F(ImportTest, unknown_doubled_and_missing_columns_are_told_before_any_row) {
    auto const result = import(test.manager(), "lift", at(test.first),
                               csv({{"编号", "number", "颜色", "状态"}, {"1-1", "1-1", "红", "坏了"}}));
    std::string all;
    for (std::size_t i = 0; i < result.at("problems").as_array().size(); ++i) all += problem(result, i) + "\n";
    EXPECT_EQ(all,
              "1 number [] 这一列重复了，请删去一列。\n1 颜色 [] 不认识这一列，请删去，或改成模板里的名称。\n1 "
              "下次检验 [] 第一行缺少必填的“下次检验”这一列，请加上。\n");
    auto const empty = import(test.manager(), "lift", at(test.first), csv({{"编号", "下次检验"}}));
    EXPECT_THAT(problem(empty, 0), HasSubstr("没有数据行"));
}

TEST_F(ImportTest, rows_name_their_estate_and_only_estates_one_may_write) {
    auto const table = csv({{"小区", "编号", "下次检验"}, {"桂花苑", "1", "2027-03-01"}, {"E2", "1", "2027-03-01"}});
    EXPECT_EQ(import(test.manager(), "lift", "dry_run=no", table).at("written").to_number<int>(), 2);
    EXPECT_EQ(told.size(), 2U) << "told once per estate";
    auto const far =
        import(test.manager(), "lift", "",
               csv({{"小区", "编号", "下次检验"}, {"银杏苑", "1", "2027-03-01"}, {"", "2", "2027-03-01"}}));
    EXPECT_THAT(problem(far, 0), HasSubstr("2 小区 [银杏苑] 没有找到"));
    EXPECT_THAT(problem(far, 1), HasSubstr("3 小区 [] “小区”没有填"));
    EXPECT_EQ(ask(test.manager(), "lift", at(test.third), table).status, 403);
    EXPECT_EQ(ask(test.officer(), "lift", at(test.first), table).status, 403) << "reads, does not write";
    EXPECT_EQ(ask(TestRegisters::stranger(), "lift", "", table).status, 404);
}

TEST_F(ImportTest, a_name_several_records_have_must_be_made_clear) {
    test.added(test.officer(), "firm", test.street, {{"name", "安捷"}});
    test.service.store->act([&](kernel::Transaction& transaction) {
        transaction.run(
            "INSERT INTO record (id, register, place_id, path, name, state, doc, search, deleted, import_id, "
            "created_by, created_by_name, created_at, changed_at, version) "
            "SELECT '0190a000-0000-7000-8000-00000000000f', register, place_id, path, name, state, doc, search, "
            "deleted, import_id, created_by, created_by_name, created_at, "
            "changed_at, version FROM record WHERE register = 'firm'");
    });
    auto const result = import(test.manager(), "lift", at(test.first),
                               csv({{"编号", "下次检验", "维保单位"}, {"1", "2027-03-01", "安捷"}}));
    EXPECT_THAT(problem(result, 0), HasSubstr("2 维保单位 [安捷] 有好几个叫“安捷”的"));
}

TEST_F(ImportTest, dwellings_are_found_by_building_unit_and_room_and_numbers_are_given) {
    auto const table = csv({{"告知日期", "哪一户", "承租人", "身份证", "归哪个社区"},
                            {"2026-09-20", "1幢-1单元-301室", "演示甲", "11010519491231002X", "桂花社区"},
                            {"2026-09-20", "1幢1单元301", "演示乙", "", ""}});
    auto const result = import(test.manager(), "report", "dry_run=no&" + at(test.first), table);
    ASSERT_EQ(result.at("written").to_number<int>(), 2) << json::serialize(result);
    auto const list = test.get(test.manager(), "/api/registers/report/records?sort=number").at("items").as_array();
    EXPECT_EQ(list[0].at("name").as_string(), "BS-2026-0001");
    EXPECT_EQ(list[1].at("name").as_string(), "BS-2026-0002");
    EXPECT_EQ(list[0].at_pointer("/values/dwelling/id").as_string(), test.dwelling);
    EXPECT_EQ(list[0].at("state").as_string(), "recorded");
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM job WHERE input LIKE '%\"file\"%' OR input LIKE '%演示甲%' OR result "
                         "LIKE '%演示甲%'"),
              0)
        << "the upload is not kept";
    // A number of one's own, and the same person again.
    auto const again = import(test.manager(), "report", at(test.first),
                              csv({{"编号", "告知日期", "承租人", "身份证"},
                                   {"BS-2026-0001", "2026-09-20", "演示丙", "11010519491231002X"}}));
    EXPECT_EQ(again.at("problem_count").to_number<int>(), 2) << json::serialize(again);
    EXPECT_THAT(json::serialize(again), Not(HasSubstr("491231")));
}

TEST_F(ImportTest, an_import_is_taken_back_unless_a_record_was_changed_since) {
    auto const table = csv({{"编号", "下次检验"}, {"1", "2027-03-01"}, {"2", "2027-03-01"}});
    auto const id =
        std::string{import(test.manager(), "lift", "dry_run=no&" + at(test.first), table).at("import_id").as_string()};
    auto const undo = [&](const kernel::Actor& actor) {
        return test.call(actor, "POST", "/api/registers/lift/imports/" + id + "/undo",
                         json::object{{"why", "导错了文件"}});
    };
    auto const imports = test.get(test.manager(), "/api/registers/lift/imports").at("items").as_array();
    ASSERT_EQ(imports.size(), 1U);
    EXPECT_EQ(imports[0].at("file_name").as_string(), "电梯.csv");
    EXPECT_EQ(imports[0].at("records").to_number<int>(), 2);
    EXPECT_EQ(undo(test.far_manager()).status, 404);
    EXPECT_TRUE(test.get(test.far_manager(), "/api/registers/lift/imports").at("items").as_array().empty());
    auto const record = test.text("SELECT id FROM record WHERE import_id = $1 ORDER BY id LIMIT 1", {id});
    ASSERT_EQ(test.call(test.manager(), "PUT", "/api/records/" + record,
                        json::object{{"fields", json::object{{"note", "改"}}}, {"version", 1}})
                  .status,
              200);
    auto const refused = undo(test.worker());
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(code_of(refused), "changed_since");
    EXPECT_THAT(wrong_fields(refused), HasSubstr(record));
    // That one deleted by hand, the rest goes together.
    ASSERT_EQ(test.call(test.manager(), "POST", "/api/records/" + record + "/delete",
                        json::object{{"why", "不要了"}, {"version", 2}})
                  .status,
              200);
    told.clear();
    auto const reply = undo(test.worker());
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("removed").to_number<int>(), 1);
    EXPECT_EQ(records("lift"), 0);
    EXPECT_EQ(told.size(), 1U);
    EXPECT_EQ(code_of(undo(test.worker())), "undone");
    EXPECT_EQ(import(test.manager(), "lift", "dry_run=no&" + at(test.first), table).at("written").to_number<int>(), 2)
        << "the numbers are free again";
}

TEST_F(ImportTest, an_import_others_point_to_is_not_taken_back) {
    auto const id =
        std::string{import(test.officer(), "firm", "dry_run=no&" + at(test.street), csv({{"名称"}, {"安捷"}}))
                        .at("import_id")
                        .as_string()};
    test.added(test.manager(), "lift", test.first,
               TestRegisters::lift("1", {{"firm", test.text("SELECT id FROM record WHERE import_id = $1", {id})}}));
    auto const refused = test.call(test.officer(), "POST", "/api/registers/firm/imports/" + id + "/undo",
                                   json::object{{"why", "导错了"}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(code_of(refused), "linked");
    EXPECT_EQ(records("firm"), 1);
}

TEST_F(ImportTest, what_is_no_sheet_is_refused_in_plain_words) {
    EXPECT_EQ(code_of(ask(test.manager(), "lift", at(test.first), "\xD0\xCF\x11\xE0old")), "not_a_workbook");
    EXPECT_EQ(code_of(ask(test.manager(), "lift", at(test.first), "")), "not_a_workbook");
    auto const broken = import(test.manager(), "lift", at(test.first), "PK no zip");
    EXPECT_EQ(broken.at("code").as_string(), "not_a_workbook");
}

TEST_F(ImportTest, a_register_whose_records_need_photos_cannot_be_imported) {
    TestRegisters strict{
        {},
        test_pack::files(
            {{"registers/lift.yaml", [] {
                  std::string text = test_pack::lift;
                  auto const at = text.find("      - {field: note");
                  return text.insert(
                      at, "      - {field: picture, kind: photos, title: {zh: 照片, en: Picture}, required: true}\n");
              }()}})};
    kernel::Jobs own{*strict.service.store};
    job_kinds(own, *strict.service.store, strict.registers, "unused");
    strict.service.actor = strict.manager();
    kernel::Request request;
    request.method = "POST";
    request.target = "/api/registers/lift/import?place=" + strict.first.id;
    request.body = csv({{"编号", "下次检验"}, {"1", "2027-03-01"}});
    ASSERT_EQ(strict.service.router.answer(request).status, 202);
    ASSERT_TRUE(own.run_one());
    EXPECT_THAT(strict.text("SELECT result FROM job"), HasSubstr("不能从表格导入，请逐条登记"));
}

TEST_F(ImportTest, the_template_can_be_filled_in_and_imported) {
    auto const reply = test.call(test.manager(), "GET", "/api/registers/lift/template");
    ASSERT_EQ(reply.status, 200) << reply.body;
    auto const book = kernel::read_workbook(reply.body);
    ASSERT_EQ(book.sheets.size(), 2U);
    auto header = book.sheets[0].rows.at(0);
    EXPECT_EQ(header[0], "小区");
    EXPECT_EQ(header[1], "编号*");
    EXPECT_EQ(book.sheets[1].name, "说明");
    Table filled{header, std::vector<std::string>(header.size())};
    filled[1][0] = "桂花苑";
    filled[1][1] = "1-1";
    for (std::size_t i = 0; i < header.size(); ++i)
        if (header[i] == "下次检验*") filled[1][i] = "2027-03-01";
    EXPECT_EQ(import(test.manager(), "lift", "dry_run=no", csv(filled)).at("written").to_number<int>(), 1);
}

TEST_F(ImportTest, a_job_taken_up_again_writes_nothing_twice) {
    auto const reply =
        ask(test.manager(), "lift", "dry_run=no&" + at(test.first), csv({{"编号", "下次检验"}, {"1", "2027-03-01"}}));
    auto const id = std::string{json::parse(reply.body).at("job_id").as_string()};
    ASSERT_TRUE(jobs.run_one());
    test.service.store->act([&](kernel::Transaction& transaction) {
        transaction.run("UPDATE job SET state = 'waiting', taken_by = NULL WHERE id = $1", {id});
    });
    ASSERT_TRUE(jobs.run_one());
    EXPECT_EQ(records("lift"), 1);
    EXPECT_EQ(json::parse(test.text("SELECT result FROM job WHERE id = $1", {id})).at("import_id").as_string(), id);
}

/// Set ANJU_IMPORT_ROWS=20000 to measure; the test itself only has to stay right on several batches.
TEST_F(ImportTest, several_batches_are_written_whole) {
    auto const* wanted = std::getenv("ANJU_IMPORT_ROWS");
    auto const rows = wanted == nullptr ? 600 : std::atoi(wanted);
    test.added(test.officer(), "firm", test.street, {{"name", "安捷维保"}});
    Table table{{"小区", "编号", "下次检验", "登记证编号", "维保单位", "管理员", "管理员电话", "年费"}};
    for (int i = 0; i < rows; ++i)
        table.push_back({i % 2 == 0 ? "桂花苑" : "茶花苑", std::to_string(i), "2027-03-01", "T" + std::to_string(i),
                         "安捷维保", "演示甲", "13800000001", "1200"});
    auto const bytes = csv(table);
    auto const begin = std::chrono::steady_clock::now();
    auto const result = import(test.manager(), "lift", "dry_run=no", bytes);
    auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    RecordProperty("milliseconds", static_cast<int>(took.count()));
    EXPECT_EQ(result.at("written").to_number<int>(), rows) << result.at("problem_count");
    EXPECT_EQ(records("lift"), rows);
    auto const again = import(test.manager(), "lift", "", bytes);
    EXPECT_EQ(again.at("problem_count").to_number<int>(), 2 * rows) << "every number and certificate is there already";
    EXPECT_EQ(again.at("problems").as_array().size(), 200U);
}

}  // namespace anju::record
