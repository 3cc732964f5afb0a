#include "kernel/server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "kernel/events.hpp"

namespace anju::kernel {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// A bare TCP client, so that nothing between the test and the server mends what is sent.
class Client {
  public:
    explicit Client(unsigned short port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        sockaddr_in there{};
        there.sin_family = AF_INET;
        there.sin_port = htons(port);
        there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0;
    }
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    [[nodiscard]] bool connected() const { return connected_; }
    bool send(std::string_view text) const {
        while (!text.empty()) {
            const auto count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    /// What comes until the server closes, the text is there or the time is over.
    std::string read(std::string_view until = {}, milliseconds most = milliseconds{4000}) {
        const auto end = steady_clock::now() + most;
        std::string text;
        while (until.empty() || text.find(until) == std::string::npos) {
            const auto left = std::chrono::duration_cast<milliseconds>(end - steady_clock::now()).count();
            pollfd poll{socket_, POLLIN, 0};
            if (left <= 0 || ::poll(&poll, 1, static_cast<int>(left)) <= 0) break;
            char bytes[65536];
            const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
            if (count <= 0) {
                closed_ = true;
                break;
            }
            text.append(bytes, static_cast<std::size_t>(count));
        }
        return text;
    }
    std::string ask(std::string_view text) { return send(text) ? read() : ""; }
    [[nodiscard]] bool closed() const { return closed_; }

  private:
    int socket_;
    bool connected_ = false, closed_ = false;
};

std::size_t times(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

Reply echo(const Request& request) {
    Reply reply;
    reply.type = "text/plain; charset=utf-8";
    reply.body = request.method + " " + request.target + " [" + request.body + "] " +
                 std::string{request.header("x-two")} + " " + request.client + (request.secure ? " secure" : "");
    if (request.target == "/slow") std::this_thread::sleep_for(milliseconds{700});
    if (request.target == "/throw") throw std::runtime_error("no");
    if (request.target == "/none") reply.status = 204;
    if (request.target == "/large") reply.body = std::string(32 << 20, 'l');
    if (request.target == "/split") reply.headers.emplace_back("X-Bad", "a\r\nX-Injected: 1");
    if (request.target.starts_with("/file/")) reply.file = request.target.substr(5);
    return reply;
}

class ServerTest : public testing::Test {
  protected:
    ServerTest() { start({}); }
    ~ServerTest() override { stop(); }

    void start(ServerOptions options) {
        stop();
        options.port = 0;
        options.header_seconds = 1;
        options.body_seconds = 1;
        options.idle_seconds = 2;
        options.workers = 4;
        server = std::make_unique<Server>(options, Service{echo, [](auto, auto) { return std::size_t{1} << 20; }});
        thread = std::thread{[this] { server->run(); }};
    }
    void stop() {
        if (!server) return;
        server->stop();
        thread.join();
        server.reset();
    }
    std::string ask(std::string_view text) { return Client{server->port()}.ask(text); }
    static std::string get(std::string_view target, std::string_view more = "Connection: close\r\n") {
        return "GET " + std::string{target} + " HTTP/1.1\r\nHost: a\r\n" + std::string{more} + "\r\n";
    }
    /// The status of the only answer; 0 when the connection was closed without one.
    int status(std::string_view text) {
        const auto reply = ask(text);
        EXPECT_LE(times(reply, "HTTP/1.1 "), 1U) << reply;
        return reply.size() > 12 ? std::stoi(reply.substr(9, 3)) : 0;
    }

    std::unique_ptr<Server> server;
    std::thread thread;
};

TEST_F(ServerTest, answers_a_request_with_its_body_and_joined_headers) {
    const auto reply = ask(
        "POST /a?b=1 HTTP/1.1\r\nHost: a\r\nX-Two: 1\r\nX-TWO: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
    EXPECT_NE(reply.find("HTTP/1.1 200 OK\r\n"), std::string::npos);
    EXPECT_NE(reply.find("Content-Type: text/plain; charset=utf-8\r\n"), std::string::npos);
    EXPECT_NE(reply.find("POST /a?b=1 [abc] 1, 2 127.0.0.1"), std::string::npos);
    EXPECT_NE(reply.find("\r\nDate: "), std::string::npos);
}

TEST_F(ServerTest, answers_what_is_sent_in_a_row_in_order_on_one_connection) {
    Client client{server->port()};
    client.send(get("/1", "") + get("/2", "") +
                "POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n" +
                get("/4"));
    const auto reply = client.read();
    EXPECT_EQ(times(reply, "HTTP/1.1 200"), 4U);
    EXPECT_LT(reply.find("GET /1"), reply.find("GET /2"));
    EXPECT_NE(reply.find("POST /3 [abc]"), std::string::npos);
    EXPECT_LT(reply.find("POST /3"), reply.find("GET /4"));
    EXPECT_TRUE(client.closed());
}

TEST_F(ServerTest, closes_after_http_1_0_and_connection_close) {
    for (const auto& text : {std::string{"GET / HTTP/1.0\r\n\r\n"}, get("/")}) {
        Client client{server->port()};
        client.send(text);
        const auto reply = client.read({}, milliseconds{900});
        EXPECT_NE(reply.find(" 200 OK"), std::string::npos);
        EXPECT_TRUE(client.closed());
    }
}

TEST_F(ServerTest, wants_exactly_one_host) {
    EXPECT_EQ(status("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
}

TEST_F(ServerTest, refuses_every_message_whose_end_could_be_read_in_two_ways) {
    const std::string hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
    for (const auto* head :
         {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
          "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: +5\r\n", "Content-Length: 5, 6\r\n",
          "Content-Length: -1\r\n", "Content-Length: 99999999999999999999999\r\n", "Content-Length : 5\r\n",
          "Transfer-Encoding : chunked\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"}) {
        const auto reply = ask(std::string{"POST / HTTP/1.1\r\nHost: a\r\n"} + head + "\r\n0\r\n\r\n" + hidden);
        EXPECT_EQ(reply.substr(0, 12), "HTTP/1.1 400") << head << reply;
        EXPECT_EQ(times(reply, "HTTP/1.1 "), 1U) << head << reply;
    }
    for (const auto* coding : {"xchunked", "gzip, chunked", "chunked, chunked", "identity", "chunked;x=1"}) {
        const auto reply = ask(std::string{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "} + coding +
                               "\r\n\r\n0\r\n\r\n" + hidden);
        EXPECT_TRUE(reply.starts_with("HTTP/1.1 501") || reply.starts_with("HTTP/1.1 400")) << coding << reply;
        EXPECT_EQ(reply.find("/hidden"), std::string::npos) << coding << reply;
    }
    EXPECT_EQ(status("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
}

TEST_F(ServerTest, refuses_malformed_headers_and_chunks) {
    EXPECT_EQ(status("GET / HTTP/1.1\nHost: a\n\n"), 400);
    EXPECT_EQ(status(std::string("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 35)), 400);
    EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\nx"),
              200);  // obsolete folding reads as one value
    EXPECT_EQ(status("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status("nonsense\r\n\r\n"), 400);
    EXPECT_EQ(status("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"), 400);
    EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n"), 417);
}

TEST_F(ServerTest, says_431_and_413_where_a_message_is_too_large) {
    EXPECT_EQ(status(get("/", "X: " + std::string(64 * 1024, 'x') + "\r\n")), 431);
    EXPECT_EQ(status(get("/" + std::string(20 * 1024, 'u'))), 431);
    EXPECT_EQ(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n"), 413);
    std::string chunks;
    for (int i = 0; i < 40; ++i) chunks += "10000\r\n" + std::string(65536, 'x') + "\r\n";
    EXPECT_EQ(status("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n"), 413);
    const auto full = ask("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1048576\r\n\r\n" +
                          std::string(1048576, 'x'));
    EXPECT_EQ(full.substr(0, 12), "HTTP/1.1 200");
}

TEST_F(ServerTest, asks_for_the_body_only_when_it_would_take_it) {
    Client client{server->port()};
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(client.read("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    EXPECT_NE(client.read().find("[abc]"), std::string::npos);
    const auto reply = ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(reply.substr(0, 12), "HTTP/1.1 413");
}

TEST_F(ServerTest, answers_head_with_the_length_and_no_body) {
    Client client{server->port()};
    client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n" + get("/y"));
    const auto reply = client.read();
    EXPECT_EQ(times(reply, "HTTP/1.1 200"), 2U);
    EXPECT_EQ(reply.find("HEAD /x"), std::string::npos);
    EXPECT_NE(reply.find("Content-Length: 20\r\n"), std::string::npos);
    const auto none = ask(get("/none"));
    EXPECT_EQ(none.substr(0, 12), "HTTP/1.1 204");
    EXPECT_EQ(none.find("Content-Length"), std::string::npos);
}

TEST_F(ServerTest, sends_files_whole_and_404_for_those_that_are_not_there) {
    const auto path = std::filesystem::temp_directory_path() / ("anju-server-test-" + std::to_string(::getpid()));
    std::ofstream{path} << std::string(300'000, 'f');
    const auto reply = ask(get("/file" + path.string()));
    EXPECT_NE(reply.find("Content-Length: 300000\r\n"), std::string::npos);
    EXPECT_EQ(reply.substr(reply.find("\r\n\r\n") + 4), std::string(300'000, 'f'));
    std::filesystem::remove(path);
    EXPECT_EQ(ask(get("/file" + path.string())).substr(0, 12), "HTTP/1.1 404");
}

TEST_F(ServerTest, closes_on_a_client_that_sends_too_slowly) {
    for (const auto* start :
         {"GET / HTTP/1.1\r\nHost: a\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n"}) {
        Client client{server->port()};
        client.send(start);
        const auto began = steady_clock::now();
        while (!client.closed() && steady_clock::now() - began < std::chrono::seconds{4}) {
            client.send("X");
            client.read({}, milliseconds{200});
        }
        EXPECT_TRUE(client.closed()) << start;
        EXPECT_LT(steady_clock::now() - began, std::chrono::seconds{3}) << start;
    }
}

TEST_F(ServerTest, closes_on_a_client_that_does_not_read) {
    ServerOptions options;
    options.write_seconds = 1;
    start(options);
    Client client{server->port()};
    client.send(get("/large", ""));
    std::this_thread::sleep_for(milliseconds{2500});
    const auto reply = client.read();
    EXPECT_TRUE(client.closed());
    EXPECT_EQ(reply.substr(0, 12), "HTTP/1.1 200");
    EXPECT_LT(reply.size(), std::size_t{32} << 20);
}

TEST_F(ServerTest, takes_a_body_that_is_slow_but_goes_on) {
    Client client{server->port()};
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\nConnection: close\r\n\r\n");
    for (int i = 0; i < 4; ++i) {
        std::this_thread::sleep_for(milliseconds{450});  // 1.8 s in all, of 1 s and 1 s for each 8 KB
        client.send(std::string(10'000, 'x'));
    }
    EXPECT_EQ(client.read().substr(0, 12), "HTTP/1.1 200");
}

TEST_F(ServerTest, says_503_when_bodies_being_read_fill_the_memory_for_them_and_still_takes_forms) {
    ServerOptions options;
    options.body_memory = 100'000;
    start(options);
    const std::string half = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n" + std::string(90'000, 'x');
    Client first{server->port()};
    first.send(half);
    std::this_thread::sleep_for(milliseconds{300});
    Client second{server->port()};
    second.send(half);
    const auto reply = second.read("too_much_at_once");
    EXPECT_EQ(reply.substr(0, 12), "HTTP/1.1 503");
    EXPECT_NE(reply.find("Retry-After"), std::string::npos);
    EXPECT_EQ(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\nConnection: close\r\n\r\n" + std::string(20'000, 'x')), 200);
}

TEST_F(ServerTest, closes_idle_connections) {
    Client fresh{server->port()};
    fresh.read({}, milliseconds{1900});
    EXPECT_TRUE(fresh.closed());
    Client used{server->port()};
    used.send(get("/", ""));
    used.read("127.0.0.1");
    used.read({}, milliseconds{1000});
    EXPECT_FALSE(used.closed());
    used.read({}, milliseconds{2500});
    EXPECT_TRUE(used.closed());
}

TEST_F(ServerTest, finishes_running_requests_when_it_stops_and_refuses_new_ones) {
    Client running{server->port()};
    Client idle{server->port()};
    idle.send(get("/", ""));
    idle.read("127.0.0.1");
    running.send(get("/slow", ""));
    std::this_thread::sleep_for(milliseconds{200});
    const auto port = server->port();
    const auto began = steady_clock::now();
    server->stop();
    idle.read({}, milliseconds{400});
    EXPECT_TRUE(idle.closed());
    // Each thread closes its own listening socket when it gets to it, so on a busy machine the last one goes a moment later.
    bool refused = false;
    for (const auto until = began + milliseconds{600}; !refused && steady_clock::now() < until;) refused = !Client{port}.connected();
    EXPECT_TRUE(refused);
    const auto reply = running.read();
    EXPECT_EQ(reply.substr(0, 12), "HTTP/1.1 200");
    EXPECT_NE(reply.find("Connection: close"), std::string::npos);
    stop();
    EXPECT_LT(steady_clock::now() - began, std::chrono::seconds{2});
}

TEST_F(ServerTest, keeps_a_thrown_fault_and_a_header_with_a_line_break_to_itself) {
    EXPECT_EQ(ask(get("/throw")).substr(0, 12), "HTTP/1.1 500");
    EXPECT_EQ(ask(get("/split")).find("X-Injected"), std::string::npos);
}

TEST_F(ServerTest, streams_events_to_many_listeners_without_holding_workers_and_ends_with_the_server) {
    Events events;
    stop();
    ServerOptions options;
    options.port = 0;
    options.workers = 2;
    server = std::make_unique<Server>(options, Service{[&](const Request& request) {
                                                           Reply reply;
                                                           if (request.target == "/events") {
                                                               reply.type = "text/event-stream";
                                                               reply.stream = events.listen([](const Event&) { return true; });
                                                           }
                                                           return reply;
                                                       },
                                                       {}});
    thread = std::thread{[this] { server->run(); }};
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 50; ++i) {
        clients.push_back(std::make_unique<Client>(server->port()));
        ASSERT_TRUE(clients.back()->send(get("/events", "")));
    }
    for (const auto& client : clients) EXPECT_NE(client->read("\r\n\r\n").find("text/event-stream"), std::string::npos);
    EXPECT_EQ(status(get("/other")), 200);
    events.publish({"live", "/", "e", "42", ""});
    for (const auto& client : clients) EXPECT_NE(client->read("\n\n").find("\"id\":\"42\""), std::string::npos);
    EXPECT_EQ(events.listeners(), 50U);
    stop();
    for (const auto& client : clients) client->read({}, milliseconds{500});
    for (const auto& client : clients) EXPECT_TRUE(client->closed());
    EXPECT_EQ(events.listeners(), 0U);
}

TEST_F(ServerTest, lets_go_of_a_listener_who_left_without_waiting_for_the_next_event) {
    Events events;
    stop();
    ServerOptions options;
    options.port = 0;
    const auto listen = [&](const Request&) {
        Reply reply;
        reply.type = "text/event-stream";
        reply.stream = events.listen([](const Event&) { return true; });
        return reply;
    };
    server = std::make_unique<Server>(options, Service{listen, {}});
    thread = std::thread{[this] { server->run(); }};
    {
        Client client{server->port()};
        client.send(get("/events", ""));
        ASSERT_NE(client.read("\r\n\r\n").find("text/event-stream"), std::string::npos);
        EXPECT_EQ(events.listeners(), 1U);
    }
    for (const auto until = steady_clock::now() + std::chrono::seconds{3}; events.listeners() > 0 && steady_clock::now() < until;)
        std::this_thread::sleep_for(milliseconds{10});
    EXPECT_EQ(events.listeners(), 0U);
    stop();
}

TEST_F(ServerTest, turns_away_more_connections_than_it_may_hold) {
    ServerOptions options;
    options.connections = 2;
    start(options);
    Client one{server->port()};
    Client two{server->port()};
    one.send(get("/", ""));
    two.send(get("/", ""));
    one.read("127.0.0.1");
    two.read("127.0.0.1");
    EXPECT_EQ(Client{server->port()}.read().substr(0, 12), "HTTP/1.1 503");
}

TEST_F(ServerTest, believes_the_forwarding_headers_only_of_its_own_proxy) {
    const std::string forwarded =
        "X-Forwarded-For: 6.6.6.6, 10.1.2.3\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n";
    EXPECT_NE(ask(get("/", forwarded)).find("127.0.0.1"), std::string::npos);
    EXPECT_EQ(ask(get("/", forwarded)).find("secure"), std::string::npos);
    ServerOptions options;
    options.trust_proxy = true;
    start(options);
    EXPECT_NE(ask(get("/", forwarded)).find("10.1.2.3 secure"), std::string::npos);
}

TEST_F(ServerTest, serves_many_connections_at_once) {
    std::vector<std::thread> threads;
    std::atomic<int> good = 0;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 25; ++j)
                if (ask(get("/many")).starts_with("HTTP/1.1 200")) ++good;
        });
    for (auto& one : threads) one.join();
    EXPECT_EQ(good, 200);
}

TEST(ServerPort, that_is_taken_is_said_at_once) {
    ServerOptions options;
    options.port = 0;
    const Server first{options, {}};
    options.port = first.port();
    EXPECT_GE(options.port, 20'000);
    EXPECT_LT(options.port, 30'000);
    EXPECT_THROW((Server{options, {}}), std::runtime_error);
}

}  // namespace
}  // namespace anju::kernel
