#pragma once
// Merit proposals (评先评优): proposed → confirmed by another account. A merit rests on the estate's last published result and is
// refused when that is not a star.
#include <string>
#include <vector>

#include "kernel/router.hpp"

namespace anju::merit {

struct Merit {
    std::string id, estate_id, state, created_by;
    std::int64_t version = 0;
};
Merit get(kernel::Transaction& transaction, const std::string& id);  ///< refuses 404
/// 409 no_star unless the last published result of the estate is a star. Returns the id.
std::string propose(kernel::Context& context, const std::string& estate_id, const std::string& title);
/// 409 same_person for the proposer; 409 no_star when a newer published result has taken the star away.
void confirm(kernel::Context& context, const Merit& before);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router);

}  // namespace anju::merit
