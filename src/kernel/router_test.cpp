#include "kernel/router.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "kernel/page.hpp"
#include "kernel/test_store.hpp"

namespace anju::kernel {
namespace {

constexpr std::string_view tables = "CREATE TABLE thing (id TEXT PRIMARY KEY, name TEXT NOT NULL);";

/// Signs in whoever the header x-test names: "officer" (over /d/s1/), "new" (must change the password); "cookie" gives
/// the officer a browser session.
Actor sign_in(Transaction&, const Request& request, base::Instant) {
    const auto who = request.header("x-test");
    Actor actor;
    if (who.empty()) return actor;
    actor.account_id = who;
    actor.name = "甲";
    actor.grants = {{{"thing.see", "thing.add"}, {"/d/s1/"}, "officer", ""}};
    actor.must_change_password = who == "new";
    if (who == "cookie") {
        actor.session_hash = "hash";
        actor.csrf_token = "token";
    }
    return actor;
}

class RouterTest : public testing::Test {
  protected:
    RouterTest() {
        const base::Text summary{"测试", "test"};
        const PlaceOf place = [](Context& context) -> std::string {
            const auto id = context.parameter("id");
            if (id == "none") base::refuse_missing("地点", "place");
            return "/d/" + id + "/";
        };
        router.see("/api/things/{id}", {"thing.see", place}, summary, [](Context& context) {
            return json_reply({{"id", context.parameter("id")},
                               {"q", context.query("q").value_or("-")},
                               {"day", context.today().text()}});
        });
        router.see("/api/things/own", Guard::any_account(), summary, [](Context&) {
            return json_reply({{"own", true}});
        });
        router.see("/api/open", Guard::open(), summary, [](Context&) { return json_reply({{"open", true}}); });
        router.see("/api/me", Guard::any_account(), summary, [](Context& context) {
            return json_reply({{"me", context.actor.name}});
        });
        router.see("/api/bad/journal", Guard::open(), summary, [](Context& context) {
            context.journal({"x", "thing", "1", "", nullptr, nullptr, ""});
            return json_reply({});
        });
        router.see("/api/bad/throw", Guard::open(), summary,
                   [](Context&) -> Reply { throw std::runtime_error("secret 13800000000"); });
        router.see("/{rest...}", Guard::open(), summary, [](Context& context) {
            return json_reply({{"rest", context.parameter("rest")}});
        });
        router.act(
            "POST", "/api/things", {"thing.add", {}}, summary, [this](Context& context) { return add_thing(context); },
            200);
        router.act("POST", "/api/things/{id}/touch", {"thing.add", place}, summary, [](Context& context) {
            context.journal({"thing.touch", "thing", context.parameter("id"), "p", nullptr, nullptr, "why"});
            return json_reply({});
        });
        router.act("PUT", "/api/things/{id}", {"thing.add", {}}, summary, [](Context& context) {
            require_version(context, 7);
            context.journal({"thing.change", "thing", context.parameter("id"), "", {{"a", 1}}, {{"a", 2}}, ""});
            return versioned(json_reply({}), 8);
        });
        router.act("POST", "/api/things/{id}/after", {"thing.add", {}}, summary, [this](Context& context) {
            context.journal({"thing.after", "thing", context.parameter("id"), "p", nullptr, nullptr, ""});
            context.after_commit([this] { ++told; });
            if (context.query("refuse")) base::refuse_state("no", {"不行", "no"});
            return json_reply({});
        });
        router.act("POST", "/api/things/{id}/print", {"thing.add", {}}, summary, [this](Context& context) {
            context.journal({"thing.print", "thing", context.parameter("id"), "p", nullptr, nullptr, ""});
            Reply reply;
            reply.secret = true;
            // A second act inside the first would wait for itself for ever.
            reply.late = [this] {
                store->act([](Transaction& transaction) { transaction.run("INSERT INTO thing (id, name) VALUES ('late', 'x')"); });
                return std::string{"made late"};
            };
            return reply;
        });
        router.act("POST", "/api/bad/silent", Guard::open(), summary, [](Context& context) {
            context.transaction.run("INSERT INTO thing (id, name) VALUES ('silent', 'x')");
            return json_reply({});
        });
        router.act("POST", "/api/bad/reply", Guard::open(), summary, [](Context& context) {
            context.transaction.run("INSERT INTO thing (id, name) VALUES ('reply', 'x')");
            return json_reply({}, 409);
        });
        router.plain("POST", "/api/plain", summary, [](const Request& request) {
            return json_reply({{"plain", request.body}});
        });
    }

