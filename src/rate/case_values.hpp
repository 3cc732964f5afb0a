#pragma once
// Single values as people type them into a table: percentages, points, yes and no, stages. Each is either understood
// exactly or comes with a code, the reason and the mend.
#include <optional>
#include <string>
#include <string_view>

#include "base/exact.hpp"
#include "policy/score.hpp"

namespace anju::rate {

using base::Text;

struct ValueProblem {
    std::string code;
    Text message;
};
template <class Value>
struct ValueRead {
    std::optional<Value> value;
    ValueProblem problem;
};

/// "90", "90.5", "90.5%", "90.5％"; 0–100, at most 4 decimals.
ValueRead<base::Percent> read_percent(std::string_view text);
/// Plain decimal, at most 5 decimals.
ValueRead<base::Points> read_points(std::string_view text);
std::optional<policy::Stage> read_stage(std::string_view text);  ///< 待安置 pending 已安置 settled; empty is settled
std::optional<bool> read_yes_no(std::string_view text);          ///< 是 1 x Y …; 否 0 N …; empty is no

}  // namespace anju::rate
