// A change judges one record and the place; the night judges everything, place by place. Both come to the same `settle`.
#include <fmt/format.h>

#include "finding/finding.hpp"
#include "watch/parts.hpp"
#include "watch/sql.hpp"

namespace anju::watch {
namespace {

bool looks_at(const policy::Watch& watch, const place::Place& place) {
    return place.kind != "estate" || (place.stage == "pending" ? watch.pending : watch.settled);
}

std::vector<Open> held_by(const std::vector<Open>& all, const policy::Watch& watch, const std::string& record_id) {
    std::vector<Open> own;
    for (auto const& one : all) {
        if (one.watch != watch.watch) continue;
        bool const about_record = !one.record_id.empty();
        // Under a changed pack a watch may have become one of the other sort: what it held then is cured.
        if (about_record && watch.kind->per_record() && !record_id.empty() && one.record_id != record_id) continue;
        own.push_back(one);
    }
    return own;
}

}  // namespace

const policy::Watch* watch_named(const policy::Pack& pack, std::string_view register_name, std::string_view watch) {
    auto const* of = pack.register_named(register_name);
    if (of == nullptr) return nullptr;
    for (auto const& one : of->watches)
        if (one.watch == watch) return &one;
    return nullptr;
}

Alarms alarms_of(const Round& round, const policy::Watch& watch) {
    return watch.kind->per_record() ? alarms_of_records(round, watch) : alarm_of_place(round, watch);
}

Judged judge(const record::Author& author, const record::Registers& registers, const policy::Register& of, const std::string& place_id,
             const std::string& record_id) {
    Judged judged;
    if (of.watches.empty()) return judged;
    auto const place = place::get(author.transaction, place_id, of.level);
    Round const round{author, registers, of, place, record_id};
    auto const open = open_ones(author.transaction, of.name, place_id, record_id);
    bool points = false;
    for (auto const& watch : of.watches) {
        auto const alarms = looks_at(watch, place) ? alarms_of(round, watch) : Alarms{};
        points = settle(round, watch, alarms, held_by(open, watch, record_id), judged) || points;
    }
    if (points && place.kind == "estate") {
        rescore(author, registers.standard(), place);
        judged.events.push_back({"live", place.path, place_id, place_id, {}});
    }
    if (judged.opened + judged.closed > 0) judged.events.push_back({"notice", place.path, place_id, record_id, {}});
    return judged;
}

std::vector<kernel::Migration> migrations() {
    return {{"watch/1", sql::watch}, {"watch/2", sql::notice_seen}, {"watch/3", sql::record_acting}};
}

void routes(kernel::Router& router, const record::Registers& registers, kernel::Events& events) {
    live_routes(router, registers);
    notice_routes(router, registers);
    evidence_routes(router, registers);
    webhook_routes(router, registers);
    event_routes(router, events);
}

}  // namespace anju::watch
