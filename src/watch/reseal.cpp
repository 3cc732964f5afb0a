#include "watch/parts.hpp"

namespace anju::watch {
namespace {

/// Id and secret of those not sealed under the key that seals now.
kernel::Rows old_ones(kernel::Transaction& transaction, const kernel::Seal& seal) {
    auto const now = seal.names().front() + ".";
    return transaction.query("SELECT id, secret FROM webhook WHERE substr(secret, 1, CAST($2 AS INTEGER)) <> $1 ORDER BY id LIMIT 500", {now, std::ssize(now)});
}

}  // namespace

std::int64_t reseal_secrets(kernel::Store& store, const kernel::Seal& seal) {
    bool any = false;
    store.see([&](kernel::Transaction& transaction) { any = !old_ones(transaction, seal).empty(); });
    std::int64_t sealed = 0;
    if (!any) return sealed;
    store.act([&](kernel::Transaction& transaction) {
        sealed = 0;
        for (auto const& row : old_ones(transaction, seal)) {
            auto const about = "webhook/secret/" + row.text(0);
            auto const plain = seal.open(row.text(1), about);
            if (!plain) continue;  // its key is gone: deliveries say so
            sealed += transaction.run("UPDATE webhook SET secret = $2 WHERE id = $1 AND secret = $3", {row.text(0), seal.seal(*plain, about), row.text(1)});
        }
        if (sealed > 0)
            kernel::write_journal(transaction, {"webhook.reseal", "webhook", {}, {}, nullptr, json::object{{"key", seal.names().front()}, {"webhooks", sealed}}, {}}, {{}, "安居", "seal"},
                                  base::Instant::now());
    });
    return sealed;
}

std::int64_t secrets_sealed_under(kernel::Transaction& transaction, const std::string& key) {
    return transaction.one("SELECT COUNT(*) FROM webhook WHERE substr(secret, 1, CAST($2 AS INTEGER)) = $1", {key + ".", std::ssize(key) + 1})->number(0);
}

}  // namespace anju::watch
