#include "publish/visitors.hpp"

#include <algorithm>

namespace anju::publish {

bool Visitors::admit(const std::string& address, base::Instant now, std::size_t stamp) {
    constexpr std::int64_t hour = 3'600'000'000;
    const std::scoped_lock lock{mutex_};
    if (!visits_.contains(address) && visits_.size() >= most_) {
        std::erase_if(visits_, [&](auto const& entry) { return entry.second.back().at + hour <= now.microseconds; });
        if (visits_.size() >= most_) {
            visits_.erase(std::min_element(visits_.begin(), visits_.end(), [](auto const& a, auto const& b) {
                return a.second.back().at < b.second.back().at;
            }));
        }
    }
    auto& mine = visits_[address];
    std::erase_if(mine, [&](const Visit& visit) { return visit.at + hour <= now.microseconds; });
    if (std::any_of(mine.begin(), mine.end(),
                    [&](const Visit& visit) { return visit.at == now.microseconds && visit.stamp == stamp; }))
        return true;
    if (mine.size() >= an_hour_) return false;
    mine.push_back({now.microseconds, stamp});
    return true;
}

}  // namespace anju::publish
