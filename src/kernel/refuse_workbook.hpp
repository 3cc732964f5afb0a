#pragma once
// The two refusals of the workbook readers.
#include "base/refusal.hpp"

namespace anju::kernel {

[[noreturn]] inline void refuse_workbook(base::Text message) {
    throw base::Refusal(422, "not_a_workbook", std::move(message));
}

[[noreturn]] inline void refuse_too_large() {
    throw base::Refusal(
        422, "too_large",
        {"表格解开后太大。请删去多余的行、列和格式，或分成几个文件。",
         "The workbook is too large once unpacked. Remove spare rows, columns and formats, or split it."});
}

}  // namespace anju::kernel
