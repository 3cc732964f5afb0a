#pragma once
// The members of the closed catalogue of checks, a file each (twins share one), and exact comparison for them.
#include "policy/check/check.hpp"

namespace anju::policy::check {

const Kind& not_before();
const Kind& not_future();
const Kind& required_when();
const Kind& at_least_per();
const Kind& at_least();
const Kind& odd();
const Kind& at_most();
const Kind& at_most_when();
const Kind& sum_at_most();
const Kind& mean_is();

/// A number of a field: how many units of 10^-decimals. An empty list that is shown counts 0; other empty ones nothing.
struct Amount { std::int64_t units = 0; int decimals = 0; };
std::optional<Amount> amount(const std::vector<Field>& fields, std::string_view name, const Values& stored);
bool more_than(Amount amount, std::int64_t bound);  ///< bound in 1/10 000
bool less_than(Amount amount, std::int64_t bound);
bool less_than_per(Amount amount, Amount per, std::int64_t bound);  ///< amount < bound × per
std::string bound_text(std::int64_t bound);
const Text& title_of(const std::vector<Field>& fields, std::string_view name);

}  // namespace anju::policy::check
