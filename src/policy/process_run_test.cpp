#include "policy/process_run.hpp"

#include <gtest/gtest.h>

#include "policy/test_gongshu.hpp"


namespace anju::policy {
namespace {

const Register& reports() {
    return *gongshu().register_named("tenant_report");
}
const Process& process() {
    return *gongshu().process_named("tenant_report");
}

ClockState report_clock(const History& history, const field::Values& record, const char* now) {
    return clock_state(*process().clock("report"), history, reports().fields, record, gongshu().calendar, at(now));
}

History recorded(const char* when = "2026-09-24 10:00") {
    return {{{"recorded", at(when), "", "a"}}};
}

std::vector<std::string> names(const std::vector<const Act*>& acts) {
    std::vector<std::string> found;
    for (auto const* act : acts) found.push_back(act->act);
    return found;
}

Actor const manager{"manager", {"property_manager"}};
Actor const worker{"worker", {"community_worker"}};

}  // namespace

// National Day 2026: 1 to 7 October are off, 20 September and 10 October are worked (State Council notice).
TEST(process_clock, three_working_days_from_the_friday_before_a_holiday_run_past_it) {
    auto const state = report_clock(recorded(), {{"told_on", "2026-09-30"}}, "2026-10-01 09:00");
    EXPECT_EQ(state.status, ClockStatus::running);
    EXPECT_EQ(state.due->text(), "2026-10-11T00:00:00+08:00") << "24:00 of 10 October, a Saturday that is worked";
    EXPECT_EQ(state.remind_at->text(), "2026-10-09T00:00:00+08:00");
    EXPECT_EQ(state.escalate_at, state.due);
    EXPECT_EQ(state.left(gongshu().calendar, at("2026-10-01 09:00")).zh, "还剩 3 个工作日");
    EXPECT_EQ(state.left(gongshu().calendar, at("2026-10-10 09:00")).zh, "今天到期");
}

TEST(process_clock, the_earlier_of_told_and_known_starts_it) {
    field::Values const both{{"told_on", "2026-11-20"}, {"known_on", "2026-11-17"}};
    EXPECT_EQ(report_clock(recorded(), both, "2026-11-18 09:00").due->text(), "2026-11-21T00:00:00+08:00");
    EXPECT_EQ(report_clock(recorded(), {{"told_on", "2026-11-20"}}, "2026-11-20 09:00").due->text(),
              "2026-11-26T00:00:00+08:00");
    EXPECT_EQ(report_clock(recorded(), {}, "2026-11-20 09:00").status, ClockStatus::waiting);
}

TEST(process_clock, is_missed_after_midnight_and_late_once_done_too_late) {
    field::Values const record{{"told_on", "2026-11-17"}};
    EXPECT_EQ(report_clock(recorded(), record, "2026-11-20 23:59").status, ClockStatus::running);
    auto const missed = report_clock(recorded(), record, "2026-11-23 08:00");
    EXPECT_EQ(missed.status, ClockStatus::missed);
    EXPECT_EQ(missed.left(gongshu().calendar, at("2026-11-23 08:00")).zh, "已超 1 个工作日");
    auto history = recorded();
    history.entries.push_back({"handed_over", at("2026-11-20 23:00"), "hand_over", "manager"});
    EXPECT_EQ(report_clock(history, record, "2026-12-01 08:00").status, ClockStatus::met);
    history.entries.back().at = at("2026-11-21 00:01");
    EXPECT_EQ(report_clock(history, record, "2026-12-01 08:00").status, ClockStatus::late);
    EXPECT_FALSE(report_clock(history, record, "2026-12-01 08:00").escalate_at);
}

TEST(process_clock, an_act_dated_the_day_after_the_last_is_late) {
    field::Values const record{{"told_on", "2026-11-17"}};
    auto const handed = [&](const char* day) {
        auto history = recorded();
        auto const& hand_over = *process().act("hand_over");
        history.entries.push_back({"handed_over", happened_at(hand_over, {{"handed_on", day}}, at("2026-11-25 09:00")), "hand_over", "manager"});
        return report_clock(history, record, "2026-11-25 09:00").status;
    };
    EXPECT_EQ(handed("2026-11-20"), ClockStatus::met) << "the last day itself is in time";
    EXPECT_EQ(handed("2026-11-21"), ClockStatus::late);
}

TEST(process_clock, a_year_without_a_calendar_is_told_and_never_guessed) {
    auto const state = report_clock(recorded(), {{"told_on", "2026-12-30"}}, "2026-12-31 08:00");
    EXPECT_EQ(state.status, ClockStatus::unknown);
    ASSERT_TRUE(state.unknown);
    EXPECT_NE(state.unknown->en.find("2027"), std::string::npos);
}

TEST(process_clock, entering_its_state_again_starts_it_anew) {
    auto const& correct = *process().clock("correct");
    History history{{{"recorded", at("2026-11-02 10:00"), "", "a"},
                     {"handed_over", at("2026-11-03 10:00"), "hand_over", "manager"},
                     {"returned", at("2026-11-04 10:00"), "return", "worker"},
                     {"handed_over", at("2026-11-05 10:00"), "hand_over", "manager"},
                     {"returned", at("2026-11-16 10:00"), "return", "worker"}}};
    auto const state = clock_state(correct, history, reports().fields, {}, gongshu().calendar, at("2026-11-17 10:00"));
    EXPECT_EQ(state.status, ClockStatus::running);
    EXPECT_EQ(state.due->text(), "2026-11-20T00:00:00+08:00");
}

TEST(process_clock, hours_run_through_nights_and_holidays) {
    Clock clock;
    clock.starts_fields = {"moved_in"};
    clock.term = {0, true, 24 * 60};
    clock.remind_minutes = 4 * 60;
    clock.remind_to = {"property_manager"};
    clock.ends = {"done"};
    field::Field moved;
    moved.field = "moved_in";
    moved.kind = field::kind_named("instant");
    auto const state = clock_state(clock, recorded(), {moved}, {{"moved_in", at("2026-10-01 22:30").microseconds}},
                                   gongshu().calendar, at("2026-10-02 10:30"));
    EXPECT_EQ(state.due->text(), "2026-10-02T22:30:00+08:00");
    EXPECT_EQ(state.remind_at->text(), "2026-10-02T18:30:00+08:00");
    EXPECT_EQ(state.left(gongshu().calendar, at("2026-10-02 10:30")).zh, "还剩 12 小时");
}

TEST(process_clock, minutes_are_told_in_minutes_and_the_last_one_is_still_in_time) {
    Clock clock;
    clock.starts_fields = {"called_at"};
    clock.term.minutes = 30;
    clock.remind_minutes = 10;
    clock.remind_to = {"property_manager"};
    clock.escalate_to = {"street_officer"};
    clock.ends = {"arrived"};
    field::Field called;
    called.field = "called_at";
    called.kind = field::kind_named("instant");
    auto const now = [&](const char* time, History history = recorded()) {
        return clock_state(clock, history, {called}, {{"called_at", at("2026-10-01 23:40").microseconds}}, gongshu().calendar, at(time));
    };
    auto const left = [&](const char* time) { return now(time).left(gongshu().calendar, at(time)); };
    EXPECT_EQ(now("2026-10-01 23:50").due->text(), "2026-10-02T00:10:00+08:00");
    EXPECT_EQ(now("2026-10-01 23:50").remind_at->text(), "2026-10-02T00:00:00+08:00");
    EXPECT_EQ(now("2026-10-01 23:50").escalate_at, now("2026-10-01 23:50").due);
    EXPECT_EQ(left("2026-10-01 23:58").zh, "还有 12 分钟");
    EXPECT_EQ(left("2026-10-01 23:58").en, "12 minutes left");
    EXPECT_EQ(left("2026-10-02 00:09").en, "1 minute left");
    EXPECT_EQ(now("2026-10-02 00:10").status, ClockStatus::running);
    EXPECT_EQ(now("2026-10-02 00:11").status, ClockStatus::missed);
    EXPECT_EQ(left("2026-10-02 00:15").zh, "已超 5 分钟");
    EXPECT_EQ(left("2026-10-02 03:15").zh, "已超 3 小时");
    auto history = recorded();
    history.entries.push_back({"arrived", at("2026-10-02 00:10"), "arrive", "manager"});
    EXPECT_EQ(now("2026-10-03 00:00", history).status, ClockStatus::met);
}

TEST(process_act, it_happened_when_a_field_of_the_record_says_so) {
    Act act;
    act.happened = "arrived_at";
    field::Field arrived;
    arrived.field = "arrived_at";
    arrived.kind = field::kind_named("instant");
    EXPECT_EQ(happened_at(act, {}, at("2026-11-23 09:00"), {arrived}, {{"arrived_at", at("2026-11-22 08:00").microseconds}}), at("2026-11-22 08:00"));
    EXPECT_EQ(happened_at(act, {}, at("2026-11-23 09:00"), {arrived}, {}), at("2026-11-23 09:00"));
}

TEST(process_act, only_what_the_state_and_the_role_allow_is_possible) {
    EXPECT_EQ(names(possible_acts(process(), recorded(), manager)), (std::vector<std::string>{"hand_over"}));
    EXPECT_EQ(names(possible_acts(process(), recorded(), worker)), (std::vector<std::string>{"hand_over", "exempt"}));
    EXPECT_TRUE(possible_acts(process(), recorded(), {"x", {"panel_member"}}).empty());
}

TEST(process_act, who_did_the_first_step_may_not_confirm_it) {
    auto history = recorded();
    history.entries.push_back({"handed_over", at("2026-11-20 10:00"), "hand_over", "worker"});
    EXPECT_TRUE(possible_acts(process(), history, worker).empty());
    Actor const other{"other", {"community_worker"}};
    EXPECT_EQ(names(possible_acts(process(), history, other)), (std::vector<std::string>{"return", "confirm"}));
    auto const refusal = refuse_act(process(), *process().act("confirm"), history, worker, reports().fields, {});
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, "same_person");
    EXPECT_FALSE(refuse_act(process(), *process().act("confirm"), history, other, reports().fields, {}));
}

