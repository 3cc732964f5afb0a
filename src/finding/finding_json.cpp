// A finding as the API shows it, many at once in a fixed number of queries. Corrections and the rectification are rows of other
// slices, read by SQL only. One of the daily work lies in no year; its items are those of the standard of today.
#include <fmt/format.h>

#include <map>

#include "attachment/attachment.hpp"
#include "finding/finding.hpp"
#include "finding/rows.hpp"

namespace anju::finding {

namespace {

namespace json = kernel::json;
using kernel::Transaction;
using kernel::Values;

struct Around {
    json::value estate, street;
    std::string path;
};
/// The standard a finding was recorded under, and its year.
struct Under {
    const policy::Pack* pack = nullptr;
    std::optional<std::int64_t> year;
};
struct Beside {
    json::array photos, opinions, corrections;
    bool disputed = false;
    json::value rectification = nullptr;
};

json::value named(const std::optional<std::string>& id, const std::string& name) { return id ? json::value{{"id", *id}, {"name", name}} : json::value(nullptr); }
json::value instant(std::int64_t at) { return at == 0 ? json::value(nullptr) : json::value(base::Instant{at}.text()); }
json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

std::map<std::string, Around> around(Transaction& transaction, const std::vector<std::string>& estates) {
    Values values;
    const auto list = attachment::in_list(estates, values);
    std::map<std::string, Around> all;
    for (const auto& row : transaction.query("SELECT e.id, e.name, s.id, s.name, e.path FROM place e LEFT JOIN place c ON c.id = e.parent_id "
                                             "LEFT JOIN place s ON s.id = c.parent_id WHERE e.id IN " + list, values))
        all[row.text(0)] = {named(row.text(0), row.text(1)), named(row.text_or_null(2), row.text_or(3)), row.text(4)};
    return all;
}

std::map<std::string, Beside> beside(Transaction& transaction, const std::vector<std::string>& ids) {
    Values values;
    const auto list = attachment::in_list(ids, values);
    std::map<std::string, Beside> all;
    for (const auto& row : transaction.query("SELECT finding_id, file_id FROM finding_photo WHERE finding_id IN " + list + " ORDER BY finding_id, position", values))
        all[row.text(0)].photos.push_back(json::object{{"id", row.text(1)}});
    for (const auto& row : transaction.query("SELECT finding_id, stance, reason, account_name, at FROM opinion WHERE finding_id IN " + list + " ORDER BY id", values))
        all[row.text(0)].opinions.push_back({{"stance", row.text(1)}, {"reason", row.text(2)}, {"account_name", row.text(3)}, {"at", instant(row.number(4))}});
    for (const auto& row : transaction.query(fmt::format("SELECT f.id FROM finding f WHERE f.id IN {} AND {}", list, disputed), values)) all[row.text(0)].disputed = true;
    for (const auto& row : transaction.query("SELECT finding_id, id, state, due FROM rectification WHERE finding_id IN " + list, values))
        all[row.text(0)].rectification = {{"id", row.text(1)}, {"state", row.text(2)}, {"due", row.text(3)}};
    for (const auto& row : transaction.query("SELECT finding_id, before, after, why, at FROM correction WHERE finding_id IN " + list + " ORDER BY id", values))
        all[row.text(0)].corrections.push_back({{"before", json::parse(row.text(1))}, {"after", json::parse(row.text(2))}, {"why", row.text(3)}, {"at", instant(row.number(4))}});
    return all;
}

/// A rectification that waits for nobody any more, see rectify.hpp.
void close_withdrawn(const Finding& finding, json::value& rectification) {
    if (finding.evaluation_id != live_evaluation || finding.state != "withdrawn" || !rectification.is_object()) return;
    if (auto& state = rectification.as_object().at("state"); state == "open") state = "closed";
}

json::object one(const Finding& finding, Beside& own, const Around& place, const Under& under) {
    const auto* item = under.pack == nullptr ? nullptr : under.pack->item(finding.item);
    close_withdrawn(finding, own.rectification);
    return {{"id", finding.id},
            {"evaluation_id", finding.evaluation_id},
            {"year", under.year ? json::value(*under.year) : json::value(nullptr)},
            {"estate", place.estate},
            {"street", place.street},
            {"source", finding.source},
            {"inspection_id", text_or_null(finding.inspection_id)},
            {"item", finding.item},
            {"item_title", item == nullptr ? json::value(nullptr) : json::value(standard::text_json(item->title))},
            {"check_point", finding.check_point < 0 ? json::value(nullptr) : json::value(finding.check_point)},
            {"deduct", finding.deduct.text()},
            {"recorded_deduct", finding.recorded_deduct.text()},
            {"reason", finding.reason},
            {"spot", finding.spot},
            {"state", finding.state},
            {"merged_into", text_or_null(finding.merged_into)},
            {"decision", text_or_null(finding.decision)},
            {"decided_at", instant(finding.decided_at)},
            {"decided_by_name", text_or_null(finding.decided_by_name)},
            {"created_at", instant(finding.created_at)},
            {"version", finding.version},
            {"photos", std::move(own.photos)},
            {"opinions", std::move(own.opinions)},
            {"disputed", own.disputed},
            {"rectification", std::move(own.rectification)},
            {"corrections", std::move(own.corrections)}};
}

json::array all_of(Transaction& transaction, const std::vector<Finding>& findings, const std::map<std::string, Under>& standards) {
    std::vector<std::string> ids, estates;
    for (const auto& finding : findings) {
        ids.push_back(finding.id);
        estates.push_back(finding.estate_id);
    }
    json::array out;
    if (findings.empty()) return out;
    auto places = around(transaction, estates);
    auto own = beside(transaction, ids);
    for (const auto& finding : findings) {
        const auto found = standards.find(finding.evaluation_id);
        out.push_back(one(finding, own[finding.id], places[finding.estate_id], found == standards.end() ? Under{} : found->second));
    }
    return out;
}

}  // namespace

json::object new_json(Transaction& transaction, const evaluation::Evaluation& evaluation, const Finding& finding, const std::vector<std::string>& photo_ids) {
    Beside own;
    for (const auto& photo : photo_ids) own.photos.push_back(json::object{{"id", photo}});
    return one(finding, own, around(transaction, {finding.estate_id})[finding.estate_id], {evaluation.pack.get(), evaluation.year});
}

json::object to_json(Transaction& transaction, const Finding& finding) { return all_of(transaction, {finding}, {}).front().as_object(); }

json::array to_json(Transaction& transaction, const standard::Standard& standard, const std::vector<Finding>& findings) {
    std::map<std::string, evaluation::Evaluation> evaluations;
    std::map<std::string, Under> standards{{std::string{live_evaluation}, {&standard.current(), {}}}};
    for (const auto& finding : findings) {
        if (standards.contains(finding.evaluation_id)) continue;
        const auto& evaluation = evaluations.emplace(finding.evaluation_id, evaluation::get(transaction, standard, finding.evaluation_id)).first->second;
        standards[finding.evaluation_id] = {evaluation.pack.get(), evaluation.year};
    }
    return all_of(transaction, findings, standards);
}

}  // namespace anju::finding
