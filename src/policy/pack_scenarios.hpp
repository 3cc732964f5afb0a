#pragma once
// `anju pack test`: scenarios in YAML that a policy officer can read and write, run against the pack.
#include <string>
#include <vector>

#include "policy/pack_reader.hpp"

namespace anju::policy {

struct ScenarioResult {
    std::string file, scenario;
    int line = 0;
    std::vector<Text> differences;  ///< empty: passed
};
std::vector<ScenarioResult> run_scenarios(const PackFiles& files);

}  // namespace anju::policy
