#include "account/test_desk.hpp"

namespace anju::account {
namespace {

namespace json = kernel::json;
using testing::HasSubstr;

struct ManageTest : DeskTest {
    Browser admin;
    void SetUp() override {
        DeskTest::SetUp();
        person("admin", {{"system_admin", {}, {}}});
        admin = enter("admin");
    }
    kernel::Reply add_account(const char* name, json::array grants) {
        return call(admin, "POST", "/api/accounts", json::object{{"name", name}, {"display_name", "测试人"}, {"grants", std::move(grants)}});
    }
    kernel::Reply grant(const std::string& name, json::array grants) {
        return call(admin, "PUT", "/api/accounts/" + ids[name] + "/grants", json::object{{"grants", std::move(grants)}, {"why", "岗位调整"}});
    }
};

json::object role(const char* name) { return {{"role", name}, {"place_id", nullptr}, {"party_id", nullptr}}; }

TEST_F(ManageTest, a_new_account_gets_a_random_password_that_must_be_changed_first) {
    const auto made = json::parse(add_account("office", {role("office")}).body);
    const auto password = std::string{made.at("password").as_string()};
    const auto browser = enter("office", password);
    EXPECT_THAT(call(browser, "GET", "/api/places").body, HasSubstr("must_change_password"));
    EXPECT_EQ(call(browser, "POST", "/api/me/password", json::object{{"old", password}, {"new", good_password}}).status, 200);
    EXPECT_EQ(call(browser, "GET", "/api/places").status, 200);
    EXPECT_EQ(try_sign_in("office", password).status, 401);
    EXPECT_EQ(lines("account.add"), 1);
    EXPECT_THAT(call(admin, "GET", "/api/accounts").body, testing::Not(HasSubstr(password)));
}

TEST_F(ManageTest, a_first_password_is_good_for_seven_days_only) {
    const auto password = std::string{json::parse(add_account("office", {role("office")}).body).at("password").as_string()};
    pass_minutes(8 * 24 * 60);
    EXPECT_EQ(try_sign_in("office", password).status, 403);
    EXPECT_EQ(try_sign_in("office", "Wrong-Kettle-47").status, 401);
}

TEST_F(ManageTest, one_person_is_never_two_of_the_three_administrators_whichever_role_says_so) {
    const char* const three[] = {"system_admin", "security_admin", "audit_admin"};
    for (const auto* a : three) {
        for (const auto* b : three) {
            if (std::string_view{a} == b) continue;
            const auto refused = add_account("both", {role(a), role(b)});
            EXPECT_EQ(refused.status, 422) << a << b;
            EXPECT_THAT(refused.body, HasSubstr("roles_exclude"));
        }
    }
    person("auditor", {{"audit_admin", {}, {}}});
    EXPECT_EQ(grant("auditor", {role("audit_admin"), role("system_admin")}).status, 422);
    EXPECT_EQ(lines("account.grant"), 0);
}

TEST_F(ManageTest, separated_administrators_cannot_do_each_others_work) {
    person("security", {{"security_admin", {}, {}}});
    person("auditor", {{"audit_admin", {}, {}}});
    const auto security = enter("security");
    const auto auditor = enter("auditor");
    EXPECT_EQ(call(admin, "GET", "/api/journal").status, 403);
    EXPECT_EQ(call(admin, "GET", "/api/security-settings").status, 403);
    EXPECT_EQ(call(security, "GET", "/api/journal").status, 403);
    EXPECT_EQ(call(security, "GET", "/api/accounts").status, 403);
    EXPECT_EQ(call(auditor, "GET", "/api/accounts").status, 403);
    EXPECT_EQ(call(auditor, "GET", "/api/security-settings").status, 403);
    EXPECT_EQ(call(auditor, "GET", "/api/journal").status, 200);
}

TEST_F(ManageTest, a_role_needs_the_place_or_party_of_its_scope) {
    EXPECT_THAT(add_account("street", {role("street_officer")}).body, HasSubstr("grants/0/place_id"));
    EXPECT_THAT(add_account("manager", {role("manager")}).body, HasSubstr("grants/0/party_id"));
    EXPECT_THAT(add_account("king", {role("king")}).body, HasSubstr("grants/0/role"));
    EXPECT_THAT(add_account("Bad Name", {}).body, HasSubstr("wrong_account_name"));
    EXPECT_THAT(add_account("admin", {}).body, HasSubstr("name_taken"));
}

TEST_F(ManageTest, disabling_an_account_ends_its_sessions_at_once) {
    person("office", {{"office", {}, {}}});
    const auto browser = enter("office");
    const auto disable = call(admin, "POST", "/api/accounts/" + ids["office"] + "/disable", json::object{{"why", "离职"}});
    EXPECT_EQ(disable.status, 200);
    EXPECT_EQ(call(browser, "GET", "/api/places").status, 401);
    EXPECT_EQ(try_sign_in("office", good_password).status, 401);
    EXPECT_EQ(call(admin, "POST", "/api/accounts/" + ids["office"] + "/disable", json::object{}).status, 422);
    EXPECT_EQ(call(admin, "POST", "/api/accounts/" + ids["office"] + "/enable", json::object{}).status, 200);
    EXPECT_EQ(try_sign_in("office", good_password).status, 200);
}

TEST_F(ManageTest, taking_a_role_away_works_from_the_next_request_on) {
    person("office", {{"office", {}, {}}});
    const auto browser = enter("office");
    EXPECT_EQ(grant("office", {}).status, 200);
    EXPECT_EQ(call(browser, "GET", "/api/places").status, 403);
    EXPECT_EQ(lines("account.grant"), 1);
}

TEST_F(ManageTest, nobody_changes_the_own_account) {
    EXPECT_THAT(grant("admin", {role("office")}).body, HasSubstr("own_account"));
    EXPECT_EQ(call(admin, "POST", "/api/accounts/" + ids["admin"] + "/disable", json::object{{"why", "试试"}}).status, 409);
    EXPECT_EQ(call(admin, "POST", "/api/accounts/" + ids["admin"] + "/reset-password", json::object{}).status, 409);
}

TEST_F(ManageTest, a_stale_version_of_an_account_is_refused) {
    person("office", {{"office", {}, {}}});
    const json::object body{{"grants", json::array{role("office")}}, {"why", "岗位调整"}, {"version", 1}};
    EXPECT_EQ(call(admin, "PUT", "/api/accounts/" + ids["office"] + "/grants", body).status, 200);
    EXPECT_THAT(call(admin, "PUT", "/api/accounts/" + ids["office"] + "/grants", body).body, HasSubstr("changed_meanwhile"));
}

TEST_F(ManageTest, enabling_unlocks_what_wrong_passwords_have_locked) {
    person("office", {{"office", {}, {}}});
    for (int i = 0; i < 5; ++i) try_sign_in("office", "Wrong-Kettle-47");
    auto accounts = get(admin, "/api/accounts?q=office");
    EXPECT_TRUE(accounts.at("items").at(0).at("locked").as_bool());
    call(admin, "POST", "/api/accounts/" + ids["office"] + "/enable", json::object{{"why", "本人到场核实"}});
    EXPECT_EQ(try_sign_in("office", good_password).status, 200);
}

TEST_F(ManageTest, a_reset_password_ends_the_session_and_is_shown_once) {
    person("office", {{"office", {}, {}}});
    const auto browser = enter("office");
    const auto reset = json::parse(call(admin, "POST", "/api/accounts/" + ids["office"] + "/reset-password", json::object{}).body);
    EXPECT_EQ(call(browser, "GET", "/api/places").status, 401);
    EXPECT_EQ(try_sign_in("office", good_password).status, 401);
    enter("office", std::string{reset.at("password").as_string()});
}

TEST_F(ManageTest, settings_are_changed_by_the_security_administrator_and_take_effect) {
    person("security", {{"security_admin", {}, {}}});
    person("office", {{"office", {}, {}}});
    const auto security = enter("security");
    auto settings = get(security, "/api/security-settings").as_object();
    EXPECT_EQ(settings.at("failures").as_int64(), 5);
    settings["failures"] = 3;
    EXPECT_EQ(call(security, "PUT", "/api/security-settings", settings).status, 200);
    EXPECT_THAT(call(security, "PUT", "/api/security-settings", settings).body, HasSubstr("changed_meanwhile"));
    for (int i = 0; i < 3; ++i) try_sign_in("office", "Wrong-Kettle-47");
    EXPECT_EQ(try_sign_in("office", good_password).status, 429);
    settings["version"] = 1;
    settings["password_length"] = 4;
    EXPECT_THAT(call(security, "PUT", "/api/security-settings", settings).body, HasSubstr("password_length"));
    EXPECT_EQ(lines("security.change"), 1);
}

TEST_F(ManageTest, the_roles_page_shows_exclusions_from_both_sides) {
    const auto roles = get(admin, "/api/roles").at("items").as_array();
    const auto found = std::ranges::find_if(roles, [](const json::value& one) { return one.at("role").as_string() == "audit_admin"; });
    EXPECT_EQ(found->at("excludes").as_array().size(), 2U);
}

struct JournalTest : ManageTest {
    std::string street_path, street, estate;
    void SetUp() override {
        ManageTest::SetUp();
        person("auditor", {{"audit_admin", {}, {}}});
        person("office", {{"office", {}, {}}});
        store->act([&](kernel::Transaction& transaction) {
            const auto a = *place::find_by_code(transaction, "street", "990105001000");
            const auto b = *place::find_by_code(transaction, "street", "990105002000");
            street = b.id;
            const auto near = place::add(transaction, "community", "990105001001", "一社区", a);
            estate = place::add(transaction, "estate", "E1", "甲苑", near, "settled").id;
            line(transaction, "finding.record", "finding", "f1", {{"source", "self_check"}});
            line(transaction, "finding.record", "finding", "f2", {{"source", "third_party"}});
            line(transaction, "something.new", "finding", "f2", {});
        });
        person("street", {{"street_officer", street, {}}});
    }
    void line(kernel::Transaction& transaction, const char* act, const char* kind, const char* id, json::object after) {
        kernel::write_journal(transaction, {}, now, "r", {.act = act, .thing_kind = kind, .thing_id = id, .place_id = estate, .before = nullptr, .after = std::move(after), .why = {}});
    }
};

TEST_F(JournalTest, the_auditor_filters_and_pages_through_the_journal) {
    const auto auditor = enter("auditor");
    EXPECT_EQ(get(auditor, "/api/journal?thing_kind=finding").at("items").as_array().size(), 3U);
    EXPECT_EQ(get(auditor, "/api/journal?place=" + estate).at("items").as_array().size(), 3U);
    EXPECT_EQ(get(auditor, "/api/journal?place=" + street).at("items").as_array().size(), 0U);
    EXPECT_EQ(get(auditor, "/api/journal?act=account.sign_in&actor=" + ids["admin"]).at("items").as_array().size(), 1U);
    const auto today = now.day().text();
    EXPECT_FALSE(get(auditor, "/api/journal?from=" + today + "&to=" + today).at("items").as_array().empty());
    EXPECT_TRUE(get(auditor, "/api/journal?to=2020-01-01").at("items").as_array().empty());
    EXPECT_EQ(call(auditor, "GET", "/api/journal?from=yesterday").status, 422);
    const auto first = get(auditor, "/api/journal?limit=1");
    const auto second = get(auditor, "/api/journal?limit=1&after=" + std::string{first.at("next").as_string()});
    EXPECT_LT(second.at("items").at(0).at("id").as_string(), first.at("items").at(0).at("id").as_string());
}

TEST_F(JournalTest, acts_have_titles_and_unknown_ones_show_their_code) {
    const auto lines_of = get(enter("office"), "/api/timeline/finding/f2").at("items").as_array();
    ASSERT_EQ(lines_of.size(), 2U);
    EXPECT_EQ(lines_of[0].at("act_title").at("zh").as_string(), "记录扣分");
    EXPECT_EQ(lines_of[1].at("act_title").at("zh").as_string(), "something.new");
}

TEST_F(JournalTest, a_timeline_is_seen_only_where_its_place_may_be_read) {
    EXPECT_EQ(call({}, "GET", "/api/timeline/finding/f2").status, 401);
    EXPECT_TRUE(get(enter("street"), "/api/timeline/finding/f2").at("items").as_array().empty());
    EXPECT_TRUE(get(enter("office"), "/api/timeline/account/" + ids["admin"]).at("items").as_array().empty());
    EXPECT_FALSE(get(enter("auditor"), "/api/timeline/account/" + ids["admin"]).at("items").as_array().empty());
}

TEST_F(JournalTest, a_self_check_stays_hidden_from_who_may_not_read_self_checks) {
    std::string company;
    store->act([&](kernel::Transaction& transaction) {
        company = party::add(transaction, "property_company", "虚构物业").id;
        party::join(transaction, estate, company, "property_company", *base::Day::parse("2026-01-01"));
    });
    person("manager", {{"manager", {}, company}});
    const auto manager = enter("manager");
    EXPECT_TRUE(get(manager, "/api/timeline/finding/f1").at("items").as_array().empty());
    EXPECT_EQ(get(manager, "/api/timeline/finding/f2").at("items").as_array().size(), 2U);
    EXPECT_EQ(get(enter("office"), "/api/timeline/finding/f1").at("items").as_array().size(), 1U);
}

}  // namespace
}  // namespace anju::account
