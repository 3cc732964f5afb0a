#pragma once
// What is done and what is left of the field work.
//   response rate  answered ÷ (drawn and called − vacant − not eligible): how many of those who could answer did
//   coverage rate  answered ÷ planned sample: how much of the plan is in
#include "survey/survey.hpp"

namespace anju::survey {

struct Rates {
    std::int64_t answered = 0, called = 0, not_eligible = 0, planned = 0;
    [[nodiscard]] kernel::json::value response() const;  ///< percent as a decimal text, truncated to 4 decimals; null without anybody
    [[nodiscard]] kernel::json::value coverage() const;
};
Rates rates_of(kernel::Transaction& transaction, const Survey& survey);

/// GET …/board: progress of the whole survey; a page of drawn dwellings, perhaps of one building (by name or id) or state.
kernel::Reply board(kernel::Context& context, const Survey& survey);

}  // namespace anju::survey
