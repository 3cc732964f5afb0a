#pragma once
// A small invented district with two registers that run through a process: the tenant report of the pack, and a made-up one with a clock in
// hours, a clock that starts by a state, and `not_by: [created]`. Database, router, pack, calendar and seal are the real ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/id.hpp"
#include "kernel/test_service.hpp"
#include "process/process.hpp"

namespace anju::process {

namespace json = kernel::json;
using ::testing::HasSubstr;
using ::testing::Not;

inline std::string slice_sql(const std::string& slice) {
    std::ifstream file{std::string{ANJU_SOURCE_DIR} + "/src/" + slice + "/" + slice + ".sql"};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::vector<kernel::Migration> process_migrations() {
    static const auto account = slice_sql("account"), party = slice_sql("party");
    auto all = kernel::kernel_migrations();
    for (auto const& part : {standard::migrations(), place::migrations()}) all.insert(all.end(), part.begin(), part.end());
    all.push_back({"party/1", party});
    all.push_back({"account/1", account});
    for (auto const& part : {record::migrations(), migrations()}) all.insert(all.end(), part.begin(), part.end());
    return all;
}

inline constexpr auto* parcel_register = R"(register: parcel
title: {zh: 包裹, en: Parcels}
record: {zh: 包裹, en: Parcel}
about: {zh: 试, en: Test}
at: estate
group: housing
place: 附件1
process: parcel
name: number
sections:
  - title: {zh: 包裹, en: Parcel}
    fields:
      - {field: number, kind: text, title: {zh: 编号, en: Number}, required: true}
      - {field: moved_at, kind: instant, title: {zh: 搬动时间, en: Moved at}}
      - {field: called_at, kind: instant, title: {zh: 呼叫时间, en: Called at}}
      - {field: arrived_at, kind: instant, title: {zh: 到场时间, en: Arrived at}}
      - {field: urgent, kind: yes_no, title: {zh: 急不急, en: Urgent}, default: true}
list: [number]
write: [property_manager, community_worker]
read: [property_manager, community_worker, street_officer]
)";
inline constexpr auto* parcel_process = R"(process: parcel
title: {zh: 收发, en: Handling}
start: open
states:
  - {state: open, title: {zh: 待办, en: Open}}
  - {state: done, title: {zh: 已办, en: Done}}
  - {state: seen, title: {zh: 已核, en: Seen}, end: true}
acts:
  - act: finish
    title: {zh: 办完, en: Finish}
    from: [open]
    to: done
    by: [property_manager, community_worker]
    happened: on
    fields: [{field: on, kind: date, title: {zh: 日期, en: On}, required: true, default: today}]
  - {act: arrive, title: {zh: 到场, en: Arrive}, from: [open], to: done, by: [street_officer], needs: [arrived_at], happened: arrived_at}
  - {act: again, title: {zh: 重办, en: Again}, from: [done], to: open, by: [property_manager], reason: true}
  - {act: see, title: {zh: 核对, en: See}, from: [done], to: seen, by: [property_manager, community_worker], not_by: [created, finish]}
clocks:
  - {clock: quick, title: {zh: 一天, en: A day}, starts: {field: moved_at}, term: {hours: 24}, ends: [done], remind: {hours: 4}, remind_to: [property_manager]}
  - {clock: rush, title: {zh: 半小时到场, en: On the spot in half an hour}, starts: {field: called_at}, where: {urgent: [true]}, term: {minutes: 30}, ends: [done], remind: {percent: 50}, remind_to: [property_manager], escalate_to: [street_officer]}
  - {clock: work, title: {zh: 两天, en: Two days}, starts: {state: open}, term: {days: 2, count: working}, ends: [done], remind: {days: 1}, remind_to: [property_manager], escalate: {days: 1}, escalate_to: [community_worker]}
)";

/// The shipped pack, of its registers and processes only the tenant report, and the made-up ones.
inline policy::PackFiles process_pack() {
    policy::PackFiles files;
    for (auto const& [name, text] : policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu")) {
        bool const is_extra = name.starts_with("registers/") || name.starts_with("processes/");
        if (!is_extra || name.ends_with("/tenant_report.yaml")) files.emplace(name, text);
    }
    files.emplace("registers/parcel.yaml", parcel_register);
    files.emplace("processes/parcel.yaml", parcel_process);
    return files;
}

struct ProcessTest : ::testing::Test {
    kernel::TestService service{process_migrations()};
    standard::Standard standard{process_pack()};
    kernel::Seal seal{service.store.directory() + "/keys"};
    record::Registers registers{standard, seal};
    Clocks clocks;
    place::Place estate, elsewhere;

