#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "kernel/workbook.hpp"
#include "record/bulk.hpp"
#include "record/test_registers.hpp"

namespace anju::record {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// Shops of an estate, and teams of a street that only its office reads.
constexpr auto* shop = R"(register: shop
title: {zh: 服务点, en: Shops}
record: {zh: 服务点, en: Shop}
about: {zh: 社区记, en: The community keeps it}
at: estate
group: bodies
place: 附件1
name: name
sections:
  - title: {zh: 基本, en: Basics}
    fields:
      - {field: name, kind: text, title: {zh: 名称, en: Name}, required: true, most: 60}
      - {field: sort, kind: choice, title: {zh: 种类, en: Kind}, choices: [{choice: bank, title: {zh: 银行, en: Bank}}, {choice: gate, title: {zh: 门, en: Gate}}]}
      - {field: open, kind: yes_no, title: {zh: 营业, en: Open}, default: true}
      - {field: point, kind: map_point, title: {zh: 位置, en: Point}}
      - {field: keeper, kind: text, title: {zh: 店主, en: Keeper}, sensitive: true, most: 50}
map: {kind: sort, shown_when: {field: open, is: [true]}, middle: {field: sort, is: [gate]}}
list: [name, sort, point]
write: [community_worker]
read: [community_worker, street_officer, property_manager]
unmask: [community_worker]
)";
constexpr auto* team = R"(register: team
title: {zh: 队伍, en: Teams}
record: {zh: 队伍, en: Team}
about: {zh: 街道记, en: The street keeps it}
at: street
group: bodies
place: 附件1
name: name
sections:
  - title: {zh: 基本, en: Basics}
    fields:
      - {field: name, kind: text, title: {zh: 名称, en: Name}, required: true, most: 60}
      - {field: seat, kind: map_point, title: {zh: 位置, en: Point}, required: true}
list: [name]
write: [street_officer]
read: [street_officer, community_worker]
)";

struct MapTest : testing::Test {
    TestRegisters test{{}, test_pack::files({{"registers/shop.yaml", shop}, {"registers/team.yaml", team}})};

    static kernel::Actor seeing(kernel::Actor actor) {
        for (auto& grant : actor.grants) grant.rights.insert("place.read");
        return actor;
    }
    std::string add(const std::string& name, const std::string& point, json::object more = {}) {
        json::object fields{{"name", name}, {"point", point}};
        for (auto const& member : more) fields[member.key()] = member.value();
        return test.added(test.worker(), "shop", test.first, fields);
    }
    json::value around(const kernel::Actor& actor, const place::Place& estate) { return test.get(seeing(actor), "/api/estates/" + estate.id + "/points"); }
    static std::vector<std::string> names(const json::value& answer, const char* list = "points", const char* key = "name") {
        std::vector<std::string> all;
        for (auto const& one : answer.at(list).as_array()) all.emplace_back(one.at(key).as_string());
        return all;
    }
};

}  // namespace

