#pragma once
// Roles of an account with the place or party they are held for.
#include <string>
#include <vector>

#include "account/account.hpp"

namespace anju::account {

/// Refuses 422 with every problem: unknown role, a scope without its place or party, roles that exclude each other (whichever
/// of the two says so), the same grant twice.
void check_grants(kernel::Transaction& transaction, const policy::Pack& pack, const std::vector<NewGrant>& grants);
void write_grants(kernel::Transaction& transaction, const std::string& account_id, const std::vector<NewGrant>& grants);
std::vector<NewGrant> grants_of(kernel::Transaction& transaction, const std::string& account_id);
kernel::json::array grants_json(const std::vector<NewGrant>& grants);  ///< ids only, for the journal

/// [{role, title, place, party}] for pages.
kernel::json::array roles_json(kernel::Transaction& transaction, const policy::Pack& pack, const std::string& account_id);

/// The grants with their scopes resolved to place paths on that day.
std::vector<kernel::Grant> resolve_grants(kernel::Transaction& transaction, const policy::Pack& pack, const std::string& account_id, base::Day on);

}  // namespace anju::account
