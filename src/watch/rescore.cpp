// The live scorecard: what the registers show today under the current pack, with the percentages of the last published year.
#include <fmt/format.h>

#include "policy/score.hpp"
#include "standard/standard.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

/// Open findings with today's words. One that the present pack would not take waits for the night, which opens it anew.
std::vector<policy::Deduction> deductions(kernel::Transaction& transaction, const policy::Pack& pack, const std::string& estate_id) {
    std::vector<policy::Deduction> all;
    for (auto const& row : transaction.query("SELECT f.id, f.item, f.deduct, w.evidence FROM finding f JOIN watch_finding w ON w.finding_id = f.id "
                                             "WHERE f.evaluation_id = 'live' AND f.estate_id = $1 AND f.source = 'operation' AND f.state = 'accepted' ORDER BY f.id",
                                             {estate_id})) {
        auto const deduct = base::Points::of_units(row.number(2));
        if (policy::refuse_deduction(pack, row.text(1), deduct)) continue;
        all.push_back({row.text(0), row.text(1), deduct, text_of(row.text(3)).zh});
    }
    return all;
}

struct Published {
    std::int64_t year = 0;
    std::map<std::string, base::Percent> measures;
};
Published published(kernel::Transaction& transaction, const std::string& estate_id) {
    Published last;
    auto const year = transaction.one("SELECT e.id, e.year FROM evaluation e JOIN evaluation_estate x ON x.evaluation_id = e.id "
                                      "WHERE x.estate_id = $1 AND e.published_at IS NOT NULL ORDER BY e.year DESC LIMIT 1",
                                      {estate_id});
    if (!year) return last;
    last.year = year->number(1);
    // The survey stands before the third party's own figure, as on the official card.
    for (auto const& row : transaction.query("SELECT item, value FROM measure WHERE evaluation_id = $1 AND estate_id = $2 AND source IN ('survey', 'third_party') "
                                             "ORDER BY CASE WHEN source = 'survey' THEN 0 ELSE 1 END",
                                             {year->text(0), estate_id}))
        last.measures.emplace(row.text(0), base::Percent::of_units(row.number(1)));
    return last;
}

}  // namespace

Live live_of(kernel::Transaction& transaction, const standard::Standard& standard, const std::string& estate_id, policy::Words words) {
    auto const& pack = standard.current();
    Live live;
    live.estate = place::get(transaction, estate_id, "estate");
    auto const last = published(transaction, estate_id);
    live.year = last.year;
    auto given = std::make_unique<policy::Case>();
    given->stage = live.estate.stage == "pending" ? policy::Stage::pending : policy::Stage::settled;
    given->findings = deductions(transaction, pack, estate_id);
    for (auto const& item : pack.items) {
        if (!item.rule->takes_measure()) continue;
        auto const found = last.measures.find(item.code);
        if (found == last.measures.end()) live.assumed.push_back(item.code);
        given->measures[item.code] = found == last.measures.end() ? base::Percent::whole(100) : found->second;
    }
    live.rated.estate_id = estate_id;
    live.rated.card = policy::score(pack, *given, words);
    live.rated.verdict = policy::star(pack, *given, live.rated.card, words);
    live.rated.given = std::move(given);
    live.as_evaluation.id = finding::live_evaluation;
    live.as_evaluation.year = live.year;
    live.as_evaluation.pack_hash = pack.hash;
    live.as_evaluation.pack = std::shared_ptr<const policy::Pack>(std::shared_ptr<const policy::Pack>{}, &pack);
    return live;
}

namespace {

base::Text star_text(std::int64_t star) {
    if (star == 0) return {"没有星级", "no star"};
    return {fmt::format("{}星", star), star == 1 ? std::string{"1 star"} : fmt::format("{} stars", star)};
}

void tell_star(const record::Author& author, const policy::Pack& pack, const place::Place& estate, std::int64_t before, const rating::Rated& rated) {
    auto const from = star_text(before), to = star_text(rated.verdict.star);
    bool const rises = rated.verdict.star > before;
    auto const total = rated.card.total.text();
    base::Text const text{fmt::format("{}：实时星级{}，由{}变为{}，现在 {} 分", estate.name, rises ? "上升" : "下降", from.zh, to.zh, total),
                          fmt::format("{}: the live star went {} from {} to {}, now {} points", estate.name, rises ? "up" : "down", from.en, to.en, total)};
    std::vector<std::string> roles;
    for (auto const& role : pack.roles)
        if (role.rights.contains("rating.read")) roles.push_back(role.role);
    tell(author, roles, estate.path, estate.id, {}, "star.changed", text);
    send(author, estate, "star.changed", text, "/estates/" + estate.id, {{"from", before}, {"to", rated.verdict.star}, {"total", total}});
}

}  // namespace

bool rescore(const record::Author& author, const standard::Standard& standard, const place::Place& estate) {
    auto& transaction = author.transaction;
    auto const& estate_id = estate.id;
    auto const now = author.now;
    auto const before = transaction.one("SELECT star FROM live_score WHERE estate_id = $1", {estate_id});
    auto const live = live_of(transaction, standard, estate_id, policy::Words::without);
    auto const& rated = live.rated;
    json::array assumed;
    for (auto const& item : live.assumed) assumed.emplace_back(item);
    json::object const card{{"grade", standard::text_json(rated.verdict.grade)},
                            {"outcome", rating::name_of(rated.verdict.outcome)},
                            {"year", live.year == 0 ? json::value(nullptr) : json::value(live.year)},
                            {"assumed", std::move(assumed)}};
    auto const total = rated.card.total.units();
    auto const findings = std::ssize(rated.given->findings);
    transaction.run(
        "INSERT INTO live_score (estate_id, total, star, findings, card, pack_hash, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (estate_id) DO UPDATE SET "
        "total = excluded.total, star = excluded.star, findings = excluded.findings, card = excluded.card, pack_hash = excluded.pack_hash, at = excluded.at",
        {estate_id, total, std::int64_t{rated.verdict.star}, findings, json::serialize(card), standard.current().hash, now.microseconds});
    transaction.run(
        "INSERT INTO live_day (estate_id, day, total, star, findings) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (estate_id, day) DO UPDATE SET "
        "total = excluded.total, star = excluded.star, findings = excluded.findings",
        {estate_id, now.day().text(), total, std::int64_t{rated.verdict.star}, findings});
    bool const moved = before && before->number(0) != rated.verdict.star;
    if (moved) tell_star(author, standard.current(), estate, before->number(0), rated);
    return moved;
}

}  // namespace anju::watch
