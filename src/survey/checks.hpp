#pragma once
// The back-check: a second person asks a share of the households that an interviewer brought in whether they were really asked. Never
// what they answered: that cannot be joined to a household.
//
// Which ones: an answer is wanted when the first 8 hex digits of SM3(seed ‖ "check" ‖ position ‖ receipt), taken as a number, are below
// share × 2³². The receipt, random and made with the answer, is in it so that nobody can know beforehand; anybody can work it out
// afterwards. Once wanted an answer stays wanted, however many come after it. Of an interviewer who brought 5 or more and has
// none wanted, the answer with the smallest number is.
#include <set>

#include "survey/survey.hpp"

namespace anju::survey {

/// The counted answer of a dwelling that an interviewer brought.
struct Interviewed { std::int64_t position = 0; std::string interviewer, receipt, back_check; };
std::vector<Interviewed> interviewed(kernel::Transaction& transaction, const std::string& survey_id);
/// Whether somebody has looked: confirmed, differs, not_interviewed or not_reached.
bool checked(const Interviewed& one);
/// Positions to check, those already checked left in; pure.
std::set<std::int64_t> wanted_checks(const std::string& seed, std::int64_t percent, const std::vector<Interviewed>& answers);

/// All counted answers of one interviewer count no longer. It is the smallest thing that can be voided: an answer cannot be joined to
/// its dwelling. The dwellings stay answered – that they were called on is a fact. Refuses 409 wrong_state once recorded, nothing_to_void.
std::int64_t void_answers(kernel::Context& context, const Survey& survey, const std::string& interviewer_id, const std::string& reason);

}  // namespace anju::survey
