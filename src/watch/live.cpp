// The live scorecard as pages ask for it: ranked over the places, one estate in full with what to mend first, and its days.
#include <fmt/format.h>

#include <algorithm>

#include "finding/finding.hpp"
#include "kernel/page.hpp"
#include "policy/score.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

using kernel::Context;
using kernel::Reply;
using standard::text_json;

json::object both(const std::string& kept) {
    return text_json(text_of(kept));
}

/// What the watches hold open in the estate, by finding.
struct Held {
    std::string watch_id, register_name, watch, record_id, record_name, record_path, evidence;
    std::int64_t opened_at = 0;
};
std::map<std::string, Held> held_in(kernel::Transaction& transaction, const std::string& estate_id) {
    std::map<std::string, Held> held;
    for (auto const& row : transaction.query("SELECT w.finding_id, w.id, w.register, w.watch, w.record_id, r.name, r.path, w.evidence, w.opened_at FROM watch_finding w "
                                             "LEFT JOIN record r ON r.id = w.record_id WHERE w.estate_id = $1 AND w.closed_at IS NULL AND w.finding_id IS NOT NULL",
                                             {estate_id}))
        held[row.text(0)] = {row.text(1), row.text(2), row.text(3), row.text(4), row.text_or(5), row.text_or(6), row.text(7), row.number(8)};
    return held;
}

base::Text title_of(const policy::Pack& pack, const Held& held) {
    auto const* watch = watch_named(pack, held.register_name, held.watch);
    return watch == nullptr ? base::Text{held.watch, held.watch} : watch->title;
}

/// The record's name only for whoever may read the register.
json::value record_json(const Context& context, const policy::Pack& pack, const Held& held) {
    auto const* of = pack.register_named(held.register_name);
    if (held.record_id.empty() || of == nullptr || !record::may_read(context.actor, *of, held.record_path)) return nullptr;
    return json::object{{"id", held.record_id}, {"register", held.register_name}, {"name", held.record_name}};
}

json::array items_json(const Context& context, const policy::Pack& pack, const Live& live, const std::map<std::string, Held>& held) {
    json::array items;
    for (auto const& line : live.rated.card.lines) {
        if (line.findings.empty()) continue;
        json::array findings;
        for (auto const* one : line.findings) {
            auto const found = held.find(one->id);
            if (found == held.end()) continue;
            findings.push_back(json::object{{"id", one->id},
                                            {"watch", found->second.watch},
                                            {"title", text_json(title_of(pack, found->second))},
                                            {"record", record_json(context, pack, found->second)},
                                            {"text", both(found->second.evidence)},
                                            {"deduct", one->deduct.text()},
                                            {"opened_at", base::Instant{found->second.opened_at}.text()}});
        }
        items.push_back(json::object{{"code", line.item->code},
                                     {"title", text_json(line.item->title)},
                                     {"points", line.item->points.text()},
                                     {"held", line.held.text()},
                                     {"findings", std::move(findings)}});
    }
    return items;
}

/// Curing the findings of one item one after the other, dearest first: what each brings. Where an item is lost more than once, the
/// first cures bring nothing, so an item is always shown whole.
std::vector<std::pair<const policy::Deduction*, base::Points>> gains_of(const policy::Line& line) {
    auto findings = line.findings;
    std::stable_sort(findings.begin(), findings.end(), [](auto const* a, auto const* b) { return a->deduct > b->deduct; });
    std::vector<std::pair<const policy::Deduction*, base::Points>> gains;
    auto lost = line.lost;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        std::vector<base::Points> left;
        for (auto k = i + 1; k < findings.size(); ++k) left.push_back(findings[k]->deduct);
        auto const then = left.empty() ? base::Points{} : line.item->rule->lost(line.item->points, left);
        gains.emplace_back(findings[i], lost - then);
        lost = then;
    }
    return gains;
}

/// The items that give most, until the missing points are met; within one, its findings.
json::array lifts_json(const policy::Pack& pack, const Live& live, const std::map<std::string, Held>& held, base::Points missing) {
    std::vector<const policy::Line*> lines;
    for (auto const& line : live.rated.card.lines)
        if (!line.findings.empty() && line.lost > base::Points{}) lines.push_back(&line);
    std::stable_sort(lines.begin(), lines.end(), [](auto const* a, auto const* b) { return a->lost > b->lost; });
    json::array lifts;
    base::Points gained;
    for (auto const* line : lines) {
        for (auto const& [finding, gain] : gains_of(*line)) {
            if (gained >= missing) return lifts;
            auto const found = held.find(finding->id);
            if (found == held.end()) continue;
            lifts.push_back(json::object{{"finding_id", finding->id}, {"item", line->item->code}, {"title", text_json(title_of(pack, found->second))}, {"gain", gain.text()}});
            gained += gain;
        }
    }
    return lifts;
}

