#pragma once
// What a sample says about everybody, and how sure it is. Pure: no database, no pack. Means and shares of a stratified
// (and, if given, clustered) sample with weights and finite populations; standard errors by Taylor linearisation of the
// ratio Σwy/Σw; intervals named and defined as in R's survey package, so that anybody can check them there.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace anju::estimate {

/// One row an answer, held by columns: 100,000 of them are a few megabytes. Columns other than `value` may be empty.
struct Answers {
    std::vector<double> value;           ///< 0 or 1 for a share; any number for a mean
    std::vector<std::uint32_t> stratum;  ///< empty: one stratum
    std::vector<std::uint32_t> cluster;  ///< first-stage units, numbered across strata; empty: every row its own
    std::vector<std::uint32_t> domain;   ///< empty: one domain, 0
    std::vector<double> weight;      ///< > 0; empty: population / units drawn of the stratum, or 1 without populations
    std::vector<double> population;  ///< by stratum: first-stage units there are; empty: taken as without end
    std::vector<double> valid;       ///< 1: has an opinion; 0: counts for the weights only (不了解); empty: all 1
    bool share = true;               ///< values are 0/1 and the share methods apply
};

/// mean  estimate ± t(df) · se, cut to 0…1 for a share only when shown
/// xlogit the same on the logit scale · asin on arcsin √p, kept inside 0…1 (R lets it turn back there) · beta
/// Korn–Graubard wilson Wilson's on the effective size p(1−p)/se², with t(df) in place of the normal (Dean and Pagano
/// 2015) exact Clopper–Pearson on the real counts, only in place of methods that have no interval: 0 %, 100 %, one
/// answer, and
///       (with p · answers as the count) where no degrees of freedom or no spread inside the strata is left to measure
///       by
/// When everybody was asked (populations equal to the units drawn) every method gives [p, p].
struct Interval {
    std::string_view method;
    double low = 0, high = 0;
};

struct Estimate {
    std::uint32_t domain = 0;
    std::int64_t answers = 0;  ///< rows with an opinion; 0: all figures are 0, no intervals, and a note
    double estimate = 0, standard_error = 0;
    double degrees_of_freedom = 0;  ///< clusters (or rows) less strata, over strata the domain occurs in
    double effective_answers =
        0;  ///< p(1−p)/se², cut to `answers` where that is smaller; `answers` for a mean and without se
    std::vector<Interval> intervals;
    std::vector<base::Text> notes;  ///< what was out of the ordinary and what was done about it
};

/// One for every domain that occurs, in order. `level` in (0, 1). Throws std::invalid_argument when columns do not fit
/// together, a weight is not above 0, or a population is below the number of units drawn from it. A stratum with a
/// single unit adds its squared distance from the mean of all (R: lonely.psu = "adjust") and a note says so.
std::vector<Estimate> estimate(const Answers& answers, double level);

/// How sure the sample is that the share is at or above `threshold`: 0…1, one-sided on the scale xlogit uses; at 0 %
/// and 100 % from the exact binomial. For a mean, on its own scale. Nothing to go by: 0.5. What is said in words: see
/// `sureness`.
double confidence_above(const Estimate& estimate, double threshold);
enum class Sureness {
    surely_above,
    probably_above,
    open,
    probably_below,
    surely_below
};  ///< from 97.5 %, 80 %, between, 20 %, 2.5 %
Sureness sureness(double confidence);

/// How many answers a simple random sample needs for ± half_width (share, 0…1) at `level` in the worst case p = 0.5,
/// out of `population` (finite-population correction); whole, rounded up, at most `population`. 95 %, ±5 points: 288 →
/// 165 (law notes §6).
std::int64_t answers_needed(std::int64_t population, double half_width, double level);

}  // namespace anju::estimate
