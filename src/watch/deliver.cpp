// A delivery is first taken (its next try set ahead), then sent outside any transaction, then marked: a crash in between sends it again
// later, never loses it. Receivers tell doubles apart by X-Anju-Delivery.
#include <array>

#include "kernel/outgoing.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

constexpr std::int64_t minute = 60'000'000;
constexpr std::array<std::int64_t, 5> pauses{1 * minute, 5 * minute, 30 * minute, 120 * minute, 720 * minute};
constexpr std::int64_t while_sending = 2 * minute;

struct Delivery {
    std::string id, body, url, secret;
    std::int64_t tries = 0;
    bool active = true;
};

std::vector<Delivery> due(kernel::Store& store, const record::Registers& registers, base::Instant now, std::int64_t most) {
    std::vector<Delivery> all;
    store.see([&](kernel::Transaction& transaction) {
        all.clear();
        for (auto const& row : transaction.query("SELECT d.id, d.body, d.tries, w.id, w.url, w.secret, w.active FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id "
                                                 "WHERE d.state = 'waiting' AND d.next_at <= $1 ORDER BY d.next_at, d.id LIMIT $2",
                                                 {now.microseconds, most})) {
            auto const secret = registers.seal().open(row.text(5), "webhook/secret/" + row.text(3));
            all.push_back({row.text(0), row.text(1), row.text(4), secret.value_or(std::string{}), row.number(2), row.flag(6)});
        }
    });
    return all;
}

bool take(kernel::Store& store, const Delivery& one, base::Instant now) {
    bool mine = false;
    store.act([&](kernel::Transaction& transaction) {
        mine = transaction.run("UPDATE webhook_delivery SET tries = tries + 1, next_at = $3 WHERE id = $1 AND state = 'waiting' AND tries = $2",
                               {one.id, one.tries, now.microseconds + while_sending}) == 1;
    });
    return mine;
}

void mark(kernel::Store& store, const Delivery& one, const kernel::OutgoingAnswer& answer, base::Instant now) {
    bool const sent = answer.status >= 200 && answer.status < 300;
    auto const failed = static_cast<std::size_t>(one.tries);  // times it had failed before this one
    bool const again = !sent && one.active && failed < pauses.size();
    auto const problem = sent ? std::string{} : answer.problem.empty() ? "status " + std::to_string(answer.status) : answer.problem;
    store.act([&](kernel::Transaction& transaction) {
        transaction.run("UPDATE webhook_delivery SET state = $2, next_at = $3, last_status = $4, last_problem = $5 WHERE id = $1",
                        {one.id, std::string{sent ? "sent" : again ? "waiting" : "given_up"}, again ? now.microseconds + pauses.at(failed) : now.microseconds,
                         answer.status == 0 ? kernel::Value{nullptr} : kernel::Value{std::int64_t{answer.status}}, problem});
    });
}

kernel::OutgoingAnswer sent(const Delivery& one) {
    if (!one.active) return {0, "the webhook is switched off", {}};
    if (one.secret.empty()) return {0, "the secret cannot be opened: the key it was sealed with is missing", {}};
    return kernel::post(one.url,
                        {{"Content-Type", "application/json; charset=utf-8"}, {"X-Anju-Delivery", one.id}, {"X-Anju-Signature", kernel::Seal::sign(one.secret, one.body)}}, one.body);
}

}  // namespace

std::int64_t deliver(kernel::Store& store, const record::Registers& registers, base::Instant now, std::int64_t most) {
    std::int64_t tried = 0;
    for (auto const& one : due(store, registers, now, most)) {
        if (!take(store, one, now)) continue;
        mark(store, one, sent(one), now);
        ++tried;
    }
    return tried;
}

}  // namespace anju::watch
