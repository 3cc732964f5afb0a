#include "kernel/jobs.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "base/day.hpp"
#include "base/refusal.hpp"
#include "kernel/housekeeping.hpp"
#include "kernel/test_store.hpp"

namespace anju::kernel {
namespace {

namespace json = boost::json;

class JobsTest : public testing::Test {
  protected:
    std::string ask(const std::string& kind, const json::object& input = {}) {
        std::string id;
        store->act([&](Transaction& t) { id = Jobs::ask(t, kind, input, "account", 1); });
        return id;
    }
    void run(std::string_view sql, const Values& values) {
        store->act([&](Transaction& t) { t.run(sql, values); });
    }
    Row job(const std::string& id) {
        std::optional<Row> row;
        store->see([&](Transaction& t) {
            row = t.one("SELECT state, result, done, total, ended_at FROM job WHERE id = $1", {id});
        });
        return row.value();
    }
    bool becomes(const std::string& id, const std::string& state) {
        for (int i = 0; i < 1000; ++i) {
            if (job(id).text(0) == state) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
        return false;
    }
    TestStore store{kernel_migrations()};
    Jobs jobs{*store};
};

TEST_F(JobsTest, does_the_oldest_waiting_job_of_a_known_kind) {
    jobs.kind("double", [](const Job& one, JobProgress& progress) {
        progress.at(1, 2);
        return json::object{{"is", one.input.at("number").as_int64() * 2}, {"for", one.account_id}};
    });
    ask("unknown");
    const auto first = ask("double", {{"number", 4}});
    const auto second = ask("double", {{"number", 5}});
    EXPECT_TRUE(jobs.run_one());
    EXPECT_EQ(job(first).text(0), "done");
    EXPECT_EQ(job(first).text(1), R"({"is":8,"for":"account"})");
    EXPECT_EQ(job(first).number(3), 2);
    EXPECT_FALSE(job(first).null(4));
    EXPECT_EQ(job(second).text(0), "waiting");
    EXPECT_TRUE(jobs.run_one());
    EXPECT_FALSE(jobs.run_one());
}

TEST_F(JobsTest, tells_why_a_job_failed_and_hides_our_own_faults) {
    jobs.kind("refuse", [](const Job&, JobProgress&) -> json::object {
        base::refuse_field("row/3", "no_estate", {"没有此小区。", "No such estate."});
    });
    jobs.kind("break", [](const Job&, JobProgress&) -> json::object { throw std::runtime_error("inner secret"); });
    const auto refused = ask("refuse");
    const auto broken = ask("break");
    EXPECT_TRUE(jobs.run_one());
    EXPECT_TRUE(jobs.run_one());
    const auto told = json::parse(job(refused).text(1));
    EXPECT_EQ(job(refused).text(0), "failed");
    EXPECT_EQ(told.at("code").as_string(), "no_estate");
    EXPECT_EQ(told.at("problems").at(0).at("field").as_string(), "row/3");
    EXPECT_EQ(job(broken).text(0), "failed");
    EXPECT_EQ(job(broken).text(1).find("inner secret"), std::string::npos);
}

TEST_F(JobsTest, stops_when_the_user_says_so) {
    std::atomic<bool> began = false;
    jobs.kind("long", [&](const Job&, JobProgress& progress) -> json::object {
        for (std::int64_t i = 0;; ++i) {
            progress.at(i, 1000);
            began = true;
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
    });
    const auto id = ask("long");
    jobs.start();
    ASSERT_TRUE(becomes(id, "running"));
    run("UPDATE job SET cancel = 1 WHERE id = $1", {id});
    EXPECT_TRUE(becomes(id, "cancelled"));
    EXPECT_TRUE(began);
}

TEST_F(JobsTest, may_report_from_inside_a_transaction) {
    jobs.kind("export", [&](const Job&, JobProgress& progress) {
        store->see([&](Transaction& t) { t.each("SELECT id FROM job", {}, [&](const Row&) { progress.at(7, 9); }); });
        return json::object{};
    });
    const auto id = ask("export");
    EXPECT_TRUE(jobs.run_one());
    EXPECT_EQ(job(id).text(0), "done");
    EXPECT_EQ(job(id).number(2), 7);
    EXPECT_EQ(job(id).number(3), 9);
}

TEST_F(JobsTest, does_what_is_due_every_so_often_beside_a_long_job_and_survives_what_it_throws) {
    std::atomic<int> rounds = 0, thrown = 0;
    std::atomic<bool> go_on = false;
    jobs.every("throws", std::chrono::seconds{0}, [&] { ++thrown; throw std::runtime_error("no"); });
    jobs.every("counts", std::chrono::seconds{0}, [&] { ++rounds; });
    jobs.kind("long", [&](const Job&, JobProgress&) {
        for (int i = 0; i < 1000 && !go_on; ++i) std::this_thread::sleep_for(std::chrono::milliseconds{5});
        return json::object{};
    });
    const auto id = ask("long");
    jobs.start();
    EXPECT_TRUE(becomes(id, "running"));
    const int before = rounds;
    for (int i = 0; i < 400 && rounds < before + 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds{5});
    EXPECT_GE(rounds, before + 2);
    EXPECT_GE(thrown, 2);
    EXPECT_EQ(job(id).text(0), "running");
    go_on = true;
    EXPECT_TRUE(becomes(id, "done"));
}

TEST_F(JobsTest, cancelled_before_it_began_is_never_run) {
    jobs.kind("x", [](const Job&, JobProgress&) { return json::object{}; });
    const auto id = ask("x");
    run("UPDATE job SET cancel = 1 WHERE id = $1", {id});
    EXPECT_FALSE(jobs.run_one());
    EXPECT_EQ(job(id).text(0), "cancelled");
}

TEST_F(JobsTest, takes_up_a_job_whose_process_died) {
    jobs.kind("x", [](const Job&, JobProgress&) { return json::object{}; });
    const auto id = ask("x");
    const auto now = base::Instant::now().microseconds;
    run("UPDATE job SET state = 'running', taken_by = 'gone', taken_at = $1 WHERE id = $2", {now - 30'000'000, id});
    EXPECT_FALSE(jobs.run_one());
    run("UPDATE job SET taken_at = $1 WHERE id = $2", {now - 91'000'000, id});
    EXPECT_TRUE(jobs.run_one());
    EXPECT_EQ(job(id).text(0), "done");
}

TEST_F(JobsTest, puts_a_running_job_back_when_the_program_stops) {
    auto other = std::make_unique<Jobs>(*store);
    other->kind("long", [](const Job&, JobProgress& progress) -> json::object {
        for (;;) {
            progress.at(0, 0);
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
    });
    const auto id = ask("long");
    other->start();
    ASSERT_TRUE(becomes(id, "running"));
    other.reset();
    EXPECT_EQ(job(id).text(0), "waiting");
}

TEST_F(JobsTest, lets_two_processes_never_do_the_same_job) {
    std::atomic<int> done = 0;
    std::vector<std::unique_ptr<Jobs>> processes;
    for (int i = 0; i < 3; ++i) {
        processes.push_back(std::make_unique<Jobs>(*store));
        processes.back()->kind("x", [&](const Job&, JobProgress&) { return ++done, json::object{}; });
    }
    for (int i = 0; i < 12; ++i) ask("x");
    std::vector<std::thread> threads;
    for (auto& process : processes)
        threads.emplace_back([&] {
            while (process->run_one()) {
            }
        });
    for (auto& thread : threads) thread.join();
    store->see(
        [&](Transaction& t) { EXPECT_EQ(t.one("SELECT count(*) FROM job WHERE state = 'done'")->number(0), done); });
    EXPECT_EQ(done, 12);
}

TEST_F(JobsTest, forgets_old_replies_and_sessions_but_no_fresh_ones) {
    const base::Instant now{1'795'500'000'000'000};
    for (const std::int64_t hours : {1, 49}) {
        const auto at = now.microseconds - hours * 3'600'000'000;
        run("INSERT INTO idempotency (account_id, key, request_hash, status, type, headers, body, at) VALUES ('a', $1, "
            "'h', 200, 't', '[]', 'b', $2)",
            {std::to_string(hours), at});
        run("INSERT INTO session (hash, account_id, csrf_token, opened_at, seen_at) VALUES ($1, 'a', 't', $2, $2)",
            {std::to_string(hours), at});
    }
    keep_house(*store, now);
    store->see([](Transaction& t) {
        EXPECT_EQ(t.one("SELECT key FROM idempotency")->text(0), "1");
        EXPECT_EQ(t.query("SELECT hash FROM session").size(), 1U);
    });
}

}  // namespace
}  // namespace anju::kernel
