// `anju keys show|add|reseal|retire`: the key file of sealed fields. A new key seals from the next start on; what older keys sealed is
// sealed again by the service, or here; only then an old key is retired. The file is not in the database: back it up apart.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/opened.hpp"
#include "app/service.hpp"
#include "app/verbs.hpp"
#include "kernel/seal.hpp"
#include "record/reseal.hpp"
#include "watch/watch.hpp"

namespace anju::app {
namespace {

struct Wanted {
    Where where;
    std::string name;
    bool again = false;
};

/// How many values of each sort are sealed under a key; only sorts that have some.
std::map<std::string, std::int64_t> uses(kernel::Store& store, const std::string& key) {
    std::map<std::string, std::int64_t> found;
    store.see([&](kernel::Transaction& transaction) {
        found = record::sealed_under(transaction, key);
        found["webhook"] = watch::secrets_sealed_under(transaction, key);
    });
    std::erase_if(found, [](const auto& one) { return one.second == 0; });
    return found;
}

std::string uses_text(const std::map<std::string, std::int64_t>& found) {
    static const std::map<std::string, std::string> words{{"record", "台账记录 records"},
                                                          {"record_before", "历史版本 old versions"},
                                                          {"record_filter", "收藏的筛选 saved filters"},
                                                          {"job", "待办任务 waiting jobs"},
                                                          {"webhook", "消息推送 webhooks"}};
    std::string text;
    for (auto const& [what, count] : found) text += (text.empty() ? "" : "，") + words.at(what) + " " + std::to_string(count);
    return text.empty() ? "没有用到 nothing" : text;
}

/// Keys are told by name; the store is opened as it is, without a pack.
void show(const Wanted& wanted) {
    kernel::Seal const seal{key_file(wanted.where.files, wanted.where.keys)};
    auto const store = open(wanted.where);
    kernel::migrate(*store, all_migrations());
    bool first = true;
    for (auto const& name : seal.names()) {
        std::printf("%s%s: %s\n", name.c_str(), first ? "（正在用 seals）" : "", uses_text(uses(*store, name)).c_str());
        first = false;
    }
    store->see([](kernel::Transaction& transaction) {
        for (auto const& round : record::seal_rounds(transaction)) {
            if (!round.finished) std::printf("%s: 正在重新加密 being sealed again, %lld\n", round.register_name.c_str(), static_cast<long long>(round.looked));
            if (round.unopened > 0)
                std::printf("%s: %lld 个值的密钥不在文件里，打不开 values cannot be opened: their key is not in the file\n", round.register_name.c_str(), static_cast<long long>(round.unopened));
        }
    });
}

void add(const Wanted& wanted) {
    auto const file = key_file(wanted.where.files, wanted.where.keys);
    auto const name = kernel::Seal::add_key(file);
    std::printf("%s：新密钥 %s。请备份这个文件，放到每个服务进程，再重启服务；之后服务会自动用新密钥重新加密。\n"
                "%s: the new key is %s. Back the file up, give it to every process and restart them; the service then seals everything again under it.\n",
                file.c_str(), name.c_str(), file.c_str(), name.c_str());
}

void reseal(const Wanted& wanted) {
    kernel::Seal const seal{key_file(wanted.where.files, wanted.where.keys)};
    auto const store = open(wanted.where);
    standard::Standard const standard{policy::pack_files(wanted.where.pack)};
    record::Registers const registers{standard, seal};
    kernel::migrate(*store, all_migrations());
    record::prepare_tables(*store, registers);
    if (wanted.again) record::begin_rounds_again(*store);
    auto const looked = record::reseal_all(*store, registers, base::Instant::now());
    auto const secrets = watch::reseal_secrets(*store, seal);
    std::printf("看了 %lld 条记录、%lld 个推送密钥，现在都在 %s 之下 / looked at %lld records and %lld webhook secrets; all are under %s now\n", static_cast<long long>(looked),
                static_cast<long long>(secrets), seal.names().front().c_str(), static_cast<long long>(looked), static_cast<long long>(secrets), seal.names().front().c_str());
}

void retire(const Wanted& wanted) {
    auto const file = key_file(wanted.where.files, wanted.where.keys);
    auto const store = open(wanted.where);
    kernel::migrate(*store, all_migrations());
    auto const found = uses(*store, wanted.name);
    if (!found.empty()) {
        std::fprintf(stderr, "密钥 %s 还在用：%s。先执行 anju keys reseal --again，再去掉。\nThe key %s is still in use. Run anju keys reseal --again first.\n", wanted.name.c_str(),
                     uses_text(found).c_str(), wanted.name.c_str());
        throw Exit{2};
    }
    kernel::Seal::retire_key(file, wanted.name);
    std::printf("%s：已去掉 %s；用旧备份恢复时还要用它，请另外保管 / %s is taken out; keep it elsewhere for as long as you keep older backups\n", file.c_str(), wanted.name.c_str(),
                wanted.name.c_str());
}

}  // namespace

void add_keys_verb(CLI::App& program) {
    auto* keys = program.add_subcommand("keys", "加密字段的密钥 / keys of sealed fields");
    keys->require_subcommand(1);
    auto wanted = std::make_shared<Wanted>();
    auto const verb = [&](const char* name, const char* about, void (*work)(const Wanted&)) {
        auto* one = keys->add_subcommand(name, about);
        add_where(*one, wanted->where);
        one->callback([wanted, work] { work(*wanted); });
        return one;
    };
    verb("show", "每个密钥下有多少数据 / how much is sealed under each key", show);
    verb("add", "加一个新密钥，从下次启动起用它 / add a key, used from the next start on", add);
    verb("reseal", "用现在的密钥重新加密（服务也会自动做） / seal everything again under the present key; the service does it too", reseal)
        ->add_flag("--again", wanted->again, "从头再看一遍 / look at everything once more");
    verb("retire", "去掉一个不再用到的旧密钥 / take out an old key that nothing needs", retire)->add_option("name", wanted->name, "密钥名称 / name of the key")->required();
}

}  // namespace anju::app
