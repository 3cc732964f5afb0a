#pragma once
// Whole districts at once: points and stars of many cases without words, on as many threads as pay.
#include <span>
#include <vector>

#include "policy/score.hpp"

namespace anju::policy {

struct Rating {
    Points total;
    std::vector<Points> held, lost;  ///< by item, in the order of the document
    std::vector<Points> chapters;    ///< points held, in the order of the document
    Verdict verdict;                 ///< without its sentence
};

/// What `score` and `star` say of every case, in their order, whatever the number of threads (0: as many as there are
/// processors). Fewer run where there is too little to do. Precondition and error as for `score`: of several wrong cases
/// the first is reported.
std::vector<Rating> rate_all(const Pack& pack, std::span<const Case* const> cases, std::size_t threads = 0);
std::vector<Rating> rate_all(const Pack& pack, std::span<const Case> cases, std::size_t threads = 0);

}  // namespace anju::policy
