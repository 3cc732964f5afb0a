#pragma once
// Reads a pack and reports *all* problems in it, each with file, line, column, what, why and the mend.
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/pack.hpp"

namespace anju::policy {

struct PackProblem {
    std::string file;
    int line = 0, column = 0;  ///< from 1; 0 when the file as a whole is meant
    Text message;              ///< what is wrong, why it matters, and the mend
};

using PackFiles = std::map<std::string, std::string>;  ///< path inside the pack -> content

/// The pack's own files (yaml, txt, html, md are read; others left alone), by path relative to `directory`.
PackFiles pack_files(const std::filesystem::path& directory);

struct PackRead {
    std::optional<Pack> pack;  ///< only when there is no problem
    std::vector<PackProblem> problems;
};
/// `chosen` replaces the chosen choice of readings by name (a draft, a scenario); an unknown one is a problem.
PackRead read_pack(const PackFiles& files, const std::map<std::string, std::string>& chosen = {});

/// One calendar year from the text of a calendars/YYYY.yaml file.
struct CalendarRead { std::optional<CalendarYear> year; std::vector<PackProblem> problems; };
CalendarRead read_calendar(const std::string& file, const std::string& text);

std::string problem_line(const PackProblem& problem, base::Language language);  ///< "stars.yaml:4:12: …"

}  // namespace anju::policy
