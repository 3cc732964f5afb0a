#include "inspection/inspection.hpp"

#include <gtest/gtest.h>

#include "evaluation/test_district.hpp"

namespace anju::inspection {

namespace {

namespace json = kernel::json;
using evaluation::code_of;
using evaluation::first_field;
using evaluation::problems_of;
using evaluation::TestDistrict;
using kernel::Actor;

std::vector<kernel::Migration> more() {
    static const auto rectify = evaluation::slice_sql("rectify");
    auto all = finding::migrations();
    for (const auto& migration : migrations()) all.push_back(migration);
    all.push_back({"rectify/1", rectify});
    return all;
}

struct InspectionTest : testing::Test {
    TestDistrict district{more()};
    std::string year;

    InspectionTest() {
        finding::routes(district.service.router, district.standard);
        inspection::routes(district.service.router, district.standard);
        inspection::watch_steps(district.steps);
        finding::watch_steps(district.steps);
        year = district.open_year();
    }
    static std::string id_in(const kernel::Reply& reply) { return std::string{json::parse(reply.body).at("id").as_string()}; }

    kernel::Reply open_sheet(const Actor& actor, const std::string& source, const std::string& estate) {
        return district.call(actor, "POST", "/api/inspections", json::object{{"evaluation_id", year}, {"estate_id", estate}, {"source", source}});
    }
    std::string self_check() {
        const auto reply = open_sheet(district.community(), "self_check", district.first.id);
        EXPECT_EQ(reply.status, 201) << reply.body;
        return id_in(reply);
    }
    kernel::Reply assign_to(const std::string& party, json::array estates) {
        return district.call(TestDistrict::office(), "POST", "/api/evaluations/" + year + "/assign",
                             json::object{{"estate_ids", std::move(estates)}, {"party_id", party}, {"planned_from", "2026-10-12"}, {"planned_to", "2026-10-30"}});
    }
    /// The third party's sheet on the first estate, in the step inspection.
    std::string third_party() {
        EXPECT_EQ(assign_to(district.firm, {district.first.id}).status, 200);
        district.set_step(year, "inspection");
        return std::string{district.get(district.assessor(), "/api/inspections?source=third_party").at("items").at(0).at("id").as_string()};
    }
    kernel::Reply mark(const Actor& actor, const std::string& sheet, const std::string& item, const std::string& state, const std::string& note = "") {
        return district.call(actor, "PUT", "/api/inspections/" + sheet + "/items/" + item, json::object{{"state", state}, {"note", note}});
    }
    kernel::Reply deduct(const Actor& actor, const std::string& sheet, const std::string& item, const std::string& points) {
        return district.call(actor, "POST", "/api/inspections/" + sheet + "/findings",
                             json::object{{"item", item}, {"check_point", nullptr}, {"deduct", points}, {"reason", "楼道有垃圾"}, {"spot", "3幢2单元"}, {"photo_ids", json::array{}}});
    }
    kernel::Reply hand_in(const Actor& actor, const std::string& sheet) { return district.call(actor, "POST", "/api/inspections/" + sheet + "/hand-in", json::object{}); }
    void mark_rest_fine(const Actor& actor, const std::string& sheet) {
        const auto shown = district.get(actor, "/api/inspections/" + sheet);
        for (const auto& item : shown.at("items").as_array())
            if (item.at("state").as_string() == "unseen") {
                const auto reply = mark(actor, sheet, std::string{item.at("item").as_string()}, "fine");
                ASSERT_EQ(reply.status, 200) << reply.body;
            }
    }
    void measure_all(const Actor& actor, const std::string& sheet) {
        for (const auto* item : {"A1", "B1"})
            ASSERT_EQ(district.call(actor, "PUT", "/api/inspections/" + sheet + "/measures/" + item, json::object{{"value", "92.5"}, {"note", ""}}).status, 200);
    }
    std::string state_of(const Actor& actor, const std::string& sheet, std::string_view item) {
        const auto shown = district.get(actor, "/api/inspections/" + sheet);
        for (const auto& each : shown.at("items").as_array())
            if (each.at("item").as_string() == item) return std::string{each.at("state").as_string()};
        return {};
    }
};

TEST_F(InspectionTest, a_self_check_is_opened_once_by_who_may_and_only_in_its_step) {
    EXPECT_EQ(open_sheet(district.assessor(), "self_check", district.first.id).status, 403);
    EXPECT_EQ(open_sheet(district.community(), "self_check", district.second.id).status, 403);
    self_check();
    EXPECT_EQ(code_of(open_sheet(district.community(), "self_check", district.first.id)), "already_open");
    district.set_step(year, "inspection");
    EXPECT_EQ(code_of(open_sheet(district.community(), "self_check", district.first.id)), "wrong_step");
}

TEST_F(InspectionTest, the_form_has_every_item_of_the_frozen_standard) {
    const auto id = self_check();
    const auto shown = district.get(district.community(), "/api/inspections/" + id);
    const auto& items = district.standard.current().items;
    EXPECT_EQ(shown.at("items").as_array().size() + shown.at("measures").as_array().size(), items.size());
    EXPECT_TRUE(shown.at("may").at("edit").as_bool());
    EXPECT_EQ(shown.at("estate").at("name").as_string(), "桂花苑");
}

TEST_F(InspectionTest, an_item_with_findings_is_deducted_and_takes_no_other_mark) {
    const auto id = self_check();
    const auto actor = district.community();
    const auto finding = deduct(actor, id, "C1.1", "1");
    ASSERT_EQ(finding.status, 201) << finding.body;
    EXPECT_EQ(state_of(actor, id, "C1.1"), "deducted");
    const auto reply = mark(actor, id, "C1.1", "fine");
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(code_of(reply), "has_findings");
    ASSERT_EQ(district.call(actor, "DELETE", "/api/inspections/" + id + "/findings/" + id_in(finding), json::object{{"why", "看错楼"}}).status, 200);
    EXPECT_EQ(state_of(actor, id, "C1.1"), "unseen");
    EXPECT_EQ(district.service.journal_lines("finding.remove"), 1);
    EXPECT_EQ(mark(actor, id, "C1.1", "fine").status, 200);
}

TEST_F(InspectionTest, not_applicable_needs_an_item_that_may_be_so_and_a_reason) {
    const auto id = self_check();
    const auto actor = district.community();
    EXPECT_EQ(first_field(mark(actor, id, "C1.1", "not_applicable", "没有垃圾")), "state");
    EXPECT_EQ(first_field(mark(actor, id, "D4.1.1", "not_applicable")), "note");
    EXPECT_EQ(mark(actor, id, "D4.1.1", "not_applicable", "没有电梯").status, 200);
    const auto reply = deduct(actor, id, "D4.1.1", "0.5");
    EXPECT_EQ(code_of(reply), "marked_not_applicable");
    EXPECT_EQ(first_field(reply), "item");
}

TEST_F(InspectionTest, over_the_items_points_is_refused_with_the_field) {
    const auto id = self_check();
    ASSERT_EQ(deduct(district.community(), id, "C1.1", "5").status, 201);
    const auto reply = deduct(district.community(), id, "C1.1", "0.5");
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(first_field(reply), "deduct");
}

TEST_F(InspectionTest, a_draft_is_changed_with_its_version_and_a_stale_one_is_refused) {
    const auto id = self_check();
    const auto actor = district.community();
    const auto finding = id_in(deduct(actor, id, "C1.1", "1"));
    const auto change = [&](std::int64_t version) {
        return district.call(actor, "PUT", "/api/inspections/" + id + "/findings/" + finding,
                             json::object{{"item", "C1.2"}, {"deduct", "0.5"}, {"reason", "改正"}, {"spot", ""}, {"version", version}});
    };
    ASSERT_EQ(change(1).status, 200);
    EXPECT_EQ(state_of(actor, id, "C1.1"), "unseen");
    EXPECT_EQ(state_of(actor, id, "C1.2"), "deducted");
    EXPECT_EQ(code_of(change(1)), "changed_meanwhile");
    const auto put = [&](std::int64_t version) { return district.call(actor, "PUT", "/api/inspections/" + id, json::object{{"visited_on", "2026-09-20"}, {"summary", "好"}, {"version", version}}); };
    EXPECT_EQ(put(1).status, 200);
    EXPECT_EQ(code_of(put(1)), "changed_meanwhile");
    EXPECT_EQ(first_field(district.call(actor, "PUT", "/api/inspections/" + id, json::object{{"visited_on", "2026-12-01"}, {"summary", ""}, {"version", 2}})), "visited_on");
}

TEST_F(InspectionTest, an_assessor_with_an_interest_in_the_estate_is_refused) {
    district.service.store->act([&](kernel::Transaction& transaction) {
        party::join(transaction, district.second.id, party::add(transaction, "property_company", "甲评估所").id, "property_company", *base::Day::parse("2024-01-01"));
    });
    const auto reply = assign_to(district.firm, {district.first.id, district.second.id});
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(code_of(reply), "conflict_of_interest");
    EXPECT_NE(reply.body.find("银杏苑"), std::string::npos);
    EXPECT_EQ(reply.body.find("桂花苑"), std::string::npos);
    EXPECT_EQ(assign_to(district.other_firm, {district.first.id, district.second.id}).status, 200);
    EXPECT_EQ(first_field(assign_to(district.housing, {district.first.id})), "party_id");
    EXPECT_EQ(district.service.journal_lines("evaluation.assign"), 2);
}

TEST_F(InspectionTest, another_firm_takes_over_only_before_the_first_has_begun) {
    ASSERT_EQ(assign_to(district.other_firm, {district.first.id}).status, 200);
    const auto sheet = third_party();
    EXPECT_EQ(district.count("SELECT COUNT(*) FROM estate_party WHERE part = 'assessor'"), 1);
    ASSERT_EQ(mark(district.assessor(), sheet, "C1.1", "fine").status, 200);
    EXPECT_EQ(code_of(assign_to(district.other_firm, {district.first.id})), "inspection_begun");
}

TEST_F(InspectionTest, only_the_assessor_the_sheet_belongs_to_fills_it) {
    const auto sheet = third_party();
    auto stranger = district.assessor("stranger");
    stranger.grants.front().party_id = district.other_firm;
    EXPECT_EQ(mark(stranger, sheet, "C1.1", "fine").status, 403);
    EXPECT_EQ(mark(TestDistrict::office(), sheet, "C1.1", "fine").status, 403);
    EXPECT_EQ(mark(district.community(), sheet, "C1.1", "fine").status, 403);
    EXPECT_EQ(mark(district.assessor(), sheet, "C1.1", "fine").status, 200);
    EXPECT_EQ(mark(district.lead(), sheet, "C1.2", "fine").status, 200);
    const auto seen = district.get(district.community(), "/api/inspections/" + sheet);
    EXPECT_TRUE(seen.at("items").as_array().empty());
    EXPECT_FALSE(seen.at("may").at("edit").as_bool());
}

TEST_F(InspectionTest, not_applicable_by_the_third_party_is_confirmed_by_somebody_else) {
    const auto sheet = third_party();
    const auto path = "/api/inspections/" + sheet + "/items/D4.1.1/confirm";
    ASSERT_EQ(mark(district.lead(), sheet, "D4.1.1", "not_applicable", "没有电梯").status, 200);
    const auto own = district.call(district.lead(), "POST", path, json::object{});
    EXPECT_EQ(own.status, 403);
    EXPECT_EQ(code_of(own), "four_eyes");
    EXPECT_EQ(district.call(district.assessor(), "POST", path, json::object{}).status, 403);
    const auto done = district.call(TestDistrict::panel(), "POST", path, json::object{});
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(json::parse(done.body).at("confirmed_by").as_string(), "panel");
    ASSERT_EQ(mark(district.lead(), sheet, "D4.1.1", "not_applicable", "确实没有电梯").status, 200);
    EXPECT_EQ(district.count("SELECT COUNT(*) FROM inspection_item WHERE confirmed_by IS NOT NULL"), 0);
}

TEST_F(InspectionTest, handing_in_names_everything_still_missing) {
    const auto sheet = third_party();
    ASSERT_EQ(mark(district.assessor(), sheet, "D4.1.1", "not_applicable", "没有电梯").status, 200);
    const auto reply = hand_in(district.assessor(), sheet);
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(code_of(reply), "not_complete");
    std::set<std::string> fields;
    for (const auto& error : problems_of(reply)) fields.emplace(error.at("field").as_string());
    EXPECT_EQ(fields.size(), district.standard.current().items.size());
    EXPECT_TRUE(fields.contains("items/D4.1.1") && fields.contains("items/C1.1") && fields.contains("measures/A1") && fields.contains("measures/B1"));
}

TEST_F(InspectionTest, a_planned_survey_stands_for_the_percentage_it_will_bring_and_for_no_other) {
    const auto sheet = third_party();
    mark_rest_fine(district.assessor(), sheet);
    district.service.store->act([&](kernel::Transaction& transaction) {
        transaction.run("INSERT INTO announced_measure (evaluation_id, estate_id, item) VALUES ($1, $2, 'A1')", {year, district.first.id});
    });
    const auto reply = hand_in(district.assessor(), sheet);
    EXPECT_EQ(first_field(reply), "measures/B1");
    EXPECT_EQ(problems_of(reply).size(), 1U);
}

TEST_F(InspectionTest, the_assessor_sees_the_self_check_only_after_its_own_is_handed_in) {
    const auto own = self_check();
    const auto finding = id_in(deduct(district.community(), own, "C1.1", "1"));
    mark_rest_fine(district.community(), own);
    ASSERT_EQ(hand_in(district.community(), own).status, 200);
    const auto sheet = third_party();
    const auto assessor = district.assessor();
    const auto self_checks = [&] { return district.get(assessor, "/api/inspections?source=self_check").at("items").as_array().size(); };
    EXPECT_EQ(self_checks(), 0U);
    EXPECT_EQ(district.call(assessor, "GET", "/api/inspections/" + own).status, 404);
    EXPECT_EQ(district.call(assessor, "GET", "/api/findings/" + finding).status, 404);
    const auto estate = [&] { return district.get(assessor, "/api/evaluations/" + year + "/estates").at("items").at(0); };
    EXPECT_TRUE(estate().at("self_check").is_null());
    mark_rest_fine(assessor, sheet);
    measure_all(assessor, sheet);
    const auto handed = hand_in(assessor, sheet);
    ASSERT_EQ(handed.status, 200) << handed.body;
    EXPECT_EQ(self_checks(), 1U);
    EXPECT_EQ(district.call(assessor, "GET", "/api/inspections/" + own).status, 200);
    EXPECT_EQ(district.call(assessor, "GET", "/api/findings/" + finding).status, 200);
    EXPECT_EQ(estate().at("self_check").as_string(), "handed_in");
}

TEST_F(InspectionTest, after_hand_in_only_a_recorded_correction_changes_a_finding) {
    const auto sheet = third_party();
    const auto assessor = district.assessor();
    const auto finding = id_in(deduct(assessor, sheet, "C1.1", "2"));
    const auto path = "/api/inspections/" + sheet + "/findings/" + finding;
    EXPECT_EQ(code_of(district.call(assessor, "POST", path + "/correct", json::object{{"deduct", "1"}, {"why", "看错了"}})), "still_open");
    mark_rest_fine(assessor, sheet);
    measure_all(assessor, sheet);
    ASSERT_EQ(hand_in(assessor, sheet).status, 200);
    EXPECT_EQ(code_of(mark(assessor, sheet, "C1.2", "unseen")), "handed_in");
    EXPECT_EQ(code_of(district.call(assessor, "DELETE", path, json::object{{"why", "不要了"}})), "handed_in");
    EXPECT_EQ(district.call(TestDistrict::panel(), "POST", path + "/correct", json::object{{"deduct", "1"}, {"why", "看错了"}}).status, 403);
    EXPECT_EQ(first_field(district.call(assessor, "POST", path + "/correct", json::object{{"deduct", "1"}, {"why", ""}})), "why");
    const auto reply = district.call(assessor, "POST", path + "/correct", json::object{{"deduct", "1"}, {"reason", "只有一处"}, {"withdraw", false}, {"why", "复看只有一处"}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    const auto trace = json::parse(reply.body).at("corrections").as_array();
    ASSERT_EQ(trace.size(), 1U);
    EXPECT_EQ(trace.at(0).at("before").at("deduct").as_string(), "2");
    EXPECT_EQ(trace.at(0).at("after").at("deduct").as_string(), "1");
    EXPECT_EQ(trace.at(0).at("why").as_string(), "复看只有一处");
    ASSERT_EQ(district.call(assessor, "POST", path + "/correct", json::object{{"withdraw", true}, {"why", "不是这个小区"}}).status, 200);
    EXPECT_EQ(district.get(TestDistrict::panel(), "/api/findings/" + finding).at("state").as_string(), "withdrawn");
    EXPECT_EQ(state_of(assessor, sheet, "C1.1"), "fine");
    EXPECT_EQ(district.service.journal_lines("inspection.correct"), 1);
    EXPECT_EQ(district.service.journal_lines("finding.withdraw"), 1);
    district.set_step(year, "notice");
    EXPECT_EQ(code_of(district.call(assessor, "POST", path + "/correct", json::object{{"deduct", "1"}, {"why", "太晚了"}})), "wrong_step");
}

TEST_F(InspectionTest, a_departments_sheet_is_its_own_and_needs_only_what_it_saw) {
    EXPECT_EQ(code_of(open_sheet(district.department(), "department", district.first.id)), "wrong_step");
    district.set_step(year, "inspection");
    const auto opened = open_sheet(district.department(), "department", district.first.id);
    ASSERT_EQ(opened.status, 201) << opened.body;
    const auto sheet = id_in(opened);
    const auto finding = id_in(deduct(district.department(), sheet, "C1.1", "1"));
    EXPECT_EQ(district.call(district.community(), "GET", "/api/findings/" + finding).status, 404);
    ASSERT_EQ(hand_in(district.department(), sheet).status, 200);
    EXPECT_EQ(district.get(district.community(), "/api/findings/" + finding).at("state").as_string(), "submitted");
    EXPECT_EQ(open_sheet(TestDistrict::office(), "department", district.first.id).status, 403);
}

TEST_F(InspectionTest, the_steps_say_what_sheets_are_missing) {
    const auto advance = [&](const std::string& from) { return district.call(TestDistrict::office(), "POST", "/api/evaluations/" + year + "/advance", json::object{{"from", from}}); };
    const auto first = advance("self_check");
    EXPECT_EQ(code_of(first), "step_not_finished");
    EXPECT_EQ(problems_of(first).size(), 4U);  // two estates × self-check and assessor
    district.set_step(year, "inspection");
    EXPECT_EQ(problems_of(advance("inspection")).size(), 2U);
    ASSERT_EQ(open_sheet(district.department(), "department", district.first.id).status, 201);
    district.set_step(year, "opinions");
    const auto opinions = advance("opinions");
    EXPECT_EQ(code_of(opinions), "step_not_finished");
    EXPECT_NE(opinions.body.find("某住建局"), std::string::npos);
}

TEST_F(InspectionTest, the_estates_of_a_year_show_open_figures_to_their_assessor_alone) {
    const auto sheet = third_party();
    measure_all(district.assessor(), sheet);
    const auto satisfaction = [&](const Actor& actor) { return district.get(actor, "/api/evaluations/" + year + "/estates").at("items").at(0).at("satisfaction"); };
    EXPECT_EQ(satisfaction(district.assessor()).as_string(), "92.5");
    EXPECT_TRUE(satisfaction(TestDistrict::office()).is_null());
    mark_rest_fine(district.assessor(), sheet);
    ASSERT_EQ(hand_in(district.assessor(), sheet).status, 200);
    EXPECT_EQ(satisfaction(TestDistrict::office()).as_string(), "92.5");
    EXPECT_EQ(district.get(district.community(), "/api/evaluations/" + year + "/estates").at("items").as_array().size(), 1U);
}

}  // namespace

}  // namespace anju::inspection
