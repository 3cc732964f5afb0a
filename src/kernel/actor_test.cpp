#include "kernel/actor.hpp"

#include <gtest/gtest.h>

#include "kernel/page.hpp"

namespace anju::kernel {
namespace {

Actor officer() {
    Actor actor;
    actor.account_id = "o";
    actor.grants = {{{"finding.see", "finding.decide"}, {"/d/s1/", "/d/s2/"}, "street_officer", "p1"},
                    {{"finding.see"}, {"/d/s1/c1/", "/e/"}, "viewer", ""}};
    return actor;
}

TEST(ActorTest, may_act_only_under_the_paths_of_grants_with_the_right) {
    const auto actor = officer();
    EXPECT_TRUE(actor.may("finding.decide", "/d/s1/c9/e1/"));
    EXPECT_FALSE(actor.may("finding.decide", "/e/"));
    EXPECT_FALSE(actor.may("finding.decide", "/d/"));
    EXPECT_FALSE(actor.may("finding.decide", "/d/s11/"));
    EXPECT_FALSE(actor.may("account.grant", "/d/s1/"));
    EXPECT_TRUE(actor.has("finding.see"));
    EXPECT_FALSE(actor.has("account.grant"));
    EXPECT_TRUE(actor.has_role("viewer"));
    EXPECT_FALSE(Actor{}.known());
}

TEST(ActorTest, an_empty_path_gives_nothing) {
    Actor actor;
    actor.grants = {{{"x"}, {""}, "r", ""}};
    EXPECT_FALSE(actor.may("x", "/d/"));
    EXPECT_TRUE(actor.paths("x").empty());
}

TEST(ActorTest, paths_are_the_shortest_cover) {
    EXPECT_EQ(officer().paths("finding.see"), (std::vector<std::string>{"/d/s1/", "/d/s2/", "/e/"}));
    EXPECT_EQ(officer().parties("finding.see"), (std::vector<std::string>{"p1"}));
}

TEST(PlaceFilterTest, covers_just_the_granted_places) {
    Values values{std::string{"first"}};
    EXPECT_EQ(place_filter(officer(), "finding.decide", "p.path", values),
              "(p.path >= $2 AND p.path < $3 OR p.path >= $4 AND p.path < $5)");
    ASSERT_EQ(values.size(), 5U);
    EXPECT_EQ(std::get<std::string>(values[1]), "/d/s1/");
    EXPECT_EQ(std::get<std::string>(values[2]), "/d/s10");
    EXPECT_EQ(place_filter(officer(), "none", "p.path", values), "1 = 0");
    Actor all;
    all.grants = {{{"x"}, {"/"}, "r", ""}};
    EXPECT_EQ(place_filter(all, "x", "p.path", values), "1 = 1");
    EXPECT_EQ(values.size(), 5U);
}

TEST(LikeTest, takes_wildcards_of_the_user_literally) {
    EXPECT_EQ(like_containing("5%_\\"), "%5\\%\\_\\\\%");
}

}  // namespace
}  // namespace anju::kernel
