// The estates of a year with their sheets: who assesses, what is handed in, the two percentages once they may be known.
#include <fmt/format.h>

#include <map>

#include "inspection/sheet.hpp"
#include "kernel/page.hpp"

namespace anju::inspection {

namespace {

namespace json = kernel::json;

struct Sheets {
    json::value assessor = nullptr, self_check = nullptr, third_party = nullptr;
    json::array department;
};

std::map<std::string, Sheets> sheets_of(kernel::Context& context, const std::string& evaluation_id) {
    kernel::Values values{evaluation_id};
    const auto visible = inspection_filter(context.actor, values);
    std::map<std::string, Sheets> by_estate;
    for (const auto& row : context.transaction.query("SELECT n.estate_id, n.source, n.state, q.id, q.name FROM inspection n JOIN place p ON p.id = n.estate_id "
                                                     "LEFT JOIN party q ON q.id = n.party_id WHERE n.evaluation_id = $1 AND " + visible + " ORDER BY n.id", values)) {
        auto& sheets = by_estate[row.text(0)];
        const auto& source = row.text(1);
        if (source == "self_check") sheets.self_check = row.text(2);
        if (source == "department") sheets.department.push_back({{"party", {{"id", row.text(3)}, {"name", row.text(4)}}}, {"state", row.text(2)}});
        if (source != "third_party") continue;
        sheets.third_party = row.text(2);
        sheets.assessor = {{"id", row.text(3)}, {"name", row.text(4)}};
    }
    return by_estate;
}

/// (estate, item) → percentage; an open inspection's figures are nobody's business but its assessor's.
std::map<std::pair<std::string, std::string>, std::string> measures_of(kernel::Context& context, const std::string& evaluation_id) {
    std::map<std::pair<std::string, std::string>, std::string> measures;
    const auto own = context.actor.parties("inspection.inspect");
    for (const auto& row : context.transaction.query("SELECT m.estate_id, m.item, m.value, m.source, n.state, n.party_id FROM measure m "
                                                     "LEFT JOIN inspection n ON n.evaluation_id = m.evaluation_id AND n.estate_id = m.estate_id AND n.source = 'third_party' "
                                                     "WHERE m.evaluation_id = $1 AND m.source IN ('survey', 'third_party') ORDER BY m.source DESC", {evaluation_id})) {
        const auto mine = std::find(own.begin(), own.end(), row.text_or(5)) != own.end();
        if (row.text(3) == "third_party" && row.text_or(4) == "open" && !mine) continue;
        measures[{row.text(0), row.text(1)}] = base::Percent::of_units(row.number(2)).text();
    }
    return measures;
}

}  // namespace

json::array estates_json(kernel::Context& context, const evaluation::Evaluation& evaluation) {
    auto sheets = sheets_of(context, evaluation.id);
    const auto measures = measures_of(context, evaluation.id);
    std::string civility;
    for (const auto& item : evaluation.pack->items)
        if (civility.empty() && item.rule->takes_measure() && item.code != evaluation.pack->stars.key) civility = item.code;
    const auto measured = [&](const std::string& estate, const std::string& item) -> json::value {
        const auto found = measures.find({estate, item});
        return found == measures.end() ? json::value(nullptr) : json::value(found->second);
    };
    json::array out;
    for (const auto& estate : evaluation::participants(context.transaction, evaluation.id)) {
        if (!context.actor.may("evaluation.read", estate.path)) continue;
        auto& own = sheets[estate.estate_id];
        out.push_back({{"estate", {{"id", estate.estate_id}, {"name", estate.name}, {"code", estate.code}}},
                       {"street", {{"id", estate.street_id}, {"name", estate.street_name}}},
                       {"community", {{"id", estate.community_id}, {"name", estate.community_name}}},
                       {"stage", estate.stage},
                       {"assessor", std::move(own.assessor)},
                       {"self_check", std::move(own.self_check)},
                       {"third_party", std::move(own.third_party)},
                       {"department", std::move(own.department)},
                       {"satisfaction", measured(estate.estate_id, evaluation.pack->stars.key)},
                       {"civility", measured(estate.estate_id, civility)}});
    }
    return out;
}

}  // namespace anju::inspection
