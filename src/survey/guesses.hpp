#pragma once
// Wrong codes typed by people nobody knows: how many from one address and how many in all. Kept in memory only and bounded. A code
// has 45 random bits, so ten tries an hour find nothing; an IPv6 address counts as its first 64 bits, which one line can change at will.
//
// While more than `in_all` wrong codes have come within the hour, from whatever addresses, somebody tries them by the thousand: then an
// address has fewer tries. Nobody waits and no right code is refused, except from an address that has itself used up its tries.
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "base/day.hpp"

namespace anju::survey {

struct GuessLimits {
    std::size_t an_address = 10;      ///< wrong codes an hour from one address
    std::size_t in_all = 300;         ///< wrong codes an hour from everywhere, beyond which …
    std::size_t when_attacked = 3;    ///< … an address has only so many
    std::size_t addresses = 10'000;   ///< remembered; the one heard of longest ago makes room
};

class Guesses {
  public:
    explicit Guesses(GuessLimits limits = {}) : limits_{limits} {}
    [[nodiscard]] bool may_try(const std::string& address, base::Instant now);
    /// An act may run more than once: the same `stamp` at the same instant is one guess.
    void wrong(const std::string& address, base::Instant now, std::size_t stamp);

  private:
    struct Guess { std::int64_t at; std::size_t stamp; };
    void forget(base::Instant now);
    void make_room();

    GuessLimits limits_;
    std::mutex mutex_;
    std::map<std::string, std::deque<Guess>> by_address_;
    std::deque<std::int64_t> all_;  ///< the latest in_all + 1
};

/// What counts as one address: an IPv4 address, the first 64 bits of an IPv6 one, anything else as it stands.
std::string address_group(const std::string& address);

}  // namespace anju::survey
