#pragma once
// Argon2id through Botan on its own small pool, so that sign-ins cannot stall everything else.
#include <string>

namespace anju::kernel {

std::string hash_password(const std::string& password);                              ///< PHC-like string
bool check_password(const std::string& password, const std::string& hash);            ///< constant work, also for "" hash

}  // namespace anju::kernel
