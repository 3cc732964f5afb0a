#pragma once
// The results in the three shapes people want: a workbook to hand on, JSON for programs, a table for the eye.
#include <filesystem>
#include <set>

#include "rate/compare.hpp"

namespace anju::rate {

struct Report {
    const policy::Pack& pack;
    const std::vector<Rated>& rated;
    const std::set<std::string>& changed_readings;  ///< chosen on the command line, not by the pack
    base::Language language = base::Language::zh;
};

/// An array in the order of the cases; points and percentages as exact strings, absent measures null.
std::string results_json(const Report& report);
std::string results_text(const Report& report);  ///< a table: street, estate, figures, star, what is missing

/// Sheets 结果, 评分表, 街道比较, 口径 and, with a draft, 方案对比. The file appears when it is whole, or not at all.
void write_results(const Report& report, const Comparison* draft, const std::filesystem::path& file,
                   const Progress& progress);

std::string comparison_json(const policy::Pack& pack, const policy::Pack& draft, const Comparison& comparison,
                            std::size_t estates, base::Language language);
std::string comparison_text(const policy::Pack& pack, const policy::Pack& draft, const Comparison& comparison,
                            std::size_t estates, base::Language language);

}  // namespace anju::rate
