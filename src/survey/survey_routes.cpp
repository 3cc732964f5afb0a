#include "survey/parts.hpp"
#include "survey/sql.hpp"

namespace anju::survey {

std::vector<kernel::Migration> migrations() { return {{"survey/1", sql::survey}}; }

void routes(kernel::Router& router, const standard::Standard& standard) {
    plan_routes(router, standard);
    letter_routes(router, standard);
    fieldwork_routes(router, standard);
    public_routes(router, standard);
    check_routes(router, standard);
    result_routes(router, standard);
}

}  // namespace anju::survey
