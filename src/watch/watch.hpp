#pragma once
// Watches (预警规则): the pack's rules over registers and processes. A watch opens a finding of the channel `operation` on its item with
// evidence, and withdraws it when cured. It runs for the place whose record changed, inside that act, and every night for the clock;
// never over everything on a change. The live scorecard of the estate is worked out again in the same transaction.
#include <string>
#include <vector>

#include "kernel/events.hpp"
#include "process/process.hpp"
#include "record/record.hpp"

namespace anju::watch {

/// Judges the watches of one register in one place of its level: those per record for that record only (all when empty), those per
/// estate. `events` are to be published once the transaction is on disk: after_commit in a request, after store.act in a job.
/// Findings are opened for estates only; in other places a watch only tells.
struct Judged {
    std::int64_t opened = 0, closed = 0;
    std::vector<kernel::Event> events;
};
Judged judge(const record::Author& author, const record::Registers& registers, const policy::Register& of, const std::string& place_id, const std::string& record_id);
/// One night's round over every place and register, in steps of one place a transaction; goes on where it was broken off, and
/// remembers the day, so twice does nothing. Findings of watches the pack no longer has are withdrawn.
void nightly(kernel::Store& store, const record::Registers& registers, kernel::Events& events, base::Instant now);

/// Live scorecard: live findings, and the percentages of the last published year (said so on the card; full points where there are none).
/// When that moves the estate's star, everybody who may read scores over it gets a notice and webhooks the event `star.changed`; true then.
bool rescore(const record::Author& author, const standard::Standard& standard, const place::Place& estate);

/// A word to everybody in a role over a place. Kinds: expiring missed reminder escalated finding cured star.changed.
void tell(const record::Author& author, const std::vector<std::string>& roles, const std::string& path, const std::string& estate_id, const std::string& record_id,
          std::string_view kind, const base::Text& text);

/// Judges whenever a record changes or many were imported, and counts open findings for the lists. Register it after process::follow.
/// `events` must outlive the registers.
void follow(record::Registers& registers, kernel::Events& events);
/// Reminders and missed terms become notices, and the watches over clocks are judged at once. `registers` must outlive the clocks.
void listen(process::Clocks& clocks, const record::Registers& registers);
/// The nightly round (a new day by `clock`) and the deliveries of webhooks, again and again.
void periodic(kernel::Jobs& jobs, kernel::Store& store, const record::Registers& registers, kernel::Events& events, kernel::Router::Clock clock);
/// Sends what is due to webhooks, at most `most`; each is tried again after 1 m, 5 m, 30 m, 2 h and 12 h, then given up. Safe when
/// several processes do it. Returns how many were tried.
std::int64_t deliver(kernel::Store& store, const record::Registers& registers, base::Instant now, std::int64_t most = 20);

/// Secrets of webhooks sealed under an older key are sealed again; how many. Done in `periodic` too.
std::int64_t reseal_secrets(kernel::Store& store, const kernel::Seal& seal);
std::int64_t secrets_sealed_under(kernel::Transaction& transaction, const std::string& key);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const record::Registers& registers, kernel::Events& events);

}  // namespace anju::watch
