// Every route × nobody and every role of the pack × an own and another place, from a table: tests/rights.tsv says which right a
// route asks for, whether it is held to a place, and which rights open a route that looks at the thing itself; the pack says
// which role has which right. The demonstration district has one of everything the routes are about.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "account/account.hpp"
#include "app/demo.hpp"
#include "app/service.hpp"
#include "kernel/session.hpp"
#include "kernel/test_store.hpp"

namespace anju::app {
namespace {

struct Expected { std::string method, pattern, right; bool at_place = false; std::set<std::string> one_of; };

std::vector<Expected> table() {
    std::vector<Expected> routes;
    std::ifstream in{std::string{ANJU_SOURCE_DIR} + "/tests/rights.tsv"};
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::istringstream cells{line};
        Expected route;
        std::string place, one;
        std::getline(cells, route.method, '\t');
        std::getline(cells, route.pattern, '\t');
        std::getline(cells, route.right, '\t');
        std::getline(cells, place, '\t');
        route.at_place = place == "place";
        while (cells >> one) route.one_of.insert(one);
        routes.push_back(std::move(route));
    }
    return routes;
}

struct District {
    kernel::TestStore store{{}};
    base::Instant now = base::Instant::end_of(*base::Day::parse("2025-07-01"));
    Service service{*store, policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu"), store.directory() + "/files", {}, [this] { return now; }};
    demo::District district;

    void play() {
        std::vector<demo::Password> passwords;
        district = demo::settle(*store, service, now, passwords);
        demo::Clicks clicks{service, *store, now};
        demo::dwellings(clicks, service, district);
        demo::finished_year(clicks, district, service.standard().current(), now);
        demo::present_year(clicks, district, service.standard().current(), now);
        clicks.as(district.accounts.at("quban"));
        for (auto const* plans : {"/api/surveys", "/api/civilities"})
            for (auto const& estate : {district.estates[0], district.estates[7]}) {
                kernel::json::object plan{{"evaluation_id", value("SELECT id FROM evaluation WHERE year = 2026", {})}, {"estate_id", estate.id}, {"starts", "2026-11-23"}, {"ends", "2026-11-27"}, {"party_id", district.assessor_id}};
                if (std::string_view{plans} == "/api/surveys") plan["strata_by"] = "none";
                clicks.send("POST", plans, plan);
            }
    }

    std::string value(const std::string& sql, const kernel::Values& values) {
        std::string found;
        store->see([&](kernel::Transaction& transaction) {
            if (auto const row = transaction.one(sql, values)) found = row->text(0);
        });
        return found;
    }

    /// An account holding only that role, over the street, community, company or assessor of the first estate.
    std::string account_with(const policy::Role& role) {
        std::string id;
        auto const& first = district.estates.front();
        account::NewGrant grant{role.role, {}, {}};
        if (role.scope == policy::Scope::street) grant.place_id = first.street_id;
        if (role.scope == policy::Scope::community) grant.place_id = value("SELECT parent_id FROM place WHERE id = $1", {first.id});
        if (role.scope == policy::Scope::party) grant.party_id = first.company_id;
        if (role.scope == policy::Scope::assigned) grant.party_id = district.assessor_id;
        if (role.role == "department_officer") grant.party_id = district.fire_department_id;
        store->act([&](kernel::Transaction& transaction) {
            auto name = "only-" + role.role;
            for (auto& letter : name) letter = letter == '_' ? '-' : letter;
            id = account::add(transaction, service.standard().current(), {name, role.role, "Zhu-Ying-7421-kd", {grant}, false}, now);
        });
        return id;
    }

    int status_of(const Expected& route, const std::string& target, const std::string& account_id) {
        kernel::Request request;
        request.method = route.method;
        request.target = target;
        request.headers["content-type"] = "application/json";
        if (route.method != "GET") request.body = "{}";
        if (!account_id.empty()) {
            store->act([&](kernel::Transaction& transaction) {
                auto const opened = kernel::open_session(transaction, account_id, false, now);
                request.headers["cookie"] = opened.cookie.substr(0, opened.cookie.find(';'));
                request.headers["x-anju-csrf"] = opened.session.csrf_token;
            });
        }
        auto const reply = service.answer(request);
        return reply.status;
    }

    /// The target with the ids of things of that estate.
    std::string target(const std::string& pattern, const std::string& estate) {
        auto const year = value("SELECT id FROM evaluation WHERE year = 2025", {});
        auto const by_estate = [&](const char* from) { return value(std::string{"SELECT id FROM "} + from + " WHERE estate_id = $1 ORDER BY id LIMIT 1", {estate}); };
        std::map<std::string, std::string> ids{{"{estate}", estate}, {"{year}", "2025"}, {"{item}", "C1.1"}, {"{receipt}", "XXXXXXXXXX"}, {"{number}", "NONE"},
                                               {"{group_kind}", "street"}, {"{thing_kind}", "finding"}, {"{thing_id}", by_estate("finding")}, {"{finding}", by_estate("finding")},
                                               {"{survey}", by_estate("survey")}, {"{civility}", by_estate("civility")}, {"{position}", "1"},
                                               {"{register}", "lift"}, {"{act}", "stop"}, {"{import}", "00000000-0000-7000-8000-000000000000"}, {"{job}", "00000000-0000-7000-8000-000000000000"},
                                               {"{place_id}", value("SELECT id FROM place WHERE kind = 'street' AND $1 <> '' AND (SELECT path FROM place WHERE id = $2) LIKE '%' || id || '%'", {estate, estate})}};
        auto thing = by_estate("finding");
        auto const starts = [&](const char* prefix) { return pattern.starts_with(prefix); };
        if (starts("/api/estates") || starts("/api/places")) thing = estate;
        if (starts("/api/evaluations")) thing = year;
        if (starts("/api/inspections")) thing = value("SELECT id FROM inspection WHERE estate_id = $1 AND source = 'self_check' ORDER BY id LIMIT 1", {estate});
        if (starts("/api/rectifications")) thing = by_estate("rectification");
        if (starts("/api/plaques")) thing = by_estate("plaque");
        if (starts("/api/objections")) thing = by_estate("objection");
        if (starts("/api/accounts")) thing = district.accounts.at("xiaofang");
        if (starts("/api/parties")) thing = district.estates.front().company_id;
        ids["{id}"] = thing.empty() ? "00000000-0000-7000-8000-000000000000" : thing;
        auto made = pattern;
        for (auto const& [name, id] : ids) {
            if (auto const at = made.find(name); at != std::string::npos) made.replace(at, name.size(), id);
        }
        return made;
    }
};

}  // namespace

TEST(rights, every_route_is_in_the_table_with_its_right) {
    District district;
    std::map<std::string, Expected> expected;
    for (auto& route : table()) expected[route.method + " " + route.pattern] = route;
    std::set<std::string> seen;
    for (auto const& route : district.service.router().routes()) {
        auto const key = route.method + " " + route.pattern;
        seen.insert(key);
        auto const found = expected.find(key);
        if (found == expected.end()) {
            ADD_FAILURE() << key << " is not in tests/rights.tsv";
            continue;
        }
        auto const asks = !route.guard.right.empty() ? route.guard.right : route.guard.signed_in ? "signed-in" : "open";
        // A plain route (it hashes outside any transaction) looks at the session itself; the next test holds it to that.
        if (!route.plain) {
            EXPECT_EQ(asks, found->second.right) << key;
        }
        EXPECT_EQ(static_cast<bool>(route.guard.place), found->second.at_place) << key;
    }
    for (auto const& [key, unused] : expected) EXPECT_TRUE(seen.contains(key)) << key << " is in tests/rights.tsv but no route";
}

TEST(rights, nobody_signed_in_reaches_only_what_is_open) {
    District district;
    district.play();
    for (auto const& route : table()) {
        auto const status = district.status_of(route, district.target(route.pattern, district.district.estates.front().id), {});
        // Signing in without a name is refused for the missing name, not for the missing account.
        EXPECT_EQ(status == 401, route.right != "open") << route.method << " " << route.pattern << " → " << status;
    }
}

TEST(rights, every_role_reaches_what_its_rights_say_and_only_in_its_own_places) {
    District district;
    district.play();
    auto const& estates = district.district.estates;
    int looked_at = 0;
    for (auto const& role : district.service.standard().current().roles) {
        auto const account = district.account_with(role);
        bool const scoped = role.scope == policy::Scope::street || role.scope == policy::Scope::community || role.scope == policy::Scope::party;
        for (auto const& route : table()) {
            if (route.right == "open") continue;
            auto const who = role.role + ": " + route.method + " " + route.pattern;
            bool const declared = route.right != "signed-in";
            bool holds = !declared || role.rights.contains(route.right);
            if (!declared && !route.one_of.empty()) {
                holds = std::any_of(route.one_of.begin(), route.one_of.end(), [&](auto const& right) { return role.rights.contains(right); });
            }
            auto const own = district.status_of(route, district.target(route.pattern, estates.front().id), account);
            ++looked_at;
            EXPECT_NE(own, 401) << who;
            EXPECT_LT(own, 500) << who;
            // What a route checks by the thing itself may be refused for its state or its body before the right is looked at.
            auto const refused = declared ? own == 403 : own == 403 || own == 404 || own == 409 || own == 422;
            EXPECT_TRUE(holds || refused) << who << " → " << own;
            // A place of another street, community and company.
            if (!scoped || !(route.at_place || !route.one_of.empty())) continue;
            auto const other = district.status_of(route, district.target(route.pattern, estates[7].id), account);
            ++looked_at;
            auto const by_body = route.pattern.find('{') == std::string::npos;  // {} names no place at all
            EXPECT_TRUE(other == 403 || other == 404 || ((by_body || !declared) && other == 422)) << who << " at another place → " << other;
        }
    }
    EXPECT_GT(looked_at, 1000);
}

}  // namespace anju::app
