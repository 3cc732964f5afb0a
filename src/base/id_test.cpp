#include "base/id.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

namespace anju::base {

TEST(id, a_new_id_is_a_uuid_of_version_7) {
    auto const id = new_id();
    EXPECT_TRUE(is_id(id)) << id;
    EXPECT_EQ(id[14], '7');
}

TEST(id, ids_sort_by_the_time_they_were_made) {
    std::vector<std::string> ids(20'000);
    std::generate(ids.begin(), ids.end(), new_id);
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
}

TEST(id, threads_never_make_the_same_id) {
    std::vector<std::vector<std::string>> made(4, std::vector<std::string>(5'000));
    std::vector<std::thread> threads;
    for (auto& ids : made) threads.emplace_back([&ids] { std::generate(ids.begin(), ids.end(), new_id); });
    for (auto& thread : threads) thread.join();
    std::set<std::string> all;
    for (auto const& ids : made) all.insert(ids.begin(), ids.end());
    EXPECT_EQ(all.size(), 20'000U);
}

TEST(id, only_lower_case_uuids_are_ids) {
    EXPECT_TRUE(is_id("01890a5d-ac96-774b-bcce-b302099a8057"));
    for (auto const* text : {"", "01890A5D-AC96-774B-BCCE-B302099A8057", "01890a5d-ac96-774b-bcce-b302099a805",
                             "01890a5dxac96-774b-bcce-b302099a8057", "01890a5d-ac96-974b-bcce-b302099a8057",
                             "01890a5d-ac96-774b-ccce-b302099a8057", "g1890a5d-ac96-774b-bcce-b302099a8057"}) {
        EXPECT_FALSE(is_id(text)) << text;
    }
}

TEST(id, a_token_is_base64url_without_padding_and_differs_each_time) {
    auto const alphabet = std::string{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};
    for (auto const& [bytes, letters] :
         std::vector<std::pair<unsigned, std::size_t>>{{0, 0}, {1, 2}, {2, 3}, {3, 4}, {32, 43}}) {
        auto const token = random_token(bytes);
        EXPECT_EQ(token.size(), letters);
        EXPECT_EQ(token.find_first_not_of(alphabet), std::string::npos);
    }
    EXPECT_NE(random_token(32), random_token(32));
}

TEST(id, a_first_password_has_four_kinds_of_characters_and_no_look_alikes) {
    for (int i = 0; i < 200; ++i) {
        auto const password = random_password();
        EXPECT_EQ(password.size(), 16U);
        EXPECT_EQ(password.find_first_of("0O1Il"), std::string::npos) << password;
        EXPECT_NE(password.find_first_of("ABCDEFGHJKLMNPQRSTUVWXYZ"), std::string::npos) << password;
        EXPECT_NE(password.find_first_of("abcdefghijkmnopqrstuvwxyz"), std::string::npos) << password;
        EXPECT_NE(password.find_first_of("23456789"), std::string::npos) << password;
        EXPECT_NE(password.find_first_of("-+=@#%"), std::string::npos) << password;
    }
}

}  // namespace anju::base
