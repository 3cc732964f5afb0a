#pragma once
// Titles of the pack in answers.
#include <boost/json.hpp>
#include <string_view>
#include <vector>

#include "policy/pack.hpp"

namespace anju::party {

inline boost::json::object title_json(const base::Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

/// The title of a kind or department by its code; null when the pack has none.
inline boost::json::value title_of(const std::vector<policy::Named>& named, std::string_view code) {
    for (const auto& one : named)
        if (one.code == code) return title_json(one.title);
    return nullptr;
}

inline bool is_named(const std::vector<policy::Named>& named, std::string_view code) {
    return !title_of(named, code).is_null();
}

}  // namespace anju::party
