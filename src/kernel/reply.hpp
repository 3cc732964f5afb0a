#pragma once
// What every reply carries besides its own content. Used by router.cpp only.
#include <string_view>

#include "kernel/router.hpp"

namespace anju::kernel {

/// Adds the request id and the protecting headers, as far as the handler has not set them itself.
void finish_reply(Reply& reply, const Request& request, std::string_view request_id);
/// The reply for something thrown out of a route; what is our fault is logged. Call inside a catch block.
Reply reply_for_exception(base::Language language, std::string_view request_id, std::string_view route);

}  // namespace anju::kernel
