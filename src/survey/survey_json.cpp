#include <fmt/format.h>

#include "party/party.hpp"
#include "place/place.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;

json::object named_json(const std::string& id, const std::string& name) { return {{"id", id}, {"name", name}}; }

json::value or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

/// What does not exist is written 无 in the register of dwellings.
bool there(const std::string& part) { return !part.empty() && part != "无"; }

json::array strata_json(kernel::Transaction& transaction, const std::string& survey_id) {
    json::array strata;
    for (const auto& one : strata_of(transaction, survey_id)) strata.push_back(to_json(one));
    return strata;
}

std::int64_t count(kernel::Transaction& transaction, std::string_view sql, const std::string& id) { return transaction.one(sql, {id})->number(0); }

json::value recorded_at(kernel::Transaction& transaction, const std::string& id) {
    const auto at = transaction.one("SELECT recorded_at FROM survey WHERE id = $1", {id})->number_or_null(0);
    return at ? json::value(base::Instant{*at}.text()) : json::value(nullptr);
}

}  // namespace

json::object stratum_title(const std::string& stratum, const std::string& title) {
    if (stratum == "all") return {{"zh", "全部住户"}, {"en", "All dwellings"}};
    if (stratum == "resettled") return {{"zh", "回迁户"}, {"en", "Resettled households"}};
    if (stratum == "bought") return {{"zh", "自购户"}, {"en", "Households that bought"}};
    if (stratum == "rented") return {{"zh", "租户"}, {"en", "Tenants"}};
    if (stratum == "unknown") return {{"zh", "住户类别不详"}, {"en", "Kind of household unknown"}};
    return {{"zh", title}, {"en", title}};
}

json::object to_json(const StratumPlan& stratum) {
    return {{"stratum", stratum.stratum},
            {"title", stratum_title(stratum.stratum, stratum.title)},
            {"population", stratum.population},
            {"sample", stratum.sample},
            {"reserve", stratum.reserve}};
}

json::object to_json(kernel::Context& context, const Survey& survey) {
    auto& transaction = context.transaction;
    const auto estate = place::get(transaction, survey.estate_id, "estate");
    const auto above = place::above(transaction, estate);
    const auto party = party::get(transaction, survey.party_id);
    const bool started = !survey.seed.empty();
    auto estate_json = named_json(estate.id, estate.name);
    estate_json["code"] = estate.code;
    const auto may = [&](std::string_view right) { return context.actor.may(right, estate.path); };
    return {{"id", survey.id},
            {"evaluation_id", survey.evaluation_id},
            {"year", survey.evaluation.year},
            {"estate", std::move(estate_json)},
            {"street", named_json(above.street.id, above.street.name)},
            {"community", named_json(above.community.id, above.community.name)},
            {"state", survey.state},
            {"index", survey.index},
            {"half_width", base::Percent::of_units(survey.half_width).text()},
            {"level", survey.level},
            {"strata_by", survey.strata_by},
            {"reserve_percent", survey.reserve_percent},
            {"back_check_percent", survey.back_check_percent},
            {"starts", survey.starts},
            {"ends", survey.ends},
            {"party", named_json(party.id, party.name)},
            {"seed", or_null(survey.seed)},
            {"population", started ? json::value(survey.population) : json::value(nullptr)},
            {"sample", started ? json::value(survey.sample) : json::value(nullptr)},
            {"strata", strata_json(transaction, survey.id)},
            {"replaces", or_null(survey.replaces)},
            {"decision", survey.decision},
            {"letters_printed", survey.letters_printed},
            {"figure", survey.figure ? json::value(survey.figure->text()) : json::value(nullptr)},
            {"figure_fraction", or_null(survey.figure_fraction)},
            {"recorded_at", recorded_at(transaction, survey.id)},
            {"answered", count(transaction, "SELECT COUNT(*) FROM survey_draw WHERE survey_id = $1 AND state = 'answered'", survey.id)},
            {"counted", count(transaction, "SELECT COUNT(*) FROM survey_answer WHERE survey_id = $1 AND counted = 1", survey.id)},
            {"version", survey.version},
            {"may", json::object{{"plan", may("survey.plan")}, {"fieldwork", may("survey.fieldwork")}, {"check", may("survey.check")}, {"record", may("finding.decide")}}}};
}

std::map<std::string, json::object> dwellings_json(kernel::Transaction& transaction, const std::string& survey_id) {
    std::map<std::string, json::object> dwellings;
    transaction.each(
        "SELECT w.id, b.name, w.unit, w.floor, w.room FROM survey_draw d JOIN dwelling w ON w.id = d.dwelling_id "
        "JOIN building b ON b.id = w.building_id WHERE d.survey_id = $1",
        {survey_id}, [&](const kernel::Row& row) {
            std::string address;
            for (std::size_t part = 1; part <= 4; ++part)
                if (there(row.text(part))) address += (address.empty() ? "" : " ") + row.text(part);
            const auto part = [&](std::size_t at) { return there(row.text(at)) ? json::value(row.text(at)) : json::value(nullptr); };
            dwellings[row.text(0)] = {{"id", row.text(0)}, {"building", row.text(1)}, {"unit", part(2)}, {"floor", part(3)}, {"room", row.text(4)}, {"address", address}};
        });
    return dwellings;
}

}  // namespace anju::survey
