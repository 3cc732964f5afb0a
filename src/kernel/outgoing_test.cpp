#include "kernel/outgoing.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "kernel/server.hpp"

namespace anju::kernel {
namespace {

struct Listener {
    Request last;
    int status = 200;
    Server server{{.port = 0, .threads = 1, .workers = 1},
                  {[this](const Request& request) {
                       last = request;
                       Reply reply;
                       reply.status = status;
                       reply.body = std::string(10'000, 'x');
                       if (status == 302) reply.headers.emplace_back("Location", "http://127.0.0.1/");
                       return reply;
                   },
                   {}}};
    std::thread thread{[this] { server.run(); }};
    ~Listener() {
        server.stop();
        thread.join();
    }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server.port()) + "/hook"; }
};

TEST(Outgoing, sends_body_and_headers_and_keeps_the_first_bytes_of_the_answer) {
    Listener listener;
    const auto answer = post(listener.url(), {{"X-Anju-Signature", "abc"}, {"Content-Type", "application/json"}}, "{\"a\":1}");
    EXPECT_EQ(answer.status, 200) << answer.problem;
    EXPECT_EQ(answer.body.size(), 4096U);
    EXPECT_EQ(listener.last.body, "{\"a\":1}");
    EXPECT_EQ(listener.last.header("x-anju-signature"), "abc");
}

TEST(Outgoing, follows_no_redirect) {
    Listener listener;
    listener.status = 302;
    EXPECT_EQ(post(listener.url(), {}, "{}").status, 302);
}

TEST(Outgoing, plain_http_leaves_the_house_for_nobody) {
    EXPECT_TRUE(may_post_to("https://example.com/hook"));
    EXPECT_TRUE(may_post_to("http://192.168.3.4:9000/hook"));
    EXPECT_TRUE(may_post_to("http://[::1]/hook"));
    for (const auto* bad : {"http://example.com/", "http://8.8.8.8/", "http://172.32.0.1/", "ftp://127.0.0.1/", "file:///etc/passwd", "https://", "no address", "https://user:word@example.com/"})
        EXPECT_FALSE(may_post_to(bad)) << bad;
    EXPECT_EQ(post("http://8.8.8.8/", {}, "").status, 0);
}

TEST(Outgoing, a_closed_port_is_told_as_a_problem) {
    std::string url;
    {
        const Listener listener;
        url = listener.url();
    }
    const auto answer = post(url, {}, "{}", 2);
    EXPECT_EQ(answer.status, 0);
    EXPECT_NE(answer.problem, "");
}

}  // namespace
}  // namespace anju::kernel
