#pragma once
// Registers for scenario tests: a small pack on the standard of this repository, a district with two streets and three estates,
// accounts by their part. Everything else is real: database, router, rights, journal, seal.
//
//   firm    at street, no process; written by street_officer. A firm others link to.
//   lift    at estate, no process: most field kinds, unique in the place and in the register, sensitive, searched, labelled, watched.
//   report  at estate, process `report`: reference number, dwelling, ID card, rows, photos, clocks.
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "kernel/seal.hpp"
#include "kernel/test_service.hpp"
#include "place/place.hpp"
#include "record/parts.hpp"
#include "record/record.hpp"

namespace anju::record {

namespace json = kernel::json;

namespace test_pack {

inline constexpr auto* groups = R"(groups:
  - {group: bodies, title: {zh: 单位, en: Bodies}}
  - {group: lifts, title: {zh: 电梯, en: Lifts}}
  - {group: housing, title: {zh: 出租, en: Letting}}
)";

inline constexpr auto* firm = R"(register: firm
title: {zh: 维保单位, en: Firms}
record: {zh: 单位, en: Firm}
about: {zh: 街道记, en: The street keeps it}
at: street
group: bodies
place: 附件1
name: name
sections:
  - title: {zh: 基本, en: Basics}
    fields:
      - {field: name, kind: text, title: {zh: 名称, en: Name}, required: true, unique: register, search: true, most: 60}
      - {field: code, kind: credit_code, title: {zh: 信用代码, en: Credit code}, unique: register}
      - {field: desk, kind: phone, title: {zh: 值班电话, en: Desk}}
      - {field: since, kind: instant, title: {zh: 登记时间, en: Entered at}, default: now}
      - {field: keeper, kind: account, title: {zh: 经办, en: Keeper}, default: me}
      - {field: party, kind: party, title: {zh: 主体, en: Party}}
list: [name, code, keeper]
write: [street_officer]
read: [street_officer, community_worker, property_manager, district_office]
)";

inline constexpr auto* lift = R"(register: lift
title: {zh: 电梯台账, en: Lifts}
record: {zh: 电梯, en: Lift}
about: {zh: 一部电梯一条, en: One record a lift}
at: estate
group: lifts
items: [D4.2.1, D4.2.2]
place: 附件1
name: number
sections:
  - title: {zh: 基本, en: Basics}
    fields:
      - {field: number, kind: text, title: {zh: 编号, en: Number}, required: true, unique: true, search: true, most: 20}
      - {field: registration, kind: text, title: {zh: 登记证编号, en: Registration}, unique: register, most: 40}
      - field: status
        kind: choice
        title: {zh: 状态, en: Status}
        required: true
        default: in_use
        choices:
          - {choice: in_use, title: {zh: 在用, en: In use}}
          - {choice: stopped, title: {zh: 停用, en: Stopped}}
      - {field: stopped_on, kind: date, title: {zh: 停用日期, en: Stopped on}, required: true, shown_when: {field: status, is: [stopped]}}
      - {field: firm, kind: link, register: firm, title: {zh: 维保单位, en: Firm}}
      - {field: contract, kind: period, open: true, title: {zh: 合同期, en: Contract}}
      - {field: fee, kind: money, least: 0, title: {zh: 年费, en: Fee}}
      - {field: speed, kind: decimal, decimals: 2, unit: {zh: 米每秒, en: m/s}, title: {zh: 速度, en: Speed}}
      - {field: floors, kind: whole_number, least: 2, most: 99, title: {zh: 层数, en: Floors}}
      - {field: fast, kind: yes_no, title: {zh: 消防电梯, en: Fire lift}, default: false}
  - title: {zh: 人和检验, en: People and inspection}
    fields:
      - {field: manager, kind: text, title: {zh: 管理员, en: Officer}, sensitive: true, search: true, most: 50}
      - {field: manager_phone, kind: phone, title: {zh: 管理员电话, en: Telephone}, sensitive: true}
      - {field: last_inspection, kind: date, title: {zh: 上次检验, en: Last inspection}}
      - {field: next_inspection, kind: date, title: {zh: 下次检验, en: Next inspection}, required: true, search: true}
      - field: signs
        kind: choices
        title: {zh: 标志, en: Signs}
        choices:
          - {choice: use, title: {zh: 使用标志, en: Use}}
          - {choice: advice, title: {zh: 注意事项, en: Advice}}
          - {choice: warning, title: {zh: 警示, en: Warning}}
      - {field: note, kind: long_text, title: {zh: 备注, en: Note}}
