#pragma once
// Who may come in, before any handler runs. Used by router.cpp only.
#include <string_view>

#include "kernel/router.hpp"

namespace anju::kernel {

/// 401 when the guard wants somebody signed in and nobody is; 403 without the right or with a password to change first.
void check_guard(const Guard& guard, const Actor& actor, std::string_view path);
/// 403 for an act another site started: a foreign Origin or Sec-Fetch-Site.
void check_origin(const Request& request);
/// 403 for an act by session cookie without the session's own token.
void check_token(const Request& request, const Actor& actor);
/// 404 (see) or 403 (act) when the place is outside the actor's grant; whatever the guard's place function throws.
void check_place(const Guard& guard, Context& context, bool act);

}  // namespace anju::kernel
