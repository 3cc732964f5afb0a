#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/digest.hpp"
#include "base/id.hpp"
#include "survey/frame.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

/// Least answers a stratum is asked for: with two its spread can be estimated.
std::int64_t least_of(const StratumPlan& stratum) { return std::min<std::int64_t>(2, stratum.population); }

std::int64_t drawn_so_far(const std::vector<StratumPlan>& strata) {
    return std::accumulate(strata.begin(), strata.end(), std::int64_t{0}, [](std::int64_t sum, const StratumPlan& one) { return sum + one.sample; });
}

/// Strata in the order of their remainders of sample · N_h ÷ N, largest first; equal ones as they stand.
std::vector<std::size_t> by_remainder(const std::vector<StratumPlan>& strata, std::int64_t sample, std::int64_t population) {
    std::vector<std::size_t> order(strata.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return sample * strata[a].population % population > sample * strata[b].population % population;
    });
    return order;
}

class DrawRows {
  public:
    DrawRows(kernel::Transaction& transaction, std::string survey_id) : transaction_{transaction}, survey_id_{std::move(survey_id)} {}

    void add(const std::string& dwelling, const std::string& stratum, bool reserve) {
        const auto from = values_.size();
        values_.insert(values_.end(), {survey_id_, ++position_, dwelling, stratum, std::int64_t{reserve}, std::string{reserve ? "waiting" : "open"}});
        rows_ += fmt::format("{}(${}, ${}, ${}, ${}, ${}, ${}, '', '', 0, '', '', 1)", from == 0 ? "" : ", ", from + 1, from + 2, from + 3, from + 4, from + 5, from + 6);
        if (values_.size() >= 360) flush();
    }
    void flush() {
        if (values_.empty()) return;
        transaction_.run("INSERT INTO survey_draw (survey_id, position, dwelling_id, stratum, reserve, state, outcome, channel, also_answered, back_check, "
                         "back_check_note, version) VALUES " + rows_, values_);
        values_.clear();
        rows_.clear();
    }

  private:
    kernel::Transaction& transaction_;
    std::string survey_id_, rows_;
    kernel::Values values_;
    std::int64_t position_ = 0;
};

void write_draw(kernel::Transaction& transaction, const std::string& survey_id, const std::string& seed, const Frame& frame, const std::vector<StratumPlan>& strata) {
    DrawRows rows{transaction, survey_id};
    for (const auto& stratum : strata) {
        transaction.run("INSERT INTO survey_stratum (survey_id, stratum, title, population, sample, reserve) VALUES ($1, $2, $3, $4, $5, $6)",
                        {survey_id, stratum.stratum, stratum.title, stratum.population, stratum.sample, stratum.reserve});
        const auto order = draw_order(seed, frame.dwellings.at(stratum.stratum));
        for (std::int64_t i = 0; i < stratum.sample + stratum.reserve; ++i)
            rows.add(order[static_cast<std::size_t>(i)], stratum.stratum, i >= stratum.sample);
    }
    rows.flush();
}

}  // namespace

std::vector<StratumPlan> allocate(std::vector<StratumPlan> strata, std::int64_t sample, std::int64_t reserve_percent) {
    const auto population = std::accumulate(strata.begin(), strata.end(), std::int64_t{0}, [](std::int64_t sum, const StratumPlan& one) { return sum + one.population; });
    if (population == 0) return strata;
    sample = std::clamp<std::int64_t>(sample, 0, population);
    const auto order = by_remainder(strata, sample, population);
    for (auto& one : strata) one.sample = sample * one.population / population;
    auto left = sample - drawn_so_far(strata);
    for (const auto i : order)
        if (left > 0 && sample * strata[i].population % population > 0) ++strata[i].sample, --left;
    for (auto& one : strata) one.sample = std::max(one.sample, least_of(one));
    // What the smallest strata were given more than their share is taken from those that have most.
    for (auto over = drawn_so_far(strata) - sample; over > 0; --over) {
        const auto most = std::max_element(strata.begin(), strata.end(), [](const StratumPlan& a, const StratumPlan& b) { return a.sample - least_of(a) < b.sample - least_of(b); });
        if (most->sample == least_of(*most)) break;
        --most->sample;
    }
    for (auto& one : strata) one.reserve = std::min(one.population - one.sample, (one.sample * reserve_percent + 99) / 100);
    return strata;
}

std::vector<std::string> draw_order(const std::string& seed, std::vector<std::string> dwelling_ids) {
    std::vector<std::pair<std::string, std::string>> keyed;
    keyed.reserve(dwelling_ids.size());
    for (auto& id : dwelling_ids) keyed.emplace_back(base::sm3(seed + id), std::move(id));
    std::sort(keyed.begin(), keyed.end());
    std::vector<std::string> order;
    order.reserve(keyed.size());
    for (auto& [key, id] : keyed) order.push_back(std::move(id));
    return order;
}

void start(kernel::Context& context, const Survey& survey, const std::string& wanted_seed) {
    if (survey.state != "draft") refuse_started();
    evaluation::require_step(survey.evaluation, {"inspection", "opinions", "panel"});
    auto& transaction = context.transaction;
    const auto seed = base::draw_seed(wanted_seed);
    const auto frame = frame_of(transaction, survey.estate_id, survey.strata_by);
    if (frame.population == 0)
        base::refuse_state("no_dwellings", {"这个小区没有登记在住的住户，抽不了样。请先导入住户。", "No occupied dwellings are registered in this estate, so nothing can be drawn. Import its dwellings first."});
    const auto needed = answers_wanted(frame.population, survey.half_width, survey.level);
    const auto strata = allocate(frame.strata, needed, survey.reserve_percent);
    const auto sample = drawn_so_far(strata);
    const auto changed = transaction.run("UPDATE survey SET state = 'fieldwork', seed = $3, population = $4, sample = $5, version = version + 1 WHERE id = $1 AND version = $2",
                                         {survey.id, survey.version, seed, frame.population, sample});
    if (changed == 0) refuse_changed_meanwhile();
    write_draw(transaction, survey.id, seed, frame, strata);
    context.journal({"survey.start", "survey", survey.id, survey.estate_id, {{"state", "draft"}},
                     {{"state", "fieldwork"}, {"seed", seed}, {"population", frame.population}, {"sample", sample}}, {}});
}

}  // namespace anju::survey
