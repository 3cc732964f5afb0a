#pragma once
// What this slice is put together from; watch.hpp shows what others may use.
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "evaluation/evaluation.hpp"
#include "place/place.hpp"
#include "policy/watch/watch_kind.hpp"
#include "rating/rating.hpp"
#include "watch/watch.hpp"

namespace anju::watch {

namespace json = kernel::json;

/// One judging: who, which register, where; `record_id` empty: every record there.
struct Round {
    const record::Author& author;
    const record::Registers& registers;
    const policy::Register& of;
    const place::Place& place;
    const std::string& record_id;
    mutable std::optional<base::Day> since{};  ///< from when records can be expected, once somebody asked
};

/// What is wrong now, by record ("" for the place as a whole).
struct Alarm {
    base::Text evidence;
    std::string due;  ///< the day it runs out, for watches that only warn; may be empty
};
using Alarms = std::map<std::string, Alarm>;
Alarms alarms_of(const Round& round, const policy::Watch& watch);         ///< whichever kind it is
Alarms alarms_of_records(const Round& round, const policy::Watch& watch);  ///< kinds per record, candidates by SQL
Alarms alarm_of_place(const Round& round, const policy::Watch& watch);    ///< kinds per estate, by SQL aggregates alone
/// " AND …" for the conditions under which a watch looks at a record r.
std::string where_of(const policy::Register& of, const policy::Watch& watch);

/// A row of watch_finding without closed_at.
struct Open {
    std::string id, finding_id, watch, record_id, zh, en, item;
    base::Points deduct;
};
std::vector<Open> open_ones(kernel::Transaction& transaction, const std::string& register_name, const std::string& place_id, const std::string& record_id);
/// Brings what is open in line with what is wrong; true when a finding was opened or withdrawn.
bool settle(const Round& round, const policy::Watch& watch, const Alarms& alarms, const std::vector<Open>& open, Judged& judged);
void close(const record::Author& author, const Open& one, const std::string& why);

/// The live case of an estate: its open findings with the evidence of today, the percentages of the last published year.
struct Live {
    place::Place estate;
    rating::Rated rated;
    std::int64_t year = 0;              ///< of the percentages; 0: never published
    std::vector<std::string> assumed;   ///< items taken as full because no percentage is there
    evaluation::Evaluation as_evaluation;  ///< the current pack in the shape scorecards are shown from
};
Live live_of(kernel::Transaction& transaction, const standard::Standard& standard, const std::string& estate_id, policy::Words words);

/// Queues a message to every webhook over the place that wants the kind. Never anything out of a record: `text` is the pack's words;
/// `more` are members beside those every message has.
void send(const record::Author& author, const place::Place& place, std::string_view kind, const base::Text& text, const std::string& link, const json::object& more = {});
const std::vector<std::string>& kinds_told();  ///< what notices and webhooks may be about

json::object live_json(kernel::Context& context, const record::Registers& registers, const std::string& estate_id);
json::object day_json(kernel::Context& context, const record::Registers& registers, const std::string& estate_id, base::Day day);
json::object todo_json(kernel::Context& context, const record::Registers& registers, std::size_t limit);
/// Records on which the account may do an act of their process, by register; ?register= and ?after= go on with one.
json::object acts_json(kernel::Context& context, const record::Registers& registers);

void live_routes(kernel::Router& router, const record::Registers& registers);
void notice_routes(kernel::Router& router, const record::Registers& registers);
void evidence_routes(kernel::Router& router, const record::Registers& registers);
void webhook_routes(kernel::Router& router, const record::Registers& registers);
void event_routes(kernel::Router& router, kernel::Events& events);

/// The watch a row names; nullptr when the pack no longer has it.
const policy::Watch* watch_named(const policy::Pack& pack, std::string_view register_name, std::string_view watch);
base::Text text_of(const std::string& kept);  ///< {zh, en} from JSON text
json::object named_json(const std::string& id, const std::string& name);

}  // namespace anju::watch
