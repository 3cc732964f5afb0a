#pragma once
// What a password must be. The rules of length and kinds are the security administrator's; two never change: no common
// password, also not dressed up with digits and signs, and none that holds the account's name.
#include <optional>
#include <string>
#include <string_view>

#include "account/security.hpp"

namespace anju::account {

/// Why the password cannot be taken and how to mend it; nothing when it is good. Former passwords are not looked at here.
std::optional<base::Text> refuse_password(std::string_view password, std::string_view account_name, const SecuritySettings& settings);

/// In the list, or a word of it dressed up ("P@ssw0rd2024!").
bool is_common_password(std::string_view password);

}  // namespace anju::account
