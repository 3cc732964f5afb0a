#pragma once
// Parties (主体), their duties by the pack, their part in estates, and the leading groups.
#include <optional>
#include <string>
#include <vector>

#include "kernel/router.hpp"
#include "policy/pack.hpp"

namespace anju::party {

struct Party { std::string id, kind, name, credit_code, department, place_id, state; std::int64_t version = 0; };

std::optional<Party> find(kernel::Transaction& transaction, const std::string& id);
Party get(kernel::Transaction& transaction, const std::string& id);  ///< refuses 404
std::optional<Party> find_assessor(kernel::Transaction& transaction, const std::string& id);  ///< only an active one
base::Text no_assessor();  ///< what to say when there is none
Party add(kernel::Transaction& transaction, std::string_view kind, std::string_view name, std::string_view place_id = {}, std::string_view department = {}, std::string_view credit_code = {});
void join(kernel::Transaction& transaction, const std::string& estate_id, const std::string& party_id, std::string_view part, base::Day from, std::string_view evaluation_id = {});
/// The party in that part of the estate on that day.
std::optional<Party> in_part(kernel::Transaction& transaction, const std::string& estate_id, std::string_view part, base::Day on);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const policy::Pack& pack);

}  // namespace anju::party
