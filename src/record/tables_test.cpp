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
        transaction.query("SELECT 1 FROM record LIMIT 1");  // SQLite's EXPLAIN alone does not notice that there are other indexes now
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
    });
    prepare_tables(*test.service.store, test.registers);
}

}  // namespace

TEST(tables, a_long_list_is_read_in_the_order_of_an_index_and_a_short_one_by_its_places) {
    TestRegisters test;
    auto const& of = test.registers.named("lift");
    bool const postgres = test.service.store->name() == "postgresql";
    fill(test, 6100);  // a third are lifts, more than are read through without an index
    for (bool const told : {false, true}) {  // SQLite plans without figures until somebody says ANALYZE
        if (told) test.service.store->act([](kernel::Transaction& transaction) { transaction.run("ANALYZE record"); });
        if (!told && postgres) continue;
        for (auto const* sort : {"number", "fee", "status", "next_inspection", "changed_at", ""}) {
            Query query;
            query.paths = {test.first.path, test.second.path};
            query.sort = sort;
            query.filters = {{"status", "in_use"}, {"next_inspection", "2027-01-01..2027-02-01"}};
            auto const many = page_sql(test.registers, of, query, Position{false, query.sort == "fee" || query.sort == "changed_at" ? "5" : "x", "x"}, 50, true);
            auto const along = plan(test, many.sql, many.values);
            // By id alone the primary key does as well while a register makes up much of the table.
            if (!query.sort.empty() || !postgres) {
                EXPECT_THAT(along, HasSubstr("rx_lift_")) << sort << told;
            }
            EXPECT_THAT(along, Not(HasSubstr("TEMP B-TREE"))) << sort << told << along;
            EXPECT_THAT(along, Not(HasSubstr("Sort"))) << sort << told << along;
            query.filters.clear();
            query.paths = {test.third.path};
            auto const few = page_sql(test.registers, of, query, {}, 50, false);
            auto const by_place = plan(test, few.sql, few.values);
            EXPECT_TRUE(by_place.find("record_path") != std::string::npos || by_place.find("rx_lift") != std::string::npos) << by_place;
            EXPECT_THAT(by_place, HasSubstr("path")) << sort << told << by_place;
        }
    }
}

