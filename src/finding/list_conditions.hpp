#pragma once
// Which findings a list or an export is about, inside the slice only.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/store.hpp"

namespace anju::finding {

/// The value asked for under a name; nothing or empty: any.
using Asked = std::function<std::optional<std::string>(std::string_view name)>;
/// evaluation, estate, item, source, state, street, disputed, without_rectification.
const std::vector<std::string>& condition_names();
/// The conditions over `f` (finding) and `p` (its estate). Names and columns are a closed list, values are bound. Findings of
/// the daily work, which stand in no year, are never among them.
std::string list_conditions(const Asked& asked, kernel::Values& values);

}  // namespace anju::finding
