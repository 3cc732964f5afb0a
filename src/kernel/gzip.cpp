#include "kernel/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <new>
#include <stdexcept>

namespace anju::kernel {

bool takes_gzip(const Request& request) {
    auto left = request.header("accept-encoding");
    while (!left.empty()) {
        auto one = left.substr(0, left.find(','));
        left.remove_prefix(std::min(one.size() + 1, left.size()));
        while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
        if (!one.starts_with("gzip")) continue;
        const auto weight = one.find("q=");
        return weight == std::string_view::npos || one.substr(weight + 2).find_first_not_of("0. ") != std::string_view::npos;
    }
    return false;
}

std::string gzip(std::string_view bytes) {
    constexpr int fast = 3, window_with_gzip_header = 15 + 16, memory = 8;
    z_stream stream{};
    if (deflateInit2(&stream, fast, Z_DEFLATED, window_with_gzip_header, memory, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc{};
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int code = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (code != Z_STREAM_END) throw std::logic_error("deflateBound was too small");
    out.shrink_to_fit();
    return out;
}

Reply zipped(Reply reply) {
    reply.shared = std::make_shared<const std::string>(gzip(reply.text()));
    reply.body.clear();
    for (auto& [name, value] : reply.headers)
        if (name == "ETag" && value.ends_with('"')) value.insert(value.size() - 1, zipped_tag);
    reply.headers.emplace_back("Content-Encoding", "gzip");
    return reply;
}

bool is_zipped(const Reply& reply) { return !reply.headers.empty() && reply.headers.back().first == "Content-Encoding"; }

}  // namespace anju::kernel
