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

/// "(path >= $n AND path < $m OR …)" for the places over which the actor holds the right, which an index on the column
/// serves; appends to `values`. No grant gives "1 = 0", a grant over everything "1 = 1".
std::string place_filter(const Actor& actor, std::string_view right, std::string_view path_column, Values& values);

/// Pattern for `name LIKE $n ESCAPE '\'`: texts that contain `part` exactly as typed, its % and _ included.
std::string like_containing(std::string_view part);

}  // namespace anju::kernel
