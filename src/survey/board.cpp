#include "survey/board.hpp"

#include <algorithm>

#include "kernel/page.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

namespace json = kernel::json;
using kernel::Context;
using kernel::Transaction;

json::value share(std::int64_t part, std::int64_t whole) {
    if (whole <= 0) return nullptr;
    return json::value(base::Percent::of_units(part * 100 * base::Percent::scale / whole).text());
}

struct Counts {
    std::int64_t open = 0, answered = 0, lost = 0, waiting = 0;
    void add(std::string_view state, std::int64_t count) {
        (state == "open" ? open : state == "answered" ? answered : state == "lost" ? lost : waiting) += count;
    }
};

/// Buildings in the order people count them, with what is open in each.
std::vector<std::pair<std::string, Counts>> by_building(Transaction& transaction, const std::string& survey_id) {
    std::vector<std::pair<std::string, Counts>> buildings;
    transaction.each(
        "SELECT b.sort_key, b.name, d.state, COUNT(*) FROM survey_draw d JOIN dwelling w ON w.id = d.dwelling_id JOIN building b ON b.id = w.building_id "
        "WHERE d.survey_id = $1 GROUP BY b.sort_key, b.name, d.state ORDER BY b.sort_key, b.name",
        {survey_id}, [&](const kernel::Row& row) {
            if (buildings.empty() || buildings.back().first != row.text(1)) buildings.push_back({row.text(1), {}});
            buildings.back().second.add(row.text(2), row.number(3));
        });
    return buildings;
}

json::array by_interviewer(Transaction& transaction, const std::string& survey_id) {
    json::array interviewers;
    transaction.each(
        "SELECT interviewer, MAX(interviewer_name), COUNT(*), CAST(SUM(CASE WHEN outcome = 'answered' THEN 1 ELSE 0 END) AS BIGINT), "
        "CAST(SUM(CASE WHEN outcome = 'refused' THEN 1 ELSE 0 END) AS BIGINT) FROM survey_contact WHERE survey_id = $1 GROUP BY interviewer ORDER BY 2, 1",
        {survey_id}, [&](const kernel::Row& row) {
            interviewers.push_back(json::object{{"name", row.text(1)}, {"answered", row.number(3)}, {"contacts", row.number(2)}, {"refused", row.number(4)}});
        });
    return interviewers;
}

json::object by_channel(Transaction& transaction, const std::string& survey_id) {
    json::object channels{{"web", 0}, {"telephone", 0}, {"paper", 0}, {"visit", 0}};
    transaction.each("SELECT channel, COUNT(*) FROM survey_draw WHERE survey_id = $1 AND state = 'answered' GROUP BY channel", {survey_id},
                     [&](const kernel::Row& row) { channels[row.text(0)] = row.number(1); });
    return channels;
}

std::int64_t days_left(const Survey& survey, base::Day today) {
    const auto ends = base::Day::parse(survey.ends);
    return ends ? std::max<std::int64_t>(0, *ends - today + 1) : 0;
}

json::object progress_json(Context& context, const Survey& survey) {
    auto& transaction = context.transaction;
    Counts all;
    json::array buildings;
    for (const auto& [name, counts] : by_building(transaction, survey.id)) {
        all.open += counts.open;
        all.answered += counts.answered;
        all.lost += counts.lost;
        all.waiting += counts.waiting;
        buildings.push_back(json::object{{"building", name}, {"open", counts.open}, {"answered", counts.answered}, {"lost", counts.lost}});
    }
    const auto rates = rates_of(transaction, survey);
    return {{"open", all.open},
            {"answered", all.answered},
            {"lost", all.lost},
            {"waiting", all.waiting},
            {"by_building", std::move(buildings)},
            {"by_interviewer", by_interviewer(transaction, survey.id)},
            {"by_channel", by_channel(transaction, survey.id)},
            {"response_rate", rates.response()},
            {"coverage_rate", rates.coverage()},
            {"days_left", days_left(survey, context.today())}};
}

json::value text_or_null(const kernel::Row& row, std::size_t column) {
    const auto text = row.text_or(column);
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object drawn_json(const kernel::Row& row, const std::map<std::string, json::object>& dwellings) {
    const auto replaced_by = row.number_or_null(10);
    return {{"position", row.number(0)},
            {"dwelling", dwellings.at(row.text(1))},
            {"stratum", row.text(2)},
            {"reserve", row.flag(3)},
            {"state", row.text(4)},
            {"outcome", text_or_null(row, 5)},
            {"channel", text_or_null(row, 6)},
            {"interviewer_name", text_or_null(row, 7)},
            {"answered_on", text_or_null(row, 8)},
            {"also_answered", row.number(9)},
            {"replaced_by", replaced_by ? json::value(*replaced_by) : json::value(nullptr)},
            {"back_check", row.text(11)},
            {"version", row.number(12)}};
}

}  // namespace

json::value Rates::response() const { return share(answered, called - not_eligible); }
json::value Rates::coverage() const { return share(answered, planned); }

Rates rates_of(Transaction& transaction, const Survey& survey) {
    Rates rates;
    rates.planned = survey.sample;
    transaction.each("SELECT state, outcome, COUNT(*) FROM survey_draw WHERE survey_id = $1 AND state <> 'waiting' GROUP BY state, outcome", {survey.id}, [&](const kernel::Row& row) {
        const auto count = row.number(2);
        rates.called += count;
        if (row.text(0) == "answered") rates.answered += count;
        if (row.text(0) == "lost" && (row.text(1) == "vacant" || row.text(1) == "not_eligible")) rates.not_eligible += count;
    });
    return rates;
}

kernel::Reply board(Context& context, const Survey& survey) {
    const auto page = kernel::page_of(context);
    kernel::Values values{survey.id};
    std::string condition = "d.survey_id = $1";
    const auto require = [&](const std::string& before, kernel::Value value, const std::string& after) {
        values.push_back(std::move(value));
        condition += " AND " + before + "$" + std::to_string(values.size()) + after;
    };
    if (const auto building = context.query("building"); building && !building->empty()) {
        require("(b.name = ", *building, " OR b.id = $" + std::to_string(values.size() + 1) + ")");
    }
    if (const auto state = context.query("state"); state && !state->empty()) require("d.state = ", *state, "");
    if (!page.after.empty()) require("d.position > ", base::parse_decimal(page.after.front(), 0).value_or(0), "");
    const auto rows = context.transaction.query(
        "SELECT d.position, d.dwelling_id, d.stratum, d.reserve, d.state, d.outcome, d.channel, d.interviewer_name, d.answered_on, d.also_answered, d.replaced_by, d.back_check, d.version "
        "FROM survey_draw d JOIN dwelling w ON w.id = d.dwelling_id JOIN building b ON b.id = w.building_id WHERE " + condition +
            " ORDER BY d.position LIMIT " + std::to_string(page.size + 1), values);
    const auto dwellings = dwellings_json(context.transaction, survey.id);
    json::array items;
    json::value next = nullptr;
    for (const auto& row : rows) {
        if (std::ssize(items) == page.size) {
            next = json::value(kernel::next_token({std::to_string(items.back().at("position").as_int64())}));
            break;
        }
        items.push_back(drawn_json(row, dwellings));
    }
    return kernel::json_reply(json::object{{"progress", progress_json(context, survey)}, {"items", std::move(items)}, {"next", std::move(next)}});
}

}  // namespace anju::survey
