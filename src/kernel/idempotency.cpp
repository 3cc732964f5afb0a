#include "kernel/idempotency.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/digest.hpp"

namespace anju::kernel {

namespace {

std::string headers_text(const Reply& reply) {
    json::array headers;
    for (const auto& [name, value] : reply.headers) headers.push_back(json::array{name, value});
    return json::serialize(headers);
}

/// What is shown only once, is a file, or sets a cookie is not left lying in a table.
bool may_be_kept(const Reply& reply) {
    return !reply.secret && reply.file.empty() &&
           std::none_of(reply.headers.begin(), reply.headers.end(),
                        [](const auto& header) { return header.first == "Set-Cookie"; });
}

}  // namespace

Idempotency::Idempotency(const Request& request, const Actor& actor) {
    const auto key = request.header("idempotency-key");
    if (key.empty() || !actor.known()) return;
    if (key.size() > 100 || std::any_of(key.begin(), key.end(), [](char c) { return c < '!' || c > '~'; }))
        throw base::Refusal(
            400, "idempotency_key_wrong",
            {"Idempotency-Key 须为 1–100 个可见字符。", "Idempotency-Key must be 1–100 visible characters."});
    account_id_ = actor.account_id;
    // The key itself is not kept, and the request is hashed behind it: without the key nobody can try out which request it was
    // (an interviewer's entry names the dwelling, the answers are few).
    key_ = base::sm3(key);
    request_hash_ = base::sm3(std::string{key} + '\n' + request.method + '\n' + request.target + '\n' + request.body);
}

std::optional<Reply> Idempotency::kept(Transaction& transaction) const {
    if (!active()) return std::nullopt;
    const auto row = transaction.one(
        "SELECT request_hash, status, type, headers, body FROM idempotency WHERE account_id = $1 AND key = $2",
        {account_id_, key_});
    if (!row) return std::nullopt;
    if (row->text(0) != request_hash_)
        throw base::Refusal(422, "idempotency_key_reused",
                            {"同一 Idempotency-Key 已用于另一请求，请换用新的。",
                             "This Idempotency-Key was used for another request; use a new one."});
    if (row->text(2).empty())
        throw base::Refusal(
            409, "done_already",
            {"该操作已完成，结果只显示一次。", "This was done already; its result was shown only once."});
    Reply reply;
    reply.status = static_cast<int>(row->number(1));
    reply.type = row->text(2);
    reply.body = row->text(4);
    const auto headers = json::parse(row->text(3));
    for (const auto& header : headers.as_array())
        reply.headers.emplace_back(std::string{header.at(0).as_string()}, std::string{header.at(1).as_string()});
    reply.headers.emplace_back("Idempotency-Replayed", "true");
    return reply;
}

void Idempotency::keep(Transaction& transaction, const Reply& reply, base::Instant now) const {
    if (!active()) return;
    const bool whole = may_be_kept(reply);
    transaction.run(
        "INSERT INTO idempotency (account_id, key, request_hash, status, type, headers, body, at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        {account_id_, key_, request_hash_, static_cast<std::int64_t>(reply.status), whole ? reply.type : "",
         whole ? headers_text(reply) : "[]", whole ? reply.body : "", now.microseconds});
}

}  // namespace anju::kernel
