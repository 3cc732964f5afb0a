#include "app/pages.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "kernel/gzip.hpp"

namespace anju::app {
namespace {

std::string type_of(const std::string& extension) {
    static const std::map<std::string, std::string> types{
        {".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"},   {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},             {".png", "image/png"},                       {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},              {".json", "application/json; charset=utf-8"}, {".txt", "text/plain; charset=utf-8"},
    };
    auto const found = types.find(extension);
    return found == types.end() ? "application/octet-stream" : found->second;
}

}  // namespace

Pages::Pages(const std::filesystem::path& directory) {
    if (directory.empty()) return;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{directory}) {
        auto const name = entry.path().lexically_relative(directory).generic_string();
        if (!entry.is_regular_file() || name.starts_with('.')) continue;
        std::ifstream in{entry.path(), std::ios::binary};
        std::string body{std::istreambuf_iterator<char>{in}, {}};
        // Vite puts a content hash into the names under assets/, so those never change.
        files_["/" + name] = {type_of(entry.path().extension().string()), std::make_shared<const std::string>(std::move(body)), name.starts_with("assets/")};
    }
    if (!files_.contains("/index.html")) throw std::runtime_error{"no index.html in " + directory.string()};
}

kernel::Reply Pages::answer(const kernel::Request& request) const {
    kernel::Reply reply;
    if (request.method != "GET" && request.method != "HEAD") {
        reply.status = 405;
        reply.headers.emplace_back("Allow", "GET, HEAD");
        return reply;
    }
    auto const path = request.target.substr(0, request.target.find('?'));
    auto found = files_.find(path);
    auto const is_asset = path.starts_with("/assets/") || path.find('.', path.rfind('/')) != std::string::npos;
    if (found == files_.end() && is_asset) {
        reply.status = 404;
        reply.type = "text/plain; charset=utf-8";
        reply.body = "404";
        return reply;
    }
    if (found == files_.end()) found = files_.find(path + ".html");  // a page of its own, as /answer
    if (found == files_.end()) found = files_.find("/index.html");
    reply.type = found->second.type;
    reply.shared = found->second.body;
    if (auto const zipped = files_.find(found->first + ".gz"); zipped != files_.end()) {
        reply.headers.emplace_back("Vary", "Accept-Encoding");
        if (kernel::takes_gzip(request)) {
            reply.headers.emplace_back("Content-Encoding", "gzip");
            reply.shared = zipped->second.body;
        }
    }
    reply.headers.emplace_back("Cache-Control", found->second.lasting ? "public, max-age=31536000, immutable" : "no-cache");
    return reply;
}

}  // namespace anju::app
