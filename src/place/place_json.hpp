#pragma once
// Places as the API shows them. The estate page is completed by the party slice, which knows who has which duty there.
#include "place/place.hpp"

namespace anju::place {

kernel::json::object short_json(const Place& place);  ///< {id, name}
/// Everything about an estate but its parties and duties.
kernel::json::object estate_json(kernel::Transaction& transaction, const Place& estate);

}  // namespace anju::place
