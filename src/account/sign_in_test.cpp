#include <thread>

#include "account/password_rules.hpp"
#include "account/test_desk.hpp"

namespace anju::account {
namespace {

namespace json = kernel::json;
using testing::HasSubstr;

struct SignInTest : DeskTest {
    void SetUp() override {
        DeskTest::SetUp();
        person("office", {{"office", {}, {}}});
    }
};

TEST_F(SignInTest, a_good_password_opens_a_session_with_rights_and_roles) {
    const auto browser = enter(" Office ");
    const auto me = get(browser, "/api/me");
    EXPECT_EQ(me.at("account").at("name").as_string(), "office");
    EXPECT_EQ(me.at("account").at("roles").at(0).at("title").at("zh").as_string(), "角色office");
    EXPECT_EQ(me.at("account").at("rights").as_array().size(), 5U);
    EXPECT_EQ(me.at("csrf_token").as_string(), browser.token);
    EXPECT_TRUE(get({}, "/api/me").at("account").is_null());
    EXPECT_EQ(lines("account.sign_in"), 1);
}

TEST_F(SignInTest, an_unknown_name_and_a_wrong_password_get_the_same_answer) {
    auto wrong = json::parse(try_sign_in("office", "Wrong-Kettle-47").body).as_object();
    auto unknown = json::parse(try_sign_in("nobody", "Wrong-Kettle-47").body).as_object();
    wrong.erase("request_id");
    unknown.erase("request_id");
    EXPECT_EQ(wrong, unknown);
    EXPECT_EQ(wrong.at("status").as_int64(), 401);
    EXPECT_EQ(lines("account.sign_in_failed"), 2);
}

TEST_F(SignInTest, the_typed_name_and_password_stand_nowhere_in_the_journal) {
    try_sign_in("my-secret-typed-as-name", "Wrong-Kettle-47");
    try_sign_in("office", "Wrong-Kettle-47");
    store->see([&](kernel::Transaction& transaction) {
        for (const auto& row : transaction.query("SELECT actor_id || actor_name || thing_id || COALESCE(before, '') || COALESCE(after, '') || why FROM journal")) {
            EXPECT_THAT(row.text(0), testing::Not(HasSubstr("secret")));
            EXPECT_THAT(row.text(0), testing::Not(HasSubstr("Kettle")));
        }
        EXPECT_TRUE(transaction.one("SELECT id FROM journal WHERE act = 'account.sign_in_failed' AND thing_id = $1", {ids["office"]}));
    });
}

TEST_F(SignInTest, five_wrong_passwords_lock_an_account_and_an_unknown_name_alike) {
    for (const auto* name : {"office", "nobody"}) {
        for (int i = 0; i < 5; ++i) EXPECT_EQ(try_sign_in(name, "Wrong-Kettle-47").status, 401) << name << i;
        const auto locked = try_sign_in(name, good_password);
        EXPECT_EQ(locked.status, 429) << name;
        EXPECT_THAT(locked.body, HasSubstr(base::Instant{now.microseconds + 15 * 60'000'000}.text().substr(11, 5)));
    }
    EXPECT_EQ(lines("account.lock"), 1);
    pass_minutes(16);
    EXPECT_EQ(try_sign_in("office", good_password).status, 200);
    EXPECT_EQ(try_sign_in("nobody", good_password).status, 401);
}

TEST_F(SignInTest, a_good_password_starts_the_count_again) {
    for (int i = 0; i < 4; ++i) try_sign_in("office", "Wrong-Kettle-47");
    enter("office");
    for (int i = 0; i < 4; ++i) EXPECT_EQ(try_sign_in("office", "Wrong-Kettle-47").status, 401);
    EXPECT_EQ(try_sign_in("office", good_password).status, 200);
}

TEST_F(SignInTest, guesses_sent_all_at_once_are_told_apart_no_more_than_five_times) {
    std::vector<int> statuses(8);
    std::vector<std::thread> guessers;
    for (auto& status : statuses) guessers.emplace_back([&] { status = try_sign_in("office", "Wrong-Kettle-47").status; });
    for (auto& guesser : guessers) guesser.join();
    EXPECT_LE(std::ranges::count(statuses, 401), 5);
    EXPECT_EQ(try_sign_in("office", good_password).status, 429);
}

TEST_F(SignInTest, a_person_has_one_session_and_a_new_one_each_time) {
    const auto first = enter("office");
    const auto second = enter("office");
    EXPECT_NE(first.cookie, second.cookie);
    EXPECT_TRUE(get(first, "/api/me").at("account").is_null());
    EXPECT_FALSE(get(second, "/api/me").at("account").is_null());
}

TEST_F(SignInTest, signing_out_kills_the_session_at_the_server) {
    const auto browser = enter("office");
    EXPECT_EQ(call({browser.cookie, "forged"}, "POST", "/api/sign-out", json::object{}).status, 403);
    EXPECT_EQ(call(browser, "POST", "/api/sign-out", json::object{}).status, 200);
    EXPECT_EQ(call(browser, "GET", "/api/places").status, 401);
    EXPECT_EQ(lines("account.sign_out"), 1);
}

TEST_F(SignInTest, an_idle_session_ends_after_thirty_minutes) {
    const auto browser = enter("office");
    pass_minutes(29);
    EXPECT_EQ(call(browser, "GET", "/api/places").status, 200);
    pass_minutes(31);
    EXPECT_EQ(call(browser, "GET", "/api/places").status, 401);
}

TEST_F(SignInTest, an_old_password_must_be_changed_before_anything_else) {
    pass_minutes(91 * 24 * 60);
    const auto browser = enter("office");
    EXPECT_TRUE(get(browser, "/api/me").at("account").at("must_change_password").as_bool());
    EXPECT_THAT(call(browser, "GET", "/api/places").body, HasSubstr("must_change_password"));
    const auto change = [&](const char* next) { return call(browser, "POST", "/api/me/password", json::object{{"old", good_password}, {"new", next}}); };
    EXPECT_EQ(change("Green-Kettle-48").status, 200);
    EXPECT_EQ(call(browser, "GET", "/api/places").status, 200);
    EXPECT_EQ(lines("account.password"), 1);
}

TEST_F(SignInTest, a_new_password_keeps_the_rules_and_the_refusal_names_the_field) {
    const auto browser = enter("office");
    const auto change = [&](const std::string& old_one, const std::string& new_one) {
        return call(browser, "POST", "/api/me/password", json::object{{"old", old_one}, {"new", new_one}});
    };
    EXPECT_THAT(change("Wrong-Kettle-47", "Green-Kettle-48").body, testing::AllOf(HasSubstr("wrong_password"), HasSubstr("\"old\"")));
    EXPECT_THAT(change(good_password, "Short-1").body, testing::AllOf(HasSubstr("weak_password"), HasSubstr("\"new\"")));
    EXPECT_THAT(change(good_password, "office-Blue-47").body, HasSubstr("weak_password"));
    EXPECT_THAT(change(good_password, good_password).body, HasSubstr("used_before"));
    EXPECT_EQ(change(good_password, "Green-Kettle-48").status, 200);
    EXPECT_THAT(change("Green-Kettle-48", good_password).body, HasSubstr("used_before"));
    EXPECT_EQ(call({browser.cookie, {}}, "POST", "/api/me/password", json::object{{"old", "Green-Kettle-48"}, {"new", "Amber-Kettle-49"}}).status, 403);
    EXPECT_EQ(call({}, "POST", "/api/me/password", json::object{{"old", "Green-Kettle-48"}, {"new", "Amber-Kettle-49"}}).status, 401);
}

TEST_F(SignInTest, a_body_that_is_no_sign_in_is_refused_without_a_trace) {
    EXPECT_EQ(call({}, "POST", "/api/sign-in", json::object{{"name", "office"}}).status, 422);
    EXPECT_EQ(call({}, "POST", "/api/sign-in", json::object{{"name", 5}, {"password", json::array{}}}).status, 422);
    EXPECT_EQ(lines("account.sign_in_failed"), 0);
}

TEST_F(SignInTest, the_paths_of_a_grant_follow_street_party_and_assignment) {
    std::string street, company, firm, mine, foreign;
    store->act([&](kernel::Transaction& transaction) {
        const auto a = *place::find_by_code(transaction, "street", "990105001000");
        const auto b = *place::find_by_code(transaction, "street", "990105002000");
        const auto near = place::add(transaction, "community", "990105001001", "一社区", a);
        const auto far = place::add(transaction, "community", "990105002001", "二社区", b);
        street = a.id;
        mine = place::add(transaction, "estate", "E1", "甲苑", near, "settled").id;
        foreign = place::add(transaction, "estate", "E2", "乙苑", far, "settled").id;
        company = party::add(transaction, "property_company", "虚构物业").id;
        firm = party::add(transaction, "assessor", "虚构评估").id;
        party::join(transaction, mine, company, "property_company", *base::Day::parse("2026-01-01"));
        party::join(transaction, mine, firm, "assessor", *base::Day::parse("2026-01-01"), "evaluation-1");
    });
    person("street", {{"street_officer", street, {}}});
    person("manager", {{"manager", {}, company}});
    person("assessor", {{"assessor", {}, firm}});
    for (const auto* name : {"street", "manager", "assessor"}) {
        const auto browser = enter(name);
        EXPECT_EQ(call(browser, "GET", "/api/estates/" + mine).status, 200) << name;
        EXPECT_EQ(call(browser, "GET", "/api/estates/" + foreign).status, 404) << name;
        EXPECT_EQ(get(browser, "/api/estates").at("items").as_array().size(), 1U) << name;
    }
    // A company that has left sees the estate no longer.
    store->act([&](kernel::Transaction& transaction) {
        party::join(transaction, mine, party::add(transaction, "property_company", "虚构物业二").id, "property_company", *base::Day::parse("2026-02-01"));
    });
    EXPECT_EQ(call(enter("manager"), "GET", "/api/estates/" + mine).status, 404);
}

TEST(PasswordRules, a_password_needs_length_and_kinds) {
    const SecuritySettings settings;
    EXPECT_FALSE(refuse_password("Blue-Kettle-47", "zhao", settings));
    EXPECT_TRUE(refuse_password("Blue-K-47", "zhao", settings));      // 9 characters
    EXPECT_TRUE(refuse_password("blue-kettle-", "zhao", settings));    // 2 kinds
    EXPECT_FALSE(refuse_password("蓝色水壶烧开水Ab1", "zhao", settings));  // characters are counted, not bytes
    EXPECT_TRUE(refuse_password(std::string(129, 'a') + "B1", "zhao", settings));
    EXPECT_TRUE(refuse_password("My-ZHAO-pass-47", "zhao", settings));
}

TEST(PasswordRules, common_passwords_are_refused_also_when_dressed_up) {
    for (const auto* common : {"password", "Password123", "P@ssw0rd2024!", "Qwerty1234", "1qaz2wsx3edc", "Admin@123456", "Woaini1314!", "Hangzhou@2026", "88888888", "123Password"})
        EXPECT_TRUE(is_common_password(common)) << common;
    for (const auto* fine : {"Blue-Kettle-47", "correct horse battery", "teStament99x"}) EXPECT_FALSE(is_common_password(fine)) << fine;
}

}  // namespace
}  // namespace anju::account
