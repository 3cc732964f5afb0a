#pragma once
// What the district does beside the yearly rating: regular supervision and mutual visits (planned → visited →
// reported), model cases (draft → published) and merit proposals (proposed → confirmed by another account). A merit
// rests on the estate's last published result and is refused when that is not a star.
#include <string>
#include <vector>

#include "base/day.hpp"
#include "kernel/router.hpp"

namespace anju::supervision {

struct Visit {
    std::string id, kind, estate_id, state;
    std::int64_t version = 0;
};
Visit get_visit(kernel::Transaction& transaction, const std::string& id);  ///< refuses 404
struct NewVisit {
    std::string kind, estate_id;
    base::Day planned_on;
    std::string by_whom, purpose;
};
std::string plan(kernel::Context& context, const NewVisit& visit);  ///< all four that make something return its id
void record_visit(kernel::Context& context, const Visit& before, base::Day visited_on, const std::string& observed);
void report(kernel::Context& context, const Visit& before, const std::string& text);

struct ModelCase {
    std::string id, estate_id, state;
    std::int64_t version = 0;
};
ModelCase get_case(kernel::Transaction& transaction, const std::string& id);  ///< refuses 404
std::string add_case(kernel::Context& context, const std::string& estate_id, const std::string& title,
                     const std::string& story);
void publish_case(kernel::Context& context, const ModelCase& before);

struct Merit {
    std::string id, estate_id, state, created_by;
    std::int64_t version = 0;
};
Merit get_merit(kernel::Transaction& transaction, const std::string& id);  ///< refuses 404
/// 409 no_star unless the last published result of the estate is a star.
std::string propose(kernel::Context& context, const std::string& estate_id, const std::string& title);
/// 409 same_person for the proposer; 409 no_star when a newer published result has taken the star away.
void confirm(kernel::Context& context, const Merit& before);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router);

}  // namespace anju::supervision
