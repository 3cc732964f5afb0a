#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "kernel/workbook.hpp"
#include "record/bulk.hpp"
#include "record/columns.hpp"
#include "record/test_registers.hpp"

namespace anju::record {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

struct ExportTest : testing::Test {
    TestRegisters test;
    kernel::Jobs jobs{*test.service.store};
    std::filesystem::path exports = std::filesystem::path{test.service.store.directory()} / "exports";

    ExportTest() {
        job_kinds(jobs, *test.service.store, test.registers, exports);
        download_routes(test.service.router, exports);
    }

    std::string ask(const kernel::Actor& actor, const std::string& of, const json::object& wanted) {
        auto const reply = test.call(actor, "POST", "/api/registers/" + of + "/export", wanted);
        if (reply.status != 202) throw std::runtime_error(reply.body);
        return std::string{json::parse(reply.body).at("job_id").as_string()};
    }
    /// The exported file, as whoever asked gets it.
    std::string exported(const kernel::Actor& actor, const std::string& of, const json::object& wanted) {
        auto const id = ask(actor, of, wanted);
        if (!jobs.run_one()) throw std::runtime_error("no job was waiting");
        auto const reply = test.call(actor, "GET", "/api/exports/" + id);
        if (reply.status != 200)
            throw std::runtime_error(reply.body + test.text("SELECT result FROM job WHERE id = $1", {id}));
        return bytes_of(reply.file);
    }
};

}  // namespace

TEST_F(ExportTest, a_workbook_holds_names_and_titles_and_masks_what_is_sensitive) {
    auto const firm = test.added(test.officer(), "firm", test.street, {{"name", "安捷维保"}});
    test.added(test.manager(), "lift", test.first,
               TestRegisters::lift("1-1", {{"firm", firm},
                                           {"fee", "1200.50"},
                                           {"manager", "演示甲"},
                                           {"manager_phone", "13800000001"},
                                           {"signs", {"use", "advice"}},
                                           {"contract", {"2026-01-01", ""}}}));
    auto const book = kernel::read_workbook(exported(test.manager(), "lift", {{"format", "xlsx"}}));
    ASSERT_EQ(book.sheets.size(), 1U);
    auto const& rows = book.sheets[0].rows;
    ASSERT_EQ(rows.size(), 2U);
    std::map<std::string, std::string> cells;
    for (std::size_t i = 0; i < rows[1].size(); ++i) cells[rows[0][i]] = rows[1][i];
    EXPECT_EQ(cells["小区"], "桂花苑");
    EXPECT_EQ(cells["编号"], "1-1");
    EXPECT_EQ(cells["维保单位"], "安捷维保");
    EXPECT_EQ(cells["状态"], "在用");
    EXPECT_EQ(cells["年费"], "1200.5");
    EXPECT_EQ(cells["消防电梯"], "否");
    EXPECT_EQ(cells["标志"], "使用标志、注意事项");
    EXPECT_EQ(cells["合同期"], "2026-01-01 起");
    EXPECT_EQ(cells["管理员"], "演*");
    EXPECT_EQ(cells["管理员电话"], "138****0001");
}

TEST_F(ExportTest, only_what_the_asker_reads_and_asked_for_is_exported) {
    test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1"));
    test.added(test.manager(), "lift", test.second, TestRegisters::lift("2-1"));
    test.added(test.far_manager(), "lift", test.third, TestRegisters::lift("3-1"));
    auto const all = exported(test.worker(), "lift", {{"format", "csv"}, {"columns", {"number"}}});
    EXPECT_TRUE(all.starts_with("\xEF\xBB\xBF小区,编号,最近修改\r\n"));
    EXPECT_THAT(all, HasSubstr("桂花苑,1-1,"));
    EXPECT_THAT(all, HasSubstr("茶花苑,2-1,"));
    EXPECT_THAT(all, Not(HasSubstr("3-1")));
    auto const one = exported(test.worker(), "lift", {{"format", "csv"}, {"query", {{"f.number", "2-1"}}}});
    EXPECT_THAT(one, Not(HasSubstr("1-1,")));
    EXPECT_THAT(one, HasSubstr("茶花苑,2-1,"));
    EXPECT_EQ(test.call(test.worker(), "POST", "/api/registers/lift/export",
                        json::object{{"format", "csv"}, {"columns", {"colour"}}})
                  .status,
              422);
    EXPECT_EQ(
        test.call(TestRegisters::stranger(), "POST", "/api/registers/lift/export", json::object{{"format", "csv"}})
            .status,
        404);
}

