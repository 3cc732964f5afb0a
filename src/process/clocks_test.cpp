#include <thread>

#include "process/test_process.hpp"

namespace anju::process {
namespace {

using ProcessClocks = ProcessTest;

json::object handed(const std::string& photo, const std::string& day) {
    return {{"handed_on", day}, {"way", "online"}, {"proof", json::array{photo}}};
}

// National Day 2026: 1 to 7 October off, Saturday 10 October worked; 25 September, a Friday, is Mid-Autumn.
TEST_F(ProcessClocks, three_working_days_run_past_a_long_holiday) {
    at("2026-09-25 15:00");
    auto const friday = report("2026-09-25");
    EXPECT_EQ(due(friday, "report"), "2026-09-30");
    at("2026-09-30 15:00");
    auto const eve = report("2026-09-30");
    EXPECT_EQ(due(eve, "report"), "2026-10-10");
    auto const clock = clock_of(eve, "report");
    EXPECT_EQ(clock.at("due"), "2026-10-10");
    EXPECT_EQ(clock.at("days_left"), 3);
    EXPECT_EQ(clock.at("text").at("zh"), "还剩 3 个工作日");

    at("2026-10-08 23:59");
    ring();
    EXPECT_EQ(rung("remind"), 0) << "over a holiday nobody is reminded, and what is missed needs no reminder";
    EXPECT_EQ(rung("miss"), 1);
    at("2026-10-09 00:00");
    ring();
    EXPECT_EQ(rung("remind"), 1);
    at("2026-10-10 23:59");
    ring();
    EXPECT_EQ(rows(eve, "report"), "running");
    at("2026-10-11 00:01");
    ring();
    EXPECT_EQ(rows(eve, "report"), "missed");
    EXPECT_EQ(clock_of(eve, "report").at("state"), "missed");
}

TEST_F(ProcessClocks, each_reminder_and_miss_is_told_once_and_none_after_the_end) {
    std::vector<Ring::What> told;
    clocks.on_ring([&](const record::Author&, const Ring& ring) {
        if (ring.clock == "work") told.push_back(ring.what);
    });
    auto const id = parcel();
    EXPECT_EQ(due(id, "work"), "2026-11-18");
    EXPECT_EQ(ring(), 0);
    at("2026-11-17 00:00");
    EXPECT_EQ(ring(), 1);
    EXPECT_EQ(ring(), 0);
    at("2026-11-19 00:01");
    ring();
    ring();
    at("2026-11-20 00:01");
    ring();
    ring();
    EXPECT_EQ(told, (std::vector{Ring::What::reminder, Ring::What::missed, Ring::What::escalated}));
    ASSERT_EQ(act(id, "finish").status, 200);
    EXPECT_EQ(told.back(), Ring::What::ended);
    EXPECT_EQ(rows(id, "work"), "late");
    at("2026-12-01 09:00");
    EXPECT_EQ(ring(), 0);
    EXPECT_EQ(told.size(), 4U);
}

TEST_F(ProcessClocks, an_act_entered_late_counts_for_the_day_it_happened) {
    auto const in_time = report("2026-11-16"), too_late = report("2026-11-16");
    at("2026-11-23 09:00");
    ring();
    EXPECT_EQ(rows(in_time, "report"), "missed");
    ASSERT_EQ(act(in_time, "hand_over", handed(photo("manager"), "2026-11-19")).status, 200);
    EXPECT_EQ(rows(in_time, "report"), "met");
    ASSERT_EQ(act(too_late, "hand_over", handed(photo("manager"), "2026-11-20")).status, 200);
    EXPECT_EQ(rows(too_late, "report"), "late") << "the day after the last is late";
    EXPECT_EQ(clock_of(too_late, "report").at("text").at("zh"), "超期完成");
    EXPECT_EQ(due(too_late, "confirm"), "2026-11-27") << "five working days from the day it was handed over";
}

TEST_F(ProcessClocks, hours_are_told_in_hours_and_begin_when_the_field_is_filled) {
    auto const id = parcel();
    EXPECT_EQ(rows(id, "quick"), "");
    EXPECT_TRUE(clock_of(id, "quick").is_null());
    change(id, {{"moved_at", "2026-11-16 09:30"}});
    EXPECT_EQ(rows(id, "quick"), "running");
    at("2026-11-17 05:29");
    ring();
    EXPECT_EQ(count("SELECT COUNT(*) FROM process_clock WHERE clock = 'quick' AND reminded = 1"), 0);
    at("2026-11-17 05:30");
    ring();
    EXPECT_EQ(count("SELECT COUNT(*) FROM process_clock WHERE clock = 'quick' AND reminded = 1"), 1);
    EXPECT_TRUE(clock_of(id, "quick").at("days_left").is_null());
    EXPECT_EQ(clock_of(id, "quick").at("text").at("zh"), "还剩 4 小时");
}

TEST_F(ProcessClocks, minutes_are_reminded_told_and_missed_to_the_minute) {
    auto const id = parcel({{"called_at", "2026-11-16 23:50"}});
    auto const told = [&](const std::string& column) { return count("SELECT " + column + " FROM process_clock WHERE clock = 'rush'"); };
    at("2026-11-17 00:04");
    ring();
    EXPECT_EQ(told("reminded"), 0);
    at("2026-11-17 00:05");
    ring();
    EXPECT_EQ(told("reminded"), 1) << "half of the term is over";
    at("2026-11-17 00:08");
    EXPECT_EQ(clock_of(id, "rush").at("text").at("zh"), "还有 12 分钟");
    EXPECT_EQ(clock_of(id, "rush").at("text").at("en"), "12 minutes left");
    EXPECT_TRUE(clock_of(id, "rush").at("days_left").is_null());
    at("2026-11-17 00:20");
    ring();
    EXPECT_EQ(rows(id, "rush"), "running") << "within 30 minutes";
    at("2026-11-17 00:21");
    ring();
    EXPECT_EQ(rows(id, "rush"), "missed");
    EXPECT_EQ(told("escalated"), 1);
    EXPECT_EQ(clock_of(id, "rush").at("text").at("en"), "1 minute over");
}

TEST_F(ProcessClocks, an_arrival_entered_late_counts_by_the_time_in_the_record) {
    auto const in_time = parcel({{"called_at", "2026-11-16 09:00"}, {"arrived_at", "2026-11-16 09:29"}});
    auto const too_late = parcel({{"called_at", "2026-11-16 09:00"}, {"arrived_at", "2026-11-16 09:31"}});
    auto const nobody = parcel({{"called_at", "2026-11-16 09:00"}});
    at("2026-11-16 10:00");
    be("officer", "street_officer");
    EXPECT_EQ(act(in_time, "arrive", json::object{}).status, 200);
    EXPECT_EQ(act(too_late, "arrive", json::object{}).status, 200);
    EXPECT_EQ(act(nobody, "arrive", json::object{}).status, 422) << "it is needed";
    EXPECT_EQ(rows(in_time, "rush"), "met");
    EXPECT_EQ(rows(too_late, "rush"), "late");
}

TEST_F(ProcessClocks, another_start_begins_it_anew_and_an_emptied_one_stops_it) {
    auto const id = parcel({{"moved_at", "2026-11-14 09:30"}});
    ring();
    EXPECT_EQ(rows(id, "quick"), "missed");
    change(id, {{"moved_at", "2026-11-16 09:30"}});
    EXPECT_EQ(rows(id, "quick"), "stopped running");
    change(id, {{"number", "P2"}});
    EXPECT_EQ(rows(id, "quick"), "stopped running") << "another field does nothing";
    change(id, {{"moved_at", nullptr}});
    EXPECT_EQ(rows(id, "quick"), "stopped stopped");
    change(id, {{"moved_at", "2026-11-14 09:30"}});
    EXPECT_EQ(rows(id, "quick"), "missed stopped") << "it was told of before";
    EXPECT_EQ(rung("miss"), 1);
    EXPECT_EQ(ring(), 0);
}

TEST_F(ProcessClocks, entering_its_state_again_starts_another_even_at_the_same_instant) {
    auto const id = parcel();
    ASSERT_EQ(act(id, "finish").status, 200);
    ASSERT_EQ(act(id, "again", {}, "重来").status, 200);
    EXPECT_EQ(rows(id, "work"), "met running");
    ASSERT_EQ(act(id, "finish").status, 200);
    ASSERT_EQ(act(id, "again", {}, "再来").status, 200);
    EXPECT_EQ(rows(id, "work"), "met met running");
}

TEST_F(ProcessClocks, a_record_that_begins_in_the_middle_of_its_process_has_the_clocks_of_that_state) {
    auto const id = parcel();
    at("2026-11-17 10:00");
    in_act([&](kernel::Context& context) {  // as a demonstration does, without an act
        record::set_state(record::Author::of(context), registers, record::get(context.transaction, registers, id), "done", {}, "demo");
    });
    EXPECT_EQ(rows(id, "work"), "met");
    at("2026-11-18 10:00");
    change(id, {{"number", "P2"}});
    ASSERT_EQ(act(id, "again", {}, "重来").status, 200);
    EXPECT_EQ(rows(id, "work"), "met running");
    EXPECT_EQ(due(id, "work"), "2026-11-20");
}

TEST_F(ProcessClocks, a_deleted_record_has_no_running_clock_and_a_restored_one_goes_on) {
    auto const id = parcel();
    auto const with = [&](void (*what)(const record::Author&, const record::Registers&, const record::Record&, const std::string&)) {
        auto const reply = in_act([&](kernel::Context& context) { what(record::Author::of(context), registers, record::get(context.transaction, registers, id), "试"); });
        EXPECT_EQ(reply.status, 200) << reply.body;
    };
    at("2026-11-17 09:00");
    ring();
    with(record::erase);
    EXPECT_EQ(rows(id, "work"), "stopped");
    at("2026-11-18 09:00");
    EXPECT_EQ(ring(), 0);
    with(record::restore);
    EXPECT_EQ(rows(id, "work"), "running");
    ring();
    EXPECT_EQ(rung("remind"), 1);
}

TEST_F(ProcessClocks, a_year_without_a_calendar_stops_a_person_and_not_a_job) {
    at("2026-12-30 10:00");
    auto const refused = add_report("2026-12-30");
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("calendar_not_loaded"));
    EXPECT_THAT(refused.body, HasSubstr("2027"));
    EXPECT_EQ(count("SELECT COUNT(*) FROM record"), 0);

