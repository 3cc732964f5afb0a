#pragma once
// Accounts, roles of the pack with their places, sign-in with Argon2id and lock-out, password rules, separated administrators.
#include <optional>
#include <string>
#include <vector>

#include "kernel/router.hpp"
#include "policy/pack.hpp"

namespace anju::account {

struct NewGrant { std::string role, place_id, party_id; };
struct NewAccount { std::string name, display_name, password; std::vector<NewGrant> grants; bool must_change = true; };

/// Refuses: name taken, unknown role, roles that exclude each other, a scope without its place or party, a weak password.
/// Returns the id. Used by routes, the command line and the demonstration district.
std::string add(kernel::Transaction& transaction, const policy::Pack& pack, const NewAccount& account, base::Instant now);

/// For Router: the actor of a request. Scope of each grant is resolved to place paths: district "/", street/community/estate
/// by place_id, party/assigned by the estates of party_id in estate_party on that day.
kernel::Actor sign_in(kernel::Transaction& transaction, const policy::Pack& pack, const kernel::Request& request, base::Instant now);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, kernel::Store& store, const policy::Pack& pack, kernel::Router::Clock clock);

}  // namespace anju::account
