#pragma once
// Routes declare method, pattern, right and place; the router does the rest in one order: size → session → actor → route →
// right → place → transaction → handler → journal check → reply. An act that leaves no journal line is our bug: rolled back,
// 500. One catch turns Refusal into application/problem+json (RFC 9457).
//
// Who is refused how: nobody signed in → 401; the right nowhere → 403; the right, but not over this place → 404 for see (that
// the thing exists is not told) and 403 for act. Acts by session cookie need `X-Anju-Csrf`; a foreign Origin or Sec-Fetch-Site
// is refused on every act. An actor who must change the password first reaches only open routes and /api/me, /api/sign-out,
// /api/session. Acts of signed-in actors may carry `Idempotency-Key`: the same request again gets the kept reply.
// Of patterns that fit, the one with a literal where the other has a parameter wins; `{rest...}` as last segment takes
// whatever is left, but never anything under /api unless the pattern itself says /api.
#include <any>
#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/day.hpp"
#include "base/refusal.hpp"
#include "kernel/actor.hpp"
#include "kernel/request.hpp"
#include "kernel/store.hpp"

namespace anju::kernel {

namespace json = boost::json;

/// How far an act reaches, for answers kept in memory: `place` says that nothing changes but what is shown of the line's place
/// (its scorecards, findings, records and what is summed up from them), and nobody's rights; `nothing`, that no kept answer shows it.
/// When in doubt, everything.
enum class Reach { everything, place, nothing };

/// A line of the journal: who did what to which thing, before, after, why.
struct JournalLine {
    std::string act;         ///< "finding.decide"
    std::string thing_kind;  ///< table-like word: "finding"
    std::string thing_id;
    std::string place_id;    ///< estate (or other place) it belongs to; may be empty
    json::value before = nullptr, after = nullptr;  ///< never personal data beyond ids
    std::string why;
    Reach reach = Reach::everything;
};

/// A line written outside a route, with the act it belongs to: a job, a sign-in. Inside a route use Context::journal.
void write_journal(Transaction& transaction, const Actor& actor, base::Instant now, std::string_view request_id, const JournalLine& line);

/// Who a line is written for, where there is no Context: in a job, or an act the program does by itself.
struct JournalAuthor { std::string account_id, name, request_id; };
void write_journal(Transaction& transaction, const JournalLine& line, const JournalAuthor& author, base::Instant now);

class KeptParts;

/// Everything one request may touch.
class Context {
  public:
    Context(const Request& request, Transaction& transaction, const Actor& actor, base::Instant now);

    const Request& request;
    Transaction& transaction;
    const Actor& actor;
    const base::Instant now;
    std::string request_id;
    base::Language language = base::Language::zh;
    const KeptParts* parts = nullptr;  ///< kernel/kept_parts.hpp; null where nothing is kept

    [[nodiscard]] base::Day today() const { return now.day(); }
    [[nodiscard]] const std::string& parameter(std::string_view name) const;             ///< from the pattern, always there
    [[nodiscard]] std::optional<std::string> query(std::string_view name) const;          ///< from the query string
    /// The body as a JSON object; 400 with line and column otherwise. Parsed once.
    [[nodiscard]] const json::object& body() const;

    /// What the route's `prepare` made.
    template <typename Thing>
    [[nodiscard]] const Thing& prepared() const { return std::any_cast<const Thing&>(*prepared_); }

    void journal(JournalLine line);  ///< written with the act; see routes may not
    /// Runs when the act is on disk, and never when it is not: telling listeners, waking a worker. Must not throw.
    void after_commit(std::function<void()> work) { after_commit_.push_back(std::move(work)); }