list: [number, status, firm, next_inspection, fee]
label: [number, next_inspection]
checks:
  - {check: not_before, field: next_inspection, than: last_inspection}
  - {check: at_least, field: signs, least: 3, when: {field: status, is: [in_use]}, severity: finding, name: signs_missing}
write: [property_manager, community_worker]
read: [property_manager, community_worker, street_officer, district_office]
unmask: [community_worker]
retention: {years: 4, after: last_inspection, basis: {zh: 规定, en: Rule}}
watches:
  - {watch: overdue, kind: overdue_date, field: next_inspection, where: {status: [in_use]}, item: D4.2.2, deduct: 2, title: {zh: 检验过期, en: Overdue}, text: {zh: "电梯 {name} 应在 {field} 前检验，已超 {days} 天", en: "Lift {name} was due by {field}, {days} days over"}, tell: [property_manager, community_worker]}
  - {watch: soon, kind: expiring_soon, field: next_inspection, days: 30, where: {status: [in_use]}, title: {zh: 快到期, en: Soon}, text: {zh: "电梯 {name} 还有 {days} 天", en: "Lift {name}: {days} days left"}, tell: [property_manager]}
  - {watch: signs_missing, kind: check_failed, check: signs_missing, item: D4.2.1, deduct: 0.5, title: {zh: 标志不齐, en: Signs missing}, text: {zh: "电梯 {name}：{reason}", en: "Lift {name}: {reason}"}, tell: [property_manager]}
)";

inline constexpr auto* report = R"(register: report
title: {zh: 报送, en: Reports}
record: {zh: 报送, en: Report}
about: {zh: 一人一条, en: One a person}
at: estate
group: housing
items: [C3.6]
place: 附件1
process: report
name: number
sections:
  - title: {zh: 基本, en: Basics}
    fields:
      - {field: number, kind: reference_number, title: {zh: 编号, en: Number}, pattern: "BS-{year}-{serial:4}", search: true}
      - {field: told_on, kind: date, title: {zh: 告知日期, en: Told on}, required: true}
      - {field: known_on, kind: date, title: {zh: 发现日期, en: Known on}}
      - {field: dwelling, kind: dwelling, title: {zh: 哪一户, en: Dwelling}, search: true}
      - {field: tenant, kind: text, title: {zh: 承租人, en: Tenant}, required: true, sensitive: true, search: true, most: 50}
      - {field: tenant_id, kind: id_card, title: {zh: 身份证, en: ID number}, sensitive: true, unique: true, search: true}
      - {field: vehicle, kind: plate, title: {zh: 车牌, en: Plate}}
      - {field: office, kind: place, level: community, title: {zh: 归哪个社区, en: Community}}
      - field: rooms
        kind: rows
        title: {zh: 房间, en: Rooms}
        fields:
          - {field: room, kind: text, title: {zh: 房间, en: Room}, required: true}
          - {field: area, kind: decimal, decimals: 2, title: {zh: 面积, en: Area}}
          - {field: firm, kind: link, register: firm, title: {zh: 中介, en: Agent}}
      - {field: proof, kind: photos, most: 3, title: {zh: 照片, en: Photographs}}
      - {field: papers, kind: files, most: 3, title: {zh: 材料, en: Papers}}
      - {field: signed, kind: signature, title: {zh: 签名, en: Signature}}
list: [number, told_on, dwelling, tenant]
checks:
  - {check: not_future, field: told_on}
