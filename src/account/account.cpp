#include "account/account.hpp"

#include <algorithm>

#include "account/grants.hpp"
#include "account/password_rules.hpp"
#include "account/person.hpp"
#include "account/sql.hpp"
#include "base/id.hpp"
#include "kernel/password.hpp"
#include "kernel/session.hpp"

namespace anju::account {

namespace {

constexpr std::int64_t day = 86'400'000'000;  // microseconds

void check_name(kernel::Transaction& transaction, const std::string& name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    const bool good = name.size() >= 3 && name.size() <= 40 && letter(name.front()) &&
                      std::ranges::all_of(name, [&](char c) { return letter(c) || c == '.' || c == '_' || c == '-'; });
    if (!good) {
        base::refuse_field("name", "wrong_account_name", {"账号名用 3 到 40 个小写字母、数字、点、横线，以字母或数字开头。",
                                                          "An account name has 3 to 40 small letters, digits, dots or dashes and begins with a letter or digit."});
    }
    if (transaction.one("SELECT id FROM account WHERE name = $1", {name}))
        base::refuse_field("name", "name_taken", {"已有这个账号名，请换一个。", "This account name is taken. Choose another."});
}

}  // namespace

std::string plain_name(std::string_view typed) {
    while (!typed.empty() && static_cast<unsigned char>(typed.front()) <= ' ') typed.remove_prefix(1);
    while (!typed.empty() && static_cast<unsigned char>(typed.back()) <= ' ') typed.remove_suffix(1);
    std::string name{typed};
    for (auto& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return name;
}

std::string add(kernel::Transaction& transaction, const policy::Pack& pack, const NewAccount& account, base::Instant now) {
    const auto name = plain_name(account.name);
    check_name(transaction, name);
    if (account.display_name.empty())
        base::refuse_field("display_name", "empty", {"显示名不能为空，请填写。", "The display name must not be empty. Fill it in."});
    check_grants(transaction, pack, account.grants);
    if (const auto refused = refuse_password(account.password, name, security_settings(transaction)))
        base::refuse_field("password", "weak_password", *refused);
    const auto id = base::new_id();
    const auto hash = kernel::hash_password(account.password);
    transaction.run(
        "INSERT INTO account (id, name, display_name, password_hash, state, must_change, failed, password_at, created_at, version) "
        "VALUES ($1, $2, $3, $4, 'active', $5, 0, $6, $6, 1)",
        {id, name, account.display_name, hash, std::int64_t{account.must_change}, now.microseconds});
    transaction.run("INSERT INTO account_password (account_id, password_hash, at) VALUES ($1, $2, $3)", {id, hash, now.microseconds});
    write_grants(transaction, id, account.grants);
    return id;
}

std::optional<Person> find_person(kernel::Transaction& transaction, std::string_view column, const std::string& value) {
    const auto row = transaction.one(
        "SELECT id, name, display_name, password_hash, state, must_change, failed, locked_until, password_at, version FROM account WHERE " +
            std::string{column} + " = $1", {value});
    if (!row) return std::nullopt;
    return Person{row->text(0), row->text(1), row->text(2), row->text(3), row->text(4), row->flag(5), row->number(6),
                  row->number_or_null(7).value_or(0), row->number(8), row->number(9)};
}

kernel::Actor actor_of(kernel::Transaction& transaction, const policy::Pack& pack, const Person& person, const kernel::Session& session,
                       base::Instant now) {
    kernel::Actor actor;
    actor.account_id = person.id;
    actor.name = person.display_name;
    actor.grants = resolve_grants(transaction, pack, person.id, now.day());
    actor.session_hash = session.hash;
    actor.csrf_token = session.csrf_token;
    actor.must_change_password = person.must_change || now.microseconds - person.password_at > security_settings(transaction).password_days * day;
    return actor;
}

kernel::Actor sign_in(kernel::Transaction& transaction, const policy::Pack& pack, const kernel::Request& request, base::Instant now) {
    if (kernel::cookie_token(request).empty()) return {};
    const kernel::SessionTimes times{security_settings(transaction).idle_minutes * 60, 12 * 3600};
    const auto session = kernel::find_session(transaction, request, now, times);
    if (!session) return {};
    const auto person = find_person(transaction, "id", session->account_id);
    if (!person || person->state != "active") return {};
    return actor_of(transaction, pack, *person, *session, now);
}

std::vector<kernel::Migration> migrations() { return {{"account/1", sql::account}}; }

}  // namespace anju::account
