#include "kernel/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <random>
#include <sys/resource.h>
#include <stdexcept>
#include <thread>
#include <vector>

#include "kernel/http_connection.hpp"
#include "kernel/log.hpp"

namespace anju::kernel {

namespace net = boost::asio;
using net::ip::tcp;

namespace {

constexpr auto drain_patience = std::chrono::seconds{20};
constexpr auto token = net::as_tuple(net::use_awaitable);

/// A port under 32768: above, a client's socket in TIME_WAIT can hold the very port we want.
tcp::acceptor listen(net::io_context& context, const std::string& address, unsigned short port) {
    thread_local std::minstd_rand random{std::random_device{}()};
    std::uniform_int_distribution<unsigned> any{20'000, 29'999};
    for (int attempt = 1;; ++attempt) {
        const auto chosen = port == 0 ? static_cast<unsigned short>(any(random)) : port;
        const tcp::endpoint here{net::ip::make_address(address), chosen};
        tcp::acceptor acceptor{context};
        acceptor.open(here.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        boost::system::error_code error;
        acceptor.bind(here, error);
        if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
        if (!error) return acceptor;
        if (port != 0 || attempt == 50)
            throw std::runtime_error("cannot listen on " + address + ":" + std::to_string(chosen) + ": " +
                                     error.message());
    }
}

net::awaitable<void> serve_connection(tcp::socket socket, Lane& lane, Shared& shared) {
    Connection connection{std::move(socket), lane, shared};
    co_await connection.serve();
}

/// As many open files as this process may have at all: the usual soft limit of 1024 is for programs that use `select`. What
/// the database, files and logs need is left free.
std::size_t connections_possible(std::size_t wanted) {
    constexpr rlim_t others = 200;
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return wanted;
    if (files.rlim_cur < files.rlim_max && files.rlim_cur != RLIM_INFINITY) {
        files.rlim_cur = files.rlim_max == RLIM_INFINITY ? wanted + others : files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
        ::getrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur == RLIM_INFINITY || files.rlim_cur >= wanted + others) return wanted;
    const auto possible = static_cast<std::size_t>(files.rlim_cur > 2 * others ? files.rlim_cur - others : files.rlim_cur / 2);
    log(Level::warning, "few_open_files", {{"limit", files.rlim_cur}, {"connections", possible}, {"wanted", wanted}});
    return possible;
}

/// Says 503 to one connection too many. One small write into an empty send buffer: it does not block.
void turn_away(tcp::socket& socket) {
    constexpr std::string_view text =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: close\r\n\r\n";
    count_refused(503);
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.send(net::buffer(text), 0, ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
}

}  // namespace

struct Server::State {
    State(ServerOptions options, Service service)
        : shared{std::move(options), std::move(service)},
          lanes(std::max(shared.options.threads, 1U)),
          acceptor{listen(lanes.front().context, shared.options.address, shared.options.port)} {
        port = acceptor.local_endpoint().port();
        for (auto& lane : lanes) guards.push_back(net::make_work_guard(lane.context));
    }

    net::awaitable<void> accept();
    void stop_lane(Lane& lane);

    Shared shared;
    std::vector<Lane> lanes;
    tcp::acceptor acceptor;
    std::vector<net::executor_work_guard<net::io_context::executor_type>> guards;
    unsigned short port = 0;
};

net::awaitable<void> Server::State::accept() {
    std::size_t next = 0;
    net::steady_timer pause{lanes.front().context};
    while (!shared.stopping) {
        auto& lane = lanes[next++ % lanes.size()];
        tcp::socket socket{lane.context};
        auto [error] = co_await acceptor.async_accept(socket, token);
        if (shared.stopping) break;
        if (error) {  // mostly: no file descriptors left
            log(Level::warning, "not_accepted", {{"why", error.message()}});
            pause.expires_after(std::chrono::milliseconds{100});
            co_await pause.async_wait(token);
        } else if (shared.connections >= shared.options.connections) {
            turn_away(socket);
        } else {
            ++shared.connections;
            net::co_spawn(lane.context, serve_connection(std::move(socket), lane, shared), net::detached);
        }
    }
}

/// On the lane's own thread: idle connections go, the others finish what they do within the drain time.
void Server::State::stop_lane(Lane& lane) {
    for (auto* connection : lane.connections) connection->close_if_idle();
    lane.patience.expires_after(drain_patience);
    lane.patience.async_wait([&lane](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        for (auto* connection : lane.connections) connection->close();
    });
    if (lane.connections.empty()) lane.patience.cancel();
    guards[static_cast<std::size_t>(&lane - lanes.data())].reset();
}

Server::Server(ServerOptions options, Service service)
    : state_{std::make_unique<State>(std::move(options), std::move(service))} {}

Server::~Server() {
    // Handlers still running hold their coroutine; wait for them before the contexts go.
    state_->shared.workers.join();
}

void Server::run() {
    auto& state = *state_;
    state.shared.options.connections = connections_possible(state.shared.options.connections);
    net::co_spawn(state.lanes.front().context, state.accept(), net::detached);
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < state.lanes.size(); ++i)
        threads.emplace_back([&lane = state.lanes[i]] { lane.context.run(); });
    state.lanes.front().context.run();
    for (auto& thread : threads) thread.join();
    state.shared.workers.join();
}

void Server::stop() {
    auto& state = *state_;
    if (state.shared.stopping.exchange(true)) return;
    net::post(state.lanes.front().context, [&state] { state.acceptor.close(); });
    for (auto& lane : state.lanes) net::post(lane.context, [&state, &lane] { state.stop_lane(lane); });
}

unsigned short Server::port() const {
    return state_->port;
}

}  // namespace anju::kernel
