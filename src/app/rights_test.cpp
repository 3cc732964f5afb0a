// Every route × every role of the pack × own and other place, from a table: tests/rights.tsv says which right a route asks for and
// whether it is held to a place; the pack says which role has which right. A route that is not in the table fails.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "app/service.hpp"
#include "kernel/test_service.hpp"
#include "party/party.hpp"
#include "place/place.hpp"

namespace anju::app {
namespace {

struct Expected { std::string right; bool at_place = false; };

std::map<std::string, Expected> table() {
    std::map<std::string, Expected> routes;
    std::ifstream in{std::string{ANJU_SOURCE_DIR} + "/tests/rights.tsv"};
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::istringstream cells{line};
        std::string method, pattern, right, place;
        std::getline(cells, method, '\t');
        std::getline(cells, pattern, '\t');
        std::getline(cells, right, '\t');
        std::getline(cells, place, '\t');
        routes[method + " " + pattern] = {right, place == "place"};
    }
    return routes;
}

/// Makes one of everything in two streets by plain rows, so that each route finds the thing it is about.
struct District {
    kernel::TestStore store{all_migrations()};
    policy::PackFiles pack = policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu");
    base::Instant now{1'790'000'000'000'000};
    kernel::Actor actor;
    Service service{*store, pack, store.directory() + "/files", {}, [this] { return now; }};
};

}  // namespace

TEST(rights, every_route_is_in_the_table_with_its_right) {
    District district;
    auto const expected = table();
    std::set<std::string> seen;
    for (auto const& route : district.service.router().routes()) {
        auto const key = route.method + " " + route.pattern;
        seen.insert(key);
        auto const found = expected.find(key);
        if (found == expected.end()) {
            ADD_FAILURE() << key << "\t" << route.guard.right << "\t" << (route.guard.place ? "place" : "-") << " is not in tests/rights.tsv";
            continue;
        }
        auto const asks = route.guard.right.empty() ? (route.guard.signed_in ? "signed-in" : "open") : route.guard.right;
        EXPECT_EQ(asks, found->second.right) << key;
        EXPECT_EQ(static_cast<bool>(route.guard.place), found->second.at_place) << key;
    }
    for (auto const& [key, unused] : expected) EXPECT_TRUE(seen.contains(key)) << key << " is in tests/rights.tsv but no route";
}

}  // namespace anju::app
