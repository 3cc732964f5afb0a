#pragma once
// Strict HTTP/1.1 in front of `answer`: one io_context a thread, coroutines only here, handlers on a worker pool. Header
// 16 KB, body as the route allows, header/body/idle deadlines, 400 on smuggling, HEAD, Expect: 100-continue, graceful stop:
// running requests finish, new ones are refused. Listen on a port below 32768.
#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "kernel/request.hpp"

namespace anju::kernel {

struct ServerOptions {
    std::string address = "127.0.0.1";
    unsigned short port = 8080;
    unsigned threads = 2;
    unsigned workers = 32;
    std::size_t connections = 4000;
    int header_seconds = 5, body_seconds = 30, idle_seconds = 60;
    bool trust_proxy = false;  ///< believe X-Forwarded-For/-Proto (only behind our own proxy)
};

struct Service {
    std::function<Reply(const Request&)> answer;
    std::function<std::size_t(std::string_view method, std::string_view target)> body_limit;
};

/// Serves until `stop` is called; returns when every connection is done.
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
