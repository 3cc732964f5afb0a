#pragma once
// What those who run the service ask it: does it answer (/healthz), may it be given requests (/readyz), what has it counted (/metrics).
//
// /metrics answers this machine itself and the addresses named with --metrics-from; to anybody else there is no such page. What came
// through a proxy is never taken for this machine: without --trust-proxy it is turned away, with it the forwarded address counts.
#include <string>
#include <string_view>
#include <vector>

#include "kernel/jobs.hpp"
#include "kernel/router.hpp"
#include "kernel/store.hpp"

namespace anju::app {

struct MetricsReaders {
    std::vector<std::string> from;
    bool trust_proxy = false;
};

std::string is_address(const std::string& text);  ///< empty when it is an IPv4 or IPv6 address, otherwise what is wrong
bool may_read_metrics(const kernel::Request& request, const MetricsReaders& readers);

/// Why the service must not be given requests just now; none: it is ready.
struct NotReady { std::string code; base::Text why; };
std::vector<NotReady> not_ready(kernel::Store& store, const kernel::Jobs& jobs, std::size_t migrations);

/// `readers` is looked at with every request, so it may be set after this.
void operation_routes(kernel::Router& router, kernel::Store& store, const kernel::Jobs& jobs, const std::vector<kernel::Migration>& migrations, const MetricsReaders& readers);
bool is_operation(std::string_view target);

}  // namespace anju::app
