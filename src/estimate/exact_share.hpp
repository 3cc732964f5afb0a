#pragma once
// The figure of record: exact, never a double. Σ N_h · (x_h / n_h) ÷ Σ N_h · (m_h / n_h) over the strata.
#include <cstdint>
#include <string>
#include <vector>

#include "base/exact.hpp"

namespace anju::estimate {

struct StratumCount {
    std::int64_t population = 0;  ///< dwellings of the stratum, > 0
    std::int64_t answered = 0;    ///< counted answers n_h, those without an opinion included
    std::int64_t opinions = 0;    ///< m_h: answers that name a level
    std::int64_t value = 0;       ///< x_h: satisfied answers, or the sum of the level values for a mean index
};

/// A ratio of whole numbers in lowest terms, written out because it may be longer than 64 bits.
struct Fraction {
    std::string numerator, denominator;
};

/// Strata without an answer are left out (said by the caller). Nothing to divide by: {0, 0}.
Fraction exact_share(const std::vector<StratumCount>& strata);
/// (fraction × factor − shift) as a percentage, truncated to 4 decimals: factor 100, shift 0 for a share; 20, 0 for
/// mean × 20; 25, 25 for (mean − 1) × 25. std::invalid_argument for {0, 0}.
base::Percent percent_of_record(const Fraction& fraction, int factor, int shift);

}  // namespace anju::estimate
