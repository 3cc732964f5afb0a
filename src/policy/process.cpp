#include "policy/process.hpp"

#include <algorithm>

namespace anju::policy {
namespace {

template <class Thing>
const Thing* named(const std::vector<Thing>& things, std::string Thing::*name, std::string_view wanted) {
    auto const found =
        std::find_if(things.begin(), things.end(), [&](const Thing& thing) { return thing.*name == wanted; });
    return found == things.end() ? nullptr : &*found;
}

}  // namespace

const ProcessState* Process::state(std::string_view name) const {
    return named(states, &ProcessState::state, name);
}
const Act* Process::act(std::string_view name) const {
    return named(acts, &Act::act, name);
}
const Clock* Process::clock(std::string_view name) const {
    return named(clocks, &Clock::clock, name);
}

}  // namespace anju::policy
