#include "policy/field/catalogue.hpp"

namespace anju::policy::field {

const Kind& link_kind() {
    static const IdKind kind{"link", {.takes = {Key::target}, .needs = {Key::target}, .unique = true, .by_engine = true}};
    return kind;
}

}  // namespace anju::policy::field
