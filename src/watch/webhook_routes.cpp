// Webhooks of a place: whoever manages it says where messages go. The secret is shown once, when it is made, and kept sealed.
#include <fmt/format.h>

#include <algorithm>

#include "base/id.hpp"
#include "kernel/body.hpp"
#include "kernel/outgoing.hpp"
#include "kernel/page.hpp"
#include "watch/parts.hpp"

namespace anju::watch {
namespace {

using kernel::Body;
using kernel::Context;
using kernel::Reply;

constexpr std::string_view columns = "w.id, w.title, w.url, w.kinds, w.active, w.created_at, w.version, p.id, p.name";

json::object shown(const kernel::Row& row) {
    return {{"id", row.text(0)},
            {"title", row.text(1)},
            {"url", row.text(2)},
            {"kinds", json::parse(row.text(3))},
            {"active", row.flag(4)},
            {"place", named_json(row.text(7), row.text(8))},
            {"created_at", base::Instant{row.number(5)}.text()},
            {"version", row.number(6)}};
}

kernel::Row get(kernel::Transaction& transaction, const std::string& id) {
    auto row = transaction.one(fmt::format("SELECT {} FROM webhook w JOIN place p ON p.id = w.place_id WHERE w.id = $1", columns), {id});
    if (!row) base::refuse_missing("消息推送", "webhook");
    return *std::move(row);
}
std::string path_of_webhook(Context& context) {
    return place::get(context.transaction, get(context.transaction, context.parameter("id")).text(7), {}).path;
}
std::string path_in_body(Context& context) {
    auto const* place = context.body().if_contains("place_id");
    if (place == nullptr || !place->is_string()) base::refuse_field("place_id", "missing", {"请选地点。", "Choose a place."});
    return place::get(context.transaction, std::string{place->get_string()}, {}).path;
}

struct Wanted {
    std::string title, url;
    json::array kinds;
};
Wanted read(Body& body) {
    Wanted wanted{body.text("title", 2, 80), body.text("url", 8, 500), {}};
    for (auto const& kind : body.texts("kinds", 10, 20)) {
        auto const& known = kinds_told();
        if (std::find(known.begin(), known.end(), kind) == known.end())
            body.wrong("kinds", {"没有“" + kind + "”这种消息。可选：" + fmt::format("{}", fmt::join(known, "、")) + "。", "There is no kind “" + kind + "”. Choose of: " + fmt::format("{}", fmt::join(known, ", ")) + "."});
        else if (std::find(wanted.kinds.begin(), wanted.kinds.end(), json::value(kind)) == wanted.kinds.end())
            wanted.kinds.emplace_back(kind);
    }
    if (wanted.kinds.empty()) body.wrong("kinds", {"至少选一种消息。", "Choose at least one kind of message."});
    if (!wanted.url.empty() && !kernel::may_post_to(wanted.url))
        body.wrong("url", {"地址须以 https:// 开头；http:// 只能用于本机或内网 IP 地址。", "The address must begin with https://; http:// is taken only for this machine or a private IP address."});
    return wanted;
}

Reply list_route(Context& context) {
    kernel::Values values;
    auto const filter = kernel::place_filter(context.actor, "place.manage", "p.path", values);
    json::array items;
    for (auto const& row : context.transaction.query(fmt::format("SELECT {} FROM webhook w JOIN place p ON p.id = w.place_id WHERE {} ORDER BY w.id LIMIT 200", columns, filter), values))
        items.push_back(shown(row));
    return kernel::list_reply(std::move(items), {});
}

json::object journaled(const Wanted& wanted) {
    return {{"title", wanted.title}, {"url", wanted.url}, {"kinds", wanted.kinds}};
}

Reply add_route(Context& context, const record::Registers& registers) {
    Body body{context.body()};
    auto const wanted = read(body);
    auto const place_id = body.id("place_id");
    body.done();
    auto const place = place::get(context.transaction, place_id, {});
    auto const id = base::new_id();
    auto const secret = base::random_token(32);
    context.transaction.run(
        "INSERT INTO webhook (id, title, url, secret, kinds, place_id, path, active, created_by, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, 1)",
        {id, wanted.title, wanted.url, registers.seal().seal(secret, "webhook/secret/" + id), json::serialize(wanted.kinds), place.id, place.path, context.actor.account_id,
         context.now.microseconds});
    context.journal({"webhook.add", "webhook", id, place.id, nullptr, journaled(wanted), {}});
    auto reply = kernel::json_reply(json::object{{"id", id}, {"secret", secret}, {"version", 1}}, 201);
    reply.secret = true;
    return reply;
}

Reply change_route(Context& context) {
    auto const before = get(context.transaction, context.parameter("id"));
    Body body{context.body()};
    auto const wanted = read(body);
    bool const active = body.yes_no("active", before.flag(4));
    auto const version = body.whole("version", 1, std::int64_t{1} << 40);
    body.done();
    auto const changed = context.transaction.run("UPDATE webhook SET title = $3, url = $4, kinds = $5, active = $6, version = version + 1 WHERE id = $1 AND version = $2",
                                                 {before.text(0), version, wanted.title, wanted.url, json::serialize(wanted.kinds), std::int64_t{active}});
    if (changed == 0) throw base::Refusal(412, "changed_meanwhile", {"别人刚刚改过，请刷新后再改。", "Somebody has just changed it. Reload and try again."});
    auto after = journaled(wanted);
    after["active"] = active;
    context.journal({"webhook.change", "webhook", before.text(0), before.text(7), shown(before), std::move(after), {}});
    return kernel::json_reply(shown(get(context.transaction, before.text(0))));
}

Reply test_route(Context& context) {
    auto const row = get(context.transaction, context.parameter("id"));
    auto const id = base::new_id();
    json::object const body{{"id", id},
                            {"kind", "test"},
                            {"at", context.now.text()},
                            {"estate", nullptr},
                            {"text", standard::text_json({"试发", "A trial message"})},
                            {"link", "/"}};
    context.transaction.run("INSERT INTO webhook_delivery (id, webhook_id, kind, body, at, tries, next_at, state, last_problem) VALUES ($1, $2, 'test', $3, $4, 0, $4, 'waiting', '')",
                            {id, row.text(0), json::serialize(body), context.now.microseconds});
    context.journal({"webhook.test", "webhook", row.text(0), row.text(7), nullptr, nullptr, {}});
    return kernel::json_reply(json::object{{"delivery_id", id}}, 202);
}

Reply deliveries_route(Context& context) {
    auto const page = kernel::page_of(context);
    kernel::Values values{context.parameter("id")};
    std::string where = "webhook_id = $1";
    if (page.after.size() == 1) {
        values.emplace_back(page.after[0]);
        where += " AND id < $2";
    }
    auto const rows = context.transaction.query(
        fmt::format("SELECT id, kind, at, tries, next_at, state, last_status, last_problem FROM webhook_delivery WHERE {} ORDER BY id DESC LIMIT {}", where, page.size + 1), values);
    json::array items;
    std::string next;
    for (auto const& row : rows) {
        if (std::ssize(items) == page.size) break;
        bool const waiting = row.text(5) == "waiting";
        items.push_back(json::object{{"id", row.text(0)},
                                     {"kind", row.text(1)},
                                     {"at", base::Instant{row.number(2)}.text()},
                                     {"tries", row.number(3)},
                                     {"next_at", waiting ? json::value(base::Instant{row.number(4)}.text()) : json::value(nullptr)},
                                     {"state", row.text(5)},
                                     {"last_status", row.null(6) ? json::value(nullptr) : json::value(row.number(6))},
                                     {"last_problem", row.text(7)}});
        next = std::ssize(rows) > page.size ? kernel::next_token({row.text(0)}) : std::string{};
    }
    return kernel::list_reply(std::move(items), next);
}

}  // namespace

void webhook_routes(kernel::Router& router, const record::Registers& registers) {
    router.see("/api/webhooks", {"place.manage", {}}, {"消息推送", "Webhooks"}, list_route);
    router.act("POST", "/api/webhooks", {"place.manage", path_in_body}, {"新增消息推送", "Add a webhook"}, [&registers](Context& context) { return add_route(context, registers); });
    router.act("PUT", "/api/webhooks/{id}", {"place.manage", path_of_webhook}, {"修改消息推送", "Change a webhook"}, change_route);
    router.act("POST", "/api/webhooks/{id}/test", {"place.manage", path_of_webhook}, {"试发一条", "Send a trial message"}, test_route);
    router.see("/api/webhooks/{id}/deliveries", {"place.manage", path_of_webhook}, {"推送情况", "Deliveries of a webhook"}, deliveries_route);
}

}  // namespace anju::watch
