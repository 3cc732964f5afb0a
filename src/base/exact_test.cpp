#include "base/exact.hpp"

#include <gtest/gtest.h>

namespace anju::base {

TEST(exact, points_are_read_and_written_without_loss) {
    for (auto const* text : {"0", "7.5", "300", "-0.25", "0.00001", "999999999.99999", "-999999999.99999"}) {
        auto const points = Points::parse(text);
        ASSERT_TRUE(points) << text;
        EXPECT_EQ(points->text(), text);
    }
    EXPECT_EQ(Points::parse("7.50000")->text(), "7.5");
    EXPECT_EQ(Points::parse("0.8")->units(), 80'000);
    EXPECT_EQ(Points::parse("-0")->text(), "0");
}

TEST(exact, what_is_not_a_plain_decimal_is_no_points) {
    for (auto const* text : {"",
                             "-",
                             ".",
                             ".5",
                             "5.",
                             "1e3",
                             "+1",
                             " 1",
                             "1 ",
                             "1,5",
                             "0x1",
                             "007",
                             "00",
                             "1.000001",
                             "1000000000",
                             "-1000000000",
                             "99999999999999999999",
                             "１",
                             "NaN",
                             "--1",
                             "1.2.3",
                             "1.-2"}) {
        EXPECT_FALSE(Points::parse(text)) << text;
    }
}

TEST(exact, percentages_lie_between_0_and_100_and_have_four_decimals) {
    EXPECT_EQ(Percent::parse("90")->units(), 900'000);
    EXPECT_EQ(Percent::parse("88.8889%")->text(), "88.8889");
    EXPECT_EQ(Percent::parse("100"), Percent::whole(100));
    for (auto const* text : {"100.0001", "-0", "-1", "88.88889", "%", "", "90%%", "90 %"})
        EXPECT_FALSE(Percent::parse(text)) << text;
}

TEST(exact, sums_are_exact_where_floats_are_not) {
    Points sum;
    for (int i = 0; i < 10; ++i) sum += *Points::parse("0.1");
    EXPECT_EQ(sum, Points::whole(1));
    sum -= *Points::parse("0.3");
    EXPECT_EQ(sum.text(), "0.7");
    EXPECT_LT(Points::whole(1) - Points::whole(2), Points{});
}

TEST(exact, extreme_numbers_have_a_text) {
    EXPECT_EQ(decimal_text(INT64_MIN, 5), "-92233720368547.75808");
    EXPECT_EQ(decimal_text(-5, 4), "-0.0005");
    EXPECT_EQ(decimal_text(12, 0), "12");
    EXPECT_EQ(parse_decimal("12", 0), 12);
    EXPECT_FALSE(parse_decimal("12.0", 0));
}

}  // namespace anju::base
