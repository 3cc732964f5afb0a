// What a finding of the daily work rests on: the watch that opened it, the record, the words of the evidence, and what it costs now.
#include "finding/finding.hpp"
#include "kernel/page.hpp"
#include "record/parts.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

using kernel::Context;
using standard::text_json;

std::string path_of_finding(Context& context) {
    return place::get(context.transaction, finding::get(context.transaction, context.parameter("id")).estate_id, "estate").path;
}

/// The item on the live scorecard with the sum in words; null once the finding costs nothing any more.
json::value item_json(Context& context, const record::Registers& registers, const finding::Finding& finding) {
    if (finding.state != "accepted") return nullptr;
    auto const live = live_of(context.transaction, registers.standard(), finding.estate_id, policy::Words::with);
    for (auto const& line : live.rated.card.lines) {
        if (line.item->code != finding.item) continue;
        return json::object{{"item", line.item->code},
                            {"points", line.item->points.text()},
                            {"held", line.held.text()},
                            {"lost", line.lost.text()},
                            {"arithmetic", text_json(line.arithmetic)},
                            {"findings", line.findings.size()}};
    }
    return nullptr;
}

kernel::Reply evidence_route(Context& context, const record::Registers& registers) {
    auto const finding = finding::get(context.transaction, context.parameter("id"));
    auto const row = context.transaction.one("SELECT w.register, w.watch, w.record_id, r.name, r.path, w.evidence, w.opened_at, w.closed_at FROM watch_finding w "
                                             "LEFT JOIN record r ON r.id = w.record_id WHERE w.finding_id = $1",
                                             {finding.id});
    if (!row) base::refuse_missing("台账依据", "evidence of a register");
    auto const* of = registers.pack().register_named(row->text(0));
    auto const* watch = watch_named(registers.pack(), row->text(0), row->text(1));
    json::value record = nullptr;
    if (of != nullptr && !row->text(2).empty() && record::may_read(context.actor, *of, row->text_or(4)))
        record = json::object{{"id", row->text(2)}, {"register", of->name}, {"name", row->text_or(3)}};
    bool const lists = of != nullptr && !record::paths_of(context.actor, of->read).empty();
    return kernel::json_reply(json::object{{"watch", row->text(1)},
                                           {"title", watch == nullptr ? json::value(nullptr) : json::value(text_json(watch->title))},
                                           {"register", of == nullptr ? json::value(nullptr) : json::value(json::object{{"register", of->name}, {"title", text_json(of->title)}, {"readable", lists}})},
                                           {"record", std::move(record)},
                                           {"text", text_json(text_of(row->text(5)))},
                                           {"opened_at", base::Instant{row->number(6)}.text()},
                                           {"closed_at", row->null(7) ? json::value(nullptr) : json::value(base::Instant{row->number(7)}.text())},
                                           {"item", item_json(context, registers, finding)}});
}

}  // namespace

void evidence_routes(kernel::Router& router, const record::Registers& registers) {
    router.see("/api/findings/{id}/evidence", {"rating.read", path_of_finding}, {"日常扣分的台账依据", "What a finding of the daily work rests on"},
               [&registers](Context& context) { return evidence_route(context, registers); });
}

}  // namespace anju::watch
