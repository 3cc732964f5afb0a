// `anju serve`: the service. Stops gracefully on SIGTERM and SIGINT: running requests finish, new ones are refused.
#include <csignal>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <malloc.h>
#include <memory>
#include <thread>
#include <vector>

#include "app/opened.hpp"
#include "app/service.hpp"
#include "app/verbs.hpp"
#include "kernel/log.hpp"
#include "kernel/server.hpp"

namespace anju::app {
namespace {

struct Wanted {
    Where where;
    std::string web, rehearsal;
    std::vector<std::string> metrics_from;
    bool log_requests = false;
    kernel::ServerOptions server;
};

/// In a rehearsal the day stands in a file (YYYY-MM-DD), read at every request, so that a year can be played in an hour: the
/// notice runs its working days when the file says so. Never for real work: what is written carries the played day.
kernel::Router::Clock clock_of(const Wanted& wanted) {
    if (wanted.rehearsal.empty()) return base::Instant::now;
    std::printf("演练：日期取自 %s，不是真实日期 / REHEARSAL: the day is read from %s and is not the real one\n", wanted.rehearsal.c_str(), wanted.rehearsal.c_str());
    return [file = wanted.rehearsal] {
        auto const now = base::Instant::now();
        std::string text;
        std::ifstream{file} >> text;
        auto const day = base::Day::parse(text);
        return day ? base::Instant{now.microseconds + (*day - now.day()) * std::int64_t{86'400'000'000}} : now;
    };
}

/// By default the C library lets threads take up to eight heaps a core, each of which keeps what its busiest moment needed: under
/// load half a gigabyte instead of a fifth. Two cores' worth of threads do not notice. And it learns from the first large buffer that is
/// freed to keep such buffers in the heap, where they leave holes: those go back to the system.
void keep_memory_small() {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, 256 << 10);
}

void serve(const Wanted& wanted) {
    keep_memory_small();
    // Blocked before any thread starts, so that only the waiting thread below takes them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    if (wanted.log_requests) kernel::log_from(kernel::Level::info);
    auto const store = open(wanted.where);
    Service service{*store, policy::pack_files(wanted.where.pack), wanted.where.files, wanted.web, clock_of(wanted), wanted.where.keys};
    service.let_read_metrics({wanted.metrics_from, wanted.server.trust_proxy});
    kernel::Server server{wanted.server,
                          {[&](const kernel::Request& request) { return service.answer(request); },
                           [&](std::string_view method, std::string_view target) { return service.router().body_limit(method, target); },
                           [&](const kernel::Request& request) { return service.at_once(request); }}};
    std::thread stopper{[&] {
        int signal = 0;
        sigwait(&signals, &signal);
        server.stop();
    }};
    service.jobs().start();
    std::printf("安居正在运行 Anju is serving: http://%s:%u/\n", wanted.server.address.c_str(), server.port());
    std::fflush(stdout);
    server.run();
    pthread_kill(stopper.native_handle(), SIGTERM);
    stopper.join();
}

}  // namespace

void add_serve_verb(CLI::App& program) {
    auto* verb = program.add_subcommand("serve", "启动服务 / run the service");
    auto wanted = std::make_shared<Wanted>();
    add_where(*verb, wanted->where);
    verb->add_option("--web", wanted->web, "构建好的前端目录 / folder of the built front end")->envname("ANJU_WEB");
    verb->add_option("--rehearsal-day-file", wanted->rehearsal, "演练用：从文件读日期 / for rehearsals: read the day from a file")->check(CLI::ExistingFile);
    verb->add_option("--address", wanted->server.address, "监听地址 / address to listen on")->capture_default_str()->envname("ANJU_ADDRESS");
    verb->add_option("--port", wanted->server.port, "端口，小于 32768 / port below 32768")->check(CLI::Range(0, 32767))->capture_default_str()->envname("ANJU_PORT");
    verb->add_option("--workers", wanted->server.workers, "处理请求的线程数 / worker threads")->check(CLI::Range(1, 256))->capture_default_str();
    verb->add_option("--database-connections", wanted->where.connections, "到 PostgreSQL 的连接上限 / connections to PostgreSQL at most")->check(CLI::Range(1, 1000))->capture_default_str();
    verb->add_option("--connections", wanted->server.connections, "同时连接的上限 / connections at once")->check(CLI::Range(10, 1'000'000))->capture_default_str();
    verb->add_option("--header-seconds", wanted->server.header_seconds, "等请求头的秒数 / seconds a request's header may take")->check(CLI::Range(1, 600))->capture_default_str();
    verb->add_option("--body-seconds", wanted->server.body_seconds, "请求体多少秒没有进展就断开 / seconds a body may stand still")->check(CLI::Range(1, 600))->capture_default_str();
    verb->add_option("--write-seconds", wanted->server.write_seconds, "应答多少秒没有进展就断开 / seconds an answer may stand still")->check(CLI::Range(1, 600))->capture_default_str();
    verb->add_flag("--trust-proxy", wanted->server.trust_proxy, "相信反向代理给的来源与协议 / believe X-Forwarded-* of our own proxy");
    verb->add_option("--metrics-from", wanted->metrics_from, "除本机外可读 /metrics 的地址，可重复 / an address that may read /metrics besides this machine; may be repeated")->check(CLI::Validator{[](std::string& text) { return is_address(text); }, "IP"})->envname("ANJU_METRICS_FROM")->delimiter(',');
    verb->add_flag("--log-requests", wanted->log_requests, "每个请求也记一行日志（不含个人信息） / log a line for every request too, with nothing personal");
    verb->callback([wanted] { serve(*wanted); });
}

}  // namespace anju::app
