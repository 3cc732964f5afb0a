#pragma once
// A table of cases: estates with their measures, findings and items that do not apply, as an officer keeps them in a
// workbook (sheets 小区, 测评, 扣分) or in a folder of CSV files of the same names. All problems of a file are found in
// one go.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "kernel/workbook.hpp"
#include "policy/score.hpp"

namespace anju::rate {

using base::Text;

struct EstateCase {
    std::string code, name, street, community;
    policy::Case facts;  ///< a finding's id is its place in the file: "扣分!12"
    std::map<std::string, std::string> not_applicable_reasons;  ///< by item
};

/// One thing wrong in the file: where (row as a spreadsheet counts), what stands there, why it is wrong and the mend.
struct CaseProblem {
    std::string code;  ///< stable word: unknown_item, not_a_step, duplicate_estate …
    std::string sheet;
    std::size_t row = 0;  ///< from 1; 0 when the whole sheet is meant
    std::string column, value;
    Text message;
};

struct CasesRead {
    std::vector<EstateCase> estates;  ///< in the order of the file; to be used only when there is no problem
    std::vector<CaseProblem> problems;
    std::vector<Text> notes;  ///< what was understood in a way the writer should know: a fact written twice
};

/// A file .xlsx or a folder with 小区.csv, 测评.csv, 扣分.csv. Throws base::Refusal on what cannot be read as either.
kernel::Workbook read_tables(const std::filesystem::path& cases);
CasesRead read_cases(const kernel::Workbook& tables, const policy::Pack& pack);
std::string problem_line(const CaseProblem& problem, base::Language language);

/// The measure item behind the second key and the one shown beside it (文明程度); nullptr when the pack has none.
const policy::Item* satisfaction_item(const policy::Pack& pack);
const policy::Item* civility_item(const policy::Pack& pack);

}  // namespace anju::rate