TEST_F(ExportTest, a_text_that_looks_like_a_formula_stays_a_text) {
    test.added(test.manager(), "lift", test.first, TestRegisters::lift("=1+1", {{"note", "@SUM(A1),\"x\""}}));
    auto const text = exported(test.manager(), "lift", {{"format", "csv"}, {"columns", {"number", "note"}}});
    EXPECT_THAT(text, HasSubstr("桂花苑,'=1+1,\"'@SUM(A1),\"\"x\"\"\","));
    auto const book =
        kernel::read_workbook(exported(test.manager(), "lift", {{"format", "xlsx"}, {"columns", {"number"}}}));
    EXPECT_EQ(book.sheets[0].rows.at(1).at(1), "=1+1") << "read back as the text it was, not as a sum";
    EXPECT_EQ(unguarded(guarded("-5")), "-5");
    EXPECT_EQ(guarded("5"), "5");
}

TEST_F(ExportTest, a_file_is_only_for_whoever_asked_and_only_when_it_is_ready) {
    test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1"));
    auto const id = ask(test.manager(), "lift", {{"format", "csv"}});
    EXPECT_EQ(code_of(test.call(test.manager(), "GET", "/api/exports/" + id)), "not_ready");
    ASSERT_TRUE(jobs.run_one());
    EXPECT_EQ(test.call(test.worker(), "GET", "/api/exports/" + id).status, 404);
    ASSERT_EQ(test.call(test.manager(), "GET", "/api/exports/" + id).status, 200);
    // After a week it is gone.
    std::filesystem::last_write_time(export_file(exports, id, "csv"),
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours{8 * 24});
    jobs.tick();
    EXPECT_EQ(test.call(test.manager(), "GET", "/api/exports/" + id).status, 410);
}

TEST_F(ExportTest, many_pages_are_written_whole_and_in_order_and_conditions_are_not_kept_in_clear) {
    test.service.store->act([&](kernel::Transaction& transaction) {
        for (int i = 0; i < 1203; ++i) {
            char id[37];
            std::snprintf(id, sizeof id, "0190b000-0000-7000-8000-%012d", i);
            auto const number = std::to_string(10'000 + i);
            transaction.run(
                "INSERT INTO record (id, register, place_id, path, name, state, doc, search, deleted, import_id, "
                "created_by, created_by_name, created_at, changed_at, version) VALUES "
                "($1, 'lift', $2, $3, $4, '', $5, $4, 0, NULL, '', '', 0, 0, 1)",
                {std::string{id}, test.first.id, test.first.path, number,
                 "{\"number\":\"" + number + "\",\"next_inspection\":\"2027-03-01\"}"});
        }
    });
    auto const text =
        exported(test.manager(), "lift",
                 {{"format", "csv"}, {"columns", {"number"}}, {"query", {{"sort", "number"}, {"search", "1"}}}});
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1204);
    EXPECT_LT(text.find(",10499,"), text.find(",10500,"));
    EXPECT_LT(text.find(",11000,"), text.find(",11202,"));
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM job WHERE input LIKE '%\"search\"%'"), 0);
}

TEST(labels, lead_to_the_record_and_are_for_registers_that_declare_them) {
    TestRegisters test;
    auto const id = test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1"));
    test.added(test.manager(), "lift", test.second, TestRegisters::lift("2-1"));
    auto const print = [&](const kernel::Actor& actor, const std::string& of, const json::object& wanted) {
        return test.call(actor, "POST", "/api/registers/" + of + "/labels", wanted);
    };
    auto const one = print(test.manager(), "lift",
                           {{"ids", {id}}, {"query", json::object{}}, {"address", "https://anju.example.cn/"}});
    ASSERT_EQ(one.status, 200) << one.body;
    EXPECT_EQ(one.type, "application/pdf");
    EXPECT_TRUE(one.body.starts_with("%PDF"));
    EXPECT_EQ(
        print(test.manager(), "lift",
              {{"ids", nullptr}, {"query", json::object{{"f.number", "2-1"}}}, {"address", "https://anju.example.cn"}})
            .status,
        200);
    EXPECT_EQ(print(test.far_manager(), "lift", {{"ids", {id}}, {"address", "https://anju.example.cn"}}).status, 422)
        << "of what may not be read nothing is told";
    EXPECT_EQ(print(test.manager(), "lift",
                    {{"query", json::object{{"f.number", "none"}}}, {"address", "https://anju.example.cn"}})
                  .status,
              422);
    EXPECT_EQ(print(test.manager(), "lift", {{"ids", {id}}, {"address", "javascript:alert(1)"}}).status, 422);
    EXPECT_EQ(code_of(print(test.manager(), "report", {{"address", "https://anju.example.cn"}})), "no_label");
}

