#include "kernel/outgoing.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <mutex>

namespace anju::kernel {

namespace {

constexpr std::size_t answer_bytes = 4096;

/// 127/8, 10/8, 172.16/12, 192.168/16, ::1 and fc00::/7.
bool is_near(const sockaddr* address) {
    if (address->sa_family == AF_INET) {
        const auto number = ntohl(reinterpret_cast<const sockaddr_in*>(address)->sin_addr.s_addr);
        return number >> 24 == 127 || number >> 24 == 10 || number >> 20 == 0xAC1 || number >> 16 == 0xC0A8;
    }
    if (address->sa_family == AF_INET6) {
        const auto& bytes = reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr.s6_addr;
        const bool loopback = std::all_of(bytes, bytes + 15, [](unsigned char byte) { return byte == 0; }) && bytes[15] == 1;
        return loopback || (bytes[0] & 0xFE) == 0xFC;
    }
    return false;
}

/// Called with the address the name really stands for, so that no name can lead plain http out of the house.
curl_socket_t open_near(void*, curlsocktype, curl_sockaddr* address) {
    if (!is_near(&address->addr)) return CURL_SOCKET_BAD;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* to) {
    auto& body = *static_cast<std::string*>(to);
    body.append(bytes, std::min(size * count, answer_bytes - std::min(answer_bytes, body.size())));
    return size * count;
}

struct Url {
    std::string scheme, host;
};
Url parts(const std::string& url) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> read{curl_url(), curl_url_cleanup};
    if (curl_url_set(read.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
    const auto part = [&](CURLUPart which) {
        char* text = nullptr;
        if (curl_url_get(read.get(), which, &text, 0) != CURLUE_OK) return std::string{};
        const std::unique_ptr<char, decltype(&curl_free)> owned{text, curl_free};
        return std::string{text};
    };
    if (!part(CURLUPART_USER).empty()) return {};
    return {part(CURLUPART_SCHEME), part(CURLUPART_HOST)};
}

bool is_near_literal(std::string host) {
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    sockaddr_in four{};
    four.sin_family = AF_INET;
    if (inet_pton(AF_INET, host.c_str(), &four.sin_addr) == 1) return is_near(reinterpret_cast<const sockaddr*>(&four));
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    return inet_pton(AF_INET6, host.c_str(), &six.sin6_addr) == 1 && is_near(reinterpret_cast<const sockaddr*>(&six));
}

}  // namespace

bool may_post_to(const std::string& url) {
    const auto [scheme, host] = parts(url);
    return !host.empty() && (scheme == "https" || (scheme == "http" && is_near_literal(host)));
}

OutgoingAnswer post(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers, const std::string& body, long seconds) {
    static std::once_flag started;
    std::call_once(started, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    if (!may_post_to(url)) return {0, "only https, or http to a loopback or private address", ""};
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle{curl_easy_init(), curl_easy_cleanup};
    curl_slist* list = nullptr;
    for (const auto& [name, value] : headers) list = curl_slist_append(list, (name + ": " + value).c_str());
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> lines{list, curl_slist_free_all};
    OutgoingAnswer answer;
    char why[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, lines.get());
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, seconds);
    curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, why);
    if (url.starts_with("http:")) curl_easy_setopt(handle.get(), CURLOPT_OPENSOCKETFUNCTION, open_near);
    const auto code = curl_easy_perform(handle.get());
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    if (code != CURLE_OK) answer.problem = *why != '\0' ? why : curl_easy_strerror(code);
    return answer;
}

}  // namespace anju::kernel
