#pragma once
// From an estimate and its standard error to intervals by name. The formulas are those of R's svyciprop.
#include "estimate/estimate.hpp"

namespace anju::estimate {

struct Measured {
    bool share = true;
    bool everybody = false;  ///< every unit of every stratum of the domain was drawn: no sampling error
    double estimate = 0, standard_error = 0, degrees_of_freedom = 0;
    std::int64_t answers = 0;  ///< > 0
};

/// No method based on the standard error can speak: see `exact` in estimate.hpp. Never true when everybody was asked.
bool without_spread(const Measured& measured);
double effective_answers(const Measured& measured);
std::vector<Interval> intervals(const Measured& measured, double level);  ///< none for a mean without spread

}  // namespace anju::estimate
