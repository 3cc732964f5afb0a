#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "civility/parts.hpp"
#include "party/party.hpp"
#include "place/place.hpp"

namespace anju::civility {
namespace {

namespace json = kernel::json;
using standard::text_json;

json::object named_json(const std::string& id, const std::string& name) { return {{"id", id}, {"name", name}}; }
json::value or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }
json::value percent_json(const std::optional<base::Percent>& percent) { return percent ? json::value(percent->text()) : json::value(nullptr); }

struct Count { std::int64_t passed = 0, observed = 0; };
/// (point, check point) -> first observers' marks.
std::map<std::pair<std::string, std::string>, Count> counts_of(kernel::Transaction& transaction, const std::string& civility_id) {
    std::map<std::pair<std::string, std::string>, Count> counts;
    transaction.each("SELECT o.point, m.check_point, COUNT(CASE WHEN m.mark = 'passed' THEN 1 END), COUNT(CASE WHEN m.mark <> 'not_there' THEN 1 END) "
                     "FROM civility_mark m JOIN civility_observation o ON o.civility_id = m.civility_id AND o.position = m.position "
                     "WHERE m.civility_id = $1 AND m.observer = 1 GROUP BY o.point, m.check_point",
                     {civility_id}, [&](const kernel::Row& row) { counts[{row.text(0), row.text(1)}] = {row.number(2), row.number(3)}; });
    return counts;
}

void add_parts(kernel::Transaction& transaction, const Civility& civility, json::object& result) {
    const auto counts = counts_of(transaction, civility.id);
    json::array by_point, by_check;
    for (const auto& point : civility.check().points) {
        Count whole;
        bool seen = false;
        for (const auto& check : point.checks) {
            const auto found = counts.find({point.point, check.check});
            if (found == counts.end()) continue;
            seen = true;
            whole.passed += found->second.passed;
            whole.observed += found->second.observed;
            by_check.push_back(json::object{{"point", point.point}, {"check", check.check}, {"title", text_json(check.title)},
                                            {"passed", found->second.passed}, {"observed", found->second.observed}});
        }
        if (seen) by_point.push_back(json::object{{"point", point.point}, {"title", text_json(point.title)}, {"passed", whole.passed}, {"observed", whole.observed}});
    }
    result["by_point"] = std::move(by_point);
    result["by_check"] = std::move(by_check);
}

json::object result_json(kernel::Transaction& transaction, const Civility& civility, bool known) {
    const auto found = known ? figure(transaction, civility.id) : Figure{};
    const base::Text hidden{"现场看完以后才公开。", "Shown when the field work is over."};
    std::optional<base::Percent> agreement;
    if (found.both > 0) agreement = base::Percent::of_units(found.agreed * 100 * base::Percent::scale / found.both);
    json::object result{{"passed", found.passed}, {"observed", found.observed}, {"percent", percent_json(found.percent)},
                        {"both", found.both}, {"agreed", found.agreed}, {"agreement", percent_json(agreement)},
                        {"kappa", found.kappa ? json::value(std::round(*found.kappa * 10'000) / 10'000) : json::value(nullptr)},
                        {"kappa_reason", found.kappa ? json::value(nullptr) : json::value(text_json(known ? found.no_kappa : hidden))},
                        {"hidden", !known}, {"by_point", json::array{}}, {"by_check", json::array{}}};
    if (known) add_parts(transaction, civility, result);
    return result;
}

json::object progress_json(kernel::Transaction& transaction, const Civility& civility) {
    const auto row = transaction.one(
        "SELECT COUNT(*), COUNT(s.observer), COUNT(CASE WHEN o.second_wanted = 1 THEN 1 END), COUNT(CASE WHEN o.second_wanted = 1 THEN t.observer END) "
        "FROM civility_observation o LEFT JOIN civility_sheet s ON s.civility_id = o.civility_id AND s.position = o.position AND s.observer = 1 "
        "LEFT JOIN civility_sheet t ON t.civility_id = o.civility_id AND t.position = o.position AND t.observer = 2 WHERE o.civility_id = $1",
        {civility.id});
    const bool drawn = row->number(0) > 0;
    return {{"done", row->number(1)}, {"total", drawn ? row->number(0) : civility.observations}, {"second_done", row->number(3)},
            {"second_total", drawn ? row->number(2) : seconds_of(civility.observations, civility.second_percent)}};
}

json::value recorded_at(kernel::Transaction& transaction, const std::string& id) {
    const auto at = transaction.one("SELECT recorded_at FROM civility WHERE id = $1", {id})->number_or_null(0);
    return at ? json::value(base::Instant{*at}.text()) : json::value(nullptr);
}

json::object sheet_json(const policy::ObservationPoint& point, const SheetOut& sheet, bool mine, bool hidden) {
    json::array marks;
    if (!hidden)
        for (const auto& check : point.checks)  // in the order they are asked
            for (const auto& mark : sheet.marks)
                if (mark.check == check.check)
                    marks.push_back(json::object{{"check", mark.check}, {"mark", mark.mark}, {"note", mark.note}, {"file_id", or_null(mark.file_id)}});
    return {{"observer", sheet.observer}, {"account_name", sheet.account_name}, {"observed_on", sheet.observed_on}, {"mine", mine}, {"hidden", hidden}, {"marks", std::move(marks)}};
}

}  // namespace

json::object to_json(kernel::Context& context, const Civility& civility) {
    auto& transaction = context.transaction;
    const auto estate = place::get(transaction, civility.estate_id, "estate");
    const auto above = place::above(transaction, estate);
    const auto party = party::get(transaction, civility.party_id);
    auto estate_json = named_json(estate.id, estate.name);
    estate_json["code"] = estate.code;
    const bool known = knows_the_draw(context.actor, civility, estate.path);
    const bool plans = context.actor.may("survey.plan", estate.path), observes = may_observe(context.actor, civility, estate.path);
    return {{"id", civility.id},
            {"evaluation_id", civility.evaluation_id},
            {"year", civility.evaluation.year},
            {"estate", std::move(estate_json)},
            {"street", named_json(above.street.id, above.street.name)},
            {"community", named_json(above.community.id, above.community.name)},
            {"state", civility.state},
            {"observations", civility.observations},
            {"second_percent", civility.second_percent},
            {"starts", civility.starts},
            {"ends", civility.ends},
            {"party", named_json(party.id, party.name)},
            {"seed", known ? or_null(civility.seed) : json::value(nullptr)},
            {"imported", civility.imported},
            {"replaces", or_null(civility.replaces)},
            {"decision", civility.decision},
            {"figure", percent_json(civility.figure)},
            {"recorded_at", recorded_at(transaction, civility.id)},
            {"progress", progress_json(transaction, civility)},
            {"result", result_json(transaction, civility, known)},
            {"version", civility.version},
            {"may", json::object{{"plan", plans}, {"fieldwork", observes}, {"import", plans && observes}, {"record", context.actor.may("finding.decide", estate.path)}}}};
}

json::array observations_json(kernel::Context& context, const Civility& civility) {
    const auto path = path_of_estate(context.transaction, civility.estate_id);
    if (!knows_the_draw(context.actor, civility, path)) return {};
    // A second observer who has read the first one's marks is no second observer.
    const bool blind = civility.state == "fieldwork" && may_observe(context.actor, civility, path);
    const auto sheets = sheets_of(context.transaction, civility.id);
    json::array items;
    for (const auto& one : observations_of(context.transaction, civility.id)) {
        const auto& point = point_of(civility.check(), one.pair.point);
        json::array shown;
        for (const auto& sheet : sheets) {
            if (sheet.position != one.position) continue;
            const bool mine = sheet.account_id == context.actor.account_id;
            shown.push_back(sheet_json(point, sheet, mine, blind && !mine));
        }
        json::value moment = nullptr;
        for (const auto& named : civility.check().moments)
            if (named.code == one.pair.moment) moment = text_json(named.title);
        items.push_back(json::object{{"position", one.position}, {"point", one.pair.point}, {"point_title", text_json(point.title)}, {"moment", one.pair.moment},
                                     {"moment_title", std::move(moment)}, {"second_wanted", one.second_wanted}, {"sheets", std::move(shown)}, {"version", one.version}});
    }
    return items;
}

}  // namespace anju::civility
