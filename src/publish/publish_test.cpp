#include "publish/publish.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "publish/plaque_number.hpp"
#include "publish/private_number.hpp"
#include "publish/visitors.hpp"
#include "rating/test_year.hpp"

namespace anju::publish {
namespace {

namespace json = kernel::json;
using rating::TestYear;
using ::testing::HasSubstr;
using ::testing::Not;

struct Publish : ::testing::Test {
    TestYear year;
    place::Place star, close;
    std::string finding_id;

    /// One estate with five stars, one that a finding keeps just below them.
    Publish() {
        finding::watch_steps(year.steps);
        publish::watch_steps(year.steps, year.standard);
        publish::routes(year.service.router, year.standard);
        star = year.estate("星试苑");
        close = year.estate("近试苑");
        year.open();
        year.measure(star, "95", "100");
        year.measure(close, "90", "100");
        year.find(close, "C1.1", "5");
        year.find(close, "C1.2", "5");
        finding_id = year.find(close, "C1.3", "3");
        year.advance_to("panel");
        year.accept_all();
    }

    void begin_notice() { year.advance_to("notice"); }
    void finish() {
        year.go_to_day("2026-10-19");
        year.advance_to("publication");
    }
    json::value results() { return year.get(year.path("/results")); }
    static const json::value& of(const json::value& list, const place::Place& estate) {
        for (auto const& item : list.at("items").as_array()) {
            if (item.at("estate").at("id") == json::value(estate.id)) return item;
        }
        throw std::runtime_error("estate not listed");
    }
    kernel::Reply object_as_resident(const std::string& text) {
        auto const before = std::exchange(year.service.actor, TestYear::nobody());
        auto reply = year.service.call("POST", "/api/public/objections",
                                       {{"year", 2026}, {"estate_id", close.id}, {"item", "C1.3"}, {"text", text}});
        year.service.actor = before;
        return reply;
    }
    /// Raises an objection as a party and returns it as the panel sees it.
    json::value objection() {
        year.be(kernel::TestService::who("street-account", {"objection.raise"}, {close.path}));
        auto const reply = year.service.call("POST", "/api/objections",
                                             {{"evaluation_id", year.evaluation_id},
                                              {"estate_id", close.id},
                                              {"finding_id", finding_id},
                                              {"text", "这处垃圾桶当天已经更换，请复核照片。"}});
        EXPECT_EQ(reply.status, 201) << reply.body;
        year.be(TestYear::panel());
        return year.get("/api/objections?evaluation=" + year.evaluation_id).at("items").as_array().front();
    }
    kernel::Reply answer(const json::value& objection, const std::string& decision, json::array changes) {
        return year.service.call("POST", "/api/objections/" + std::string{objection.at("id").as_string()} + "/decide",
                                 {{"decision", decision},
                                  {"answer", "经复核，情况属实。"},
                                  {"changes", std::move(changes)},
                                  {"version", objection.at("version")}});
    }
};

TEST_F(Publish, nothing_is_public_before_the_notice) {
    year.be(TestYear::nobody());
    EXPECT_TRUE(year.get("/api/public/years").at("items").as_array().empty());
    EXPECT_EQ(year.service.call("GET", "/api/public/years/2026").status, 404);
    EXPECT_EQ(object_as_resident("我觉得这个小区的楼道很干净，扣分扣多了。").status, 404);
    year.be(TestYear::officer());
    EXPECT_TRUE(results().at("stage").is_null());
}

TEST_F(Publish, leaving_the_panel_needs_the_right_to_publish) {
    year.be(kernel::TestService::who("account", {"evaluation.manage"}));
    EXPECT_EQ(year.advance().status, 403);
    EXPECT_EQ(year.present_step(), "panel");
}

TEST_F(Publish, the_notice_shows_the_proposal_for_five_working_days_over_the_mid_autumn_holiday) {
    begin_notice();
    year.be(TestYear::nobody());
    auto const shown = year.get("/api/public/years/2026");
    EXPECT_EQ(shown.at("stage"), "notice");
    EXPECT_EQ(shown.at("notice_from"), "2026-09-21");
    std::string due;
    year.service.store->see([&](kernel::Transaction& transaction) {
        due = year.standard.due(transaction, *base::Day::parse("2026-09-21"), year.standard.current().evaluation.notice)
                  .text();
    });
    EXPECT_EQ(shown.at("notice_to"), json::value(due));
    EXPECT_GT(due, "2026-09-26");
    EXPECT_EQ(of(shown, star).at("star"), 5);
    EXPECT_EQ(of(shown, close).at("star"), 4);
    EXPECT_EQ(shown.at("published_at"), json::value(nullptr));
}

TEST_F(Publish, the_notice_cannot_end_while_it_runs_or_an_objection_waits) {
    begin_notice();
    objection();
    year.be(TestYear::officer());
    auto reply = year.advance();
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("第二天起才能审定"));
    EXPECT_THAT(reply.body, HasSubstr("还没有答复"));
    year.go_to_day("2026-10-19");
    reply = year.advance();
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("还没有答复"));
    EXPECT_EQ(year.present_step(), "notice");
}