write: [property_manager, community_worker]
read: [property_manager, community_worker, street_officer]
unmask: [property_manager, community_worker]
watches:
  - {watch: late, kind: clock_missed, clock: report, item: C3.6, deduct: 0.5, title: {zh: 没有及时报送, en: Late}, text: {zh: "{name} 应在 {due} 前报送，{over}", en: "{name} was due by {due}: {over}"}, tell: [property_manager, community_worker]}
)";

inline constexpr auto* report_process = R"(process: report
title: {zh: 报送公安, en: Report to the police}
start: recorded
states:
  - {state: recorded, title: {zh: 待报送, en: To be reported}}
  - {state: handed_over, title: {zh: 已送达, en: Handed over}}
  - {state: confirmed, title: {zh: 已核对, en: Confirmed}, end: true}
acts:
  - act: hand_over
    title: {zh: 报送, en: Hand over}
    from: [recorded]
    to: handed_over
    by: [property_manager, community_worker]
    happened: handed_on
    needs: [dwelling, tenant_id]
    fields:
      - {field: handed_on, kind: date, title: {zh: 送达日期, en: Handed over on}, required: true, default: today}
      - {field: proof, kind: photos, title: {zh: 凭证, en: Proof}, required: true, most: 3}
  - {act: confirm, title: {zh: 核对, en: Confirm}, from: [handed_over], to: confirmed, by: [community_worker], not_by: [hand_over]}
  - {act: send_back, title: {zh: 退回, en: Send back}, from: [handed_over], to: recorded, by: [community_worker], not_by: [hand_over], reason: true}
clocks:
  - {clock: report, title: {zh: 三个工作日, en: Three working days}, starts: {earliest_of: [told_on, known_on]}, term: {days: 3, count: working}, ends: [handed_over], remind: {days: 1}, remind_to: [property_manager], escalate_to: [community_worker, street_officer]}
  - {clock: confirm, title: {zh: 五个工作日, en: Five working days}, starts: {state: handed_over}, term: {days: 5, count: working}, ends: [confirmed, recorded], remind: {days: 1}, remind_to: [community_worker]}
)";

/// The standard of this repository with these registers instead of its own; `changed` replaces or adds files, an empty text removes one.
inline policy::PackFiles files(const std::map<std::string, std::string>& changed = {}) {
    auto all = policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu");
    std::erase_if(all, [](const auto& one) { return one.first.starts_with("registers/") || one.first.starts_with("processes/"); });
    all["groups.yaml"] = groups;
    all["registers/firm.yaml"] = firm;
    all["registers/lift.yaml"] = lift;
    all["registers/report.yaml"] = report;
    all["processes/report.yaml"] = report_process;
    for (auto const& [path, text] : changed) all[path] = text;
    std::erase_if(all, [](const auto& one) { return one.second.empty(); });
    return all;
}

}  // namespace test_pack

/// Tables of slices this one does not know, as their migrations make them; a test above gives its own by `more`, which stand instead.
inline std::vector<kernel::Migration> register_migrations(const std::vector<kernel::Migration>& more = {}) {
    static std::vector<std::string> kept = [] {
        std::vector<std::string> texts;
        for (auto const* slice : {"party", "account"}) {
            std::ifstream file{std::string{ANJU_SOURCE_DIR} + "/src/" + slice + "/" + slice + ".sql"};
            std::stringstream text;
            text << file.rdbuf();
            texts.push_back(text.str());
        }
        return texts;
    }();
    std::vector<kernel::Migration> all;
    auto const add = [&](const kernel::Migration& one) {
        for (auto const& there : all)
            if (there.name == one.name) return;
        all.push_back(one);
    };
    for (auto const& slice : {kernel::kernel_migrations(), standard::migrations(), place::migrations()})
        for (auto const& one : slice) add(one);
    add({"party/1", kept[0]});
    add({"account/1", kept[1]});
    for (auto const& one : migrations()) add(one);
    for (auto const& one : more) add(one);
    return all;
}

