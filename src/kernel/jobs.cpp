// A job is taken by one UPDATE that only one process can win. While it runs, a second thread renews `taken_at` at least
// every fifteen seconds; a running job not renewed for ninety belonged to a process that died and is taken up again.
#include "kernel/jobs.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "base/day.hpp"
#include "base/id.hpp"
#include "base/refusal.hpp"
#include "kernel/housekeeping.hpp"
#include "kernel/log.hpp"

namespace anju::kernel {

namespace {

namespace json = boost::json;
using std::chrono::steady_clock;

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t dead_after = 90 * second;

std::int64_t now() {
    return base::Instant::now().microseconds;
}

/// The program is stopping: the job goes back to those waiting.
struct Stopped {};

json::object both(const base::Text& text) {
    return {{"zh", text.zh}, {"en", text.en}};
}

json::object told(const base::Refusal& refusal) {
    json::array problems;
    for (const auto& wrong : refusal.problems())
        problems.push_back(json::object{{"field", wrong.field}, {"message", both(wrong.message)}});
    return {{"code", refusal.code()}, {"message", both(refusal.message())}, {"problems", std::move(problems)}};
}

/// When a thread last showed that it runs.
struct Beat {
    std::atomic<std::int64_t> at = 0;  ///< 0: never
    void now() { at = steady_clock::now().time_since_epoch().count(); }
    [[nodiscard]] bool within(std::chrono::seconds patience) const {
        return at != 0 && steady_clock::now().time_since_epoch() - steady_clock::duration{at.load()} <= patience;
    }
};

/// What a running job reports. The job itself only leaves numbers here, so that it may do so inside a transaction; a
/// thread of its own carries them to the row, renews `taken_at` and brings back whether the user cancelled.
class Pulse final : public JobProgress {
  public:
    Pulse(Store& store, const Job& job, const std::string& process, const std::atomic<bool>& stopping, Beat& seen)
        : store_{store}, job_{job}, process_{process}, stopping_{stopping}, seen_{seen}, thread_{[this] { beat(); }} {}
    ~Pulse() override {
        {
            const std::lock_guard lock{mutex_};
            over_ = true;
        }
        wake_.notify_all();
        thread_.join();
        try {
            report();                      // the last numbers
        } catch (const std::exception&) {  // they are an ornament
        }
    }

    void at(std::int64_t done, std::int64_t total) override {
        done_ = done;
        total_ = total;
        if (stopping_) throw Stopped{};
        if (cancelled_) throw Cancelled{};
    }

  private:
    void beat() {
        std::unique_lock lock{mutex_};
        do {
            lock.unlock();
            seen_.now();
            try {
                if (changed() || ++quiet_beats_ % beats_to_renew == 0) report();
            } catch (const std::exception& error) {
                log(Level::warning, "job_not_reported", {{"job", job_.id}, {"why", error.what()}});
            }
            lock.lock();
        } while (!wake_.wait_for(lock, report_every, [&] { return over_; }));
    }

    /// Looks without a writer whether there is anything to write.
    bool changed() {
        bool different = false;
        store_.see([&](Transaction& transaction) {
            const auto row = transaction.one("SELECT done, total, cancel FROM job WHERE id = $1", {job_.id});
            different = row && (row->number(0) != done_ || row->number(1) != total_);
            if (row && row->flag(2)) cancelled_ = true;
        });
        return different;
    }

    void report() {
        store_.act([&](Transaction& transaction) {
            const auto changed = transaction.run(
                "UPDATE job SET done = $1, total = $2, taken_at = $3 WHERE id = $4 AND taken_by = $5 AND state = "
                "'running'",
                {done_.load(), total_.load(), now(), job_.id, process_});
            if (changed == 0) cancelled_ = true;  // another process took it up: this one was thought dead
        });
    }

    static constexpr auto report_every = std::chrono::milliseconds{500};
    static constexpr unsigned beats_to_renew = 30;

