#pragma once
// The whole service is one function, answer(Request) → Reply. Everything here is plain data: tests need no port.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anju::kernel {

class EventStream;

struct Request {
    std::string method;                          ///< upper case
    std::string target;                          ///< path and query as sent
    std::map<std::string, std::string> headers;  ///< names in lower case; repeated ones joined with ", "
    std::string body;
    std::string client;  ///< address of the peer (behind a trusted proxy, the forwarded one); never logged with names
    bool secure = false;  ///< came over TLS (or the proxy says so)

    [[nodiscard]] std::string_view header(std::string_view name) const;  ///< empty when absent
};

struct Reply {
    int status = 200;
    std::string type = "application/json; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::shared_ptr<const std::string> shared;  ///< when set: sent instead of the body, and not copied for it
    std::string file;  ///< when not empty: send this file instead of the body
    bool secret = false;  ///< shows something only once (a first password): never kept for an Idempotency-Key
    /// Makes the body once the transaction is over, for work of more than milliseconds (a PDF) that would hold up every
    /// other act. May touch only what it carries along; goes with `secret`, because what was kept would have no body.
    std::function<std::string()> late;
    [[nodiscard]] const std::string& text() const { return shared ? *shared : body; }
    std::shared_ptr<EventStream> stream;  ///< when set: the header, then server-sent events until either side closes
};

/// Splits a target into decoded path and query parameters; nothing when it is malformed: not an absolute path, a bad
/// escape, no UTF-8, a NUL, an escaped slash or backslash, a segment "." or "..", a parameter given twice.
struct Target { std::string path; std::map<std::string, std::string> query; };
std::optional<Target> parse_target(std::string_view target);

}  // namespace anju::kernel
