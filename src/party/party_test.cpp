#include "party/party.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/test_service.hpp"
#include "place/place.hpp"

namespace anju::party {
namespace {

using kernel::TestService;
namespace json = kernel::json;

std::vector<kernel::Migration> all_migrations() {
    auto all = kernel::kernel_migrations();
    for (const auto& more : {place::migrations(), migrations()}) all.insert(all.end(), more.begin(), more.end());
    return all;
}

base::Text both(const std::string& text) { return {text, text}; }

policy::Pack small_pack() {
    policy::Pack pack;
    for (const auto* kind : {"street", "community", "property_company", "builder", "department", "assessor"})
        pack.parties.kinds.push_back({kind, both(kind)});
    pack.parties.departments = {{"housing", both("房管部门")}};
    pack.parties.duties = {{"d1", "street", "", "both", "三", both("统筹"), both("统筹各方"), {}, {}},
                           {"d2", "property_company", "", "settled", "三", both("保洁"), both("做好保洁"), {"C1.1"}, {}},
                           {"d3", "builder", "", "pending", "三", both("移交"), both("移交资料"), {}, {}},
                           {"d4", "department", "housing", "both", "三", both("监管"), both("监管物业"), {}, {}}};
    pack.parties.district = {both("区领导小组"), "附件2", {{"head", both("组长"), both("区政府")}, {"member", both("成员"), {}}}, {{"housing", both("房管部门")}}};
    pack.parties.office = {{}, {}, {{"office_head", both("主任"), {}}}, {}};
    pack.parties.street = {both("街道领导小组"), "四", {{"head", both("组长"), {}}}, {}};
    pack.places = {{"990105", both("示例区")}, {{"990105001", both("甲街道"), true, {}, {}}, {"990105002", both("乙街道"), true, {}, {}}}};
    return pack;
}

struct PartyTest : testing::Test {
    policy::Pack pack = small_pack();
    TestService service{all_migrations()};
    place::Place street, other, estate;
    std::string company, second;

    void SetUp() override {
        routes(service.router, pack);
        service.store->act([&](kernel::Transaction& transaction) {
            place::plant(transaction, pack.places);
            street = *place::find_by_code(transaction, "street", "990105001000");
            other = *place::find_by_code(transaction, "street", "990105002000");
            const auto community = place::add(transaction, "community", "990105001001", "一社区", street);
            estate = place::add(transaction, "estate", "E1", "甲一花苑", community, "settled", 100);
            company = add(transaction, "property_company", "虚构物业一号").id;
            second = add(transaction, "property_company", "虚构物业二号").id;
            add(transaction, "street", "甲街道办事处", street.id);
            add(transaction, "department", "虚构房管局", {}, "housing");
        });
        service.actor = TestService::who("office", {"place.read", "party.manage", "group.manage", "standard.read"});
    }