json::value next_star_json(const policy::Pack& pack, const Live& live, const std::map<std::string, Held>& held) {
    auto const& shortfall = live.rated.verdict.shortfall;
    if (!shortfall) return nullptr;
    return json::object{{"star", shortfall->star},
                        {"grade", text_json(shortfall->grade)},
                        {"missing_points", shortfall->points.text()},
                        {"missing_satisfaction", shortfall->satisfaction.text()},
                        {"reachable", shortfall->reachable},
                        {"lifts", lifts_json(pack, live, held, shortfall->points)}};
}

json::value measure_json(const Live& live, std::optional<base::Percent> value, const std::string& item) {
    bool const assumed = std::find(live.assumed.begin(), live.assumed.end(), item) != live.assumed.end();
    if (!value || assumed) return nullptr;
    return json::object{{"value", value->text()}, {"year", live.year}};
}

/// Totals of the running year's own cards, where they are handed in: nobody's half-written sheet is told.
json::object others_json(Context& context, const standard::Standard& standard, const place::Place& estate) {
    json::object others{{"self_check", nullptr}, {"third_party", nullptr}};
    auto const id = evaluation::current_id(context.transaction);
    if (!id || !evaluation::takes_part(context.transaction, *id, estate.id)) return others;
    auto const evaluation = evaluation::get(context.transaction, standard, *id);
    for (auto const& [card, source] : {std::pair{finding::Card::self_check, "self_check"}, std::pair{finding::Card::third_party, "third_party"}}) {
        if (card == finding::Card::self_check && !context.actor.may("self_check.read", estate.path)) continue;
        auto const sheets = context.transaction.one("SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM inspection "
                                                    "WHERE evaluation_id = $1 AND estate_id = $2 AND source = $3",
                                                    {*id, estate.id, std::string{source}});
        if (sheets->number(0) == 0 || sheets->number(1) > 0) continue;
        auto const rated = rating::rate(context.transaction, evaluation, estate.id, card);
        others[source] = json::object{{"total", rated.card.total.text()}, {"year", evaluation.year}};
    }
    return others;
}

Reply list_route(Context& context, const policy::Pack& pack) {
    auto const page = kernel::page_of(context);
    kernel::Values values{(context.today() + -7).text()};
    auto where = kernel::place_filter(context.actor, "rating.read", "p.path", values);
    if (auto const wanted = context.query("place"); wanted && !wanted->empty()) {
        auto const place = place::get(context.transaction, *wanted, {});
        values.emplace_back(place.path);
        auto end = place.path;
        ++end.back();
        values.emplace_back(end);
        where += fmt::format(" AND p.path >= ${} AND p.path < ${}", values.size() - 1, values.size());
    }
    if (page.after.size() == 2) {
        values.emplace_back(base::parse_decimal(page.after[0], 0).value_or(0));
        values.emplace_back(page.after[1]);
        where += fmt::format(" AND (l.total < ${0} OR (l.total = ${0} AND p.id > ${1}))", values.size() - 1, values.size());
    }
    auto const rows = context.transaction.query(
        fmt::format("SELECT p.id, p.name, s.id, s.name, l.total, l.star, l.findings, l.at, (SELECT d.total FROM live_day d WHERE d.estate_id = p.id AND d.day <= $1 ORDER BY d.day DESC LIMIT 1), "
                    "l.card FROM live_score l JOIN place p ON p.id = l.estate_id JOIN place c ON c.id = p.parent_id JOIN place s ON s.id = c.parent_id WHERE {} "
                    "ORDER BY l.total DESC, p.id LIMIT {}",
                    where, page.size + 1),
        values);
    json::array items;
    std::string next;
    for (auto const& row : rows) {
        if (std::ssize(items) == page.size) break;
        auto const before = row.number_or_null(8);
        auto const card = json::parse(row.text(9)).as_object();
        items.push_back(json::object{{"estate", named_json(row.text(0), row.text(1))},
                                     {"street", named_json(row.text(2), row.text(3))},
                                     {"total", base::Points::of_units(row.number(4)).text()},
                                     {"full", pack.full_points.text()},
                                     {"star", row.number(5)},
                                     {"grade", card.at("grade")},
                                     {"findings", row.number(6)},
                                     {"change_7_days", before ? json::value(base::Points::of_units(row.number(4) - *before).text()) : json::value(nullptr)},
                                     {"at", base::Instant{row.number(7)}.text()}});
        next = std::ssize(rows) > page.size ? kernel::next_token({std::to_string(row.number(4)), row.text(0)}) : std::string{};
    }
    return kernel::list_reply(std::move(items), next);
}

