#pragma once
// Strict HTTP/1.1 in front of `answer`: one io_context a thread, coroutines only here, handlers on a worker pool. Header
// 16 KB, body as the route allows, header/body/idle deadlines, 400 on smuggling, HEAD, Expect: 100-continue, graceful stop:
// running requests finish, new ones are refused. Listen on a port below 32768.
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kernel/request.hpp"

namespace anju::kernel {

struct ServerOptions {
    std::string address = "127.0.0.1";
    unsigned short port = 8080;
    unsigned threads = 2;
    unsigned workers = 32;
    std::size_t connections = 4000;
    int header_seconds = 5;  ///< for the whole header, and for the first byte of a new connection
    /// Without progress; the whole of a body or an answer has as long again and one more second for every 8 KB, so that a
    /// photo comes through over a poor line and a byte a second does not.
    int body_seconds = 30, write_seconds = 30;
    int idle_seconds = 60;                     ///< between two requests
    std::size_t body_memory = 256U << 20;      ///< bodies being read, of all connections together; beyond it 503
    bool trust_proxy = false;  ///< believe X-Forwarded-For/-Proto (only behind our own proxy)
};

struct Service {
    std::function<Reply(const Request&)> answer;
    std::function<std::size_t(std::string_view method, std::string_view target)> body_limit;
    /// May be left out: an answer that is there without waiting, asked on the thread of the network.
    std::function<std::optional<Reply>(const Request&)> at_once = nullptr;
};

/// Serves until `stop` is called; returns when every connection is done. Raises the soft limit of open files to the hard one;
/// where even that is too low for `connections`, fewer are taken and the log says so.
class Server {
  public:
    Server(ServerOptions options, Service service);
    ~Server();
    void run();
    void stop();  ///< from any thread or signal handler thread
    [[nodiscard]] unsigned short port() const;  ///< the port listened on (when 0 was asked: 20000–29999)

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace anju::kernel
