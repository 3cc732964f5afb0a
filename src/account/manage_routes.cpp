#include <algorithm>

#include "account/grants.hpp"
#include "account/person.hpp"
#include "base/id.hpp"
#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "kernel/password.hpp"
#include "party/titles.hpp"
#include "place/place_change.hpp"

namespace anju::account {

namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;

namespace {

Person person_of_parameter(Context& context) {
    auto person = find_person(context.transaction, "id", context.parameter("id"));
    if (!person) base::refuse_missing("账号", "account");
    return *std::move(person);
}

/// Nobody takes or gives rights to himself, nor locks himself out.
void refuse_own(const Context& context, const Person& person) {
    if (person.id != context.actor.account_id) return;
    base::refuse_state("own_account", {"不能对自己的账号做这件事，请另一位管理员来做。", "You cannot do this to your own account. Ask another administrator."});
}

std::vector<NewGrant> read_grants(Context&, kernel::Body& body) {
    std::vector<NewGrant> grants;
    const auto& list = body.list("grants", 50);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto field = "grants/" + std::to_string(i);
        if (!list[i].is_object()) {
            body.wrong(field, {"每项授权要写 role、place_id、party_id。", "A grant has role, place_id and party_id."});
            continue;
        }
        kernel::Body inner{list[i].get_object(), field + "/"};
        NewGrant grant;
        grant.role = inner.text("role", 1, 60);
        grant.place_id = inner.id_or_null("place_id").value_or("");
        grant.party_id = inner.id_or_null("party_id").value_or("");
        body.take(inner);
        grants.push_back(std::move(grant));
    }
    return grants;
}

json::object account_json(Context& context, const policy::Pack& pack, const kernel::Row& row) {
    json::value signed_in_at = nullptr;
    if (const auto at = row.number_or_null(5)) signed_in_at = json::value(base::Instant{*at}.text());
    return {{"id", row.text(0)},
            {"name", row.text(1)},
            {"display_name", row.text(2)},
            {"state", row.text(3)},
            {"locked", row.number_or_null(4).value_or(0) > context.now.microseconds},
            {"signed_in_at", signed_in_at},
            {"roles", roles_json(context.transaction, pack, row.text(0))},
            {"version", row.number(6)}};
}

Reply list_accounts(Context& context, const policy::Pack& pack) {
    const auto page = kernel::page_of(context);
    kernel::Values values;
    std::string where = "1 = 1";
    if (const auto q = context.query("q"); q && !q->empty()) {
        values.emplace_back(kernel::like_containing(*q));
        where = "(name LIKE $1 ESCAPE '\\' OR display_name LIKE $1 ESCAPE '\\')";
    }
    if (!page.after.empty()) {
        values.emplace_back(page.after[0]);
        where += " AND name > $" + std::to_string(values.size());
    }
    const auto rows = context.transaction.query(
        "SELECT id, name, display_name, state, locked_until, signed_in_at, version FROM account WHERE " + where + " ORDER BY name LIMIT " + std::to_string(page.size + 1), values);
    json::array items;
    std::string next;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (static_cast<std::int64_t>(i) == page.size) {
            next = kernel::next_token({rows[i - 1].text(1)});
            break;
        }
        items.emplace_back(account_json(context, pack, rows[i]));
    }
    return kernel::list_reply(std::move(items), std::move(next));
}

Reply add_account(Context& context, const policy::Pack& pack) {
    kernel::Body body{context.body()};
    NewAccount wanted;
    wanted.name = body.text("name", 1, 40);
    wanted.display_name = body.text("display_name", 1, 40);
    wanted.grants = read_grants(context, body);
    body.done();
    wanted.password = base::random_password();
    const auto id = add(context.transaction, pack, wanted, context.now);
    context.journal({.act = "account.add", .thing_kind = "account", .thing_id = id, .place_id = {},
                     .after = json::object{{"grants", grants_json(wanted.grants)}}, .why = {}});
    return json_reply(json::object{{"id", id}, {"password", wanted.password}}, 201);
}

std::string read_why(Context& context, std::size_t least) {
    if (context.request.body.empty() && least == 0) return {};
    kernel::Body body{context.body()};
    auto why = least == 0 ? body.text_or("why", 500) : body.text("why", least, 500);
    if (body.has("version")) body.whole("version", 0, INT64_MAX);
    body.done();
    return why;
}

void set_state(Context& context, const Person& person, std::string_view state, std::string_view act, const std::string& why) {
    context.transaction.run("UPDATE account SET state = $2, failed = 0, locked_until = NULL, version = version + 1 WHERE id = $1", {person.id, std::string{state}});
    context.journal({.act = std::string{act}, .thing_kind = "account", .thing_id = person.id, .place_id = {},
                     .before = json::object{{"state", person.state}}, .after = json::object{{"state", state}}, .why = why});
}

Reply disable_account(Context& context) {
    const auto why = read_why(context, 2);
    const auto person = person_of_parameter(context);
    refuse_own(context, person);
    set_state(context, person, "disabled", "account.disable", why);
    kernel::end_sessions_of(context.transaction, person.id);
    return json_reply(json::object{{"id", person.id}, {"state", "disabled"}});
}

