#include <fmt/format.h>

#include "base/id.hpp"
#include "finding/finding.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

/// Beyond this an import or a night says how many instead of saying each.
constexpr std::size_t most_told_singly = 3;

std::string kind_of(const policy::Watch& watch) {
    if (!watch.item.empty()) return "finding";
    if (watch.kind->name() == "expiring_soon") return "expiring";
    return watch.kind->name() == "clock_missed" ? "missed" : "reminder";
}

std::string evidence_text(const Alarm& alarm) {
    json::object kept{{"zh", alarm.evidence.zh}, {"en", alarm.evidence.en}};
    if (!alarm.due.empty()) kept["due"] = alarm.due;
    return json::serialize(kept);
}

kernel::JournalAuthor author_of(const record::Author& author) {
    return {author.account_id, author.name, author.request_id};
}

std::string link_of(const place::Place& place, const std::string& record_id) {
    return record_id.empty() ? "/estates/" + place.id : "/r/" + record_id;
}

/// False when another process was faster.
bool open(const Round& round, const policy::Watch& watch, const std::string& record_id, const Alarm& alarm) {
    auto& transaction = round.author.transaction;
    auto const id = base::new_id();
    auto const made = transaction.run(
        "INSERT INTO watch_finding (id, register, watch, estate_id, record_id, opened_at, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        {id, round.of.name, watch.watch, round.place.id, record_id, round.author.now.microseconds, evidence_text(alarm)});
    if (made == 0) return false;
    if (watch.item.empty() || round.place.kind != "estate") return true;
    auto const finding = finding::open_live(transaction, author_of(round.author), round.author.now, {round.place.id, watch.item, watch.deduct, alarm.evidence.zh});
    transaction.run("UPDATE watch_finding SET finding_id = $2 WHERE id = $1", {id, finding});
    return true;
}

/// The pack may have changed what it costs since it was opened.
bool costs_the_same(const Open& one, const policy::Watch& watch, const place::Place& place) {
    auto const wanted = place.kind == "estate" ? watch.item : std::string{};
    return one.item == wanted && (wanted.empty() || one.deduct == watch.deduct);
}

void tell_opened(const Round& round, const policy::Watch& watch, const std::vector<std::pair<std::string, base::Text>>& opened) {
    auto const kind = kind_of(watch);
    if (opened.size() > most_told_singly) {
        base::Text const many{fmt::format("{}：{} 条", watch.title.zh, opened.size()), fmt::format("{}: {} records", watch.title.en, opened.size())};
        tell(round.author, watch.tell, round.place.path, round.place.id, {}, kind, many);
        send(round.author, round.place, kind, many, link_of(round.place, {}));
        return;
    }
    for (auto const& [record, text] : opened) {
        tell(round.author, watch.tell, round.place.path, round.place.id, record, kind, text);
        send(round.author, round.place, kind, watch.title, link_of(round.place, record));
    }
}

void tell_cured(const Round& round, const policy::Watch& watch, const std::vector<std::string>& cured) {
    if (cured.empty() || watch.item.empty()) return;
    bool const single = cured.size() == 1;
    auto const record = single ? cured.front() : std::string{};
    auto const count = single ? base::Text{} : base::Text{fmt::format("（{} 条）", cured.size()), fmt::format(" ({} records)", cured.size())};
    base::Text const text{fmt::format("已消除：{}{}", watch.title.zh, count.zh), fmt::format("Cured: {}{}", watch.title.en, count.en)};
    tell(round.author, watch.tell, round.place.path, round.place.id, record, "cured", text);
    send(round.author, round.place, "cured", text, link_of(round.place, record));
}

}  // namespace

std::vector<Open> open_ones(kernel::Transaction& transaction, const std::string& register_name, const std::string& place_id, const std::string& record_id) {
    std::string sql =
        "SELECT w.id, w.finding_id, w.watch, w.record_id, w.evidence, f.item, f.deduct FROM watch_finding w LEFT JOIN finding f ON f.id = w.finding_id "
        "WHERE w.register = $1 AND w.estate_id = $2 AND w.closed_at IS NULL";
    kernel::Values values{register_name, place_id};
    if (!record_id.empty()) {
        values.emplace_back(record_id);
        sql += " AND w.record_id IN ('', $3)";
    }
    std::vector<Open> all;
    for (auto const& row : transaction.query(sql, values)) {
        auto const text = text_of(row.text(4));
        all.push_back({row.text(0), row.text_or(1), row.text(2), row.text(3), text.zh, text.en, row.text_or(5), base::Points::of_units(row.number_or_null(6).value_or(0))});
    }
    return all;
}

void close(const record::Author& author, const Open& one, const std::string& why) {
    author.transaction.run("UPDATE watch_finding SET closed_at = $2 WHERE id = $1", {one.id, author.now.microseconds});
    if (!one.finding_id.empty()) finding::withdraw_live(author.transaction, author_of(author), author.now, one.finding_id, why);
}

bool settle(const Round& round, const policy::Watch& watch, const Alarms& alarms, const std::vector<Open>& open_before, Judged& judged) {
    auto& transaction = round.author.transaction;
    std::map<std::string, const Open*> held;
    std::vector<std::string> cured;
    bool points = false;
    for (auto const& one : open_before) {
        auto const found = alarms.find(one.record_id);
        if (found != alarms.end() && costs_the_same(one, watch, round.place)) {
            held[one.record_id] = &one;
            continue;
        }
        close(round.author, one, found == alarms.end() ? "已消除：" + watch.title.zh : "规则已改，按新规则重记：" + watch.title.zh);
        points = points || !one.finding_id.empty();
        ++judged.closed;
        if (found == alarms.end()) cured.push_back(one.record_id);
    }
    std::vector<std::pair<std::string, base::Text>> opened;
    for (auto const& [record, alarm] : alarms) {
        auto const before = held.find(record);
        if (before == held.end()) {
            if (!open(round, watch, record, alarm)) continue;
            opened.emplace_back(record, alarm.evidence);
            points = points || (!watch.item.empty() && round.place.kind == "estate");
            ++judged.opened;
        } else if (before->second->zh != alarm.evidence.zh || before->second->en != alarm.evidence.en) {
            transaction.run("UPDATE watch_finding SET evidence = $2 WHERE id = $1", {before->second->id, evidence_text(alarm)});
        }
    }
    if (!opened.empty()) tell_opened(round, watch, opened);
    tell_cured(round, watch, cured);
    return points;
}

base::Text text_of(const std::string& kept) {
    auto const text = json::parse(kept).as_object();
    return {std::string{text.at("zh").as_string()}, std::string{text.at("en").as_string()}};
}

}  // namespace anju::watch
