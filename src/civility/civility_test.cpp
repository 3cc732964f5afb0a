#include "civility/civility.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "civility/test_civility.hpp"

namespace anju::civility {
namespace {

using evaluation::code_of;
using evaluation::first_field;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

struct CivilityTest : testing::Test, TestCivility {};

TEST(CivilityDraw, is_the_order_of_the_digests_of_seed_point_and_moment) {
    std::vector<Pair> pairs;
    for (const auto* point : {"gate", "road", "stairs"})
        for (const auto* moment : {"morning", "evening"}) pairs.push_back({point, moment});
    const auto order = draw_order("00", pairs);
    ASSERT_EQ(order.size(), 6U);
    for (std::size_t i = 1; i < order.size(); ++i)
        EXPECT_LT(base::sm3("00" + order[i - 1].point + order[i - 1].moment), base::sm3("00" + order[i].point + order[i].moment));
    std::reverse(pairs.begin(), pairs.end());
    EXPECT_EQ(draw_order("00", pairs), order) << "the order they stand in does not matter";
    EXPECT_NE(draw_order("01", pairs), order);
    EXPECT_THAT(draw_order("x", {{"ab", "c"}, {"a", "bc"}}), ElementsAre(Pair{"a", "bc"}, Pair{"ab", "c"})) << "one digest, still one order";
}

TEST_F(CivilityTest, the_same_seed_draws_the_same_pairs_and_second_observers_again) {
    const auto first = started({{"observations", 5}, {"second_percent", 30}});
    const auto drawn_first = drawn(first);
    std::vector<Pair> all;
    for (const auto& point : rules().points)
        for (const auto& moment : rules().moments) all.push_back({point.point, moment.code});
    auto by_hand = draw_order(seed, all);
    by_hand.resize(5);
    auto seconds = draw_order(seed + "second", by_hand);
    seconds.resize(2);  // 30 % of 5, rounded up
    ASSERT_EQ(drawn_first.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(drawn_first[i].position, static_cast<std::int64_t>(i) + 1);
        EXPECT_EQ(drawn_first[i].pair, by_hand[i]);
        EXPECT_EQ(drawn_first[i].second_wanted, std::find(seconds.begin(), seconds.end(), by_hand[i]) != seconds.end());
    }
    const auto again = started({{"observations", 5}, {"second_percent", 30}, {"decision", "办公室决定按同一个种子重做"}});
    const auto drawn_again = drawn(again);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(drawn_again[i].pair, drawn_first[i].pair);
    EXPECT_EQ(shown(again, office()).at("seed"), json::value(seed));
    EXPECT_EQ(lines("civility.start"), 2);
}

TEST_F(CivilityTest, without_a_seed_a_fresh_one_is_drawn_and_kept) {
    const auto civility = plan();
    EXPECT_TRUE(shown(civility, office()).at("seed").is_null());
    EXPECT_EQ(step(lead(), civility, "start").status, 200);
    EXPECT_EQ(shown(civility, office()).at("seed").as_string().size(), 64U);
}

TEST_F(CivilityTest, a_plan_takes_the_numbers_of_the_standard_announces_the_percentage_and_leaves_a_line) {
    const auto civility = plan({{"observations", nullptr}, {"second_percent", nullptr}});
    const auto now = shown(civility, office());
    EXPECT_EQ(now.at("observations").as_int64(), rules().observations);
    EXPECT_EQ(now.at("second_percent").as_int64(), rules().second_observer_percent);
    EXPECT_EQ(now.at("state"), "draft");
    EXPECT_EQ(now.at("may").at("record"), false);
    EXPECT_EQ(district.count("SELECT COUNT(*) FROM announced_measure WHERE evaluation_id = $1 AND estate_id = $2 AND item = $3", {year, district.first.id, rules().item}), 1);
    EXPECT_EQ(lines("civility.plan"), 1);
    EXPECT_EQ(get(office(), "/api/civilities?evaluation=" + year + "&estate=" + district.first.id).at("items").as_array().size(), 1U);
    EXPECT_EQ(get(office(), "/api/civilities?estate=" + district.second.id).at("items").as_array().size(), 0U);
}

TEST_F(CivilityTest, every_wrong_field_of_a_plan_is_named) {
    const auto reply = ask_plan({{"starts", "2025-09-30"}, {"ends", "2025-09-20"}, {"observations", 1000}, {"party_id", district.housing}});
    EXPECT_EQ(reply.status, 422);
    EXPECT_THAT(fields_of(reply), testing::UnorderedElementsAre("starts", "ends", "ends", "observations", "party_id"));
    EXPECT_THAT(fields_of(ask_plan({{"second_percent", 101}})), ElementsAre("second_percent"));
    EXPECT_EQ(ask_plan({{"estate_id", nullptr}}).status, 422);
    EXPECT_EQ(lines("civility.plan"), 0);
}

TEST_F(CivilityTest, an_estate_that_takes_no_part_gets_no_plan) {
    district.service.store->act([&](kernel::Transaction& transaction) {
        const auto row = transaction.one("SELECT parent_id FROM place WHERE id = $1", {district.first.id});
        const auto community = place::get(transaction, row->text(0), "community");
        place::add(transaction, "estate", "E9", "无份苑", community, "settled", 10);
    });
    std::string other;
    district.service.store->see([&](kernel::Transaction& transaction) { other = place::find_by_code(transaction, "estate", "E9")->id; });
    EXPECT_EQ(code_of(ask_plan({{"estate_id", other}})), "takes_no_part");
}

TEST_F(CivilityTest, one_plan_an_estate_and_a_begun_one_is_replaced_only_by_a_stated_decision) {
    const auto first = plan();
    EXPECT_EQ(code_of(ask_plan({{"decision", "办公室决定重做这一次测评"}})), "plan_exists") << "a draft is changed, not replaced";
    ASSERT_EQ(step(lead(), first, "start").status, 200);
    const auto refused = ask_plan({{"decision", "重做"}});
    EXPECT_EQ(code_of(refused), "plan_exists");
    EXPECT_EQ(first_field(refused), "decision");
    const auto second = plan({{"decision", "办公室决定重做这一次测评"}});
    EXPECT_EQ(shown(first, office()).at("state"), "replaced");
    EXPECT_EQ(shown(second, office()).at("replaces"), json::value(first));
    EXPECT_EQ(code_of(step(lead(), first, "close")), "wrong_state");
    EXPECT_EQ(lines("civility.replace"), 1);
    const auto too_short = call(office(), "PUT", "/api/civilities/" + second,
                                {{"version", 1}, {"starts", "2026-09-15"}, {"ends", "2026-09-30"}, {"party_id", district.firm}, {"decision", "重做"}});
    EXPECT_EQ(code_of(too_short), "too_short");
    district.set_step(year, "opinions");
    EXPECT_EQ(code_of(ask_plan({{"estate_id", district.second.id}})), "wrong_step") << "a new percentage is not promised after the inspection";
}

TEST_F(CivilityTest, a_plan_changes_until_it_starts_and_only_at_the_version_seen) {
    const auto civility = plan();
    json::object body{{"version", 1}, {"observations", 4}, {"starts", "2026-09-18"}, {"ends", "2026-09-30"}, {"party_id", district.other_firm}};
    const auto target = "/api/civilities/" + civility;
    auto without = body;
    without.erase("version");
    EXPECT_EQ(call(office(), "PUT", target, without).status, 428);
    EXPECT_EQ(call(office(), "PUT", target, body).status, 200);
    EXPECT_EQ(shown(civility, office()).at("party").at("id"), json::value(district.other_firm));
    EXPECT_EQ(shown(civility, office()).at("observations"), 4);
    EXPECT_EQ(code_of(call(office(), "PUT", target, body)), "changed_meanwhile");
    ASSERT_EQ(step(office(), civility, "start").status, 200);
    body["version"] = 3;
    EXPECT_EQ(code_of(call(office(), "PUT", target, body)), "plan_started");
    EXPECT_EQ(lines("civility.change_plan"), 1);
}

TEST_F(CivilityTest, it_starts_once_from_a_seed_of_64_hex_digits_and_not_before_the_inspection) {
    const auto civility = plan();
    EXPECT_EQ(first_field(step(lead(), civility, "start", {{"seed", "42"}})), "seed");
    EXPECT_EQ(step(lead(), civility, "start", {{"version", 7}}).status, 412);
    district.set_step(year, "self_check");
    EXPECT_EQ(code_of(step(lead(), civility, "start")), "wrong_step");
    district.set_step(year, "inspection");
    EXPECT_EQ(step(lead(), civility, "start").status, 200);
    EXPECT_EQ(code_of(step(lead(), civility, "start")), "wrong_state");
}

TEST_F(CivilityTest, another_estates_people_neither_see_nor_act_here) {
    const auto civility = started();
    const auto target = "/api/civilities/" + civility;
    for (const auto* tail : {"", "/observations", "/template"}) EXPECT_EQ(call(stranger(), "GET", target + tail).status, 404) << tail;
    EXPECT_EQ(get(stranger(), "/api/civilities").at("items").as_array().size(), 0U);
    for (const auto* name : {"start", "close", "record"}) EXPECT_EQ(step(stranger(), civility, name).status, 403) << name;
    EXPECT_EQ(observe(stranger(), civility, 1).status, 403);
    EXPECT_EQ(send(stranger(), target + "/import", "x").status, 403);
    EXPECT_EQ(call(stranger(), "POST", "/api/civilities", plan_body()).status, 403);
    EXPECT_EQ(call({}, "GET", target).status, 401);
    EXPECT_EQ(call(observer(), "POST", "/api/civilities", plan_body()).status, 403) << "who observes does not plan";
    EXPECT_EQ(call(office(), "GET", "/api/civilities/none").status, 404);
}

TEST_F(CivilityTest, while_in_the_field_the_estate_does_not_learn_what_is_drawn) {
    const auto civility = started();
    ASSERT_EQ(observe(observer(), civility, 1).status, 201);
    const auto target = "/api/civilities/" + civility;
    EXPECT_EQ(get(community(), target + "/observations").at("items").as_array().size(), 0U);
    EXPECT_EQ(get(office(), target + "/observations").at("items").as_array().size(), 3U);
    const auto seen = call(community(), "GET", target).body;
    EXPECT_THAT(seen, Not(HasSubstr(seed)));
    EXPECT_TRUE(json::parse(seen).at("result").at("hidden").as_bool());
    EXPECT_EQ(json::parse(seen).at("result").at("observed"), 0);
    EXPECT_EQ(json::parse(seen).at("progress").at("done"), 1) << "how far it is, is no secret";
    EXPECT_EQ(call(community(), "GET", target + "/template").status, 403);
    ASSERT_EQ(observe(observer(), civility, 2).status, 201);
    ASSERT_EQ(observe(observer(), civility, 3).status, 201);
    for (const auto& one : drawn(civility))
        if (one.second_wanted) {
            ASSERT_EQ(observe(observer("two"), civility, one.position).status, 201);
        }
    ASSERT_EQ(step(lead(), civility, "close").status, 200);
    EXPECT_EQ(get(community(), target + "/observations").at("items").as_array().size(), 3U);
    EXPECT_EQ(shown(civility, community()).at("seed"), json::value(seed)) << "afterwards anybody may draw again by hand";
}

TEST_F(CivilityTest, the_rules_of_the_year_are_shown_and_a_standard_without_them_says_so) {
    const auto shown_rules = get(observer(), "/api/civility-check?evaluation=" + year);
    EXPECT_EQ(shown_rules.at("points").as_array().size(), rules().points.size());
    EXPECT_EQ(shown_rules.at("moments").as_array().size(), rules().moments.size());
    EXPECT_EQ(shown_rules.at("item").as_string(), rules().item);
    EXPECT_EQ(call(observer(), "GET", "/api/civility-check").status, 404);
    evaluation::Evaluation bare;
    bare.pack = std::make_shared<policy::Pack>();
    try {
        check_of(bare);
        ADD_FAILURE() << "a standard without the check was taken";
    } catch (const base::Refusal& refusal) {
        EXPECT_EQ(refusal.status(), 409);
        EXPECT_EQ(refusal.code(), "no_civility_check");
    }
}

}  // namespace
}  // namespace anju::civility
