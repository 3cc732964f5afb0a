#pragma once
// Working days from the yearly notice of the State Council General Office, make-up days included (N01, N02).
// A year that is not loaded is an error to be shown, never guessed.
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/day.hpp"
#include "base/text.hpp"

namespace anju::policy {

struct CalendarNotice { std::string title, number, date; };
struct Holiday { base::Text name; std::vector<base::Day> off, work; };
struct CalendarYear { int year = 0; std::vector<CalendarNotice> notices; std::vector<Holiday> holidays; };
struct UnknownYear { int year = 0; };

class Calendar {
  public:
    void load(CalendarYear year);  ///< replaces the same year
    [[nodiscard]] bool knows(int year) const { return years_.contains(year); }
    [[nodiscard]] const std::map<int, CalendarYear>& years() const { return years_; }

    [[nodiscard]] std::variant<bool, UnknownYear> is_working(base::Day day) const;
    /// The n-th working day strictly after `event` (Civil Code arts 201, 203; the event day is never counted; n >= 1).
    [[nodiscard]] std::variant<base::Day, UnknownYear> after(base::Day event, int working_days) const;
    /// The n-th calendar day after `event`, moved off a legal rest day (Civil Code art. 203).
    [[nodiscard]] std::variant<base::Day, UnknownYear> after_calendar(base::Day event, int days) const;
    /// Working days from `from` (not counted) to `to` (counted); negative when `to` is earlier.
    [[nodiscard]] std::variant<int, UnknownYear> working_days_between(base::Day from, base::Day to) const;

  private:
    std::map<int, CalendarYear> years_;
    std::set<base::Day> off_, work_;
    void index();
};

base::Text unknown_year_text(int year);  ///< what to say and do about a year that is not loaded

}  // namespace anju::policy
