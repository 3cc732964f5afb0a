#pragma once
// Counts of what was changed, so that an answer worked out once may be given again while nothing it shows has changed.
//
// The store counts an act up when it is on disk and before the act returns. Whoever keeps an answer reads the count BEFORE
// opening the transaction it is made in, and gives it again only while the count is the same: then no acknowledged act lies
// between, and a reader never sees less than what was acknowledged to anybody. Only where one process writes the database
// (SQLite); what another program did to the file (`anju account add`) is noticed within a second.
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kernel/store.hpp"

namespace anju::kernel {

class Changes {
  public:
    struct Count {
        std::uint64_t everything = 0, within = 0;
        friend bool operator==(const Count&, const Count&) = default;
    };
    [[nodiscard]] Count of_place(const std::string& place_id) const;  ///< acts on that place, and those on everything
    /// The counts of all places as they stood at one moment.
    struct Picture {
        std::uint64_t everything = 0;
        std::unordered_map<std::string, std::uint64_t> places;
        [[nodiscard]] Count of_place(const std::string& place_id) const;
    };
    [[nodiscard]] Picture picture() const;
    [[nodiscard]] Count of_all() const;                               ///< every act
    [[nodiscard]] Count of_rights() const;                            ///< acts on who is signed in or may do what

    void count(const Changed& changed);
    void count_everything();

  private:
    std::atomic<std::uint64_t> everything_ = 1, any_ = 1, rights_ = 1;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, std::uint64_t> places_;
};

}  // namespace anju::kernel
