#include "kernel/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>

namespace anju::kernel {

namespace {

using std::chrono::steady_clock;
using Buckets = prometheus::Histogram::BucketBoundaries;

constexpr auto lately = std::chrono::seconds{30};

double seconds_of(steady_clock::duration took) {
    return std::chrono::duration<double>(took).count();
}

std::int64_t moment() {
    return steady_clock::now().time_since_epoch().count();
}

/// Never freed: connections and stores of static life may still count while the program ends.
struct Counted {
    prometheus::Registry registry;
    template <typename Kind>
    prometheus::Family<Kind>& family(const std::string& name, const std::string& help) {
        if constexpr (std::is_same_v<Kind, prometheus::Counter>)
            return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
        else if constexpr (std::is_same_v<Kind, prometheus::Gauge>)
            return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
        else
            return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
    }

    prometheus::Family<prometheus::Counter>& answers = family<prometheus::Counter>("anju_answers_total", "Requests answered, by route and class of status");
    prometheus::Family<prometheus::Histogram>& seconds = family<prometheus::Histogram>("anju_answer_seconds", "Time from the whole request to its reply, by route");
    prometheus::Family<prometheus::Counter>& refused = family<prometheus::Counter>("anju_refused_total", "Requests refused before any route, by status");
    prometheus::Family<prometheus::Gauge>& standing = family<prometheus::Gauge>("anju_standing", "Open connections, pages listening for events, acts waiting for or in the writer");
    prometheus::Gauge& connections = standing.Add({{"what", "connection"}});
    prometheus::Gauge& listeners = standing.Add({{"what", "listener"}});
    prometheus::Gauge& acts = standing.Add({{"what", "act"}});
    prometheus::Histogram& group = family<prometheus::Histogram>("anju_commit_acts", "Acts saved by one commit").Add({}, Buckets{1, 2, 4, 8, 16, 32, 64});
    prometheus::Histogram& commit = family<prometheus::Histogram>("anju_commit_seconds", "Time of one commit").Add({}, Buckets{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1});
    prometheus::Counter& failed_commits = family<prometheus::Counter>("anju_commits_failed_total", "Commits the database refused").Add({});
    prometheus::Family<prometheus::Counter>& store_errors = family<prometheus::Counter>("anju_store_errors_total", "The database could not be reached (503) or its disk is full (507)");
    prometheus::Counter& unreachable = store_errors.Add({{"status", "503"}});
    prometheus::Counter& full = store_errors.Add({{"status", "507"}});

    std::atomic<std::int64_t> waiting = 0;      ///< acts
    std::atomic<std::int64_t> moved = moment();  ///< when the writer last got on, or had nothing to do
    std::atomic<std::int64_t> failed = 0;       ///< when the store last refused; 0: never, or committed since
    std::atomic<int> failed_with = 0;
    std::time_t began = std::time(nullptr);
};

Counted& counted() {
    static auto* const one = new Counted;
    return *one;
}

prometheus::Gauge& gauge_of(Standing::What what) {
    auto& all = counted();
    return what == Standing::What::connection ? all.connections : what == Standing::What::listener ? all.listeners : all.acts;
}

bool longer_ago(std::int64_t when) {
    return steady_clock::duration{moment() - when} > lately;
}

/// The number after `name` in a file of /proc, in its own unit; 0 where there is no /proc.
double from_proc(const char* file, const std::string& name) {
    std::ifstream lines{file};
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(name)) return std::strtod(line.c_str() + name.size(), nullptr);
    return 0;
}

double open_files() {
    std::error_code error;
    double count = 0;
    for (std::filesystem::directory_iterator each{"/proc/self/fd", error}, end; !error && each != end; each.increment(error)) ++count;
    return count;
}

std::vector<Measured> process() {
    return {{"process_resident_memory_bytes", "Resident memory size in bytes", {}, {}, from_proc("/proc/self/status", "VmRSS:") * 1024},
            {"process_open_fds", "Number of open file descriptors", {}, {}, open_files()},
            {"process_threads", "Threads of the process", {}, {}, from_proc("/proc/self/status", "Threads:")},
            {"process_start_time_seconds", "Start time of the process since unix epoch in seconds", {}, {}, static_cast<double>(counted().began)}};
}

void add_measured(std::vector<prometheus::MetricFamily>& families, const std::vector<Measured>& numbers) {
    std::map<std::string, prometheus::MetricFamily> by_name;
    for (const auto& each : numbers) {
        auto& family = by_name[each.name];
        family.name = each.name;
        family.help = each.help;
        family.type = prometheus::MetricType::Gauge;
        prometheus::ClientMetric metric;
        if (!each.label.empty()) metric.label.push_back({each.label, each.value});
        metric.gauge.value = each.number;
        family.metric.push_back(std::move(metric));
    }
    for (auto& [name, family] : by_name) families.push_back(std::move(family));
}

}  // namespace

