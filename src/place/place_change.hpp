#pragma once
// Changes of a place that is there already; each leaves its line in the journal.
#include "place/place.hpp"

namespace anju::place {

struct PlaceChange { std::string name, address; std::int64_t households = 0, version = 0; };
/// Refuses 409 changed_meanwhile.
void change(kernel::Context& context, const Place& place, const PlaceChange& wanted);

/// 待安置 ↔ 已安置 from a day that is not in the future and later than the last change; the history stays.
void change_stage(kernel::Context& context, const Place& estate, std::string_view stage, base::Day from, const std::string& why);

/// The version the user has seen, from the body or If-Match; refuses 428 version_missing.
std::int64_t seen_version(const kernel::Context& context);
/// Refuses 409 `changed_meanwhile` unless the user has seen the present version.
void require_seen(std::int64_t seen, std::int64_t present);

}  // namespace anju::place
