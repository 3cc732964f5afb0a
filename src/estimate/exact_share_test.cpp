#include "estimate/exact_share.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace anju::estimate {
namespace {

TEST(ExactShare, is_the_weighted_ratio_in_lowest_terms) {
    // 50 · 3/5 + 20 · 3/4 + 10 · 2/2 = 55 of 80
    auto const share = exact_share({{50, 5, 5, 3}, {20, 4, 4, 3}, {10, 2, 2, 2}});
    EXPECT_EQ(share.numerator, "11");
    EXPECT_EQ(share.denominator, "16");
    EXPECT_EQ(percent_of_record(share, 100, 0).text(), "68.75");
}

TEST(ExactShare, leaves_out_no_opinions_and_strata_without_an_answer) {
    auto const share = exact_share({{100, 10, 8, 6}, {300, 0, 0, 0}});
    EXPECT_EQ(share.numerator + "/" + share.denominator, "3/4");
    auto const nothing = exact_share({{100, 10, 0, 0}, {300, 0, 0, 0}});
    EXPECT_EQ(nothing.numerator + "/" + nothing.denominator, "0/0");
    EXPECT_THROW((void)percent_of_record(nothing, 100, 0), std::invalid_argument);
}

TEST(ExactShare, is_longer_than_64_bits_where_it_must_be) {
    std::vector<StratumCount> strata;
    for (std::int64_t prime : {999'983, 999'979, 999'961, 999'959, 999'953})
        strata.push_back({1'000'003, prime, prime - 1, 5});
    auto const share = exact_share(strata);
    EXPECT_GT(share.denominator.size(), 20U);
    EXPECT_EQ(percent_of_record(share, 100, 0).text(), "0.0005");  // 5 of 999,966 or so: 0.000500017 %
}

TEST(PercentOfRecord, is_cut_and_never_rounded) {
    EXPECT_EQ(percent_of_record({"2", "3"}, 100, 0).text(), "66.6666");
    EXPECT_EQ(percent_of_record({"17999999", "20000000"}, 100, 0).text(), "89.9999");
    EXPECT_EQ(percent_of_record({"9", "10"}, 100, 0).text(), "90");
    EXPECT_EQ(percent_of_record({"1", "1"}, 100, 0).text(), "100");
}

TEST(PercentOfRecord, knows_both_indexes_of_a_mean) {
    EXPECT_EQ(percent_of_record({"13", "3"}, 20, 0).text(), "86.6666");
    EXPECT_EQ(percent_of_record({"13", "3"}, 25, 25).text(), "83.3333");
    EXPECT_EQ(percent_of_record({"1", "1"}, 25, 25).text(), "0");
}

TEST(PercentOfRecord, refuses_what_is_no_percentage) {
    EXPECT_THROW((void)percent_of_record({"6", "5"}, 100, 0), std::invalid_argument);
    EXPECT_THROW((void)percent_of_record({"1", "2"}, 25, 25), std::invalid_argument);
    EXPECT_THROW((void)percent_of_record({"", "2"}, 100, 0), std::invalid_argument);
    EXPECT_THROW((void)percent_of_record({"010", "8"}, 100, 0), std::invalid_argument);
    EXPECT_THROW((void)exact_share({{0, 1, 1, 1}}), std::invalid_argument);
    EXPECT_THROW((void)exact_share({{10, 1, 2, 1}}), std::invalid_argument);
}

}  // namespace
}  // namespace anju::estimate
