#include <fmt/format.h>

#include "policy/reader/sections.hpp"

namespace anju::policy::reader {
namespace {

void check_day(const Sheet& sheet, const Node& node, base::Day day, int year, bool works) {
    bool const december_before = day.year() == year - 1 && day.month() == 12;
    if (day.year() != year && !december_before) {
        sheet.complain(node, {fmt::format("{} 不属于 {} 年（或上年12月），请移到对应年份的文件。", day.text(), year),
                              fmt::format("{} is not in {} (nor in December before). Put it into its year's file.",
                                          day.text(), year)});
    }
    if (works && day.weekday() <= 5) {
        sheet.complain(node,
                       {fmt::format("{} 是星期一到五，本来就上班，不能写成调休上班日，请核对通知。", day.text()),
                        fmt::format("{} is a weekday and no make-up day. Check it against the notice.", day.text())});
    }
}

std::vector<base::Day> read_days(Form& form, std::string_view key, int year, std::set<std::string>& seen) {
    std::vector<base::Day> days;
    for (auto const* node : form.list(key, key == "work")) {
        auto const day = base::Day::parse(node->value);
        if (!day) {
            form.sheet().complain(*node, {fmt::format("“{}”不是日期，应如 2026-01-01，请改。", node->value),
                                          fmt::format("“{}” is no date; write it like 2026-01-01.", node->value)});
            continue;
        }
        check_day(form.sheet(), *node, *day, year, key == "work");
        if (first_time(form.sheet(), *node, seen, node->value, {"日期", "day"})) days.push_back(*day);
    }
    return days;
}

CalendarNotice read_notice(const Sheet& sheet, const Node& node) {
    Form form{sheet, node};
    CalendarNotice notice;
    notice.title = form.word("title");
    notice.number = form.word("number");
    notice.date = form.date("date");
    return notice;
}

}  // namespace

CalendarYear read_year(const Sheet& sheet, const Node& node) {
    Form form{sheet, node};
    CalendarYear year;
    year.year = form.whole("year", 1949, 2999);
    for (auto const* one : form.list("sources")) year.notices.push_back(read_notice(sheet, *one));
    if (form.has("sources") && year.notices.empty()) {
        sheet.complain(node, {"要写明放假通知的标题、文号和日期（sources）。",
                              "Name the notice with title, number and date (sources)."});
    }
    std::set<std::string> seen;
    for (auto const* one : form.list("holidays")) {
        Form entry{sheet, *one};
        Holiday holiday;
        holiday.name = entry.text("name");
        holiday.off = read_days(entry, "off", year.year, seen);
        holiday.work = read_days(entry, "work", year.year, seen);
        year.holidays.push_back(std::move(holiday));
    }
    if (form.has("holidays") && year.holidays.empty()) {
        sheet.complain(node, {"一年不会没有节假日，请照通知填写 holidays。",
                              "No year is without holidays. Fill in holidays from the notice."});
    }
    return year;
}

}  // namespace anju::policy::reader
