#include "app/operations.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/refusal.hpp"
#include "kernel/log.hpp"
#include "kernel/metrics.hpp"

namespace anju::app {
namespace {

namespace json = kernel::json;
using Address = std::array<unsigned char, 16>;

constexpr std::chrono::seconds jobs_patience{120};

/// An IPv4 address as the IPv6 one it is mapped to, so that both ways of writing it are the same.
std::optional<Address> address_of(const std::string& text) {
    Address bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return bytes;
    bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (inet_pton(AF_INET, text.c_str(), bytes.data() + 12) == 1) return bytes;
    return std::nullopt;
}

bool is_this_machine(const Address& address) {
    static const auto six = *address_of("::1");
    static const auto four = *address_of("127.0.0.1");
    return address == six || std::equal(four.begin(), four.begin() + 13, address.begin());
}

std::vector<kernel::Measured> waiting_work(kernel::Store& store) {
    constexpr auto jobs = "anju_jobs", jobs_help = "Jobs by state";
    std::int64_t waiting = 0, running = 0, due = 0;
    store.see([&](kernel::Transaction& transaction) {
        waiting = transaction.one("SELECT COUNT(*) FROM job WHERE state = 'waiting'")->number(0);
        running = transaction.one("SELECT COUNT(*) FROM job WHERE state = 'running'")->number(0);
        due = transaction.one("SELECT COUNT(*) FROM process_clock WHERE ring_at <= $1", {base::Instant::now().microseconds})->number(0);
    });
    return {{jobs, jobs_help, "state", "waiting", static_cast<double>(waiting)},
            {jobs, jobs_help, "state", "running", static_cast<double>(running)},
            {"anju_clocks_due", "Clocks that should have rung by now", {}, {}, static_cast<double>(due)}};
}

kernel::Reply metrics(kernel::Store& store, const kernel::Request& request, const MetricsReaders& readers) {
    if (!may_read_metrics(request, readers)) base::refuse_missing("页面", "page");
    std::vector<kernel::Measured> more;
    double up = 1;
    try {
        more = waiting_work(store);
    } catch (const std::exception& error) {  // just then the other numbers are wanted most
        up = 0;
        kernel::log(kernel::Level::warning, "metrics_without_store", {{"why", error.what()}});
    }
    more.push_back({"anju_store_up", "Whether the database could be read for this answer", {}, {}, up});
    kernel::Reply reply;
    reply.type = "text/plain; version=0.0.4; charset=utf-8";
    reply.body = kernel::metrics_text(more);
    reply.headers.emplace_back("Cache-Control", "no-store");
    return reply;
}

kernel::Reply readiness(const std::vector<NotReady>& reasons) {
    json::array told;
    for (auto const& [code, why] : reasons) told.push_back(json::object{{"code", code}, {"zh", why.zh}, {"en", why.en}});
    auto reply = kernel::json_reply(json::object{{"status", reasons.empty() ? "ready" : "not_ready"}, {"reasons", std::move(told)}}, reasons.empty() ? 200 : 503);
    reply.headers.emplace_back("Cache-Control", "no-store");
    if (!reasons.empty()) reply.headers.emplace_back("Retry-After", "5");
    return reply;
}

}  // namespace

std::string is_address(const std::string& text) {
    return address_of(text) ? std::string{} : "不是 IP 地址 / not an IP address: " + text;
}

bool may_read_metrics(const kernel::Request& request, const MetricsReaders& readers) {
    auto const client = address_of(request.client);
    if (!client) return false;
    bool forwarded = false;
    for (auto const* name : {"x-forwarded-for", "forwarded", "x-real-ip", "via"}) forwarded = forwarded || !request.header(name).empty();
    if (forwarded && !readers.trust_proxy) return false;
    if (!forwarded && is_this_machine(*client)) return true;
    return std::any_of(readers.from.begin(), readers.from.end(), [&](auto const& each) { return address_of(each) == client; });
}

std::vector<NotReady> not_ready(kernel::Store& store, const kernel::Jobs& jobs, std::size_t migrations) {
    std::vector<NotReady> reasons;
    try {
        std::int64_t there = 0;
        store.see([&](kernel::Transaction& transaction) { there = transaction.one("SELECT COUNT(*) FROM migration")->number(0); });
        if (there != static_cast<std::int64_t>(migrations))
            reasons.push_back({"migrations", {"数据库与程序版本不一致，请升级程序并重新启动。", "The database and the program are of different versions; upgrade the program and start it again."}});
    } catch (const std::exception& error) {
        kernel::log(kernel::Level::warning, "not_ready", {{"why", error.what()}});
        reasons.push_back({"store_not_read", {"数据库读取失败。", "The database cannot be read."}});
    }
    auto const writer = kernel::writer_health();
    if (writer.failed_lately && writer.status == 507) reasons.push_back({"disk_full", {"磁盘已满，最近一次保存失败。", "The disk is full; the last act was not saved."}});
    if (writer.failed_lately && writer.status != 507) reasons.push_back({"store_failed", {"数据库最近一次读写失败。", "The database failed a moment ago."}});
    if (writer.stuck) reasons.push_back({"writer_stuck", {"写入已停顿 30 秒以上。", "Nothing has been saved for more than 30 seconds while acts wait."}});
    if (!jobs.alive(jobs_patience)) reasons.push_back({"jobs_stopped", {"后台任务没有运行。", "Background work is not running."}});
    return reasons;
}

void operation_routes(kernel::Router& router, kernel::Store& store, const kernel::Jobs& jobs, const std::vector<kernel::Migration>& migrations, const MetricsReaders& readers) {
    // Says only that the process answers: one that is restarted because its database is away helps nobody.
    router.plain("GET", "/healthz", {"程序是否在运行", "Whether the program runs"}, [](const kernel::Request&) { return kernel::json_reply(json::object{{"status", "ok"}}); });
    router.plain("GET", "/readyz", {"是否可以接收请求", "Whether it may be given requests"},
                 [&store, &jobs, count = migrations.size()](const kernel::Request&) { return readiness(not_ready(store, jobs, count)); });
    router.plain("GET", "/metrics", {"运行指标（Prometheus）", "What is counted, for Prometheus"}, [&store, &readers](const kernel::Request& request) { return metrics(store, request, readers); });
}

bool is_operation(std::string_view target) {
    auto const path = target.substr(0, target.find('?'));
    return path == "/healthz" || path == "/readyz" || path == "/metrics";
}

}  // namespace anju::app
