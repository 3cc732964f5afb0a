#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "record/parts.hpp"

namespace anju::record {
namespace {

bool may(const kernel::Actor& actor, const std::vector<std::string>& roles, std::string_view path) {
    return std::any_of(actor.grants.begin(), actor.grants.end(), [&](const kernel::Grant& grant) {
        return std::find(roles.begin(), roles.end(), grant.role) != roles.end() &&
               std::any_of(grant.paths.begin(), grant.paths.end(),
                           [&](const std::string& covered) { return !covered.empty() && path.starts_with(covered); });
    });
}

}  // namespace

bool may_read(const kernel::Actor& actor, const policy::Register& of, std::string_view path) {
    if (may(actor, of.read, path)) return true;
    return std::any_of(actor.grants.begin(), actor.grants.end(), [&](const kernel::Grant& grant) {
        return std::find(of.read.begin(), of.read.end(), grant.role) != of.read.end() &&
               std::any_of(grant.paths.begin(), grant.paths.end(),
                           [&](const std::string& covered) { return covered.size() > path.size() && covered.starts_with(path); });
    });
}
bool may_write(const kernel::Actor& actor, const policy::Register& of, std::string_view path) {
    return may(actor, of.write, path);
}
bool may_unmask(const kernel::Actor& actor, const policy::Register& of, std::string_view path) {
    return may(actor, of.unmask, path);
}

std::vector<std::string> paths_of(const kernel::Actor& actor, const std::vector<std::string>& roles) {
    std::vector<std::string> all;
    for (auto const& grant : actor.grants) {
        if (std::find(roles.begin(), roles.end(), grant.role) == roles.end()) continue;
        all.insert(all.end(), grant.paths.begin(), grant.paths.end());
    }
    std::sort(all.begin(), all.end());
    // Sorted, a path stands directly before those under it, so one look back finds what is covered already.
    std::vector<std::string> cover;
    for (auto& path : all) {
        if (!path.empty() && (cover.empty() || !path.starts_with(cover.back()))) cover.push_back(std::move(path));
    }
    return cover;
}

std::vector<std::string> with_above(std::vector<std::string> paths) {
    std::set<std::string> above;
    for (auto const& path : paths)
        for (auto end = path.find('/', 1); end != std::string::npos && end + 1 < path.size(); end = path.find('/', end + 1))
            above.insert("=" + path.substr(0, end + 1));
    paths.insert(paths.end(), above.begin(), above.end());
    return paths;
}

std::vector<std::string> read_paths(const kernel::Actor& actor, const policy::Register& of) {
    auto paths = paths_of(actor, of.read);
    return of.level == "estate" ? paths : with_above(std::move(paths));
}

std::string path_condition(const std::vector<std::string>& paths, std::string_view column, kernel::Values& values) {
    std::string filter;
    for (auto const& path : paths) {
        if (path == "/") return "1 = 1";
        if (path.starts_with('=')) {
            values.emplace_back(path.substr(1));
            filter += fmt::format("{}{} = ${}", filter.empty() ? "(" : " OR ", column, values.size());
            continue;
        }
        auto end = path;
        ++end.back();  // '0' follows '/': everything that starts with the path lies between
        values.emplace_back(path);
        values.emplace_back(end);
        filter += fmt::format("{}{} >= ${} AND {} < ${}", filter.empty() ? "(" : " OR ", column, values.size() - 1,
                              column, values.size());
    }
    return filter.empty() ? "1 = 0" : filter + ")";
}

std::string read_filter(const kernel::Actor& actor, const policy::Register& of, std::string_view path_column,
                        kernel::Values& values) {
    return path_condition(read_paths(actor, of), path_column, values);
}

const policy::Register& readable_register(kernel::Context& context, const Registers& registers) {
    auto const& of = registers.named(context.parameter("register"));
    if (paths_of(context.actor, of.read).empty()) base::refuse_missing("台账", "register");
    return of;
}

}  // namespace anju::record
