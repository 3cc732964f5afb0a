#include "kernel/guard.hpp"

#include <algorithm>
#include <array>

namespace anju::kernel {

namespace {

bool reached_before_change(std::string_view path) {
    constexpr std::array<std::string_view, 3> roots{"/api/me", "/api/sign-out", "/api/session"};
    return std::any_of(roots.begin(), roots.end(), [&](std::string_view root) {
        return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
    });
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return difference == 0;
}

[[noreturn]] void refuse_forged() {
    throw base::Refusal(403, "csrf",
                        {"请求不是从本系统页面发出的。请刷新页面后重试。",
                         "The request did not come from a page of this system. Reload the page and try again."});
}

}  // namespace

void check_guard(const Guard& guard, const Actor& actor, std::string_view path) {
    if (guard.right.empty() && !guard.signed_in) return;
    if (!actor.known()) throw base::Refusal(401, "not_signed_in", {"请先登录。", "Please sign in."});
    if (actor.must_change_password && !reached_before_change(path))
        throw base::Refusal(403, "must_change_password", {"请先修改密码。", "Change your password first."});
    if (!guard.right.empty() && !actor.has(guard.right))
        base::refuse_right({"您没有这项权限。如需办理，请联系管理员授权。",
                            "You do not hold this right. Ask the administrator if you need it."});
}

void check_origin(const Request& request) {
    const auto site = request.header("sec-fetch-site");
    if (!site.empty() && site != "same-origin") refuse_forged();
    const auto origin = request.header("origin");
    if (origin.empty()) return;
    // Only host and port are compared: behind a proxy the scheme seen here may not be the visitor's.
    const auto host = request.header("host");
    const auto scheme = origin.find("://");
    if (scheme == std::string_view::npos || host.empty()) refuse_forged();
    const auto authority = origin.substr(scheme + 3);
    const auto same = std::equal(authority.begin(), authority.end(), host.begin(), host.end(), [](char a, char b) {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
        return lower(a) == lower(b);
    });
    if (!same) refuse_forged();
}

void check_token(const Request& request, const Actor& actor) {
    if (!actor.known() || actor.session_hash.empty()) return;
    const auto token = request.header("x-anju-csrf");
    if (actor.csrf_token.empty() || !equal_in_constant_time(token, actor.csrf_token)) refuse_forged();
}

void check_place(const Guard& guard, Context& context, bool act) {
    if (!guard.place) return;
    const auto path = guard.place(context);
    if (guard.right.empty() || context.actor.may(guard.right, path)) return;
    if (!act) base::refuse_missing("内容", "thing");
    base::refuse_right({"该地点不在您的管辖范围内。", "This place is outside your area."});
}

}  // namespace anju::kernel
