#include "kernel/changes.hpp"
#include "kernel/gzip.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "base/id.hpp"
#include "kernel/kept.hpp"
#include "kernel/kept_parts.hpp"
#include "kernel/router.hpp"
#include "kernel/session.hpp"
#include "kernel/test_store.hpp"

namespace anju::kernel {
namespace {

const std::vector<Migration> tables = [] {
    auto all = kernel_migrations();
    all.push_back({"test/1", "CREATE TABLE note (place TEXT NOT NULL, text TEXT NOT NULL);"});
    return all;
}();

/// A place's notes behind a real session, and how often the answer was made.
class KeptAnswers : public ::testing::Test {
  protected:
    KeptAnswers() {
        router.see("/api/notes/{place}", Guard::any_account(), {"笔记", "Notes"}, [this](Context& context) { return notes(context); }, Keep::place_in_path("place"));
        router.see("/api/long/{place}", Guard::any_account(), {"长", "Long"}, [](Context&) { return json_reply(json::object{{"long", std::string(10'000, 'a')}}); }, Keep::place_in_path("place"));
        router.act("POST", "/api/notes/{place}", Guard::any_account(), {"写", "Write"}, [](Context& context) {
            const auto& place = context.parameter("place");
            context.transaction.run("INSERT INTO note (place, text) VALUES ($1, 'x')", {place});
            context.journal({"note.add", "note", base::new_id(), place, nullptr, nullptr, {}, Reach::place});
            return json_reply(json::object{}, 201);
        });
        router.act("POST", "/api/wider/{place}", Guard::any_account(), {"写得更远", "Write further"}, [](Context& context) {
            context.transaction.run("INSERT INTO note (place, text) VALUES ($1, 'x')", {context.parameter("place")});
            context.journal({"note.add", "note", base::new_id(), {}, nullptr, nullptr, {}});
            return json_reply(json::object{}, 201);
        });
        router.act("POST", "/api/lie/{place}", Guard::any_account(), {"写错地方", "Write elsewhere than said"}, [](Context& context) {
            context.transaction.run("INSERT INTO note (place, text) VALUES ($1, 'x')", {context.parameter("place")});
            context.journal({"note.add", "note", base::new_id(), "another", nullptr, nullptr, {}, Reach::place});
            return json_reply(json::object{}, 201);
        });
        store->act([&](Transaction& transaction) {
            auto opened = open_session(transaction, "somebody", false, now);
            cookie = opened.cookie.substr(0, opened.cookie.find(';'));
            csrf = opened.session.csrf_token;
        });
    }

    Reply notes(Context& context) {
        ++made;
        json::object out{{"notes", context.transaction.one("SELECT COUNT(*) FROM note WHERE place = $1", {context.parameter("place")})->number(0)}};
        return json_reply(out);
    }

    Request request(std::string method, std::string target) const {
        Request asked;
        asked.method = std::move(method);
        asked.target = std::move(target);
        asked.headers["cookie"] = cookie;
        asked.headers["x-anju-csrf"] = csrf;
        return asked;
    }
    Reply ask(std::string target) { return router.answer(request("GET", std::move(target))); }
    int write(std::string target) { return router.answer(request("POST", std::move(target))).status; }

    Actor sign_in(Transaction& transaction, const Request& asked) const {
        const auto session = find_session(transaction, asked, now, {3600, 36000});
        Actor actor;
        if (!session) return actor;
        actor.account_id = session->account_id;
        actor.session_hash = session->hash;
        actor.csrf_token = session->csrf_token;
        return actor;
    }

    TestStore store{tables};
    base::Instant now{1'790'000'000'000'000};
    Router router{*store, [this](Transaction& transaction, const Request& asked, base::Instant) { return sign_in(transaction, asked); }, [this] { return now; }};
    std::string cookie, csrf;
    int made = 0;
};

TEST_F(KeptAnswers, an_answer_is_there_at_once_until_its_place_changes) {
    EXPECT_FALSE(router.at_once(request("GET", "/api/notes/a")));
    const auto first = ask("/api/notes/a");
    EXPECT_EQ(first.text(), R"({"notes":0})");
    if (store->changes() == nullptr) return;  // where others write too nothing is kept
    const auto again = router.at_once(request("GET", "/api/notes/a"));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->text(), first.text());
    EXPECT_EQ(made, 1);
    ASSERT_EQ(write("/api/notes/b"), 201);
    EXPECT_TRUE(router.at_once(request("GET", "/api/notes/a"))) << "another place";
    ASSERT_EQ(write("/api/notes/a"), 201);
    EXPECT_FALSE(router.at_once(request("GET", "/api/notes/a")));
    EXPECT_EQ(ask("/api/notes/a").text(), R"({"notes":1})");
    ASSERT_EQ(write("/api/wider/a"), 201);
    EXPECT_FALSE(router.at_once(request("GET", "/api/notes/a")));
    EXPECT_EQ(ask("/api/notes/a").text(), R"({"notes":2})");
}

TEST_F(KeptAnswers, a_long_answer_goes_out_zipped_to_who_takes_that) {
    auto asked = request("GET", "/api/long/a");
    const auto header = [](const Reply& reply, std::string_view wanted) {
        for (const auto& [name, value] : reply.headers)
            if (name == wanted) return value;
        return std::string{};
    };
    const auto plain = router.answer(asked);
    EXPECT_EQ(header(plain, "Content-Encoding"), "");
    if (store->changes() == nullptr) return;
    EXPECT_EQ(header(plain, "Vary"), "Accept-Encoding");
    asked.headers["accept-encoding"] = "gzip, deflate, br";
    EXPECT_FALSE(router.at_once(asked)) << "not in this form";
    const auto first = router.answer(asked);
    EXPECT_EQ(header(first, "Content-Encoding"), "gzip");
    EXPECT_EQ(header(first, "Vary"), "Accept-Encoding");
    EXPECT_EQ(first.text(), gzip(plain.text()));
    EXPECT_LT(first.text().size(), plain.text().size() / 10);
    const auto again = router.at_once(asked);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->text(), first.text());
    EXPECT_NE(header(*again, "ETag"), header(plain, "ETag"));
    for (const auto& tag : {header(plain, "ETag"), header(first, "ETag")}) {
        asked.headers["if-none-match"] = tag;
        EXPECT_EQ(router.at_once(asked)->status, 304) << tag;
    }
    const auto as_it_is = router.at_once(request("GET", "/api/long/a"));
    ASSERT_TRUE(as_it_is);
    EXPECT_EQ(as_it_is->text(), plain.text());
}

TEST_F(KeptAnswers, what_is_summed_up_is_made_anew_only_for_the_place_that_changed) {
    std::vector<std::string> counted;
    router.see("/api/sum", Guard::any_account(), {"合计", "Sum"}, [&](Context& context) {
        std::int64_t sum = 0;
        for (const auto* place : {"a", "b"}) {
            auto kept = context.parts == nullptr ? nullptr : context.parts->find<std::int64_t>("notes ", place);
            if (kept == nullptr) {
                counted.emplace_back(place);
                kept = std::make_shared<const std::int64_t>(context.transaction.one("SELECT COUNT(*) FROM note WHERE place = $1", {place})->number(0));
                if (context.parts != nullptr) context.parts->keep("notes ", place, kept, 8);
            }
            sum += *kept;
        }
        return json_reply(json::object{{"notes", sum}});
    }, Keep::parts());
    EXPECT_EQ(ask("/api/sum").body, R"({"notes":0})");
    EXPECT_FALSE(router.at_once(request("GET", "/api/sum"))) << "the answer itself is not kept";
    ASSERT_EQ(write("/api/notes/b"), 201);
    counted.clear();
    EXPECT_EQ(ask("/api/sum").body, R"({"notes":1})");
    EXPECT_EQ(counted, store->changes() == nullptr ? (std::vector<std::string>{"a", "b"}) : std::vector<std::string>{"b"});
    ASSERT_EQ(write("/api/wider/a"), 201);
    counted.clear();
    EXPECT_EQ(ask("/api/sum").body, R"({"notes":2})");
    EXPECT_EQ(counted.size(), 2U) << "an act that reaches everything";
}

TEST_F(KeptAnswers, of_many_who_ask_for_the_same_at_once_one_makes_it) {
    std::atomic<int> inside = 0, most = 0;
    router.see("/api/slow/{place}", Guard::any_account(), {"慢", "Slow"}, [&](Context&) {
        most = std::max(most.load(), ++inside);
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
        --inside;
        return json_reply(json::object{{"slow", true}});
    }, Keep::place_in_path("place"));
    ask("/api/notes/a");  // the session is known from here on
    if (store->changes() == nullptr) return;
    std::vector<std::thread> threads;
    std::atomic<int> answered = 0;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] { answered += ask("/api/slow/a").status == 200 ? 1 : 0; });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(answered, 8);
    EXPECT_EQ(most, 1);
}

TEST_F(KeptAnswers, an_act_that_says_nothing_has_changed_everything) {
    ask("/api/notes/a");
    store->act([](Transaction& transaction) { transaction.run("INSERT INTO note (place, text) VALUES ('a', 'by a job')"); });
    EXPECT_FALSE(router.at_once(request("GET", "/api/notes/a")));
    EXPECT_EQ(ask("/api/notes/a").text(), R"({"notes":1})");
}

TEST_F(KeptAnswers, who_is_signed_out_gets_nothing_that_was_kept) {
    ask("/api/notes/a");
    store->act([&](Transaction& transaction) { end_sessions_of(transaction, "somebody"); });
    EXPECT_FALSE(router.at_once(request("GET", "/api/notes/a")));
    EXPECT_EQ(ask("/api/notes/a").status, 401);
}

TEST_F(KeptAnswers, a_whole_district_may_be_signed_in_at_once) {
    std::vector<Request> asking;
    for (int i = 0; i < 300; ++i)
        store->act([&](Transaction& transaction) {
            const auto opened = open_session(transaction, "person" + std::to_string(i), false, now);
            asking.push_back(request("GET", "/api/notes/a"));
            asking.back().headers["cookie"] = opened.cookie.substr(0, opened.cookie.find(';'));
        });
    for (const auto& one : asking) ASSERT_EQ(router.answer(one).status, 200);
    if (store->changes() == nullptr) return;
    for (const auto& one : asking) ASSERT_TRUE(router.at_once(one));
}

TEST_F(KeptAnswers, a_session_is_looked_up_again_every_minute_and_every_day) {
    ask("/api/notes/a");
    now.microseconds += 61'000'000;
    EXPECT_FALSE(router.at_once(request("GET", "/api/notes/a")));
    EXPECT_EQ(ask("/api/notes/a").status, 200);
}

TEST_F(KeptAnswers, who_has_the_answer_already_gets_no_body) {
    const auto first = ask("/api/notes/a");
    if (store->changes() == nullptr) return;
    std::string tag;
    for (const auto& [name, value] : first.headers)
        if (name == "ETag") tag = value;
    ASSERT_FALSE(tag.empty());
    auto asked = request("GET", "/api/notes/a");
    asked.headers["if-none-match"] = tag;
    const auto at_once = router.at_once(asked);
    ASSERT_TRUE(at_once);
    EXPECT_EQ(at_once->status, 304);
    EXPECT_EQ(at_once->text(), "");
    ASSERT_EQ(write("/api/notes/a"), 201);
    EXPECT_EQ(router.answer(asked).status, 200);
}

#ifndef NDEBUG
TEST_F(KeptAnswers, an_act_that_reaches_further_than_it_says_is_noticed) {
    ask("/api/notes/a");
    if (store->changes() == nullptr) return;
    ASSERT_EQ(write("/api/lie/a"), 201);
    EXPECT_EQ(ask("/api/notes/a").status, 500);
}
#endif

TEST(Kept, what_is_asked_for_outlives_what_is_not) {
    Kept<int> kept{20'000};
    const Changes::Count count{1, 1};
    kept.keep("asked", count, std::make_shared<int>(7), 1'000);
    for (int i = 0; i < 100; ++i) {
        kept.keep("other" + std::to_string(i), count, std::make_shared<int>(i), 1'000);
        ASSERT_TRUE(kept.find("asked", count)) << i;
    }
    EXPECT_EQ(*kept.find("asked", count), 7);
    EXPECT_FALSE(kept.find("other0", count));
    EXPECT_FALSE(kept.find("asked", Changes::Count{1, 2}));
    EXPECT_TRUE(kept.find("other99", count));
}

}  // namespace
}  // namespace anju::kernel