Reply trend_route(Context& context) {
    std::int64_t days = 90;
    if (auto const asked = context.query("days"); asked && !asked->empty()) {
        bool const number = asked->size() <= 4 && asked->find_first_not_of("0123456789") == std::string::npos;
        days = number ? std::stoll(*asked) : 0;
        if (days < 1 || days > 1100) base::refuse_field("days", "out_of_range", {"天数要在 1 到 1100 之间。", "The number of days must be 1 to 1100."});
    }
    json::array items;
    for (auto const& row : context.transaction.query("SELECT day, total, star, findings FROM live_day WHERE estate_id = $1 AND day > $2 ORDER BY day",
                                                     {context.parameter("estate"), (context.today() + -static_cast<int>(days)).text()}))
        items.push_back(json::object{{"day", row.text(0)}, {"total", base::Points::of_units(row.number(1)).text()}, {"star", row.number(2)}, {"findings", row.number(3)}});
    return kernel::list_reply(std::move(items), {});
}

Reply day_route(Context& context, const record::Registers& registers) {
    auto const asked = context.query("day");
    auto const day = asked && !asked->empty() ? base::Day::parse(*asked) : context.today();
    if (!day) base::refuse_field("day", "no_day", {"日期要写成 2026-01-31。", "Write the day as 2026-01-31."});
    return kernel::json_reply(day_json(context, registers, context.parameter("estate"), *day));
}

Reply todo_route(Context& context, const record::Registers& registers) {
    return kernel::json_reply(todo_json(context, registers, static_cast<std::size_t>(kernel::page_of(context).size)));
}

}  // namespace

json::object live_json(Context& context, const record::Registers& registers, const std::string& estate_id) {
    auto const& pack = registers.pack();
    auto const live = live_of(context.transaction, registers.standard(), estate_id, policy::Words::with);
    auto const held = held_in(context.transaction, estate_id);
    auto const kept = context.transaction.one("SELECT at FROM live_score WHERE estate_id = $1", {estate_id});
    auto const civility = std::find_if(pack.items.begin(), pack.items.end(), [&](auto const& item) { return item.rule->takes_measure() && item.code != pack.stars.key; });
    auto card = rating::scorecard_json(live.as_evaluation, live.rated, true);
    json::array assumed;
    for (auto const& item : live.assumed) assumed.emplace_back(item);
    return {{"estate", named_json(live.estate.id, live.estate.name)},
            {"stage", live.estate.stage},
            {"total", live.rated.card.total.text()},
            {"full", pack.full_points.text()},
            {"star", live.rated.verdict.star},
            {"grade", text_json(live.rated.verdict.grade)},
            {"sentence", text_json(live.rated.verdict.sentence)},
            {"satisfaction", measure_json(live, rating::satisfaction_of(pack, live.rated), pack.stars.key)},
            {"civility", civility == pack.items.end() ? json::value(nullptr) : measure_json(live, rating::civility_of(pack, live.rated), civility->code)},
            {"assumed", std::move(assumed)},  // items whose percentage nobody has published yet: counted in full
            {"chapters", std::move(card["chapters"])},
            {"items", items_json(context, pack, live, held)},
            {"next_star", next_star_json(pack, live, held)},
            {"others", others_json(context, registers.standard(), live.estate)},
            {"at", kept ? json::value(base::Instant{kept->number(0)}.text()) : json::value(nullptr)},
            {"version", kept ? kept->number(0) : std::int64_t{0}}};
}

void live_routes(kernel::Router& router, const record::Registers& registers) {
    auto const estate = place::path_of_parameter("estate");
    router.see("/api/live", {"rating.read", {}}, {"实时运行分，高的在前", "Live scores, highest first"}, [&registers](Context& context) { return list_route(context, registers.pack()); });
    router.see("/api/live/{estate}", {"rating.read", estate}, {"一个小区的实时评分表", "The live scorecard of an estate"},
               [&registers](Context& context) { return kernel::json_reply(live_json(context, registers, context.parameter("estate"))); });
    router.see("/api/live/{estate}/trend", {"rating.read", estate}, {"实时运行分的走势", "Live scores day by day"}, trend_route);
    router.see("/api/estates/{estate}/day", {"rating.read", estate}, {"小区的一天", "A day of an estate"}, [&registers](Context& context) { return day_route(context, registers); });
    router.see("/api/todo", kernel::Guard::any_account(), {"我的待办，最急的在前", "What is to be done, most urgent first"},
               [&registers](Context& context) { return todo_route(context, registers); });
    router.see("/api/todo/acts", kernel::Guard::any_account(), {"可以办理的流程步骤，按台账，新的在前", "Steps of processes one may do, by register, newest first"},
               [&registers](Context& context) { return kernel::json_reply(acts_json(context, registers)); });
}

}  // namespace anju::watch
