// The pack's processes that go from body to body: who may take which step, who must be another, and what is due when.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/check/check.hpp"
#include "policy/process_run.hpp"
#include "policy/test_gongshu.hpp"
#include "policy/watch/watch_kind.hpp"

namespace anju::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// A record on its way through a process of the pack; every step is taken by somebody who may.
struct Case {
    const Process& process;
    const Register& of;
    field::Values record{};
    History history{};

    Case(const char* name, const char* maker, field::Values values = {})
        : process{*gongshu().process_named(name)}, of{*gongshu().register_named(name)}, record{std::move(values)} {
        history.entries.push_back({process.start, at("2026-11-02 10:00"), "created", maker});
    }
    /// "" when it was done, else why not.
    std::string take(const char* name, const Actor& actor, const char* when = "2026-11-03 10:00") {
        auto const* act = process.act(name);
        if (act == nullptr) return "no such act";
        if (auto const refusal = refuse_act(process, *act, history, actor, of.fields, record)) return refusal->code;
        history.entries.push_back({act->to, at(when), name, actor.account});
        return {};
    }
    [[nodiscard]] ClockState clock(const char* name, const char* now) const {
        return clock_state(*process.clock(name), history, of.fields, record, gongshu().calendar, at(now));
    }
    [[nodiscard]] std::vector<std::string> possible(const Actor& actor) const {
        std::vector<std::string> found;
        for (auto const* act : possible_acts(process, history, actor)) found.push_back(act->act);
        return found;
    }
};

Actor const street{"street", {"street_officer"}}, community{"community", {"community_worker"}}, company{"company", {"property_manager"}};
Actor const bureau{"bureau", {"department_officer"}}, second{"second", {"department_officer"}}, office{"office", {"district_office"}};
Actor const outsider{"outsider", {"assessor"}};

std::vector<std::string> breaches_of(const char* name, const field::Values& values) {
    auto const& of = *gongshu().register_named(name);
    std::vector<std::string> found;
    for (auto const& breach : check::breaches(of.checks, of.fields, values, at("2026-11-24 10:00"))) found.push_back(breach.message.en);
    return found;
}

}  // namespace

TEST(joint_task, is_taken_answered_by_each_helper_reported_and_confirmed_by_another) {
    Case task{"joint_task", "street"};
    EXPECT_THAT(task.possible(outsider), IsEmpty());
    EXPECT_EQ(task.take("report", community), "wrong_state") << "it is to be taken on first";
    EXPECT_EQ(task.take("take", community), "");
    EXPECT_EQ(task.take("word", company), "");
    EXPECT_EQ(task.take("word", bureau), "") << "every helper gives its own word";
    EXPECT_EQ(task.history.state(), "taken");
    EXPECT_EQ(task.take("report", community), "");
    for (auto const& one : {community, bureau}) EXPECT_EQ(task.take("close", one), "same_person") << one.account;
    EXPECT_EQ(task.take("close", company), "wrong_role");
    EXPECT_EQ(task.take("not_enough", street), "");
    EXPECT_EQ(task.take("report", community), "");
    EXPECT_EQ(task.take("close", street), "");
    EXPECT_EQ(task.history.state(), "closed");
}

TEST(joint_task, handed_back_with_a_reason_it_is_set_again_by_somebody_else) {
    Case task{"joint_task", "office"};
    EXPECT_TRUE(task.process.act("hand_back")->reason);
    EXPECT_EQ(task.take("hand_back", community), "");
    EXPECT_EQ(task.take("set_again", community), "same_person");
    EXPECT_EQ(task.take("cancel", community), "same_person");
    EXPECT_EQ(task.take("set_again", street), "");
    EXPECT_EQ(task.take("take", company), "");
}

TEST(joint_task, nobody_taking_it_on_is_told_to_the_street_and_the_office) {
    Case const task{"joint_task", "office"};
    auto const clock = task.clock("take", "2026-11-05 09:00");
    EXPECT_EQ(clock.status, ClockStatus::missed) << "set on Monday the 2nd, two working days";
    EXPECT_EQ(clock.due->text(), "2026-11-05T00:00:00+08:00");
    EXPECT_THAT(clock.clock->escalate_to, UnorderedElementsAre("street_officer", "district_office"));
    auto const& watches = task.of.watches;
    auto const overdue = std::find_if(watches.begin(), watches.end(), [](const Watch& one) { return one.watch == "overdue"; });
    ASSERT_NE(overdue, watches.end());
    EXPECT_THAT(overdue->tell, testing::IsSupersetOf({"street_officer", "district_office"}));
}

TEST(bureau_case, whoever_opens_it_does_not_decide_and_whoever_decides_does_not_look_again) {
    Case one{"bureau_case", "bureau", {{"opened_on", "2026-11-02"}}};
    EXPECT_EQ(one.take("decide", second), "wrong_state") << "the company is heard first";
    EXPECT_EQ(one.take("hear", company), "");
    EXPECT_EQ(one.take("decide", bureau), "same_person");
    EXPECT_EQ(one.take("decide", second), "missing_fields") << "no measure, nothing wanted, no day";
    one.record.insert({{"measures", field::Value::Texts{"order"}}, {"wanted", "x"}, {"mend_by", "2026-11-20"}});
    EXPECT_EQ(one.take("decide", second), "");
    EXPECT_EQ(one.take("close", street), "wrong_state");
    EXPECT_EQ(one.take("answer", company), "");
    EXPECT_EQ(one.take("close", second), "same_person");
    EXPECT_EQ(one.take("close", street), "");
}

