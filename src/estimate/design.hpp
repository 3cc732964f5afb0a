#pragma once
// How the sample was drawn, worked out once for all domains: who belongs to which stratum and first-stage unit, how
// many units were drawn, what one answer stands for. A domain is a part of the answers, never a smaller sample: the
// units drawn in a stratum stay the same whoever of them is in the domain (as R's subset() does).
#include "estimate/estimate.hpp"

namespace anju::estimate {

/// Numbers small enough to be places in a table. A column that already holds such numbers (the usual) is not copied;
/// one whose numbers lie far apart gets new ones, in the same order. Keeps a pointer to the column.
class Places {
  public:
    explicit Places(const std::vector<std::uint32_t>& column);  ///< empty: every row is at place 0
    Places(const Places&) = delete;
    Places& operator=(const Places&) = delete;

    [[nodiscard]] std::uint32_t at(std::size_t row) const { return place_ == nullptr ? 0 : place_[row]; }
    [[nodiscard]] std::uint32_t meant(std::uint32_t place) const { return meant_.empty() ? place : meant_[place]; }
    [[nodiscard]] std::size_t count() const { return count_; }  ///< some may be without a row
    [[nodiscard]] bool given() const { return place_ != nullptr; }

  private:
    const std::uint32_t* place_ = nullptr;
    std::size_t count_ = 1;
    std::vector<std::uint32_t> renumbered_, meant_;
};

struct Stratum {
    std::int64_t units = 0;  ///< first-stage units drawn
    double left = 1;    ///< 1 − drawn / population: what the finite population leaves of the variance; 0 below 1e-7
    double weight = 1;  ///< when the answers bring none
};

class Design {
  public:
    explicit Design(const Answers& answers);  ///< std::invalid_argument as estimate() says; keeps a reference

    [[nodiscard]] double weight(std::size_t row) const {
        return answers_.weight.empty() ? strata_[stratum(row)].weight : answers_.weight[row];
    }
    [[nodiscard]] bool counts(std::size_t row) const { return answers_.valid.empty() || answers_.valid[row] != 0; }
    [[nodiscard]] std::uint32_t stratum(std::size_t row) const { return stratum_.at(row); }
    [[nodiscard]] std::uint32_t cluster(std::size_t row) const { return cluster_.at(row); }
    [[nodiscard]] bool clustered() const { return cluster_.given(); }
    [[nodiscard]] std::size_t clusters() const { return cluster_.count(); }
    [[nodiscard]] const std::vector<Stratum>& strata() const { return strata_; }
    [[nodiscard]] const Answers& answers() const { return answers_; }

  private:
    void check_columns() const;
    void count_units();
    void set_populations();

    const Answers& answers_;
    Places stratum_, cluster_;
    std::vector<Stratum> strata_;
};

}  // namespace anju::estimate
