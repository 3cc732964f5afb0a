#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/id.hpp"
#include "record/list_query.hpp"
#include "record/tables.hpp"
#include "record/test_registers.hpp"

namespace anju::record {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The plan of the query a list makes.
std::string plan(TestRegisters& test, const std::string& sql, const kernel::Values& values) {
    std::string lines;
    bool const postgres = test.service.store->name() == "postgresql";
    test.service.store->see([&](kernel::Transaction& transaction) {
        for (auto const& row : transaction.query((postgres ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + sql, values)) lines += row.text(postgres ? 0 : 3) + "\n";
    });
    return lines;
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
    auto const at = text.find(from);
    if (at == std::string::npos) throw std::logic_error(from);
    return text.replace(at, from.size(), to);
}

/// The same database under another pack.
void restart(TestRegisters& test, const std::map<std::string, std::string>& files) {
    standard::Standard const standard{test_pack::files(files)};
    Registers const registers{standard, test.seal};
    prepare_tables(*test.service.store, registers);
}

/// Records by SQL, a third of them lifts, enough that a planner cares.
void fill(TestRegisters& test, int records) {
    test.service.store->act([&](kernel::Transaction& transaction) {
        for (int i = 0; i < records; ++i) {
            auto const& place = i % 2 == 0 ? test.first : test.second;
            auto const doc = json::serialize(json::object{{"number", std::to_string(i)}, {"status", "in_use"}, {"fee", i}, {"next_inspection", "2027-01-01"}});
            transaction.run("INSERT INTO record (id, register, place_id, path, name, state, doc, search, deleted, created_by, created_by_name, created_at, changed_at, "
                            "version) VALUES ($1, $6, $2, $3, $4, '', $5, $4, 0, 'x', 'x', 0, 0, 1)",
                            {base::new_id(), place.id, place.path, std::to_string(i), doc, i % 3 == 0 ? "lift" : "other"});
        }
        transaction.run("ANALYZE record");
    });
}

}  // namespace

TEST(tables, a_long_list_is_read_in_the_order_of_an_index_and_a_short_one_by_its_places) {
    TestRegisters test;
    auto const& of = test.registers.named("lift");
    bool const postgres = test.service.store->name() == "postgresql";
    for (bool const filled : {false, true}) {  // SQLite plans without figures until somebody says ANALYZE; PostgreSQL has none of an empty table
        if (filled) fill(test, 6000);
        if (!filled && postgres) continue;
        for (auto const* sort : {"number", "fee", "status", "next_inspection", "changed_at", ""}) {
            Query query;
            query.paths = {test.first.path, test.second.path};
            query.sort = sort;
            query.filters = {{"status", "in_use"}, {"next_inspection", "2027-01-01..2027-02-01"}};
            auto const many = page_sql(test.registers, of, query, Position{false, query.sort == "fee" || query.sort == "changed_at" ? "5" : "x", "x"}, 50, true);
            auto const along = plan(test, many.sql, many.values);
            // By id alone the primary key does as well while a register makes up much of the table.
            if (!query.sort.empty() || !postgres) {
                EXPECT_THAT(along, HasSubstr("rx_lift_")) << sort << filled;
            }
            EXPECT_THAT(along, Not(HasSubstr("TEMP B-TREE"))) << sort << filled << along;
            EXPECT_THAT(along, Not(HasSubstr("Sort"))) << sort << filled << along;
            query.filters.clear();
            query.paths = {test.third.path};
            auto const few = page_sql(test.registers, of, query, {}, 50, false);
            auto const by_place = plan(test, few.sql, few.values);
            EXPECT_TRUE(by_place.find("record_path") != std::string::npos || by_place.find("rx_lift") != std::string::npos) << by_place;
            EXPECT_THAT(by_place, HasSubstr("path")) << sort << filled << by_place;
        }
    }
}

TEST(tables, a_unique_value_is_looked_up_in_its_index) {
    TestRegisters test;
    fill(test, 2000);
    auto const& of = test.registers.named("lift");
    auto const shown = plan(test, "SELECT 1 FROM record r WHERE r.register = 'lift' AND r.deleted = 0 AND " + sql_value(*of.field("number")) + " = $1", {"77"});
    EXPECT_THAT(shown, HasSubstr("rx_lift_number")) << shown;
}

TEST(tables, a_view_shows_officers_plain_columns_and_nothing_sensitive) {
    TestRegisters test;
    auto const id = test.added(test.manager(), "lift", test.first,
                               TestRegisters::lift("1-1", {{"fee", "1200.50"}, {"floors", 18}, {"contract", {"2026-01-01", ""}}, {"manager", "演示甲"}, {"fast", true}}));
    EXPECT_EQ(test.text("SELECT number || status || fast || contract_from || next_inspection FROM register_lift WHERE id = $1", {id}), "1-1in_usetrue2026-01-012027-03-01");
    EXPECT_EQ(test.count("SELECT floors FROM register_lift WHERE fee > 1200.4 AND fee < 1200.6 AND contract_to IS NULL"), 18);
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM register_firm"), 0);
    EXPECT_THAT(view_statement(test.registers.named("lift")), Not(HasSubstr("manager")));
    test.call(test.manager(), "POST", "/api/records/" + id + "/delete", json::object{{"why", "录错了"}, {"version", 1}});
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM register_lift"), 0);
}

TEST(tables, a_pack_that_drops_what_has_data_is_refused_with_the_mend) {
    TestRegisters test;
    test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1", {{"floors", 6}}));
    auto const without = [](const std::string& field) {
        std::string const text = test_pack::lift;
        auto const from = text.find("      - {field: " + field + ",");
        return std::map<std::string, std::string>{{"registers/lift.yaml", text.substr(0, from) + text.substr(text.find('\n', from) + 1)}};
    };
    try {
        restart(test, without("floors"));
        ADD_FAILURE() << "not refused";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("floors"));
        EXPECT_THAT(error.what(), HasSubstr("请把它放回标准包"));
        EXPECT_THAT(error.what(), HasSubstr("Put it back"));
    }
    EXPECT_NO_THROW(restart(test, without("speed"))) << "a field nobody filled in may go";
    EXPECT_THROW(restart(test, {{"registers/lift.yaml", ""}}), std::runtime_error);
    EXPECT_NO_THROW(restart(test, {{"registers/report.yaml", ""}, {"processes/report.yaml", ""}})) << "so may a register without records";
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM register_known"), 2);
    EXPECT_NO_THROW(restart(test, {})) << "and come back";
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM register_report"), 0);
}

TEST(tables, views_and_indexes_follow_a_changed_pack_and_starting_twice_does_nothing) {
    TestRegisters test;
    restart(test, {});
    restart(test, {{"registers/lift.yaml", changed(test_pack::lift, "      - {field: floors,", "      - {field: weight, kind: decimal, decimals: 1, title: {zh: 载重, en: Load}}\n      - {field: floors,")}});
    EXPECT_EQ(test.count("SELECT COUNT(weight) FROM register_lift"), 0);
    restart(test, {});
    EXPECT_THROW(test.count("SELECT COUNT(weight) FROM register_lift"), std::exception);
}

TEST(tables, long_names_still_make_different_indexes) {
    TestRegisters test;
    auto of = test.registers.named("lift");
    of.name = std::string(40, 'a');
    of.fields = {*of.field("number"), *of.field("number")};
    of.fields[0].field = std::string(30, 'b') + "1";
    of.fields[1].field = std::string(30, 'b') + "2";
    of.list = {of.fields[0].field, of.fields[1].field};
    auto const statements = index_statements(of);
    ASSERT_EQ(statements.size(), 4U);
    EXPECT_NE(statements[2].name, statements[3].name);
    EXPECT_LE(statements[2].name.size(), 63U);
}

}  // namespace anju::record
