// One place a transaction: a crash loses nothing that was done, and the round goes on with the places that have not had their day.
#include "kernel/log.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

constexpr std::int64_t day_length = 86'400'000'000;
constexpr std::int64_t keep_notices = 400 * day_length, keep_deliveries = 30 * day_length;

bool is_done(kernel::Store& store, const std::string& today) {
    bool done = false;
    store.see([&](kernel::Transaction& transaction) { done = transaction.one("SELECT 1 FROM watch_night WHERE day = $1", {today}).has_value(); });
    return done;
}

std::vector<std::string> places_left(kernel::Store& store, const std::string& today) {
    std::vector<std::string> places;
    store.see([&](kernel::Transaction& transaction) {
        places.clear();
        for (auto const& row : transaction.query("SELECT p.id FROM place p LEFT JOIN watch_round w ON w.place_id = p.id WHERE (p.valid_to IS NULL OR p.valid_to >= $1) "
                                                 "AND (w.day IS NULL OR w.day <> $1) ORDER BY p.id",
                                                 {today}))
            places.push_back(row.text(0));
    });
    return places;
}

/// Findings whose watch or register the pack no longer has.
std::int64_t close_orphans(const record::Author& author, const record::Registers& registers, const place::Place& place) {
    std::int64_t closed = 0;
    for (auto const& row : author.transaction.query("SELECT id, finding_id, register, watch FROM watch_finding WHERE estate_id = $1 AND closed_at IS NULL", {place.id})) {
        auto const* of = registers.pack().register_named(row.text(2));
        if (of != nullptr && of->level == place.kind && watch_named(registers.pack(), row.text(2), row.text(3)) != nullptr) continue;
        Open one;
        one.id = row.text(0);
        one.finding_id = row.text_or(1);
        close(author, one, "标准里已没有这条预警");
        ++closed;
    }
    return closed;
}

Judged judge_place(const record::Author& author, const record::Registers& registers, const std::string& place_id) {
    Judged all;
    auto& transaction = author.transaction;
    auto const today = author.now.day().text();
    // Another process may have taken this place since the list was read.
    if (transaction.one("SELECT 1 FROM watch_round WHERE place_id = $1 AND day = $2", {place_id, today})) return all;
    auto const place = place::get(transaction, place_id, {});
    all.closed = close_orphans(author, registers, place);
    for (auto const& of : registers.pack().registers) {
        if (of.level != place.kind) continue;
        auto one = judge(author, registers, of, place_id, {});
        all.opened += one.opened;
        all.closed += one.closed;
        all.events.insert(all.events.end(), one.events.begin(), one.events.end());
    }
    // Every night, so that each day has its row and newly published percentages count.
    if (place.kind == "estate" && rescore(author, registers.standard(), place)) all.events.push_back({"notice", place.path, place_id, {}, {}});
    transaction.run("INSERT INTO watch_round (place_id, day, opened, closed) VALUES ($1, $2, $3, $4) ON CONFLICT (place_id) DO UPDATE SET day = excluded.day, "
                    "opened = excluded.opened, closed = excluded.closed",
                    {place_id, today, all.opened, all.closed});
    return all;
}

void finish(kernel::Store& store, base::Instant now) {
    store.act([&](kernel::Transaction& transaction) {
        auto const today = now.day().text();
        auto const sums = transaction.one("SELECT COUNT(*), CAST(COALESCE(SUM(opened), 0) AS BIGINT), CAST(COALESCE(SUM(closed), 0) AS BIGINT) FROM watch_round WHERE day = $1", {today});
        transaction.run("INSERT INTO watch_night (day, at, places, opened, closed) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                        {today, now.microseconds, sums->number(0), sums->number(1), sums->number(2)});
        transaction.run("DELETE FROM notice WHERE at < $1", {now.microseconds - keep_notices});
        transaction.run("DELETE FROM webhook_delivery WHERE state <> 'waiting' AND at < $1", {now.microseconds - keep_deliveries});
    });
}

}  // namespace

void nightly(kernel::Store& store, const record::Registers& registers, kernel::Events& events, base::Instant now) {
    auto const today = now.day().text();
    if (is_done(store, today)) return;
    bool whole = true;
    for (auto const& place : places_left(store, today)) {
        Judged judged;
        try {
            store.act([&](kernel::Transaction& transaction) {
                record::Author const author{transaction, {}, "安居", "watch-" + today, now, nullptr};
                judged = judge_place(author, registers, place);
            });
        } catch (const kernel::StoreUnavailable&) {
            throw;
        } catch (const std::exception& error) {  // one bad place must not keep the others from their night
            kernel::log(kernel::Level::error, "watch_place_failed", {{"place", place}, {"why", error.what()}});
            whole = false;
        }
        for (auto const& event : judged.events) events.publish(event);
    }
    if (whole) finish(store, now);
}

void periodic(kernel::Jobs& jobs, kernel::Store& store, const record::Registers& registers, kernel::Events& events, kernel::Router::Clock clock) {
    jobs.every("watch.nightly", std::chrono::seconds{10}, [&store, &registers, &events, clock] { nightly(store, registers, events, clock()); });
    jobs.every("watch.reseal", std::chrono::minutes{1}, [&store, &registers] { reseal_secrets(store, registers.seal()); });
    jobs.every("watch.deliver", std::chrono::seconds{10}, [&store, &registers, clock] { deliver(store, registers, clock()); });
}

}  // namespace anju::watch
