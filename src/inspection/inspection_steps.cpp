// What the steps self_check, inspection and opinions still lack, as far as sheets are concerned.
#include <map>

#include "inspection/inspection.hpp"

namespace anju::inspection {

namespace {

using evaluation::Evaluation;
using evaluation::Progress;
using kernel::Transaction;

/// estate → state of its sheet of that source; an estate without one is absent.
std::map<std::string, std::string> states(Transaction& transaction, const Evaluation& evaluation, const std::string& source) {
    std::map<std::string, std::string> by_estate;
    for (const auto& row : transaction.query("SELECT estate_id, state FROM inspection WHERE evaluation_id = $1 AND source = $2", {evaluation.id, source})) by_estate[row.text(0)] = row.text(1);
    return by_estate;
}

void count(Progress& progress, bool done, const std::string& estate_id, base::Text what) {
    ++progress.total;
    if (done) ++progress.done;
    else progress.missing.push_back({std::move(what), estate_id});
}

Progress self_checks(Transaction& transaction, const Evaluation& evaluation, base::Instant) {
    Progress progress;
    const auto own = states(transaction, evaluation, "self_check");
    const auto assigned = states(transaction, evaluation, "third_party");
    for (const auto& estate : evaluation::participants(transaction, evaluation.id)) {
        const auto found = own.find(estate.estate_id);
        count(progress, found != own.end() && found->second == "handed_in", estate.estate_id,
              found == own.end() ? base::Text{"自查还没有开始。", "The self-check has not begun."} : base::Text{"自查还没有交卷。", "The self-check is not handed in."});
        count(progress, assigned.contains(estate.estate_id), estate.estate_id, {"还没有分配第三方评估单位。", "No assessor is assigned."});
    }
    return progress;
}

Progress third_party(Transaction& transaction, const Evaluation& evaluation, base::Instant) {
    Progress progress;
    const auto sheets = states(transaction, evaluation, "third_party");
    for (const auto& estate : evaluation::participants(transaction, evaluation.id)) {
        const auto found = sheets.find(estate.estate_id);
        count(progress, found != sheets.end() && found->second == "handed_in", estate.estate_id, {"第三方检查还没有交卷。", "The third-party inspection is not handed in."});
    }
    return progress;
}

Progress departments(Transaction& transaction, const Evaluation& evaluation, base::Instant) {
    Progress progress;
    for (const auto& row : transaction.query("SELECT i.estate_id, i.state, q.name FROM inspection i JOIN party q ON q.id = i.party_id WHERE i.evaluation_id = $1 AND i.source = 'department' "
                                             "ORDER BY i.estate_id, q.name", {evaluation.id}))
        count(progress, row.text(1) == "handed_in", row.text(0), {row.text(2) + "的考核表还没有交卷。", "The sheet of " + row.text(2) + " is not handed in."});
    return progress;
}

}  // namespace

void watch_steps(evaluation::Steps& steps) {
    steps.check("self_check", self_checks);
    steps.check("inspection", third_party);
    steps.check("opinions", departments);
}

}  // namespace anju::inspection
