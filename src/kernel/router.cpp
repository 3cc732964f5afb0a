#include "kernel/router.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <utility>

#include "base/digest.hpp"
#include "base/id.hpp"
#include "kernel/guard.hpp"
#include "kernel/gzip.hpp"
#include "kernel/idempotency.hpp"
#include "kernel/json_body.hpp"
#include "kernel/log.hpp"
#include "kernel/metrics.hpp"
#include "kernel/pattern.hpp"
#include "kernel/reply.hpp"
#include "kernel/router_parts.hpp"
#include "kernel/session.hpp"

namespace anju::kernel {

namespace {

constexpr std::int64_t touch_every = 60'000'000;  // microseconds

/// "GET /api/findings": method and first two segments, by which routes are looked up; "" in place of a parameter's.
std::string start_of(std::string_view method, std::string_view path) {
    std::string start{method};
    for (int segment = 0; segment < 2 && !path.empty(); ++segment) {
        const auto end = path.find('/', 1);
        const auto one = path.substr(0, end);
        if (one.find('{') != std::string_view::npos) return std::string{method};
        start += one;
        path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
    }
    return start;
}

/// What of an actor an answer may follow from: the same text for everybody with the same grants.
std::string scope_of(const Actor& actor) {
    std::string all = actor.must_change_password ? "!" : "";
    for (const auto& grant : actor.grants) {
        all += grant.role + '\n' + grant.party_id + '\n';
        for (const auto& right : grant.rights) all += right + ' ';
        for (const auto& path : grant.paths) all += '\n' + path;
        all += '\f';
    }
    return base::sm3(all);
}

/// Carries a handler's own reply of 400 or more out of the transaction, so that nothing of the act stays.
struct RolledBack {
    Reply reply;
};

}  // namespace

struct Router::Found {
    const Route* route;
    Match match;
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
      touched_{std::make_shared<Touched>()},
      memory_{std::make_shared<Memory>()} {}

void Router::see(std::string pattern, Guard guard, base::Text summary, Handler handler, Keep keep) {
    Route route;
    route.keep = std::move(keep);
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
                 std::size_t most_bytes, Prepare prepare) {
    Route route;
    route.prepare = std::move(prepare);
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
    by_start_[start_of(route.method, route.pattern)].push_back(routes_.size());
    route.measure = std::make_shared<RouteMeasure>(route.method, route.pattern);
    routes_.push_back(std::move(route));
}

std::optional<Router::Found> Router::best(std::string_view method, std::string_view path) const {
    std::optional<Found> found;
    const auto look = [&](const std::string& start) {
        const auto some = by_start_.find(start);
        if (some == by_start_.end()) return;
        for (const auto place : some->second) {
            const auto& route = routes_[place];
            auto match = match_pattern(route.pattern, path);
            if (match && (!found || match->rank < found->match.rank)) found = Found{&route, std::move(*match)};
        }
    };
    look(start_of(method, path));
    look(std::string{method});  // those with a parameter that early
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

namespace {

/// Whether it names the same answer, zipped or not.
bool same_tag(std::string_view a, std::string_view b) {
    const auto plain = [](std::string_view tag) {
        if (tag.ends_with('"')) tag.remove_suffix(1);
        if (tag.ends_with(zipped_tag)) tag.remove_suffix(zipped_tag.size());
        return tag;
    };
    return plain(a) == plain(b);
}

/// 304 for who has the very same answer already.
void spare_body(Reply& reply, const Request& request) {
    const auto known = request.header("if-none-match");
    if (known.empty() || reply.status != 200) return;
    for (const auto& [name, value] : reply.headers)
        if (name == "ETag" && same_tag(value, known)) {
            reply.status = 304;
            reply.body.clear();
            reply.shared.reset();
        }
}

}  // namespace

Reply Router::answer(const Request& request) {
    Call call{request, clock_()};
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
    finish(call, reply);
    return reply;
}

std::optional<Reply> Router::at_once(const Request& request) {
    if (store_.changes() == nullptr || cookie_token(request).empty() || (request.method != "GET" && request.method != "HEAD")) return std::nullopt;
    auto target = parse_target(request.target);
    if (!target) return std::nullopt;
    auto found = best("GET", target->path);
    if (!found || !found->route->keep.of_answers() || !request.body.empty()) return std::nullopt;
    Call call{request, clock_()};
    call.target = std::move(*target);
    call.route = found->route;
    call.parameters = std::move(found->match.parameters);
    count_before(call);
    const auto known = memory_->known(call);
    if (!known) return std::nullopt;
    call.scope = known->scope;
    const auto kept = memory_->answer(call);
    if (!kept) return std::nullopt;
    try {
        check_guard(found->route->guard, known->actor, call.target.path);
    } catch (const base::Refusal&) {
        return std::nullopt;
    }
    auto reply = *kept;
    spare_body(reply, request);
    finish(call, reply);
    return reply;
}

void Router::finish(const Call& call, Reply& reply) const {
    finish_reply(reply, call.request, call.request_id);
    const auto took = std::chrono::steady_clock::now() - call.began;
    count_answer(call.route == nullptr ? nullptr : call.route->measure.get(), reply.status, took);
    if (!logs(Level::info)) return;
    log(Level::info, "answered",
        {{"request_id", call.request_id},
         {"method", call.request.method},
         {"route", call.route == nullptr ? "" : call.route->pattern},
         {"status", reply.status},
         {"microseconds", std::chrono::duration_cast<std::chrono::microseconds>(took).count()}});
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

Actor Router::sign_in(Transaction& transaction, Call& call) const {
    constexpr std::int64_t for_now = 60'000'000;  // microseconds
    if (const auto known = memory_->known(call)) {
        call.scope = known->scope;
        check_guard(call.route->guard, known->actor, call.target.path);
        return known->actor;
    }
    auto actor = sign_in_ ? sign_in_(transaction, call.request, call.now) : Actor{};
    if (call.rights) call.scope = scope_of(actor);
    if (call.rights && !call.session.empty() && actor.known() && !actor.session_hash.empty())
        memory_->actors.keep(Memory::actor_key(call), *call.rights,
                             std::make_shared<Memory::Known>(Memory::Known{actor, call.scope, call.now.microseconds + for_now}), Memory::actor_weight);
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

/// Before any transaction is opened: what is made in it is at least as new as these counts.
void Router::count_before(Call& call) const {
    const auto* changes = store_.changes();
    if (changes == nullptr) return;
    if (const auto token = cookie_token(call.request); call.session.empty() && !token.empty()) call.session = base::sm3(token);
    call.rights = changes->of_rights();
    if (!call.route->act) call.count = Memory::count_of(*changes, call);
}

std::optional<KeptParts> Router::parts_before(const Call& call) const {
    const auto* changes = store_.changes();
    if (changes == nullptr || !call.route->keep.of_parts()) return std::nullopt;
    return KeptParts{*changes, changes->picture(), memory_->parts};
}

Reply Router::see_reply(Call& call) {
    Reply reply;
    Actor actor;
    count_before(call);
    std::optional<Turn> turn;
    if (const auto known = call.count ? memory_->known(call) : nullptr) {
        call.scope = known->scope;
        turn.emplace(memory_->making, Memory::form_of(call));
        count_before(call);  // what was made while this one waited is its answer too
    }
    const auto parts = parts_before(call);
    store_.see([&](Transaction& transaction) {
        actor = sign_in(transaction, call);
        Context context{call.request, transaction, actor, call.now};
        prepare(context, call);
        context.parts = parts ? &*parts : nullptr;
        reply = call.count ? kept_or_made(call, context) : (check_place(call.route->guard, context, false), call.route->handler(context));
    });
    touch(actor, call.now, call.request_id);
    spare_body(reply, call.request);
    return reply;
}

namespace {

/// One that is not zipped is as if it had just been made.
Reply with_body(Reply reply) {
    if (!is_zipped(reply)) reply.body = *std::exchange(reply.shared, nullptr);
    return reply;
}

}  // namespace

Reply Router::kept_or_made(Call& call, Context& context) {
    const auto kept = memory_->answer(call);
#ifdef NDEBUG
    if (kept) return with_body(*kept);
#endif
    check_place(call.route->guard, context, false);
    if (kept) context.parts = nullptr;  // to be held against what was made from parts
    auto reply = call.route->handler(context);
    if (kept && kept->text() != (is_zipped(*kept) ? gzip(reply.body) : reply.body)) {
        // An act may be on disk, hence in this transaction, and not counted yet.
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        if (Memory::count_of(*store_.changes(), call) == call.count)
            throw std::logic_error("a kept answer is no longer true: " + call.route->pattern);
    }
    if (reply.status != 200 || !reply.file.empty() || reply.late || reply.stream || reply.secret) return reply;
    if (kept) return with_body(*kept);
    reply.headers.emplace_back("ETag", '"' + base::sm3(reply.body).substr(0, 24) + '"');
    if (reply.body.size() >= least_zipped) reply.headers.emplace_back("Vary", "Accept-Encoding");
    return with_body(*memory_->keep(call, std::move(reply)));
}

Reply Router::act_reply(Call& call) {
    Actor actor;
    count_before(call);
    if (const auto known = memory_->known(call)) {
        actor = known->actor;
        check_guard(call.route->guard, actor, call.target.path);
    } else {
        store_.see([&](Transaction& transaction) { actor = sign_in(transaction, call); });
    }
    check_token(call.request, actor);
    // What needs no writer is done before waiting for it.
    if (call.request.header("content-type").starts_with("application/json") && !call.request.body.empty())
        call.body = parse_json_body(call.request.body);
    if (call.route->prepare) call.prepared = call.route->prepare(call.request);
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
    touch(actor, call.now, call.request_id);
    return reply;
}

Reply Router::act_once(Call& call, Transaction& transaction, const Actor& actor) {
    call.after_commit.clear();  // of a run that was not kept
    Context context{call.request, transaction, actor, call.now};
    prepare(context, call);
    context.may_write_ = true;
    context.prepared_ = &call.prepared;
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

void Router::touch(const Actor& actor, base::Instant now, std::string_view request_id) {
    if (actor.session_hash.empty() || !touched_->due(actor.session_hash, now)) return;
    try {
        store_.act([&](Transaction& transaction) {
            touch_session(transaction, {actor.session_hash, actor.account_id, {}, now}, now);
        });
    } catch (const std::exception& error) {
        log(Level::warning, "session_not_touched", {{"request_id", request_id}, {"why", error.what()}});
    }
}

}  // namespace anju::kernel
