#pragma once
// Scenario tests go through `answer` with no port: a fresh database, a clock the test moves, and an actor the test names. Only the
// way of finding the actor is the test's own; rights, places, journal and transactions are the real ones.
#include <memory>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "kernel/router.hpp"
#include "kernel/test_store.hpp"

namespace anju::kernel {

struct TestService {
    explicit TestService(const std::vector<Migration>& migrations)
        : store{migrations},
          router{*store, [this](Transaction&, const Request&, base::Instant) { return actor; }, [this] { return now; }} {}

    TestStore store;
    Actor actor;
    base::Instant now{1'790'000'000'000'000};  // 2026-09-21 in Hangzhou, a Monday
    Router router;

    /// An actor with those rights over those place paths.
    static Actor who(std::string account_id, std::set<std::string, std::less<>> rights, std::vector<std::string> paths = {"/"}, std::string party_id = {}) {
        Actor made;
        made.account_id = std::move(account_id);
        made.name = made.account_id;
        made.grants.push_back({std::move(rights), std::move(paths), "test", std::move(party_id)});
        return made;
    }

    Reply call(std::string method, std::string target, const json::value& body = nullptr) {
        Request request;
        request.method = std::move(method);
        request.target = std::move(target);
        if (!body.is_null()) {
            request.body = json::serialize(body);
            request.headers["content-type"] = "application/json";
        }
        return router.answer(request);
    }
    json::value get(std::string target) { return json::parse(call("GET", std::move(target)).body); }

    std::int64_t journal_lines(const std::string& act) {
        std::int64_t count = 0;
        store->see([&](Transaction& transaction) { count = transaction.one("SELECT COUNT(*) FROM journal WHERE act = $1", {act})->number(0); });
        return count;
    }
};

}  // namespace anju::kernel
