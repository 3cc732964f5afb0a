#include "kernel/request.hpp"

#include <gtest/gtest.h>

namespace anju::kernel {
namespace {

TEST(TargetTest, is_split_and_decoded) {
    const auto target = parse_target("/api/places/%E5%B0%8F%E5%8C%BA?q=%E6%98%9F+a%2Bb&limit=5&empty=");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/api/places/小区");
    EXPECT_EQ(target->query.at("q"), "星 a+b");
    EXPECT_EQ(target->query.at("limit"), "5");
    EXPECT_EQ(target->query.at("empty"), "");
    EXPECT_EQ(parse_target("/")->path, "/");
}

TEST(TargetTest, that_is_malformed_or_sly_is_refused) {
    for (const auto* text :
         {"", "x", "http://host/x", "//host/x", "*", "/a%2", "/a%zz", "/a%00b", "/a/../b", "/a/%2e%2e/b", "/./a",
          "/a%2Fb", "/a%5Cb", "/a%FF", "/a?x=%00", "/a?x=%C0%80", "/a?x=1&x=2", "/a b", "/%ED%A0%80"})
        EXPECT_FALSE(parse_target(text)) << text;
}

}  // namespace
}  // namespace anju::kernel
