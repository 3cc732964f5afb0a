#include "survey/frame.hpp"

#include <algorithm>
#include <array>

#include "estimate/estimate.hpp"

namespace anju::survey {
namespace {

constexpr std::array<std::string_view, 4> households{"resettled", "bought", "rented", "unknown"};

void add(Frame& frame, const std::string& stratum, const std::string& title, const std::string& dwelling) {
    auto& ids = frame.dwellings[stratum];
    if (ids.empty()) frame.strata.push_back({stratum, title});
    ids.push_back(dwelling);
    ++frame.population;
}

std::size_t place_of(const std::string& household) {
    return static_cast<std::size_t>(std::find(households.begin(), households.end(), household) - households.begin());
}

}  // namespace

Frame frame_of(kernel::Transaction& transaction, const std::string& estate_id, const std::string& strata_by) {
    Frame frame;
    transaction.each(
        "SELECT w.id, w.household, b.id, b.name FROM dwelling w JOIN building b ON b.id = w.building_id "
        "WHERE w.estate_id = $1 AND w.kind = 'dwelling' ORDER BY b.sort_key, b.id, w.id",
        {estate_id}, [&](const kernel::Row& row) {
            if (row.text(1) == "vacant")
                ++frame.vacant;
            else if (strata_by == "building")
                add(frame, row.text(2), row.text(3), row.text(0));
            else if (strata_by == "household")
                add(frame, row.text(1), row.text(1), row.text(0));
            else
                add(frame, "all", "all", row.text(0));
        });
    if (strata_by == "household")
        std::stable_sort(frame.strata.begin(), frame.strata.end(), [](const StratumPlan& a, const StratumPlan& b) { return place_of(a.stratum) < place_of(b.stratum); });
    for (auto& stratum : frame.strata) stratum.population = std::ssize(frame.dwellings.at(stratum.stratum));
    return frame;
}

std::int64_t answers_wanted(std::int64_t population, std::int64_t half_width, std::int64_t level) {
    constexpr double whole = 100.0 * static_cast<double>(base::Percent::scale);
    return estimate::answers_needed(population, static_cast<double>(half_width) / whole, static_cast<double>(level) / 100.0);
}

}  // namespace anju::survey
