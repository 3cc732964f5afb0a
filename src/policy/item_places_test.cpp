#include "policy/item_places.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

namespace anju::policy {

TEST(item_places, codes_that_look_alike_are_told_apart) {
    std::vector<std::string_view> const codes{"A",         "AA",   "AAA",   "AAAA",  "AAAAA", "AAAAAAAA",
                                              "AAAAAAAAA", "C1.1", "C1.10", "C1.11", "C11.1", "1234567890123456"};
    ItemPlaces const places{codes};
    for (std::size_t i = 0; i < codes.size(); ++i) EXPECT_EQ(places.find(codes[i]), i) << codes[i];
    for (auto const* other : {"", "B", "AAAAAA", "AAAAAAA", "C1", "C1.12", "12345678901234567"})
        EXPECT_FALSE(places.find(other)) << other;
    EXPECT_FALSE(ItemPlaces{}.find("A"));
}

RC_GTEST_PROP(item_places, finds_exactly_what_was_put_in, (std::vector<std::string> codes, const std::string& other)) {
    std::erase_if(codes, [](const std::string& code) { return code.empty() || code.size() > ItemPlaces::longest; });
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    ItemPlaces const places{{codes.begin(), codes.end()}};
    for (std::size_t i = 0; i < codes.size(); ++i) RC_ASSERT(places.find(codes[i]) == i);
    if (std::find(codes.begin(), codes.end(), other) == codes.end()) RC_ASSERT(!places.find(other));
}

}  // namespace anju::policy
