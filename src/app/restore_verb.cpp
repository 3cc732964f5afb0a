// `anju restore --from FOLDER`: a store and its files made anew out of a backup. Nothing that is there is ever overwritten.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "app/backup.hpp"
#include "app/opened.hpp"
#include "app/verbs.hpp"

namespace anju::app {
namespace {

void restore_and_tell(const BackupWanted& wanted) {
    Restored restored;
    try {
        restored = restore(wanted);
    } catch (const std::exception& error) {
        fmt::print(stderr, "未恢复 / not restored\n{}\n", error.what());
        throw Exit{1};
    }
    auto const& manifest = restored.manifest;
    auto const rows = rows_of(manifest);
    fmt::print("已恢复 restored: {} 的备份 the backup of {} (anju {})\n  {} 张表 {} 行，与备份逐表一致 / {} tables with {} rows, each with as many as in the backup\n  文件 files {}，逐个校验一致 each checked\n", manifest.made_at, manifest.made_at,
               manifest.program, manifest.tables.size(), rows, manifest.tables.size(), rows, manifest.files.size());
    if (restored.keys_restored) fmt::print("  密钥文件已恢复 key file restored: {}\n", key_file(wanted.files, wanted.keys).string());
    if (!restored.keys_restored)
        fmt::print("  备份中没有密钥文件{0}：{1}\n  The key file is not in the backup; {2}: {1}\n", restored.keys_there ? "，请确认这里的是原来那一份" : "，启动服务前请放回原来那一份", key_file(wanted.files, wanted.keys).string(),
                   restored.keys_there ? "make sure that this is the old one" : "put the old one here before you start the service");
}

}  // namespace

void add_restore_verb(CLI::App& program) {
    auto* verb = program.add_subcommand("restore", "从备份恢复；已有的数据库与文件不会被覆盖 / restore a backup; never overwrites a database or file that is there");
    auto wanted = std::make_shared<BackupWanted>();
    wanted->store = "var/anju.sqlite";
    wanted->files = "var/files";
    verb->add_option("--from", wanted->folder, "备份目录 / folder of the backup")->required()->check(CLI::ExistingDirectory);
    verb->add_option("--store", wanted->store, "恢复到：SQLite 文件或空的 PostgreSQL 库 / where to: SQLite file, or an empty PostgreSQL database")->capture_default_str()->envname("ANJU_STORE");
    verb->add_option("--files", wanted->files, "恢复到：文件目录 / where to: folder of files")->capture_default_str()->envname("ANJU_FILES");
    verb->add_option("--keys", wanted->keys, "密钥文件，默认在文件目录旁边 / key file, by default beside the folder of files")->envname("ANJU_KEYS");
    verb->callback([wanted] { restore_and_tell(*wanted); });
}

}  // namespace anju::app