    Store& store_;
    const Job& job_;
    const std::string& process_;
    const std::atomic<bool>& stopping_;
    Beat& seen_;
    std::atomic<std::int64_t> done_ = 0, total_ = 0;
    std::atomic<bool> cancelled_ = false;
    unsigned quiet_beats_ = 0;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool over_ = false;
    std::thread thread_;
};

}  // namespace

struct Jobs::State {
    explicit State(Store& where) : store{where} {}

    Store& store;
    std::map<std::string, JobKind> kinds;
    const std::string process = base::new_id();
    std::mutex mutex;
    std::condition_variable wake;
    std::atomic<bool> stopping = false;
    std::thread worker, ticker;
    Beat worker_beat;
    mutable Beat ticker_beat;
    struct Periodic {
        std::string name;
        std::chrono::seconds pause;
        std::function<void()> work;
        steady_clock::time_point due = steady_clock::now();
    };
    std::vector<Periodic> periodic;

    void do_periodic(const Periodic& one) const;
    void tick_on();
    std::optional<Job> take();
    void end(const Job& job, std::string_view state, const Value& result);
    void put_back(const Job& job);
    void release_dead();
    std::pair<std::string, Value> outcome(const Job& job);
    void work_on(const Job& job);
    void work();
};

std::optional<Job> Jobs::State::take() {
    if (kinds.empty()) return std::nullopt;
    Values values{now(), process};
    std::string wanted;
    for (const auto& [name, work] : kinds) {
        values.emplace_back(name);
        wanted += fmt::format("{}${}", wanted.empty() ? "" : ", ", values.size());
    }
    bool waiting = false;
    const auto sql = fmt::format(
        "UPDATE job SET state = 'running', taken_at = $1, taken_by = $2, done = 0, total = 0 WHERE state = 'waiting' "
        "AND id = "
        "(SELECT id FROM job WHERE state = 'waiting' AND kind IN ({}) ORDER BY id LIMIT 1) RETURNING id, kind, "
        "account_id, input",
        wanted);
    store.see([&](Transaction& transaction) {
        waiting = transaction.one("SELECT id FROM job WHERE state = 'waiting' LIMIT 1").has_value();
    });
    if (!waiting) return std::nullopt;  // looking costs no writer
    std::optional<Job> job;
    store.act([&](Transaction& transaction) {
        job.reset();
        if (const auto row = transaction.one(sql, values))
            job = Job{row->text(0), row->text(1), row->text(2), json::parse(row->text(3)).as_object()};
    });
    return job;
}

void Jobs::State::end(const Job& job, std::string_view state, const Value& result) {
    store.act([&](Transaction& transaction) {
        transaction.run("UPDATE job SET state = $1, result = $2, ended_at = $3 WHERE id = $4 AND taken_by = $5",
                        {std::string{state}, result, now(), job.id, process});
    });
}

void Jobs::State::put_back(const Job& job) {
    store.act([&](Transaction& transaction) {
        transaction.run(
            "UPDATE job SET state = 'waiting', taken_at = NULL, taken_by = NULL WHERE id = $1 AND taken_by = $2",
            {job.id, process});
    });
}

void Jobs::State::release_dead() {
    store.act([&](Transaction& transaction) {
        transaction.run("UPDATE job SET state = 'waiting', taken_by = NULL WHERE state = 'running' AND taken_at < $1",
                        {now() - dead_after});
        transaction.run("UPDATE job SET state = 'cancelled', ended_at = $1 WHERE state = 'waiting' AND cancel <> 0",
                        {now()});
    });
}

/// The state the job ends in ("" when it goes back to those waiting) and its result.
std::pair<std::string, Value> Jobs::State::outcome(const Job& job) {
    const auto failed = [](const base::Refusal& refusal) {
        return std::pair{"failed", Value{json::serialize(told(refusal))}};
    };
    Pulse pulse{store, job, process, stopping, worker_beat};
    try {
        return {"done", json::serialize(kinds.at(job.kind)(job, pulse))};
    } catch (const JobProgress::Cancelled&) {
        return {"cancelled", nullptr};
    } catch (const Stopped&) {
        return {"", nullptr};
    } catch (const base::Refusal& refusal) {
        return failed(refusal);
    } catch (const StoreUnavailable& error) {
        log(Level::error, "job_failed", {{"job", job.id}, {"kind", job.kind}, {"why", error.what()}});
        return failed(
            {503,
             "unavailable",
             {"数据库暂时不可用，请稍后重新发起。", "The database was not available; start it again later."}});
    } catch (const std::exception& error) {
        log(Level::error, "job_failed", {{"job", job.id}, {"kind", job.kind}, {"why", error.what()}});
        return failed(
            {500,
             "internal",
             {"系统出错，任务未完成。请联系管理员。", "Something went wrong on our side; tell the administrator."}});
    }
}

void Jobs::State::work_on(const Job& job) {
    const auto [state, result] = outcome(job);
    if (state.empty())
        put_back(job);
    else
        end(job, state, result);
}

void Jobs::State::work() {
    auto house_due = steady_clock::now();
    auto dead_due = steady_clock::now();
    while (!stopping) {
        worker_beat.now();
        std::optional<Job> job;
        try {
            if (steady_clock::now() >= dead_due) {
                release_dead();
                dead_due = steady_clock::now() + std::chrono::seconds{15};
            }
            if (steady_clock::now() >= house_due) {
                keep_house(store, base::Instant::now());
                house_due = steady_clock::now() + std::chrono::hours{1};
            }
            job = take();
            if (job) work_on(*job);
        } catch (const std::exception& error) {  // the database is away: the next round tries again
            log(Level::warning, "jobs_wait", {{"why", error.what()}});
            job.reset();
        }
        std::unique_lock lock{mutex};
        if (!job) wake.wait_for(lock, std::chrono::seconds{1}, [&] { return stopping.load(); });
    }
}

void Jobs::State::do_periodic(const Periodic& one) const {
    ticker_beat.now();
    try {
        one.work();
    } catch (const std::exception& error) {
        log(Level::warning, "periodic_work_failed", {{"name", one.name}, {"why", error.what()}});
    }
}

void Jobs::State::tick_on() {
    while (!stopping) {
        ticker_beat.now();
        for (auto& one : periodic) {
            if (stopping || steady_clock::now() < one.due) continue;
            do_periodic(one);
            one.due = steady_clock::now() + one.pause;
        }
        std::unique_lock lock{mutex};
        wake.wait_for(lock, std::chrono::milliseconds{500}, [&] { return stopping.load(); });
    }
}

Jobs::Jobs(Store& store) : state_{std::make_unique<State>(store)} {}

Jobs::~Jobs() {
    {
        const std::lock_guard lock{state_->mutex};
        state_->stopping = true;
    }
    state_->wake.notify_all();
    if (state_->worker.joinable()) state_->worker.join();
    if (state_->ticker.joinable()) state_->ticker.join();
}

void Jobs::every(std::string name, std::chrono::seconds pause, std::function<void()> work) {
    state_->periodic.push_back({std::move(name), pause, std::move(work)});
}

bool Jobs::alive(std::chrono::seconds patience) const {
    return state_->worker_beat.within(patience) && (state_->periodic.empty() || state_->ticker_beat.within(patience));
}

void Jobs::tick() {
    for (const auto& one : state_->periodic) state_->do_periodic(one);
}

void Jobs::kind(std::string name, JobKind work) {
    state_->kinds.insert_or_assign(std::move(name), std::move(work));
}

void Jobs::start() {
    state_->worker = std::thread{[this] { state_->work(); }};
    if (!state_->periodic.empty()) state_->ticker = std::thread{[this] { state_->tick_on(); }};
}

std::string Jobs::ask(Transaction& transaction, std::string kind, const json::object& input,
                      const std::string& account_id, std::int64_t at) {
    auto id = base::new_id();
    transaction.run(
        "INSERT INTO job (id, kind, state, account_id, input, done, total, asked_at, cancel) VALUES ($1, $2, "
        "'waiting', $3, $4, 0, 0, $5, 0)",
        {id, std::move(kind), account_id, json::serialize(input), at});
    return id;
}

bool Jobs::run_one() {
    state_->release_dead();
    const auto job = state_->take();
    if (job) state_->work_on(*job);
    return job.has_value();
}

}  // namespace anju::kernel
