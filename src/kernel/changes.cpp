#include "kernel/changes.hpp"

namespace anju::kernel {

Changes::Count Changes::of_place(const std::string& place_id) const {
    const std::lock_guard lock{mutex_};
    const auto found = places_.find(place_id);
    return {everything_.load(), found == places_.end() ? 0 : found->second};
}

Changes::Count Changes::Picture::of_place(const std::string& place_id) const {
    const auto found = places.find(place_id);
    return {everything, found == places.end() ? 0 : found->second};
}

Changes::Picture Changes::picture() const {
    const std::lock_guard lock{mutex_};
    return {everything_.load(), places_};
}

Changes::Count Changes::of_all() const { return {everything_.load(), any_.load()}; }

Changes::Count Changes::of_rights() const { return {everything_.load(), rights_.load()}; }

void Changes::count(const Changed& changed) {
    if (!changed.told || changed.everything) return count_everything();
    if (changed.rights) ++rights_;
    if (changed.places.empty()) return;
    ++any_;
    const std::lock_guard lock{mutex_};
    for (const auto& place : changed.places) ++places_[place];
}

void Changes::count_everything() {
    ++everything_;
    ++any_;
}

}  // namespace anju::kernel