TEST(tables, a_register_gets_the_indexes_of_its_lists_when_it_has_grown_and_keeps_them) {
    TestRegisters test;
    auto const& of = test.registers.named("lift");
    auto const indexes = [&] {
        auto const known = json::parse(test.text("SELECT fields FROM register_known WHERE register = $1", {"lift"})).as_object();
        return known.at("indexes").as_object().size();
    };
    auto const small = indexes();
    EXPECT_EQ(small, index_statements(of, false).size());
    fill(test, 3000);
    EXPECT_EQ(indexes(), small);
    fill(test, 3100);
    auto const large = indexes();
    EXPECT_EQ(large, index_statements(of, true).size());
    EXPECT_GT(large, small);
    test.service.store->act([](kernel::Transaction& transaction) { transaction.run("DELETE FROM record WHERE name > '5'"); });
    prepare_tables(*test.service.store, test.registers);
    EXPECT_EQ(indexes(), large) << "a few less are no reason";
    test.service.store->act([](kernel::Transaction& transaction) { transaction.run("DELETE FROM record"); });
    prepare_tables(*test.service.store, test.registers);
    EXPECT_EQ(indexes(), small);
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

/// The lift of the tests without some of its fields, those named `dropped:` and its list and watches still good.
std::map<std::string, std::string> lift_without(const std::vector<std::string>& fields, const std::string& dropped = {}) {
    std::string text = test_pack::lift;
    for (auto const& one : fields) {
        auto const from = text.find("      - {field: " + one + ",");
        text.erase(from, text.find('\n', from) + 1 - from);
    }
    if (!dropped.empty()) text = changed(text, "list: [number", "dropped:\n" + dropped + "list: [number");
    return {{"registers/lift.yaml", changed(text, ", fee]", "]")}};
}

constexpr auto* dropped_two = "  - {field: fee, since: 2026-11-24, reason: {zh: 不再登记, en: Not asked}}\n"
                              "  - {field: firm, since: 2026-11-24, reason: {zh: 不再登记, en: Not asked}}\n"
                              "  - {field: manager_phone, since: 2026-11-24, reason: {zh: 不再登记, en: Not asked}}\n";

/// The same database served under another pack.
struct Restarted {
    Restarted(TestRegisters& test_before, const std::map<std::string, std::string>& files)
        : test{test_before}, standard{test_pack::files(files)}, registers{standard, test.seal},
          router{*test.service.store, [this](kernel::Transaction&, const kernel::Request&, base::Instant) { return test.service.actor; }, [this] { return test.service.now; }} {
        prepare_tables(*test.service.store, registers);
        routes(router, registers, viewers);
    }
    TestRegisters& test;
    standard::Standard standard;
    Registers registers;
    attachment::Viewers viewers;
    kernel::Router router;
};

TEST(tables, the_refusal_names_the_lines_to_write_and_with_them_the_service_starts) {
    TestRegisters test;
    test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1", {{"floors", 6}, {"speed", "1.75"}}));
    std::string why;
    try {
        restart(test, lift_without({"floors", "speed"}));
    } catch (const std::runtime_error& error) {
        why = error.what();
    }
    auto const today = base::Instant::now().day().text();
    auto const lines = "  - {field: floors, since: " + today + ", reason: {zh: \"写明原因\", en: \"Say why\"}}\n  - {field: speed, since: " + today +
                       ", reason: {zh: \"写明原因\", en: \"Say why\"}}\n";
    EXPECT_THAT(why, HasSubstr("# registers/lift.yaml\ndropped:\n")) << "all of them at once";
    EXPECT_THAT(why, HasSubstr("floors"));
    EXPECT_THAT(why, HasSubstr("speed"));
    EXPECT_NO_THROW(restart(test, lift_without({"floors", "speed"}, lines)));
    EXPECT_NO_THROW(restart(test, lift_without({"floors", "speed"}, lines))) << "and again";
    EXPECT_THROW(restart(test, lift_without({"floors", "speed", "note"}, "")), std::runtime_error) << "it is still remembered";
    EXPECT_NO_THROW(restart(test, {})) << "the fields may come back";
    EXPECT_EQ(test.count("SELECT floors FROM register_lift"), 6);
}

TEST(tables, a_dropped_register_keeps_its_records_and_its_view_and_may_come_back) {
    TestRegisters test;
    test.added(test.officer(), "firm", test.street, {{"name", "演示电梯公司"}});
    auto files = lift_without({"firm"});
    files["registers/lift.yaml"] = changed(files["registers/lift.yaml"], "number, status, firm,", "number, status,");
    auto report = std::string{test_pack::report};
    auto const from = report.find("          - {field: firm");
    files["registers/report.yaml"] = report.erase(from, report.find('\n', from) + 1 - from);
    files["registers/firm.yaml"] = "";
    std::string why;
    try {
        restart(test, files);
    } catch (const std::runtime_error& error) {
        why = error.what();
    }
    EXPECT_THAT(why, HasSubstr("# pack.yaml\ndropped_registers:\n  - {register: firm, since: "));
    auto title = test_pack::files().at("pack.yaml") + "\ndropped_registers:\n  - {register: firm, since: 2026-11-24, reason: {zh: 不再登记, en: Not asked}}\n";
    files["pack.yaml"] = title;
    EXPECT_NO_THROW(restart(test, files));
    EXPECT_NO_THROW(restart(test, files));
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM register_firm"), 1) << "officers' SQL still reads it";
    EXPECT_NO_THROW(restart(test, {}));
    EXPECT_EQ(test.get(test.officer(), "/api/registers/firm/records").at("items").as_array().size(), 1U);
}

TEST(tables, a_field_with_data_keeps_its_kind_and_the_mend_is_another_name) {
    TestRegisters test;
    test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1", {{"floors", 6}, {"registration", "D-1"}}));
    auto const as = [](const std::string& from, const std::string& to) { return std::map<std::string, std::string>{{"registers/lift.yaml", changed(test_pack::lift, from, to)}}; };
    try {
        restart(test, as("{field: floors, kind: whole_number, least: 2, most: 99,", "{field: floors, kind: decimal, decimals: 1,"));
        ADD_FAILURE() << "not refused";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("floors"));
        EXPECT_THAT(error.what(), HasSubstr("another name"));
        EXPECT_THAT(error.what(), HasSubstr("{field: floors, since: "));
    }
    EXPECT_NO_THROW(restart(test, as("{field: speed, kind: decimal, decimals: 2,", "{field: speed, kind: decimal, decimals: 1,"))) << "nobody filled it in";
    EXPECT_NO_THROW(restart(test, as("{field: registration, kind: text, title: {zh: 登记证编号, en: Registration}, unique: register, most: 40}",
                                     "{field: registration, kind: long_text, title: {zh: 登记证编号, en: Registration}}")))
        << "texts read as texts";
}

