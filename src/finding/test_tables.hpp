#pragma once
// Tables for the tests of this slice.
#include <vector>

#include "evaluation/test_district.hpp"
#include "finding/finding.hpp"

namespace anju::finding {

/// Those of slices above are read by SQL: the finding slice may not include their code.
inline std::vector<kernel::Migration> test_tables() {
    static const auto inspection = evaluation::slice_sql("inspection");
    static const auto rectify = evaluation::slice_sql("rectify");
    auto all = migrations();
    all.push_back({"inspection/1", inspection});
    all.push_back({"rectify/1", rectify});
    return all;
}

}  // namespace anju::finding
