#pragma once
// Processes of records (流程): states, acts and clocks as the pack declares them. Done is kept apart from confirmed by two states and
// `not_by`: another person. Clocks count in working days, calendar days, hours or minutes on the official calendar, remind before and tell after.
// What is possible and what is due is decided in policy/process_run; here it is kept, journaled and told.
#include <functional>
#include <string>
#include <vector>

#include "policy/process.hpp"
#include "policy/process_run.hpp"
#include "record/record.hpp"

namespace anju::process {

/// The process a record runs through; nullptr when its register has none.
const policy::Process* process_of(const record::Registers& registers, const record::Record& record);
/// How the record came into its state, oldest first: made (act "created"), then its acts at the time they happened.
policy::History history(kernel::Transaction& transaction, const record::Registers& registers, const record::Record& record);
/// What every clock of the record says now; without the ones that have not begun.
std::vector<policy::ClockState> clocks_now(kernel::Transaction& transaction, const record::Registers& registers, const record::Record& record, base::Instant now);

/// Acts possible now for the actor, with the fields each asks for. Fields of the record they need may still be empty.
std::vector<const policy::Act*> possible(kernel::Context& context, const record::Registers& registers, const record::Record& record);
/// Refuses: 409 wrong_state, deleted, calendar_not_loaded (a clock would start that cannot be told), 403 not_your_act (role),
/// 409 same_person (not_by; `created` there is whoever made the record), 422 for fields and the reason, 412 another version.
record::Record act(kernel::Context& context, const record::Registers& registers, const record::Record& before, const std::string& act,
                   const kernel::json::object& fields, const std::string& reason);

/// Something about a clock to tell, once each; watches of the kind clock_missed and notices hang here. `ended` is told inside the act
/// that ends it, the others by ring_due. `missed` comes as soon as it is; `escalated` when escalate_to is to hear, often the same moment.
struct Ring {
    enum class What { reminder, missed, ended, escalated } what;
    std::string record_id, clock, place_id, path;
    base::Day due;          ///< the last day, inclusive
    base::Instant due_at;   ///< the instant after which it is missed
};
using OnRing = std::function<void(const record::Author&, const Ring&)>;
class Clocks {
  public:
    void on_ring(OnRing told) { told_.push_back(std::move(told)); }
    void tell(const record::Author& author, const Ring& ring) const;

  private:
    std::vector<OnRing> told_;
};
/// Starts and stops the clocks a change of the record implies. Register it with Registers::on_change before the watches.
/// A person is refused (409 calendar_not_loaded) who starts a clock whose last day cannot be told; a job goes on, and the clock is looked at
/// again every night until the calendar is there.
void follow(const record::Author& author, const record::Registers& registers, const Clocks& clocks, const record::Change& change);
/// The same after many records of a place were written or taken back at once: register it with Registers::on_many.
void follow_many(const record::Author& author, const record::Registers& registers, const Clocks& clocks, const std::string& place_id, const policy::Register& of);
/// Rings every clock that has become due or wants its reminder. At most `most` in one transaction; returns how many. Safe when two
/// processes do it at once.
std::int64_t ring_due(const record::Author& author, const record::Registers& registers, const Clocks& clocks, std::int64_t most);
/// ring_due until nothing is left. A clock that cannot be told of holds up no other: it is logged and tried again an hour later.
std::int64_t ring_all(kernel::Store& store, const record::Registers& registers, const Clocks& clocks, base::Instant now);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const record::Registers& registers);
/// follow on changes and on imports, and ring_all every ten seconds. All three live longer than `jobs` and `registers`.
void watch_records(record::Registers& registers, const Clocks& clocks);
void keep_ringing(kernel::Jobs& jobs, kernel::Store& store, const record::Registers& registers, const Clocks& clocks, kernel::Router::Clock clock);

}  // namespace anju::process
