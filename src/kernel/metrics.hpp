#pragma once
// What the program counts about itself, for Prometheus (text format 0.0.4). One registry a process. No label ever holds an id, a
// name or anything a person typed: only route patterns, methods, status classes and words of this file.
//
// Cheap where requests run: a route keeps its own counters (RouteMeasure), made when they are first needed, so that counting looks
// nothing up; each call costs well under a microsecond.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace prometheus {
class Counter;
class Histogram;
}  // namespace prometheus

namespace anju::kernel {

/// The counters of one route: answers by class of status (2xx …) and how long they took.
class RouteMeasure {
  public:
    RouteMeasure(std::string method, std::string pattern) : method_{std::move(method)}, pattern_{std::move(pattern)} {}
    void answered(int status, std::chrono::steady_clock::duration took);

  private:
    std::string method_, pattern_;
    std::atomic<prometheus::Histogram*> seconds_ = nullptr;
    std::atomic<prometheus::Counter*> answers_[6] = {};
};

/// Null: no route fits the address.
void count_answer(RouteMeasure* route, int status, std::chrono::steady_clock::duration took);
void count_refused(int status);        ///< by the server, before any route: malformed, too large, too slow, too many
void count_store_error(int status);    ///< 503 the database cannot be reached, 507 the disk is full

/// Something counted for as long as it stands: a connection, a page listening for events, an act that waits for or is in the writer.
class Standing {
  public:
    enum class What { connection, listener, act };
    explicit Standing(What what);
    ~Standing();
    Standing(const Standing&) = delete;
    Standing& operator=(const Standing&) = delete;

  private:
    What what_;
};

/// Stands around a COMMIT: how many acts it carries, how long it takes, whether it was left by an exception.
class CommitWatch {
  public:
    explicit CommitWatch(std::size_t acts);
    ~CommitWatch();
    CommitWatch(const CommitWatch&) = delete;
    CommitWatch& operator=(const CommitWatch&) = delete;

  private:
    std::size_t acts_;
    int thrown_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// What the last acts say of the writer.
struct WriterHealth {
    bool failed_lately = false;  ///< the store refused something in the last 30 s and nothing has been committed since
    bool stuck = false;          ///< an act has been waiting 30 s in which nothing was committed
    int status = 0;              ///< of that failure: 503 or 507
};
WriterHealth writer_health();

/// A number read when it is asked for; `labels` are words of the program.
struct Measured {
    std::string name, help;
    std::string label, value;  ///< one label at most; empty: none
    double number = 0;
};
/// Everything counted, the state of the process, and those numbers.
std::string metrics_text(const std::vector<Measured>& more);

}  // namespace anju::kernel
