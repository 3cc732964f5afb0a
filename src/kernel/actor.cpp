#include "kernel/actor.hpp"

#include <algorithm>

namespace anju::kernel {

bool Actor::has(std::string_view right) const {
    return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) { return grant.rights.contains(right); });
}

bool Actor::may(std::string_view right, std::string_view place_path) const {
    return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
        return grant.rights.contains(right) &&
               std::any_of(grant.paths.begin(), grant.paths.end(),
                           [&](const std::string& path) { return !path.empty() && place_path.starts_with(path); });
    });
}

bool Actor::has_role(std::string_view role) const {
    return std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) { return grant.role == role; });
}

std::vector<std::string> Actor::paths(std::string_view right) const {
    std::vector<std::string> all;
    for (const auto& grant : grants)
        if (grant.rights.contains(right)) all.insert(all.end(), grant.paths.begin(), grant.paths.end());
    std::sort(all.begin(), all.end());
    // Sorted, a path stands directly before those under it, so one look back finds what is covered already.
    std::vector<std::string> cover;
    for (auto& path : all)
        if (!path.empty() && (cover.empty() || !path.starts_with(cover.back()))) cover.push_back(std::move(path));
    return cover;
}

std::vector<std::string> Actor::parties(std::string_view right) const {
    std::set<std::string> parties;
    for (const auto& grant : grants)
        if (grant.rights.contains(right) && !grant.party_id.empty()) parties.insert(grant.party_id);
    return {parties.begin(), parties.end()};
}

}  // namespace anju::kernel
