#include "base/text.hpp"

#include <gtest/gtest.h>

namespace anju::base {
namespace {

TEST(Text, characters_are_code_points_not_bytes) {
    EXPECT_EQ(characters(""), 0U);
    EXPECT_EQ(characters("a1"), 2U);
    EXPECT_EQ(characters("小区"), 2U);
    EXPECT_EQ(characters("𠮷 é"), 3U);
}

}  // namespace
}  // namespace anju::base
