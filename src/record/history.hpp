#pragma once
// What happened to a record, newest first: each version with what it changed. Sensitive values are not shown, only that they changed.
#include "record/record.hpp"

namespace anju::record {

kernel::json::array history(kernel::Context& context, const Registers& registers, const Record& record);

}  // namespace anju::record
