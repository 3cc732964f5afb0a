// Notices are kept once for a role over a place; who reads them is worked out from the account's grants. An account has read everything
// up to an id, and beyond it what it opened one by one.
#include <fmt/format.h>

#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "record/parts.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

using kernel::Context;
using kernel::Reply;

constexpr int most_unread = 1000;

std::string mine(const Context& context, kernel::Values& values) {
    std::string any;
    for (auto const& grant : context.actor.grants) {
        if (grant.paths.empty()) continue;
        values.emplace_back(grant.role);
        auto const role = values.size();
        any += fmt::format("{}(n.role = ${} AND {})", any.empty() ? "" : " OR ", role, record::path_condition(grant.paths, "n.path", values));
    }
    return any.empty() ? "1 = 0" : "(" + any + ")";
}

std::string read_up_to(const Context& context) {
    auto const row = context.transaction.one("SELECT up_to FROM notice_read WHERE account_id = $1", {context.actor.account_id});
    return row ? row->text(0) : std::string{};
}

/// Counted up to most_unread.
std::int64_t unread(const Context& context, const std::string& read) {
    kernel::Values values;
    auto where = mine(context, values);
    values.emplace_back(read);
    where += fmt::format(" AND n.id > ${}", values.size());
    values.emplace_back(context.actor.account_id);
    where += fmt::format(" AND NOT EXISTS (SELECT 1 FROM notice_seen s WHERE s.account_id = ${} AND s.notice_id = n.id)", values.size());
    return context.transaction.one(fmt::format("SELECT COUNT(*) FROM (SELECT 1 FROM notice n WHERE {} LIMIT {}) counted", where, most_unread), values)->number(0);
}

Reply list_route(Context& context) {
    auto const page = kernel::page_of(context);
    auto const read = read_up_to(context);
    kernel::Values values;
    auto where = mine(context, values);
    values.emplace_back(context.actor.account_id);
    auto const reader = values.size();
    if (page.after.size() == 1) {
        values.emplace_back(page.after[0]);
        where += fmt::format(" AND n.id < ${}", values.size());
    }
    auto const rows = context.transaction.query(
        fmt::format("SELECT n.id, n.kind, n.text, p.id, p.name, n.record_id, n.at, s.notice_id FROM notice n LEFT JOIN place p ON p.id = n.estate_id "
                    "LEFT JOIN notice_seen s ON s.account_id = ${} AND s.notice_id = n.id WHERE {} ORDER BY n.id DESC LIMIT {}",
                    reader, where, page.size + 1),
        values);
    json::array items;
    json::value next = nullptr;
    for (auto const& row : rows) {
        if (std::ssize(items) == page.size) break;
        items.push_back(json::object{{"id", row.text(0)},
                                     {"kind", row.text(1)},
                                     {"text", standard::text_json(text_of(row.text(2)))},
                                     {"estate", row.null(3) ? json::value(nullptr) : json::value(named_json(row.text(3), row.text(4)))},
                                     {"record_id", row.null(5) ? json::value(nullptr) : json::value(row.text(5))},
                                     {"at", base::Instant{row.number(6)}.text()},
                                     {"read", row.text(0) <= read || !row.null(7)}});
        if (std::ssize(rows) > page.size) next = kernel::next_token({row.text(0)});
    }
    return kernel::json_reply(json::object{{"items", std::move(items)}, {"next", std::move(next)}, {"unread", unread(context, read)}});
}

Reply read_up_to_route(Context& context) {
    kernel::Body body{context.body()};
    auto const up_to = body.id("up_to");
    body.done();
    context.transaction.run(
        "INSERT INTO notice_read (account_id, up_to) VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET up_to = excluded.up_to WHERE notice_read.up_to < excluded.up_to",
        {context.actor.account_id, up_to});
    context.transaction.run("DELETE FROM notice_seen WHERE account_id = $1 AND notice_id <= $2", {context.actor.account_id, read_up_to(context)});
    context.journal({"notice.read", "notice", up_to, {}, nullptr, nullptr, {}, kernel::Reach::nothing});
    return kernel::json_reply(json::object{{"up_to", up_to}});
}

/// One notice, and none of the others; 404 for somebody else's. The same again changes nothing.
Reply read_one_route(Context& context) {
    auto const& id = context.parameter("id");
    kernel::Values values;
    auto const where = mine(context, values);
    values.emplace_back(id);
    if (!context.transaction.one(fmt::format("SELECT 1 FROM notice n WHERE {} AND n.id = ${}", where, values.size()), values)) base::refuse_missing("通知", "notice");
    auto const read = read_up_to(context);
    if (id > read) context.transaction.run("INSERT INTO notice_seen (account_id, notice_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", {context.actor.account_id, id});
    context.journal({"notice.read", "notice", id, {}, nullptr, nullptr, {}, kernel::Reach::nothing});
    return kernel::json_reply(json::object{{"id", id}, {"unread", unread(context, read)}});
}

}  // namespace

void notice_routes(kernel::Router& router, const record::Registers&) {
    router.see("/api/notices", kernel::Guard::any_account(), {"通知，新的在前", "Notices, newest first"}, list_route);
    router.act("POST", "/api/notices/read", kernel::Guard::any_account(), {"看到哪一条为止", "Read up to a notice"}, read_up_to_route);
    router.act("POST", "/api/notices/{id}/read", kernel::Guard::any_account(), {"看过一条通知", "Read one notice"}, read_one_route);
}

}  // namespace anju::watch
