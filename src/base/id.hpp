#pragma once
// Ids are UUIDv7 (RFC 9562) made by the program: they sort by the time they were made.
#include <string>
#include <string_view>

namespace anju::base {

std::string new_id();                     ///< 36 characters, lower case; never twice, also across threads
bool is_id(std::string_view text);         ///< any RFC 9562 UUID in lower case
std::string random_token(unsigned bytes);  ///< unguessable, base64url without padding
/// The seed of a draw that anybody can repeat: 64 hex digits as given (422 `seed` otherwise), fresh random ones when empty.
std::string draw_seed(const std::string& given);
std::string random_password();             ///< 16 easily read characters of 4 kinds, for a first sign-in

}  // namespace anju::base
