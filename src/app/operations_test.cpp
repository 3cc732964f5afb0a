#include "app/operations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "app/service.hpp"
#include "kernel/test_store.hpp"

namespace anju::app {
namespace {

kernel::Request from(std::string client, std::string target = "/metrics") {
    kernel::Request request;
    request.method = "GET";
    request.target = std::move(target);
    request.client = std::move(client);
    return request;
}

struct Running {
    kernel::TestStore store{{}};
    Service service{*store, policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu"), store.directory() + "/files", {}};
};

}  // namespace

TEST(operations, metrics_are_shown_to_this_machine_and_to_those_named_and_to_nobody_else) {
    MetricsReaders readers{{"10.0.0.7"}, false};
    for (auto const* client : {"127.0.0.1", "127.3.2.1", "::1", "::ffff:127.0.0.1", "10.0.0.7", "::ffff:10.0.0.7"}) EXPECT_TRUE(may_read_metrics(from(client), readers)) << client;
    for (auto const* client : {"10.0.0.8", "::2", "", "128.0.0.1", "localhost"}) EXPECT_FALSE(may_read_metrics(from(client), readers)) << client;
}

TEST(operations, a_request_through_a_proxy_is_never_taken_for_this_machine) {
    auto forwarded = from("127.0.0.1");
    forwarded.headers["x-forwarded-for"] = "127.0.0.1";
    EXPECT_FALSE(may_read_metrics(forwarded, {{"127.0.0.1"}, false}));
    EXPECT_FALSE(may_read_metrics(forwarded, {{}, true}));
    forwarded.client = "10.0.0.7";
    EXPECT_TRUE(may_read_metrics(forwarded, {{"10.0.0.7"}, true}));
}

TEST(operations, metrics_tell_of_routes_jobs_clocks_and_the_process) {
    Running running;
    EXPECT_NE(running.service.answer(from("203.0.113.9", "/healthz")).status, 404);
    EXPECT_EQ(running.service.answer(from("203.0.113.9")).status, 404);
    auto const reply = running.service.answer(from("127.0.0.1"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.type, "text/plain; version=0.0.4; charset=utf-8");
    for (auto const* line : {"anju_answers_total{", "anju_answer_seconds_bucket{", "anju_jobs{state=\"waiting\"}", "anju_clocks_due", "anju_store_up", "process_resident_memory_bytes", "process_open_fds", "process_start_time_seconds"})
        EXPECT_THAT(reply.body, testing::HasSubstr(line));
}

TEST(operations, it_is_ready_when_store_and_background_work_run_and_says_why_when_not) {
    Running running;
    EXPECT_EQ(running.service.answer(from("203.0.113.9", "/healthz")).status, 200);
    auto const early = running.service.answer(from("203.0.113.9", "/readyz"));
    EXPECT_EQ(early.status, 503);
    EXPECT_THAT(early.body, testing::HasSubstr("jobs_stopped"));
    EXPECT_THAT(early.body, testing::HasSubstr("后台任务没有运行"));

    running.service.jobs().start();
    int status = 0;
    for (int i = 0; i < 200 && status != 200; ++i) {
        status = running.service.answer(from("203.0.113.9", "/readyz")).status;
        if (status != 200) std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    EXPECT_EQ(status, 200);

    running.store->act([](kernel::Transaction& transaction) { transaction.run("INSERT INTO migration (name, sm3, at) VALUES ('future/1', '', 0)"); });
    auto const newer = running.service.answer(from("203.0.113.9", "/readyz"));
    EXPECT_EQ(newer.status, 503);
    EXPECT_THAT(newer.body, testing::HasSubstr("migrations"));
}

}  // namespace anju::app
