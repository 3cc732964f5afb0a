#pragma once
// The columns of the sheet that goes out empty and comes back filled in. Used inside this folder only.
#include <array>
#include <string_view>

namespace anju::civility {

namespace column {
enum Name : std::size_t { number, point, moment, check_point, result, note, observer, day, count };
}

struct ColumnTitle { std::string_view zh, en; double width; };
inline constexpr std::array<ColumnTitle, column::count> column_titles{{{"序号", "No.", 8},
                                                                      {"点位", "Point", 22},
                                                                      {"时段", "Moment", 26},
                                                                      {"检查点", "Check point", 44},
                                                                      {"结果", "Result", 10},
                                                                      {"说明", "Note", 32},
                                                                      {"观察员", "Observer", 10},
                                                                      {"日期", "Day", 14}}};

struct MarkTitle { std::string_view mark, zh, en; };
inline constexpr std::array<MarkTitle, 3> mark_titles{{{"passed", "合格", "Passed"}, {"failed", "不合格", "Failed"}, {"not_there", "没有", "Not there"}}};

}  // namespace anju::civility
