#include "policy/field/catalogue.hpp"

namespace anju::policy::field {

const Kind& place_kind() {
    static const IdKind kind{"place", {.takes = {Key::level}, .needs = {Key::level}, .unique = true, .by_engine = true}};
    return kind;
}

}  // namespace anju::policy::field
