#pragma once
// The row of one account, for the files of this slice. The hash leaves it only into kernel/password.
#include <optional>
#include <string>
#include <string_view>

#include "account/account.hpp"
#include "kernel/session.hpp"

namespace anju::account {

struct Person {
    std::string id, name, display_name, password_hash, state;
    bool must_change = false;
    std::int64_t failed = 0, locked_until = 0, password_at = 0, version = 0;
};

std::string plain_name(std::string_view typed);  ///< without spaces around it, in small letters
/// `column` is "id" or "name".
std::optional<Person> find_person(kernel::Transaction& transaction, std::string_view column, const std::string& value);
kernel::Actor actor_of(kernel::Transaction& transaction, const policy::Pack& pack, const Person& person, const kernel::Session& session, base::Instant now);
/// What GET /api/me answers.
kernel::json::object me_json(kernel::Transaction& transaction, const policy::Pack& pack, const kernel::Actor& actor);

void sign_in_routes(kernel::Router& router, kernel::Store& store, const policy::Pack& pack, const kernel::Router::Clock& clock);
void manage_routes(kernel::Router& router, const policy::Pack& pack);
void journal_routes(kernel::Router& router);

}  // namespace anju::account
