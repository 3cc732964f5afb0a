#pragma once
// What an answer about many places is summed up from, kept place by place: a change of one estate then costs that estate and not
// the year. For routes that say so (Keep::all, Keep::parts); on PostgreSQL, where others write too, nothing is kept.
#include <memory>
#include <string>
#include <utility>

#include "kernel/changes.hpp"
#include "kernel/kept.hpp"

namespace anju::kernel {

class KeptParts {
  public:
    /// `before` is taken before the transaction is opened, so that what is made in it is at least as new.
    KeptParts(const Changes& changes, Changes::Picture before, Kept<void>& parts) : changes_{changes}, before_{std::move(before)}, parts_{parts} {}

    /// What was kept under that key for the place; null when nothing was or the place has changed since. May be newer than the
    /// transaction that asks. `key` names the type too: whoever keeps something else under it breaks this.
    template <typename Thing>
    [[nodiscard]] std::shared_ptr<const Thing> find(const std::string& key, const std::string& place_id) const {
        return std::static_pointer_cast<const Thing>(parts_.find(key + place_id, changes_.of_place(place_id)));
    }
    void keep(const std::string& key, const std::string& place_id, std::shared_ptr<const void> thing, std::size_t bytes) const {
        parts_.keep(key + place_id, before_.of_place(place_id), std::move(thing), bytes);
    }

  private:
    const Changes& changes_;
    Changes::Picture before_;
    Kept<void>& parts_;
};

}  // namespace anju::kernel
