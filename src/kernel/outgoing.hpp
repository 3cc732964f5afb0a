#pragma once
// Messages the program sends by itself (webhooks), through libcurl: https anywhere, plain http only to loopback and private addresses,
// no redirects, ten seconds, and of the answer only its status and first bytes.
#include <string>
#include <utility>
#include <vector>

namespace anju::kernel {

struct OutgoingAnswer {
    int status = 0;       ///< 0: nothing came back
    std::string problem;  ///< why not, in English for the delivery list; empty when a status came back
    std::string body;     ///< at most 4096 bytes
};
OutgoingAnswer post(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers, const std::string& body, long seconds = 10);
/// Whether such an address may be asked at all: well-formed, https, or http to a literal loopback or private address.
bool may_post_to(const std::string& url);

}  // namespace anju::kernel
