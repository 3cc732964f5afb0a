#pragma once
// Lists are {items, next} with keyset paging: `next` is an opaque token holding the last row's sort key and id.
#include <boost/json.hpp>
#include <string>

#include "kernel/router.hpp"

namespace anju::kernel {

struct Page {
    std::int64_t size = 50;            ///< ?limit=1…200
    std::vector<std::string> after;    ///< decoded ?after= token; empty: from the start
};
Page page_of(const Context& context);
std::string next_token(const std::vector<std::string>& key);
Reply list_reply(boost::json::array items, std::string next);  ///< empty next: null

/// "(path LIKE $n || '%' OR …)" for the places over which the actor holds the right; appends to `values`.
/// No grant gives "1 = 0".
std::string place_filter(const Actor& actor, std::string_view right, std::string_view path_column, Values& values);

}  // namespace anju::kernel
