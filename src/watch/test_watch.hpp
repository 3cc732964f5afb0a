#pragma once
// The registers of record/test_registers.hpp with one more that is watched as a whole, their processes, and everything a live
// scorecard needs. Only for tests.
#include "base/id.hpp"
#include "evaluation/evaluation.hpp"
#include "finding/finding.hpp"
#include "process/process.hpp"
#include "record/fields.hpp"
#include "record/test_registers.hpp"
#include "watch/parts.hpp"

namespace anju::watch {

inline constexpr auto* patrol = R"(register: patrol
title: {zh: 巡查, en: Patrols}
record: {zh: 巡查, en: Patrol}
about: {zh: 一次一条, en: One each time}
at: estate
group: lifts
items: [D4.2.1, D4.1.5]
place: 附件1
name: number
sections:
  - title: {zh: 基本, en: Basics}
    fields:
      - {field: number, kind: reference_number, title: {zh: 编号, en: Number}, pattern: "XC-{year}-{serial:4}"}
      - {field: done_on, kind: date, title: {zh: 日期, en: Day}}
      - {field: done_at, kind: instant, title: {zh: 时间, en: Time}}
      - {field: cover, kind: period, open: true, title: {zh: 有效期, en: Valid}}
      - field: outcome
        kind: choice
        title: {zh: 结果, en: Outcome}
        choices:
          - {choice: good, title: {zh: 好, en: Good}}
          - {choice: bad_x, title: {zh: 差, en: Bad}}
      - field: parts
        kind: choices
        title: {zh: 查了哪里, en: Parts}
        choices:
          - {choice: a_1, title: {zh: 甲, en: A}}
          - {choice: ab1, title: {zh: 乙, en: B}}
      - {field: night, kind: yes_no, title: {zh: 夜里, en: At night}}
      - {field: walked, kind: whole_number, title: {zh: 走了, en: Walked}}
      - {field: wanted, kind: whole_number, title: {zh: 该走, en: Wanted}}
list: [number]
write: [property_manager, community_worker]
read: [property_manager, community_worker, street_officer]
watches:
  - {watch: quiet_by_day, kind: silence, field: done_on, days: 10, item: D4.2.1, deduct: 0.5, title: {zh: 没有巡查, en: No patrols}, text: {zh: "{days} 天没有巡查，最近 {last}", en: "{days} days, last {last}"}, tell: [property_manager]}
  - {watch: quiet_by_time, kind: silence, field: done_at, days: 12, where: {parts: [a_1]}, title: {zh: 静, en: Quiet}, text: {zh: "{days} {last}", en: "{days} {last}"}, tell: [street_officer]}
  - {watch: quiet, kind: silence, days: 14, where: {night: ["true"]}, title: {zh: 静, en: Quiet}, text: {zh: "{days} {last}", en: "{days} {last}"}, tell: [street_officer]}
  - {watch: few, kind: at_least, count: 3, field: done_on, days: 15, title: {zh: 少, en: Few}, text: {zh: "{count} / {wanted}", en: "{count} / {wanted}"}, tell: [street_officer]}
  - {watch: uncovered, kind: at_least, count: 2, valid: cover, where: {outcome: [good]}, title: {zh: 无, en: None}, text: {zh: "{count} / {wanted}", en: "{count} / {wanted}"}, tell: [street_officer]}
  - {watch: months_by_day, kind: every_month, field: done_on, months: 2, title: {zh: 月, en: Months}, text: {zh: "{months} {count}", en: "{months} {count}"}, tell: [street_officer]}
  - {watch: months_by_time, kind: every_month, field: done_at, months: 3, title: {zh: 月, en: Months}, text: {zh: "{months} {count}", en: "{months} {count}"}, tell: [street_officer]}
  - {watch: share, kind: rate_below, percent: 60, of: {field: outcome, is: [good]}, title: {zh: 率, en: Rate}, text: {zh: "{rate} {part} {whole}", en: "{rate} {part} {whole}"}, tell: [street_officer]}
  - {watch: share_of_parts, kind: rate_below, percent: 60, of: {field: parts, is: [a_1]}, title: {zh: 率, en: Rate}, text: {zh: "{rate} {part} {whole}", en: "{rate} {part} {whole}"}, tell: [street_officer]}
  - {watch: walked, kind: rate_below, percent: 50, part: walked, whole: wanted, where: {outcome: [good, bad_x]}, title: {zh: 率, en: Rate}, text: {zh: "{rate} {part} {whole}", en: "{rate} {part} {whole}"}, tell: [street_officer]}
)";

inline std::vector<kernel::Migration> tables_beside() {
    std::vector<kernel::Migration> all;
    static std::map<std::string, std::string> kept;
    auto const file = [](const std::string& name, const std::string& path) {
        if (kept[name].empty()) {
            std::ifstream in{std::string{ANJU_SOURCE_DIR} + "/src/" + path + ".sql"};
            kept[name].assign(std::istreambuf_iterator<char>{in}, {});
        }
        return kernel::Migration{name, kept[name]};
    };
    for (auto const& slice : {evaluation::migrations(), finding::migrations()}) all.insert(all.end(), slice.begin(), slice.end());
    for (std::string const slice : {"inspection", "rectify", "publish"}) all.push_back(file(slice + "/1", slice + "/" + slice));
    all.push_back(file("rectify/2", "rectify/origin"));
    for (auto const& slice : {process::migrations(), watch::migrations()}) all.insert(all.end(), slice.begin(), slice.end());
    return all;
}

struct TestWatch : record::TestRegisters {
    explicit TestWatch(const std::map<std::string, std::string>& changed = {{"registers/patrol.yaml", patrol}})
        : TestRegisters{tables_beside(), record::test_pack::files(changed)} {
        process::watch_records(registers, clocks);
        listen(clocks, registers);
        follow(registers, events);
        process::routes(service.router, registers);
        watch::routes(service.router, registers, events);
    }

    kernel::Events events;
    process::Clocks clocks;

    /// An actor in a role, with rights beside it.
    static Actor with(Actor actor, std::set<std::string, std::less<>> rights) {
        actor.grants.front().rights = std::move(rights);
        return actor;
    }
    Actor reader() const { return with(manager(), {"rating.read", "finding.read"}); }
    Actor keeper() const { return with(office(), {"place.manage", "rating.read", "self_check.read"}); }

    /// Noon of the day.
    void go_to(const std::string& day) { service.now = base::Instant{base::Instant::end_of(*base::Day::parse(day)).microseconds - 12LL * 3600 * 1'000'000}; }
    void night() { nightly(*service.store, registers, events, service.now); }
    std::int64_t open(const std::string& watch) { return count("SELECT COUNT(*) FROM watch_finding WHERE watch = $1 AND closed_at IS NULL", {watch}); }
    std::int64_t live_open() { return count("SELECT COUNT(*) FROM finding WHERE evaluation_id = 'live' AND state = 'accepted'"); }
    json::object live(const place::Place& estate) { return get(reader(), "/api/live/" + estate.id).as_object(); }
    kernel::Reply change(const std::string& id, const json::object& fields) {
        auto const version = get(worker(), "/api/records/" + id).at("version");
        return call(worker(), "PUT", "/api/records/" + id, json::object{{"fields", fields}, {"version", version}});
    }
    /// A lift with everything in order.
    static json::object good_lift(const std::string& number, json::object more = {}) {
        json::object fields{{"signs", {"use", "advice", "warning"}}};
        for (auto const& member : more) fields[member.key()] = member.value();
        return lift(number, fields);
    }
};

}  // namespace anju::watch
