#pragma once
// A service with the real way of signing in: cookies, tokens, roles of a small pack. For this slice's tests only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "account/account.hpp"
#include "kernel/test_store.hpp"
#include "party/party.hpp"
#include "place/place.hpp"

namespace anju::account {

inline policy::Pack test_pack() {
    policy::Pack pack;
    const auto role = [&](const char* name, policy::Scope scope, std::set<std::string> rights, std::set<std::string> excludes) {
        pack.roles.push_back({name, {std::string{"角色"} + name, name}, scope, std::move(rights), std::move(excludes)});
    };
    role("system_admin", policy::Scope::district, {"account.manage", "place.read"}, {"security_admin", "audit_admin"});
    role("security_admin", policy::Scope::district, {"security.manage"}, {"audit_admin"});
    role("audit_admin", policy::Scope::district, {"journal.read"}, {});
    role("office", policy::Scope::district, {"place.read", "place.manage", "evaluation.read", "finding.read", "self_check.read"}, {});
    role("street_officer", policy::Scope::street, {"place.read", "evaluation.read", "finding.read", "self_check.read"}, {});
    role("manager", policy::Scope::party, {"place.read", "evaluation.read", "finding.read"}, {"assessor"});
    role("assessor", policy::Scope::assigned, {"place.read", "evaluation.read"}, {});
    pack.parties.kinds = {{"property_company", {"物业", "Property company"}}, {"assessor", {"第三方", "Assessor"}}};
    pack.places = {{"990105", {"示例区", "Example"}}, {{"990105001", {"甲街道", "A"}, true, {}, {}}, {"990105002", {"乙街道", "B"}, true, {}, {}}}};
    return pack;
}

inline std::vector<kernel::Migration> test_migrations() {
    auto all = kernel::kernel_migrations();
    for (const auto& more : {place::migrations(), party::migrations(), migrations()}) all.insert(all.end(), more.begin(), more.end());
    return all;
}

struct Browser { std::string cookie, token; };

struct DeskTest : testing::Test {
    static constexpr const char* good_password = "Blue-Kettle-47";

    policy::Pack pack = test_pack();
    kernel::TestStore store{test_migrations()};
    base::Instant now{1'790'000'000'000'000};
    kernel::Router router{*store, [this](kernel::Transaction& t, const kernel::Request& r, base::Instant at) { return sign_in(t, pack, r, at); }, [this] { return now; }};
    std::map<std::string, std::string> ids;

    void SetUp() override {
        routes(router, *store, pack, [this] { return now; });
        place::routes(router, pack);
        party::routes(router, pack);
        store->act([&](kernel::Transaction& transaction) { place::plant(transaction, pack.places); });
    }

    void person(const std::string& name, std::vector<NewGrant> grants) {
        store->act([&](kernel::Transaction& transaction) {
            ids[name] = add(transaction, pack, {name, "测试人" + name, good_password, std::move(grants), false}, now);
        });
    }

    kernel::Reply call(const Browser& browser, std::string method, std::string target, const kernel::json::value& body = nullptr) {
        kernel::Request request;
        request.method = std::move(method);
        request.target = std::move(target);
        if (!browser.cookie.empty()) request.headers["cookie"] = browser.cookie;
        if (!browser.token.empty()) request.headers["x-anju-csrf"] = browser.token;
        if (!body.is_null()) {
            request.body = kernel::json::serialize(body);
            request.headers["content-type"] = "application/json";
        }
        auto reply = router.answer(request);
        EXPECT_THAT(reply.body, testing::Not(testing::HasSubstr("argon2")));  // a hash never leaves the service
        EXPECT_THAT(reply.body, testing::Not(testing::HasSubstr("password_hash")));
        return reply;
    }

    kernel::Reply try_sign_in(const std::string& name, const std::string& password) {
        return call({}, "POST", "/api/sign-in", kernel::json::object{{"name", name}, {"password", password}});
    }

    Browser enter(const std::string& name, const std::string& password = good_password) {
        const auto reply = try_sign_in(name, password);
        EXPECT_EQ(reply.status, 200) << reply.body;
        Browser browser;
        for (const auto& [header, value] : reply.headers)
            if (header == "Set-Cookie") browser.cookie = value.substr(0, value.find(';'));
        if (reply.status == 200) browser.token = std::string{kernel::json::parse(reply.body).at("csrf_token").as_string()};
        return browser;
    }

    kernel::json::value get(const Browser& browser, std::string target) { return kernel::json::parse(call(browser, "GET", std::move(target)).body); }

    std::int64_t lines(const std::string& act) {
        std::int64_t count = 0;
        store->see([&](kernel::Transaction& transaction) { count = transaction.one("SELECT COUNT(*) FROM journal WHERE act = $1", {act})->number(0); });
        return count;
    }

    void pass_minutes(std::int64_t minutes) { now.microseconds += minutes * 60'000'000; }
};

}  // namespace anju::account
