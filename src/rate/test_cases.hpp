#pragma once
// For the tests of this folder: tables from CSV text, and the pack of the repository with other choices or other text.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "policy/pack_reader.hpp"
#include "rate/rate.hpp"

namespace anju::rate::test {

struct Csv {
    std::string estates = "小区编码,小区名称,街道,社区,阶段\n001,示例甲苑,上塘街道,甲社区,已安置\n";
    std::string measures = "小区编码,居民满意度,文明程度\n001,90,100\n";
    std::string findings = "小区编码,条目,扣分,原因,不适用\n";
};

inline kernel::Workbook tables(const Csv& csv) {
    return {{kernel::read_csv(csv.estates, "小区"), kernel::read_csv(csv.measures, "测评"),
             kernel::read_csv(csv.findings, "扣分")}};
}

inline policy::PackFiles gongshu() {
    return policy::pack_files(std::filesystem::path{ANJU_SOURCE_DIR} / "packs" / "gongshu");
}

inline policy::Pack read(const policy::PackFiles& files, const std::map<std::string, std::string>& chosen = {}) {
    auto read = policy::read_pack(files, chosen);
    for (auto const& problem : read.problems) ADD_FAILURE() << policy::problem_line(problem, base::Language::en);
    if (!read.pack) throw std::runtime_error{"the pack has problems"};
    return std::move(*read.pack);
}

inline const policy::Pack& pack() {
    static const policy::Pack once = read(gongshu());
    return once;
}

inline void replace(std::string& text, const std::string& old, const std::string& with) {
    auto const at = text.find(old);
    ASSERT_NE(at, std::string::npos) << old;
    text.replace(at, old.size(), with);
}

class Folder {
  public:
    Folder() {
        auto name = (std::filesystem::temp_directory_path() / "anju-rate-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no folder"};
        path = name;
    }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(const std::string& name, const std::string& text) const {
        std::ofstream{path / name, std::ios::binary} << text;
    }
    [[nodiscard]] std::string content(const std::string& name) const {
        std::ostringstream all;
        all << std::ifstream{path / name, std::ios::binary}.rdbuf();
        return all.str();
    }
    std::filesystem::path path;
};

}  // namespace anju::rate::test
