#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "base/id.hpp"
#include "record/list_query.hpp"
#include "record/test_registers.hpp"

namespace anju::record {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Names of the records of a list, page by page.
std::vector<std::string> names(TestRegisters& test, const TestRegisters::Actor& actor, const std::string& query, int limit = 50) {
    std::vector<std::string> found;
    std::string after;
    do {
        auto const list = test.get(actor, "/api/registers/" + query + (query.find('?') == std::string::npos ? "?" : "&") + "limit=" + std::to_string(limit) +
                                              (after.empty() ? "" : "&after=" + after));
        if (!list.as_object().contains("items")) throw std::runtime_error(json::serialize(list));
        for (auto const& item : list.at("items").as_array()) found.emplace_back(item.at("name").as_string());
        after = list.at("next").is_null() ? std::string{} : std::string{list.at("next").as_string()};
    } while (!after.empty());
    return found;
}

/// Five lifts: two estates, some without a fee.
void fill(TestRegisters& test) {
    auto const add = [&](const place::Place& place, const std::string& number, json::object more) {
        test.added(test.manager(), "lift", place, TestRegisters::lift(number, std::move(more)));
    };
    add(test.first, "A1", {{"fee", "300"}, {"floors", 6}, {"signs", {"use", "advice", "warning"}}, {"contract", {"2026-01-01", "2026-06-30"}}});
    add(test.first, "A2", {{"fee", "20"}, {"fast", true}, {"contract", {"2026-05-01", ""}}, {"manager", "演示甲"}});
    add(test.first, "A3", {{"status", "stopped"}, {"stopped_on", "2026-02-01"}, {"note", "等配件"}});
    add(test.second, "B1", {{"fee", "100"}, {"next_inspection", "2026-10-01"}, {"signs", {"use"}}, {"manager_phone", "13800000002"}});
    add(test.second, "B2", {{"floors", 30}, {"manager", "演示乙"}});
}

}  // namespace

TEST(list, is_paged_by_a_field_in_both_directions_with_empty_ones_last) {
    TestRegisters test;
    fill(test);
    for (int const limit : {1, 2, 3, 50}) {
        EXPECT_THAT(names(test, test.manager(), "lift/records", limit), ElementsAre("B2", "B1", "A3", "A2", "A1")) << limit;
        EXPECT_THAT(names(test, test.manager(), "lift/records?sort=number", limit), ElementsAre("A1", "A2", "A3", "B1", "B2")) << limit;
        EXPECT_THAT(names(test, test.manager(), "lift/records?sort=-number", limit), ElementsAre("B2", "B1", "A3", "A2", "A1")) << limit;
        EXPECT_THAT(names(test, test.manager(), "lift/records?sort=fee", limit), ElementsAre("A2", "B1", "A1", "A3", "B2")) << "by value, not as text";
        EXPECT_THAT(names(test, test.manager(), "lift/records?sort=-fee", limit), ElementsAre("A1", "B1", "A2", "B2", "A3")) << limit;
        EXPECT_THAT(names(test, test.manager(), "lift/records?sort=contract", limit), ElementsAre("A1", "A2", "A3", "B1", "B2")) << "an open end is no day";
        EXPECT_THAT(names(test, test.manager(), "lift/records?sort=status", limit), ElementsAre("A1", "A2", "B1", "B2", "A3")) << limit;
    }
    EXPECT_EQ(test.get(test.manager(), "/api/registers/lift/records?limit=2").at("total"), 5);
    EXPECT_EQ(wrong_fields(test.call(test.manager(), "GET", "/api/registers/lift/records?sort=manager")), "sort");
    EXPECT_EQ(test.call(test.manager(), "GET", "/api/registers/lift/records?after=00").status, 422);
}

