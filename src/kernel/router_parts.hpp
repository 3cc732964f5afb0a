#pragma once
// What router.cpp knows of one request, and what it remembers between requests. Included by router.cpp only.
#include <any>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.hpp"
#include "kernel/changes.hpp"
#include "kernel/gzip.hpp"
#include "kernel/kept.hpp"
#include "kernel/kept_parts.hpp"
#include "kernel/router.hpp"

namespace anju::kernel {

/// One request on its way, with what is known about it before any transaction.
struct Router::Call {
    Call(const Request& asked, base::Instant when) : request{asked}, language{base::language_of(asked.header("accept-language"))}, now{when} {}

    const Request& request;
    std::string request_id = base::new_id();
    base::Language language;
    base::Instant now;
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
    Target target;
    const Route* route = nullptr;
    std::vector<std::pair<std::string, std::string>> parameters;
    std::optional<json::object> body;
    std::any prepared;  ///< by the route's `prepare`
    std::vector<std::function<void()>> after_commit;
    std::string session;                   ///< digest of the cookie's token; empty without one
    std::string scope;                     ///< of the actor, where an answer may be kept
    std::optional<Changes::Count> rights;  ///< these two as they stood before any transaction was opened;
    std::optional<Changes::Count> count;   ///< nothing: no answer is kept
};

/// One at a time makes the answer of a key; the others wait and find it made. Sixty-four people who open the ranking after a change
/// would otherwise each rate the district.
class Turn {
  public:
    struct Keys {
        std::mutex mutex;
        std::condition_variable freed;
        std::set<std::string> taken;
    };
    Turn(Keys& keys, std::string key) : keys_{keys}, key_{std::move(key)} {
        std::unique_lock lock{keys_.mutex};
        keys_.freed.wait(lock, [&] { return keys_.taken.insert(key_).second; });
    }
    ~Turn() {
        {
            const std::lock_guard lock{keys_.mutex};
            keys_.taken.erase(key_);
        }
        keys_.freed.notify_all();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    Keys& keys_;
    std::string key_;
};

/// What is given again: who a session belongs to, and whole answers.
struct Router::Memory {
    struct Known {
        Actor actor;
        std::string scope;
        std::int64_t until;  ///< then the session is looked up again, so that it ends and is touched in time
    };
    Kept<Known> actors{16 << 20};
    Kept<Reply> answers{32 << 20};
    Kept<void> parts{32 << 20};
    Turn::Keys making;
    static constexpr std::size_t actor_weight = 1500;  // bytes of a common one, so that some ten thousand sessions are known

    static std::string actor_key(const Call& call) { return call.session + std::to_string(call.now.day().days().time_since_epoch().count()); }
    /// Null where nothing is kept, without a session, or when it is to be looked up again.
    std::shared_ptr<const Known> known(const Call& call) {
        if (!call.rights || call.session.empty()) return nullptr;
        auto found = actors.find(actor_key(call), *call.rights);
        return found && found->until >= call.now.microseconds ? found : nullptr;
    }

    static std::string answer_key(const Call& call) {
        return call.scope + (call.language == base::Language::zh ? 'z' : 'e') + std::to_string(call.now.day().days().time_since_epoch().count()) +
               call.request.target;
    }
    /// A long answer goes out zipped to who takes that, and is kept in both forms only when it was asked for in both.
    static std::string form_of(const Call& call) { return answer_key(call) + (takes_gzip(call.request) ? "g" : ""); }
    std::shared_ptr<const Reply> answer(const Call& call) { return answers.find(form_of(call), *call.count); }
    std::shared_ptr<const Reply> keep(const Call& call, Reply reply) {
        if (takes_gzip(call.request) && reply.body.size() >= least_zipped)
            reply = zipped(std::move(reply));
        else
            reply.shared = std::make_shared<const std::string>(std::exchange(reply.body, {}));
        auto kept = std::make_shared<const Reply>(std::move(reply));
        answers.keep(form_of(call), *call.count, kept, kept->shared->size() + 500);
        return kept;
    }

    static std::optional<Changes::Count> count_of(const Changes& changes, const Call& call) {
        const auto& keep = call.route->keep;
        if (!keep.of_answers()) return std::nullopt;
        if (keep.by == Keep::By::path)
            for (const auto& [name, value] : call.parameters)
                if (name == keep.name) return changes.of_place(value);
        if (keep.by == Keep::By::query)
            if (const auto named = call.target.query.find(keep.name); named != call.target.query.end() && !named->second.empty())
                return changes.of_place(named->second);
        return changes.of_all();
    }
};

}  // namespace anju::kernel