/// Also opens an account that wrong passwords have locked.
Reply enable_account(Context& context) {
    const auto why = read_why(context, 0);
    const auto person = person_of_parameter(context);
    set_state(context, person, "active", "account.enable", why);
    return json_reply(json::object{{"id", person.id}, {"state", "active"}});
}

Reply reset_password(Context& context) {
    const auto why = read_why(context, 0);
    const auto person = person_of_parameter(context);
    refuse_own(context, person);
    const auto password = base::random_password();
    const auto hash = kernel::hash_password(password);
    context.transaction.run(
        "UPDATE account SET password_hash = $2, must_change = 1, password_at = $3, failed = 0, locked_until = NULL, version = version + 1 WHERE id = $1",
        {person.id, hash, context.now.microseconds});
    const auto last = context.transaction.one("SELECT MAX(at) FROM account_password WHERE account_id = $1", {person.id});
    context.transaction.run("INSERT INTO account_password (account_id, password_hash, at) VALUES ($1, $2, $3)",
                            {person.id, hash, std::max(context.now.microseconds, last->number_or_null(0).value_or(0) + 1)});
    kernel::end_sessions_of(context.transaction, person.id);
    context.journal({.act = "account.reset_password", .thing_kind = "account", .thing_id = person.id, .place_id = {}, .why = why});
    return json_reply(json::object{{"id", person.id}, {"password", password}});
}

Reply set_grants(Context& context, const policy::Pack& pack) {
    kernel::Body body{context.body()};
    const auto grants = read_grants(context, body);
    const auto why = body.text("why", 2, 500);
    if (!body.has("grants")) body.wrong("grants", {"请写出全部授权，没有就写空列表。", "List all grants; an empty list for none."});
    if (body.has("version")) body.whole("version", 0, INT64_MAX);
    body.done();
    const auto person = person_of_parameter(context);
    refuse_own(context, person);
    if (context.body().contains("version")) place::require_seen(place::seen_version(context), person.version);
    check_grants(context.transaction, pack, grants);
    const auto before = grants_of(context.transaction, person.id);
    write_grants(context.transaction, person.id, grants);
    context.transaction.run("UPDATE account SET version = version + 1 WHERE id = $1", {person.id});
    context.journal({.act = "account.grant", .thing_kind = "account", .thing_id = person.id, .place_id = {},
                     .before = json::object{{"grants", grants_json(before)}}, .after = json::object{{"grants", grants_json(grants)}}, .why = why});
    return json_reply(json::object{{"id", person.id}, {"roles", roles_json(context.transaction, pack, person.id)}, {"version", person.version + 1}});
}

std::string_view name_of(policy::Scope scope) {
    switch (scope) {
        case policy::Scope::district: return "district";
        case policy::Scope::street: return "street";
        case policy::Scope::community: return "community";
        case policy::Scope::estate: return "estate";
        case policy::Scope::party: return "party";
        case policy::Scope::assigned: return "assigned";
        case policy::Scope::none: return "none";
    }
    return "none";
}

/// With every pair that excludes each other, whichever of the two the pack says it at.
Reply list_roles(const policy::Pack& pack) {
    json::array items;
    for (const auto& role : pack.roles) {
        auto excluded = role.excludes;
        for (const auto& other : pack.roles)
            if (other.excludes.contains(role.role)) excluded.insert(other.role);
        json::array rights(role.rights.begin(), role.rights.end());
        json::array excludes(excluded.begin(), excluded.end());
        items.emplace_back(json::object{{"role", role.role}, {"title", party::title_json(role.title)}, {"scope", name_of(role.scope)},
                                        {"rights", std::move(rights)}, {"excludes", std::move(excludes)}});
    }
    return kernel::list_reply(std::move(items), {});
}

}  // namespace

void manage_routes(kernel::Router& router, const policy::Pack& pack) {
    const Guard manage{"account.manage", {}, false};
    router.see("/api/accounts", manage, {"账号列表", "Accounts"}, [&pack](Context& context) { return list_accounts(context, pack); });
    router.act("POST", "/api/accounts", manage, {"新增账号", "Add an account"}, [&pack](Context& context) { return add_account(context, pack); });
    router.act("POST", "/api/accounts/{id}/disable", manage, {"停用账号", "Disable an account"}, disable_account);
    router.act("POST", "/api/accounts/{id}/enable", manage, {"启用账号、解除锁定", "Enable or unlock an account"}, enable_account);
    router.act("POST", "/api/accounts/{id}/reset-password", manage, {"重置密码", "Reset a password"}, reset_password);
    router.act("PUT", "/api/accounts/{id}/grants", manage, {"授权", "Grant roles"}, [&pack](Context& context) { return set_grants(context, pack); });
    router.see("/api/roles", manage, {"角色", "Roles"}, [&pack](Context&) { return list_roles(pack); });
}

}  // namespace anju::account
