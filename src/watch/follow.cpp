#include <fmt/format.h>

#include "attachment/attachment.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

void publish_later(const record::Author& author, kernel::Events& events, std::vector<kernel::Event> waiting) {
    if (waiting.empty() || author.context == nullptr) return;  // in a job: pages ask again by themselves within a minute
    author.context->after_commit([&events, waiting = std::move(waiting)] {
        for (auto const& event : waiting) events.publish(event);
    });
}

std::map<std::string, std::int64_t> open_by_record(kernel::Transaction& transaction, const policy::Register& of, const std::vector<std::string>& ids) {
    std::map<std::string, std::int64_t> counts;
    if (ids.empty()) return counts;
    kernel::Values values;
    auto const list = attachment::in_list(ids, values);
    values.emplace_back(of.name);
    for (auto const& row : transaction.query(fmt::format("SELECT record_id, COUNT(*) FROM watch_finding WHERE record_id IN {} AND register = ${} AND closed_at IS NULL "
                                                         "AND finding_id IS NOT NULL GROUP BY record_id",
                                                         list, values.size()),
                                             values))
        counts[row.text(0)] = row.number(1);
    return counts;
}

/// "2026-11-24 15:42"
std::string minute_of(base::Instant at) {
    auto const text = at.text();
    return text.substr(0, 10) + " " + text.substr(11, 5);
}

/// A reminder goes to those who are to do it, a missed term to those above.
void tell_term(const record::Author& author, const record::Record& record, const policy::Clock& clock, const process::Ring& ring, std::string_view kind) {
    bool const over = kind == "escalated";
    auto const due = clock.term.is_exact() ? minute_of(ring.due_at) : ring.due.text();
    base::Text const text{fmt::format("{}（{}）：{}，{}{}", record.of->title.zh, record.name, clock.title.zh, due, over ? " 到期，已超期" : " 前要办完"),
                          fmt::format("{} ({}): {}, {} {}", record.of->title.en, record.name, clock.title.en, over ? "was due by" : "due by", due)};
    tell(author, over ? clock.escalate_to : clock.remind_to, ring.path, ring.place_id, ring.record_id, kind, text);
    if (auto const place = place::find(author.transaction, ring.place_id)) send(author, *place, kind, clock.title, "/r/" + ring.record_id);
}

}  // namespace

void follow(record::Registers& registers, kernel::Events& events) {
    registers.on_change([&registers, &events](const record::Author& author, const record::Change& change) {
        auto judged = judge(author, registers, *change.record.of, change.record.place_id, change.record.id);
        judged.events.push_back({"record", change.record.path, change.record.place_id, change.record.id, {}});
        publish_later(author, events, std::move(judged.events));
    });
    registers.on_many([&registers, &events](const record::Author& author, const std::string& place_id, const policy::Register& of) {
        publish_later(author, events, judge(author, registers, of, place_id, {}).events);
    });
    registers.count_findings(open_by_record);
}

void listen(process::Clocks& clocks, const record::Registers& registers) {
    using What = process::Ring::What;
    clocks.on_ring([&registers](const record::Author& author, const process::Ring& ring) {
        auto const record = record::get(author.transaction, registers, ring.record_id);
        auto const* process = registers.pack().process_named(record.of->process);
        auto const* clock = process == nullptr ? nullptr : process->clock(ring.clock);
        if (clock == nullptr) return;
        if (ring.what == What::reminder) tell_term(author, record, *clock, ring, "reminder");
        if (ring.what == What::missed) judge(author, registers, *record.of, ring.place_id, ring.record_id);
        if (ring.what == What::escalated) tell_term(author, record, *clock, ring, "escalated");
    });
}

}  // namespace anju::watch
