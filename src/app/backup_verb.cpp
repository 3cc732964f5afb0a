// `anju backup --to FOLDER`: a whole, checked copy of everything, made while the service runs.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "app/backup.hpp"
#include "app/verbs.hpp"

namespace anju::app {
namespace {

void back_up_and_tell(const BackupWanted& wanted) {
    BackedUp made;
    try {
        made = back_up(wanted);
    } catch (const std::exception& error) {
        fmt::print(stderr, "备份未完成，原有备份不受影响 / not backed up; an older backup there is as good as before\n{}\n", error.what());
        throw Exit{1};
    }
    auto const& manifest = made.manifest;
    fmt::print("已备份 backed up: {}\n  {}  {} 张表 tables, {} 行 rows, {} 字节 bytes\n  文件 files {}，新复制 copied now {}\n  密钥文件 key file: {}\n", wanted.folder.string(), manifest.made_at, manifest.tables.size(),
               rows_of(manifest), manifest.store.bytes, manifest.files.size(), made.copied, manifest.keys ? "在备份中 in the backup" : "不在备份中，请另行保管 not in the backup: keep it apart");
    if (made.missing.empty()) return;
    fmt::print(stderr, "数据库中有 {0} 个文件在 --files 目录里找不到，备份已完成但不全 / {0} files the database knows are not in the folder of --files: the backup is finished but lacks them\n", made.missing.size());
    throw Exit{1};
}

}  // namespace

void add_backup_verb(CLI::App& program) {
    auto* verb = program.add_subcommand("backup",
                                        "备份数据库与文件，服务可照常运行 / back up database and files while the service runs\n"
                                        "密钥文件默认不进备份：备份与密钥在一起，谁拿到备份谁就能读出个人信息。请另行保管。\n"
                                        "The key file stays out by default: whoever gets a backup with its key can read the personal data in it. Keep the key apart.");
    auto wanted = std::make_shared<BackupWanted>();
    wanted->store = "var/anju.sqlite";
    wanted->files = "var/files";
    verb->add_option("--store", wanted->store, "SQLite 文件或 postgresql:// 地址 / SQLite file or PostgreSQL URL")->capture_default_str()->envname("ANJU_STORE");
    verb->add_option("--files", wanted->files, "照片等文件的目录 / folder of photos and other files")->capture_default_str()->envname("ANJU_FILES");
    verb->add_option("--keys", wanted->keys, "密钥文件，默认在文件目录旁边 / key file, by default beside the folder of files")->envname("ANJU_KEYS");
    verb->add_option("--to", wanted->folder, "备份目录；再次备份到同一目录时，未变的文件不再复制 / folder of the backup; files that are there already are not copied again")->required();
    verb->add_flag("--with-keys", wanted->with_keys, "连同密钥文件一起备份（见上） / copy the key file too (see above)");
    verb->callback([wanted] { back_up_and_tell(*wanted); });
}

}  // namespace anju::app
