#include <gtest/gtest.h>

#include <set>

#include "survey/parts.hpp"

namespace anju::survey {

namespace {

constexpr std::string_view symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

TEST(Code, every_new_one_has_ten_plain_characters_and_reads_back) {
    std::set<std::string> seen;
    for (int i = 0; i < 2000; ++i) {
        const auto code = new_code();
        ASSERT_EQ(code.size(), 10U);
        ASSERT_EQ(code.find_first_not_of(symbols), std::string::npos) << code;
        ASSERT_EQ(read_code(code), code);
        seen.insert(code);
    }
    EXPECT_EQ(seen.size(), 2000U);
}

TEST(Code, the_check_character_catches_every_wrong_character_at_every_place) {
    for (int i = 0; i < 50; ++i) {
        const auto code = new_code();
        for (std::size_t place = 0; place < code.size(); ++place)
            for (const char other : symbols) {
                auto typed = code;
                typed[place] = other;
                ASSERT_EQ(read_code(typed).has_value(), other == code[place]) << code << " " << typed;
            }
    }
}

TEST(Code, the_check_character_catches_every_swap_of_neighbours_and_of_any_two_characters) {
    // All pairs of characters at all pairs of places, in codes made for it.
    for (int i = 0; i < 200; ++i) {
        const auto code = new_code();
        for (std::size_t first = 0; first < code.size(); ++first)
            for (std::size_t second = first + 1; second < code.size(); ++second) {
                auto typed = code;
                std::swap(typed[first], typed[second]);
                ASSERT_EQ(read_code(typed).has_value(), typed == code) << code << " " << typed;
            }
    }
}

TEST(Code, exactly_one_of_all_last_characters_fits_any_nine) {
    for (int i = 0; i < 100; ++i) {
        const auto nine = random_symbols(9);
        int fitting = 0;
        for (const char last : symbols) fitting += read_code(nine + last) ? 1 : 0;
        ASSERT_EQ(fitting, 1);
    }
}

TEST(Code, people_may_type_it_as_they_read_it) {
    const auto code = new_code();
    auto lower = code;
    for (auto& c : lower) c = static_cast<char>(std::tolower(c));
    EXPECT_EQ(read_code(code.substr(0, 5) + "-" + code.substr(5)), code);
    EXPECT_EQ(read_code(" " + lower.substr(0, 5) + " – " + lower.substr(5) + "\n"), code);
    std::string wide;
    for (const char c : code) wide += {'\xEF', static_cast<char>(0xBC + (c - 0x20) / 0x40), static_cast<char>(0x80 + (c - 0x20) % 0x40)};
    EXPECT_EQ(read_code(wide), code);
    EXPECT_EQ(read_code("００"), std::nullopt);
}

TEST(Code, look_alikes_are_taken_for_the_digits_they_look_like) {
    std::string code;
    do code = new_code();
    while (code.find('0') == std::string::npos || code.find('1') == std::string::npos);
    auto typed = code;
    for (auto& c : typed) c = c == '0' ? 'O' : c == '1' ? 'l' : c;
    EXPECT_EQ(read_code(typed), code);
    for (auto& c : typed) c = c == 'l' ? 'I' : c;
    EXPECT_EQ(read_code(typed), code);
}

TEST(Code, what_is_no_code_is_nothing) {
    const auto code = new_code();
    EXPECT_EQ(read_code(""), std::nullopt);
    EXPECT_EQ(read_code(code.substr(0, 9)), std::nullopt);
    EXPECT_EQ(read_code(code + "0"), std::nullopt);
    EXPECT_EQ(read_code(std::string(10, 'U')), std::nullopt);
    EXPECT_EQ(read_code("编号"), std::nullopt);
    EXPECT_EQ(read_code(std::string(100'000, '-')), std::nullopt);
    EXPECT_EQ(read_code(std::string(10, '\xEF')), std::nullopt);
}

}  // namespace

}  // namespace anju::survey
