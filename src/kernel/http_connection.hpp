#pragma once
// One connection of a client: messages one after the other, each with its own deadlines. Only http_connection.cpp and
// server.cpp include this.
//
// g++ 12.2 destroys temporaries in a co_await expression twice when they are aggregates or lambdas with captures: in
// this layer everything that is not trivial gets a name first.
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/file.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "kernel/http_message.hpp"
#include "kernel/metrics.hpp"
#include "kernel/server.hpp"

namespace anju::kernel {

class Connection;

/// One thread with its io_context and the connections that live on it. Touched by that thread only.
struct Lane {
    boost::asio::io_context context{1};
    std::set<Connection*> connections;
    boost::asio::steady_timer patience{context};
};

/// What all connections share.
struct Shared {
    Shared(ServerOptions given, Service answering)
        : options{std::move(given)}, service{std::move(answering)}, workers{options.workers} {}
    ServerOptions options;
    Service service;
    boost::asio::thread_pool workers;
    std::atomic<std::size_t> connections = 0;
    std::atomic<std::size_t> body_bytes = 0;  ///< of bodies being read
    std::atomic<bool> stopping = false;
};

class Connection {
  public:
    Connection(boost::asio::ip::tcp::socket socket, Lane& lane, Shared& shared);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    boost::asio::awaitable<void> serve();
    void close_if_idle();
    void close();

  private:
    template <typename Result>
    using Awaitable = boost::asio::awaitable<Result>;

    Awaitable<bool> wait_for_message();
    Awaitable<bool> serve_message();  ///< true: another may follow
    Awaitable<std::optional<base::Refusal>> read_header();
    Awaitable<std::optional<base::Refusal>> read_body();
    Awaitable<std::optional<base::Refusal>> take_body(std::uint64_t most);
    Awaitable<bool> answer();
    Awaitable<bool> refuse(base::Refusal refusal);
    Awaitable<bool> send(Reply reply, bool keep_alive, bool head);
    Awaitable<bool> send_text(http::response_header<> header, std::string_view body);
    Awaitable<bool> send_file(http::response_header<> header, boost::beast::file file);
    Awaitable<void> send_events(http::response_header<> header, std::shared_ptr<EventStream> events);
    /// Sends all of it in the time `bytes` may take.
    template <typename Message>
    Awaitable<bool> write(Message& message, std::uint64_t bytes);
    /// The next deadline of something that may take until `end` and must go on within `patience`.
    void expect_progress(std::chrono::seconds patience, std::chrono::steady_clock::time_point end);
    Awaitable<void> linger();

    boost::beast::tcp_stream stream_;
    boost::beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    Lane& lane_;
    Shared& shared_;
    std::string peer_;
    const Standing counted_{Standing::What::connection};
    unsigned served_ = 0;
    bool idle_ = false;
    bool gone_ = false;  ///< nothing can be sent any more
    std::shared_ptr<boost::asio::steady_timer> pause_;  ///< between two events
};

}  // namespace anju::kernel