  private:
    friend class Router;
    std::vector<std::pair<std::string, std::string>> parameters_;
    std::map<std::string, std::string> query_;
    mutable std::optional<json::object> body_;
    std::vector<std::function<void()>> after_commit_;
    const std::any* prepared_ = nullptr;
    bool may_write_ = false;
    std::size_t lines_ = 0;
};

using Handler = std::function<Reply(Context&)>;
/// Work of an act that needs no transaction and must not hold up other acts: opening a photo, putting it on disk. Done once the
/// actor is known to have the right; what it makes must do no harm when the act is then refused.
using Prepare = std::function<std::any(const Request&)>;
/// The path of the place a request is about ("/id/id/…/"), to be held against the actor's grant; throws 404 when unknown.
using PlaceOf = std::function<std::string(Context&)>;

struct Guard {
    std::string right;  ///< empty: no sign-in needed
    PlaceOf place;       ///< empty: the right anywhere is enough (the handler filters its list by actor.paths(right))
    bool signed_in = false;  ///< with an empty right: any signed-in account
    static Guard open() { return {}; }
    static Guard any_account() { return {{}, {}, true}; }
};

/// Whether answers may be kept in memory and given again while nothing they show has changed: an answer about one place (its id
/// stands in the path or the query under that name; when the query leaves it out, about all), or about all places. Only for
/// answers that follow from the database, the day, the language and what the asker may see, and from nothing else.
/// In a Debug build every kept answer is made again and held against the kept one, so the tests notice an act that reaches
/// further than it says.
struct Keep {
    enum class By { nothing, path, query, all, parts };
    By by = By::nothing;
    std::string name;
    [[nodiscard]] bool of_answers() const { return by != By::nothing && by != By::parts; }
    [[nodiscard]] bool of_parts() const { return by == By::all || by == By::parts; }
    static Keep place_in_path(std::string name) { return {By::path, std::move(name)}; }
    static Keep place_in_query(std::string name) { return {By::query, std::move(name)}; }
    static Keep all() { return {By::all, {}}; }
    static Keep parts() { return {By::parts, {}}; }  ///< not the answer, only what it is summed up from
};

struct Route {
    std::string method, pattern;  ///< "/api/findings/{id}/decide"
    Guard guard;
    Handler handler;
    base::Text summary;
    bool act = false;
    std::size_t body_limit = 1 << 20;
    Prepare prepare;
    std::function<Reply(const Request&)> plain;  ///< instead of `handler`, see Router::plain
    std::shared_ptr<class RouteMeasure> measure;  ///< kernel/metrics.hpp
    Keep keep;
};

class Router {
  public:
    /// `sign_in` finds the actor of a request (session cookie) or an unknown one.
    using SignIn = std::function<Actor(Transaction&, const Request&, base::Instant now)>;
    using Clock = std::function<base::Instant()>;
    Router(Store& store, SignIn sign_in, Clock clock);

    void see(std::string pattern, Guard guard, base::Text summary, Handler handler, Keep keep = {});
    /// Reads as `see` does, but is asked by POST: for a question that must not stand in an address (a resident's code).
    void see_posted(std::string pattern, Guard guard, base::Text summary, Handler handler);
    void act(std::string method, std::string pattern, Guard guard, base::Text summary, Handler handler,
             std::size_t body_limit = 1 << 20, Prepare prepare = nullptr);
    /// For what must not hold a transaction (streams, sign-in hashing): the handler gets no Context, only the request.
    void plain(std::string method, std::string pattern, base::Text summary, std::function<Reply(const Request&)> handler);

    [[nodiscard]] Reply answer(const Request& request);
    /// The answer when it is kept, without waiting for anything; nothing otherwise. For the thread that reads the network.
    [[nodiscard]] std::optional<Reply> at_once(const Request& request);
    [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }
    /// The largest body any route takes for this target, for the server's limit before the body is read.
    [[nodiscard]] std::size_t body_limit(std::string_view method, std::string_view target) const;

  private:
    struct Found;
    struct Call;
    struct Touched;
    struct Memory;
    void add(Route route);
    [[nodiscard]] std::optional<Found> best(std::string_view method, std::string_view path) const;
    [[nodiscard]] Found find(std::string_view method, std::string_view path) const;
    Reply reply_to(Call& call);
    void count_before(Call& call) const;
    std::optional<KeptParts> parts_before(const Call& call) const;
    Reply see_reply(Call& call);
    Reply kept_or_made(Call& call, Context& context);
    void finish(const Call& call, Reply& reply) const;
    Reply act_reply(Call& call);
    Reply act_once(Call& call, Transaction& transaction, const Actor& actor);
    Actor sign_in(Transaction& transaction, Call& call) const;
    void prepare(Context& context, const Call& call) const;
    void touch(const Actor& actor, base::Instant now, std::string_view request_id);

    Store& store_;
    SignIn sign_in_;
    Clock clock_;
    std::vector<Route> routes_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_start_;  ///< places in routes_ by method and first two segments
    std::shared_ptr<Touched> touched_;
    std::shared_ptr<Memory> memory_;
};

Reply json_reply(const json::value& value, int status = 200);
Reply versioned(Reply reply, std::int64_t version);  ///< with the version as its ETag
/// The version a client says it changes (If-Match: "7"); 428 when the header is missing, 400 when it is no version.
std::int64_t expected_version(const Context& context);
/// The same, refusing with 412 when the thing has moved on.
void require_version(const Context& context, std::int64_t present);
Reply problem(const base::Refusal& refusal, base::Language language, std::string_view request_id);

/// OpenAPI 3.1 document of the routes.
json::object openapi(const Router& router, std::string_view title, std::string_view version);

}  // namespace anju::kernel
