#pragma once
// Sessions: a random token in a cookie, only its SM3 kept. Over TLS the cookie is `__Host-anju` with Secure; always
// HttpOnly and SameSite=Strict. Writes by cookie also need the header `X-Anju-Csrf` and, when sent, a same-site Origin.
#include <optional>
#include <string>

#include "base/day.hpp"
#include "kernel/request.hpp"
#include "kernel/store.hpp"

namespace anju::kernel {

struct Session { std::string hash, account_id, csrf_token; base::Instant seen; };
struct SessionTimes { std::int64_t idle_seconds = 30 * 60; std::int64_t whole_seconds = 12 * 3600; };

/// Opens a session and returns the Set-Cookie value; an account has one session, the older ones end.
struct Opened { std::string cookie; Session session; };
Opened open_session(Transaction& transaction, const std::string& account_id, bool secure, base::Instant now);
std::optional<Session> find_session(Transaction& transaction, const Request& request, base::Instant now, const SessionTimes& times);
void touch_session(Transaction& transaction, const Session& session, base::Instant now);
void end_session(Transaction& transaction, const std::string& hash);
void end_sessions_of(Transaction& transaction, const std::string& account_id);
std::string clear_cookie(bool secure);
std::string cookie_token(const Request& request);  ///< empty when there is none

}  // namespace anju::kernel