    Reply add_thing(Context& context) {
        const auto& id = context.body().at("id").as_string();
        context.transaction.run("INSERT INTO thing (id, name) VALUES ($1, $1)", {std::string{id}});
        context.journal({"thing.add", "thing", std::string{id}, "p", nullptr, {{"id", id}}, ""});
        ++added;
        auto reply = json_reply({{"id", id}}, 201);
        reply.headers.emplace_back("Location", "/api/things/" + std::string{id});
        reply.secret = context.query("secret").has_value();
        return reply;
    }

    Reply ask(std::string method, std::string target, std::string body = {},
              std::map<std::string, std::string> headers = {{"x-test", "officer"}}) {
        Request request;
        request.method = std::move(method);
        request.target = std::move(target);
        request.body = std::move(body);
        request.headers = std::move(headers);
        return router.answer(request);
    }
    static std::string code(const Reply& reply) { return std::string{json::parse(reply.body).at("code").as_string()}; }
    static std::string header(const Reply& reply, std::string_view name) {
        for (const auto& [key, value] : reply.headers)
            if (key == name) return value;
        return {};
    }
    std::int64_t count(std::string_view table) {
        std::int64_t number = 0;
        store->see([&](Transaction& t) { number = t.one("SELECT count(*) FROM " + std::string{table})->number(0); });
        return number;
    }

