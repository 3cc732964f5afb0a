#include "estimate/design.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace anju::estimate {
namespace {

constexpr auto nobody = std::numeric_limits<std::uint32_t>::max();

[[noreturn]] void refuse(const std::string& why) {
    throw std::invalid_argument{"estimate: " + why};
}

void check_length(std::size_t length, std::size_t rows, const char* column) {
    if (length != 0 && length != rows) refuse(std::string{column} + " is not as long as value");
}

}  // namespace

Places::Places(const std::vector<std::uint32_t>& column) {
    if (column.empty()) return;
    auto const largest = *std::max_element(column.begin(), column.end());
    place_ = column.data();
    count_ = std::size_t{largest} + 1;
    if (largest <= column.size() * 4 + 1024) return;
    meant_ = column;
    std::sort(meant_.begin(), meant_.end());
    meant_.erase(std::unique(meant_.begin(), meant_.end()), meant_.end());
    renumbered_.reserve(column.size());
    for (auto const one : column) {
        auto const found = std::lower_bound(meant_.begin(), meant_.end(), one);
        renumbered_.push_back(static_cast<std::uint32_t>(found - meant_.begin()));
    }
    place_ = renumbered_.data();
    count_ = meant_.size();
}

Design::Design(const Answers& answers) : answers_{answers}, stratum_{answers.stratum}, cluster_{answers.cluster} {
    check_columns();
    strata_.resize(stratum_.count());
    count_units();
    set_populations();
}

void Design::check_columns() const {
    auto const rows = answers_.value.size();
    if (rows >= nobody) refuse("too many rows");
    check_length(answers_.stratum.size(), rows, "stratum");
    check_length(answers_.cluster.size(), rows, "cluster");
    check_length(answers_.domain.size(), rows, "domain");
    check_length(answers_.weight.size(), rows, "weight");
    check_length(answers_.valid.size(), rows, "valid");
    for (std::size_t row = 0; row < rows; ++row) {
        if (!counts(row)) continue;
        auto const value = answers_.value[row];
        if (!std::isfinite(value)) refuse("a value is not a number");
        if (answers_.share && value != 0 && value != 1) refuse("a value of a share is neither 0 nor 1");
    }
    for (auto const weight : answers_.weight)
        if (!(weight > 0) || !std::isfinite(weight)) refuse("a weight is not above 0");
}

void Design::count_units() {
    auto const rows = answers_.value.size();
    if (!clustered()) {
        for (std::size_t row = 0; row < rows; ++row) ++strata_[stratum(row)].units;
        return;
    }
    std::vector<std::uint32_t> home(clusters(), nobody);
    for (std::size_t row = 0; row < rows; ++row) {
        auto& stratum_of = home[cluster(row)];
        if (stratum_of == nobody) {
            stratum_of = stratum(row);
            ++strata_[stratum_of].units;
        } else if (stratum_of != stratum(row)) {
            refuse("a cluster is in two strata");
        }
    }
}

void Design::set_populations() {
    if (answers_.population.empty()) return;
    for (std::uint32_t h = 0; h < strata_.size(); ++h) {
        auto& stratum = strata_[h];
        if (stratum.units == 0) continue;
        if (stratum_.meant(h) >= answers_.population.size()) refuse("a stratum has no population");
        auto const population = answers_.population[stratum_.meant(h)];
        auto const units = static_cast<double>(stratum.units);
        if (!(population >= units)) refuse("a population is below the number of units drawn from it");
        if (std::isinf(population)) {
            if (answers_.weight.empty()) refuse("a population without end needs weights");
            continue;
        }
        stratum.weight = population / units;
        stratum.left = (population - units) / population;
        if (stratum.left < 1e-7) stratum.left = 0;  // R's limit for "all of them"
    }
}

}  // namespace anju::estimate
