#include "policy/field/numbers.hpp"

#include <gtest/gtest.h>

#include <string>

namespace anju::policy::field {
namespace {

/// A made-up ID number with its check digit.
std::string id_card(std::string seventeen) {
    constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) sum += weights[i] * (seventeen[i] - '0');
    return seventeen + "10X98765432"[sum % 11];
}

bool good_id(std::string_view value) {
    return !refuse_id_card(value);
}
bool good_code(std::string_view value) {
    return !refuse_credit_code(value);
}
bool good_plate(std::string_view value) {
    return !refuse_plate(value);
}
bool good_phone(std::string_view value) {
    return !refuse_phone(value);
}

}  // namespace

TEST(id_card, the_example_of_the_standard_is_good) {
    EXPECT_TRUE(good_id("11010519491231002X"));
    EXPECT_TRUE(good_id("11010519491231002x"));
    EXPECT_TRUE(good_id("１１０１０５１９４９１２３１００２Ｘ"));
    EXPECT_TRUE(good_id(" 110105 19491231 002X "));
}

TEST(id_card, areas_of_the_past_foreigners_and_compatriots_are_good) {
    for (auto const* area : {"330103", "330104", "810000", "830000", "933156"})
        EXPECT_TRUE(good_id(id_card(std::string{area} + "20000101001"))) << area;
}

TEST(id_card, every_single_wrong_digit_is_found) {
    auto const good = id_card("33019920000229101");
    ASSERT_TRUE(good_id(good));
    for (std::size_t place = 0; place < good.size(); ++place) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            auto wrong = good;
            wrong[place] = digit;
            EXPECT_EQ(good_id(wrong), wrong == good) << wrong;
        }
    }
}

TEST(id_card, says_what_is_wrong) {
    EXPECT_NE(refuse_id_card("330199000101001")->zh.find("15 位是旧号码"), std::string::npos);
    EXPECT_NE(refuse_id_card(id_card("33019920010229001"))->zh.find("出生日期"), std::string::npos);
    EXPECT_NE(refuse_id_card("110105194912310021")->zh.find("校验位"), std::string::npos);
    for (auto const* bad : {"", "abc", "1101051949123100X2", "11010519491231002", "11010519491231002XX"})
        EXPECT_FALSE(good_id(bad)) << bad;
    EXPECT_FALSE(good_id(id_card("03019920000101001")));
}

TEST(credit_code, the_example_of_the_standard_is_good) {
    EXPECT_TRUE(good_code("91350100M000100Y43"));
    EXPECT_TRUE(good_code("91350100m000100y43"));
    EXPECT_FALSE(good_code("91350100M000100Y44"));
}

TEST(credit_code, every_single_wrong_character_is_found) {
    std::string const good = "91350100M000100Y43";
    for (std::size_t place = 0; place < good.size(); ++place) {
        for (char const other : std::string{"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}) {
            auto wrong = good;
            wrong[place] = other;
            EXPECT_EQ(good_code(wrong), wrong == good) << wrong;
        }
    }
    EXPECT_FALSE(good_code(""));
    EXPECT_FALSE(good_code("91350100M000100Y4"));
}

TEST(plate, ordinary_new_energy_and_special_plates_are_good) {
    for (auto const* plate :
         {"浙A12345", "浙A·12345", "浙 a 1234b", "浙AD12345", "浙AFA1234", "浙A12345D", "浙AA12345", "浙AK12345",
          "浙A1234学", "浙A1234挂", "浙A1234警", "粤Z1234港", "粤Z1234澳", "浙ＡＤ１２３４５"}) {
        EXPECT_TRUE(good_plate(plate)) << plate;
    }
}

TEST(plate, what_no_plate_looks_like_is_refused) {
    for (auto const* plate : {"", "浙", "A12345", "阿A12345", "浙112345", "浙I12345", "浙O12345", "浙A1234I", "浙A1234",
                              "浙A123456", "浙AL12345", "浙AD1234A", "浙A12345学", "浙A123学", "浙A12345D1"}) {
        EXPECT_FALSE(good_plate(plate)) << plate;
    }
}

TEST(phone, mobiles_landlines_and_public_numbers_are_good) {
    for (auto const* phone :
         {"13800000000", "19900000000", "+86 138 0000 0000", "+86-138-0000-0000", "0571-87654321", "(0571)87654321",
          "010-87654321", "+86 571 87654321", "12345", "110", "119", "120", "4001234567", "１３８００００００００"}) {
        EXPECT_TRUE(good_phone(phone)) << phone;
    }
}

TEST(phone, what_nobody_can_call_is_refused) {
    for (auto const* phone : {"", "12800000000", "1380000000", "138000000000", "87654321", "0571-17654321",
                              "0071-87654321", "phone", "111", "+86"}) {
        EXPECT_FALSE(good_phone(phone)) << phone;
    }
}

TEST(normalise, numbers_are_stored_half_width_upper_case_without_spaces_and_dots) {
    EXPECT_EQ(normalise("浙ａ·１２３　45"), "浙A12345");
    EXPECT_EQ(normalise("ab.c d"), "ABCD");
    EXPECT_EQ(normalise("\xff"), "\xff");
    EXPECT_EQ(normalise(""), "");
}

}  // namespace anju::policy::field
