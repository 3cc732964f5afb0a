#include "policy/field/catalogue.hpp"

namespace anju::policy::field {

const Kind& account_kind() {
    static const IdKind kind{"account", {.takes = {}, .needs = {}, .unique = true, .by_engine = true}};
    return kind;
}

}  // namespace anju::policy::field