TEST(bureau_case, may_be_made_harder_referred_or_dropped_but_only_with_a_reason) {
    for (auto const* act : {"harder", "refer", "drop", "not_enough", "waive"}) EXPECT_TRUE(gongshu().process_named("bureau_case")->act(act)->reason) << act;
    Case one{"bureau_case", "bureau", {{"measures", field::Value::Texts{"talk"}}, {"wanted", "x"}, {"mend_by", "2026-11-20"}}};
    EXPECT_EQ(one.clock("hear", "2026-11-09 09:00").due->text(), "2026-11-10T00:00:00+08:00") << "five working days from Monday the 2nd";
    EXPECT_EQ(one.take("waive", bureau), "");
    EXPECT_EQ(one.take("decide", second), "");
    EXPECT_EQ(one.take("harder", second), "");
    EXPECT_EQ(one.take("refer", bureau), "same_person") << "whoever opened it";
    EXPECT_EQ(one.take("refer", second), "");
    EXPECT_EQ(one.history.state(), "referred");
}

TEST(oversight, is_answered_and_its_effect_is_seen_by_another) {
    Case one{"oversight", "community"};
    EXPECT_EQ(one.clock("answer", "2026-11-03 09:00").due->text(), "2026-11-17T00:00:00+08:00") << "ten working days";
    EXPECT_EQ(one.take("answer", community), "") << "for a committee without an account";
    EXPECT_EQ(one.take("see_effect", community), "same_person");
    EXPECT_EQ(one.take("see_effect", company), "wrong_role");
    EXPECT_EQ(one.take("see_effect", street), "");
    Case two{"oversight", "community"};
    EXPECT_EQ(two.take("nothing_to_answer", community), "");
}

TEST(oversight, ninety_days_without_the_committee_are_told_and_cost_nothing) {
    auto const& of = *gongshu().register_named("oversight");
    ASSERT_EQ(of.watches.at(0).watch, "no_supervision");
    EXPECT_EQ(of.watches[0].days, 90);
    EXPECT_FALSE(of.watches[0].pending) << "pending estates have no committee";
    for (auto const& watch : of.watches) EXPECT_TRUE(watch.item.empty()) << watch.watch;
}

TEST(company_rating, rests_on_its_assessments_and_their_mean) {
    auto const line = [](std::int64_t tenths) { return field::Values{{"score", tenths}}; };
    field::Values rating{{"assessments", field::Value::Rows{line(945), line(820), line(860)}}, {"mean", std::int64_t{875}}};
    EXPECT_THAT(breaches_of("company_rating", rating), IsEmpty());
    rating["mean"] = std::int64_t{880};
    EXPECT_THAT(breaches_of("company_rating", rating), ElementsAre(HasSubstr("87.5")));
    auto const* table = gongshu().register_named("company_rating")->field("assessments");
    EXPECT_TRUE(table->required);
    EXPECT_EQ(field::find(table->fields, "assessment")->target, "company_assessment");
}

TEST(company_rating, is_proposed_objected_to_answered_and_confirmed_by_another) {
    Case rating{"company_rating", "bureau"};
    EXPECT_THAT(rating.possible(company), IsEmpty()) << "no company sees another's rating before it is published";
    EXPECT_EQ(rating.take("publish", bureau), "wrong_state");
    EXPECT_EQ(rating.take("propose", bureau), "");
    EXPECT_EQ(rating.take("confirm", bureau), "same_person");
    EXPECT_EQ(rating.take("object", bureau), "");
    EXPECT_EQ(rating.take("confirm", second), "wrong_state") << "the objection is answered first";
    EXPECT_EQ(rating.clock("review", "2026-11-04 09:00").due->text(), "2026-11-18T00:00:00+08:00");
    EXPECT_EQ(rating.take("review", bureau), "same_person");
    EXPECT_EQ(rating.take("review", second), "");
    EXPECT_EQ(rating.take("confirm", office), "");
    EXPECT_EQ(rating.take("publish", bureau), "");
    EXPECT_EQ(rating.history.state(), "published");
}

TEST(access_card, of_a_tenant_needs_the_record_of_the_registration) {
    auto const& fields = gongshu().register_named("access_card")->fields;
    auto const missing = [&](field::Values values) {
        values.insert({{"card", "1"}, {"dwelling", "d"}, {"issued_on", "2026-11-01"}, {"status", "in_use"}});
        std::vector<std::string> found;
        for (auto const& problem : field::settle(fields, values).problems) found.push_back(problem.field);
        return found;
    };
    EXPECT_THAT(missing({{"holder", "resident"}}), IsEmpty());
    EXPECT_THAT(missing({{"holder", "tenant"}}), UnorderedElementsAre("report", "registered", "valid_until"));
    EXPECT_THAT(missing({{"holder", "foreigner"}}), UnorderedElementsAre("foreign_report", "registered", "valid_until"));
    EXPECT_THAT(missing({{"holder", "tenant"}, {"report", "r"}, {"registered", "pending"}, {"valid_until", "2027-01-01"}}), ElementsAre("register_by"));
    for (auto const& field : fields) EXPECT_NE(field.kind->name(), "id_card") << "persons stand in the linked record only";
}

TEST(security_check, alarms_nobody_dealt_with_and_a_month_without_a_check_cost_points) {
    field::Values check{{"checked_on", "2026-11-20"}, {"alarms", std::int64_t{5}}, {"handled", std::int64_t{2}}};
    EXPECT_THAT(breaches_of("security_check", check), ElementsAre(HasSubstr("not dealt with")));
    check["handled"] = std::int64_t{5};
    EXPECT_THAT(breaches_of("security_check", check), IsEmpty());
    check["handled"] = std::int64_t{6};
    EXPECT_THAT(breaches_of("security_check", check), ElementsAre(HasSubstr("than alarms")));
    for (auto const& watch : gongshu().register_named("security_check")->watches) EXPECT_EQ(watch.item, "E2.4") << watch.watch;
}

}  // namespace anju::policy
