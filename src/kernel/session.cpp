#include "kernel/session.hpp"

#include "base/digest.hpp"
#include "base/id.hpp"

namespace anju::kernel {

namespace {

constexpr std::string_view secure_name = "__Host-anju";
constexpr std::string_view plain_name = "anju";
constexpr std::int64_t second = 1'000'000;

std::string cookie(bool secure, const std::string& token) {
    if (secure) return std::string{secure_name} + "=" + token + "; Path=/; Secure; HttpOnly; SameSite=Strict";
    return std::string{plain_name} + "=" + token + "; Path=/; HttpOnly; SameSite=Strict";
}

std::string cookie_called(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        const auto end = header.find(';');
        auto one = header.substr(0, end);
        header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
        one.remove_prefix(std::min(one.find_first_not_of(" \t"), one.size()));
        if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=')
            return std::string{one.substr(name.size() + 1)};
    }
    return {};
}

}  // namespace

Opened open_session(Transaction& transaction, const std::string& account_id, bool secure, base::Instant now) {
    end_sessions_of(transaction, account_id);  // tells that rights have changed
    const auto token = base::random_token(32);
    Opened opened{cookie(secure, token), {base::sm3(token), account_id, base::random_token(24), now}};
    transaction.run(
        "INSERT INTO session (hash, account_id, csrf_token, opened_at, seen_at) VALUES ($1, $2, $3, $4, $4)",
        {opened.session.hash, account_id, opened.session.csrf_token, now.microseconds});
    return opened;
}

std::optional<Session> find_session(Transaction& transaction, const Request& request, base::Instant now,
                                    const SessionTimes& times) {
    const auto token = cookie_token(request);
    if (token.empty()) return std::nullopt;
    const auto hash = base::sm3(token);
    const auto row = transaction.one(
        "SELECT account_id, csrf_token, seen_at FROM session WHERE hash = $1 AND opened_at > $2 AND seen_at > $3",
        {hash, now.microseconds - times.whole_seconds * second, now.microseconds - times.idle_seconds * second});
    if (!row) return std::nullopt;
    return Session{hash, row->text(0), row->text(1), base::Instant{row->number(2)}};
}

void touch_session(Transaction& transaction, const Session& session, base::Instant now) {
    transaction.changed.told = true;  // and nothing that is kept shows it
    transaction.run("UPDATE session SET seen_at = $1 WHERE hash = $2 AND seen_at < $1",
                    {now.microseconds, session.hash});
}

void end_session(Transaction& transaction, const std::string& hash) {
    transaction.changed.told = transaction.changed.rights = true;
    transaction.run("DELETE FROM session WHERE hash = $1", {hash});
}

void end_sessions_of(Transaction& transaction, const std::string& account_id) {
    transaction.changed.told = transaction.changed.rights = true;
    transaction.run("DELETE FROM session WHERE account_id = $1", {account_id});
}

std::string clear_cookie(bool secure) {
    return cookie(secure, "") + "; Max-Age=0";
}

std::string cookie_token(const Request& request) {
    const auto header = request.header("cookie");
    // Over TLS only the name that browsers let nobody else set; otherwise a neighbouring host could plant a session.
    return cookie_called(header, request.secure ? secure_name : plain_name);
}

}  // namespace anju::kernel
