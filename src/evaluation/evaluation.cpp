#include "evaluation/evaluation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/id.hpp"
#include "evaluation/running.hpp"
#include "evaluation/sql.hpp"

namespace anju::evaluation {

namespace {

using kernel::Transaction;

struct Candidate {
    std::string stage, path;
};

std::map<std::string, Candidate> all_estates(Transaction& transaction) {
    std::map<std::string, Candidate> estates;
    for (const auto& row : transaction.query("SELECT id, stage, path FROM place WHERE kind = 'estate'"))
        estates[row.text(0)] = {row.text_or(1, "settled"), row.text(2)};
    return estates;
}

std::vector<std::pair<std::string, std::string>> frozen_stages(kernel::Context& context, const NewEvaluation& wanted) {
    const auto known = all_estates(context.transaction);
    std::vector<base::FieldProblem> problems;
    std::set<std::string> named;
    std::vector<std::pair<std::string, std::string>> stages;
    for (std::size_t i = 0; i < wanted.estate_ids.size(); ++i) {
        const auto& id = wanted.estate_ids[i];
        const auto field = fmt::format("estate_ids/{}", i);
        const auto found = known.find(id);
        if (found == known.end() || !context.actor.may("evaluation.manage", found->second.path))
            problems.push_back({field, {"没有这个小区。请从小区名单里选。", "There is no such estate. Choose from the list of estates."}});
        else if (!named.insert(id).second)
            problems.push_back({field, {"这个小区写了两次，请去掉一个。", "This estate is named twice; remove one."}});
        else
            stages.emplace_back(id, found->second.stage);
    }
    if (wanted.estate_ids.empty())
        problems.push_back({"estate_ids", {"至少选一个参加评星的小区。", "Choose at least one estate to take part."}});
    if (!problems.empty())
        throw base::Refusal{422, "wrong_estates", {"参加评星的小区有问题，请逐条改正。", "Something is wrong with the estates; mend each line."}, std::move(problems)};
    return stages;
}

void refuse_wrong_year(Transaction& transaction, const NewEvaluation& wanted) {
    if (wanted.cut_off.year() != wanted.year)
        base::refuse_field("cut_off", "outside_the_year",
                           {fmt::format("截止日要在 {} 年内。", wanted.year), fmt::format("The cut-off day must lie in {}.", wanted.year)});
    if (wanted.survey_method.empty())
        base::refuse_field("survey_method", "missing",
                           {"请写明满意度的调查和计算办法：开评以后不能再改。", "State how satisfaction is surveyed and worked out; it cannot change once the year is open."});
    if (transaction.one("SELECT id FROM evaluation WHERE year = $1", {wanted.year}))
        throw base::Refusal{409, "year_taken",
                            {fmt::format("{} 年的评星已经开了，一年只有一次。请打开原来的那次。", wanted.year),
                             fmt::format("The rating of {} is open already; there is one a year. Go on with that one.", wanted.year)},
                            "year"};
}

Evaluation read(const kernel::Row& row) {
    Evaluation evaluation;
    evaluation.id = row.text(0);
    evaluation.year = row.number(1);
    evaluation.step = row.text(2);
    evaluation.pack_hash = row.text(3);
    evaluation.cut_off = row.text(4);
    evaluation.survey_method = row.text(5);
    evaluation.note = row.text(6);
    evaluation.notice_from = row.text_or(7);
    evaluation.notice_to = row.text_or(8);
    evaluation.published_at = row.number_or_null(9).value_or(0);
    evaluation.version = row.number(10);
    return evaluation;
}

}  // namespace

Evaluation get(Transaction& transaction, const standard::Standard& standard, const std::string& id) {
    const auto row = transaction.one(
        "SELECT id, year, step, pack_hash, cut_off, survey_method, note, notice_from, notice_to, published_at, version FROM evaluation WHERE id = $1", {id});
    if (!row) base::refuse_missing("年度评星", "evaluation");
    auto evaluation = read(*row);
    evaluation.pack = standard.version(transaction, evaluation.pack_hash);
    return evaluation;
}

std::optional<std::string> current_id(Transaction& transaction) {
    const auto row = transaction.one("SELECT id FROM evaluation ORDER BY CASE WHEN step = 'closed' THEN 1 ELSE 0 END, year DESC LIMIT 1");
    return row ? std::optional{row->text(0)} : std::nullopt;
}

bool takes_part(Transaction& transaction, const std::string& evaluation_id, const std::string& estate_id) {
    return transaction.one("SELECT 1 FROM evaluation_estate WHERE evaluation_id = $1 AND estate_id = $2", {evaluation_id, estate_id}).has_value();
}

void require_part(Transaction& transaction, const Evaluation& evaluation, const std::string& estate_id, const std::string& field) {
    if (!takes_part(transaction, evaluation.id, estate_id))
        base::refuse_field(field, "takes_no_part", {"这个小区不参加这一年的评星，请从参评小区里选。", "This estate takes no part in this year's rating; choose one that does."});
}

void check_days(const Evaluation& evaluation, base::Day starts, base::Day ends, std::vector<base::FieldProblem>& problems) {
    const base::Text other_year{fmt::format("日期要在 {} 年内。", evaluation.year), fmt::format("The day must lie in {}.", evaluation.year)};
    if (starts.year() != evaluation.year) problems.push_back({"starts", other_year});
    if (ends.year() != evaluation.year) problems.push_back({"ends", other_year});
    if (ends < starts) problems.push_back({"ends", {"结束日期不能早于开始日期。", "The last day may not come before the first."}});
}

base::Text step_title(const Evaluation& evaluation, std::string_view step) {
    if (step == "closed") return {"已办结", "Closed"};
    for (const auto& each : evaluation.pack->evaluation.steps)
        if (each.step == step) return each.title;
    return {std::string{step}, std::string{step}};
}

void require_step(const Evaluation& evaluation, std::initializer_list<std::string_view> steps) {
    if (std::find(steps.begin(), steps.end(), evaluation.step) != steps.end()) return;
    const auto present = step_title(evaluation, evaluation.step);
    base::Text wanted;
    for (const auto step : steps) {
        const auto title = step_title(evaluation, step);
        wanted.zh += (wanted.zh.empty() ? "“" : "、“") + title.zh + "”";
        wanted.en += (wanted.en.empty() ? "“" : ", “") + title.en + "”";
    }
    base::refuse_state("wrong_step", {fmt::format("{} 年评星现在是“{}”阶段，这件事只能在{}阶段做。", evaluation.year, present.zh, wanted.zh),
                                      fmt::format("The rating of {} stands at “{}”; this can only be done at {}.", evaluation.year, present.en, wanted.en)});
}

std::vector<Participant> participants(Transaction& transaction, const std::string& evaluation_id) {
    std::vector<Participant> all;
    transaction.each(
        "SELECT e.id, t.stage, e.code, e.name, e.path, s.id, s.name, c.id, c.name FROM evaluation_estate t JOIN place e ON e.id = t.estate_id "
        "LEFT JOIN place c ON c.id = e.parent_id LEFT JOIN place s ON s.id = c.parent_id WHERE t.evaluation_id = $1 ORDER BY e.code, e.id",
        {evaluation_id}, [&](const kernel::Row& row) {
            all.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text_or(5), row.text_or(6), row.text_or(7), row.text_or(8)});
        });
    return all;
}

