#include "base/day.hpp"

#include <gtest/gtest.h>

namespace anju::base {

TEST(day, only_a_real_date_is_read) {
    EXPECT_EQ(Day::parse("2024-02-29")->text(), "2024-02-29");
    for (auto const* text : {"2023-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "1899-12-31", "3000-01-01",
                             "2026-1-1", "2026/01/01", "2026-01-01 ", "", "20260101", "2026-0a-01"}) {
        EXPECT_FALSE(Day::parse(text)) << text;
    }
}

TEST(day, days_are_counted_and_have_iso_weekdays) {
    auto const day = *Day::parse("2026-11-24");
    EXPECT_EQ(day.weekday(), 2U);
    EXPECT_EQ((day + 5).weekday(), 7U);
    EXPECT_EQ((day + 38).text(), "2027-01-01");
    EXPECT_EQ(*Day::parse("2026-12-01") - day, 7);
    EXPECT_EQ(day.year(), 2026);
    EXPECT_EQ(day.month(), 11U);
    EXPECT_EQ(day.day_of_month(), 24U);
}

TEST(day, an_instant_belongs_to_the_day_in_shanghai) {
    EXPECT_EQ((Instant{0}.text()), "1970-01-01T08:00:00+08:00");
    constexpr std::int64_t hour = 3'600'000'000;
    EXPECT_EQ((Instant{16 * hour - 1}.day().text()), "1970-01-01");
    EXPECT_EQ((Instant{16 * hour}.day().text()), "1970-01-02");
    EXPECT_EQ((Instant{-9 * hour}.text()), "1969-12-31T23:00:00+08:00");
}

TEST(day, a_day_ends_at_24_hours_in_shanghai) {
    auto const day = *Day::parse("2026-11-24");
    auto const end = Instant::end_of(day);
    EXPECT_EQ(end.text(), "2026-11-25T00:00:00+08:00");
    EXPECT_EQ(Instant{end.microseconds - 1}.day(), day);
    EXPECT_EQ(Instant{end.microseconds - 1}.text(), "2026-11-24T23:59:59+08:00");
}

TEST(day, now_is_after_this_was_written) {
    EXPECT_GT(Instant::now().day(), *Day::parse("2024-01-01"));
}

}  // namespace anju::base
