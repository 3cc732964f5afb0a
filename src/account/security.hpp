#pragma once
// The security administrator's settings (table `setting`, row "security"): password rules, lock-out, idle time.
// GB/T 22239-2019 8.1.4.1 a and b; what is not set has the usual values below.
#include <cstdint>

#include "kernel/router.hpp"

namespace anju::account {

struct SecuritySettings {
    std::int64_t password_length = 10;   ///< characters, at least
    std::int64_t password_kinds = 3;     ///< of small letters, capitals, digits, others
    std::int64_t password_history = 5;   ///< so many former passwords may not come back
    std::int64_t password_days = 90;     ///< then it must be changed
    std::int64_t failures = 5;           ///< wrong passwords in a row, then the account is locked
    std::int64_t lock_minutes = 15;
    std::int64_t idle_minutes = 30;      ///< then the session ends
    std::int64_t version = 0;
};

SecuritySettings security_settings(kernel::Transaction& transaction);
kernel::json::object settings_json(const SecuritySettings& settings);
void security_routes(kernel::Router& router);

}  // namespace anju::account
