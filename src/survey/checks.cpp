#include "survey/checks.hpp"

#include <limits>
#include <map>

#include "base/digest.hpp"
#include "survey/parts.hpp"

namespace anju::survey {
namespace {

constexpr std::int64_t enough_for_one = 5;

/// The first 32 bits of the lot.
std::int64_t lot_of(const std::string& seed, const Interviewed& one) {
    return std::stoll(base::sm3(seed + "check" + std::to_string(one.position) + one.receipt).substr(0, 8), nullptr, 16);
}

struct OfInterviewer { std::int64_t answers = 0, smallest = std::numeric_limits<std::int64_t>::max(), smallest_position = 0; bool has_one = false; };

}  // namespace

bool checked(const Interviewed& one) { return !one.back_check.empty() && one.back_check != "wanted"; }

std::set<std::int64_t> wanted_checks(const std::string& seed, std::int64_t percent, const std::vector<Interviewed>& answers) {
    std::set<std::int64_t> wanted;
    std::map<std::string, OfInterviewer> interviewers;
    for (const auto& one : answers) {
        auto& mine = interviewers[one.interviewer];
        ++mine.answers;
        const auto lot = lot_of(seed, one);
        if (checked(one) || lot * 100 < percent * (std::int64_t{1} << 32)) {
            wanted.insert(one.position);
            mine.has_one = true;
        }
        if (lot < mine.smallest) mine.smallest = lot, mine.smallest_position = one.position;
    }
    for (const auto& [id, mine] : interviewers)
        if (percent > 0 && !mine.has_one && mine.answers >= enough_for_one) wanted.insert(mine.smallest_position);
    return wanted;
}

std::vector<Interviewed> interviewed(kernel::Transaction& transaction, const std::string& survey_id) {
    std::vector<Interviewed> answers;
    transaction.each("SELECT position, interviewer, receipt, back_check FROM survey_draw WHERE survey_id = $1 AND state = 'answered' AND interviewer <> '' ORDER BY position", {survey_id},
                     [&](const kernel::Row& row) { answers.push_back({row.number(0), row.text(1), row.text_or(2), row.text(3)}); });
    return answers;
}

std::int64_t void_answers(kernel::Context& context, const Survey& survey, const std::string& interviewer_id, const std::string& reason) {
    require_state(survey, {"fieldwork", "closed"});
    auto& transaction = context.transaction;
    if (transaction.run("UPDATE survey SET version = version + 1 WHERE id = $1 AND version = $2", {survey.id, survey.version}) == 0) refuse_changed_meanwhile();
    const auto voided = interviewer_id.empty() ? 0
                                               : transaction.run("UPDATE survey_answer SET counted = 0, apart = 'voided', voided_by = $3, voided_why = $4 "
                                                                 "WHERE survey_id = $1 AND interviewer = $2 AND counted = 1",
                                                                 {survey.id, interviewer_id, context.actor.account_id, reason});
    if (voided == 0)
        base::refuse_state("nothing_to_void", {"这位访问员在这次调查里没有计入的答卷，不用作废。", "This interviewer has no counted answers in this survey; there is nothing to void."});
    context.journal({"survey.void", "survey", survey.id, survey.estate_id, nullptr, {{"interviewer_id", interviewer_id}, {"voided", voided}}, reason});
    return voided;
}

}  // namespace anju::survey
