#include <fmt/format.h>

#include <map>
#include <stdexcept>

#include "app/backup.hpp"
#include "app/opened.hpp"
#include "kernel/backup.hpp"

namespace anju::app {
namespace {

namespace fs = std::filesystem;

void check_file(const fs::path& folder, const BackedUpFile& file) {
    auto const path = folder / file.path;
    if (kernel::bytes_of_file(path) != file.bytes || kernel::sm3_of_file(path) != file.sm3)
        throw std::runtime_error(fmt::format("备份中的文件缺失或已损坏：{0}，请改用另一份备份 / a file of the backup is missing or damaged: {0}; use another backup", path.string()));
}

/// Where a file of the backup goes; one that is there already must be the same.
void place_file(const fs::path& from, const fs::path& to, const BackedUpFile& file) {
    if (fs::exists(to)) {
        if (kernel::sm3_of_file(to) == file.sm3) return;
        throw std::runtime_error(fmt::format("{0} 已存在且内容不同，不会覆盖，请先移到别处 / {0} is there already with other content and is never overwritten: move it away first", to.string()));
    }
    if (to.has_parent_path()) fs::create_directories(to.parent_path());
    if (kernel::copy_whole(from, to) != file.sm3) throw std::runtime_error(fmt::format("备份在恢复过程中被改动：{0} / the backup changed while it was restored: {0}", from.string()));
}

void check_backup(const BackupWanted& wanted, const Manifest& manifest) {
    refuse_newer(manifest);
    bool const postgres = kernel::is_postgres(wanted.store);
    if (postgres != (manifest.store_kind == "postgresql"))
        throw std::runtime_error(fmt::format("备份来自 {0}，只能恢复到 {0}，请检查 --store / the backup is of {0} and can be restored to {0} only; check --store", manifest.store_kind));
    kernel::refuse_existing_store(wanted.store);
    check_file(wanted.folder, manifest.store);
    if (manifest.keys) check_file(wanted.folder, *manifest.keys);
    for (auto const& file : manifest.files) check_file(wanted.folder, file);
}

void compare(const Manifest& manifest, const std::map<std::string, std::int64_t>& tables) {
    for (auto const& [name, rows] : manifest.tables) {
        auto const found = tables.find(name);
        auto const there = found == tables.end() ? -1 : found->second;
        if (there != rows) throw std::runtime_error(fmt::format("表 {0}：备份时 {1} 行，恢复后 {2} 行 / table {0}: {1} rows in the backup, {2} restored", name, rows, there));
    }
}

}  // namespace

Restored restore(const BackupWanted& wanted) {
    auto manifest = read_manifest(wanted.folder);
    if (!manifest) throw std::runtime_error(fmt::format("{0} 中没有完整的备份（缺 backup.json）/ {0} holds no finished backup (no backup.json)", wanted.folder.string()));
    check_backup(wanted, *manifest);
    Restored restored;
    auto const keys = key_file(wanted.files, wanted.keys);
    if (manifest->keys) {
        place_file(wanted.folder / manifest->keys->path, keys, *manifest->keys);
        restored.keys_restored = true;
    }
    restored.keys_there = fs::exists(keys);
    for (auto const& file : manifest->files) place_file(wanted.folder / file.path, wanted.files / fs::path{file.path}.lexically_relative("files"), file);
    if (!manifest->files.empty()) kernel::flush_folder(wanted.files);
    kernel::restore_store(wanted.folder / manifest->store.path, wanted.store, [&](kernel::Transaction& transaction) { compare(*manifest, kernel::count_rows(transaction, manifest->store_kind == "postgresql")); });
    restored.manifest = std::move(*manifest);
    return restored;
}

}  // namespace anju::app
