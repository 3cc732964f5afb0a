// `anju demo`: makes the demonstration district in an empty store; does nothing in one that has estates.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "account/account.hpp"
#include "app/demo.hpp"
#include "app/opened.hpp"
#include "app/verbs.hpp"
#include "base/id.hpp"
#include "kernel/password.hpp"
#include "kernel/session.hpp"

namespace anju::app {
namespace {

struct Wanted { Where where; bool new_passwords = false; };

void print(const std::vector<demo::Password>& passwords) {
    std::printf("\n演示账号（密码随机生成，只显示这一次） Demonstration accounts (random passwords, shown once):\n");
    for (auto const& one : passwords) std::printf("  %-10s %s   %s\n", one.name.c_str(), one.password.c_str(), one.who.c_str());
    std::printf("\n");
}

bool has_estates(kernel::Store& store) {
    bool has = false;
    store.see([&](kernel::Transaction& transaction) { has = transaction.one("SELECT 1 FROM place WHERE kind = 'estate'").has_value(); });
    return has;
}

/// Fresh passwords for the accounts the demonstration printed once.
void renew(kernel::Store& store) {
    std::vector<demo::Password> passwords;
    std::vector<std::string> hashes;
    for (auto const* name : {"quban", "pingshen", "jiedao", "shequ", "wuye", "pinggu", "fuhe", "xiaofang", "xitong", "anquan", "shenji"}) {
        passwords.push_back({name, "", base::random_password()});
        hashes.push_back(kernel::hash_password(passwords.back().password));
    }
    store.act([&](kernel::Transaction& transaction) {
        for (std::size_t i = 0; i < passwords.size(); ++i) {
            auto const row = transaction.one("UPDATE account SET password_hash = $2, failed = 0, locked_until = NULL WHERE name = $1 RETURNING id, display_name", {passwords[i].name, hashes[i]});
            if (!row) continue;
            passwords[i].who = row->text(1);
            kernel::end_sessions_of(transaction, row->text(0));
        }
    });
    print(passwords);
}

void make(const Wanted& wanted) {
    auto const store = open(wanted.where);
    auto now = base::Instant::end_of(*base::Day::parse("2025-07-01"));
    Service service{*store, policy::pack_files(wanted.where.pack), wanted.where.files, {}, [&now] { return now; }, wanted.where.keys};
    if (has_estates(*store)) {
        if (wanted.new_passwords) renew(*store);
        else std::printf("演示数据已有；忘记密码用 ./run --new-passwords / the demonstration is there; ./run --new-passwords makes new passwords\n");
        return;
    }
    std::vector<demo::Password> passwords;
    auto const district = demo::settle(*store, service, now, passwords);
    demo::Clicks clicks{service, *store, now};
    auto const& pack = service.standard().current();
    demo::dwellings(clicks, service, district);
    demo::finished_year(clicks, district, pack, now);
    demo::present_year(clicks, district, pack, now);
    demo::registers(service, *store, clicks, district);
    store->act([&](kernel::Transaction& transaction) {
        transaction.run("UPDATE account SET password_at = $1", {base::Instant::now().microseconds});
        for (auto const& [name, id] : district.accounts) kernel::end_sessions_of(transaction, id);
    });
    print(passwords);
}

}  // namespace

void add_demo_verb(CLI::App& program) {
    auto* verb = program.add_subcommand("demo", "在空库里建一个演示区 / make a demonstration district in an empty store");
    auto wanted = std::make_shared<Wanted>();
    add_where(*verb, wanted->where);
    verb->add_flag("--new-passwords", wanted->new_passwords, "给演示账号换新密码 / new passwords for the demonstration accounts");
    verb->callback([wanted] { make(*wanted); });
}

}  // namespace anju::app
