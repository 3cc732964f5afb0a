// SQLite: a pool of reading connections and one writer thread with group commit. The writer takes all waiting acts,
// runs them in one transaction, commits once (one fsync for all) and only then lets them return. A work that throws hurts
// nobody else: when it had written something, everything is rolled back and the group run again with a savepoint for each.
// Savepoints from the start would copy every page an act touches, for the one act in a thousand that needs it. A commit
// that fails fails them all.
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <thread>

#include "kernel/changes.hpp"
#include "kernel/metrics.hpp"
#include "kernel/nesting.hpp"
#include "kernel/sqlite_connection.hpp"

namespace anju::kernel {

namespace {

struct Waiting {
    const std::function<void(Transaction&)>* work = nullptr;
    std::exception_ptr error;
    Changed changed;
    std::binary_semaphore done{0};  ///< one for each: a common condition would wake everybody for every group
};

constexpr auto look_for_others = std::chrono::seconds{1};

class SqliteStore final : public Store {
  public:
    SqliteStore(const std::string& path, unsigned readers) : writer_{path, false} {
        for (unsigned i = 0; i < std::max(readers, 1U); ++i)
            free_readers_.push_back(std::make_unique<SqliteConnection>(path, true));
        thread_ = std::thread{[this] { write(); }};
    }

    ~SqliteStore() override {
        {
            const std::lock_guard lock{mutex_};
            stopping_ = true;
        }
        wake_.notify_all();
        thread_.join();
    }

    [[nodiscard]] std::string_view name() const override { return "sqlite"; }
    [[nodiscard]] const Changes* changes() const override { return &changes_; }

    void see(const std::function<void(Transaction&)>& work) override {
        const Inside inside{this};
        auto reader = take_reader();
        struct Return {
            SqliteStore& store;
            std::unique_ptr<SqliteConnection>& reader;
            ~Return() { store.give_back(std::move(reader)); }
        } const back{*this, reader};
        reader->begin_work();
        reader->word("BEGIN");
        try {
            work(*reader);
            reader->end_work();
        } catch (...) {
            reader->begin_work();
            reader->word("ROLLBACK");
            throw;
        }
        reader->word("COMMIT");
    }

    void act(const std::function<void(Transaction&)>& work) override {
        const Inside inside{this};
        const Standing counted{Standing::What::act};
        Waiting waiting;
        waiting.work = &work;
        {
            const std::lock_guard lock{mutex_};
            queue_.push_back(&waiting);
        }
        wake_.notify_one();
        waiting.done.acquire();
        if (waiting.error) std::rethrow_exception(waiting.error);
    }

  private:
    std::unique_ptr<SqliteConnection> take_reader() {
        std::unique_lock lock{readers_mutex_};
        reader_free_.wait(lock, [&] { return !free_readers_.empty(); });
        auto reader = std::move(free_readers_.back());
        free_readers_.pop_back();
        return reader;
    }

    void give_back(std::unique_ptr<SqliteConnection> reader) {
        {
            const std::lock_guard lock{readers_mutex_};
            free_readers_.push_back(std::move(reader));
        }
        reader_free_.notify_one();
    }

    void write() {
        const Inside inside{this};  // a see or act inside an act is noticed here too
        for (;;) {
            std::deque<Waiting*> group;
            {
                std::unique_lock lock{mutex_};
                wake_.wait_for(lock, look_for_others, [&] { return stopping_ || !queue_.empty(); });
                if (queue_.empty() && stopping_) return;
                group.swap(queue_);
            }
            notice_others();
            if (group.empty()) continue;
            write_group(group);
            // Counted before anybody hears of it, so that who hears of it never sees less.
            for (const auto* waiting : group)
                if (!waiting->error) changes_.count(waiting->changed);
            for (auto* waiting : group) waiting->done.release();
        }
    }

    /// Another program has written the file: nobody knows what.
    void notice_others() {
        try {
            writer_.begin_work();
            const auto version = writer_.data_version();
            if (version != seen_version_) changes_.count_everything();
            seen_version_ = version;
        } catch (const std::exception&) {  // the next group will say what is wrong with the file
            changes_.count_everything();
        }
    }

    void write_group(const std::deque<Waiting*>& group) {
        std::vector<Waiting*> unsaved;
        if (!write_together(group, unsaved)) {
            unsaved.clear();
            for (auto* waiting : group) waiting->error = nullptr;
            for (auto* waiting : group) write_apart(*waiting, unsaved);
        }
        commit(unsaved);
    }

    void begin_one() {
        writer_.begin_work();
        if (!writer_.in_transaction()) writer_.word("BEGIN IMMEDIATE");
        writer_.begin_work();  // BEGIN IMMEDIATE counts as written
    }

    void run(Waiting& waiting) {
        (*waiting.work)(writer_);
        writer_.end_work();
        waiting.changed = std::move(writer_.changed);
    }

    /// False when a work threw after it had written: then all of it is rolled back.
    bool write_together(const std::deque<Waiting*>& group, std::vector<Waiting*>& unsaved) {
        for (auto* waiting : group) {
            try {
                begin_one();
                run(*waiting);
                unsaved.push_back(waiting);
            } catch (...) {
                waiting->error = std::current_exception();
                const bool wrote = writer_.wrote();
                writer_.begin_work();
                if (!writer_.in_transaction()) {
                    fail_all(unsaved, waiting->error);
                } else if (wrote) {
                    writer_.script("ROLLBACK");
                    if (group.size() > 1) return false;
                }
            }
        }
        return true;
    }

    void write_apart(Waiting& waiting, std::vector<Waiting*>& unsaved) {
        try {
            begin_one();
            writer_.word("SAVEPOINT act");
            try {
                run(waiting);
            } catch (...) {
                writer_.begin_work();
                if (writer_.in_transaction()) writer_.script("ROLLBACK TO act; RELEASE act");
                throw;
            }
            writer_.word("RELEASE act");
            unsaved.push_back(&waiting);
        } catch (...) {
            waiting.error = std::current_exception();
            if (!writer_.in_transaction()) fail_all(unsaved, waiting.error);
        }
    }

    void commit(std::vector<Waiting*>& unsaved) {
        try {
            writer_.begin_work();
            const CommitWatch watch{unsaved.size()};
            if (writer_.in_transaction()) writer_.word("COMMIT");
        } catch (...) {
            fail_all(unsaved, std::current_exception());
            writer_.begin_work();
            if (writer_.in_transaction()) writer_.script("ROLLBACK");
        }
    }

    /// A full disk or a failed read makes SQLite roll the whole transaction back, with it the works that had gone well.
    static void fail_all(std::vector<Waiting*>& unsaved, const std::exception_ptr& error) {
        std::exception_ptr reason = error;
        try {
            std::rethrow_exception(error);
        } catch (const StoreUnavailable&) {
        } catch (...) {  // somebody else's mistake: the others are only told to try again
            reason = std::make_exception_ptr(StoreUnavailable(503, "the common commit failed"));
        }
        for (auto* waiting : unsaved) waiting->error = reason;
        unsaved.clear();
    }

    SqliteConnection writer_;
    std::vector<std::unique_ptr<SqliteConnection>> free_readers_;
    std::mutex readers_mutex_;
    std::condition_variable reader_free_;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Waiting*> queue_;
    bool stopping_ = false;
    Changes changes_;
    std::int64_t seen_version_ = -1;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<Store> open_sqlite(const std::string& path, unsigned readers) {
    return std::make_unique<SqliteStore>(path, readers);
}

}  // namespace anju::kernel