TEST_F(MapTest, a_point_is_kept_to_six_decimals_and_refused_outside_china) {
    auto const id = add("银行", "120.13，30.279");
    auto const record = test.get(test.worker(), "/api/records/" + id);
    EXPECT_EQ(record.at("raw").at("point"), "30.279000,120.130000");
    EXPECT_EQ(test.text("SELECT doc ->> 'point' FROM record WHERE id = $1", {id}), "30.279000,120.130000");
    auto const refused = test.add(test.worker(), "shop", test.first, {{"name", "远处"}, {"point", "48.85,2.35"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(wrong_fields(refused), "point");
    EXPECT_THAT(refused.body, HasSubstr("73 到 136"));
}

TEST_F(MapTest, a_list_is_narrowed_to_what_has_a_point_or_has_none) {
    add("银行", "30.279,120.13");
    test.added(test.worker(), "shop", test.first, {{"name", "没有位置"}});
    EXPECT_THAT(names(test.get(test.worker(), "/api/registers/shop/records?f.point=yes"), "items"), ElementsAre("银行"));
    EXPECT_THAT(names(test.get(test.worker(), "/api/registers/shop/records?f.point=no"), "items"), ElementsAre("没有位置"));
    EXPECT_EQ(test.call(test.worker(), "GET", "/api/registers/shop/records?f.point=30.2").status, 422);
    EXPECT_EQ(test.call(test.worker(), "GET", "/api/registers/shop/records?sort=point").status, 422);
}

TEST_F(MapTest, what_is_exported_can_be_imported_again) {
    kernel::Jobs jobs{*test.service.store};
    auto const exports = std::filesystem::path{test.service.store.directory()} / "exports";
    job_kinds(jobs, *test.service.store, test.registers, exports);
    download_routes(test.service.router, exports);
    add("银行", "30.279,120.13");
    auto const asked = test.call(test.worker(), "POST", "/api/registers/shop/export", json::object{{"format", "csv"}});
    ASSERT_EQ(asked.status, 202) << asked.body;
    ASSERT_TRUE(jobs.run_one());
    auto const reply = test.call(test.worker(), "GET", "/api/exports/" + std::string{json::parse(asked.body).at("job_id").as_string()});
    std::ifstream in{reply.file, std::ios::binary};
    std::string const csv{std::istreambuf_iterator<char>{in}, {}};
    EXPECT_THAT(csv, HasSubstr("\"30.279000, 120.130000\""));

    kernel::Request request;
    request.method = "POST";
    request.target = "/api/registers/shop/import?dry_run=no&place=" + test.second.id;
    request.body = "名称,位置\r\n邮政,\"30.279000, 120.130000\"\r\n";
    request.headers["x-file-name"] = "points.csv";
    test.service.actor = test.worker();
    auto const imported = test.service.router.answer(request);
    ASSERT_EQ(imported.status, 202) << imported.body;
    ASSERT_TRUE(jobs.run_one());
    EXPECT_EQ(test.text("SELECT doc ->> 'point' FROM record WHERE name = $1", {"邮政"}), "30.279000,120.130000");
}

TEST_F(MapTest, an_estate_shows_its_own_points_and_those_of_the_places_above_it) {
    add("门", "30.279,120.13", {{"sort", "gate"}, {"keeper", "演示甲"}});
    add("银行", "30.28,120.13", {{"sort", "bank"}});
    add("关了的", "30.28,120.14", {{"open", false}});
    test.added(test.worker(), "shop", test.first, {{"name", "没有位置"}});
    test.added(test.worker(), "shop", test.second, {{"name", "别的小区"}, {"point", "30.28,120.13"}});
    test.added(test.officer(), "team", test.street, {{"name", "队伍"}, {"seat", "30.281,120.131"}});
    auto const answer = around(test.worker(), test.first);
    EXPECT_EQ(answer.at("estate").at("name"), "桂花苑");
    EXPECT_THAT(names(answer), UnorderedElementsAre("门", "银行", "队伍"));
    EXPECT_THAT(names(answer, "registers", "register"), UnorderedElementsAre("shop", "team"));
    for (auto const& one : answer.at("points").as_array()) {
        EXPECT_EQ(one.at("middle").as_bool(), one.at("name") == "门");
        if (one.at("name") != "银行") continue;
        EXPECT_EQ(one.at("kind").at("title").at("zh"), "银行");
        EXPECT_EQ(one.at("latitude"), "30.280000");
        EXPECT_EQ(one.at("longitude"), "120.130000");
    }
    EXPECT_THAT(json::serialize(answer), testing::Not(HasSubstr("演示甲")));
}

TEST_F(MapTest, nobody_sees_points_of_registers_or_places_they_may_not_read) {
    auto const id = add("银行", "30.28,120.13");
    test.added(test.officer(), "team", test.street, {{"name", "队伍"}, {"seat", "30.281,120.131"}});
    EXPECT_THAT(names(around(test.manager(), test.first)), ElementsAre("银行")) << "the company does not read the teams";
    EXPECT_THAT(names(around(TestRegisters::stranger(), test.first)), IsEmpty());
    EXPECT_EQ(test.call(seeing(test.far_manager()), "GET", "/api/estates/" + test.first.id + "/points").status, 404) << "not even that there is such an estate";
    EXPECT_EQ(test.call(test.worker(), "GET", "/api/estates/" + test.first.id + "/points").status, 403) << "without the right";
    EXPECT_EQ(test.call(seeing(TestRegisters::office()), "GET", "/api/estates/" + test.street.id + "/points").status, 404);
    test.call(test.worker(), "POST", "/api/records/" + id + "/delete", json::object{{"why", "撤走了"}, {"version", 1}});
    EXPECT_THAT(names(around(test.worker(), test.first)), ElementsAre("队伍"));
}

TEST_F(MapTest, the_api_document_says_how_a_point_is_written) {
    json::object openapi{{"components", json::object{{"schemas", json::object{}}}}, {"paths", json::object{}}};
    describe(openapi, test.registers.pack());
    auto const& point = openapi.at("components").at("schemas").at("register_shop").at("properties").at("point");
    EXPECT_EQ(point.at("example"), "30.279000,120.130000");
}

}  // namespace anju::record
