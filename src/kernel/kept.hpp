#pragma once
// What was worked out once, to be given again while its count (kernel/changes.hpp) stands. Bounded by weight: when the younger
// half is full the older half goes, so that what is asked for stays without a list to be kept in order.
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "kernel/changes.hpp"

namespace anju::kernel {

template <typename Thing>
class Kept {
  public:
    explicit Kept(std::size_t most_weight) : half_{most_weight / 2} {}

    /// Null when it was never kept, has gone, or something has changed since.
    std::shared_ptr<const Thing> find(const std::string& key, const Changes::Count& count) {
        const std::lock_guard lock{mutex_};
        auto found = young_.find(key);
        if (found == young_.end()) {
            const auto old = old_.find(key);
            if (old == old_.end()) return nullptr;
            auto entry = std::move(old->second);
            old_.erase(old);
            if (entry.count != count) return nullptr;
            found = put(key, std::move(entry));
        }
        return found->second.count == count ? found->second.thing : nullptr;
    }

    void keep(const std::string& key, const Changes::Count& count, std::shared_ptr<const Thing> thing, std::size_t weight) {
        if (weight > half_ / 4) return;
        const std::lock_guard lock{mutex_};
        put(key, {count, std::move(thing), weight + key.size() + 100});
    }

  private:
    struct Entry {
        Changes::Count count;
        std::shared_ptr<const Thing> thing;
        std::size_t weight;
    };
    using Entries = std::unordered_map<std::string, Entry>;

    typename Entries::iterator put(const std::string& key, Entry entry) {
        if (weight_ + entry.weight > half_) {
            old_ = std::exchange(young_, {});
            weight_ = 0;
        }
        auto [place, added] = young_.try_emplace(key);
        if (!added) weight_ -= place->second.weight;
        weight_ += entry.weight;
        place->second = std::move(entry);
        return place;
    }

    const std::size_t half_;
    std::mutex mutex_;
    Entries young_, old_;
    std::size_t weight_ = 0;
};

}  // namespace anju::kernel
