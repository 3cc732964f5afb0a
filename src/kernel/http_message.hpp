#pragma once
// Between Beast's messages and our own: what a strict server must refuse before it believes a header, Request out of a
// message, and a Reply's header. Beast is included by http_*.cpp/.hpp and server.cpp only.
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>

#include "base/refusal.hpp"
#include "kernel/request.hpp"

namespace anju::kernel {

namespace http = boost::beast::http;
using HttpRequest = http::request<http::string_body>;

/// What is wrong with a header: not one Host, a transfer coding other than chunked or in HTTP/1.0, an unknown
/// expectation. Whatever lets two servers disagree where a message ends is refused, or a proxy before us could be
/// deceived.
std::optional<base::Refusal> header_fault(const HttpRequest& message);
/// The refusal for an error of Beast's parser; nothing when the peer is just gone or too slow.
std::optional<base::Refusal> parser_fault(const boost::beast::error_code& error);
/// Method, target and headers; the peer from X-Forwarded-For and -Proto when our own proxy is trusted.
Request request_of(const HttpRequest& message, const std::string& peer, bool trust_proxy);
/// Status line and headers for a reply whose body has that many bytes.
http::response_header<> header_of(const Reply& reply, std::uint64_t bytes);
std::string http_date();

}  // namespace anju::kernel