std::string open(kernel::Context& context, const standard::Standard& standard, const NewEvaluation& wanted) {
    auto& transaction = context.transaction;
    refuse_wrong_year(transaction, wanted);
    const auto stages = frozen_stages(context, wanted);
    standard.keep(transaction, context.now);
    const auto& pack = standard.current();
    const auto id = base::new_id();
    const auto first = pack.evaluation.steps.front();
    transaction.run(
        "INSERT INTO evaluation (id, year, step, pack_hash, cut_off, survey_method, note, opened_at, opened_by, version) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        {id, wanted.year, first.step, pack.hash, wanted.cut_off.text(), wanted.survey_method, wanted.note, context.now.microseconds, context.actor.account_id});
    for (const auto& [estate, stage] : stages)
        transaction.run("INSERT INTO evaluation_estate (evaluation_id, estate_id, stage) VALUES ($1, $2, $3)", {id, estate, stage});
    for (const auto& step : pack.evaluation.steps)
        transaction.run("INSERT INTO evaluation_step (evaluation_id, step, why) VALUES ($1, $2, '')", {id, step.step});
    start_step(context, standard, id, first);
    context.journal({"evaluation.open", "evaluation", id, "", nullptr,
                     {{"year", wanted.year}, {"cut_off", wanted.cut_off.text()}, {"survey_method", wanted.survey_method}, {"pack_hash", pack.hash}, {"estates", stages.size()}},
                     wanted.note});
    return id;
}

std::vector<kernel::Migration> migrations() { return {{"evaluation/1", sql::evaluation}}; }

}  // namespace anju::evaluation
