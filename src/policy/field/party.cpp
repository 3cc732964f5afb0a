#include "policy/field/catalogue.hpp"

namespace anju::policy::field {

const Kind& party_kind() {
    static const IdKind kind{"party", {.takes = {Key::party_kind}, .needs = {}, .unique = true, .by_engine = true}};
    return kind;
}

}  // namespace anju::policy::field
