#pragma once
// The closed list of rights. A route asks for one of them; a pack's role grants some of them.
#include <string_view>
#include <vector>

namespace anju::policy {

const std::vector<std::string_view>& all_rights();
bool is_right(std::string_view right);

}  // namespace anju::policy
