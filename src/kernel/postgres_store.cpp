// PostgreSQL: a pool of connections, opened when first needed. Acts are SERIALIZABLE and run again (at most ten times,
// with growing random pauses) when PostgreSQL cannot order them; sees are read-only snapshots. A lost connection is
// opened again once, unless it was lost during COMMIT, when nobody knows whether the act is on disk: then the client is
// told 503.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>

#include "kernel/metrics.hpp"
#include "kernel/nesting.hpp"
#include "kernel/postgres_connection.hpp"

namespace anju::kernel {

namespace {

constexpr int most_attempts = 10;

void pause(int attempt) {
    thread_local std::minstd_rand random{std::random_device{}()};
    const int most = std::min(1 << attempt, 64);
    std::this_thread::sleep_for(std::chrono::microseconds{std::uniform_int_distribution{200, 1000 * most}(random)});
}

class PostgresStore final : public Store {
  public:
    PostgresStore(std::string url, unsigned connections) : url_{std::move(url)}, unopened_{std::max(connections, 1U)} {
        Lease lease{*this};
        lease->check_database();
    }

    [[nodiscard]] std::string_view name() const override { return "postgresql"; }
    void see(const std::function<void(Transaction&)>& work) override { run(work, true); }
    void act(const std::function<void(Transaction&)>& work) override {
        const Standing counted{Standing::What::act};
        run(work, false);
    }

  private:
    class Lease {
      public:
        explicit Lease(PostgresStore& store) : store_{store}, connection_{store.take()} {}
        ~Lease() { store_.give_back(std::move(connection_)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        PostgresConnection* operator->() { return connection_.get(); }
        PostgresConnection& operator*() { return *connection_; }

      private:
        PostgresStore& store_;
        std::unique_ptr<PostgresConnection> connection_;
    };

    void run(const std::function<void(Transaction&)>& work, bool read_only) {
        const Inside inside{this};
        Lease connection{*this};
        bool reconnected = false;
        for (int attempt = 1;; ++attempt) {
            try {
                connection->begin(read_only);
                work(*connection);
                const CommitWatch watch{read_only ? 0U : 1U};
                connection->commit();
                return;
            } catch (...) {
                const auto failure = connection->failure();
                const bool unknown = connection->committing();
                connection->abandon();
                if (failure == Failure::serialization) {
                    if (attempt >= most_attempts) throw StoreUnavailable(503, "too many acts on the same rows at once");
                    pause(attempt);
                } else if (failure == Failure::lost && !unknown && !reconnected) {
                    reconnected = true;
                    connection->reconnect();
                } else {
                    throw;
                }
            }
        }
    }

    std::unique_ptr<PostgresConnection> take() {
        std::unique_lock lock{mutex_};
        free_.wait(lock, [&] { return !connections_.empty() || unopened_ > 0; });
        if (!connections_.empty()) {
            auto connection = std::move(connections_.back());
            connections_.pop_back();
            return connection;
        }
        --unopened_;
        lock.unlock();
        try {
            return std::make_unique<PostgresConnection>(url_);
        } catch (...) {
            give_back(nullptr);
            throw;
        }
    }

    void give_back(std::unique_ptr<PostgresConnection> connection) {
        {
            const std::lock_guard lock{mutex_};
            if (connection == nullptr)
                ++unopened_;
            else
                connections_.push_back(std::move(connection));
        }
        free_.notify_one();
    }

    std::string url_;
    std::mutex mutex_;
    std::condition_variable free_;
    std::vector<std::unique_ptr<PostgresConnection>> connections_;
    unsigned unopened_;
};

}  // namespace

std::unique_ptr<Store> open_postgres(const std::string& url, unsigned connections) {
    return std::make_unique<PostgresStore>(url, connections);
}

}  // namespace anju::kernel
