#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/watch/watch_kind.hpp"

namespace anju::policy::watch {
namespace {

using field::Value;
using field::Values;
using testing::HasSubstr;

base::Day day(const char* text) {
    return *base::Day::parse(text);
}
base::Instant noon(const char* text) {
    return {base::Instant::end_of(day(text)).microseconds - 12 * 3'600'000'000LL};
}

field::Field field_of(std::string name, std::string_view kind) {
    field::Field field;
    field.field = name;
    field.kind = field::kind_named(kind);
    field.title = {name, name};
    return field;
}

/// An estate with made-up records, judged on any day.
class Estate {
  public:
    Estate() {
        for (auto const& [name, kind] : {std::pair{"number", "text"},
                                         {"until", "date"},
                                         {"contract", "period"},
                                         {"used", "yes_no"},
                                         {"paid", "money"},
                                         {"billed", "money"},
                                         {"secret", "text"},
                                         {"count", "whole_number"}})
            lifts.fields.push_back(field_of(name, kind));
        lifts.fields[6].sensitive = true;
        lifts.fields[2].open = true;
    }
    Record& add(const std::string& name, Values values, const char* made = "2026-01-10") {
        values.emplace("number", name);
        records.push_back({"id-" + name, name, std::move(values), noon(made), {}});
        return records.back();
    }
    Judged on(const char* today, const Watch& watch) const {
        return judge(watch, {lifts, &process, records, calendar, noon(today), day("2026-01-01")});
    }
    std::size_t alarms(const char* today, const Watch& watch) const { return on(today, watch).alarms.size(); }

    Register lifts;
    Process process;
    std::vector<Record> records;
    Calendar calendar;
};

Watch watch_of(std::string_view kind, std::string text = "{name} {field}") {
    Watch watch;
    watch.kind = kind_named(kind);
    watch.text = {text, text};
    return watch;
}

std::string next_day(const Judged& judged) {
    return judged.next ? judged.next->text().substr(0, 10) : "";
}

}  // namespace

TEST(watches, every_kind_is_found_by_its_name) {
    EXPECT_EQ(all_kinds().size(), 8U);
    for (auto const* kind : all_kinds()) EXPECT_EQ(kind_named(kind->name()), kind);
    EXPECT_EQ(kind_named("formula"), nullptr);
}

TEST(overdue_date, fires_the_day_after_and_says_which_record_and_when_next_to_look) {
    Estate estate;
    estate.add("A", {{"until", "2026-06-10"}});
    estate.add("B", {{"until", "2026-06-20"}});
    estate.add("C", {});
    auto watch = watch_of("overdue_date", "{name} 到 {field}，超 {days} 天");
    watch.field = "until";
    EXPECT_EQ(estate.alarms("2026-06-10", watch), 0U);
    EXPECT_EQ(next_day(estate.on("2026-06-10", watch)), "2026-06-11");
    auto const judged = estate.on("2026-06-12", watch);
    ASSERT_EQ(judged.alarms.size(), 1U);
    EXPECT_EQ(judged.alarms[0].record, "id-A");
    EXPECT_EQ(judged.alarms[0].evidence.zh, "A 到 2026-06-10，超 2 天");
    EXPECT_EQ(next_day(judged), "2026-06-21");
    EXPECT_EQ(next_day(estate.on("2026-07-01", watch)), "");
}

TEST(overdue_date, looks_at_the_end_of_a_period_and_an_open_one_never_ends) {
    Estate estate;
    estate.add("A", {{"contract", Value::Texts{"2026-01-01", "2026-05-31"}}});
    estate.add("B", {{"contract", Value::Texts{"2026-01-01", ""}}});
    auto watch = watch_of("overdue_date");
    watch.field = "contract";
    EXPECT_EQ(estate.alarms("2026-06-01", watch), 1U);
}

TEST(watches, only_records_that_fulfil_all_conditions_are_looked_at) {
    Estate estate;
    estate.add("A", {{"until", "2026-06-10"}, {"used", true}}).history.entries = {{"open", noon("2026-01-10"), "", ""}};
    estate.add("B", {{"until", "2026-06-10"}, {"used", false}}).history.entries = {{"open", noon("2026-01-10"), "", ""}};
    auto watch = watch_of("overdue_date");
    watch.field = "until";
    watch.where = {{"used", {"true"}}, {"process_state", {"open"}}};
    EXPECT_EQ(estate.alarms("2026-07-01", watch), 1U);
    watch.where = {{"used", {"true"}}, {"process_state", {"closed"}}};
    EXPECT_EQ(estate.alarms("2026-07-01", watch), 0U);
}

TEST(expiring_soon, tells_from_so_many_days_before_until_the_day_itself) {
    Estate estate;
    estate.add("A", {{"until", "2026-06-30"}});
    auto watch = watch_of("expiring_soon", "{days}");
    watch.field = "until";
    watch.days = 30;
    EXPECT_EQ(estate.alarms("2026-05-30", watch), 0U);
    EXPECT_EQ(next_day(estate.on("2026-05-30", watch)), "2026-05-31");
    EXPECT_EQ(estate.on("2026-05-31", watch).alarms.at(0).evidence.zh, "30");
    EXPECT_EQ(estate.alarms("2026-06-30", watch), 1U);
    EXPECT_EQ(estate.alarms("2026-07-01", watch), 0U);
    EXPECT_FALSE(watch.kind->may_deduct());
}

TEST(silence, is_counted_from_the_newest_record_or_from_when_records_could_be_there) {
    Estate estate;
    auto watch = watch_of("silence", "{days} {last}");
    watch.days = 30;
    EXPECT_EQ(estate.alarms("2026-01-31", watch), 0U);
    EXPECT_EQ(next_day(estate.on("2026-01-31", watch)), "2026-02-01");
    EXPECT_EQ(estate.on("2026-02-01", watch).alarms.at(0).evidence.zh, "31 没有记录");
    estate.add("A", {}, "2026-02-01");
    EXPECT_EQ(estate.alarms("2026-03-03", watch), 0U);
    EXPECT_EQ(estate.alarms("2026-03-04", watch), 1U);
}

TEST(silence, what_is_only_planned_breaks_no_silence) {
    Estate estate;
    estate.add("A", {{"until", "2026-06-20"}});
    auto watch = watch_of("silence");
    watch.field = "until";
    watch.days = 30;
    EXPECT_EQ(estate.alarms("2026-06-19", watch), 1U);
    EXPECT_EQ(next_day(estate.on("2026-06-19", watch)), "2026-06-20");
    EXPECT_EQ(estate.alarms("2026-06-20", watch), 0U);
}

TEST(at_least, counts_records_while_they_are_valid) {
    Estate estate;
    auto watch = watch_of("at_least", "{count}/{wanted}");
    watch.count = 1;
    EXPECT_EQ(estate.on("2026-01-02", watch).alarms.at(0).evidence.zh, "0/1");
    estate.add("A", {{"until", "2026-06-30"}});
    EXPECT_EQ(estate.alarms("2026-12-31", watch), 0U);
    watch.valid = "until";
    EXPECT_EQ(estate.alarms("2026-06-30", watch), 0U);
    EXPECT_EQ(next_day(estate.on("2026-06-30", watch)), "2026-07-01");
    EXPECT_EQ(estate.alarms("2026-07-01", watch), 1U);
    watch.valid = "contract";
    EXPECT_EQ(estate.alarms("2026-06-30", watch), 1U) << "not filled in is not valid";
    estate.add("B", {{"contract", Value::Texts{"2026-01-01", ""}}});
    EXPECT_EQ(estate.alarms("2026-06-30", watch), 0U) << "an open end is valid";
}

TEST(at_least, may_ask_for_so_many_within_so_many_days) {
    Estate estate;
    estate.add("A", {{"until", "2026-03-01"}});
    estate.add("B", {{"until", "2026-09-01"}});
    auto watch = watch_of("at_least");
    watch.field = "until";
    watch.days = 180;
    watch.count = 1;
    EXPECT_EQ(estate.alarms("2026-06-29", watch), 0U) << "a new estate has its 180 days";
    EXPECT_EQ(estate.alarms("2026-08-28", watch), 0U);
    EXPECT_EQ(estate.alarms("2026-08-29", watch), 1U);
    EXPECT_EQ(next_day(estate.on("2026-08-29", watch)), "2026-09-01");
    EXPECT_EQ(estate.alarms("2026-09-01", watch), 0U);
}

TEST(every_month, names_the_complete_months_without_any) {
    Estate estate;
    estate.add("A", {{"until", "2026-01-31"}});
    estate.add("B", {{"until", "2026-03-01"}});
    auto watch = watch_of("every_month", "{months} ({count})");
    watch.field = "until";
    EXPECT_EQ(estate.alarms("2026-02-28", watch), 0U) << "February is not over";
    EXPECT_EQ(next_day(estate.on("2026-02-28", watch)), "2026-03-01");
    EXPECT_EQ(estate.on("2026-05-01", watch).alarms.at(0).evidence.zh, "2026-02, 2026-04 (2)");
    watch.months = 1;
    EXPECT_EQ(estate.on("2026-05-01", watch).alarms.at(0).evidence.zh, "2026-04 (1)");
    EXPECT_EQ(estate.alarms("2026-04-15", watch), 0U);
}

TEST(rate_below, is_exact_at_the_mark_and_quiet_without_records) {
    Estate estate;
    auto watch = watch_of("rate_below", "{part}/{whole}={rate}<{percent}");
    watch.of = field::When{"used", {"true"}};
    watch.percent = *base::Percent::parse("66.6666");
    EXPECT_EQ(estate.alarms("2026-06-01", watch), 0U);
    estate.add("A", {{"used", true}});
    estate.add("B", {{"used", true}});
    estate.add("C", {{"used", false}});
    EXPECT_EQ(estate.alarms("2026-06-01", watch), 0U);
    watch.percent = *base::Percent::parse("66.6667");
    EXPECT_EQ(estate.on("2026-06-01", watch).alarms.at(0).evidence.zh, "2/3=66.6666<66.6667");
}

TEST(rate_below, adds_up_two_fields) {
    Estate estate;
    estate.add("A", {{"paid", std::int64_t{50'00}}, {"billed", std::int64_t{100'00}}});
    estate.add("B", {{"paid", std::int64_t{100'00}}, {"billed", std::int64_t{100'00}}});
    estate.add("C", {{"billed", std::int64_t{50'00}}});
    auto watch = watch_of("rate_below", "{part} / {whole}");
    watch.part = "paid";
    watch.whole = "billed";
    watch.percent = base::Percent::whole(60);
    EXPECT_EQ(estate.alarms("2026-06-01", watch), 0U);
    watch.percent = base::Percent::whole(61);
    EXPECT_EQ(estate.on("2026-06-01", watch).alarms.at(0).evidence.zh, "150 / 250");
}

TEST(clock_missed, fires_after_midnight_of_the_last_day_and_is_cured_by_the_act) {
    Estate estate;
    estate.calendar.load({2026, {}, {}});
    Clock mend;
    mend.clock = "mend";
    mend.starts_state = "open";
    mend.term = {2, true, 0};
    mend.ends = {"done"};
    estate.process.clocks = {mend};
    auto& record = estate.add("A", {});
    record.history.entries = {{"open", noon("2026-06-05"), "", ""}};  // a Friday
    auto watch = watch_of("clock_missed", "{name} {due} {over}");
    watch.clock = "mend";
    EXPECT_EQ(estate.alarms("2026-06-09", watch), 0U);
    EXPECT_EQ(next_day(estate.on("2026-06-09", watch)), "2026-06-10");
    EXPECT_EQ(estate.on("2026-06-11", watch).alarms.at(0).evidence.zh, "A 2026-06-09 已超 2 个工作日");
    record.history.entries.push_back({"done", noon("2026-06-12"), "mend", "x"});
    EXPECT_EQ(estate.alarms("2026-06-15", watch), 0U);
}

TEST(clock_missed, a_missing_calendar_is_told) {
    Estate estate;
    Clock mend;
    mend.clock = "mend";
    mend.starts_state = "open";
    mend.term = {2, true, 0};
    estate.process.clocks = {mend};
    estate.add("A", {}).history.entries = {{"open", noon("2026-06-05"), "", ""}};
    auto watch = watch_of("clock_missed");
    watch.clock = "mend";
    EXPECT_TRUE(estate.on("2026-06-30", watch).unknown);
}

TEST(check_failed, says_what_the_check_says) {
    Estate estate;
    check::Check odd;
    odd.kind = check::kind_named("odd");
    odd.name = "odd_count";
    odd.field = "count";
    odd.text = {"要单数", "odd"};
    estate.lifts.checks = {odd};
    estate.add("A", {{"count", std::int64_t{4}}});
    estate.add("B", {{"count", std::int64_t{5}}});
    auto watch = watch_of("check_failed", "{name}：{reason}");
    watch.check = "odd_count";
    ASSERT_EQ(estate.alarms("2026-06-01", watch), 1U);
    EXPECT_EQ(estate.on("2026-06-01", watch).alarms[0].evidence.zh, "A：要单数");
}

TEST(watches, sensitive_fields_never_stand_in_the_evidence) {
    Estate estate;
    estate.add("A", {{"until", "2026-01-01"}, {"secret", "演示甲"}});
    auto watch = watch_of("overdue_date", "{secret}");
    watch.field = "until";
    auto const evidence = estate.on("2026-06-01", watch).alarms.at(0).evidence.zh;
    EXPECT_THAT(evidence, testing::Not(HasSubstr("演示甲")));
}

TEST(watches, the_moment_told_as_next_is_the_first_at_which_anything_changes) {
    Estate estate;
    estate.add("A", {{"until", "2026-03-10"}});
    estate.add("B", {{"until", "2026-04-20"}});
    for (auto const* kind : all_kinds()) {
        if (kind->name() == "clock_missed" || kind->name() == "check_failed" || kind->name() == "rate_below") continue;
        auto watch = watch_of(kind->name(), "x");
        watch.field = "until";
        watch.days = 20;
        watch.count = 1;
        auto from = day("2026-01-02");
        for (auto today = from; today < day("2026-12-31");) {
            auto const judged = estate.on(today.text().c_str(), watch);
            auto const until = judged.next ? judged.next->day() : day("2026-12-31");
            ASSERT_GT(until, today) << kind->name();
            for (auto quiet = today; quiet < until; quiet = quiet + 1)
                ASSERT_EQ(estate.alarms(quiet.text().c_str(), watch), judged.alarms.size())
                    << kind->name() << quiet.text();
            today = until;
        }
    }
}

}  // namespace anju::policy::watch
