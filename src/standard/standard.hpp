#pragma once
// The standard in force and the ones that finished years were rated by. Start here for "which pack?" and "which calendar?".
#include <memory>
#include <mutex>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernel/router.hpp"
#include "policy/pack_reader.hpp"

namespace anju::standard {

/// A pack that is not served; what() has every problem, a line in Chinese and a line in English for each.
class BadPack : public std::invalid_argument {
  public:
    explicit BadPack(const std::vector<policy::PackProblem>& problems);
};

class Standard {
  public:
    /// Throws BadPack when `files` do not read without problems.
    explicit Standard(policy::PackFiles files);

    [[nodiscard]] const policy::Pack& current() const { return *current_; }
    /// The pack with that content hash: the current one or one kept in pack_version; std::logic_error when unknown.
    [[nodiscard]] std::shared_ptr<const policy::Pack> version(kernel::Transaction& transaction, const std::string& hash) const;
    /// Writes the current pack to pack_version when it is new. Call inside an act before using its hash.
    void keep(kernel::Transaction& transaction, base::Instant now) const;
    /// The pack's calendar plus the confirmed years added in the product.
    [[nodiscard]] policy::Calendar calendar(kernel::Transaction& transaction) const;
    /// event + term; refuses 409 `calendar_not_loaded` with the year and the mend.
    [[nodiscard]] base::Day due(kernel::Transaction& transaction, base::Day event, policy::Term term) const;

  private:
    policy::PackFiles files_;
    std::shared_ptr<const policy::Pack> current_;
    mutable std::mutex lock_;
    mutable std::map<std::string, std::shared_ptr<const policy::Pack>> versions_;
    mutable std::map<std::string, policy::CalendarYear> added_years_;  ///< by the SM3 of their text
};

/// The term counted on any calendar; refuses like Standard::due.
base::Day due_on(const policy::Calendar& calendar, base::Day event, policy::Term term);

kernel::json::object text_json(const base::Text& text);
std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const Standard& standard);

}  // namespace anju::standard
