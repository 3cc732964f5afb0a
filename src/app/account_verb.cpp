// `anju account add NAME --role ROLE [--place CODE] [--party NAME]`: the first account is made here, not by a known password.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "account/account.hpp"
#include "app/opened.hpp"
#include "app/service.hpp"
#include "app/verbs.hpp"
#include "base/id.hpp"
#include "base/refusal.hpp"
#include "place/place.hpp"

namespace anju::app {
namespace {

struct Wanted {
    Where where;
    std::string name, display_name, role, place;
};

std::string place_id(kernel::Transaction& transaction, const std::string& code) {
    if (code.empty()) return {};
    for (auto const* kind : {"district", "street", "community", "estate"}) {
        if (auto const found = place::find_by_code(transaction, kind, code)) return found->id;
    }
    base::refuse_field("place", "unknown_place", {"没有编码为 " + code + " 的地方；请先导入地点", "there is no place with the code " + code + "; import places first"});
}

void add(const Wanted& wanted) {
    auto const store = open(wanted.where);
    Service const service{*store, policy::pack_files(wanted.where.pack), wanted.where.files, {}};
    auto const password = base::random_password();
    try {
        store->act([&](kernel::Transaction& transaction) {
            account::NewAccount account;
            account.name = wanted.name;
            account.display_name = wanted.display_name.empty() ? wanted.name : wanted.display_name;
            account.password = password;
            account.grants = {{wanted.role, place_id(transaction, wanted.place), {}}};
            account::add(transaction, service.standard().current(), account, base::Instant::now());
        });
    } catch (const base::Refusal& refusal) {
        std::fprintf(stderr, "%s\n%s\n", refusal.message().zh.c_str(), refusal.message().en.c_str());
        for (auto const& problem : refusal.problems()) std::fprintf(stderr, "  %s: %s\n  %s: %s\n", problem.field.c_str(), problem.message.zh.c_str(), problem.field.c_str(), problem.message.en.c_str());
        throw Exit{2};
    }
    std::printf("账号 account: %s\n初始密码（首次登录须修改） first password, to be changed at sign-in: %s\n", wanted.name.c_str(), password.c_str());
}

}  // namespace

void add_account_verb(CLI::App& program) {
    auto* account = program.add_subcommand("account", "账号 / accounts");
    account->require_subcommand(1);
    auto* verb = account->add_subcommand("add", "新建一个账号，打印初始密码 / make an account and print its first password");
    auto wanted = std::make_shared<Wanted>();
    add_where(*verb, wanted->where);
    verb->add_option("name", wanted->name, "登录名 / name to sign in with")->required();
    verb->add_option("--role", wanted->role, "角色，见标准包 roles.yaml / role of the pack")->required();
    verb->add_option("--display-name", wanted->display_name, "显示名 / name shown to others");
    verb->add_option("--place", wanted->place, "街道、社区或小区的编码 / code of a street, community or estate");
    verb->callback([wanted] { add(*wanted); });
}

}  // namespace anju::app
