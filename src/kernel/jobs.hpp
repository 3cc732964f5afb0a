#pragma once
// Long work is a row: kind, progress, result; cancellable, taken up again after a crash (from the start, so a kind must be
// repeatable), seen as a progress bar. Taken by any process with an update that only one can win.
#include <boost/json.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "kernel/store.hpp"

namespace anju::kernel {

struct Job { std::string id, kind, account_id; boost::json::object input; };
class JobProgress {
  public:
    virtual ~JobProgress() = default;
    /// Throws Cancelled when the user said so. Costs nothing and may be called inside a see or act.
    virtual void at(std::int64_t done, std::int64_t total) = 0;
    struct Cancelled {};
};
/// Returns the result shown to the user; a base::Refusal becomes the job's failure with its problems.
using JobKind = std::function<boost::json::object(const Job&, JobProgress&)>;

class Jobs {
  public:
    explicit Jobs(Store& store);
    ~Jobs();  ///< takes no new job; the running one goes back to those waiting at its next `at`, or ends
    void kind(std::string name, JobKind work);
    /// Done again and again, some seconds apart, on a thread of its own: a long job does not hold it up. What it throws is
    /// logged. Every process does it, so it must be safe when several do.
    void every(std::string name, std::chrono::seconds pause, std::function<void()> work);
    void start();  ///< begins the worker thread and the one for `every`
    static std::string ask(Transaction& transaction, std::string kind, const boost::json::object& input,
                           const std::string& account_id, std::int64_t at);  ///< returns the job id
    bool run_one();  ///< for tests: does one waiting job in this thread; false when there is none
    void tick();     ///< for tests: everything of `every` once, in this thread
    /// Whether both threads run and have shown it within `patience` (a running job shows it by its own pulse).
    [[nodiscard]] bool alive(std::chrono::seconds patience) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace anju::kernel
