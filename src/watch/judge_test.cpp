#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watch/test_watch.hpp"

namespace anju::watch {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Judging : ::testing::Test, TestWatch {
    Judging() { go_to("2026-09-21"); }
};

TEST_F(Judging, a_change_opens_a_finding_with_the_evidence_and_mending_it_withdraws_it) {
    auto const id = added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-20"}}));
    EXPECT_EQ(open("overdue"), 1);
    auto const card = live(first);
    EXPECT_EQ(card.at("total"), "298");
    auto const item = card.at("items").as_array()[0];
    EXPECT_EQ(item.at("code"), "D4.2.2");
    auto const finding = item.at("findings").as_array()[0];
    EXPECT_EQ(finding.at("text").at("zh"), "电梯 1-1 应在 2026-09-20 前检验，已超 1 天");
    EXPECT_EQ(finding.at("record").at("id"), json::value(id));
    EXPECT_EQ(text("SELECT source FROM finding WHERE evaluation_id = 'live'"), "operation");

    EXPECT_EQ(change(id, {{"next_inspection", "2027-09-20"}}).status, 200);
    EXPECT_EQ(open("overdue"), 0);
    EXPECT_EQ(live(first).at("total"), "300");
    EXPECT_EQ(text("SELECT state FROM finding WHERE evaluation_id = 'live'"), "withdrawn");
    EXPECT_EQ(service.journal_lines("finding.open_live"), 1);
    EXPECT_EQ(service.journal_lines("finding.withdraw_live"), 1);
    EXPECT_EQ(count("SELECT COUNT(*) FROM notice WHERE kind = 'finding'"), 2) << "two roles are told";
    EXPECT_EQ(count("SELECT COUNT(*) FROM notice WHERE kind = 'cured'"), 2);
}

TEST_F(Judging, only_the_changed_record_is_judged_until_the_night) {
    added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-25"}}));
    auto const other = added(worker(), "lift", first, good_lift("1-2"));
    go_to("2026-09-26");
    change(other, {{"note", "无事"}});
    EXPECT_EQ(open("overdue"), 0);
    night();
    EXPECT_EQ(open("overdue"), 1);
    EXPECT_EQ(open("soon"), 0) << "what ran out does not run out soon";
}

TEST_F(Judging, a_deleted_record_holds_nothing_and_a_restored_one_does_again) {
    auto const id = added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-01"}}));
    call(worker(), "POST", "/api/records/" + id + "/delete", json::object{{"why", "记错了"}, {"version", 1}});
    EXPECT_EQ(open("overdue"), 0);
    call(worker(), "POST", "/api/records/" + id + "/restore", json::object{{"why", "没有错"}, {"version", 2}});
    EXPECT_EQ(open("overdue"), 1);
    EXPECT_EQ(live_open(), 1);
}

TEST_F(Judging, a_failed_check_is_a_finding_and_what_only_warns_is_none) {
    added(worker(), "lift", first, lift("1-1", {{"signs", {"use"}}, {"next_inspection", "2026-10-01"}}));
    EXPECT_EQ(open("signs_missing"), 1);
    EXPECT_EQ(open("soon"), 1);
    EXPECT_EQ(live_open(), 1);
    EXPECT_EQ(text("SELECT kind FROM notice WHERE kind <> 'finding'"), "expiring");
}

TEST_F(Judging, the_same_night_twice_does_nothing_and_the_words_follow_the_day) {
    added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-20"}}));
    night();
    auto const journal = count("SELECT COUNT(*) FROM journal");
    auto const told = count("SELECT COUNT(*) FROM notice");
    night();
    EXPECT_EQ(count("SELECT COUNT(*) FROM journal"), journal);
    go_to("2026-09-22");
    night();
    EXPECT_EQ(count("SELECT COUNT(*) FROM journal"), journal) << "still the same finding";
    EXPECT_EQ(count("SELECT COUNT(*) FROM notice"), told);
    EXPECT_EQ(live(first).at("items").as_array()[0].at("findings").as_array()[0].at("text").at("zh"), "电梯 1-1 应在 2026-09-20 前检验，已超 2 天");
    EXPECT_EQ(count("SELECT COUNT(*) FROM watch_night"), 2);
    EXPECT_EQ(count("SELECT COUNT(*) FROM live_day WHERE estate_id = $1", {first.id}), 2);
}

TEST_F(Judging, a_night_broken_off_goes_on_where_it_was) {
    added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-30"}}));
    added(far_manager(), "lift", third, good_lift("9-1", {{"next_inspection", "2026-09-30"}}));
    go_to("2026-10-01");
    service.store->act([&](kernel::Transaction& transaction) {
        transaction.run("INSERT INTO watch_round (place_id, day, opened, closed) VALUES ($1, '2026-10-01', 0, 0)", {first.id});
    });
    night();
    EXPECT_EQ(count("SELECT COUNT(*) FROM watch_finding WHERE watch = 'overdue' AND estate_id = $1", {first.id}), 0) << "had its turn";
    EXPECT_EQ(count("SELECT COUNT(*) FROM watch_finding WHERE watch = 'overdue' AND estate_id = $1", {third.id}), 1);
}

TEST_F(Judging, many_at_once_are_told_as_a_number) {
    for (int i = 0; i < 5; ++i) added(worker(), "lift", first, good_lift("1-" + std::to_string(i), {{"next_inspection", "2026-09-25"}}));
    go_to("2026-09-26");
    night();
    EXPECT_EQ(open("overdue"), 5);
    EXPECT_EQ(count("SELECT COUNT(*) FROM notice WHERE kind = 'finding'"), 2);
    EXPECT_THAT(text("SELECT text FROM notice WHERE kind = 'finding' AND role = 'property_manager'"), HasSubstr("5 条"));
}

TEST_F(Judging, a_term_that_is_missed_is_a_finding_until_the_act_that_ends_it) {
    auto const id = added(worker(), "report", first, report({{"dwelling", dwelling}, {"tenant_id", "11010519491231002X"}}));
    go_to("2026-09-25");
    process::ring_all(*service.store, registers, clocks, service.now);
    EXPECT_EQ(open("late"), 1) << "told on Monday the 21st, due on Thursday the 24th";
    auto const item = live(first).at("items").as_array()[0];
    EXPECT_THAT(std::string{item.at("findings").as_array()[0].at("text").at("zh").as_string()}, HasSubstr("2026-09-24"));
    EXPECT_EQ(count("SELECT COUNT(*) FROM notice WHERE kind = 'escalated'"), 2);
    night();
    EXPECT_EQ(open("late"), 1);
    auto const reply = call(manager(), "POST", "/api/records/" + id + "/acts/hand_over", json::object{{"fields", {{"handed_on", "2026-09-25"}, {"proof", {file_of("manager")}}}}, {"version", 1}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(open("late"), 0);
    EXPECT_EQ(live(first).at("total"), "300");
}

TEST_F(Judging, nothing_sensitive_leaves_the_register) {
    added(worker(), "report", first, report({{"told_on", "2026-09-01"}, {"tenant", "绝密姓名"}, {"tenant_id", "11010519491231002X"}}));
    night();
    for (auto const* table : {"SELECT evidence FROM watch_finding", "SELECT reason FROM finding", "SELECT text FROM notice", "SELECT after FROM journal"})
        service.store->see([&](kernel::Transaction& transaction) {
            for (auto const& row : transaction.query(table)) EXPECT_THAT(row.text_or(0), Not(HasSubstr("绝密"))) << table;
        });
    EXPECT_EQ(open("late"), 1);
}

TEST_F(Judging, a_new_pack_without_the_watch_withdraws_its_findings_at_night_and_a_changed_price_is_charged_anew) {
    added(worker(), "lift", first, lift("1-1", {{"signs", {"use"}}, {"next_inspection", "2026-09-01"}}));
    EXPECT_EQ(live(first).at("total"), "297.5");
    std::string lift_file{record::test_pack::lift};
    auto const signs = lift_file.find("  - {watch: signs_missing");
    lift_file.erase(signs);
    lift_file.replace(lift_file.find("  - {check: at_least"), lift_file.find("write:") - lift_file.find("  - {check: at_least"), "");
    lift_file.replace(lift_file.find("item: D4.2.2, deduct: 2"), 23, "item: D4.2.2, deduct: 1");
    standard::Standard const newer{record::test_pack::files({{"registers/lift.yaml", lift_file}, {"registers/patrol.yaml", patrol}})};
    record::Registers const changed{newer, seal};
    go_to("2026-09-22");
    nightly(*service.store, changed, events, service.now);
    EXPECT_EQ(open("signs_missing"), 0);
    EXPECT_EQ(open("overdue"), 1);
    EXPECT_EQ(text("SELECT CAST(total AS TEXT) FROM live_score WHERE estate_id = $1", {first.id}), "29900000");
    EXPECT_EQ(live_open(), 1);
}

TEST_F(Judging, an_import_judges_the_place_once_and_lists_count_what_is_open) {
    auto const id = added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-25"}}));
    go_to("2026-09-26");
    act(worker(), [&](kernel::Context& context) {
        registers.tell_many(record::Author::of(context), first.id, registers.named("lift"));
        context.journal({"test.many", "test", "", "", nullptr, nullptr, ""});
    });
    EXPECT_EQ(open("overdue"), 1);
    EXPECT_EQ(get(worker(), "/api/registers/lift/records").at("items").as_array()[0].at("findings"), 1) << id;
}

TEST_F(Judging, a_register_of_a_street_only_tells) {
    std::string firm{record::test_pack::firm};
    firm += "watches:\n  - {watch: keeper_gone, kind: silence, days: 5, title: {zh: 没有更新, en: Stale}, text: {zh: \"{days} 天\", en: \"{days} days\"}, tell: [street_officer]}\n";
    TestWatch with_firm{{{"registers/firm.yaml", firm}}};
    with_firm.go_to("2026-09-01");
    with_firm.night();
    with_firm.go_to("2026-09-21");
    with_firm.night();
    EXPECT_GT(with_firm.open("keeper_gone"), 0);
    EXPECT_EQ(with_firm.live_open(), 0);
    EXPECT_EQ(with_firm.get(with_firm.officer(), "/api/notices").at("items").as_array().size(), 1U);
}

TEST_F(Judging, every_watch_of_the_districts_own_pack_can_be_judged_at_night) {
    standard::Standard const own{policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu")};
    record::Registers const all{own, seal};
    for (auto const* day : {"2026-09-21", "2026-11-30"}) {
        go_to(day);
        nightly(*service.store, all, events, service.now);
    }
    EXPECT_EQ(count("SELECT COUNT(*) FROM watch_night"), 2) << "a night with a place that failed is not finished";
}

TEST_F(Judging, a_page_hears_of_it_when_it_is_on_disk) {
    std::vector<std::string> heard;
    auto const stream = events.listen([&](const kernel::Event& event) {
        heard.push_back(event.kind + " " + event.place_id);
        return true;
    });
    added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-01"}}));
    EXPECT_THAT(heard, ::testing::UnorderedElementsAre("live " + first.id, "notice " + first.id, "record " + first.id));
    heard.clear();
    EXPECT_EQ(add(worker(), "lift", first, {{"number", "1-1"}}).status, 422);
    EXPECT_TRUE(heard.empty());
    added(worker(), "lift", first, good_lift("1-2", {{"next_inspection", "2026-09-25"}}));
    heard.clear();
    go_to("2026-09-26");
    night();
    EXPECT_THAT(heard, ::testing::Contains("live " + first.id));
}

}  // namespace
}  // namespace anju::watch
