#pragma once
// Rating a table of cases without a server: the same score and stars as the service, from files alone.
//   auto tables = read_tables(path);  auto read = read_cases(tables, pack);  auto rated = rate(pack, read.estates, {});
#include <functional>
#include <vector>

#include "policy/rate_all.hpp"
#include "rate/cases.hpp"

namespace anju::rate {

using base::Points;

/// Told now and then what is being done and how far it is.
using Progress = std::function<void(const Text& what, std::size_t done, std::size_t all)>;

/// The sentence of the verdict is left empty: sentence_of() makes it for those that are shown.
struct Rated : policy::Rating {
    const EstateCase* estate = nullptr;  ///< points into the cases given to rate()

    [[nodiscard]] std::optional<base::Percent> measure(const policy::Item* item) const;
};

/// In the order of the cases. Precondition: read_cases found no problem with the same pack.
std::vector<Rated> rate(const policy::Pack& pack, const std::vector<EstateCase>& estates, const Progress& progress);

struct Placed {
    const Rated* rated = nullptr;
    std::size_t rank =
        0;  ///< within the street, equal totals share it; 0 when the estate cannot be ranked (no stars possible)
};
/// By street (the pack's order, others behind), then total from high to low.
std::vector<Placed> rank(const policy::Pack& pack, const std::vector<Rated>& rated);

/// One street beside the others. Means are cut to 4 decimals, never rounded.
struct StreetSummary {
    std::string street;
    std::size_t estates = 0, unrated = 0, fails = 0, incomplete = 0, pending = 0;
    std::map<int, std::size_t> stars;  ///< by level, every level of the pack
    std::optional<Points> mean_total;
    std::optional<base::Percent> mean_satisfaction;
    /// Mean of the points the pack gives for each rated estate's star, times the pack's weight in percent. Estates that
    /// are pending or incomplete have no star to count.
    std::optional<Points> assessment;
};
std::vector<StreetSummary> compare_streets(const policy::Pack& pack, const std::vector<Placed>& placed);

/// Why the estate has this star, both keys with their figures and marks; precondition: rated with this pack.
Text sentence_of(const policy::Pack& pack, const Rated& rated);

/// What is missing to the next star and the fewest items to cure, in a short sentence; empty at the top or without
/// stars.
std::string shortfall_words(const policy::Verdict& verdict, const policy::Pack& pack, base::Language language);

}  // namespace anju::rate
