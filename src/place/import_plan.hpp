#pragma once
// What an import would do, worked out without writing anything. Rows that are there already are left alone (the same file
// imported twice adds nothing); a code that is there with another name or parent is a problem.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/store.hpp"
#include "place/import_sheet.hpp"
#include "place/place.hpp"

namespace anju::place {

struct NewPlace { Place place; std::string address; };
struct NewBuilding { std::string id, estate_id, name; };
struct NewDwelling {
    std::string estate_id, building_id, unit, floor, room, kind, household;
    std::int64_t area = -1;  ///< 1/100 m²; -1: not given
    std::string sort_key;
};

struct ImportPlan {
    std::vector<NewPlace> streets, communities, estates;
    std::vector<NewBuilding> buildings;
    std::vector<NewDwelling> dwellings;
    ImportProblems problems;
};

ImportPlan plan_import(kernel::Transaction& transaction, const kernel::Workbook& workbook);

/// Writes all of it with one line of the journal; call inside an act. Throws kernel::ConstraintError when somebody was faster.
void write_import(kernel::Transaction& transaction, const ImportPlan& plan, const kernel::Actor& actor, base::Instant now);

}  // namespace anju::place
