#pragma once
// How often an address that nobody signed in from may object: kept in memory only, never written down. Bounded, so that
// a flood of addresses costs no memory; the address heard of longest ago makes room.
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/day.hpp"

namespace anju::publish {

class Visitors {
  public:
    explicit Visitors(std::size_t an_hour = 5, std::size_t most_addresses = 10'000)
        : an_hour_{an_hour}, most_{most_addresses} {}
    /// False when the address has had its share of this hour. An act may run more than once: the same `stamp` at the
    /// same instant is one visit.
    bool admit(const std::string& address, base::Instant now, std::size_t stamp);

  private:
    struct Visit {
        std::int64_t at;
        std::size_t stamp;
    };
    std::size_t an_hour_, most_;
    std::mutex mutex_;
    std::map<std::string, std::vector<Visit>> visits_;
};

}  // namespace anju::publish
