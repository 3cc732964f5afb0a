#pragma once
// Shorter bodies for clients that take them: all browsers do. Only for what was made once and is given often, and never for an
// answer that shows a secret beside what somebody else may have sent in (kernel/router.cpp keeps none of those).
#include <string>
#include <string_view>

#include "kernel/request.hpp"

namespace anju::kernel {

/// Shorter bodies gain less than the header says about them.
constexpr std::size_t least_zipped = 2'000;
constexpr std::string_view zipped_tag = "-gzip";  ///< at the end of the ETag

bool takes_gzip(const Request& request);
std::string gzip(std::string_view bytes);  ///< the same bytes for the same text
/// The other form of a whole answer: its body zipped in `shared`, its ETag another one (RFC 9110, 8.8.3.3).
Reply zipped(Reply reply);
bool is_zipped(const Reply& reply);

}  // namespace anju::kernel