TEST(process_act, a_refusal_says_which_rule_and_which_fields) {
    auto const& hand_over = *process().act("hand_over");
    auto const code = [&](const History& history, const Actor& actor, const field::Values& record) {
        auto const refusal = refuse_act(process(), hand_over, history, actor, reports().fields, record);
        return refusal ? refusal->code : std::string{};
    };
    EXPECT_EQ(code(recorded(), {"x", {"assessor"}}, {}), "wrong_role");
    EXPECT_EQ(code({{{"confirmed", at("2026-11-20 10:00"), "", ""}}}, manager, {}), "wrong_state");
    EXPECT_EQ(code(recorded(), manager, {{"tenant", "x"}}), "missing_fields");
    auto const refusal = refuse_act(process(), hand_over, recorded(), manager, reports().fields, {{"tenant", "x"}});
    ASSERT_EQ(refusal->problems.size(), 2U);
    EXPECT_EQ(refusal->problems[0].field, "dwelling");
    EXPECT_EQ(code(recorded(), manager, {{"tenant", "x"}, {"dwelling", "y"}, {"tenant_id", "z"}}), "");
}

TEST(process_act, is_entered_for_the_day_it_really_happened) {
    auto const& hand_over = *process().act("hand_over");
    EXPECT_EQ(happened_at(hand_over, {{"handed_on", "2026-11-20"}}, at("2026-11-23 09:00")).day().text(), "2026-11-20");
    EXPECT_EQ(happened_at(*process().act("confirm"), {}, at("2026-11-23 09:00")).microseconds,
              at("2026-11-23 09:00").microseconds);
}

}  // namespace anju::policy