    std::optional<Party> on(const char* day) {
        std::optional<Party> found;
        service.store->see([&](kernel::Transaction& transaction) { found = in_part(transaction, estate.id, "property_company", *base::Day::parse(day)); });
        return found;
    }
    kernel::Reply join(const std::string& party, const char* from) {
        return service.call("POST", "/api/estates/" + estate.id + "/parties", json::object{{"party_id", party}, {"part", "property_company"}, {"from", from}});
    }
};

TEST_F(PartyTest, a_new_property_company_ends_the_former_one_the_day_before) {
    ASSERT_EQ(join(company, "2026-01-01").status, 201);
    ASSERT_EQ(join(second, "2026-07-01").status, 201);
    EXPECT_FALSE(on("2025-12-31"));
    EXPECT_EQ(on("2026-06-30")->id, company);
    EXPECT_EQ(on("2026-07-01")->id, second);
    EXPECT_EQ(service.journal_lines("party.join"), 2);
    const auto backdated = join(company, "2026-03-01");
    EXPECT_EQ(backdated.status, 422);
    EXPECT_THAT(backdated.body, testing::HasSubstr("2026-07-01"));
}

TEST_F(PartyTest, replaced_on_its_first_day_a_party_never_held_the_part) {
    join(company, "2026-01-01");
    join(second, "2026-01-01");
    EXPECT_EQ(on("2026-01-01")->id, second);
    EXPECT_EQ(service.get("/api/estates/" + estate.id).at("parties").as_array().size(), 1U);
}

TEST_F(PartyTest, the_estate_page_shows_the_duties_of_its_stage_with_who_has_them) {
    join(company, "2026-01-01");
    const auto page = service.get("/api/estates/" + estate.id);
    std::map<std::string, json::value> bearers;
    for (const auto& duty : page.at("duties").as_array()) bearers[std::string{duty.at("duty").as_string()}] = duty.at("party");
    EXPECT_EQ(bearers.size(), 3U);  // the builder's duty belongs to the other stage
    EXPECT_FALSE(bearers.contains("d3"));
    EXPECT_EQ(bearers.at("d1").at("name").as_string(), "甲街道办事处");
    EXPECT_EQ(bearers.at("d2").at("name").as_string(), "虚构物业一号");
    EXPECT_EQ(bearers.at("d4").at("name").as_string(), "虚构房管局");
    EXPECT_EQ(page.at("street").at("name").as_string(), "甲街道");
}

TEST_F(PartyTest, an_estate_of_another_street_cannot_be_opened_by_its_id) {
    service.actor = TestService::who("street", {"place.read", "party.manage"}, {other.path});
    EXPECT_EQ(service.call("GET", "/api/estates/" + estate.id).status, 404);
    EXPECT_EQ(join(company, "2026-01-01").status, 403);
    EXPECT_FALSE(on("2026-02-01"));
}

TEST_F(PartyTest, a_party_needs_what_its_kind_needs_and_every_wrong_field_is_named) {
    const auto refused = service.call("POST", "/api/parties", json::object{{"kind", "department"}, {"name", "局"}, {"department", "nowhere"}, {"credit_code", "123"}});
    EXPECT_EQ(refused.status, 422);
    for (const auto* field : {"name", "department", "credit_code"})
        EXPECT_THAT(refused.body, testing::HasSubstr("\"field\":\"" + std::string{field} + "\""));
    const auto street_without_place = service.call("POST", "/api/parties", json::object{{"kind", "street"}, {"name", "乙街道办事处"}});
    EXPECT_THAT(street_without_place.body, testing::HasSubstr("place_id"));
    EXPECT_EQ(service.call("POST", "/api/parties", json::object{{"kind", "street"}, {"name", "乙街道办事处"}, {"place_id", other.id}}).status, 201);
    EXPECT_THAT(service.call("POST", "/api/parties", json::object{{"kind", "property_company"}, {"name", "虚构物业一号"}}).body, testing::HasSubstr("name_taken"));
    service.actor = TestService::who("reader", {"place.read"});
    EXPECT_EQ(service.call("POST", "/api/parties", json::object{{"kind", "builder"}, {"name", "虚构建设公司"}}).status, 403);
}

TEST_F(PartyTest, a_stale_version_of_a_party_is_refused) {
    const auto change = [&](int version) {
        return service.call("PUT", "/api/parties/" + company, json::object{{"name", "虚构物业改名"}, {"version", version}});
    };
    EXPECT_EQ(change(1).status, 200);
    const auto stale = change(1);
    EXPECT_EQ(stale.status, 409);
    EXPECT_THAT(stale.body, testing::HasSubstr("changed_meanwhile"));
    EXPECT_EQ(service.journal_lines("party.change"), 1);
}

TEST_F(PartyTest, parties_are_listed_with_the_estates_they_stand_in_today) {
    join(company, "2026-01-01");
    const auto list = service.get("/api/parties?kind=property_company");
    ASSERT_EQ(list.at("items").as_array().size(), 2U);
    std::map<std::string, std::int64_t> estates;
    for (const auto& party : list.at("items").as_array()) estates[std::string{party.at("name").as_string()}] = party.at("estates").as_int64();
    EXPECT_EQ(estates.at("虚构物业一号"), 1);
    EXPECT_EQ(estates.at("虚构物业二号"), 0);
}

TEST_F(PartyTest, leading_groups_show_who_holds_which_post_and_keep_the_history) {
    const auto district = service.get("/api/leading-groups").at("items").at(0).at("place").at("id").as_string();
    const auto posts = "/api/leading-groups/district/" + std::string{district} + "/posts";
    EXPECT_EQ(service.call("PUT", posts, json::object{{"post", "head"}, {"unit", "区政府"}, {"name", "示例甲"}, {"from", "2026-01-01"}}).status, 200);
    EXPECT_EQ(service.call("PUT", posts, json::object{{"post", "head"}, {"unit", "区政府"}, {"name", "示例乙"}, {"from", "2026-06-01"}}).status, 200);
    EXPECT_EQ(service.call("PUT", posts, json::object{{"post", "housing"}, {"name", "示例丙"}, {"from", "2026-01-01"}}).status, 200);
    auto group = service.get("/api/leading-groups").at("items").at(0);
    EXPECT_EQ(group.at("posts").at(0).at("holder").at("name").as_string(), "示例乙");
    EXPECT_EQ(group.at("units").at(0).at("holder").at("name").as_string(), "示例丙");
    EXPECT_TRUE(group.at("posts").at(1).at("holder").is_null());
    const auto id = std::string{group.at("posts").at(0).at("holder").at("id").as_string()};
    EXPECT_EQ(service.call("DELETE", posts + "/" + id, json::object{{"why", "工作调动"}}).status, 200);
    EXPECT_TRUE(service.get("/api/leading-groups").at("items").at(0).at("posts").at(0).at("holder").is_null());
    EXPECT_EQ(service.journal_lines("group.hold"), 3);
    EXPECT_EQ(service.call("PUT", posts, json::object{{"post", "king"}, {"name", "示例甲"}, {"from", "2026-01-01"}}).status, 422);
}

TEST_F(PartyTest, a_street_officer_enters_only_the_own_streets_group) {
    service.actor = TestService::who("street", {"group.manage"}, {street.path});
    const json::object head{{"post", "head"}, {"name", "示例丁"}, {"from", "2026-01-01"}};
    EXPECT_EQ(service.call("PUT", "/api/leading-groups/street/" + street.id + "/posts", head).status, 200);
    EXPECT_EQ(service.call("PUT", "/api/leading-groups/street/" + other.id + "/posts", head).status, 403);
    // A name in the journal would outlive the post.
    service.store->see([&](kernel::Transaction& transaction) {
        EXPECT_EQ(transaction.one("SELECT COUNT(*) FROM journal WHERE COALESCE(after, '') LIKE '%示例丁%'")->number(0), 0);
    });
}

TEST_F(PartyTest, duties_are_listed_with_the_titles_of_the_pack) {
    const auto duties = service.get("/api/duties").at("items").as_array();
    ASSERT_EQ(duties.size(), 4U);
    EXPECT_EQ(duties[3].at("department_title").at("zh").as_string(), "房管部门");
    EXPECT_TRUE(duties[0].at("department_title").is_null());
}

}  // namespace
}  // namespace anju::party