void RouteMeasure::answered(int status, steady_clock::duration took) {
    const auto kind = static_cast<std::size_t>(std::clamp(status / 100, 0, 5));
    auto* answers = answers_[kind].load(std::memory_order_acquire);
    if (answers == nullptr) {  // Add gives the same child to whoever asks with the same labels
        answers = &counted().answers.Add({{"method", method_}, {"route", pattern_}, {"status", std::to_string(kind) + "xx"}});
        answers_[kind].store(answers, std::memory_order_release);
    }
    answers->Increment();
    auto* histogram = seconds_.load(std::memory_order_acquire);
    if (histogram == nullptr) {
        histogram = &counted().seconds.Add({{"method", method_}, {"route", pattern_}}, Buckets{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10});
        seconds_.store(histogram, std::memory_order_release);
    }
    histogram->Observe(seconds_of(took));
}

void count_answer(RouteMeasure* route, int status, steady_clock::duration took) {
    static auto* const no_route = new RouteMeasure{"", ""};
    (route == nullptr ? no_route : route)->answered(status, took);
}

void count_refused(int status) {
    counted().refused.Add({{"status", std::to_string(status)}}).Increment();
}

void count_store_error(int status) {
    auto& all = counted();
    (status == 507 ? all.full : all.unreachable).Increment();
    all.failed_with = status;
    all.failed = moment();
}

Standing::Standing(What what) : what_{what} {
    gauge_of(what_).Increment();
    if (what_ == What::act && counted().waiting.fetch_add(1) == 0) counted().moved = moment();
}

Standing::~Standing() {
    gauge_of(what_).Decrement();
    if (what_ == What::act) --counted().waiting;
}

CommitWatch::CommitWatch(std::size_t acts) : acts_{acts}, thrown_{std::uncaught_exceptions()} {}

CommitWatch::~CommitWatch() {
    auto& all = counted();
    all.moved = moment();
    if (std::uncaught_exceptions() > thrown_) {
        all.failed_commits.Increment();
        return;
    }
    if (acts_ == 0) return;  // every act of the group was refused: nothing was written
    all.failed = 0;
    all.commit.Observe(seconds_of(steady_clock::now() - began_));
    all.group.Observe(static_cast<double>(acts_));
}

WriterHealth writer_health() {
    const auto& all = counted();
    WriterHealth health;
    const auto failed = all.failed.load();
    health.failed_lately = failed != 0 && !longer_ago(failed);
    health.status = health.failed_lately ? all.failed_with.load() : 0;
    health.stuck = all.waiting.load() > 0 && longer_ago(all.moved.load());
    return health;
}

std::string metrics_text(const std::vector<Measured>& more) {
    auto families = counted().registry.Collect();
    add_measured(families, process());
    add_measured(families, more);
    return prometheus::TextSerializer{}.Serialize(families);
}

}  // namespace anju::kernel
