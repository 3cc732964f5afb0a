#pragma once
// The tree district → street → community → estate, estates' stages, buildings and dwellings, and their import.
#include <optional>
#include <string>
#include <vector>

#include "kernel/jobs.hpp"
#include "kernel/router.hpp"
#include "policy/pack.hpp"

namespace anju::place {

struct Place { std::string id, kind, code, name, parent_id, path, stage; std::int64_t households = 0; std::int64_t version = 0; };

std::optional<Place> find(kernel::Transaction& transaction, const std::string& id);
Place get(kernel::Transaction& transaction, const std::string& id, std::string_view kind);  ///< refuses 404
std::optional<Place> find_by_code(kernel::Transaction& transaction, std::string_view kind, std::string_view code);
/// PlaceOf for routes with an {estate} (or other) parameter that is a place id.
kernel::PlaceOf path_of_parameter(std::string parameter);
/// Names of street and community above an estate.
struct Above { Place street, community; };
Above above(kernel::Transaction& transaction, const Place& estate);

/// Makes the district and the pack's streets when the database is new; called at every start.
void plant(kernel::Transaction& transaction, const policy::Places& places);
Place add(kernel::Transaction& transaction, std::string_view kind, std::string_view code, std::string_view name, const Place& parent,
          std::string_view stage = {}, std::int64_t households = 0);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const policy::Pack& pack);
void job_kinds(kernel::Jobs& jobs, kernel::Store& store);  ///< places.import

}  // namespace anju::place