TEST(list, a_long_list_gives_the_same_pages_as_a_short_one) {
    TestRegisters test;
    fill(test);
    auto const& of = test.registers.named("lift");
    for (auto const* sort : {"", "number", "fee", "contract", "changed_at"}) {
        for (bool const descending : {false, true}) {
            Query query;
            query.paths = {test.street.path};
            query.sort = sort;
            query.descending = descending;
            query.filters = {{"next_inspection", "2026-01-01.."}};
            std::vector<std::string> found[2];
            test.service.store->see([&](kernel::Transaction& transaction) {
                for (bool const many : {false, true}) {
                    std::optional<Position> after;
                    do {
                        auto part = page(transaction, test.registers, of, query, after, 2, many);
                        for (auto const& record : part.records) found[many ? 1 : 0].push_back(record.name);
                        after = part.next;
                    } while (after);
                }
            });
            EXPECT_EQ(found[0].size(), 5U) << sort;
            EXPECT_EQ(found[0], found[1]) << sort << descending;
        }
    }
}

TEST(list, shows_only_the_places_of_the_actor_and_the_place_asked_for) {
    TestRegisters test;
    fill(test);
    test.added(test.far_manager(), "lift", test.third, TestRegisters::lift("C1"));
    EXPECT_THAT(names(test, test.office(), "lift/records?sort=number"), ElementsAre("A1", "A2", "A3", "B1", "B2", "C1"));
    EXPECT_THAT(names(test, test.far_manager(), "lift/records"), ElementsAre("C1"));
    EXPECT_THAT(names(test, test.office(), "lift/records?sort=number&place=" + test.second.id), ElementsAre("B1", "B2"));
    EXPECT_THAT(names(test, test.office(), "lift/records?sort=number&place=" + test.other_street.id), ElementsAre("C1"));
    EXPECT_THAT(names(test, test.manager(), "lift/records?place=" + test.third.id), IsEmpty());
    EXPECT_THAT(names(test, test.manager(), "lift/records?sort=number&place=" + test.street.id), ElementsAre("A1", "A2", "A3", "B1", "B2"));
    EXPECT_THAT(names(test, test.office(), "lift/records?deleted=1"), IsEmpty()) << "deleted ones are for those who write";
}

TEST(list, is_filtered_by_kind_of_field) {
    TestRegisters test;
    fill(test);
    auto const found = [&](const std::string& filter) { return names(test, test.manager(), "lift/records?sort=number&" + filter); };
    EXPECT_THAT(found("f.status=stopped"), ElementsAre("A3"));
    EXPECT_THAT(found("f.status=stopped,in_use&f.fast=true"), ElementsAre("A2"));
    EXPECT_THAT(found("f.fee=20..100"), ElementsAre("A2", "B1"));
    EXPECT_THAT(found("f.fee=100.."), ElementsAre("A1", "B1"));
    EXPECT_THAT(found("f.floors=30"), ElementsAre("B2"));
    EXPECT_THAT(found("f.next_inspection=..2026-12-31"), ElementsAre("B1"));
    EXPECT_THAT(found("f.signs=advice"), ElementsAre("A1"));
    EXPECT_THAT(found("f.signs=advice,use"), ElementsAre("A1", "B1"));
    EXPECT_THAT(found("f.note=配件"), ElementsAre("A3"));
    EXPECT_THAT(found("f.contract=2026-06-01..2026-06-02"), ElementsAre("A1", "A2"));
    EXPECT_THAT(found("f.contract=2026-07-01.."), ElementsAre("A2"));
    EXPECT_THAT(found("f.manager=演示乙"), ElementsAre("B2"));
    EXPECT_THAT(found("f.manager=演示"), IsEmpty()) << "sealed values are found whole or not at all";
    EXPECT_THAT(found("f.manager_phone=138-0000-0002"), ElementsAre("B1")) << "however it is typed";
    EXPECT_THAT(found("f.number=%25"), IsEmpty()) << "a percent sign is no wildcard";
    auto const refused = [&](const std::string& filter) { return wrong_fields(test.call(test.manager(), "GET", "/api/registers/lift/records?" + filter)); };
    EXPECT_EQ(refused("f.fee=cheap"), "f.fee");
    EXPECT_EQ(refused("f.status=broken"), "f.status");
    EXPECT_EQ(refused("f.colour=red"), "f.colour");
    EXPECT_EQ(refused("colour=red"), "colour");
}

