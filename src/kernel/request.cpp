#include "kernel/request.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace anju::kernel {

namespace {

/// RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i++]);
        if (lead < 0x80) continue;
        const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4 || i + static_cast<std::size_t>(more) > text.size()) return false;
        std::uint32_t point = lead & (0x3FU >> more);
        for (int k = 0; k < more; ++k) {
            const auto next = static_cast<unsigned char>(text[i++]);
            if ((next & 0xC0) != 0x80) return false;
            point = (point << 6) | (next & 0x3FU);
        }
        if ((more == 2 && point < 0x800) || (more == 3 && point < 0x10000) || point > 0x10FFFF) return false;
        if (point >= 0xD800 && point <= 0xDFFF) return false;
    }
    return true;
}

bool clean(std::string_view text) {
    return text.find('\0') == std::string_view::npos && is_utf8(text);
}

bool clean_segment(std::string_view segment) {
    return clean(segment) && segment != "." && segment != ".." &&
           segment.find_first_of("/\\") == std::string_view::npos;
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
    const auto found = headers.find(std::string{name});
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::optional<Target> parse_target(std::string_view text) {
    if (text.empty() || text.front() != '/' || text.starts_with("//")) return std::nullopt;
    const auto parsed = boost::urls::parse_origin_form(boost::urls::string_view{text.data(), text.size()});
    if (!parsed) return std::nullopt;
    Target target;
    // Split by hand: the library's own view of the segments leaves a "/." at the front out.
    std::string_view path{parsed->encoded_path().data(), parsed->encoded_path().size()};
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto raw = path.substr(0, path.find('/'));
        path.remove_prefix(raw.size());
        const auto segment = boost::urls::pct_string_view{raw.data(), raw.size()}.decode();
        if (!clean_segment(segment)) return std::nullopt;
        target.path += '/' + segment;
    }
    boost::urls::encoding_opts plus;
    plus.space_as_plus = true;
    for (const auto& parameter : parsed->params(plus)) {
        const std::string key{parameter.key};
        const std::string value{parameter.value};
        if (!clean(key) || !clean(value) || !target.query.emplace(key, value).second) return std::nullopt;
    }
    return target;
}

}  // namespace anju::kernel
