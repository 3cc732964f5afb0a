#include "app/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "app/opened.hpp"
#include "base/day.hpp"
#include "base/id.hpp"
#include "kernel/backup.hpp"

namespace anju::app {
namespace {

namespace fs = std::filesystem;

/// Two backups into one folder at once would take each other's files away.
class OnlyOne {
  public:
    explicit OnlyOne(const fs::path& folder) : number_{::open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)} {
        if (number_ >= 0 && ::flock(number_, LOCK_EX | LOCK_NB) == 0) return;
        if (number_ >= 0) ::close(number_);
        throw std::runtime_error(fmt::format("无法写入 {0}，或另一个备份正写入该目录 / cannot write to {0}, or another backup is being written there", folder.string()));
    }
    ~OnlyOne() { ::close(number_); }
    OnlyOne(const OnlyOne&) = delete;
    OnlyOne& operator=(const OnlyOne&) = delete;

  private:
    int number_;
};

/// What the copy holds, and the names of the files its rows speak of.
std::set<std::string> look_at(kernel::Transaction& transaction, Manifest& manifest) {
    std::set<std::string> named;
    manifest.tables = kernel::count_rows(transaction, manifest.store_kind == "postgresql");
    if (!manifest.tables.contains("migration")) throw std::runtime_error("这不是安居的数据库，请检查 --store / this is no database of Anju; check --store");
    for (auto const& row : transaction.query("SELECT name, sm3 FROM migration ORDER BY name")) manifest.migrations.emplace_back(row.text(0), row.text(1));
    if (manifest.tables.contains("pack_version"))
        for (auto const& row : transaction.query("SELECT hash FROM pack_version ORDER BY hash")) manifest.packs.push_back(row.text(0));
    if (manifest.tables.contains("file")) transaction.each("SELECT sm3 FROM file", {}, [&](const kernel::Row& row) { named.insert(row.text(0)); });
    return named;
}

std::set<std::string> copy_store(const BackupWanted& wanted, Manifest& manifest) {
    auto const id = base::new_id();
    auto const part = wanted.folder / (".part-" + id);
    std::set<std::string> named;
    manifest.store_kind = kernel::is_postgres(wanted.store) ? "postgresql" : "sqlite";
    manifest.made_at = base::Instant::now().text();
    try {
        kernel::back_up_store(wanted.store, part, [&](kernel::Transaction& transaction) { named = look_at(transaction, manifest); });
        fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write);
        manifest.store = {fmt::format("store-{}.{}", id, manifest.store_kind == "sqlite" ? "sqlite" : "dump"), kernel::bytes_of_file(part), kernel::sm3_of_file(part)};
        fs::rename(part, wanted.folder / manifest.store.path);
    } catch (...) {
        std::error_code ignored;
        fs::remove(part, ignored);
        throw;
    }
    return named;
}

/// The photo's own name is its SM3, so a damaged one is noticed while it is copied.
void check_name(const BackedUpFile& file) {
    auto const name = fs::path{file.path}.filename().string();
    if (name.size() == 64 && name != file.sm3) throw std::runtime_error(fmt::format("文件已损坏：{0} / a file is damaged: {0}", file.path));
}

void copy_files(const BackupWanted& wanted, const std::optional<Manifest>& before, BackedUp& made) {
    std::map<std::string, const BackedUpFile*> there;
    if (before)
        for (auto const& file : before->files) there[file.path] = &file;
    std::vector<fs::path> sources;
    if (fs::exists(wanted.files))
        for (auto const& entry : fs::recursive_directory_iterator{wanted.files})
            if (entry.is_regular_file() && !entry.path().filename().string().starts_with('.')) sources.push_back(entry.path());
    std::sort(sources.begin(), sources.end());
    for (auto const& source : sources) {
        BackedUpFile file{(fs::path{"files"} / source.lexically_relative(wanted.files)).string(), kernel::bytes_of_file(source), {}};
        auto const target = wanted.folder / file.path;
        auto const known = there.find(file.path);
        if (known != there.end() && known->second->bytes == file.bytes && kernel::bytes_of_file(target) == file.bytes) {
            file.sm3 = known->second->sm3;
        } else {
            fs::create_directories(target.parent_path());
            file.sm3 = kernel::copy_whole(source, target);
            check_name(file);
            ++made.copied;
        }
        made.manifest.files.push_back(std::move(file));
    }
}

void copy_keys(const BackupWanted& wanted, Manifest& manifest) {
    auto const target = wanted.folder / "anju.keys";
    if (!wanted.with_keys) {
        fs::remove(target);
        return;
    }
    auto const sm3 = kernel::copy_whole(key_file(wanted.files, wanted.keys), target);
    manifest.keys = BackedUpFile{"anju.keys", kernel::bytes_of_file(target), sm3};
}

/// Only when the new manifest is on disk: the stores of older backups, and what broken ones left.
void tidy(const fs::path& folder, const Manifest& manifest) {
    for (auto const& entry : fs::directory_iterator{folder}) {
        auto const name = entry.path().filename().string();
        bool const old = name.starts_with("store-") && name != manifest.store.path;
        if (old || name.starts_with(".part-")) fs::remove(entry.path());
    }
}

}  // namespace

BackedUp back_up(const BackupWanted& wanted) {
    fs::create_directories(wanted.folder);
    fs::permissions(wanted.folder, fs::perms::owner_all);
    OnlyOne const only{wanted.folder};
    auto const before = read_manifest(wanted.folder);
    BackedUp made;
    made.manifest.program = ANJU_VERSION;
    auto const named = copy_store(wanted, made.manifest);
    copy_files(wanted, before, made);
    std::set<std::string> held;
    for (auto const& file : made.manifest.files) held.insert(fs::path{file.path}.filename().string());
    std::set_difference(named.begin(), named.end(), held.begin(), held.end(), std::back_inserter(made.missing));
    copy_keys(wanted, made.manifest);
    kernel::flush_folder(wanted.folder);
    kernel::write_flushed(wanted.folder / manifest_name, manifest_text(made.manifest));
    tidy(wanted.folder, made.manifest);
    return made;
}

}  // namespace anju::app
