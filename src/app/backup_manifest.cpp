#include "app/backup_manifest.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "app/service.hpp"
#include "base/digest.hpp"

namespace anju::app {
namespace {

namespace json = boost::json;

json::object told(const BackedUpFile& file) {
    return {{"path", file.path}, {"bytes", file.bytes}, {"sm3", file.sm3}};
}

std::string text(const json::value& value) {
    return std::string{value.as_string()};
}

/// A path that leads out of the folder is nothing a backup ever wrote.
BackedUpFile file_of(const json::value& value) {
    BackedUpFile file{text(value.at("path")), value.at("bytes").as_int64(), text(value.at("sm3"))};
    std::filesystem::path const path{file.path};
    bool safe = !path.empty() && path.is_relative();
    for (auto const& part : path) safe = safe && part != "..";
    if (!safe) throw std::runtime_error("path");
    return file;
}

Manifest manifest_of(const json::value& value) {
    Manifest manifest;
    manifest.program = text(value.at("program"));
    manifest.made_at = text(value.at("made_at"));
    manifest.store_kind = text(value.at("store").at("kind"));
    manifest.store = file_of(value.at("store"));
    for (auto const& each : value.at("migrations").as_array()) manifest.migrations.emplace_back(text(each.at("name")), text(each.at("sm3")));
    for (auto const& each : value.at("packs").as_array()) manifest.packs.push_back(text(each));
    for (auto const& [name, rows] : value.at("tables").as_object()) manifest.tables[std::string{name}] = rows.as_int64();
    for (auto const& each : value.at("files").as_array()) manifest.files.push_back(file_of(each));
    if (!value.at("keys").is_null()) manifest.keys = file_of(value.at("keys"));
    return manifest;
}

}  // namespace

std::int64_t rows_of(const Manifest& manifest) {
    std::int64_t rows = 0;
    for (auto const& [table, count] : manifest.tables) rows += count;
    return rows;
}

std::string manifest_text(const Manifest& manifest) {
    json::array migrations, packs, files;
    for (auto const& [name, sm3] : manifest.migrations) migrations.push_back(json::object{{"name", name}, {"sm3", sm3}});
    for (auto const& hash : manifest.packs) packs.push_back(json::string{hash});
    for (auto const& file : manifest.files) files.push_back(told(file));
    auto store = told(manifest.store);
    store["kind"] = manifest.store_kind;
    json::object tables;
    for (auto const& [name, rows] : manifest.tables) tables[name] = rows;
    return json::serialize(json::object{{"format", manifest_format}, {"program", manifest.program}, {"made_at", manifest.made_at}, {"store", std::move(store)}, {"keys", manifest.keys ? json::value(told(*manifest.keys)) : json::value(nullptr)},
                                        {"packs", std::move(packs)}, {"tables", std::move(tables)}, {"migrations", std::move(migrations)}, {"files", std::move(files)}}) + "\n";
}

std::optional<Manifest> read_manifest(const std::filesystem::path& folder) {
    auto const path = folder / manifest_name;
    if (!std::filesystem::exists(path)) return std::nullopt;
    std::ifstream in{path, std::ios::binary};
    std::string const bytes{std::istreambuf_iterator<char>{in}, {}};
    std::int64_t format = 0;
    try {
        auto const value = json::parse(bytes);
        format = value.at("format").as_int64();
        if (format <= manifest_format) return manifest_of(value);
    } catch (const std::exception&) {
        throw std::runtime_error(fmt::format("{0} 已损坏，请改用另一份备份 / {0} is damaged: use another backup", path.string()));
    }
    throw std::runtime_error(fmt::format("备份由更新版本的程序制作（格式 {0}），请升级程序 / the backup was made by a newer program (format {0}): upgrade this one", format));
}

void refuse_newer(const Manifest& manifest) {
    std::map<std::string, std::string> known;
    for (auto const& migration : all_migrations()) known[migration.name] = base::sm3(migration.sql);
    for (auto const& [name, sm3] : manifest.migrations) {
        auto const found = known.find(name);
        if (found == known.end())
            throw std::runtime_error(fmt::format("备份由更新版本的程序（{1}）制作，含未知迁移 {0}，请升级程序 / the backup was made by a newer program ({1}) and has the unknown migration {0}: upgrade this one", name, manifest.program));
        if (found->second != sm3)
            throw std::runtime_error(fmt::format("备份中的迁移 {0} 与本程序不一致，请使用制作备份的程序版本 {1} / migration {0} of the backup has another text: use the program version {1} that made it", name, manifest.program));
    }
}

}  // namespace anju::app
