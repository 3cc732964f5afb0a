#include "kernel/page.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/exact.hpp"

namespace anju::kernel {

namespace {

[[noreturn]] void refuse_token() {
    base::refuse_field(
        "after", "page_token_wrong",
        {"翻页标记无效，请从第一页重新开始。", "The page token is not valid; start again from the first page."});
}

std::string hex_of(std::string_view bytes) {
    std::string hex;
    for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return hex;
}

std::string bytes_of(std::string_view hex) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
        unsigned byte = 0;
        const auto [end, error] = std::from_chars(hex.data() + at, hex.data() + at + 2, byte, 16);
        if (error != std::errc{} || end != hex.data() + at + 2) refuse_token();
        bytes += static_cast<char>(byte);
    }
    return bytes;
}

std::vector<std::string> key_of(std::string_view token) {
    try {
        const auto value = json::parse(bytes_of(token));
        std::vector<std::string> key;
        for (const auto& part : value.as_array()) key.emplace_back(part.as_string());
        if (!key.empty() && hex_of(json::serialize(value)) == token) return key;
    } catch (const boost::system::system_error&) {  // not JSON
    } catch (const std::invalid_argument&) {        // not an array of texts
    }
    refuse_token();
}

}  // namespace

Page page_of(const Context& context) {
    Page page;
    if (const auto limit = context.query("limit")) {
        const auto size = base::parse_decimal(*limit, 0);
        if (!size || *size < 1 || *size > 200)
            base::refuse_field("limit", "limit_wrong", {"每页条数须为 1–200。", "The page size must be 1–200."});
        page.size = *size;
    }
    if (const auto after = context.query("after"); after && !after->empty()) page.after = key_of(*after);
    return page;
}

std::string next_token(const std::vector<std::string>& key) {
    json::array parts;
    for (const auto& part : key) parts.emplace_back(part);
    return hex_of(json::serialize(parts));
}

Reply list_reply(json::array items, std::string next) {
    json::object list;
    list["items"] = std::move(items);
    if (next.empty())
        list["next"] = nullptr;
    else
        list["next"] = std::move(next);
    return json_reply(list);
}

std::string place_filter(const Actor& actor, std::string_view right, std::string_view path_column, Values& values) {
    std::string filter;
    for (const auto& path : actor.paths(right)) {
        if (path == "/") return "1 = 1";
        auto end = path;
        ++end.back();  // '0' follows '/': everything that starts with the path lies between
        values.emplace_back(path);
        values.emplace_back(end);
        filter += fmt::format("{}{} >= ${} AND {} < ${}", filter.empty() ? "(" : " OR ", path_column, values.size() - 1,
                              path_column, values.size());
    }
    return filter.empty() ? "1 = 0" : filter + ")";
}

std::string like_containing(std::string_view part) {
    std::string pattern = "%";
    for (const char letter : part) {
        if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
        pattern += letter;
    }
    return pattern + "%";
}

}  // namespace anju::kernel
