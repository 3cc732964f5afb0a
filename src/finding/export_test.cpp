#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "finding/export.hpp"
#include "finding/finding.hpp"
#include "finding/test_tables.hpp"
#include "kernel/export_file.hpp"
#include "kernel/workbook.hpp"

namespace anju::finding {

namespace {

namespace json = kernel::json;
using evaluation::code_of;
using evaluation::TestDistrict;
using testing::HasSubstr;
using testing::Not;

struct FindingExport : testing::Test {
    TestDistrict district{test_tables()};
    kernel::Jobs jobs{*district.service.store};
    std::filesystem::path exports = std::filesystem::path{district.service.store.directory()} / "exports";
    std::string year;

    FindingExport() {
        export_routes(district.service.router, exports);
        export_kind(jobs, *district.service.store, district.standard, exports);
        year = district.open_year();
    }

    kernel::Actor office(std::vector<std::string> paths = {"/"}) const {
        return kernel::TestService::who("exporter", {"report.export", "finding.read", "self_check.read"}, std::move(paths));
    }
    void put(const std::string& id, const std::string& source, const std::string& state, const std::string& reason, const std::string& estate = {}) {
        district.service.store->act([&](kernel::Transaction& transaction) {
            transaction.run("INSERT INTO finding (id, evaluation_id, estate_id, source, item, deduct, recorded_deduct, reason, spot, state, decision, created_by, created_at, version) "
                            "VALUES ($1, $2, $3, $4, 'C1.1', 50000, 100000, $5, '东门', $6, '', 'x', 1790000000000000, 1)",
                            {id, year, estate.empty() ? district.first.id : estate, source, reason, state});
        });
    }
    std::string ask(const kernel::Actor& actor, const json::object& wanted) {
        const auto reply = district.call(actor, "POST", "/api/findings/export", wanted);
        if (reply.status != 202) throw std::runtime_error(reply.body);
        return std::string{json::parse(reply.body).at("job_id").as_string()};
    }
    std::string exported(const kernel::Actor& actor, const json::object& wanted) {
        const auto id = ask(actor, wanted);
        if (!jobs.run_one()) throw std::runtime_error("no job was waiting");
        const auto reply = district.call(actor, "GET", "/api/findings/exports/" + id);
        if (reply.status != 200) throw std::runtime_error(reply.body + result_of(id));
        std::ifstream in{reply.file, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    std::string result_of(const std::string& id) {
        std::string result;
        district.service.store->see([&](kernel::Transaction& transaction) { result = transaction.one("SELECT result FROM job WHERE id = $1", {id})->text_or(0); });
        return result;
    }
};

}  // namespace

TEST_F(FindingExport, a_workbook_holds_what_the_list_shows_in_words_and_figures) {
    put("f1", "third_party", "submitted", "楼道有垃圾");
    district.service.store->act([&](kernel::Transaction& transaction) {
        transaction.run("INSERT INTO opinion (id, finding_id, stance, reason, account_id, account_name, at) VALUES ('o1', 'f1', 'dispute', '已清走', 'a', 'a', 1)");
    });
    const auto book = kernel::read_workbook(exported(office(), {{"format", "xlsx"}}));
    ASSERT_EQ(book.sheets.size(), 1U);
    const auto& rows = book.sheets[0].rows;
    ASSERT_EQ(rows.size(), 2U);
    std::map<std::string, std::string> cells;
    for (std::size_t i = 0; i < rows[1].size(); ++i) cells[rows[0][i]] = rows[1][i];
    EXPECT_EQ(cells["年度"], "2026");
    EXPECT_EQ(cells["社区"], "桂花社区");
    EXPECT_EQ(cells["小区"], "桂花苑");
    EXPECT_EQ(cells["来源"], "第三方");
    EXPECT_EQ(cells["条目"], "C1.1");
    EXPECT_EQ(cells["条目名称"], district.standard.current().item("C1.1")->title.zh);
    EXPECT_EQ(cells["扣分"], "0.5");
    EXPECT_EQ(cells["原扣分"], "1");
    EXPECT_EQ(cells["原因"], "楼道有垃圾");
    EXPECT_EQ(cells["状态"], "待评审");
    EXPECT_EQ(cells["有异议"], "是");
    EXPECT_EQ(cells["记录时间"], base::Instant{1'790'000'000'000'000}.text());
}

TEST_F(FindingExport, only_what_the_asker_sees_where_they_may_export_goes_out) {
    put("f1", "third_party", "submitted", "看得见");
    put("f2", "third_party", "draft", "没交卷");
    put("f3", "self_check", "submitted", "自查的");
    put("f4", "third_party", "submitted", "别处的", district.second.id);
    const auto all = exported(office(), {{"format", "csv"}});
    EXPECT_THAT(all, testing::StartsWith("\xEF\xBB\xBF年度,街道,社区,小区编码,小区,"));
    for (const auto* there : {"看得见", "自查的", "别处的"}) EXPECT_THAT(all, HasSubstr(there));
    EXPECT_THAT(all, Not(HasSubstr("没交卷"))) << "an assessor's draft is nobody else's business";
    const auto here = exported(office({district.first.path}), {{"format", "csv"}});
    EXPECT_THAT(here, HasSubstr("看得见"));
    EXPECT_THAT(here, Not(HasSubstr("别处的")));
    // Reading everywhere and exporting here gives what is here.
    auto both = office({district.first.path});
    both.grants.push_back(kernel::TestService::who("x", {"finding.read"}).grants.front());
    EXPECT_THAT(exported(both, {{"format", "csv"}}), Not(HasSubstr("别处的")));
    const auto blind = kernel::TestService::who("exporter", {"report.export", "finding.read"});
    EXPECT_THAT(exported(blind, {{"format", "csv"}}), Not(HasSubstr("自查的")));
    EXPECT_EQ(district.call(TestDistrict::panel(), "POST", "/api/findings/export", json::object{{"format", "csv"}}).status, 403);
}

TEST_F(FindingExport, the_conditions_of_the_list_hold_and_unknown_ones_are_refused) {
    put("f1", "third_party", "submitted", "甲");
    put("f2", "department", "accepted", "乙");
    put("f3", "third_party", "accepted", "丙", district.second.id);
    const auto with = [&](const json::object& query) { return exported(office(), {{"format", "csv"}, {"query", query}}); };
    EXPECT_THAT(with({{"state", "accepted"}}), testing::AllOf(Not(HasSubstr("甲")), HasSubstr(",乙,"), HasSubstr(",丙,")));
    EXPECT_THAT(with({{"state", "accepted"}, {"estate", district.first.id}}), testing::AllOf(HasSubstr(",乙,"), Not(HasSubstr(",丙,"))));
    EXPECT_THAT(with({{"source", "department"}}), testing::AllOf(HasSubstr(",乙,"), Not(HasSubstr(",丙,"))));
    EXPECT_THAT(with({{"evaluation", "another"}}), Not(HasSubstr("C1.1")));
    const auto wrong = district.call(office(), "POST", "/api/findings/export", json::object{{"format", "csv"}, {"query", {{"colour", "red"}}}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(evaluation::first_field(wrong), "query/colour");
    EXPECT_EQ(district.call(office(), "POST", "/api/findings/export", json::object{{"format", "pdf"}}).status, 422);
    EXPECT_EQ(district.service.journal_lines("finding.export"), 4);
}

TEST_F(FindingExport, several_pages_come_whole_and_in_order_and_the_job_tells_how_many) {
    district.service.store->act([&](kernel::Transaction& transaction) {
        for (int i = 0; i < 4100; ++i)
            transaction.run("INSERT INTO finding (id, evaluation_id, estate_id, source, item, deduct, recorded_deduct, reason, spot, state, decision, created_by, created_at, version) "
                            "VALUES ($1, $2, $3, 'third_party', 'C1.1', 50000, 50000, $4, '', 'accepted', '', 'x', 1, 1)",
                            {"p" + std::to_string(10'000 + i), year, district.first.id, "第" + std::to_string(i) + "条"});
    });
    const auto id = ask(office(), {{"format", "csv"}});
    ASSERT_TRUE(jobs.run_one());
    EXPECT_EQ(json::parse(result_of(id)).at("rows").as_int64(), 4100);
    EXPECT_EQ(district.count("SELECT done FROM job WHERE id = $1", {id}), district.count("SELECT total FROM job WHERE id = $1", {id}));
    const auto reply = district.call(office(), "GET", "/api/findings/exports/" + id);
    std::ifstream in{reply.file};
    std::string line;
    std::getline(in, line);
    for (int i = 0; std::getline(in, line); ++i) ASSERT_THAT(line, HasSubstr(",第" + std::to_string(i) + "条,"));
}

TEST_F(FindingExport, a_job_begun_before_a_crash_is_done_again_from_its_row_alone) {
    put("f1", "third_party", "submitted", "甲");
    const auto id = ask(office(), {{"format", "csv"}});
    // What a killed process leaves: a half-written file under another name, the job waiting again.
    std::filesystem::create_directories(exports);
    std::ofstream{kernel::export_file(exports, id, "csv").string() + ".unfinished"} << "half";
    EXPECT_EQ(code_of(district.call(office(), "GET", "/api/findings/exports/" + id)), "not_ready");
    kernel::Jobs again{*district.service.store};
    export_kind(again, *district.service.store, district.standard, exports);
    ASSERT_TRUE(again.run_one());
    const auto reply = district.call(office(), "GET", "/api/findings/exports/" + id);
    ASSERT_EQ(reply.status, 200) << result_of(id);
    EXPECT_FALSE(std::filesystem::exists(reply.file + ".unfinished"));
}

TEST_F(FindingExport, the_file_is_only_for_whoever_asked_and_gone_after_seven_days) {
    const auto id = ask(office(), {{"format", "csv"}});
    ASSERT_TRUE(jobs.run_one());
    const auto other = kernel::TestService::who("another", {"report.export", "finding.read"});
    EXPECT_EQ(district.call(other, "GET", "/api/findings/exports/" + id).status, 404);
    std::filesystem::last_write_time(kernel::export_file(exports, id, "csv"), std::filesystem::file_time_type::clock::now() - std::chrono::hours{8 * 24});
    jobs.tick();
    EXPECT_EQ(code_of(district.call(office(), "GET", "/api/findings/exports/" + id)), "export_gone");
}

}  // namespace anju::finding
