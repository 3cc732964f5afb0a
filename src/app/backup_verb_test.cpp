#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "app/backup.hpp"
#include "app/service.hpp"
#include "base/digest.hpp"
#include "base/id.hpp"
#include "kernel/backup.hpp"

namespace anju::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::ThrowsMessage;

void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << text;
}

std::string read(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// A SQLite store with two settings and a file, its key file, and an empty place to restore to.
class backup : public testing::Test {
  protected:
    backup() {
        fs::create_directories(here / "there");
        auto const store = kernel::open_sqlite((here / "there/anju.sqlite").string());
        kernel::migrate(*store, all_migrations());
        store->act([&](kernel::Transaction& transaction) {
            for (auto const* name : {"one", "two"}) transaction.run("INSERT INTO setting (name, value, version) VALUES ($1, 'x', 1)", {name});
            transaction.run("INSERT INTO file (id, sm3, type, size, width, height, account_id, at) VALUES ('f', $1, 'application/pdf', 5, 0, 0, 'a', 0)", {sm3});
        });
        write(photo("there/files"), "bytes");
        write(here / "there/files/.half-uploaded", "nothing yet");
        write(here / "there/anju.keys", "k 00112233445566778899aabbccddeeff\n");
    }
    ~backup() override { fs::remove_all(here); }

    [[nodiscard]] fs::path photo(const std::string& under) const { return here / under / sm3.substr(0, 2) / sm3; }
    [[nodiscard]] BackupWanted there(bool with_keys = false) const { return {(here / "there/anju.sqlite").string(), here / "there/files", {}, here / "copy", with_keys}; }
    [[nodiscard]] BackupWanted back() const { return {(here / "back/anju.sqlite").string(), here / "back/files", {}, here / "copy", false}; }

    const std::string sm3 = base::sm3("bytes");
    const fs::path here = fs::temp_directory_path() / ("anju-backup-" + base::new_id());
};

}  // namespace

TEST_F(backup, what_is_restored_has_the_rows_and_files_of_what_was_backed_up) {
    auto const made = back_up(there());
    EXPECT_EQ(made.copied, 1U);
    EXPECT_TRUE(made.missing.empty());
    EXPECT_EQ(made.manifest.tables.at("setting"), 2);
    EXPECT_EQ(made.manifest.migrations.size(), all_migrations().size());
    auto const restored = restore(back());
    EXPECT_FALSE(restored.keys_restored);
    EXPECT_EQ(read(photo("back/files")), "bytes");
    kernel::open_sqlite(back().store)->see([](kernel::Transaction& transaction) { EXPECT_EQ(transaction.one("SELECT COUNT(*) FROM setting")->number(0), 2); });
}

TEST_F(backup, keys_are_copied_only_when_asked_for_and_restored_with_the_rest) {
    back_up(there());
    EXPECT_FALSE(fs::exists(here / "copy/anju.keys"));
    back_up(there(true));
    EXPECT_EQ(fs::status(here / "copy/anju.keys").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_TRUE(restore(back()).keys_restored);
    EXPECT_EQ(read(here / "back/anju.keys"), read(here / "there/anju.keys"));
    back_up(there());
    EXPECT_FALSE(fs::exists(here / "copy/anju.keys"));
}

TEST_F(backup, a_second_one_into_the_same_folder_copies_only_what_is_new) {
    back_up(there());
    write(here / "there/files/00/later.jpg", "later");
    auto const again = back_up(there());
    EXPECT_EQ(again.copied, 1U);
    EXPECT_EQ(again.manifest.files.size(), 2U);
    auto stores = 0;
    for (auto const& entry : fs::directory_iterator{here / "copy"}) stores += entry.path().filename().string().starts_with("store-") ? 1 : 0;
    EXPECT_EQ(stores, 1) << "the store of the first one is gone once the second is whole";
    EXPECT_NO_THROW(restore(back()));
}

TEST_F(backup, a_file_the_database_knows_and_the_folder_lacks_is_told) {
    fs::remove(photo("there/files"));
    EXPECT_EQ(back_up(there()).missing, std::vector<std::string>{sm3});
}

TEST_F(backup, a_damaged_photo_is_noticed_when_it_is_first_copied) {
    write(photo("there/files"), "bytez");
    EXPECT_THAT([&] { back_up(there()); }, ThrowsMessage<std::runtime_error>(HasSubstr("damaged")));
    EXPECT_FALSE(fs::exists(here / "copy/backup.json"));
}

TEST_F(backup, nothing_that_is_there_is_overwritten) {
    back_up(there());
    write(back().store, "another database");
    EXPECT_THAT([&] { restore(back()); }, ThrowsMessage<std::runtime_error>(HasSubstr("never overwritten")));
    EXPECT_EQ(read(back().store), "another database");
    fs::remove(back().store);
    write(photo("back/files"), "other");
    EXPECT_THAT([&] { restore(back()); }, ThrowsMessage<std::runtime_error>(HasSubstr("never overwritten")));
    EXPECT_EQ(read(photo("back/files")), "other");
    EXPECT_FALSE(fs::exists(back().store));
}

TEST_F(backup, a_changed_or_unfinished_backup_is_refused_before_anything_is_written) {
    EXPECT_THAT([&] { restore(back()); }, ThrowsMessage<std::runtime_error>(HasSubstr("no finished backup")));
    auto const made = back_up(there());
    write(here / "copy" / made.manifest.files.front().path, "bytez");
    EXPECT_THAT([&] { restore(back()); }, ThrowsMessage<std::runtime_error>(HasSubstr("damaged")));
    write(here / "copy" / made.manifest.files.front().path, "bytes");
    auto store = read(here / "copy" / made.manifest.store.path);
    store[store.size() / 2] ^= 1;
    write(here / "copy" / made.manifest.store.path, store);
    EXPECT_THAT([&] { restore(back()); }, ThrowsMessage<std::runtime_error>(HasSubstr("damaged")));
    EXPECT_FALSE(fs::exists(here / "back"));
}

TEST_F(backup, one_of_a_newer_program_and_one_that_leads_out_of_its_folder_are_refused) {
    auto manifest = back_up(there()).manifest;
    auto changed = manifest;
    changed.migrations.emplace_back("future/1", "00");
    write(here / "copy/backup.json", manifest_text(changed));
    EXPECT_THAT([&] { restore(back()); }, ThrowsMessage<std::runtime_error>(HasSubstr("newer program")));
    changed = manifest;
    changed.files.push_back({"../../elsewhere", 5, sm3});
    write(here / "copy/backup.json", manifest_text(changed));
    EXPECT_THAT([&] { restore(back()); }, ThrowsMessage<std::runtime_error>(HasSubstr("damaged")));
    changed = manifest;
    changed.tables["setting"] = 3;
    write(here / "copy/backup.json", manifest_text(changed));
    EXPECT_THAT([&] { restore(back()); }, ThrowsMessage<std::runtime_error>(HasSubstr("setting: 3 rows in the backup, 2 restored")));
    EXPECT_FALSE(fs::exists(back().store));
}

TEST_F(backup, what_is_no_store_of_ours_is_refused_and_the_backup_there_stays_good) {
    back_up(there());
    auto wanted = there();
    wanted.store = (here / "no-such.sqlite").string();
    EXPECT_THAT([&] { back_up(wanted); }, ThrowsMessage<std::runtime_error>(HasSubstr("there is no database")));
    EXPECT_NO_THROW(restore(back()));
}

}  // namespace anju::app