    service.store->act([&](kernel::Transaction& transaction) {
        made = record::add({transaction, "importer", "导入", {}, service.now, nullptr}, registers, registers.named("parcel"), estate, {{"number", "P1"}, {"moved_at", "2026-12-30 09:00"}}).id;
    });
    EXPECT_EQ(rows(made, "work"), "unknown");
    EXPECT_EQ(clock_of(made, "work").at("state"), "unknown");
    EXPECT_EQ(change(made, {{"number", "P2"}}).status, 200) << "what a job began holds up nobody";
    at("2026-12-31 00:01");
    EXPECT_EQ(ring(), 1) << "looked at again";
    EXPECT_EQ(rows(made, "work"), "unknown");
    service.store->act([&](kernel::Transaction& transaction) {
        transaction.run("INSERT INTO calendar_year (year, text, proposed_by, proposed_at, confirmed_by, confirmed_at) VALUES (2027, $1, 'a', 0, 'b', 0)",
                        {std::string{"year: 2027\nsources: [{title: 试, number: 试, date: \"2026-11-04\"}]\nholidays:\n  - {name: {zh: 元旦, en: New Year}, \"off\": [\"2027-01-01\"], work: []}\n"}});
    });
    at("2027-01-01 00:01");
    ring();
    EXPECT_EQ(rows(made, "work"), "running");
    EXPECT_EQ(due(made, "work"), "2027-01-04");
}

TEST_F(ProcessClocks, records_that_nobody_told_of_one_by_one_get_their_clocks_afterwards) {
    auto const id = parcel();
    service.store->act([&](kernel::Transaction& transaction) {
        transaction.run("DELETE FROM process_clock", {});  // as after an import
        registers.tell_many({transaction, {}, "导入", {}, service.now, nullptr}, estate.id, registers.named("parcel"));
    });
    EXPECT_EQ(rows(id, "work"), "running");
    service.store->act([&](kernel::Transaction& transaction) {
        transaction.run("UPDATE record SET deleted = 1 WHERE id = $1", {id});  // as after taking it back
        registers.tell_many({transaction, {}, "导入", {}, service.now, nullptr}, estate.id, registers.named("parcel"));
    });
    EXPECT_EQ(rows(id, "work"), "stopped");
}

TEST_F(ProcessClocks, two_processes_at_once_tell_each_thing_once) {
    for (int i = 0; i < 40; ++i) parcel();
    at("2026-11-19 00:01");
    std::vector<std::thread> both;
    for (int i = 0; i < 2; ++i) both.emplace_back([&] { ring_all(*service.store, registers, clocks, service.now); });
    for (auto& one : both) one.join();
    EXPECT_EQ(rung("miss"), 40);
    EXPECT_EQ(count("SELECT COUNT(*) FROM process_clock WHERE state = 'missed'"), 40);
}

TEST_F(ProcessClocks, one_clock_that_cannot_be_told_of_holds_up_no_other) {
    auto const bad = parcel();
    for (int i = 0; i < 3; ++i) parcel();
    clocks.on_ring([&](const record::Author&, const Ring& ring) {
        if (ring.record_id == bad) throw std::runtime_error("no watch today");
    });
    at("2026-11-19 00:01");
    ring();
    EXPECT_EQ(rung("miss"), 3);
    EXPECT_EQ(rows(bad, "work"), "running") << "it is tried again in an hour";
    EXPECT_EQ(count("SELECT COUNT(*) FROM process_clock WHERE ring_at = $1", {service.now.microseconds + 3'600'000'000}), 1);
}

TEST_F(ProcessClocks, the_program_rings_by_itself) {
    auto const id = parcel();
    kernel::Jobs jobs{*service.store};
    keep_ringing(jobs, *service.store, registers, clocks, [this] { return service.now; });
    at("2026-11-19 00:01");
    jobs.tick();
    EXPECT_EQ(rows(id, "work"), "missed");
}

TEST_F(ProcessClocks, a_record_that_retention_removes_takes_its_acts_and_clocks_along) {
    auto const id = parcel();
    act(id, "finish");
    service.store->act([&](kernel::Transaction& transaction) {
        for (auto const* table : {"record_before", "record_link", "record_file"}) transaction.run(std::string{"DELETE FROM "} + table + " WHERE record_id = $1", {id});
        transaction.run("DELETE FROM record WHERE id = $1", {id});
    });
    EXPECT_EQ(count("SELECT COUNT(*) FROM process_act"), 0);
    EXPECT_EQ(count("SELECT COUNT(*) FROM process_clock"), 0);
}

TEST_F(ProcessClocks, a_clock_with_a_condition_runs_only_while_the_record_fulfils_it) {
    auto const id = parcel({{"called_at", "2026-11-16 10:00"}, {"urgent", false}});
    EXPECT_EQ(rows(id, "rush"), "");
    EXPECT_TRUE(clock_of(id, "rush").is_null());
    at("2026-11-16 11:00");
    ring();
    EXPECT_EQ(rung("miss"), 0);
    EXPECT_EQ(change(id, {{"urgent", true}}).status, 200);
    EXPECT_EQ(rows(id, "rush"), "running");
    EXPECT_EQ(clock_of(id, "rush").at("exact"), true);
    EXPECT_EQ(change(id, {{"urgent", false}}).status, 200);
    EXPECT_EQ(rows(id, "rush"), "stopped");
    EXPECT_EQ(change(id, {{"urgent", true}}).status, 200);
    EXPECT_EQ(rows(id, "rush"), "running") << "one row a start, whatever the condition does";
}

}  // namespace
}  // namespace anju::process
