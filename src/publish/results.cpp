#include <algorithm>
#include <map>

#include "publish/frozen.hpp"

namespace anju::publish {
namespace {

namespace json = kernel::json;

kernel::Value units_or_null(std::optional<base::Percent> percent) {
    return percent ? kernel::Value{percent->units()} : kernel::Value{nullptr};
}

std::optional<base::Percent> percent_of(std::optional<std::int64_t> units) {
    return units ? std::optional{base::Percent::of_units(*units)} : std::nullopt;
}

void write(kernel::Context& context, const evaluation::Evaluation& evaluation, std::string_view stage,
           const rating::Rated& rated) {
    auto const& verdict = rated.verdict;
    auto const grade = json::serialize(standard::text_json(verdict.grade));
    context.transaction.run(
        "INSERT INTO result (evaluation_id, estate_id, stage, satisfaction, civility, total, star, outcome, grade, "
        "scorecard, at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        {evaluation.id, rated.estate_id, std::string{stage},
         units_or_null(rating::satisfaction_of(*evaluation.pack, rated)),
         units_or_null(rating::civility_of(*evaluation.pack, rated)), rated.card.total.units(),
         std::int64_t{verdict.star}, std::string{rating::name_of(verdict.outcome)}, grade,
         json::serialize(rating::scorecard_json(evaluation, rated, false)), context.now.microseconds});
    context.journal(
        {"result." + std::string{stage},
         "evaluation",
         evaluation.id,
         rated.estate_id,
         nullptr,
         json::object{
             {"total", rated.card.total.text()}, {"star", verdict.star}, {"outcome", rating::name_of(verdict.outcome)}},
         {}});
}

/// What stands now: the final rows, or the official card as the panel's answers to objections have left it.
std::vector<Result> present_results(kernel::Transaction& transaction, const evaluation::Evaluation& evaluation,
                                    const std::string& stage) {
    auto rows = results(transaction, evaluation.id, stage);
    if (stage == "final") return rows;
    std::map<std::string, rating::Rated> now;
    for (auto& rated : rating::rate_all(transaction, evaluation, finding::Card::official))
        now.emplace(rated.estate_id, std::move(rated));
    for (auto& row : rows) {
        auto const found = now.find(row.estate_id);
        if (found == now.end()) continue;
        auto const& rated = found->second;
        row.total = rated.card.total;
        row.satisfaction = rating::satisfaction_of(*evaluation.pack, rated);
        row.civility = rating::civility_of(*evaluation.pack, rated);
        row.star = rated.verdict.star;
        row.outcome = rating::name_of(rated.verdict.outcome);
        row.grade = json::serialize(standard::text_json(rated.verdict.grade));
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Result& a, const Result& b) {
        return a.total != b.total ? a.total > b.total : a.satisfaction > b.satisfaction;
    });
    return rows;
}

json::object row_json(const Result& row, const std::map<std::string, Result>& noticed) {
    json::object one{{"estate", json::object{{"id", row.estate_id}, {"name", row.name}, {"code", row.code}}},
                     {"street", named_json(row.street_id, row.street_name)},
                     {"total", row.total.text()},
                     {"satisfaction", percent_json(row.satisfaction)},
                     {"civility", percent_json(row.civility)},
                     {"star", row.star},
                     {"grade", json::parse(row.grade)},
                     {"outcome", row.outcome},
                     {"notice", nullptr},
                     {"changed", false}};
    if (auto const before = noticed.find(row.estate_id); before != noticed.end()) {
        auto const& notice = before->second;
        one["notice"] =
            json::object{{"total", notice.total.text()}, {"star", notice.star}, {"grade", json::parse(notice.grade)}};
        one["changed"] = notice.total != row.total || notice.star != row.star || notice.outcome != row.outcome;
    }
    return one;
}

}  // namespace

void freeze(kernel::Context& context, const evaluation::Evaluation& evaluation, std::string_view stage) {
    for (auto const& rated :
         rating::rate_all(context.transaction, evaluation, finding::Card::official, policy::Words::with))
        write(context, evaluation, stage, rated);
}

std::vector<Result> results(kernel::Transaction& transaction, const std::string& evaluation_id,
                            std::string_view stage) {
    std::vector<Result> all;
    for (auto const& row :
         transaction.query("SELECT r.estate_id, e.name, e.code, e.path, s.id, s.name, r.satisfaction, r.civility, "
                           "r.total, r.star, r.outcome, r.grade "
                           "FROM result r JOIN place e ON e.id = r.estate_id LEFT JOIN place c ON c.id = e.parent_id "
                           "LEFT JOIN place s ON s.id = c.parent_id WHERE r.evaluation_id = $1 AND r.stage = $2 "
                           "ORDER BY r.total DESC, COALESCE(r.satisfaction, -1) DESC, e.code, e.id",
                           {evaluation_id, std::string{stage}})) {
        all.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text_or(4), row.text_or(5),
                       percent_of(row.number_or_null(6)), percent_of(row.number_or_null(7)),
                       base::Points::of_units(row.number(8)), row.number(9), row.text(10), row.text(11)});
    }
    return all;
}

std::optional<std::string> shown_stage(kernel::Transaction& transaction, const std::string& evaluation_id) {
    // "final" sorts before "notice".
    auto const row = transaction.one("SELECT MIN(stage) FROM result WHERE evaluation_id = $1", {evaluation_id});
    return row ? row->text_or_null(0) : std::nullopt;
}

json::object results_json(const kernel::Context& context, const evaluation::Evaluation& evaluation) {
    auto const stage = shown_stage(context.transaction, evaluation.id);
    if (!stage) return {{"stage", nullptr}, {"items", json::array{}}};
    std::map<std::string, Result> noticed;
    for (auto& row : results(context.transaction, evaluation.id, "notice"))
        noticed.emplace(row.estate_id, std::move(row));
    json::array items;
    for (auto const& row : present_results(context.transaction, evaluation, *stage)) {
        if (context.actor.may("rating.read", row.path)) items.push_back(row_json(row, noticed));
    }
    return {{"stage", *stage}, {"items", std::move(items)}};
}

json::object named_json(const std::string& id, const std::string& name) {
    return {{"id", id}, {"name", name}};
}
json::value percent_json(std::optional<base::Percent> percent) {
    return percent ? json::value(percent->text()) : json::value(nullptr);
}
json::value instant_json(std::int64_t microseconds) {
    return microseconds == 0 ? json::value(nullptr) : json::value(base::Instant{microseconds}.text());
}

}  // namespace anju::publish
