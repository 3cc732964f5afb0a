#include "kernel/http_message.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

namespace anju::kernel {

namespace {

base::Refusal malformed() {
    return {400, "bad_request", {"请求格式不正确。", "The request is malformed."}};
}

std::string text_of(boost::beast::string_view view) {
    return {view.data(), view.size()};
}

std::string last_of(std::string_view list) {
    auto last = list.substr(list.rfind(',') == std::string_view::npos ? 0 : list.rfind(',') + 1);
    while (!last.empty() && last.front() == ' ') last.remove_prefix(1);
    while (!last.empty() && last.back() == ' ') last.remove_suffix(1);
    return std::string{last};
}

}  // namespace

std::optional<base::Refusal> header_fault(const HttpRequest& message) {
    const auto hosts = message.count(http::field::host);
    if (hosts > 1 || (message.version() == 11 && message[http::field::host].empty())) return malformed();
    if (const auto codings = message.count(http::field::transfer_encoding); codings > 0) {
        if (message.version() == 10 || codings > 1 || message.count(http::field::content_length) > 0)
            return malformed();
        if (!boost::beast::iequals(message[http::field::transfer_encoding], "chunked"))
            return base::Refusal{
                501, "transfer_encoding", {"不支持该传输编码。", "That transfer coding is not known here."}};
    }
    const auto expected = message[http::field::expect];
    if (!expected.empty() && !boost::beast::iequals(expected, "100-continue"))
        return base::Refusal{417, "expectation", {"不支持该 Expect 头。", "That expectation cannot be met."}};
    return std::nullopt;
}

std::optional<base::Refusal> parser_fault(const boost::beast::error_code& error) {
    if (error == http::error::header_limit)
        return base::Refusal{431, "header_too_large", {"请求头过大。", "The request's header is too large."}};
    if (error == http::error::body_limit)
        return base::Refusal{
            413, "too_large", {"提交的内容过大，请缩小后再试。", "What you sent is too large; make it smaller."}};
    if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
    static const auto& ours = http::make_error_code(http::error::bad_method).category();
    if (error.category() == ours) return malformed();
    return std::nullopt;
}

Request request_of(const HttpRequest& message, const std::string& peer, bool trust_proxy) {
    Request request;
    request.method = text_of(message.method_string());
    request.target = text_of(message.target());
    for (const auto& field : message) {
        auto name = text_of(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        auto [place, first] = request.headers.try_emplace(std::move(name), text_of(field.value()));
        if (!first) place->second += ", " + text_of(field.value());
    }
    request.client = peer;
    if (trust_proxy) {
        // The last entry is the one our own proxy wrote; those before it anybody may have made up.
        if (auto client = last_of(request.header("x-forwarded-for")); !client.empty())
            request.client = std::move(client);
        request.secure = last_of(request.header("x-forwarded-proto")) == "https";
    }
    return request;
}

http::response_header<> header_of(const Reply& reply, std::uint64_t bytes) {
    http::response_header<> header;
    header.version(11);
    header.result(static_cast<unsigned>(reply.status));
    for (const auto& [name, value] : reply.headers) {
        const auto unsafe = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
        if (std::none_of(value.begin(), value.end(), unsafe)) header.insert(name, value);
    }
    header.set(http::field::date, http_date());
    const bool bodiless = reply.status < 200 || reply.status == 204 || reply.status == 304;
    if (bodiless) return header;
    header.set(http::field::content_type, reply.type);
    header.set(http::field::content_length, std::to_string(bytes));
    return header;
}

std::string http_date() {
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::time(nullptr)));
}

}  // namespace anju::kernel
