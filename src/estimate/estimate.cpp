// The mean is the ratio Σwy / Σw of two estimated totals. Taylor linearisation turns its variance into that of a plain
// total: every row gets z = w (y − mean) / Σw; the z of one first-stage unit are added up; and the variance is, stratum
// by stratum, (1 − n/N) · n/(n−1) · Σ (unit − mean of units)², where units drawn but outside the domain count with 0.
#include "estimate/estimate.hpp"

#include <cmath>
#include <stdexcept>

#include "estimate/design.hpp"
#include "estimate/intervals.hpp"
#include "estimate/notes.hpp"

namespace anju::estimate {
namespace {

struct Cluster {
    std::uint32_t stratum = 0, cluster = 0;
    double total = 0;
};

struct StratumSum {
    std::int64_t units = 0;  ///< of the domain
    double sum = 0, squares = 0;
    double mean = 0;  ///< of all units drawn; 0 for a lonely one
};

/// The rows of one domain after another, with the working space kept between them.
class DomainEstimator {
  public:
    DomainEstimator(const Design& design, double level)
        : design_{design},
          level_{level},
          sums_(design.strata().size()),
          unit_of_(design.clustered() ? design.clusters() : 0) {}

    template <class Rows>
    Estimate estimate(std::uint32_t domain, const Rows& rows) {
        Estimate result;
        result.domain = domain;
        weigh(rows, result);
        if (result.answers == 0) {
            result.notes.push_back(note_no_opinion());
            return result;
        }
        sum_strata(rows, result.estimate);
        finish(result);
        return result;
    }

  private:
    template <class Rows>
    void weigh(const Rows& rows, Estimate& result) {
        double weighted = 0;
        weights_ = 0;
        yes_ = 0;
        auto const& value = design_.answers().value;
        for (auto const row : rows) {
            if (!design_.counts(row)) continue;
            auto const weight = design_.weight(row);
            ++result.answers;
            weights_ += weight;
            weighted += weight * value[row];
            if (value[row] == 1) ++yes_;
        }
        if (result.answers != 0) result.estimate = weighted / weights_;
    }

    template <class Rows, class Each>
    void each_row(const Rows& rows, double mean, const Each& each) const {
        auto const share_of_all = 1 / weights_;
        auto const& value = design_.answers().value;
        for (auto const row : rows)
            if (design_.counts(row)) each(row, design_.weight(row) * (value[row] - mean) * share_of_all);
    }

    /// Calls each(stratum, total of z) for every unit of the domain. Rows that are units themselves are not written
    /// down.
    template <class Rows, class Each>
    void each_unit(const Rows& rows, double mean, const Each& each) const {
        if (design_.clustered())
            for (auto const& unit : units_) each(unit.stratum, unit.total);
        else
            each_row(rows, mean, [&](std::size_t row, double z) { each(design_.stratum(row), z); });
    }

    template <class Rows>
    void gather_clusters(const Rows& rows, double mean) {
        units_.clear();
        each_row(rows, mean, [&](std::size_t row, double z) {
            auto& place = unit_of_[design_.cluster(row)];
            if (place == 0) {
                units_.push_back({design_.stratum(row), design_.cluster(row), 0});
                place = static_cast<std::uint32_t>(units_.size());
            }
            units_[place - 1].total += z;
        });
        for (auto const& unit : units_) unit_of_[unit.cluster] = 0;
    }

    template <class Rows>
    void sum_strata(const Rows& rows, double mean) {
        if (design_.clustered()) gather_clusters(rows, mean);
        touched_.clear();
        units_drawn_ = 0;
        each_unit(rows, mean, [&](std::uint32_t h, double total) {
            if (sums_[h].units++ == 0) touched_.push_back(h);
            sums_[h].sum += total;
            ++units_drawn_;
        });
        for (auto const h : touched_) {
            auto const drawn = design_.strata()[h].units;
            sums_[h].mean = drawn > 1 ? sums_[h].sum / static_cast<double>(drawn) : 0;
        }
        each_unit(rows, mean, [&](std::uint32_t h, double total) {
            auto const distance = total - sums_[h].mean;
            sums_[h].squares += distance * distance;
        });
    }

