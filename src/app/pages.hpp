#pragma once
// The built front end: only files that were there at start are ever sent, so no path can lead elsewhere. Every other address
// that looks like a page gets index.html, because the console makes its own addresses. A file X.gz beside X is its zipped form.
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "kernel/request.hpp"

namespace anju::app {

class Pages {
  public:
    explicit Pages(const std::filesystem::path& directory);  ///< empty path: no pages
    [[nodiscard]] bool empty() const { return files_.empty(); }
    [[nodiscard]] kernel::Reply answer(const kernel::Request& request) const;

  private:
    struct File { std::string type; std::shared_ptr<const std::string> body; bool lasting = false; };
    std::map<std::string, File> files_;  ///< by "/path"
};

}  // namespace anju::app
