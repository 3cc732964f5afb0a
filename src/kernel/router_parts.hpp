#pragma once
// What router.cpp knows of one request, and what it remembers between requests. Included by router.cpp only.
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
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

/// What is given again: who a session belongs to, and whole answers.
struct Router::Memory {
    struct Known {
        Actor actor;
        std::string scope;
        std::int64_t until;  ///< then the session is looked up again, so that it ends and is touched in time
    };
    Kept<Known> actors{16 << 20};
    Kept<Reply> answers{64 << 20};
    Kept<void> parts{64 << 20};
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
    /// In the form the client takes. A large answer that is not zipped yet is not found where `as_it_goes_out` is wanted.
    std::shared_ptr<const Reply> answer(const Call& call, bool as_it_goes_out) {
        const auto key = answer_key(call);
        const bool zip = takes_gzip(call.request);
        if (zip)
            if (auto found = answers.find(key + 'g', *call.count)) return found;
        auto found = answers.find(key, *call.count);
        const bool too_long = zip && found && found->shared->size() >= least_zipped;
        return too_long && as_it_goes_out ? nullptr : found;
    }
    std::shared_ptr<const Reply> keep(const Call& call, Reply reply, std::string_view form = {}) {
        if (!reply.shared) reply.shared = std::make_shared<const std::string>(std::exchange(reply.body, {}));
        auto kept = std::make_shared<const Reply>(std::move(reply));
        answers.keep(answer_key(call).append(form), *call.count, kept, kept->shared->size() + 500);
        return kept;
    }
    /// Zipped when it is asked for a second time: what changes between two questions is not worth it.
    std::shared_ptr<const Reply> zipped_if_taken(const Call& call, std::shared_ptr<const Reply> kept) {
        if (!takes_gzip(call.request) || kept->shared->size() < least_zipped || is_zipped(*kept)) return kept;
        return keep(call, zipped(*kept), "g");
    }

    static std::optional<Changes::Count> count_of(const Changes& changes, const Call& call) {
        const auto& keep = call.route->keep;
        if (keep.by == Keep::By::nothing || keep.by == Keep::By::parts) return std::nullopt;
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
