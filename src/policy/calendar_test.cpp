#include "policy/calendar.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "policy/pack_reader.hpp"

namespace anju::policy {
namespace {

using base::Day;

Day day(std::string_view text) {
    return *Day::parse(text);
}

/// The calendars of the shipped pack, 2019 to 2026.
const Calendar& shipped() {
    static const Calendar calendar = [] {
        Calendar all;
        for (auto const& [file, text] : pack_files(ANJU_SOURCE_DIR "/packs/gongshu/calendars")) {
            if (!file.ends_with(".yaml")) continue;
            auto read = read_calendar("calendars/" + file, text);
            if (!read.year) throw std::runtime_error(problem_line(read.problems.at(0), base::Language::en));
            all.load(std::move(*read.year));
        }
        return all;
    }();
    return calendar;
}

bool works(std::string_view text) {
    return std::get<bool>(shipped().is_working(day(text)));
}
std::string after(std::string_view event, int days) {
    return std::get<Day>(shipped().after(day(event), days)).text();
}
std::string after_calendar(std::string_view event, int days) {
    return std::get<Day>(shipped().after_calendar(day(event), days)).text();
}
int between(std::string_view from, std::string_view to) {
    return std::get<int>(shipped().working_days_between(day(from), day(to)));
}

}  // namespace

TEST(calendar, make_up_days_work_and_moved_days_rest) {
    EXPECT_TRUE(works("2026-10-10"));
    EXPECT_FALSE(works("2026-10-07"));
    EXPECT_FALSE(works("2026-11-28"));
    EXPECT_TRUE(works("2026-11-27"));
}

TEST(calendar, special_notices_change_a_year_that_had_begun) {
    EXPECT_FALSE(works("2019-05-02"));  // notice of 2019-03-22
    EXPECT_TRUE(works("2019-04-28"));
    EXPECT_FALSE(works("2020-01-31"));  // holiday made longer on 2020-01-27
    EXPECT_FALSE(works("2020-02-01"));  // its make-up day was cancelled
    EXPECT_TRUE(works("2020-02-03"));
}

TEST(calendar, the_notice_of_a_year_moves_days_of_the_december_before) {
    EXPECT_FALSE(works("2022-12-31"));
    EXPECT_EQ(after("2022-12-30", 1), "2023-01-03");
}

TEST(calendar, each_year_has_its_legal_number_of_working_days) {
    // 11 legal rest days on weekdays until 2024, 13 from 2025; weekends moved by make-up days change nothing in a
    // year's sum but for holidays that fall on a weekend and for days moved across new year.
    for (auto const& [year, days] : shipped().years()) {
        auto const from = day(std::to_string(year - 1) + "-12-31");
        auto const count = std::get<int>(shipped().working_days_between(from, day(std::to_string(year) + "-12-31")));
        EXPECT_GE(count, 247) << year;
        EXPECT_LE(count, 252) << year;
    }
}

TEST(calendar, every_day_named_in_a_file_counts_as_it_is_named_and_every_other_day_by_its_weekday) {
    std::set<Day> off;
    std::set<Day> work;
    for (auto const& [year, notice] : shipped().years()) {
        for (auto const& holiday : notice.holidays) {
            off.insert(holiday.off.begin(), holiday.off.end());
            work.insert(holiday.work.begin(), holiday.work.end());
        }
    }
    int days = 0;
    for (auto one = day("2019-01-01"); one <= day("2026-12-31"); one = one + 1, ++days) {
        bool const expected = work.contains(one) || (one.weekday() <= 5 && !off.contains(one));
        EXPECT_EQ(std::get<bool>(shipped().is_working(one)), expected) << one.text();
    }
    EXPECT_EQ(days, 2'922);
}

TEST(calendar, the_day_of_the_event_is_never_counted) {
    EXPECT_EQ(after("2026-11-24", 1), "2026-11-25");
    EXPECT_EQ(after("2026-11-24", 3), "2026-11-27");
    EXPECT_EQ(after("2026-11-24", 4), "2026-11-30");
    EXPECT_EQ(after("2026-11-28", 1),
              "2026-11-30");  // a Saturday: also from a rest day the next working day is the first
    EXPECT_EQ(after("2026-09-30", 3), "2026-10-10");  // over National Day, the last one a make-up Saturday
}

TEST(calendar, a_term_in_days_ends_after_the_rest_when_its_last_day_is_one_of_rest) {
    EXPECT_EQ(after_calendar("2026-11-24", 3), "2026-11-27");
    EXPECT_EQ(after_calendar("2026-11-24", 4), "2026-11-30");
    EXPECT_EQ(after_calendar("2026-09-28", 4), "2026-10-08");
    EXPECT_EQ(after_calendar("2026-10-08", 2), "2026-10-10");  // a Saturday that works
}

TEST(calendar, working_days_between_two_days_are_signed) {
    EXPECT_EQ(between("2026-11-24", "2026-11-24"), 0);
    EXPECT_EQ(between("2026-11-24", "2026-11-30"), 4);
    EXPECT_EQ(between("2026-11-30", "2026-11-24"), -4);
    EXPECT_EQ(between("2026-11-27", "2026-11-29"), 0);
}

TEST(calendar, counting_and_finding_agree) {
    for (auto event = day("2022-12-20"); event <= day("2023-02-10"); event = event + 1) {
        for (int n = 1; n < 12; ++n) {
            auto const due = std::get<Day>(shipped().after(event, n));
            EXPECT_EQ(between(event.text(), due.text()), n);
            EXPECT_TRUE(works(due.text()));
        }
    }
}

TEST(calendar, a_year_that_is_not_loaded_is_told_and_never_guessed) {
    EXPECT_EQ(std::get<UnknownYear>(shipped().after(day("2026-12-30"), 3)).year, 2027);
    EXPECT_EQ(std::get<UnknownYear>(shipped().after_calendar(day("2026-12-31"), 1)).year, 2027);
    EXPECT_EQ(std::get<UnknownYear>(shipped().is_working(day("2018-06-01"))).year, 2018);
    EXPECT_EQ(std::get<UnknownYear>(shipped().working_days_between(day("2026-12-01"), day("2027-01-05"))).year, 2027);
    EXPECT_NE(unknown_year_text(2027).zh.find("2027"), std::string::npos);
}

TEST(calendar, loading_a_year_again_replaces_it) {
    auto calendar = shipped();
    CalendarYear bare{2026, {}, {}};
    calendar.load(bare);
    EXPECT_TRUE(std::get<bool>(calendar.is_working(day("2026-10-07"))));
    EXPECT_FALSE(std::get<bool>(calendar.is_working(day("2026-10-10"))));
    EXPECT_FALSE(std::get<bool>(calendar.is_working(day("2025-10-07"))));
}

TEST(calendar, a_later_notice_stands_against_an_earlier_one) {
    Calendar calendar;
    calendar.load({2023, {}, {{{"元旦", "New Year"}, {}, {day("2022-12-31")}}}});
    calendar.load({2022, {}, {{{"试", "Trial"}, {day("2022-12-31")}, {}}}});
    EXPECT_TRUE(std::get<bool>(calendar.is_working(day("2022-12-31"))));
}

TEST(calendar, a_term_of_no_days_is_an_error) {
    EXPECT_THROW((void)shipped().after(day("2026-11-24"), 0), std::invalid_argument);
}

}  // namespace anju::policy
