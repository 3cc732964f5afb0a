#include "policy/pack.hpp"

#include <algorithm>

namespace anju::policy {
namespace {

template <class Thing>
const Thing* find_named(const std::vector<Thing>& things, std::string Thing::*name, std::string_view wanted) {
    auto const found =
        std::find_if(things.begin(), things.end(), [&](const Thing& thing) { return thing.*name == wanted; });
    return found == things.end() ? nullptr : &*found;
}

}  // namespace

void Pack::index_items() {
    std::vector<std::string_view> codes;
    for (auto const& one : items) codes.emplace_back(one.code);
    item_places = ItemPlaces{codes};
}

const Item* Pack::item(std::string_view code) const {
    if (auto const place = item_places.find(code)) return &items[*place];
    // Not indexed, or a code too long for the index.
    return find_named(items, &Item::code, code);
}

const Role* Pack::role(std::string_view code) const {
    return find_named(roles, &Role::role, code);
}
const Reading* Pack::reading(std::string_view name) const {
    return find_named(readings, &Reading::reading, name);
}
const Register* Pack::register_named(std::string_view name) const {
    return find_named(registers, &Register::name, name);
}
const Process* Pack::process_named(std::string_view name) const {
    return find_named(processes, &Process::process, name);
}

}  // namespace anju::policy
