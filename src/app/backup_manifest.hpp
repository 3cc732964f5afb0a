#pragma once
// backup.json: what a backup is made of. It is written last, whole or not at all, so a folder with it holds a finished backup.
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace anju::app {

inline constexpr auto manifest_name = "backup.json";
inline constexpr std::int64_t manifest_format = 1;

struct BackedUpFile { std::string path; std::int64_t bytes = 0; std::string sm3; };  ///< path below the folder of the backup

struct Manifest {
    std::string program, made_at, store_kind;  ///< version of anju; instant of the snapshot; "sqlite" or "postgresql"
    BackedUpFile store;
    std::vector<std::pair<std::string, std::string>> migrations;  ///< name and SM3, in the order of their names
    std::vector<std::string> packs;                               ///< hashes of every pack kept
    std::map<std::string, std::int64_t> tables;                   ///< rows
    std::vector<BackedUpFile> files;
    std::optional<BackedUpFile> keys;
};

std::int64_t rows_of(const Manifest& manifest);  ///< of all tables together
std::string manifest_text(const Manifest& manifest);
/// Nothing when the folder holds no manifest; std::runtime_error (both languages) when it is damaged or of a newer program.
std::optional<Manifest> read_manifest(const std::filesystem::path& folder);
/// std::runtime_error when this program does not know what the backup was made with: it is of a newer one, or of another.
void refuse_newer(const Manifest& manifest);

}  // namespace anju::app