/// Text as it stands in an address.
inline std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string all;
    for (char const byte : text) {
        auto const code = static_cast<unsigned char>(byte);
        if (code < 0x80) {
            all += byte;
        } else {
            all += '%';
            all += digits[code >> 4];
            all += digits[code & 15];
        }
    }
    return all;
}

struct TestRegisters {
    explicit TestRegisters(const std::vector<kernel::Migration>& more = {}, const policy::PackFiles& files = test_pack::files())
        : service{register_migrations(more)}, standard{files}, seal{std::filesystem::path{service.store.directory()} / "seal.keys"},
          registers{standard, seal} {
        service.store->act([&](kernel::Transaction& transaction) {
            place::plant(transaction, standard.current().places);
            street = *place::find_by_code(transaction, "street", "330105008000");
            other_street = place::add(transaction, "street", "330105099000", "演示街道", place::get(transaction, street.parent_id, "district"));
            community = place::add(transaction, "community", "330105008001", "桂花社区", street);
            auto const far = place::add(transaction, "community", "330105099001", "银杏社区", other_street);
            first = place::add(transaction, "estate", "E1", "桂花苑", community, "settled", 300);
            second = place::add(transaction, "estate", "E2", "茶花苑", community, "settled", 200);
            third = place::add(transaction, "estate", "E3", "银杏苑", far, "settled", 100);
            dwelling = add_dwelling(transaction, first, "1幢", "301");
            far_dwelling = add_dwelling(transaction, third, "9幢", "101");
            for (auto const* name : {"manager", "worker", "officer", "office", "far_manager", "far_officer", "stranger"}) add_account(transaction, name);
            transaction.run("INSERT INTO party (id, kind, name, credit_code, department, place_id, state, version) VALUES ('0190a000-0000-7000-8000-000000000001', "
                            "'property_company', '演示物业', '', '', NULL, 'active', 1)");
        });
        prepare_tables(*service.store, registers);
        routes(service.router, registers, viewers);
        service.router.act("POST", "/test", kernel::Guard::any_account(), {"试", "test"}, [this](kernel::Context& context) {
            work(context);
            return kernel::json_reply(json::object{});
        });
    }

    kernel::TestService service;
    standard::Standard standard;
    kernel::Seal seal;
    Registers registers;
    attachment::Viewers viewers;
    place::Place street, other_street, community, first, second, third;
    std::string dwelling, far_dwelling;
    std::string party = "0190a000-0000-7000-8000-000000000001";
    std::function<void(kernel::Context&)> work;

    using Actor = kernel::Actor;
    /// Ids of accounts are made from their names, so that a field of kind account can hold them.
    static std::string account_id(const std::string& name) {
        static std::map<std::string, std::string> ids;
        auto& id = ids[name];
        if (id.empty()) id = base::new_id();
        return id;
    }
    static Actor in_role(const std::string& name, const std::string& role, std::vector<std::string> paths) {
        Actor actor;
        actor.account_id = account_id(name);
        actor.name = name;
        actor.grants.push_back({{}, std::move(paths), role, {}});
        return actor;
    }
    Actor manager() const { return in_role("manager", "property_manager", {first.path, second.path}); }
    Actor far_manager() const { return in_role("far_manager", "property_manager", {third.path}); }
    Actor worker() const { return in_role("worker", "community_worker", {community.path}); }
    Actor officer() const { return in_role("officer", "street_officer", {street.path}); }
    static Actor office() { return in_role("office", "district_office", {"/"}); }
    static Actor stranger() { return in_role("stranger", "assessor", {"/"}); }

