#include "policy/calendar.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace anju::policy {

void Calendar::load(CalendarYear year) {
    auto const number = year.year;
    years_.insert_or_assign(number, std::move(year));
    index();
}

void Calendar::index() {
    off_.clear();
    work_.clear();
    // In ascending years: what a later notice says about a day of December stands against an earlier notice.
    for (auto const& [number, year] : years_) {
        for (auto const& holiday : year.holidays) {
            for (auto const day : holiday.off) {
                off_.insert(day);
                work_.erase(day);
            }
            for (auto const day : holiday.work) {
                work_.insert(day);
                off_.erase(day);
            }
        }
    }
}

std::variant<bool, UnknownYear> Calendar::is_working(base::Day day) const {
    if (!knows(day.year())) return UnknownYear{day.year()};
    if (work_.contains(day)) return true;
    return day.weekday() <= 5 && !off_.contains(day);
}

std::variant<base::Day, UnknownYear> Calendar::after(base::Day event, int working_days) const {
    if (working_days < 1) throw std::invalid_argument("a term has at least one working day");
    auto day = event;
    while (working_days > 0) {
        day = day + 1;
        auto const working = is_working(day);
        if (auto const* unknown = std::get_if<UnknownYear>(&working)) return *unknown;
        if (std::get<bool>(working)) --working_days;
    }
    return day;
}

std::variant<base::Day, UnknownYear> Calendar::after_calendar(base::Day event, int days) const {
    if (days < 1) throw std::invalid_argument("a term has at least one day");
    auto day = event + days;
    for (;; day = day + 1) {
        auto const working = is_working(day);
        if (auto const* unknown = std::get_if<UnknownYear>(&working)) return *unknown;
        if (std::get<bool>(working)) return day;
    }
}

std::variant<int, UnknownYear> Calendar::working_days_between(base::Day from, base::Day to) const {
    bool const backwards = to < from;
    if (backwards) std::swap(from, to);
    int count = 0;
    for (auto day = from + 1; day <= to; day = day + 1) {
        auto const working = is_working(day);
        if (auto const* unknown = std::get_if<UnknownYear>(&working)) return *unknown;
        if (std::get<bool>(working)) ++count;
    }
    return backwards ? -count : count;
}

base::Text unknown_year_text(int year) {
    return {fmt::format("没有 {} 年的工作日历，无法推算。请在国务院办公厅发布 {} 年放假通知后录入日历。", year, year),
            fmt::format("The calendar of {} is not loaded, so the day cannot be told. Load it from the State Council's "
                        "holiday notice for {}.",
                        year, year)};
}

}  // namespace anju::policy
