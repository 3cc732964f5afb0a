#pragma once
// Backing up and restoring the three things that belong together: the store, the folder of files and, when asked for, the key file.
#include <filesystem>
#include <string>
#include <vector>

#include "app/backup_manifest.hpp"

namespace anju::app {

struct BackupWanted {
    std::string store;
    std::filesystem::path files, keys;  ///< keys may be empty: anju.keys beside the folder of files
    std::filesystem::path folder;       ///< of the backup
    bool with_keys = false;
};

struct BackedUp {
    Manifest manifest;
    std::size_t copied = 0;             ///< files not there yet
    std::vector<std::string> missing;   ///< files the database knows and the folder does not hold
};

/// While the service runs. The store first and the files second: a file is written before its row and never changed, so every file
/// the copied store knows can be copied afterwards. An older backup in the folder stays good until the new one is whole, and what it
/// has of the files is not copied again. std::runtime_error in both languages when it cannot be done.
BackedUp back_up(const BackupWanted& wanted);

struct Restored {
    Manifest manifest;
    bool keys_restored = false, keys_there = false;
};
/// Checks everything the manifest says before it writes anything, never overwrites, and compares the rows of every table at the end.
Restored restore(const BackupWanted& wanted);

}  // namespace anju::app