    kernel::Reply call(const Actor& actor, std::string method, std::string target, const json::value& body = nullptr) {
        service.actor = actor;
        return service.call(std::move(method), encoded(target), body);
    }
    json::value get(const Actor& actor, std::string target) { return json::parse(call(actor, "GET", std::move(target)).body); }
    /// Runs slice functions inside an act of that actor, as a handler would; they must leave a journal line.
    kernel::Reply act(const Actor& actor, std::function<void(kernel::Context&)> wanted) {
        work = std::move(wanted);
        return call(actor, "POST", "/test");
    }
    kernel::Reply add(const Actor& actor, const std::string& of, const place::Place& place, const json::object& fields) {
        return call(actor, "POST", "/api/registers/" + of + "/records", json::object{{"place_id", place.id}, {"fields", fields}});
    }
    /// Adds one that must be good; returns its id.
    std::string added(const Actor& actor, const std::string& of, const place::Place& place, const json::object& fields) {
        auto const reply = add(actor, of, place, fields);
        if (reply.status != 201) throw std::runtime_error(reply.body);
        return std::string{json::parse(reply.body).at("id").as_string()};
    }
    static json::object lift(const std::string& number, json::object more = {}) {
        json::object fields{{"number", number}, {"next_inspection", "2027-03-01"}};
        for (auto const& member : more) fields[member.key()] = member.value();
        return fields;
    }
    static json::object report(json::object more = {}) {
        json::object fields{{"told_on", "2026-09-21"}, {"tenant", "演示甲"}};
        for (auto const& member : more) fields[member.key()] = member.value();
        return fields;
    }
    /// An uploaded file of that account: a row, no bytes.
    std::string file_of(const std::string& account_name, const std::string& type = "image/jpeg") {
        auto const id = base::new_id();
        service.store->act([&](kernel::Transaction& transaction) {
            transaction.run("INSERT INTO file (id, sm3, type, size, width, height, account_id, at) VALUES ($1, $4, $3, 1, 1, 1, $2, 0)", {id, account_id(account_name), type, std::string(64, 'a')});
        });
        return id;
    }
    std::int64_t count(const std::string& sql, const kernel::Values& values = {}) {
        std::int64_t found = 0;
        service.store->see([&](kernel::Transaction& transaction) { found = transaction.one(sql, values)->number(0); });
        return found;
    }
    std::string text(const std::string& sql, const kernel::Values& values = {}) {
        std::string found;
        service.store->see([&](kernel::Transaction& transaction) {
            if (auto const row = transaction.one(sql, values)) found = row->text_or(0);
        });
        return found;
    }

  private:
    static std::string add_dwelling(kernel::Transaction& transaction, const place::Place& estate, const std::string& building, const std::string& room) {
        auto const building_id = base::new_id();
        auto const id = base::new_id();
        transaction.run("INSERT INTO building (id, estate_id, name, sort_key) VALUES ($1, $2, $3, $3)", {building_id, estate.id, building});
        transaction.run("INSERT INTO dwelling (id, estate_id, building_id, unit, floor, room, kind, household, sort_key) VALUES ($1, $2, $3, '1单元', '3层', $4, "
                        "'dwelling', 'resettled', $4)",
                        {id, estate.id, building_id, room});
        return id;
    }
    static void add_account(kernel::Transaction& transaction, const std::string& name) {
        transaction.run("INSERT INTO account (id, name, display_name, password_hash, state, must_change, failed, password_at, created_at, version) VALUES ($1, $2, $3, "
                        "'', 'active', 0, 0, 0, 0, 1)",
                        {account_id(name), name, "演示" + name});
    }
};

inline std::string code_of(const kernel::Reply& reply) {
    auto const body = json::parse(reply.body);
    auto const* code = body.is_object() ? body.get_object().if_contains("code") : nullptr;
    return code == nullptr ? std::string{} : std::string{code->as_string()};
}
/// The fields a refused request names, joined with ",".
inline std::string wrong_fields(const kernel::Reply& reply) {
    std::string joined;
    auto const body = json::parse(reply.body);
    for (auto const* member : {"errors", "problems"}) {
        auto const* found = body.as_object().if_contains(member);
        if (found == nullptr || !found->is_array()) continue;
        for (auto const& problem : found->get_array()) joined += (joined.empty() ? "" : ",") + std::string{problem.at("field").as_string()};
    }
    return joined;
}

}  // namespace anju::record
