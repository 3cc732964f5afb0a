#pragma once
// Copies of a store made while it runs, and stores made of copies. SQLite: the pages as one read transaction sees them, some at a
// time, so that neither readers nor the writer wait. PostgreSQL: pg_dump and pg_restore, on one exported snapshot; the address goes
// to them by their environment and never on a command line.
//
// This file, postgres_backup.cpp and the two stores are the places where the two databases are told apart.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "kernel/store.hpp"

namespace anju::kernel {

/// Copies the store into the new file `to` (flushed to disk), then lets `look` see exactly what was copied. std::runtime_error, in
/// both languages, when there is no such store, pg_dump is missing or fails, or the copy is not whole.
void back_up_store(const std::string& store, const std::filesystem::path& to, const std::function<void(Transaction&)>& look);

/// Makes the store anew out of such a file, then lets `look` see it. Refuses (std::runtime_error) where there is one already.
void restore_store(const std::filesystem::path& from, const std::string& store, const std::function<void(Transaction&)>& look);
void refuse_existing_store(const std::string& store);

/// Rows of every table, kernel and slices alike.
std::map<std::string, std::int64_t> count_rows(Transaction& transaction, bool postgres);

/// Copies under another name, renames when whole (mode 0600), and returns the SM3 of what was written. Call `flush_folder` before
/// relying on it after a power cut.
std::string copy_whole(const std::filesystem::path& from, const std::filesystem::path& to);
std::string sm3_of_file(const std::filesystem::path& path);
std::int64_t bytes_of_file(const std::filesystem::path& path);  ///< -1 when it is not there
void write_flushed(const std::filesystem::path& path, const std::string& text);  ///< whole or not at all
void flush_folder(const std::filesystem::path& folder);                         ///< everything on its file system

// PostgreSQL's own programs; std::runtime_error when they are missing or fail.
void dump_postgres(const std::string& url, const std::filesystem::path& to, const std::string& snapshot);
void load_postgres(const std::filesystem::path& from, const std::string& url);

}  // namespace anju::kernel
