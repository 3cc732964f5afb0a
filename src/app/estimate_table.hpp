#pragma once
// A table of answers (CSV or the first sheet of a workbook) as the columns src/estimate takes. All problems of a table
// are found in one go, each with its row as a spreadsheet counts, its column and the mend.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "estimate/estimate.hpp"
#include "kernel/workbook.hpp"
#include "rate/cases.hpp"

namespace anju::app {

/// The headings that say what is what; all but `value` may be empty.
struct AnswerColumns {
    std::string value, stratum, population, weight, cluster, domain;
    std::vector<std::string> success;  ///< texts that count as yes; empty: value is a number
};

struct AnswersRead {
    estimate::Answers answers;         ///< to be used only when there is no problem
    std::vector<std::string> domains;  ///< by number; in the order in which they first occur
    std::vector<rate::CaseProblem> problems;
    std::vector<base::Text> notes;  ///< a level of `success` that nobody chose
};

/// Throws base::Refusal on what cannot be opened or is no table.
kernel::Sheet read_answer_sheet(const std::filesystem::path& file);
/// An empty value is no opinion: it counts for weights and populations only. Wholly empty rows are passed over. A share
/// when `success` is given or all values are 0 or 1.
AnswersRead read_answers(const kernel::Sheet& sheet, const AnswerColumns& columns);

}  // namespace anju::app