TEST(filters, are_ones_own_and_saving_again_replaces) {
    TestRegisters test;
    auto const path = std::string{"/api/registers/lift/filters"};
    auto const saved = test.call(
        test.manager(), "POST", path,
        json::object{
            {"title", "快到期"}, {"query", {{"search", "演示甲"}, {"f.status", "in_use"}}}, {"columns", {"number"}}});
    ASSERT_EQ(saved.status, 201) << saved.body;
    ASSERT_EQ(test.call(test.manager(), "POST", path,
                        json::object{{"title", "快到期"}, {"query", {{"search", "演示乙"}}}, {"columns", nullptr}})
                  .status,
              201);
    auto const mine = test.get(test.manager(), path).at("items").as_array();
    ASSERT_EQ(mine.size(), 1U);
    EXPECT_EQ(mine[0].at("id"), json::parse(saved.body).at("id"));
    EXPECT_EQ(mine[0].at_pointer("/query/search").as_string(), "演示乙");
    EXPECT_TRUE(mine[0].at("columns").is_null());
    EXPECT_TRUE(test.get(test.worker(), path).at("items").as_array().empty());
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM record_filter WHERE query LIKE '%演示%'"), 0)
        << "what is looked for may be a person";
    EXPECT_EQ(
        test.call(test.manager(), "POST", path, json::object{{"title", "错"}, {"query", {{"f.colour", "red"}}}}).status,
        422);
    auto const id = std::string{mine[0].at("id").as_string()};
    EXPECT_EQ(test.call(test.worker(), "DELETE", path + "/" + id).status, 404);
    EXPECT_EQ(test.call(test.manager(), "DELETE", path + "/" + id).status, 200);
    EXPECT_TRUE(test.get(test.manager(), path).at("items").as_array().empty());
}

TEST(retention, records_whose_term_is_over_are_listed_and_removed_for_good_only_with_a_reason) {
    TestRegisters test;  // four years after the last inspection; today is 2026-09-21
    auto const old =
        test.added(test.manager(), "lift", test.first, TestRegisters::lift("old", {{"last_inspection", "2022-09-20"}}));
    auto const edge = test.added(test.manager(), "lift", test.first,
                                 TestRegisters::lift("edge", {{"last_inspection", "2022-09-21"}}));
    test.added(test.manager(), "lift", test.first, TestRegisters::lift("undated"));
    auto const list = test.get(test.manager(), "/api/registers/lift/retention");
    ASSERT_EQ(list.at("items").as_array().size(), 1U);
    EXPECT_EQ(list.at_pointer("/items/0/id").as_string(), old);
    EXPECT_EQ(list.at_pointer("/items/0/since").as_string(), "2022-09-20");
    EXPECT_EQ(list.at_pointer("/basis/zh").as_string(), "规定");
    EXPECT_TRUE(test.get(test.officer(), "/api/registers/lift/retention").at("items").as_array().empty())
        << "only for those who may write";
    auto const remove = [&](const kernel::Actor& actor, const std::string& id, const std::string& why) {
        return test.call(actor, "POST", "/api/registers/lift/retention/remove",
                         json::object{{"ids", {id}}, {"why", why}});
    };
    EXPECT_EQ(remove(test.manager(), old, "").status, 422);
    EXPECT_EQ(remove(test.manager(), edge, "过期").status, 422);
    EXPECT_EQ(remove(test.far_manager(), old, "过期").status, 422);
    std::vector<Change::What> told;
    test.registers.on_change([&](const Author&, const Change& change) { told.push_back(change.what); });
    auto const reply = remove(test.manager(), old, "保存期满");
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(told, std::vector<Change::What>{Change::What::deleted});
    EXPECT_EQ(test.call(test.manager(), "GET", "/api/records/" + old).status, 404);
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM record WHERE id = $1", {old}), 0);
    EXPECT_EQ(test.service.journal_lines("record.remove"), 1);
    EXPECT_EQ(test.call(test.officer(), "POST", "/api/registers/firm/retention/remove",
                        json::object{{"ids", {edge}}, {"why", "不留"}})
                  .status,
              409);
}

}  // namespace anju::record
