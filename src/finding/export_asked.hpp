#pragma once
// What an export was asked for, as its job keeps it. Inside the slice only.
#include <map>

#include "kernel/router.hpp"

namespace anju::finding {

inline constexpr std::string_view export_job = "finding.export";

struct ExportAsked {
    std::string format;
    base::Language language = base::Language::zh;
    std::map<std::string, std::string, std::less<>> conditions;  ///< by condition_names()
    kernel::Actor actor;  ///< account and the grants that decide what is seen, as they were when asked
};
kernel::json::object to_json(const ExportAsked& asked);
ExportAsked export_asked_from(const kernel::json::object& input);

}  // namespace anju::finding
