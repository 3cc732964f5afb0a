#pragma once
// Route patterns: "/api/findings/{id}/decide", "/assets/{rest...}". Used by router.cpp and openapi.cpp.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace anju::kernel {

struct Match {
    std::vector<std::pair<std::string, std::string>> parameters;
    std::string rank;  ///< a letter a segment, smaller is the closer fit: literal "a", parameter "b", rest "c"
};
std::optional<Match> match_pattern(std::string_view pattern, std::string_view path);
std::vector<std::string> pattern_parameters(std::string_view pattern);
/// The pattern with every parameter called the same, to notice two routes that cannot be told apart.
std::string pattern_shape(std::string_view pattern);

}  // namespace anju::kernel
