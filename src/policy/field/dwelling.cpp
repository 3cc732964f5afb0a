#include "policy/field/catalogue.hpp"

namespace anju::policy::field {

const Kind& dwelling_kind() {
    static const IdKind kind{"dwelling", {.takes = {}, .needs = {}, .unique = true, .by_engine = true}};
    return kind;
}

}  // namespace anju::policy::field
