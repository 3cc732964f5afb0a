#include "merit/merit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>

#include "kernel/test_service.hpp"
#include "place/place.hpp"
#include "standard/standard.hpp"

namespace anju::merit {
namespace {

namespace json = kernel::json;
using kernel::TestService;
using ::testing::HasSubstr;

/// Merits read tables of slices that cannot be linked here.
const std::string& sql_of(const std::string& slice) {
    static std::map<std::string, std::string> texts;
    std::ifstream in{std::string{ANJU_SOURCE_DIR} + "/src/" + slice + "/" + slice + ".sql"};
    return texts.try_emplace(slice, std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}).first->second;
}

std::vector<kernel::Migration> all_migrations() {
    auto all = kernel::kernel_migrations();
    for (auto const& migration : place::migrations()) all.push_back(migration);
    all.push_back({"evaluation/1", sql_of("evaluation")});
    all.push_back({"publish/1", sql_of("publish")});
    for (auto const& migration : migrations()) all.push_back(migration);
    return all;
}

struct Merits : ::testing::Test {
    standard::Standard standard{policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu")};
    TestService service{all_migrations()};
    place::Place estate, elsewhere;

    Merits() {
        merit::routes(service.router);
        service.store->act([&](kernel::Transaction& transaction) {
            place::plant(transaction, standard.current().places);
            auto const street = place::find_by_code(transaction, "street", "330105008000");
            auto const one = place::add(transaction, "community", "330105008001", "甲试社区", *street);
            auto const two = place::add(transaction, "community", "330105008002", "乙试社区", *street);
            estate = place::add(transaction, "estate", "T1", "试一苑", one, "settled", 10);
            elsewhere = place::add(transaction, "estate", "T2", "试二苑", two, "settled", 10);
        });
        be("officer");
    }

    void be(const std::string& account, std::vector<std::string> paths = {"/"}) {
        service.actor = TestService::who(account, {"evaluation.read", "rectification.assign", "publish.results"}, std::move(paths));
    }
    void result(int year, int star, bool published, const std::string& stage = "final") {
        auto const id = "evaluation-" + std::to_string(year);
        service.store->act([&](kernel::Transaction& transaction) {
            transaction.run("INSERT INTO evaluation (id, year, step, pack_hash, cut_off, survey_method, note, opened_at, opened_by, published_at, version) "
                            "VALUES ($1, $2, 'closed', 'x', '2025-08-31', '', '', 0, 'x', $3, 1)",
                            {id, std::int64_t{year}, published ? kernel::Value{std::int64_t{1}} : kernel::Value{nullptr}});
            transaction.run("INSERT INTO result (evaluation_id, estate_id, stage, total, star, outcome, grade, scorecard, at) "
                            "VALUES ($1, $2, $3, 0, $4, 'rated', '{}', '{}', 0)",
                            {id, estate.id, stage, std::int64_t{star}});
        });
    }
    kernel::Reply post(const std::string& target, const json::object& body) { return service.call("POST", target, body); }
    static std::string id_of(const kernel::Reply& reply) {
        EXPECT_EQ(reply.status, 201) << reply.body;
        return std::string{json::parse(reply.body).at("id").as_string()};
    }
    kernel::Reply propose() { return post("/api/merits", {{"estate_id", estate.id}, {"title", "先进小区"}}); }
    std::size_t count(const std::string& target) { return service.get(target).at("items").as_array().size(); }
};

TEST_F(Merits, no_merit_without_a_published_star) {
    EXPECT_THAT(propose().body, HasSubstr("no_star"));
    result(2024, 4, true);
    result(2025, 0, true);
    result(2026, 5, false);
    auto const refused = propose();
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("no_star"));
    EXPECT_THAT(refused.body, HasSubstr("2025"));
    EXPECT_EQ(service.journal_lines("merit.propose"), 0);
}

TEST_F(Merits, a_notice_is_no_published_result) {
    result(2025, 5, true, "notice");
    EXPECT_EQ(propose().status, 409);
}

TEST_F(Merits, a_merit_keeps_year_and_star_and_another_account_confirms_it) {
    result(2024, 0, true);
    result(2025, 4, true);
    auto const id = id_of(propose());
    EXPECT_THAT(propose().body, HasSubstr("already_proposed"));
    auto const shown = service.get("/api/merits").at("items").as_array()[0];
    EXPECT_EQ(shown.at("year"), 2025);
    EXPECT_EQ(shown.at("star"), 4);
    EXPECT_EQ(shown.at("own"), true);
    auto const at = "/api/merits/" + id + "/confirm";
    EXPECT_THAT(post(at, {{"version", 1}}).body, HasSubstr("same_person"));
    be("street", {elsewhere.path});
    EXPECT_EQ(count("/api/merits"), 0U);
    EXPECT_EQ(post(at, {{"version", 1}}).status, 403);
    EXPECT_EQ(propose().status, 403);
    be("second");
    EXPECT_EQ(post(at, {{"version", 1}}).status, 200);
    EXPECT_EQ(post(at, {{"version", 2}}).status, 409);
    EXPECT_EQ(service.journal_lines("merit.confirm"), 1);
}

TEST_F(Merits, a_star_lost_before_the_confirmation_is_no_merit) {
    result(2024, 4, true);
    auto const id = id_of(propose());
    result(2025, 0, true);
    be("second");
    EXPECT_THAT(post("/api/merits/" + id + "/confirm", {{"version", 1}}).body, HasSubstr("no_star"));
}

TEST_F(Merits, the_list_is_newest_first_and_goes_on_page_by_page) {
    result(2025, 4, true);
    auto const older = id_of(propose());
    auto const newer = id_of(post("/api/merits", {{"estate_id", estate.id}, {"title", "示范小区"}}));
    auto const first = service.get("/api/merits?limit=1");
    auto const second = service.get("/api/merits?limit=1&after=" + std::string{first.at("next").as_string()});
    EXPECT_EQ(first.at("items").as_array()[0].at("id"), json::value(newer));
    EXPECT_EQ(second.at("items").as_array()[0].at("id"), json::value(older));
    EXPECT_TRUE(second.at("next").is_null());
}

TEST_F(Merits, a_proposal_names_its_estate_and_its_title) {
    EXPECT_THAT(post("/api/merits", {{"title", "先进小区"}}).body, HasSubstr("estate_id"));
    EXPECT_THAT(post("/api/merits", {{"estate_id", estate.id}, {"title", ""}}).body, HasSubstr("\"title\""));
}

TEST_F(Merits, the_tables_of_visits_and_model_cases_are_gone) {
    for (auto const* table : {"visit", "model_case"})
        EXPECT_THROW(service.store->see([&](kernel::Transaction& transaction) { transaction.query(std::string{"SELECT 1 FROM "} + table, {}); }), std::exception) << table;
}

}  // namespace
}  // namespace anju::merit
