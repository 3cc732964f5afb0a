#include "kernel/router.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "base/id.hpp"
#include "kernel/guard.hpp"
#include "kernel/idempotency.hpp"
#include "kernel/json_body.hpp"
#include "kernel/log.hpp"
#include "kernel/pattern.hpp"
#include "kernel/reply.hpp"
#include "kernel/session.hpp"

namespace anju::kernel {

namespace {

constexpr std::int64_t touch_every = 60'000'000;  // microseconds

/// Carries a handler's own reply of 400 or more out of the transaction, so that nothing of the act stays.
struct RolledBack {
    Reply reply;
};

}  // namespace

struct Router::Found {
    const Route* route;
    Match match;
};

/// One request on its way, with what is known about it before any transaction.
struct Router::Call {
    const Request& request;
    std::string request_id;
    base::Language language = base::Language::zh;
    base::Instant now;
    Target target;
    const Route* route = nullptr;
    std::vector<std::pair<std::string, std::string>> parameters;
    std::optional<json::object> body;
    std::vector<std::function<void()>> after_commit;
};

/// When this process last wrote the seen time of a session.
struct Router::Touched {
    std::mutex mutex;
    std::unordered_map<std::string, std::int64_t> at;

    bool due(const std::string& session_hash, base::Instant now) {
        const std::lock_guard lock{mutex};
        if (at.size() > 50'000) at.clear();
        auto& last = at.try_emplace(session_hash, now.microseconds - touch_every).first->second;
        if (now.microseconds - last < touch_every) return false;
        last = now.microseconds;
        return true;
    }
};

Router::Router(Store& store, SignIn sign_in, Clock clock)
    : store_{store},
      sign_in_{std::move(sign_in)},
      clock_{clock ? std::move(clock) : &base::Instant::now},
      touched_{std::make_shared<Touched>()} {}

void Router::see(std::string pattern, Guard guard, base::Text summary, Handler handler) {
    Route route;
    route.method = "GET";
    route.pattern = std::move(pattern);
    route.guard = std::move(guard);
    route.handler = std::move(handler);
    route.summary = std::move(summary);
    add(std::move(route));
}

void Router::see_posted(std::string pattern, Guard guard, base::Text summary, Handler handler) {
    Route route;
    route.method = "POST";
    route.pattern = std::move(pattern);
    route.guard = std::move(guard);
    route.handler = std::move(handler);
    route.summary = std::move(summary);
    add(std::move(route));
}

void Router::act(std::string method, std::string pattern, Guard guard, base::Text summary, Handler handler,
                 std::size_t most_bytes) {
    Route route;
    route.method = std::move(method);
    route.pattern = std::move(pattern);
    route.guard = std::move(guard);
    route.handler = std::move(handler);
    route.summary = std::move(summary);
    route.act = true;
    route.body_limit = most_bytes;
    add(std::move(route));
}

void Router::plain(std::string method, std::string pattern, base::Text summary,
                   std::function<Reply(const Request&)> handler) {
    Route route;
    route.act = method != "GET";
    route.method = std::move(method);
    route.pattern = std::move(pattern);
    route.summary = std::move(summary);
    route.plain = std::move(handler);
    add(std::move(route));
}

void Router::add(Route route) {
    static const std::set<std::string> methods{"GET", "POST", "PUT", "PATCH", "DELETE"};
    if (!methods.contains(route.method) || !route.pattern.starts_with('/'))
        throw std::logic_error("not a route: " + route.method + " " + route.pattern);
    const auto shape = pattern_shape(route.pattern);
    for (const auto& other : routes_)
        if (other.method == route.method && pattern_shape(other.pattern) == shape)
            throw std::logic_error("two routes for " + route.method + " " + route.pattern);
    routes_.push_back(std::move(route));
}

std::optional<Router::Found> Router::best(std::string_view method, std::string_view path) const {
    std::optional<Found> found;
    for (const auto& route : routes_) {
        if (route.method != method) continue;
        auto match = match_pattern(route.pattern, path);
        if (match && (!found || match->rank < found->match.rank)) found = Found{&route, std::move(*match)};
    }
    return found;
}

Router::Found Router::find(std::string_view method, std::string_view path) const {
    if (auto found = best(method == "HEAD" ? "GET" : method, path)) return std::move(*found);
    const bool known = std::any_of(routes_.begin(), routes_.end(),
                                   [&](const Route& route) { return match_pattern(route.pattern, path).has_value(); });
    if (known)
        throw base::Refusal(405, "method_not_allowed",
                            {"此地址不支持该操作方法。", "This address does not take that method."});
    base::refuse_missing("页面", "page");
}

std::size_t Router::body_limit(std::string_view method, std::string_view text) const {
    constexpr std::size_t for_unknown = 1 << 16;
    const auto target = parse_target(text);
    if (!target) return for_unknown;
    const auto found = best(method == "HEAD" ? "GET" : method, target->path);
    return found ? found->route->body_limit : for_unknown;
}

Reply Router::answer(const Request& request) {
    const auto began = std::chrono::steady_clock::now();
    Call call{request, base::new_id(), base::language_of(request.header("accept-language")), clock_(), {}, nullptr, {},
              {}, {}};
    Reply reply;
    try {
        reply = reply_to(call);
    } catch (...) {
        reply = reply_for_exception(call.language, call.request_id, call.route == nullptr ? "" : call.route->pattern);
    }
    if (reply.status == 405) {
        std::set<std::string> methods;
        for (const auto& route : routes_)
            if (match_pattern(route.pattern, call.target.path)) methods.insert(route.method);
        if (methods.contains("GET")) methods.insert("HEAD");
        std::string allow;
        for (const auto& method : methods) allow += (allow.empty() ? "" : ", ") + method;
        reply.headers.emplace_back("Allow", allow);
    }
    finish_reply(reply, request, call.request_id);
    const auto took = std::chrono::steady_clock::now() - began;
    log(Level::info, "answered",
        {{"request_id", call.request_id},
         {"method", request.method},
         {"route", call.route == nullptr ? "" : call.route->pattern},
         {"status", reply.status},
         {"microseconds", std::chrono::duration_cast<std::chrono::microseconds>(took).count()}});
    return reply;
}

Reply Router::reply_to(Call& call) {
    auto target = parse_target(call.request.target);
    if (!target) throw base::Refusal(400, "bad_target", {"网址格式不正确。", "The address is malformed."});
    call.target = std::move(*target);
    auto found = find(call.request.method, call.target.path);
    call.route = found.route;
    call.parameters = std::move(found.match.parameters);
    if (call.request.body.size() > call.route->body_limit)
        throw base::Refusal(413, "too_large",
                            {"提交的内容过大，请缩小后再试。", "What you sent is too large; make it smaller."});
    if (call.route->act) check_origin(call.request);
    if (call.route->plain) return call.route->plain(call.request);
    auto reply = call.route->act ? act_reply(call) : see_reply(call);
    if (reply.late) reply.body = std::exchange(reply.late, nullptr)();
    return reply;
}

Actor Router::sign_in(Transaction& transaction, const Call& call) const {
    auto actor = sign_in_ ? sign_in_(transaction, call.request, call.now) : Actor{};
    check_guard(call.route->guard, actor, call.target.path);
    return actor;
}

void Router::prepare(Context& context, const Call& call) const {
    context.request_id = call.request_id;
    context.language = call.language;
    context.parameters_ = call.parameters;
    context.query_ = call.target.query;
    context.body_ = call.body;
}

Reply Router::see_reply(Call& call) {
    Reply reply;
    Actor actor;
    store_.see([&](Transaction& transaction) {
        actor = sign_in(transaction, call);
        Context context{call.request, transaction, actor, call.now};
        prepare(context, call);
        check_place(call.route->guard, context, false);
        reply = call.route->handler(context);
    });
    touch(actor, call.now);
    return reply;
}

Reply Router::act_reply(Call& call) {
    Actor actor;
    store_.see([&](Transaction& transaction) { actor = sign_in(transaction, call); });
    check_token(call.request, actor);
    // What needs no writer is done before waiting for it.
    if (call.request.header("content-type").starts_with("application/json") && !call.request.body.empty())
        call.body = parse_json_body(call.request.body);
    Reply reply;
    for (int attempt = 1;; ++attempt) {
        try {
            store_.act([&](Transaction& transaction) { reply = act_once(call, transaction, actor); });
            break;
        } catch (const ConstraintError&) {
            // Two people did the same in the same moment: run again, the slice's own check can now say what is there,
            // or the reply to the same Idempotency-Key is.
            if (attempt > 1) throw;
        } catch (RolledBack& refused) {
            reply = std::move(refused.reply);
            break;
        }
    }
    for (const auto& work : call.after_commit) work();
    touch(actor, call.now);
    return reply;
}

Reply Router::act_once(Call& call, Transaction& transaction, const Actor& actor) {
    call.after_commit.clear();  // of a run that was not kept
    Context context{call.request, transaction, actor, call.now};
    prepare(context, call);
    context.may_write_ = true;
    check_place(call.route->guard, context, true);
    const Idempotency idempotency{call.request, actor};
    if (auto kept = idempotency.kept(transaction)) return std::move(*kept);
    auto reply = call.route->handler(context);
    if (reply.status >= 400) throw RolledBack{std::move(reply)};
    if (context.lines_ == 0) throw std::logic_error("act_without_journal");
    idempotency.keep(transaction, reply, call.now);
    call.after_commit = std::move(context.after_commit_);
    return reply;
}

void Router::touch(const Actor& actor, base::Instant now) {
    if (actor.session_hash.empty() || !touched_->due(actor.session_hash, now)) return;
    try {
        store_.act([&](Transaction& transaction) {
            touch_session(transaction, {actor.session_hash, actor.account_id, {}, now}, now);
        });
    } catch (const std::exception& error) {
        log(Level::warning, "session_not_touched", {{"why", error.what()}});
    }
}

}  // namespace anju::kernel
