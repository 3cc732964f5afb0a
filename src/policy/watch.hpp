#pragma once
// A watch: what a register shows by itself to be wrong in an estate. It opens a finding on its item with the evidence and
// withdraws it when cured; a watch without an item only tells. watch/watch_kind.hpp judges it.
#include <optional>
#include <string>
#include <vector>

#include "base/exact.hpp"
#include "policy/field/field.hpp"

namespace anju::policy {

using base::Text;
namespace watch {
class Kind;
}

struct Watch {
    std::string watch;
    const watch::Kind* kind = nullptr;
    Text title;
    Text text;  ///< with {name}, {field}, the record's fields or the kind's own words in braces
    // What only some kinds take:
    std::string field, clock, check;
    int days = 0, count = 0, months = 12;
    std::string valid;                ///< at_least: counted only until this date or the end of this period
    std::optional<field::When> of;    ///< rate_below by number of records; or
    std::string part, whole;          ///< by sums of two fields
    base::Percent percent;
    std::vector<field::When> where;   ///< all must hold; field "process_state" means the state
    std::string item;                 ///< empty: only tells
    base::Points deduct;              ///< a legal amount of the item's rule
    bool pending = true, settled = true;  ///< stages of the estate it looks at
    std::vector<std::string> tell;    ///< roles
};

}  // namespace anju::policy
