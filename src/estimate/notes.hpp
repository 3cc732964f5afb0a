#pragma once
// What was out of the ordinary in an estimate, and what was done about it, in plain words.
#include "estimate/intervals.hpp"

namespace anju::estimate {

struct Circumstances {
    const Measured& measured;
    bool alike = false;      ///< a share of 0 % or 100 %
    std::size_t lonely = 0;  ///< strata with a single unit of a larger (or unknown) population
    bool clustered = false;
};

base::Text note_no_opinion();
std::vector<base::Text> notes(const Circumstances& circumstances);

}  // namespace anju::estimate