    /// Adds up the strata and leaves the working space clean.
    double variance(std::size_t& lonely, bool& everybody) {
        double all = 0;
        for (auto const h : touched_) {
            auto const& stratum = design_.strata()[h];
            auto& sum = sums_[h];
            auto const drawn = static_cast<double>(stratum.units);
            if (stratum.left > 0) everybody = false;
            if (stratum.units == 1) {
                if (stratum.left > 0) ++lonely;
                all += stratum.left * sum.squares;
            } else {
                auto const elsewhere = static_cast<double>(stratum.units - sum.units) * sum.mean * sum.mean;
                all += stratum.left * drawn / (drawn - 1) * (sum.squares + elsewhere);
            }
            sum = {};
        }
        return all;
    }

    void finish(Estimate& result) {
        std::size_t lonely = 0;
        Measured measured{design_.answers().share, true, result.estimate, 0, 0, result.answers};
        measured.standard_error = std::sqrt(variance(lonely, measured.everybody));
        // Equal answers leave the rounding of the mean behind, which is no spread.
        if (measured.standard_error <= 1e-12 * std::abs(result.estimate)) measured.standard_error = 0;
        bool const alike = measured.share && (yes_ == 0 || yes_ == result.answers);
        if (alike) {
            measured.estimate = yes_ == 0 ? 0 : 1;
            measured.standard_error = 0;
        }
        measured.degrees_of_freedom = static_cast<double>(units_drawn_ - touched_.size());
        result.estimate = measured.estimate;
        result.standard_error = measured.standard_error;
        result.degrees_of_freedom = measured.degrees_of_freedom;
        result.effective_answers = effective_answers(measured);
        result.intervals = intervals(measured, level_);
        result.notes = notes({measured, alike, lonely, design_.clustered()});
    }

    const Design& design_;
    double level_;
    double weights_ = 0;
    std::int64_t yes_ = 0;
    std::vector<StratumSum> sums_;
    std::size_t units_drawn_ = 0;         ///< of the domain
    std::vector<std::uint32_t> unit_of_;  ///< by cluster: place in units_ + 1
    std::vector<std::uint32_t> touched_;  ///< strata of the domain
    std::vector<Cluster> units_;          ///< clusters of the domain
};

/// Rows 0 … count − 1 without writing them down.
struct AllRows {
    struct Row {
        std::size_t row;
        std::size_t operator*() const { return row; }
        Row& operator++() { return ++row, *this; }
        bool operator!=(const Row& other) const { return row != other.row; }
    };
    std::size_t count;
    [[nodiscard]] Row begin() const { return {0}; }
    [[nodiscard]] Row end() const { return {count}; }
};

struct SomeRows {
    const std::uint32_t *first, *last;
    [[nodiscard]] const std::uint32_t* begin() const { return first; }
    [[nodiscard]] const std::uint32_t* end() const { return last; }
};

/// Rows in the order of their domain; `start[d]` … `start[d + 1]` are those of domain d.
struct ByDomain {
    std::vector<std::uint32_t> rows;
    std::vector<std::size_t> start;
};

ByDomain by_domain(const Places& domains, std::size_t rows) {
    ByDomain sorted{std::vector<std::uint32_t>(rows), std::vector<std::size_t>(domains.count() + 1, 0)};
    for (std::size_t row = 0; row < rows; ++row) ++sorted.start[domains.at(row) + 1];
    for (std::size_t d = 1; d < sorted.start.size(); ++d) sorted.start[d] += sorted.start[d - 1];
    auto next = sorted.start;
    for (std::uint32_t row = 0; row < rows; ++row) sorted.rows[next[domains.at(row)]++] = row;
    return sorted;
}

}  // namespace

std::vector<Estimate> estimate(const Answers& answers, double level) {
    if (!(level > 0 && level < 1)) throw std::invalid_argument{"estimate: the level is not between 0 and 1"};
    Design const design{answers};
    if (answers.value.empty()) return {};
    DomainEstimator estimator{design, level};
    if (answers.domain.empty()) return {estimator.estimate(0, AllRows{answers.value.size()})};
    Places const domains{answers.domain};
    auto const sorted = by_domain(domains, answers.value.size());
    std::vector<Estimate> estimates;
    for (std::uint32_t d = 0; d < domains.count(); ++d) {
        SomeRows const rows{sorted.rows.data() + sorted.start[d], sorted.rows.data() + sorted.start[d + 1]};
        if (rows.first != rows.last) estimates.push_back(estimator.estimate(domains.meant(d), rows));
    }
    return estimates;
}

}  // namespace anju::estimate