TEST_F(Publish, an_upheld_objection_changes_the_star_and_the_results_show_both) {
    begin_notice();
    auto const raised = objection();
    EXPECT_EQ(raised.at("finding").at("id"), json::value(finding_id));
    auto const reply = answer(raised, "upheld", {json::object{{"finding_id", finding_id}, {"withdraw", true}}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(year.service.journal_lines("finding.decide"), 4);
    auto const now = of(results(), close);
    EXPECT_EQ(now.at("star"), 5);
    EXPECT_EQ(now.at("total"), "282");
    EXPECT_EQ(now.at("notice").at("star"), 4);
    EXPECT_TRUE(now.at("changed").as_bool());
    EXPECT_FALSE(of(results(), star).at("changed").as_bool());
    finish();
    year.be(TestYear::nobody());
    auto const shown = year.get("/api/public/years/2026");
    EXPECT_EQ(shown.at("stage"), "final");
    EXPECT_EQ(of(shown, close).at("star"), 5);
    EXPECT_TRUE(shown.at("published_at").is_string());
}

TEST_F(Publish, a_partly_upheld_objection_lowers_the_deduction) {
    begin_notice();
    auto const reply = answer(objection(), "partly",
                              {json::object{{"finding_id", finding_id}, {"withdraw", false}, {"deduct", "1.5"}}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(of(results(), close).at("total"), "280.5");
    EXPECT_EQ(of(results(), close).at("star"), 5);
}

TEST_F(Publish, a_refused_objection_changes_nothing) {
    begin_notice();
    auto const raised = objection();
    EXPECT_EQ(answer(raised, "refused", {json::object{{"finding_id", finding_id}, {"withdraw", true}}}).status, 422);
    EXPECT_EQ(answer(raised, "refused", {}).status, 200);
    EXPECT_EQ(answer(raised, "upheld", {}).status, 409);
    EXPECT_EQ(of(results(), close).at("total"), "279");
}

TEST_F(Publish, an_objection_of_one_estate_changes_no_finding_of_another) {
    begin_notice();
    year.be(kernel::TestService::who("street-account", {"objection.raise"}));
    ASSERT_EQ(year.service
                  .call("POST", "/api/objections",
                        {{"evaluation_id", year.evaluation_id},
                         {"estate_id", star.id},
                         {"text", "我们认为分数还可以更高一些。"}})
                  .status,
              201);
    EXPECT_EQ(year.service
                  .call("POST", "/api/objections",
                        {{"evaluation_id", year.evaluation_id},
                         {"estate_id", star.id},
                         {"finding_id", finding_id},
                         {"text", "我们认为分数还可以更高一些。"}})
                  .status,
              422);
    year.be(TestYear::panel());
    auto const raised = year.get("/api/objections").at("items").as_array().front();
    EXPECT_EQ(answer(raised, "upheld", {json::object{{"finding_id", finding_id}, {"withdraw", true}}}).status, 422);
}

TEST_F(Publish, nobody_answers_his_own_objection) {
    begin_notice();
    auto const raised = objection();
    year.be(kernel::TestService::who("street-account", {"objection.decide", "finding.read"}));
    auto const reply = answer(raised, "refused", {});
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("same_person"));
}

TEST_F(Publish, objections_are_raised_and_seen_only_where_the_account_has_the_right) {
    begin_notice();
    year.be(kernel::TestService::who("account", {"objection.raise", "finding.read"}, {star.path}));
    EXPECT_EQ(year.service
                  .call("POST", "/api/objections",
                        {{"evaluation_id", year.evaluation_id},
                         {"estate_id", close.id},
                         {"text", "我们认为分数还可以更高一些。"}})
                  .status,
              403);
    objection();
    year.be(kernel::TestService::who("account", {"finding.read"}, {star.path}));
    EXPECT_TRUE(year.get("/api/objections").at("items").as_array().empty());
}

TEST_F(Publish, a_resident_objects_with_a_receipt_and_finds_the_answer_by_it) {
    begin_notice();
    auto const reply = object_as_resident("我觉得这个小区的楼道很干净，扣分扣多了。");
    ASSERT_EQ(reply.status, 201) << reply.body;
    auto const receipt = std::string{json::parse(reply.body).at("receipt").as_string()};
    EXPECT_EQ(receipt.size(), 12U);
    EXPECT_EQ(receipt.find_first_of("OILUoilu"), std::string::npos);
    year.be(TestYear::nobody());
    EXPECT_EQ(year.get("/api/public/objections/" + receipt).at("state"), "received");
    EXPECT_EQ(year.service.call("GET", "/api/public/objections/AAAAAAAAAAAA").status, 404);
    year.be(TestYear::panel());
    auto const raised = year.get("/api/objections").at("items").as_array().front();
    EXPECT_EQ(raised.at("channel"), "public");
    ASSERT_EQ(answer(raised, "refused", {}).status, 200);
    year.be(TestYear::nobody());
    std::string lower = receipt.substr(0, 4) + "-" + receipt.substr(4);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    EXPECT_EQ(year.get("/api/public/objections/" + lower).at("answer"), "经复核，情况属实。");
}

TEST_F(Publish, residents_are_asked_to_leave_out_numbers_of_persons) {
    begin_notice();
    auto const reply = object_as_resident("楼道灯坏了很久，请打我电话 138-0000-0000 联系我。");
    EXPECT_EQ(reply.status, 422);
    EXPECT_THAT(reply.body, HasSubstr("\"text\""));
    EXPECT_EQ(object_as_resident("太短了").status, 422);
}

TEST_F(Publish, an_address_may_object_five_times_an_hour) {
    begin_notice();
    for (int i = 0; i < 5; ++i)
        ASSERT_EQ(object_as_resident("楼道灯坏了很久也没有人来修理。第" + std::to_string(i) + "次").status, 201);
    EXPECT_EQ(object_as_resident("楼道灯坏了很久也没有人来修理。又一次").status, 429);
    year.service.now.microseconds += 3'600'000'001;
    EXPECT_EQ(object_as_resident("楼道灯坏了很久也没有人来修理。又一次").status, 201);
}

TEST_F(Publish, after_the_last_day_no_objection_is_taken) {
    begin_notice();
    year.go_to_day("2026-10-19");
    auto const reply = object_as_resident("我觉得这个小区的楼道很干净，扣分扣多了。");
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("notice_over"));
}

TEST_F(Publish, starred_estates_get_plaques_that_anybody_can_verify) {
    begin_notice();
    finish();
    year.be(TestYear::officer());
    auto const plaques = year.get("/api/plaques?evaluation=" + year.evaluation_id).at("items").as_array();
    ASSERT_EQ(plaques.size(), 2U);
    EXPECT_EQ(plaques[0].at("star"), 5);
    EXPECT_EQ(plaques[0].at("valid_from"), "2026-10-19");
    EXPECT_EQ(plaques[0].at("valid_to"), "2027-10-19");
    auto const qr =
        year.service.call("GET", "/api/plaques/" + std::string{plaques[0].at("id").as_string()} + "/qr.svg");
    EXPECT_THAT(qr.body, HasSubstr("<svg"));
    auto const number = std::string{plaques[0].at("number").as_string()};
    year.be(TestYear::nobody());
    auto const shown = year.get("/api/public/plaques/" + number);
    EXPECT_EQ(shown.at("state"), "valid");
    EXPECT_EQ(shown.at("estate").at("name"), "星试苑");
    auto mistyped = number;
    mistyped.back() = mistyped.back() == '9' ? '0' : static_cast<char>(mistyped.back() + 1);
    EXPECT_EQ(year.service.call("GET", "/api/public/plaques/" + mistyped).status, 404);
    year.go_to_day("2027-10-19");
    EXPECT_EQ(year.get("/api/public/plaques/" + number).at("state"), "valid");
    year.go_to_day("2027-10-20");
    EXPECT_EQ(year.get("/api/public/plaques/" + number).at("state"), "expired");
}

TEST_F(Publish, a_withdrawn_plaque_is_publicly_withdrawn_but_the_reason_and_the_person_are_not_told) {
    begin_notice();
    finish();
    year.be(TestYear::officer());
    auto const plaque = year.get("/api/plaques").at("items").as_array().front();
    auto const withdraw = "/api/plaques/" + std::string{plaque.at("id").as_string()} + "/withdraw";
    EXPECT_EQ(year.service.call("POST", withdraw, {{"why", ""}}).status, 422);
    ASSERT_EQ(year.service.call("POST", withdraw, {{"why", "内部理由不公开"}}).status, 200);
    EXPECT_EQ(year.service.call("POST", withdraw, {{"why", "内部理由不公开"}}).status, 409);
    year.be(TestYear::nobody());
    auto const shown =
        year.service.call("GET", "/api/public/plaques/" + std::string{plaque.at("number").as_string()}).body;
    EXPECT_THAT(shown, HasSubstr("\"withdrawn\""));
    EXPECT_THAT(shown, Not(HasSubstr("内部理由")));
    EXPECT_THAT(shown, Not(HasSubstr("officer-account")));
    EXPECT_TRUE(year.get("/api/public/years/2026/estates/" + star.id).at("plaque").at("withdrawn").as_bool());
}

TEST_F(Publish, public_pages_hold_no_account_no_words_about_findings_and_no_photo) {
    begin_notice();
    objection();
    object_as_resident("我觉得这个小区的楼道很干净，扣分扣多了。");
    auto const look = [&] {
        year.be(TestYear::nobody());
        std::string all;
        for (auto const& target :
             {std::string{"/api/public/years"}, std::string{"/api/public/years/2026"},
              "/api/public/years/2026/estates/" + star.id, "/api/public/years/2026/estates/" + close.id}) {
            auto const reply = year.service.call("GET", target);
            EXPECT_EQ(reply.status, 200) << target;
            all += reply.body;
        }
        return all;
    };
    auto const during = look();
    EXPECT_THAT(during, HasSubstr("近试苑"));
    for (auto const* secret : {"account", "绝不公开", "垃圾桶", "photo", "spot", "reason", "party"})
        EXPECT_THAT(during, Not(HasSubstr(secret))) << secret;
    EXPECT_THAT(during, Not(HasSubstr(finding_id)));
    year.be(TestYear::panel());
    auto const raised_list = year.get("/api/objections");
    for (auto const& raised : raised_list.at("items").as_array()) EXPECT_EQ(answer(raised, "refused", {}).status, 200);
    finish();
    auto const afterwards = look();
    for (auto const* secret : {"account", "绝不公开", "垃圾桶", "photo", "spot", "reason", "party"})
        EXPECT_THAT(afterwards, Not(HasSubstr(secret))) << secret;
    EXPECT_THAT(afterwards, Not(HasSubstr(finding_id)));
}

TEST_F(Publish, the_public_estate_page_has_its_scorecard_and_stage) {
    begin_notice();
    year.be(TestYear::nobody());
    auto const shown = year.get("/api/public/years/2026/estates/" + close.id);
    EXPECT_EQ(shown.at("stage"), "notice");
    EXPECT_EQ(shown.at("total"), "279");
    EXPECT_EQ(shown.at("estate_stage"), "settled");
    EXPECT_TRUE(shown.at("plaque").is_null());
    EXPECT_FALSE(shown.at("chapters").as_array().empty());
    EXPECT_THAT(json::serialize(shown.at("chapters")), HasSubstr("\"deduct\":\"3\""));
    EXPECT_TRUE(shown.at("history").as_array().empty());
}

TEST_F(Publish, the_papers_text_lists_every_star_with_its_estates_unescaped) {
    begin_notice();
    EXPECT_EQ(year.service.call("GET", year.path("/publication.txt?kind=publication")).status, 409);
    auto const notice = year.service.call("GET", year.path("/publication.txt?kind=notice"));
    EXPECT_EQ(notice.status, 200);
    EXPECT_THAT(notice.type, HasSubstr("text/plain"));
    EXPECT_THAT(notice.body, HasSubstr("星试苑"));
    EXPECT_THAT(notice.body, HasSubstr("2026年9月21日"));
    EXPECT_THAT(notice.body, Not(HasSubstr("&")));
    EXPECT_THAT(notice.body, Not(HasSubstr("{{")));
    finish();
    auto const final_text = year.service.call("GET", year.path("/publication.txt?kind=publication")).body;
    EXPECT_LT(final_text.find("星试苑"), final_text.find("近试苑"));
    EXPECT_THAT(final_text, HasSubstr("279"));
    EXPECT_EQ(year.service.call("GET", year.path("/publication.txt?kind=other")).status, 422);
}

TEST_F(Publish, each_frozen_result_and_plaque_leaves_a_journal_line_with_its_estate) {
    begin_notice();
    finish();
    EXPECT_EQ(year.service.journal_lines("result.notice"), 2);
    EXPECT_EQ(year.service.journal_lines("result.final"), 2);
    EXPECT_EQ(year.service.journal_lines("plaque.issue"), 2);
    year.service.store->see([&](kernel::Transaction& transaction) {
        EXPECT_EQ(
            transaction.one("SELECT COUNT(*) FROM journal WHERE act = 'plaque.issue' AND place_id = $1", {star.id})
                ->number(0),
            1);
    });
}

TEST(PlaqueNumber, one_wrong_digit_is_always_noticed) {
    auto const number = plaque_number("GSXJ", 2026, 7);
    EXPECT_EQ(number.substr(0, 15), "GSXJ-2026-0007-");
    EXPECT_EQ(read_plaque_number(" gsxj-2026-0007-" + number.substr(15)), number);
    for (std::size_t place = 5; place < number.size(); ++place) {
        if (number[place] == '-') continue;
        for (char digit = '0'; digit <= '9'; ++digit) {
            auto wrong = number;
            wrong[place] = digit;
            EXPECT_EQ(read_plaque_number(wrong), wrong == number ? number : "") << wrong;
        }
    }
    for (auto const* wrong : {"", "GSXJ", "GSXJ-2026-7-1", "GSXJ-2026-0007", "-2026-0007-1", "GSXJ-20x6-0007-1"})
        EXPECT_EQ(read_plaque_number(wrong), "") << wrong;
}

TEST(PrivateNumber, telephones_and_id_numbers_are_found_however_they_are_written) {
    for (auto const* text :
         {"打13800000000", "138 0000 0000", "１３８０００００００0", "电话0571-88880000", "88880000",
          "一三八零零零零零零零零", "330105 19000101 0000", "3301051900010100", "请拨 021-5555 6666 谢谢"}) {
        EXPECT_TRUE(holds_private_number(text)) << text;
    }
}

TEST(PrivateNumber, dates_amounts_and_room_numbers_may_be_written) {
    for (auto const* text : {"2026年11月24日去看过", "2026-11-24", "20261124", "12幢3单元1502室",
                             "扣了280分，不是290分", "一楼二楼三楼", "12-3-1502", "第1、2、3、4、5、6、7、8条", ""}) {
        EXPECT_FALSE(holds_private_number(text)) << text;
    }
}

TEST(Visitors, an_act_run_again_counts_once_and_a_flood_of_addresses_stays_bounded) {
    Visitors visitors{2, 3};
    base::Instant const now{1'000'000};
    EXPECT_TRUE(visitors.admit("a", now, 1));
    EXPECT_TRUE(visitors.admit("a", now, 1));
    EXPECT_TRUE(visitors.admit("a", now, 2));
    EXPECT_FALSE(visitors.admit("a", now, 3));
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(visitors.admit("b" + std::to_string(i), {now.microseconds + i}, 1));
}

}  // namespace
}  // namespace anju::publish
