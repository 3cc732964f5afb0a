#include "kernel/session.hpp"

#include <gtest/gtest.h>

#include "kernel/password.hpp"
#include "kernel/test_store.hpp"

namespace anju::kernel {
namespace {

constexpr base::Instant noon{1'795'500'000'000'000};
base::Instant after(std::int64_t seconds) {
    return {noon.microseconds + seconds * 1'000'000};
}

class SessionTest : public testing::Test {
  protected:
    TestStore store{kernel_migrations()};

    Opened open(const std::string& account, bool secure = false) {
        Opened opened;
        store->act([&](Transaction& t) { opened = open_session(t, account, secure, noon); });
        return opened;
    }
    bool found(const std::string& cookie, base::Instant now, bool secure = false) {
        Request request;
        request.headers["cookie"] = "other=1; " + cookie.substr(0, cookie.find(';')) + "; more=2";
        request.secure = secure;
        bool there = false;
        store->see([&](Transaction& t) { there = find_session(t, request, now, {}).has_value(); });
        return there;
    }
};

TEST_F(SessionTest, is_found_by_its_cookie_until_it_idles_or_grows_old) {
    const auto opened = open("a");
    EXPECT_TRUE(found(opened.cookie, after(60)));
    EXPECT_FALSE(found(opened.cookie, after(30 * 60)));
    for (int minutes = 20; minutes < 12 * 60; minutes += 20)
        store->act([&](Transaction& t) { touch_session(t, opened.session, after(minutes * 60)); });
    EXPECT_TRUE(found(opened.cookie, after(12 * 3600 - 1)));
    EXPECT_FALSE(found(opened.cookie, after(12 * 3600)));
}

TEST_F(SessionTest, only_the_hash_of_the_token_is_kept) {
    const auto opened = open("a");
    const auto token = opened.cookie.substr(5, opened.cookie.find(';') - 5);
    EXPECT_GE(token.size(), 40U);
    store->see([&](Transaction& t) {
        for (const auto& row : t.query("SELECT hash, account_id, csrf_token FROM session"))
            for (const auto& value : row.values())
                EXPECT_EQ(std::get<std::string>(value).find(token), std::string::npos);
    });
}

TEST_F(SessionTest, of_an_account_is_one_and_signing_in_again_ends_the_older) {
    const auto first = open("a");
    const auto second = open("a");
    EXPECT_FALSE(found(first.cookie, noon));
    EXPECT_TRUE(found(second.cookie, noon));
    store->act([&](Transaction& t) { end_session(t, second.session.hash); });
    EXPECT_FALSE(found(second.cookie, noon));
}

TEST_F(SessionTest, over_tls_takes_only_the_cookie_no_neighbour_can_set) {
    const auto opened = open("a", true);
    EXPECT_TRUE(opened.cookie.starts_with("__Host-anju="));
    for (const auto* mark : {"; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"})
        EXPECT_NE(opened.cookie.find(mark), std::string::npos) << mark;
    EXPECT_TRUE(found(opened.cookie, noon, true));
    EXPECT_FALSE(found(opened.cookie.substr(7), noon, true));
    EXPECT_EQ(clear_cookie(true), "__Host-anju=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
}

TEST(PasswordTest, fits_its_own_hash_and_no_other) {
    const auto hash = hash_password("Green-7-路");
    EXPECT_TRUE(hash.starts_with("$argon2id$"));
    EXPECT_NE(hash, hash_password("Green-7-路"));
    EXPECT_TRUE(check_password("Green-7-路", hash));
    EXPECT_FALSE(check_password("green-7-路", hash));
    EXPECT_FALSE(check_password("nobody's password", ""));
    EXPECT_FALSE(check_password("x", "not a hash"));
}

}  // namespace
}  // namespace anju::kernel
