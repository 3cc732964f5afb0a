#include "rectify/origin.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/id.hpp"
#include "kernel/test_service.hpp"
#include "party/party.hpp"

namespace anju::rectify {
namespace {

namespace json = kernel::json;
using kernel::TestService;
using ::testing::HasSubstr;

std::string text_of_file(const std::string& name) {
    std::ifstream in{std::string{ANJU_SOURCE_DIR} + "/src/" + name};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// The tables of the slices that cannot be linked here come from their files. `own`: how many of this slice's migrations.
std::vector<kernel::Migration> tables(std::size_t own = 2) {
    static auto const inspection = text_of_file("inspection/inspection.sql"), account = text_of_file("account/account.sql");
    std::vector<kernel::Migration> all;
    for (auto const& slice : {kernel::kernel_migrations(), standard::migrations(), place::migrations(), party::migrations(),
                              std::vector<kernel::Migration>{{"account/1", account}}, evaluation::migrations(), finding::migrations(),
                              std::vector<kernel::Migration>{{"inspection/1", inspection}}, record::migrations(), process::migrations()})
        all.insert(all.end(), slice.begin(), slice.end());
    auto const mine = migrations();
    all.insert(all.end(), mine.begin(), mine.begin() + static_cast<std::ptrdiff_t>(own));
    return all;
}

struct Origin : ::testing::Test {
    standard::Standard standard{policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu")};
    TestService service{tables()};
    kernel::Seal seal{service.store.directory() + "/keys"};
    record::Registers registers{standard, seal};
    process::Clocks clocks;
    attachment::Viewers viewers;
    place::Place estate;
    std::string company, stranger, visit, photo_of_office;
    std::function<void(kernel::Context&)> work;

    Origin() {
        process::watch_records(registers, clocks);
        rectify::watch_records(registers);
        process::routes(service.router, registers);
        record::routes(service.router, registers, viewers);
        rectify::routes(service.router, standard);
        service.router.act("POST", "/test", kernel::Guard::any_account(), {"试", "test"}, [this](kernel::Context& context) {
            work(context);
            return kernel::json_reply(json::object{});
        });
        service.store->act([&](kernel::Transaction& transaction) {
            standard.keep(transaction, service.now);
            place::plant(transaction, standard.current().places);
            auto const street = place::find_by_code(transaction, "street", "330105008000");
            auto const community = place::add(transaction, "community", "330105008001", "甲试社区", *street);
            estate = place::add(transaction, "estate", "T1", "试一苑", community, "settled", 10);
            company = party::add(transaction, "property_company", "试一物业公司").id;
            stranger = party::add(transaction, "property_company", "试二物业公司").id;
            party::join(transaction, estate.id, company, "property_company", *base::Day::parse("2024-01-01"));
        });
        office();
        in_act([&](kernel::Context& context) {
            visit = record::add(record::Author::of(context), registers, registers.named("supervision_visit"), estate,
                                {{"round", "2026年三季度"}, {"led_by", "office"}, {"planned_on", "2026-09-21"}, {"focus", json::array{"environment"}}})
                        .id;
        });
        EXPECT_EQ(act("visit", {{"units", "区领导小组办公室"}, {"photos", json::array{json::value(photo("office"))}}}).status, 200);
        later();
    }

    void be(const std::string& account, const std::string& role, std::set<std::string, std::less<>> rights) {
        service.actor = kernel::Actor{};
        service.actor.account_id = service.actor.name = account;
        service.actor.grants.push_back({std::move(rights), {estate.path}, role, {}});
    }
    void office() { be("office", "district_office", {"finding.read", "rectification.confirm"}); }
    void manager() { be("manager", "property_manager", {"finding.read", "rectification.fix"}); }
    void later() { service.now.microseconds += 60'000'000; }
    kernel::Reply in_act(std::function<void(kernel::Context&)> wanted) {
        work = std::move(wanted);
        auto reply = service.call("POST", "/test", json::object{});
        EXPECT_EQ(reply.status, 200) << reply.body;
        return reply;
    }
    std::int64_t count(const std::string& sql, const kernel::Values& values = {}) {
        std::int64_t found = 0;
        service.store->see([&](kernel::Transaction& transaction) { found = transaction.one(sql, values)->number(0); });
        return found;
    }
    kernel::Reply act(const std::string& name, const json::object& fields, const std::string& reason = {}) {
        later();
        json::object body{{"fields", fields}, {"version", count("SELECT version FROM record WHERE id = $1", {visit})}};
        if (!reason.empty()) body["reason"] = reason;
        return service.call("POST", "/api/records/" + visit + "/acts/" + name, body);
    }
    std::string photo(const std::string& account) {
        auto const id = base::new_id();
        service.store->act([&](kernel::Transaction& transaction) {
            transaction.run("INSERT INTO file (id, sm3, type, size, width, height, account_id, at) VALUES ($1, 'x', 'image/jpeg', 1, 1, 1, $2, 0)", {id, account});
        });
        return id;
    }
    json::object row(json::object more = {}) {
        json::object fault{{"fault", "楼道堆物"}, {"party", company}, {"wanted", "三天内清空"}};
        for (auto const& one : more) fault[one.key()] = one.value();
        return fault;
    }
    kernel::Reply send(const json::array& faults) { return act("send_opinion", {{"faults", faults}}); }
    json::array opened(const std::string& more = {}) {
        return service.get("/api/rectifications?record=" + visit + more).at("items").as_array();
    }
    kernel::Reply step(const json::value& one, const std::string& name, json::object body) {
        later();
        auto const id = std::string{one.at("id").as_string()};
        body["version"] = count("SELECT version FROM rectification WHERE id = $1", {id});
        return service.call("POST", "/api/rectifications/" + id + "/" + name, body);
    }
    void mend(const json::value& one) {
        manager();
        EXPECT_EQ(step(one, "fix", {{"note", "已清空"}, {"photo_ids", json::array{json::value(photo("manager"))}}}).status, 200);
    }
    std::string states() {
        std::string all;
        service.store->see([&](kernel::Transaction& transaction) {
            for (auto const& one : transaction.query("SELECT state FROM rectification ORDER BY act_row")) all += (all.empty() ? "" : " ") + one.text(0);
        });
        return all;
    }
};

TEST_F(Origin, each_fault_of_a_visit_opens_a_rectification_that_names_the_visit) {
    auto const reply = send({row({{"item", "C1.1"}, {"due", "2026-09-23"}}), row({{"fault", "灯不亮"}})});
    ASSERT_EQ(reply.status, 200) << reply.body;
    auto const all = opened();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].at("what"), "楼道堆物");
    EXPECT_EQ(all[0].at("item"), "C1.1");
    EXPECT_TRUE(all[0].at("item_title").is_object());
    EXPECT_EQ(all[0].at("due"), "2026-09-23");
    EXPECT_EQ(all[0].at("note"), "三天内清空");
    EXPECT_EQ(all[0].at("party").at("name"), "试一物业公司");
    EXPECT_EQ(all[0].at("origin").at("record_id"), json::value(visit));
    EXPECT_EQ(all[0].at("origin").at("name"), "DC-2026-001");
    EXPECT_EQ(all[0].at("origin").at("title").at("zh"), "督查");
    EXPECT_TRUE(all[0].at("finding").is_null()) << "a visit costs no points";
    EXPECT_EQ(all[1].at("item"), "");
    EXPECT_EQ(all[1].at("working_days_left"), standard.current().evaluation.rectification.days);
    EXPECT_EQ(service.journal_lines("rectification.assign"), 2);
    EXPECT_EQ(service.get("/api/records/" + visit + "/process").at("rectifies"), true);
    EXPECT_EQ(service.get("/api/rectifications?overdue=true").at("items").as_array().size(), 0U);
    service.now = base::Instant::end_of(*base::Day::parse("2026-09-24"));
    EXPECT_EQ(opened("&overdue=true").size(), 1U);
    service.actor.grants[0].paths = {"/elsewhere/"};
    EXPECT_EQ(opened().size(), 0U) << "seen by whoever sees findings there";
}

TEST_F(Origin, only_parties_of_the_estate_are_offered_to_mend) {
    auto const offered = service.get("/api/registers/supervision_visit/choices?act=send_opinion&field=faults/party&place=" + estate.id).at("items").as_array();
    ASSERT_EQ(offered.size(), 1U);
    EXPECT_EQ(offered[0].at("id"), json::value(company));
}

TEST_F(Origin, the_visit_is_not_closed_while_one_is_unconfirmed_and_is_told_which) {
    ASSERT_EQ(send({row(), row({{"fault", "灯不亮"}})}).status, 200);
    be("worker", "community_worker", {});
    ASSERT_EQ(act("answer", {{"answer", "都改了"}}).status, 200);
    office();
    auto const all = opened();
    mend(all[0]);
    office();
    auto const early = act("close", {{"looked_again", true}});
    EXPECT_EQ(early.status, 409);
    EXPECT_THAT(early.body, HasSubstr("rectifications_open"));
    EXPECT_THAT(early.body, HasSubstr("楼道堆物”（试一物业公司）、“灯不亮"));
    auto const shown = json::serialize(service.get("/api/records/" + visit + "/process").at("blocked"));
    EXPECT_THAT(shown, HasSubstr("灯不亮"));
    EXPECT_EQ(step(all[0], "confirm", {}).status, 200);
    mend(all[1]);
    office();
    EXPECT_EQ(act("close", {{"looked_again", true}}).status, 409) << "reported is not confirmed";
    EXPECT_EQ(step(all[1], "reopen", {{"why", "还有一盏不亮"}}).status, 200);
    EXPECT_EQ(states(), "confirmed open");
    mend(all[1]);
    office();
    EXPECT_EQ(step(all[1], "confirm", {}).status, 200);
    auto const closed = act("close", {{"looked_again", true}});
    EXPECT_EQ(closed.status, 200) << closed.body;
    EXPECT_EQ(states(), "confirmed confirmed");
}

TEST_F(Origin, a_row_that_cannot_be_assigned_is_named_and_nothing_is_written) {
    auto const refused = [&](json::object more, const std::string& field, const std::string& code) {
        auto const reply = send({row(), row(std::move(more))});
        EXPECT_EQ(reply.status, 422);
        EXPECT_THAT(reply.body, HasSubstr(field));
        EXPECT_THAT(reply.body, HasSubstr(code));
    };
    refused({{"party", stranger}}, "faults/1/party", "no_part_in_estate");
    refused({{"item", "Z9.9"}}, "faults/1/item", "unknown_item");
    refused({{"due", "2026-09-20"}}, "faults/1/due", "day_is_past");
    EXPECT_EQ(count("SELECT COUNT(*) FROM rectification"), 0);
    EXPECT_EQ(count("SELECT COUNT(*) FROM process_act WHERE act = 'send_opinion'"), 0);
}

TEST_F(Origin, withdrawing_the_opinion_closes_what_is_not_confirmed_with_its_reason) {
    ASSERT_EQ(send({row(), row(), row()}).status, 200);
    auto const all = opened();
    mend(all[0]);
    mend(all[1]);
    office();
    ASSERT_EQ(step(all[0], "confirm", {}).status, 200);
    ASSERT_EQ(act("withdraw", {}, "不是这个小区").status, 200);
    EXPECT_EQ(states(), "confirmed closed closed");
    auto const closed = opened("&state=closed");
    ASSERT_EQ(closed.size(), 2U);
    EXPECT_EQ(closed[0].at("cured").at("why"), "撤回意见：不是这个小区");
    EXPECT_EQ(service.journal_lines("rectification.close"), 2);
    EXPECT_EQ(step(closed[0], "confirm", {}).status, 409);
    EXPECT_EQ(step(closed[0], "reopen", {{"why", "没有改好"}}).status, 409);
    manager();
    EXPECT_THAT(step(closed[1], "fix", {{"note", "已清空"}, {"photo_ids", json::array{json::value(photo("manager"))}}}).body, HasSubstr("closed_by_register"));
}

TEST_F(Origin, deleting_the_visit_closes_them_and_restoring_it_brings_them_back) {
    ASSERT_EQ(send({row(), row()}).status, 200);
    mend(opened()[0]);
    office();
    auto const now = [&](kernel::Context& context) { return record::get(context.transaction, registers, visit); };
    in_act([&](kernel::Context& context) { record::erase(record::Author::of(context), registers, now(context), "记错了小区"); });
    EXPECT_EQ(states(), "closed closed");
    later();
    in_act([&](kernel::Context& context) { record::restore(record::Author::of(context), registers, now(context), "没有记错"); });
    EXPECT_EQ(states(), "fixed open");
    EXPECT_EQ(service.journal_lines("rectification.bring_back"), 2);
}

TEST_F(Origin, a_later_change_of_the_record_opens_nothing_again) {
    ASSERT_EQ(send({row()}).status, 200);
    in_act([&](kernel::Context& context) {
        record::change(record::Author::of(context), registers, record::get(context.transaction, registers, visit), {{"round", "2026年四季度"}}, {});
    });
    EXPECT_EQ(states(), "open");
}

TEST(rectify_migration, what_stood_before_keeps_its_states_and_photographs) {
    TestService service{tables(1)};
    service.store->act([&](kernel::Transaction& transaction) {
        transaction.run("INSERT INTO place (id, kind, code, name, parent_id, path, address, version) VALUES ('p', 'district', '1', '试区', NULL, '/p/', '', 1)");
        transaction.run("INSERT INTO file (id, sm3, type, size, width, height, account_id, at) VALUES ('x', 'x', 'image/jpeg', 1, 1, 1, 'a', 0)");
        auto const company = party::add(transaction, "property_company", "试一物业公司").id;
        transaction.run("INSERT INTO finding (id, evaluation_id, estate_id, source, item, deduct, recorded_deduct, reason, spot, state, decision, created_by, created_at, version) "
                        "VALUES ('f', 'live', 'p', 'operation', 'C1.1', 1, 1, '脏', '', 'submitted', '', 'a', 0, 1)");
        transaction.run("INSERT INTO rectification (id, finding_id, estate_id, item, party_id, state, due, note, assigned_by, assigned_at, fixed_by, fixed_by_name, fixed_at, fix_note, reopened, version) "
                        "VALUES ('r', 'f', 'p', 'C1.1', $1, 'fixed', '2026-09-30', '快', 'a', 5, 'm', '物业', 6, '好了', 2, 4)", {company});
        transaction.run("INSERT INTO rectification_photo (rectification_id, file_id, at) VALUES ('r', 'x', 7)");
    });
    kernel::migrate(*service.store, tables(2));
    service.store->act([&](kernel::Transaction& transaction) {
        auto const one = get(transaction, "r");
        EXPECT_EQ(one.finding_id, "f");
        EXPECT_EQ(one.state, "fixed");
        EXPECT_EQ(one.fixed_by_name, "物业");
        EXPECT_EQ(one.reopened, 2);
        EXPECT_TRUE(one.daily);
        EXPECT_EQ(one.record_id, "");
        EXPECT_TRUE(transaction.one("SELECT 1 FROM rectification_photo WHERE rectification_id = 'r' AND file_id = 'x'"));
    });
    EXPECT_ANY_THROW(service.store->act([](kernel::Transaction& transaction) {
        transaction.run("INSERT INTO rectification_photo (rectification_id, file_id, at) VALUES ('nobody', 'x', 7)");
    })) << "photographs still belong to a rectification";
}

}  // namespace
}  // namespace anju::rectify
