// Signing in and changing one's password hash passwords, which takes long on purpose; both therefore hash outside any
// transaction and then act. The second look inside the act is what counts: of many guesses sent at once only as many as are
// allowed are told right from wrong.
#include <set>

#include "account/attempts.hpp"
#include "account/password_rules.hpp"
#include "kernel/body.hpp"
#include "kernel/guard.hpp"
#include "kernel/json_body.hpp"
#include "kernel/password.hpp"
#include "account/grants.hpp"

namespace anju::account {

namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;
using kernel::Request;
using kernel::Transaction;

namespace {

constexpr std::int64_t first_password_days = 7;
constexpr std::int64_t day = 86'400'000'000;  // microseconds

struct Desk {
    kernel::Store& store;
    const policy::Pack& pack;
    kernel::Router::Clock clock;
    UnknownNames unknown;
};

struct Typed { std::string name, password; };

Typed read_typed(const Request& request) {
    const auto object = kernel::parse_json_body(request.body);
    kernel::Body body{object};
    auto name = body.text("name", 1, 100);
    const auto* given = object.if_contains("password");
    // A password is taken as typed: the spaces around it belong to it.
    const bool usable = given != nullptr && given->is_string() && !given->get_string().empty() && given->get_string().size() <= 1024;
    body.text_or("password", 1024);
    if (!usable) body.wrong("password", {"请输入密码。", "Enter the password."});
    body.done();
    return {plain_name(name), std::string{given->get_string()}};
}

enum class Outcome { wrong, locked, first_password_expired, signed_in };

struct Result {
    Outcome outcome = Outcome::wrong;
    std::int64_t locked_until = 0;
    Reply reply;
};

Result let_in(Transaction& transaction, Desk& desk, const Person& person, bool secure, base::Instant now) {
    if (person.must_change && now.microseconds - person.password_at > first_password_days * day) return {Outcome::first_password_expired, 0, {}};
    transaction.run("UPDATE account SET failed = 0, locked_until = NULL, signed_in_at = $2 WHERE id = $1", {person.id, now.microseconds});
    const auto opened = kernel::open_session(transaction, person.id, secure, now);
    const auto actor = actor_of(transaction, desk.pack, person, opened.session, now);
    kernel::write_journal(transaction, actor, now, {}, {.act = "account.sign_in", .thing_kind = "account", .thing_id = person.id, .place_id = {}, .why = {}, .reach = kernel::Reach::nothing});
    Result result{Outcome::signed_in, 0, json_reply(me_json(transaction, desk.pack, actor))};
    result.reply.headers.emplace_back("Set-Cookie", opened.cookie);
    return result;
}

Result settle(Transaction& transaction, Desk& desk, const Typed& typed, const std::string& checked_hash, bool fits, bool secure, base::Instant now) {
    const auto person = find_person(transaction, "name", typed.name);
    if (!person) {
        kernel::write_journal(transaction, {}, now, {}, {.act = "account.sign_in_failed", .thing_kind = "account", .thing_id = {}, .place_id = {}, .why = {}});
        return {};
    }
    if (person->locked_until > now.microseconds) return {Outcome::locked, person->locked_until, {}};
    if (fits && person->state == "active" && person->password_hash == checked_hash) return let_in(transaction, desk, *person, secure, now);
    note_failure(transaction, *person, now, security_settings(transaction));
    return {};
}

Reply sign_in_with(Desk& desk, const Request& request) {
    const auto typed = read_typed(request);
    const auto now = desk.clock();
    SecuritySettings settings;
    std::optional<Person> person;
    desk.store.see([&](Transaction& transaction) {
        settings = security_settings(transaction);
        person = find_person(transaction, "name", typed.name);
    });
    const auto locked = person ? person->locked_until : desk.unknown.locked_until(typed.name, now);
    if (locked > now.microseconds) refuse_locked(locked);
    const auto hash = person ? person->password_hash : std::string{};
    const bool fits = kernel::check_password(typed.password, hash);
    Result result;
    desk.store.act([&](Transaction& transaction) { result = settle(transaction, desk, typed, hash, fits, request.secure, now); });
    if (!person) {
        if (const auto until = desk.unknown.locked_until(typed.name, now)) refuse_locked(until);
        desk.unknown.note_failure(typed.name, now, settings);
    }
    if (result.outcome == Outcome::locked) refuse_locked(result.locked_until);
    if (result.outcome == Outcome::wrong) refuse_wrong();
    if (result.outcome == Outcome::first_password_expired) {
        base::refuse_right({"首次密码已超过 7 天失效，请找系统管理员重置密码。",
                            "The first password has expired after 7 days. Ask the system administrator for a new one."});
    }
    return std::move(result.reply);
}

struct NewPassword { std::string old_one, new_one; };

NewPassword read_new_password(const Request& request) {
    const auto object = kernel::parse_json_body(request.body);
    kernel::Body body{object};
    for (const auto* field : {"old", "new"}) {
        body.text_or(field, 1024);
        const auto* given = object.if_contains(field);
        if (given == nullptr || !given->is_string() || given->get_string().empty()) body.wrong(field, {"请填写密码。", "Enter the password."});
    }
    body.done();
    return {std::string{object.at("old").as_string()}, std::string{object.at("new").as_string()}};
}

std::vector<std::string> former_hashes(Transaction& transaction, const std::string& account_id, std::int64_t count) {
    std::vector<std::string> hashes;
    for (const auto& row : transaction.query("SELECT password_hash FROM account_password WHERE account_id = $1 ORDER BY at DESC LIMIT " + std::to_string(count), {account_id}))
        hashes.push_back(row.text(0));
    return hashes;
}

void keep_password(Transaction& transaction, const kernel::Actor& actor, const Person& person, const std::string& hash, base::Instant now) {
    const auto present = find_person(transaction, "id", person.id);
    if (!present || present->password_hash != person.password_hash)
        base::refuse_state("changed_meanwhile", {"密码刚刚已被改过，请重新登录。", "The password was changed meanwhile. Sign in again."});
    const auto last = transaction.one("SELECT MAX(at) FROM account_password WHERE account_id = $1", {person.id});
    const auto at = std::max(now.microseconds, last->number_or_null(0).value_or(0) + 1);
    transaction.run("UPDATE account SET password_hash = $2, must_change = 0, password_at = $3, failed = 0, version = version + 1 WHERE id = $1",
                    {person.id, hash, now.microseconds});
    transaction.run("INSERT INTO account_password (account_id, password_hash, at) VALUES ($1, $2, $3)", {person.id, hash, at});
    kernel::write_journal(transaction, actor, now, {}, {.act = "account.password", .thing_kind = "account", .thing_id = person.id, .place_id = {}, .why = {}});
}

Reply change_password(Desk& desk, const Request& request) {
    const auto now = desk.clock();
    kernel::Actor actor;
    SecuritySettings settings;
    std::optional<Person> person;
    std::vector<std::string> former;
    desk.store.see([&](Transaction& transaction) {
        actor = sign_in(transaction, desk.pack, request, now);
        if (!actor.known()) return;
        settings = security_settings(transaction);
        person = find_person(transaction, "id", actor.account_id);
        former = former_hashes(transaction, actor.account_id, settings.password_history);
    });
    kernel::check_guard(Guard::any_account(), actor, "/api/me/password");
    kernel::check_token(request, actor);
    const auto wanted = read_new_password(request);
    if (person->locked_until > now.microseconds) refuse_locked(person->locked_until);
    if (!kernel::check_password(wanted.old_one, person->password_hash)) {
        desk.store.act([&](Transaction& transaction) {
            if (const auto present = find_person(transaction, "id", person->id)) note_failure(transaction, *present, now, settings);
        });
        base::refuse_field("old", "wrong_password", {"原密码不对，请重新输入。", "The old password is wrong. Enter it again."});
    }
    if (const auto refused = refuse_password(wanted.new_one, person->name, settings)) base::refuse_field("new", "weak_password", *refused);
    for (const auto& hash : former) {
        if (!kernel::check_password(wanted.new_one, hash)) continue;
        const auto count = std::to_string(settings.password_history);
        base::refuse_field("new", "used_before", {"不能用最近 " + count + " 次用过的密码，请换一个。", "One of your last " + count + " passwords. Choose another."});
    }
    const auto hash = kernel::hash_password(wanted.new_one);
    desk.store.act([&](Transaction& transaction) { keep_password(transaction, actor, *person, hash, now); });
    return json_reply(json::object{{"changed", true}});
}

Reply sign_out(Context& context) {
    kernel::end_session(context.transaction, context.actor.session_hash);
    context.journal({.act = "account.sign_out", .thing_kind = "account", .thing_id = context.actor.account_id, .place_id = {}, .why = {}});
    auto reply = json_reply(json::object{{"account", nullptr}, {"csrf_token", ""}});
    reply.headers.emplace_back("Set-Cookie", kernel::clear_cookie(context.request.secure));
    return reply;
}

}  // namespace

json::object me_json(Transaction& transaction, const policy::Pack& pack, const kernel::Actor& actor) {
    if (!actor.known()) return {{"account", nullptr}, {"csrf_token", ""}};
    const auto person = find_person(transaction, "id", actor.account_id);
    std::set<std::string> held;
    for (const auto& grant : actor.grants) held.insert(grant.rights.begin(), grant.rights.end());
    json::array rights;
    for (const auto& right : held) rights.emplace_back(right);
    return {{"account", json::object{{"id", actor.account_id},
                                     {"name", person ? person->name : std::string{}},
                                     {"display_name", actor.name},
                                     {"must_change_password", actor.must_change_password},
                                     {"rights", std::move(rights)},
                                     {"roles", roles_json(transaction, pack, actor.account_id)}}},
            {"csrf_token", actor.csrf_token}};
}

void sign_in_routes(kernel::Router& router, kernel::Store& store, const policy::Pack& pack, const kernel::Router::Clock& clock) {
    const auto desk = std::make_shared<Desk>(store, pack, clock);
    router.see("/api/me", Guard::open(), {"我是谁", "Who I am"},
               [&pack](Context& context) { return json_reply(me_json(context.transaction, pack, context.actor)); });
    router.plain("POST", "/api/sign-in", {"登录", "Sign in"}, [desk](const Request& request) { return sign_in_with(*desk, request); });
    router.plain("POST", "/api/me/password", {"修改自己的密码", "Change one's password"}, [desk](const Request& request) { return change_password(*desk, request); });
    router.act("POST", "/api/sign-out", Guard::any_account(), {"退出登录", "Sign out"}, sign_out);
}

void routes(kernel::Router& router, kernel::Store& store, const policy::Pack& pack, kernel::Router::Clock clock) {
    sign_in_routes(router, store, pack, clock);
    manage_routes(router, pack);
    security_routes(router);
    journal_routes(router);
}

}  // namespace anju::account
