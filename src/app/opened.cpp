#include "app/opened.hpp"

#include <CLI/CLI.hpp>

namespace anju::app {

void add_where(CLI::App& verb, Where& where) {
    verb.add_option("--store", where.store, "SQLite 文件或 postgresql:// 地址 / SQLite file or PostgreSQL URL")->capture_default_str()->envname("ANJU_STORE");
    verb.add_option("--files", where.files, "照片等文件的目录 / folder of photos and other files")->capture_default_str()->envname("ANJU_FILES");
    verb.add_option("--pack", where.pack, "标准包目录 / folder of the pack")->capture_default_str()->envname("ANJU_PACK");
    verb.add_option("--keys", where.keys, "加密字段的密钥文件，默认在文件目录旁边 / key file of sealed fields, by default beside the folder of files")->envname("ANJU_KEYS");
}

std::filesystem::path key_file(const std::filesystem::path& files, const std::filesystem::path& named) {
    return named.empty() ? files.parent_path() / "anju.keys" : named;
}

std::unique_ptr<kernel::Store> open(const Where& where) {
    if (!kernel::is_postgres(where.store)) {
        auto const folder = std::filesystem::path{where.store}.parent_path();
        if (!folder.empty()) std::filesystem::create_directories(folder);
    }
    return kernel::open_store(where.store, where.connections);
}

}  // namespace anju::app
