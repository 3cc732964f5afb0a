#include "place/place.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/test_service.hpp"
#include "place/place_json.hpp"

namespace anju::place {
namespace {

using kernel::TestService;
namespace json = kernel::json;

std::vector<kernel::Migration> all_migrations() {
    auto all = kernel::kernel_migrations();
    for (auto& migration : migrations()) all.push_back(std::move(migration));
    return all;
}

struct PlaceTest : testing::Test {
    policy::Pack pack;
    TestService service{all_migrations()};
    Place street, other, community, estate;

    void SetUp() override {
        pack.places = {{"990105", {"示例区", "Example"}}, {{"990105001", {"甲街道", "A"}, true, {}, {}}, {"990105002", {"乙街道", "B"}, true, {}, {}}}};
        routes(service.router, pack);
        service.store->act([&](kernel::Transaction& transaction) {
            plant(transaction, pack.places);
            plant(transaction, pack.places);
            street = *find_by_code(transaction, "street", "990105001000");
            other = *find_by_code(transaction, "street", "990105002000");
            community = add(transaction, "community", "990105001001", "一社区", street);
            estate = add(transaction, "estate", "E1", "甲一花苑", community, "pending", 100);
        });
        service.actor = TestService::who("office", {"place.read", "place.manage"});
    }
    kernel::Reply stage(const char* stage, const char* from) {
        return service.call("POST", "/api/estates/" + estate.id + "/stage", json::object{{"stage", stage}, {"from", from}, {"why", "居民已入住"}});
    }
};

TEST_F(PlaceTest, the_streets_of_the_pack_are_planted_once_with_twelve_digits) {
    const auto items = service.get("/api/places").at("items").as_array();
    ASSERT_EQ(items.size(), 5U);
    EXPECT_EQ(items[0].at("kind").as_string(), "district");
    EXPECT_EQ(items[1].at("code").as_string(), "990105001000");
    EXPECT_EQ(items[4].at("name").as_string(), "甲一花苑");
    EXPECT_EQ(items[4].at("households").as_int64(), 100);
}

TEST_F(PlaceTest, a_street_is_found_by_its_nine_digits_too) {
    service.store->see([&](kernel::Transaction& transaction) { EXPECT_EQ(find_by_code(transaction, "street", "990105001")->id, street.id); });
}

TEST_F(PlaceTest, a_path_leads_from_the_district_to_the_place) {
    EXPECT_TRUE(estate.path.starts_with(community.path));
    EXPECT_TRUE(community.path.starts_with(street.path));
    EXPECT_TRUE(estate.path.ends_with("/" + estate.id + "/"));
    service.store->see([&](kernel::Transaction& transaction) { EXPECT_EQ(above(transaction, estate).street.id, street.id); });
}

TEST_F(PlaceTest, a_street_sees_its_own_part_of_the_tree_and_what_is_above) {
    service.actor = TestService::who("street", {"place.read"}, {other.path});
    const auto items = service.get("/api/places").at("items").as_array();
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[1].at("name").as_string(), "乙街道");
    EXPECT_TRUE(service.get("/api/estates").at("items").as_array().empty());
    EXPECT_EQ(service.call("GET", "/api/estates/" + estate.id + "/buildings").status, 404);
    EXPECT_EQ(service.call("GET", "/api/estates/" + estate.id + "/dwellings").status, 404);
}

TEST_F(PlaceTest, nobody_without_the_right_adds_or_changes_places) {
    const json::object wanted{{"kind", "community"}, {"code", "990105001002"}, {"name", "二社区"}, {"parent_id", street.id}};
    service.actor = TestService::who("reader", {"place.read"});
    EXPECT_EQ(service.call("POST", "/api/places", wanted).status, 403);
    service.actor = TestService::who("street", {"place.read", "place.manage"}, {other.path});
    EXPECT_EQ(service.call("POST", "/api/places", wanted).status, 403);
    EXPECT_EQ(service.call("PUT", "/api/places/" + estate.id, json::object{{"name", "改名"}, {"version", 1}}).status, 403);
    EXPECT_EQ(stage("settled", "2026-09-01").status, 403);
    EXPECT_EQ(service.call("POST", "/api/places/import?dry_run=true").status, 403);
    EXPECT_EQ(service.journal_lines("place.add"), 0);
}

TEST_F(PlaceTest, codes_are_unique_for_each_kind_and_the_refusal_names_who_has_it) {
    const auto add_estate = [&](const char* code) {
        return service.call("POST", "/api/places", json::object{{"kind", "estate"}, {"code", code}, {"name", "甲二花苑"}, {"parent_id", community.id}, {"stage", "settled"}, {"address", "示例路1号"}});
    };
    const auto taken = add_estate("E1");
    EXPECT_EQ(taken.status, 422);
    EXPECT_THAT(taken.body, testing::AllOf(testing::HasSubstr("code_taken"), testing::HasSubstr("甲一花苑")));
    EXPECT_EQ(add_estate("E2").status, 201);
    EXPECT_EQ(service.journal_lines("place.add"), 1);
    EXPECT_EQ(service.call("POST", "/api/places", json::object{{"kind", "estate"}, {"code", "E3"}, {"name", "甲三花苑"}, {"parent_id", street.id}, {"stage", "settled"}}).status, 422);
    EXPECT_THAT(service.call("POST", "/api/places", json::object{{"kind", "community"}, {"code", "12"}, {"name", "短码社区"}, {"parent_id", street.id}}).body, testing::HasSubstr("12 位"));
}

TEST_F(PlaceTest, a_name_cannot_become_empty_and_a_stale_version_is_refused) {
    const auto change = [&](const char* name, int version) {
        return service.call("PUT", "/api/places/" + estate.id, json::object{{"name", name}, {"households", 120}, {"address", "示例路2号"}, {"version", version}});
    };
    EXPECT_EQ(change("  ", 1).status, 422);
    EXPECT_EQ(change("甲一新苑", 1).status, 200);
    const auto stale = change("甲一旧苑", 1);
    EXPECT_EQ(stale.status, 409);
    EXPECT_THAT(stale.body, testing::HasSubstr("changed_meanwhile"));
    EXPECT_EQ(service.get("/api/estates?q=" "%E6%96%B0").at("items").at(0).at("name").as_string(), "甲一新苑");
    EXPECT_EQ(service.call("PUT", "/api/places/" + estate.id, json::object{{"name", "无版本"}}).status, 428);
}

TEST_F(PlaceTest, a_change_of_stage_keeps_the_history_and_its_reason) {
    ASSERT_EQ(stage("settled", "2026-09-01").status, 200);
    EXPECT_EQ(stage("settled", "2026-09-02").status, 422);
    EXPECT_EQ(stage("pending", "2026-09-01").status, 422);
    EXPECT_EQ(stage("pending", "2030-01-01").status, 422);
    EXPECT_EQ(stage("pending", "2026-09-15").status, 200);
    service.store->see([&](kernel::Transaction& transaction) {
        const auto now = get(transaction, estate.id, "estate");
        EXPECT_EQ(now.stage, "pending");
        const auto stages = estate_json(transaction, now).at("stages").as_array();
        ASSERT_EQ(stages.size(), 3U);
        EXPECT_TRUE(stages[0].at("from").is_null());
        EXPECT_EQ(stages[1].at("stage").as_string(), "settled");
        EXPECT_EQ(stages[1].at("why").as_string(), "居民已入住");
    });
    EXPECT_EQ(service.journal_lines("place.stage"), 2);
}

TEST_F(PlaceTest, estates_are_filtered_and_paged) {
    service.store->act([&](kernel::Transaction& transaction) {
        for (int i = 2; i < 10; ++i) add(transaction, "estate", "E" + std::to_string(i), "甲" + std::to_string(i) + "苑", community, "settled");
    });
    EXPECT_EQ(service.get("/api/estates?stage=settled").at("items").as_array().size(), 8U);
    EXPECT_EQ(service.get("/api/estates?street=" + other.id).at("items").as_array().size(), 0U);
    EXPECT_EQ(service.get("/api/estates?q=%25").at("items").as_array().size(), 0U);
    std::vector<std::string> codes;
    std::string target = "/api/estates?limit=4";
    for (int pages = 0; pages < 5; ++pages) {
        const auto page = service.get(target);
        for (const auto& item : page.at("items").as_array()) codes.emplace_back(item.at("code").as_string());
        if (page.at("next").is_null()) break;
        target = "/api/estates?limit=4&after=" + std::string{page.at("next").as_string()};
    }
    EXPECT_EQ(codes.size(), 9U);
    EXPECT_TRUE(std::ranges::is_sorted(codes));
}

TEST_F(PlaceTest, an_unknown_place_is_not_found_and_the_answer_says_what_to_do) {
    const auto missing = service.call("GET", "/api/estates/00000000-0000-7000-8000-000000000000/buildings");
    EXPECT_EQ(missing.status, 404);
    EXPECT_THAT(missing.body, testing::HasSubstr("列表"));
}

}  // namespace
}  // namespace anju::place
