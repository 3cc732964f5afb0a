#include "kernel/housekeeping.hpp"

namespace anju::kernel {

void keep_house(Store& store, base::Instant now) {
    constexpr std::int64_t hour = 3'600'000'000;
    store.act([&](Transaction& transaction) {
        transaction.run("DELETE FROM idempotency WHERE at < $1", {now.microseconds - 48 * hour});
        transaction.run("DELETE FROM session WHERE opened_at < $1", {now.microseconds - 48 * hour});
    });
}

}  // namespace anju::kernel
