#include "standard/standard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/test_service.hpp"

namespace anju::standard {
namespace {

using kernel::TestService;
namespace json = kernel::json;

std::vector<kernel::Migration> all_migrations() {
    auto all = kernel::kernel_migrations();
    for (auto& migration : migrations()) all.push_back(std::move(migration));
    return all;
}

std::string year_2027(const std::string& october) {
    return "year: 2027\n"
           "sources: [{title: 虚构的放假通知, number: 测试〔2026〕1号, date: 2026-11-01}]\n"
           "holidays:\n"
           "  - {name: {zh: 元旦, en: New Year}, off: [2027-01-01, 2027-01-02, 2027-01-03], work: []}\n"
           "  - {name: {zh: 国庆节, en: National Day}, off: [" + october + "], work: []}\n";
}

struct StandardTest : testing::Test {
    Standard standard{policy::pack_files(ANJU_SOURCE_DIR "/packs/gongshu")};
    TestService service{all_migrations()};

    void SetUp() override { routes(service.router, standard); }
    void as(const std::string& account, std::set<std::string, std::less<>> rights) { service.actor = TestService::who(account, std::move(rights)); }
    kernel::Reply propose(const std::string& text) { return service.call("POST", "/api/calendar", json::object{{"text", text}}); }
};

TEST_F(StandardTest, everybody_reads_the_standard_with_exact_points) {
    const auto shown = service.get("/api/standard");
    EXPECT_EQ(shown.at("full_points").as_string(), "300");
    EXPECT_EQ(shown.at("chapters").as_array().size(), 5U);
    EXPECT_EQ(shown.at("key").as_string(), "A1");
    const auto& item = shown.at("chapters").at(0).at("groups").at(0).at("items").at(0);
    EXPECT_EQ(item.at("points").as_string(), "80");
    EXPECT_TRUE(item.at("rule").at("takes_measure").as_bool());
    EXPECT_EQ(shown.at("hash").as_string().size(), 64U);
}

TEST_F(StandardTest, readings_and_steps_are_open_and_bilingual) {
    const auto readings = service.get("/api/standard/readings");
    ASSERT_FALSE(readings.at("items").as_array().empty());
    EXPECT_FALSE(readings.at("items").at(0).at("reason").at("en").as_string().empty());
    const auto steps = service.get("/api/standard/steps");
    EXPECT_EQ(steps.at("items").as_array().size(), 7U);
    EXPECT_EQ(steps.at("items").at(0).at("step").as_string(), "self_check");
}

TEST_F(StandardTest, a_kept_version_is_found_by_its_hash_and_an_unknown_one_is_our_bug) {
    service.store->act([&](kernel::Transaction& transaction) {
        standard.keep(transaction, service.now);
        standard.keep(transaction, service.now);
    });
    const Standard later{policy::pack_files(ANJU_SOURCE_DIR "/packs/gongshu")};
    service.store->see([&](kernel::Transaction& transaction) {
        EXPECT_EQ(later.version(transaction, standard.current().hash)->hash, standard.current().hash);
        EXPECT_THROW((void)later.version(transaction, "0"), std::logic_error);
    });
}

TEST_F(StandardTest, a_kept_version_is_read_back_from_its_files) {
    auto files = policy::pack_files(ANJU_SOURCE_DIR "/packs/gongshu");
    files["pack.yaml"] += "# another wording of the same pack\n";
    const Standard former{files};
    ASSERT_NE(former.current().hash, standard.current().hash);
    service.store->act([&](kernel::Transaction& transaction) { former.keep(transaction, service.now); });
    service.store->see([&](kernel::Transaction& transaction) {
        EXPECT_EQ(standard.version(transaction, former.current().hash)->hash, former.current().hash);
    });
}

TEST_F(StandardTest, working_days_need_a_signed_in_account_and_a_loaded_year) {
    EXPECT_EQ(service.call("GET", "/api/workdays?from=2026-09-30&days=3").status, 401);
    as("a", {});
    EXPECT_EQ(service.get("/api/workdays?from=2019-09-27&days=1").at("due").as_string(), "2019-09-29");  // a make-up Sunday
    const auto unknown = service.call("GET", "/api/workdays?from=2026-12-30&days=10");
    EXPECT_EQ(unknown.status, 409);
    EXPECT_THAT(unknown.body, testing::HasSubstr("calendar_not_loaded"));
    EXPECT_THAT(unknown.body, testing::HasSubstr("2027"));
    EXPECT_EQ(service.call("GET", "/api/workdays?from=tomorrow&days=1").status, 422);
    EXPECT_EQ(service.call("GET", "/api/workdays?from=2026-09-30&days=0").status, 422);
}

TEST_F(StandardTest, a_new_calendar_year_counts_only_once_another_account_confirms_it) {
    as("first", {"calendar.manage"});
    EXPECT_EQ(propose(year_2027("2027-10-01")).status, 201);
    EXPECT_EQ(service.call("GET", "/api/workdays?from=2026-12-30&days=10").status, 409);
    const auto own = service.call("POST", "/api/calendar/2027/confirm", json::object{});
    EXPECT_EQ(own.status, 409);
    EXPECT_THAT(own.body, testing::HasSubstr("same_person"));
    as("reader", {"standard.read"});
    EXPECT_EQ(service.call("POST", "/api/calendar/2027/confirm", json::object{}).status, 403);
    as("second", {"calendar.manage"});
    EXPECT_EQ(service.call("POST", "/api/calendar/2027/confirm", json::object{}).status, 200);
    EXPECT_EQ(service.get("/api/workdays?from=2026-12-31&days=1").at("due").as_string(), "2027-01-04");
    EXPECT_EQ(service.journal_lines("calendar.propose"), 1);
    EXPECT_EQ(service.journal_lines("calendar.confirm"), 1);
    EXPECT_EQ(service.call("POST", "/api/calendar/2027/confirm", json::object{}).status, 404);
}

TEST_F(StandardTest, a_proposed_correction_leaves_the_year_in_force_until_confirmed) {
    as("first", {"calendar.manage"});
    propose(year_2027("2027-10-01"));
    as("second", {"calendar.manage"});
    service.call("POST", "/api/calendar/2027/confirm", json::object{});
    propose(year_2027("2027-10-01, 2027-10-04"));
    EXPECT_EQ(service.get("/api/workdays?from=2027-10-01&days=1").at("due").as_string(), "2027-10-04");
    const auto years = service.get("/api/calendar").at("years").as_array();
    const auto count = std::ranges::count_if(years, [](const json::value& year) { return year.at("year").as_int64() == 2027; });
    EXPECT_EQ(count, 2);
    as("first", {"calendar.manage"});
    service.call("POST", "/api/calendar/2027/confirm", json::object{});
    EXPECT_EQ(service.get("/api/workdays?from=2027-10-01&days=1").at("due").as_string(), "2027-10-05");
}

TEST_F(StandardTest, a_calendar_with_problems_is_refused_with_their_places) {
    as("first", {"calendar.manage"});
    const auto refused = propose("year: 2027\nholidays: [{name: {zh: 元旦}, off: [2027-13-01]}]\n");
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, testing::HasSubstr("2027-13-01"));
    const auto preview = service.call("POST", "/api/calendar/preview", json::object{{"text", "year: 2027\nholidays: 3\n"}});
    EXPECT_EQ(preview.status, 200);
    EXPECT_FALSE(json::parse(preview.body).at("problems").as_array().empty());
    EXPECT_EQ(service.journal_lines("calendar.propose"), 0);
}

TEST_F(StandardTest, the_preview_lists_open_deadlines_that_would_move_and_not_those_chosen_by_hand) {
    // The table of the slice that is built upon this one, as far as the preview reads it.
    service.store->act([&](kernel::Transaction& transaction) {
        transaction.script("CREATE TABLE rectification (id TEXT PRIMARY KEY, state TEXT NOT NULL, due TEXT NOT NULL, assigned_at BIGINT NOT NULL);");
        transaction.run("INSERT INTO migration (name, sm3, at) VALUES ('rectify/1', '', 0)");
        const auto counted = standard.due(transaction, service.now.day(), standard.current().evaluation.rectification);
        for (const auto& [id, due] : {std::pair{"counted", counted.text()}, std::pair{"chosen", std::string{"2026-12-01"}}})
            transaction.run("INSERT INTO rectification (id, state, due, assigned_at) VALUES ($1, 'open', $2, $3)", {std::string{id}, due, service.now.microseconds});
    });
    as("first", {"calendar.manage"});
    const std::string without_holidays =
        "year: 2026\nsources: [{title: 虚构的放假通知, number: 测试〔2026〕2号, date: 2026-09-01}]\n"
        "holidays:\n  - {name: {zh: 元旦, en: New Year}, off: [2026-01-01], work: []}\n";
    const auto preview = json::parse(service.call("POST", "/api/calendar/preview", json::object{{"text", without_holidays}}).body);
    ASSERT_EQ(preview.at("changed_due").as_array().size(), 1U) << json::serialize(preview);
    EXPECT_EQ(preview.at("changed_due").at(0).at("id").as_string(), "counted");
    EXPECT_LT(preview.at("changed_due").at(0).at("after").as_string(), preview.at("changed_due").at(0).at("before").as_string());
}

}  // namespace
}  // namespace anju::standard