    TestStore store{[] {
        auto migrations = kernel_migrations();
        migrations.push_back({"test/1", tables});
        return migrations;
    }()};
    base::Instant now{1'795'500'000'000'000};
    int added = 0, told = 0;
    Router router{*store, sign_in, [this] { return now; }};
};

TEST_F(RouterTest, hands_parameters_and_query_to_the_handler) {
    const auto reply = ask("GET", "/api/things/s1?q=%E6%98%9F");
    EXPECT_EQ(reply.status, 200);
    const auto body = json::parse(reply.body);
    EXPECT_EQ(body.at("id").as_string(), "s1");
    EXPECT_EQ(body.at("q").as_string(), "星");
    EXPECT_EQ(body.at("day").as_string(), now.day().text());
}

TEST_F(RouterTest, prefers_the_literal_route_and_keeps_the_rest_pattern_off_the_api) {
    EXPECT_NE(ask("GET", "/api/things/own").body.find("own"), std::string::npos);
    EXPECT_NE(ask("GET", "/assets/a/b.js").body.find("assets/a/b.js"), std::string::npos);
    EXPECT_EQ(ask("GET", "/api/unknown").status, 404);
    EXPECT_EQ(ask("GET", "/api/things/s1/").status, 404);
    EXPECT_EQ(ask("HEAD", "/api/open").status, 200);
}

TEST_F(RouterTest, a_late_body_is_made_when_the_act_is_over) {
    EXPECT_EQ(ask("POST", "/api/things/s1/print").body, "made late");
}

TEST_F(RouterTest, what_follows_a_commit_runs_once_when_it_is_kept_and_never_when_it_is_not) {
    EXPECT_EQ(ask("POST", "/api/things/s1/after").status, 200);
    EXPECT_EQ(told, 1);
    EXPECT_EQ(ask("POST", "/api/things/s1/after?refuse=1").status, 409);
    EXPECT_EQ(told, 1);
}

TEST_F(RouterTest, tells_405_with_the_methods_allowed_from_404) {
    const auto reply = ask("DELETE", "/api/things/s1");
    EXPECT_EQ(reply.status, 405);
    EXPECT_EQ(header(reply, "Allow"), "GET, HEAD, PUT");
    EXPECT_EQ(ask("BREW", "/api/open").status, 405);
    EXPECT_EQ(ask("POST", "/api/nothing").status, 404);
}

TEST_F(RouterTest, refuses_a_malformed_target) {
    EXPECT_EQ(code(ask("GET", "/api/%zz")), "bad_target");
}

TEST_F(RouterTest, says_401_to_nobody_and_403_without_the_right) {
    EXPECT_EQ(ask("GET", "/api/things/s1", "", {}).status, 401);
    EXPECT_EQ(ask("GET", "/api/open", "", {}).status, 200);
    router.see("/api/secret", {"secret.see", {}}, {"x", "x"}, [](Context&) { return json_reply({}); });
    EXPECT_EQ(code(ask("GET", "/api/secret")), "no_right");
}

TEST_F(RouterTest, hides_a_place_outside_from_see_and_refuses_it_to_act) {
    EXPECT_EQ(ask("GET", "/api/things/s2").status, 404);
    EXPECT_EQ(ask("GET", "/api/things/none").status, 404);
    EXPECT_EQ(ask("POST", "/api/things/s2/touch").status, 403);
    EXPECT_EQ(ask("POST", "/api/things/none/touch").status, 404);
    EXPECT_EQ(ask("POST", "/api/things/s1/touch").status, 200);
    EXPECT_EQ(count("journal"), 1);
}

TEST_F(RouterTest, lets_one_who_must_change_the_password_only_near_that) {
    EXPECT_EQ(code(ask("GET", "/api/things/own", "", {{"x-test", "new"}})), "must_change_password");
    EXPECT_EQ(ask("GET", "/api/me", "", {{"x-test", "new"}}).status, 200);
    EXPECT_EQ(ask("GET", "/api/open", "", {{"x-test", "new"}}).status, 200);
}

TEST_F(RouterTest, writes_the_journal_with_the_act) {
    EXPECT_EQ(ask("POST", "/api/things", R"({"id": "t1"})").status, 201);
    store->see([&](Transaction& t) {
        const auto row = t.one(
            "SELECT at, actor_id, actor_name, act, thing_kind, thing_id, place_id, before, after, why, request_id FROM "
            "journal");
        ASSERT_TRUE(row);
        EXPECT_EQ(row->number(0), now.microseconds);
        EXPECT_EQ(row->text(1), "officer");
        EXPECT_EQ(row->text(2), "甲");
        EXPECT_EQ(row->text(3), "thing.add");
        EXPECT_EQ(row->text(5), "t1");
        EXPECT_TRUE(row->null(7));
        EXPECT_EQ(row->text(8), R"({"id":"t1"})");
        EXPECT_FALSE(row->text(10).empty());
    });
}

TEST_F(RouterTest, rolls_back_an_act_that_leaves_no_line) {
    const auto reply = ask("POST", "/api/bad/silent");
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(code(reply), "act_without_journal");
    EXPECT_EQ(ask("POST", "/api/bad/reply").status, 409);
    EXPECT_EQ(count("thing"), 0);
}

TEST_F(RouterTest, does_not_let_a_see_route_write_the_journal) {
    EXPECT_EQ(ask("GET", "/api/bad/journal").status, 500);
    EXPECT_EQ(count("journal"), 0);
}

TEST_F(RouterTest, never_shows_what_went_wrong_inside) {
    const auto reply = ask("GET", "/api/bad/throw");
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.body.find("13800000000"), std::string::npos);
    EXPECT_EQ(json::parse(reply.body).at("request_id").as_string(), header(reply, "X-Request-Id"));
}

TEST_F(RouterTest, answers_problems_in_the_language_asked_for) {
    const auto zh = ask("GET", "/api/things/own", "", {});
    EXPECT_EQ(zh.type, "application/problem+json; charset=utf-8");
    EXPECT_EQ(json::parse(zh.body).at("title").as_string(), "请先登录。");
    const auto en = ask("GET", "/api/things/own", "", {{"accept-language", "en"}});
    EXPECT_EQ(json::parse(en.body).at("title").as_string(), "Please sign in.");
}

TEST_F(RouterTest, refuses_bad_json_wrong_types_and_too_much) {
    EXPECT_EQ(code(ask("POST", "/api/things", "{")), "bad_json");
    EXPECT_EQ(code(ask("POST", "/api/things", "{", {{"x-test", "officer"}, {"content-type", "application/json"}})),
              "bad_json");
    EXPECT_EQ(ask("POST", "/api/things", "{}", {{"x-test", "officer"}, {"content-type", "text/plain"}}).status, 415);
    EXPECT_EQ(ask("POST", "/api/things", std::string(201, ' ')).status, 413);
    EXPECT_EQ(router.body_limit("POST", "/api/things"), 200U);
    EXPECT_EQ(router.body_limit("POST", "/api/things/s1/touch"), 1U << 20);
    EXPECT_EQ(count("journal"), 0);
}

TEST_F(RouterTest, says_409_when_a_key_is_there_already) {
    EXPECT_EQ(ask("POST", "/api/things", R"({"id": "t1"})").status, 201);
    EXPECT_EQ(code(ask("POST", "/api/things", R"({"id": "t1"})")), "conflict");
}

TEST_F(RouterTest, answers_a_repeated_act_with_the_kept_reply) {
    const std::map<std::string, std::string> headers{{"x-test", "officer"}, {"idempotency-key", "k1"}};
    const auto first = ask("POST", "/api/things", R"({"id": "t1"})", headers);
    const auto second = ask("POST", "/api/things", R"({"id": "t1"})", headers);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(second.status, 201);
    EXPECT_EQ(second.body, first.body);
    EXPECT_EQ(header(second, "Location"), "/api/things/t1");
    EXPECT_EQ(header(second, "Idempotency-Replayed"), "true");
    EXPECT_EQ(count("thing"), 1);
    EXPECT_EQ(count("journal"), 1);
    EXPECT_EQ(code(ask("POST", "/api/things", R"({"id": "t2"})", headers)), "idempotency_key_reused");
    EXPECT_EQ(ask("POST", "/api/things", R"({"id": "t3"})", {{"x-test", "other"}, {"idempotency-key", "k1"}}).status,
              201);
    EXPECT_EQ(ask("POST", "/api/things", "{}", {{"x-test", "officer"}, {"idempotency-key", "空"}}).status, 400);
}

TEST_F(RouterTest, keeps_no_reply_that_is_shown_only_once) {
    const std::map<std::string, std::string> headers{{"x-test", "officer"}, {"idempotency-key", "k1"}};
    EXPECT_EQ(ask("POST", "/api/things?secret=1", R"({"id": "hush"})", headers).status, 201);
    store->see([](Transaction& t) { EXPECT_EQ(t.one("SELECT body FROM idempotency")->text(0), ""); });
    EXPECT_EQ(code(ask("POST", "/api/things?secret=1", R"({"id": "hush"})", headers)), "done_already");
}

TEST_F(RouterTest, does_a_repeated_act_once_even_when_both_come_together) {
    const std::map<std::string, std::string> headers{{"x-test", "officer"}, {"idempotency-key", "k1"}};
    std::vector<std::thread> threads;
    std::vector<int> statuses(6);
    for (std::size_t i = 0; i < statuses.size(); ++i)
        threads.emplace_back([&, i] { statuses[i] = ask("POST", "/api/things", R"({"id": "t1"})", headers).status; });
    for (auto& thread : threads) thread.join();
    for (const auto status : statuses) EXPECT_EQ(status, 201);
    EXPECT_EQ(count("thing"), 1);
}

TEST_F(RouterTest, wants_the_sessions_token_and_its_own_origin_for_acts) {
    const std::string target = "/api/things/s1/touch";
    EXPECT_EQ(code(ask("POST", target, "", {{"x-test", "cookie"}})), "csrf");
    EXPECT_EQ(code(ask("POST", target, "", {{"x-test", "cookie"}, {"x-anju-csrf", "tokex"}})), "csrf");
    EXPECT_EQ(ask("POST", target, "", {{"x-test", "cookie"}, {"x-anju-csrf", "token"}}).status, 200);
    std::map<std::string, std::string> headers{
        {"x-test", "cookie"}, {"x-anju-csrf", "token"}, {"host", "a.example:8080"}};
    headers["origin"] = "http://A.example:8080";
    headers["sec-fetch-site"] = "same-origin";
    EXPECT_EQ(ask("POST", target, "", headers).status, 200);
    headers["origin"] = "http://b.example";
    EXPECT_EQ(code(ask("POST", target, "", headers)), "csrf");
    headers["origin"] = "null";
    EXPECT_EQ(code(ask("POST", target, "", headers)), "csrf");
    headers.erase("origin");
    headers["sec-fetch-site"] = "cross-site";
    EXPECT_EQ(code(ask("POST", target, "", headers)), "csrf");
    EXPECT_EQ(ask("POST", "/api/plain", "", {{"sec-fetch-site", "cross-site"}}).status, 403);
    EXPECT_EQ(ask("GET", "/api/open", "", {{"sec-fetch-site", "cross-site"}}).status, 200);
    EXPECT_EQ(count("journal"), 2);
}

TEST_F(RouterTest, changes_only_the_version_the_client_has_seen) {
    const auto put = [&](const std::string& version) {
        std::map<std::string, std::string> headers{{"x-test", "officer"}};
        if (!version.empty()) headers["if-match"] = version;
        return ask("PUT", "/api/things/1", "{}", headers);
    };
    EXPECT_EQ(put("").status, 428);
    EXPECT_EQ(put("*").status, 400);
    EXPECT_EQ(put("\"6\"").status, 412);
    const auto done = put("\"7\"");
    EXPECT_EQ(done.status, 200);
    EXPECT_EQ(header(done, "ETag"), "\"8\"");
}

TEST_F(RouterTest, protects_every_reply_with_headers) {
    for (const auto& reply : {ask("GET", "/api/open"), ask("GET", "/api/nothing"), ask("GET", "/api/bad/throw")}) {
        EXPECT_EQ(header(reply, "X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(header(reply, "X-Frame-Options"), "DENY");
        EXPECT_EQ(header(reply, "Cache-Control"), "no-store");
        EXPECT_NE(header(reply, "Content-Security-Policy").find("default-src 'self'"), std::string::npos);
        EXPECT_EQ(header(reply, "Strict-Transport-Security"), "");
    }
    Request request{"GET", "/page", {}, {}, {}, true};
    const auto reply = router.answer(request);
    EXPECT_NE(header(reply, "Strict-Transport-Security"), "");
    EXPECT_EQ(header(reply, "Cache-Control"), "");
}

TEST_F(RouterTest, notes_when_a_session_was_last_seen_at_most_once_a_minute) {
    store->act([&](Transaction& t) {
        t.run(
            "INSERT INTO session (hash, account_id, csrf_token, opened_at, seen_at) VALUES ('hash', 'cookie', 'token', "
            "0, 0)");
    });
    const auto seen = [&] {
        std::int64_t at = 0;
        store->see([&](Transaction& t) { at = t.one("SELECT seen_at FROM session")->number(0); });
        return at;
    };
    const auto start = now.microseconds;
    ask("GET", "/api/me", "", {{"x-test", "cookie"}});
    EXPECT_EQ(seen(), start);
    now.microseconds += 59'000'000;
    ask("GET", "/api/me", "", {{"x-test", "cookie"}});
    EXPECT_EQ(seen(), start);
    now.microseconds += 1'000'000;
    ask("GET", "/api/me", "", {{"x-test", "cookie"}});
    EXPECT_EQ(seen(), start + 60'000'000);
}

TEST_F(RouterTest, refuses_two_routes_that_cannot_be_told_apart) {
    EXPECT_THROW(router.see("/api/things/{other}", {}, {}, [](Context&) { return Reply{}; }), std::logic_error);
    EXPECT_THROW(router.see("api", {}, {}, [](Context&) { return Reply{}; }), std::logic_error);
}

TEST_F(RouterTest, pages_carry_their_key_in_an_opaque_token) {
    router.see("/api/pages", Guard::open(), {"x", "x"}, [](Context& context) {
        const auto page = page_of(context);
        json::array items;
        for (const auto& part : page.after) items.emplace_back(part);
        return list_reply(std::move(items), page.size == 3 ? "" : next_token({"东~?>园", "id"}));
    });
    const auto first = json::parse(ask("GET", "/api/pages").body);
    const std::string token{first.at("next").as_string()};
    const auto second = json::parse(ask("GET", "/api/pages?limit=3&after=" + token).body);
    EXPECT_EQ(second.at("items").at(0).as_string(), "东~?>园");
    EXPECT_TRUE(second.at("next").is_null());
    for (const auto* wrong :
         {"xx", "31", "5b315d", "5b5d", "7", "7b7d", "5b22ff225d"})  // 1, [1], [], half a byte, {}, no UTF-8
        EXPECT_EQ(code(ask("GET", "/api/pages?after=" + std::string{wrong})), "page_token_wrong") << wrong;
    EXPECT_EQ(code(ask("GET", "/api/pages?limit=201")), "limit_wrong");
    EXPECT_EQ(code(ask("GET", "/api/pages?limit=x")), "limit_wrong");
}

TEST_F(RouterTest, describes_itself_as_openapi) {
    const auto document = openapi(router, "安居", "1");
    EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
    const auto& paths = document.at("paths").as_object();
    EXPECT_EQ(paths.at("/api/things/{id}").at("get").at("x-right").as_string(), "thing.see");
    EXPECT_TRUE(paths.at("/api/things/{id}").as_object().contains("put"));
    EXPECT_FALSE(paths.contains("/{rest...}"));
}

}  // namespace
}  // namespace anju::kernel