TEST(tables, values_of_dropped_fields_are_shown_kept_told_in_the_history_and_in_no_form) {
    TestRegisters test;
    auto const firm = test.added(test.officer(), "firm", test.street, {{"name", "演示电梯公司"}});
    auto const id = test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1", {{"fee", "1200.50"}, {"firm", firm}, {"manager_phone", "13800000000"}}));
    auto files = lift_without({"fee", "firm", "manager_phone"}, dropped_two);
    files["registers/lift.yaml"] = changed(files["registers/lift.yaml"], "number, status, firm,", "number, status,");
    Restarted after{test, files};
    auto const call = [&](const kernel::Actor& actor, std::string method, std::string target, const json::value& body) {
        test.service.actor = actor;
        kernel::Request request;
        request.method = std::move(method);
        request.target = std::move(target);
        if (!body.is_null()) {
            request.headers["content-type"] = "application/json";
            request.body = json::serialize(body);
        }
        return after.router.answer(request);
    };
    auto shown = json::parse(call(test.manager(), "GET", "/api/records/" + id, nullptr).body).as_object();
    auto const& retired = shown.at("retired").as_object();
    EXPECT_EQ(retired.at("fee").at("value"), "1200.5");
    EXPECT_EQ(retired.at("fee").at("field").at("title").at("zh"), "年费");
    EXPECT_EQ(retired.at("fee").at("since"), "2026-11-24");
    EXPECT_EQ(retired.at("fee").at("reason").at("en"), "Not asked");
    EXPECT_EQ(retired.at("firm").at("value").at("name"), "演示电梯公司");
    EXPECT_EQ(retired.at("manager_phone").at("value"), "138****0000") << "masked as ever";
    EXPECT_FALSE(shown.at("values").as_object().contains("fee"));
    EXPECT_FALSE(shown.at("raw").as_object().contains("fee"));
    auto const refused = call(test.manager(), "PUT", "/api/records/" + id, json::object{{"fields", {{"fee", "1"}}}, {"version", 1}});
    EXPECT_EQ(refused.status, 422) << refused.body;
    auto const unmasked = [&](const kernel::Actor& actor, const std::string& field) {
        return call(actor, "POST", "/api/records/" + id + "/unmask", json::object{{"field", field}, {"why", "核对原负责人"}});
    };
    auto const lines = test.service.journal_lines("record.unmask");
    auto const clear = unmasked(test.worker(), "manager_phone");
    ASSERT_EQ(clear.status, 200) << clear.body;
    EXPECT_EQ(json::parse(clear.body).at("value"), "13800000000");
    EXPECT_EQ(test.service.journal_lines("record.unmask"), lines + 1);
    EXPECT_EQ(unmasked(test.manager(), "manager_phone").status, 403) << "the right is the register's, dropped or not";
    EXPECT_EQ(unmasked(test.worker(), "fee").status, 422) << "was never masked";
    auto const changed_one = call(test.manager(), "PUT", "/api/records/" + id, json::object{{"fields", {{"floors", 8}}}, {"version", 1}});
    ASSERT_EQ(changed_one.status, 200) << changed_one.body;
    EXPECT_EQ(json::parse(changed_one.body).at("retired"), json::value(retired)) << "a change does not lose them";
    EXPECT_EQ(call(test.officer(), "POST", "/api/records/" + firm + "/delete", json::object{{"why", "不再合作"}, {"version", 1}}).status, 200)
        << "what points here can no longer be changed, so it does not hold up";
    restart(test, {});
    EXPECT_EQ(test.count("SELECT CAST(fee * 100 AS BIGINT) FROM register_lift"), 120050) << "asked again, all is there";
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
    auto const statements = index_statements(of, true);
    ASSERT_EQ(statements.size(), 4U);
    EXPECT_NE(statements[2].name, statements[3].name);
    EXPECT_LE(statements[2].name.size(), 63U);
}

}  // namespace anju::record
