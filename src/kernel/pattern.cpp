#include "kernel/pattern.hpp"

namespace anju::kernel {

namespace {

/// Takes the first segment off "/a/b"; the path keeps its leading slash or becomes empty.
std::string_view next_segment(std::string_view& path) {
    path.remove_prefix(1);
    const auto end = path.find('/');
    const auto segment = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
    return segment;
}

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}
bool is_rest(std::string_view segment) {
    return is_parameter(segment) && segment.ends_with("...}");
}

}  // namespace

std::optional<Match> match_pattern(std::string_view pattern, std::string_view path) {
    Match match;
    const bool api = path == "/api" || path.starts_with("/api/");
    while (!pattern.empty() && !path.empty()) {
        const auto whole = path;
        const auto wanted = next_segment(pattern);
        const auto given = next_segment(path);
        if (is_rest(wanted)) {
            if (api && match.rank.empty()) return std::nullopt;
            match.parameters.emplace_back(wanted.substr(1, wanted.size() - 5), whole.substr(1));
            match.rank += 'c';
            return match;
        }
        if (is_parameter(wanted)) {
            if (given.empty()) return std::nullopt;
            match.parameters.emplace_back(wanted.substr(1, wanted.size() - 2), given);
            match.rank += 'b';
        } else {
            if (wanted != given) return std::nullopt;
            match.rank += 'a';
        }
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return match;
}

std::vector<std::string> pattern_parameters(std::string_view pattern) {
    std::vector<std::string> names;
    while (!pattern.empty()) {
        const auto segment = next_segment(pattern);
        if (is_rest(segment))
            names.emplace_back(segment.substr(1, segment.size() - 5));
        else if (is_parameter(segment))
            names.emplace_back(segment.substr(1, segment.size() - 2));
    }
    return names;
}

std::string pattern_shape(std::string_view pattern) {
    std::string shape;
    while (!pattern.empty()) {
        const auto segment = next_segment(pattern);
        shape += '/';
        if (is_rest(segment))
            shape += "{...}";
        else if (is_parameter(segment))
            shape += "{}";
        else
            shape += segment;
    }
    return shape;
}

}  // namespace anju::kernel