TEST(list, finds_instants_states_links_and_files) {
    TestRegisters test;
    auto const firm = test.added(test.officer(), "firm", test.street, {{"name", "安捷维保"}});
    test.added(test.officer(), "firm", test.street, {{"name", "恒升维保"}, {"since", "2026-01-31 23:30"}});
    EXPECT_THAT(names(test, test.officer(), "firm/records?f.since=2026-01-31"), ElementsAre("恒升维保"));
    EXPECT_THAT(names(test, test.officer(), "firm/records?f.since=2026-02-01.."), ElementsAre("安捷维保"));
    EXPECT_THAT(names(test, test.officer(), "firm/records?f.keeper=" + TestRegisters::account_id("officer")), ElementsAre("恒升维保", "安捷维保"));
    test.added(test.manager(), "lift", test.first, TestRegisters::lift("1", {{"firm", firm}}));
    test.added(test.manager(), "lift", test.first, TestRegisters::lift("2"));
    EXPECT_THAT(names(test, test.manager(), "lift/records?f.firm=" + firm), ElementsAre("1"));
    auto const id = test.added(test.manager(), "report", test.first, TestRegisters::report({{"proof", {test.file_of("manager")}}}));
    test.added(test.manager(), "report", test.first, TestRegisters::report());
    test.act(test.manager(), [&](kernel::Context& context) {
        set_state(Author::of(context), test.registers, get(context.transaction, test.registers, id), "handed_over", {}, "hand_over");
    });
    EXPECT_THAT(names(test, test.manager(), "report/records?state=handed_over"), ElementsAre("BS-2026-0001"));
    EXPECT_THAT(names(test, test.manager(), "report/records?state=handed_over,recorded&f.proof=no"), ElementsAre("BS-2026-0002"));
    EXPECT_THAT(names(test, test.manager(), "report/records?sort=changed_at"), ElementsAre("BS-2026-0001", "BS-2026-0002"));
}

TEST(list, search_finds_words_in_marked_fields_and_whole_sensitive_values_only) {
    TestRegisters test;
    fill(test);
    auto const found = [&](const std::string& words) { return names(test, test.manager(), "lift/records?sort=number&search=" + words); };
    EXPECT_THAT(found("a"), ElementsAre("A1", "A2", "A3")) << "without regard to capitals, and never inside a blind word";
    EXPECT_THAT(found("b%202026-10"), ElementsAre("B1"));
    EXPECT_THAT(found("演示乙"), ElementsAre("B2"));
    EXPECT_THAT(found("演示"), IsEmpty());
    EXPECT_THAT(found("13800000002"), IsEmpty()) << "the telephone is not marked for the search";
}

TEST(list, a_query_survives_being_kept_by_a_job) {
    TestRegisters test;
    fill(test);
    Query kept;
    test.act(test.manager(), [&](kernel::Context& context) {
        kept = query_of(context, test.registers.named("lift"), {{"sort", "-fee"}, {"f.status", "in_use"}, {"search", "a"}, {"place", test.first.id}});
        context.journal({"test", "test", "x", "", nullptr, nullptr, ""});
    });
    auto const query = query_from(json::parse(json::serialize(to_json(kept))).as_object());
    std::vector<std::string> found;
    test.service.store->see([&](kernel::Transaction& transaction) {
        std::optional<Position> after;
        do {
            auto part = page(transaction, test.registers, test.registers.named("lift"), query, after, 1);
            for (auto const& record : part.records) found.push_back(record.name);
            after = part.next;
        } while (after);
        EXPECT_EQ(count(transaction, test.registers, test.registers.named("lift"), query, 10), 2);
        EXPECT_EQ(count(transaction, test.registers, test.registers.named("lift"), query, 1), 1);
    });
    EXPECT_THAT(found, ElementsAre("A1", "A2"));
}

TEST(list, shows_open_findings_counted_by_whoever_counts_them) {
    TestRegisters test;
    fill(test);
    test.registers.count_findings([](kernel::Transaction&, const policy::Register&, const std::vector<std::string>& ids) {
        return std::map<std::string, std::int64_t>{{ids.front(), 3}};
    });
    auto const items = test.get(test.manager(), "/api/registers/lift/records").at("items").as_array();
    EXPECT_EQ(items[0].at("findings"), 3);
    EXPECT_EQ(items[1].at("findings"), 0);
}

}  // namespace anju::record
