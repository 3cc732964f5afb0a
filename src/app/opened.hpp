#pragma once
// What `serve`, `demo` and `account` share: the options that name a store, a folder of files and a pack, and opening them.
#include <filesystem>
#include <memory>
#include <string>

#include "kernel/store.hpp"

namespace CLI {
class App;
}

namespace anju::app {

struct Where {
    std::string store = "var/anju.sqlite";
    std::string files = "var/files";
    std::string pack = "packs/gongshu";
    unsigned connections = kernel::postgres_connections;  ///< to PostgreSQL, at most
    std::string keys;  ///< key file of sealed fields; empty: anju.keys beside the folder of files
};
void add_where(CLI::App& verb, Where& where);

/// The key file of sealed fields: as named, otherwise anju.keys beside the folder of files.
std::filesystem::path key_file(const std::filesystem::path& files, const std::filesystem::path& named);
std::unique_ptr<kernel::Store> open(const Where& where);  ///< makes the folder of a SQLite file

}  // namespace anju::app