    ProcessTest() {
        watch_records(registers, clocks);
        process::routes(service.router, registers);
        service.router.act("POST", "/test", kernel::Guard::any_account(), {"试", "test"}, [this](kernel::Context& context) {
            work(context);
            return kernel::json_reply(json::object{});
        });
        service.store->act([&](kernel::Transaction& transaction) {
            place::plant(transaction, standard.current().places);
            auto const street = place::find_by_code(transaction, "street", "330105008000");
            auto const community = place::add(transaction, "community", "330105008001", "甲试社区", *street);
            estate = place::add(transaction, "estate", "T1", "试一苑", community, "settled", 10);
            elsewhere = place::add(transaction, "estate", "T2", "试二苑", community, "settled", 10);
            transaction.run("INSERT INTO building (id, estate_id, name, sort_key) VALUES ('b1', $1, '1幢', '1')", {estate.id});
            transaction.run("INSERT INTO dwelling (id, estate_id, building_id, unit, floor, room, kind, household, sort_key) VALUES ($2, $1, 'b1', '1单元', '1', "
                            "'101', 'dwelling', 'rented', '1')",
                            {estate.id, dwelling});
        });
        at("2026-11-16 10:00");
        be("manager", "property_manager");
    }

    /// "2026-11-16 10:00" in Hangzhou.
    void at(const std::string& moment) {
        policy::field::Field one;
        one.kind = policy::field::kind_named("instant");
        service.now = {*policy::field::read(one, policy::field::Value{moment}).value.whole()};
    }
    void be(const std::string& account, const std::string& role, std::vector<std::string> paths = {}) {
        service.actor = kernel::Actor{};
        service.actor.account_id = service.actor.name = account;
        service.actor.grants.push_back({{}, paths.empty() ? std::vector<std::string>{estate.path} : std::move(paths), role, {}});
    }
    kernel::Reply in_act(std::function<void(kernel::Context&)> wanted) {
        work = std::move(wanted);
        return service.call("POST", "/test", json::object{});
    }
    /// The reply of making it; its id is in `made`.
    kernel::Reply add(const std::string& register_name, const json::object& fields) {
        return in_act([&](kernel::Context& context) {
            made = record::add(record::Author::of(context), registers, registers.named(register_name), estate, fields).id;
        });
    }
    std::string parcel(const json::object& more = {}) {
        json::object fields{{"number", "P1"}};
        for (auto const& one : more) fields[one.key()] = one.value();
        auto const reply = add("parcel", fields);
        EXPECT_EQ(reply.status, 200) << reply.body;
        return made;
    }
    kernel::Reply add_report(const std::string& told_on) {
        return add("tenant_report", {{"learned", "told"}, {"told_on", told_on}, {"dwelling", dwelling}, {"tenant", "演示租客甲"}, {"tenant_id", "11010519491231002X"}});
    }
    std::string report(const std::string& told_on) {
        auto const reply = add_report(told_on);
        EXPECT_EQ(reply.status, 200) << reply.body;
        return made;
    }
    kernel::Reply change(const std::string& id, const json::object& fields) {
        return in_act([&](kernel::Context& context) { record::change(record::Author::of(context), registers, record::get(context.transaction, registers, id), fields, {}); });
    }
    kernel::Reply act(const std::string& id, const std::string& name, const json::object& fields = {}, const std::string& reason = {}, std::int64_t version = 0) {
        json::object body{{"fields", fields}, {"version", version != 0 ? version : count("SELECT version FROM record WHERE id = $1", {id})}};
        if (!reason.empty()) body["reason"] = reason;
        return service.call("POST", "/api/records/" + id + "/acts/" + name, body);
    }
    json::value shown(const std::string& id) { return service.get("/api/records/" + id + "/process"); }
    json::value clock_of(const std::string& id, const std::string& name) {
        auto const process = shown(id);
        for (auto const& one : process.at("clocks").as_array())
            if (one.at("clock") == json::value(name)) return one;
        return nullptr;
    }
    std::string photo(const std::string& account) {
        auto const id = base::new_id();
        service.store->act([&](kernel::Transaction& transaction) {
            transaction.run("INSERT INTO file (id, sm3, type, size, width, height, account_id, at) VALUES ($1, 'x', 'image/jpeg', 1, 1, 1, $2, 0)", {id, account});
        });
        return id;
    }
    std::int64_t count(const std::string& sql, const kernel::Values& values = {}) {
        std::int64_t found = 0;
        service.store->see([&](kernel::Transaction& transaction) { found = transaction.one(sql, values)->number(0); });
        return found;
    }
    /// States of the rows of a clock, in the order they were started.
    std::string rows(const std::string& id, const std::string& clock) {
        std::string all;
        service.store->see([&](kernel::Transaction& transaction) {
            for (auto const& row : transaction.query("SELECT state FROM process_clock WHERE record_id = $1 AND clock = $2 ORDER BY id", {id, clock}))
                all += (all.empty() ? "" : " ") + row.text(0);
        });
        return all;
    }
    std::string due(const std::string& id, const std::string& clock) {
        std::string found;
        service.store->see([&](kernel::Transaction& transaction) {
            auto const row = transaction.one("SELECT due FROM process_clock WHERE record_id = $1 AND clock = $2 AND state <> 'stopped' ORDER BY id DESC", {id, clock});
            if (row) found = row->text(0);
        });
        return found;
    }
    std::int64_t ring() { return ring_all(*service.store, registers, clocks, service.now); }
    std::int64_t rung(const std::string& what) { return service.journal_lines("clock." + what); }

    std::function<void(kernel::Context&)> work;
    std::string made;
    std::string const dwelling = base::new_id();
};

}  // namespace anju::process
