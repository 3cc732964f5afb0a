#pragma once
// The frame: the dwellings of an estate that somebody lives in (kind dwelling, household not vacant), by stratum. Shops, parking
// places and storerooms answer nothing.
#include <map>

#include "survey/survey.hpp"

namespace anju::survey {

struct Frame {
    std::vector<StratumPlan> strata;  ///< with their populations; buildings as people count them, then households in a fixed order
    std::map<std::string, std::vector<std::string>> dwellings;  ///< stratum -> dwelling ids
    std::int64_t population = 0, vacant = 0;
};
/// `strata_by` none | building | household.
Frame frame_of(kernel::Transaction& transaction, const std::string& estate_id, const std::string& strata_by);
/// Answers a plan needs; half_width in 1/10 000 percentage points, level in percent.
std::int64_t answers_wanted(std::int64_t population, std::int64_t half_width, std::int64_t level);

}  // namespace anju::survey
