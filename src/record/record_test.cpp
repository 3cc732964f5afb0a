#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "record/test_registers.hpp"

namespace anju::record {
namespace {

using testing::HasSubstr;
using testing::Not;

json::object parsed(const kernel::Reply& reply) {
    return json::parse(reply.body).as_object();
}
std::string id_of(const kernel::Reply& reply) {
    return std::string{parsed(reply).at("id").as_string()};
}
std::string text_at(const json::value& value, std::string_view pointer) {
    return std::string{value.at_pointer(pointer).as_string()};
}

}  // namespace

TEST(record, every_kind_of_field_is_kept_and_shown_and_given_back_to_the_form) {
    TestRegisters test;
    auto const firm = test.added(test.officer(), "firm", test.street, {{"name", "安捷维保"}, {"party", test.party}});
    auto const reply = test.add(test.manager(), "lift", test.first,
                                TestRegisters::lift("1-1", {{"firm", firm},
                                                            {"contract", {"2026-01-01", ""}},
                                                            {"fee", "1200.50"},
                                                            {"speed", 1.75},
                                                            {"floors", 18},
                                                            {"fast", true},
                                                            {"manager", "演示乙"},
                                                            {"manager_phone", "138 0000 0001"},
                                                            {"signs", {"use", "警示"}},
                                                            {"note", "两行\n字"}}));
    ASSERT_EQ(reply.status, 201) << reply.body;
    auto const record = json::parse(reply.body);
    EXPECT_EQ(text_at(record, "/name"), "1-1");
    EXPECT_EQ(record.at("state"), nullptr);
    EXPECT_EQ(text_at(record, "/place/name"), "桂花苑");
    EXPECT_EQ(record.at("place").at("path_names").as_array().size(), 4U);
    EXPECT_EQ(text_at(record, "/values/firm/name"), "安捷维保");
    EXPECT_EQ(text_at(record, "/values/status/choice"), "in_use");
    EXPECT_EQ(text_at(record, "/values/fee"), "1200.5");
    EXPECT_EQ(text_at(record, "/values/speed"), "1.75");
    EXPECT_EQ(record.at_pointer("/values/floors").as_int64(), 18);
    EXPECT_EQ(record.at_pointer("/values/fast"), true);
    EXPECT_EQ(text_at(record, "/values/manager_phone"), "138****0001");
    EXPECT_EQ(text_at(record, "/values/signs/1/choice"), "warning");
    EXPECT_EQ(text_at(record, "/raw/contract/0"), "2026-01-01");
    EXPECT_EQ(record.at_pointer("/values/stopped_on"), nullptr);
    EXPECT_FALSE(record.at("raw").as_object().contains("manager")) << "sensitive fields are not in the raw values";
    // What the form holds can be sent back as it is and changes nothing.
    auto const again = test.call(test.manager(), "PUT", "/api/records/" + id_of(reply), json::object{{"fields", record.at("raw")}, {"version", 1}});
    ASSERT_EQ(again.status, 200) << again.body;
    EXPECT_EQ(parsed(again).at("version"), 1);
    EXPECT_EQ(parsed(again).at("values"), record.at("values"));
}

TEST(record, rows_files_and_numbers_of_a_register_with_a_process_are_kept) {
    TestRegisters test;
    auto const firm = test.added(test.officer(), "firm", test.street, {{"name", "中介一"}});
    auto const photo = test.file_of("manager");
    auto const reply = test.add(test.manager(), "report", test.first,
                                TestRegisters::report({{"dwelling", test.dwelling},
                                                       {"tenant_id", "11010519491231002x"},
                                                       {"vehicle", "浙A12345"},
                                                       {"office", test.community.id},
                                                       {"rooms", {{{"room", "主卧"}, {"area", "12.50"}, {"firm", firm}}, {{"room", "次卧"}}}},
                                                       {"proof", {photo}},
                                                       {"signed", test.file_of("manager")}}));
    ASSERT_EQ(reply.status, 201) << reply.body;
    auto const record = json::parse(reply.body);
    EXPECT_EQ(text_at(record, "/name"), "BS-2026-0001");
    EXPECT_EQ(text_at(record, "/state"), "recorded");
    EXPECT_EQ(text_at(record, "/state_title/zh"), "待报送");
    EXPECT_EQ(text_at(record, "/values/dwelling/name"), "1幢 1单元 301");
    EXPECT_EQ(text_at(record, "/values/office/name"), "桂花社区");
    EXPECT_EQ(text_at(record, "/values/rooms/0/firm/name"), "中介一");
    EXPECT_EQ(text_at(record, "/values/rooms/0/area"), "12.5");
    EXPECT_EQ(text_at(record, "/values/proof/0/id"), photo);
    EXPECT_EQ(text_at(record, "/values/tenant_id"), "1101**********002X");
    EXPECT_TRUE(record.at("may").at("act").as_bool());
    EXPECT_EQ(text_at(json::parse(test.add(test.manager(), "report", test.second, TestRegisters::report()).body), "/name"), "BS-2026-0002");
    test.service.now.microseconds += std::int64_t{120} * 86'400'000'000;
    EXPECT_EQ(text_at(json::parse(test.add(test.manager(), "report", test.second, TestRegisters::report()).body), "/name"), "BS-2027-0001");
}

TEST(record, papers_go_into_fields_for_files_and_only_pictures_into_photos_and_signatures) {
    TestRegisters test;
    auto const paper = test.file_of("manager", "application/pdf");
    auto const photo = test.file_of("manager");
    auto const add = [&](const json::object& fields) { return test.add(test.manager(), "report", test.first, TestRegisters::report(fields)); };
    auto const reply = add({{"papers", {paper, photo}}});
    ASSERT_EQ(reply.status, 201) << reply.body;
    auto const record = json::parse(reply.body);
    EXPECT_EQ(text_at(record, "/values/papers/0/id"), paper);
    EXPECT_EQ(text_at(record, "/values/papers/0/type"), "application/pdf");
    EXPECT_EQ(text_at(record, "/values/papers/1/type"), "image/jpeg");
    EXPECT_EQ(wrong_fields(add({{"proof", {photo, paper}}})), "proof");
    EXPECT_EQ(wrong_fields(add({{"signed", paper}})), "signed");
}

TEST(record, what_is_wrong_is_told_field_by_field_and_nothing_is_written) {
    TestRegisters test;
    auto const reply = test.add(test.manager(), "lift", test.first,
                                {{"number", ""}, {"status", "stopped"}, {"floors", 1}, {"last_inspection", "2026-05-01"}, {"next_inspection", "2026-04-01"},
                                 {"firm", test.party}, {"colour", "red"}});
    EXPECT_EQ(reply.status, 422);
    auto const fields = wrong_fields(reply);
    for (auto const* wrong : {"number", "stopped_on", "floors", "next_inspection", "firm", "colour"}) EXPECT_THAT(fields, HasSubstr(wrong));
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM record"), 0);
    EXPECT_EQ(wrong_fields(test.add(test.manager(), "report", test.first, TestRegisters::report({{"dwelling", test.far_dwelling}}))), "dwelling");
    EXPECT_EQ(wrong_fields(test.add(test.manager(), "report", test.first, TestRegisters::report({{"proof", {test.file_of("worker")}}}))), "proof")
        << "another's upload cannot be attached";
    EXPECT_EQ(wrong_fields(test.add(test.manager(), "report", test.first, TestRegisters::report({{"rooms", {{{"area", "1"}}}}}))), "rooms/0/room");
    EXPECT_EQ(wrong_fields(test.add(test.officer(), "firm", test.first, {{"name", "x"}})), "place_id");
}

TEST(record, a_number_that_is_unique_is_refused_a_second_time_in_its_scope) {
    TestRegisters test;
    test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1", {{"registration", "REG1"}}));
    auto const twice = test.add(test.manager(), "lift", test.first, TestRegisters::lift("1-1"));
    EXPECT_EQ(wrong_fields(twice), "number");
    EXPECT_THAT(twice.body, HasSubstr("（1-1）"));
    auto const id = test.added(test.manager(), "lift", test.second, TestRegisters::lift("1-1"));
    auto const elsewhere = test.call(test.manager(), "PUT", "/api/records/" + id, json::object{{"fields", {{"registration", "REG1"}}}, {"version", 1}});
    EXPECT_EQ(wrong_fields(elsewhere), "registration") << "unique in the whole register";
    json::object const person{{"tenant_id", "11010519491231002X"}};
    test.added(test.manager(), "report", test.first, TestRegisters::report(person));
    EXPECT_EQ(wrong_fields(test.add(test.manager(), "report", test.first, TestRegisters::report(person))), "tenant_id") << "sealed values too";
    EXPECT_EQ(test.add(test.manager(), "report", test.second, TestRegisters::report(person)).status, 201);
}

TEST(record, only_roles_of_the_register_over_the_place_see_and_change_it) {
    TestRegisters test;
    auto const id = test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1"));
    auto const target = "/api/records/" + id;
    EXPECT_EQ(test.call(test.officer(), "GET", target).status, 200);
    EXPECT_EQ(test.call(test.far_manager(), "GET", target).status, 404);
    EXPECT_EQ(test.call(TestRegisters::stranger(), "GET", target).status, 404);
    EXPECT_EQ(test.call(TestRegisters::stranger(), "GET", "/api/registers/lift").status, 404);
    EXPECT_EQ(test.call(test.officer(), "PUT", target, json::object{{"fields", {{"floors", 9}}}, {"version", 1}}).status, 403);
    EXPECT_EQ(test.call(test.far_manager(), "PUT", target, json::object{{"fields", {{"floors", 9}}}, {"version", 1}}).status, 404);
    EXPECT_EQ(test.add(test.manager(), "lift", test.third, TestRegisters::lift("9")).status, 403);
    EXPECT_EQ(test.add(test.office(), "lift", test.third, TestRegisters::lift("9")).status, 403);
    auto const firm = test.added(test.in_role("far_officer", "street_officer", {test.other_street.path}), "firm", test.other_street, {{"name", "远处维保"}});
    EXPECT_EQ(wrong_fields(test.add(test.manager(), "lift", test.first, TestRegisters::lift("2", {{"firm", firm}}))), "firm")
        << "what may not be read cannot be linked, or its name would be told";
}

TEST(record, a_change_by_a_stale_copy_is_refused_and_only_given_fields_change) {
    TestRegisters test;
    auto const id = test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1", {{"manager", "演示甲"}, {"floors", 6}}));
    auto const sealed = test.text("SELECT doc -> 'manager' ->> 'sealed' FROM record WHERE id = $1", {id});
    auto const change = [&](json::object fields, std::int64_t version) {
        return test.call(test.worker(), "PUT", "/api/records/" + id, json::object{{"fields", std::move(fields)}, {"version", version}, {"why", "核对"}});
    };
    auto const done = change({{"number", "1-2"}, {"floors", nullptr}}, 1);
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(parsed(done).at("version"), 2);
    EXPECT_EQ(parsed(done).at("name"), "1-2");
    EXPECT_EQ(json::parse(done.body).at_pointer("/values/floors"), nullptr);
    EXPECT_EQ(test.text("SELECT doc -> 'manager' ->> 'sealed' FROM record WHERE id = $1", {id}), sealed) << "left out, a sensitive field stays";
    EXPECT_EQ(change({{"floors", 8}}, 1).status, 412);
    EXPECT_EQ(change({{"floors", 1}}, 2).status, 422);
    EXPECT_EQ(test.count("SELECT version FROM record WHERE id = $1", {id}), 2);
}

TEST(record, personal_data_is_sealed_masked_and_never_in_the_journal) {
    TestRegisters test;
    auto const id = test.added(test.manager(), "report", test.first, TestRegisters::report({{"tenant", "演示承租人"}, {"tenant_id", "11010519491231002X"}}));
    auto const row = test.text("SELECT CAST(doc AS TEXT) || search || name FROM record WHERE id = $1", {id});
    EXPECT_THAT(row, Not(HasSubstr("演示承租人")));
    EXPECT_THAT(row, Not(HasSubstr("11010519491231002")));
    for (auto const* target : {"/api/records/{id}", "/api/registers/report/records", "/api/records/{id}/history"}) {
        std::string path{target};
        if (auto const at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, id);
        auto const body = test.call(test.worker(), "GET", path).body;
        EXPECT_THAT(body, Not(HasSubstr("演示承租人"))) << target;
        EXPECT_THAT(body, Not(HasSubstr("11010519491231002"))) << target;
    }
    auto const unmask = [&](const TestRegisters::Actor& actor, json::object body) { return test.call(actor, "POST", "/api/records/" + id + "/unmask", body); };
    EXPECT_EQ(unmask(test.officer(), {{"field", "tenant"}, {"why", "核对"}}).status, 403);
    EXPECT_EQ(unmask(test.worker(), {{"field", "tenant"}}).status, 422) << "a reason is asked";
    EXPECT_EQ(unmask(test.worker(), {{"field", "told_on"}, {"why", "核对"}}).status, 422);
    auto const clear = unmask(test.worker(), {{"field", "tenant"}, {"why", "核对身份"}});
    ASSERT_EQ(clear.status, 200) << clear.body;
    EXPECT_EQ(parsed(clear).at("value"), "演示承租人");
    EXPECT_TRUE(clear.secret);
    EXPECT_EQ(test.service.journal_lines("record.unmask"), 1);
    EXPECT_EQ(test.text("SELECT why FROM journal WHERE act = 'record.unmask'"), "核对身份");
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM journal WHERE after LIKE '%演示承租人%' OR after LIKE '%11010519%'"), 0);
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM journal WHERE act = 'record.add' AND after LIKE '%\"tenant_id\"%'"), 1) << "the journal names fields";
}

TEST(record, a_sealed_value_cannot_be_moved_to_another_record) {
    TestRegisters test;
    auto const one = test.added(test.manager(), "report", test.first, TestRegisters::report({{"tenant", "演示甲甲"}}));
    auto const other = test.added(test.manager(), "report", test.first, TestRegisters::report({{"tenant", "演示乙乙"}}));
    auto const doc = test.text("SELECT CAST(doc AS TEXT) FROM record WHERE id = $1", {one});
    test.service.store->act([&](kernel::Transaction& transaction) { transaction.run("UPDATE record SET doc = $2 WHERE id = $1", {other, doc}); });
    auto const reply = test.call(test.worker(), "POST", "/api/records/" + other + "/unmask", json::object{{"field", "tenant"}, {"why", "核对"}});
    EXPECT_EQ(parsed(reply).at("value"), "*");
}

TEST(record, deleting_needs_a_reason_is_refused_while_linked_and_can_be_undone) {
    TestRegisters test;
    auto const firm = test.added(test.officer(), "firm", test.street, {{"name", "安捷维保"}});
    auto const lift = test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1", {{"firm", firm}}));
    auto const act = [&](const TestRegisters::Actor& actor, const std::string& id, const std::string& what, std::int64_t version) {
        return test.call(actor, "POST", "/api/records/" + id + "/" + what, json::object{{"why", "录错了"}, {"version", version}});
    };
    EXPECT_EQ(test.call(test.manager(), "POST", "/api/records/" + lift + "/delete", json::object{{"version", 1}}).status, 422);
    auto const linked = act(test.officer(), firm, "delete", 1);
    EXPECT_EQ(code_of(linked), "linked");
    EXPECT_THAT(linked.body, HasSubstr("1-1"));
    EXPECT_EQ(json::parse(test.call(test.officer(), "GET", "/api/records/" + firm).body).at_pointer("/links/0/count"), 1);
    ASSERT_EQ(act(test.manager(), lift, "delete", 1).status, 200);
    EXPECT_EQ(test.get(test.manager(), "/api/registers/lift/records").at("items").as_array().size(), 0U);
    EXPECT_EQ(test.get(test.manager(), "/api/registers/lift/records?deleted=1").at("items").as_array().size(), 1U);
    EXPECT_EQ(code_of(test.call(test.manager(), "PUT", "/api/records/" + lift, json::object{{"fields", {{"floors", 9}}}, {"version", 2}})), "deleted");
    EXPECT_EQ(act(test.officer(), firm, "delete", 1).status, 200) << "deleted records hold nobody back";
    test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1"));
    EXPECT_EQ(wrong_fields(act(test.manager(), lift, "restore", 2)), "number") << "the number is another's by now";
    EXPECT_EQ(act(test.officer(), firm, "restore", 2).status, 200);
    EXPECT_EQ(test.service.journal_lines("record.delete"), 2);
    EXPECT_EQ(test.service.journal_lines("record.restore"), 1);
}

TEST(record, its_history_tells_who_changed_what_and_why) {
    TestRegisters test;
    auto const id = test.added(test.manager(), "lift", test.first, TestRegisters::lift("1-1", {{"manager", "演示甲"}}));
    test.call(test.worker(), "PUT", "/api/records/" + id,
              json::object{{"fields", {{"status", "stopped"}, {"stopped_on", "2026-09-01"}, {"manager", "演示乙"}}}, {"version", 1}, {"why", "停用"}});
    auto const history = test.get(test.officer(), "/api/records/" + id + "/history").at("items").as_array();
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[1].at("act"), "add");
    EXPECT_EQ(history[0].at("act"), "change");
    EXPECT_EQ(history[0].at("by_name"), "worker");
    EXPECT_EQ(history[0].at("why"), "停用");
    auto const& changes = history[0].at("changes").as_array();
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(text_at(changes[0], "/before/choice"), "in_use");
    EXPECT_EQ(text_at(changes[0], "/after/title/zh"), "停用");
    EXPECT_EQ(changes[2].at("field"), "manager");
    EXPECT_EQ(changes[2].at("before"), nullptr);
    EXPECT_EQ(changes[2].at("after"), "已改动");
}

TEST(record, every_write_is_told_inside_its_transaction) {
    TestRegisters test;
    std::vector<std::string> told;
    bool refuse = false;
    test.registers.on_change([&](const Author& author, const Change& change) {
        if (refuse) base::refuse_state("no", {"不行", "no"});
        EXPECT_NE(author.context, nullptr);
        told.push_back(change.record.name + (change.before == nullptr ? "+" : std::to_string(change.record.version)));
    });
    auto const id = test.added(test.manager(), "report", test.first, TestRegisters::report());
    test.act(test.manager(), [&](kernel::Context& context) {
        auto const record = get(context.transaction, test.registers, id);
        set_state(Author::of(context), test.registers, record, "handed_over", {}, "hand_over");
    });
    EXPECT_EQ(told, (std::vector<std::string>{"BS-2026-0001+", "BS-2026-00012"}));
    EXPECT_EQ(test.text("SELECT state FROM record WHERE id = $1", {id}), "handed_over");
    EXPECT_EQ(test.text("SELECT act FROM record_before WHERE record_id = $1", {id}), "hand_over");
    refuse = true;
    EXPECT_EQ(test.add(test.manager(), "report", test.first, TestRegisters::report()).status, 409);
    EXPECT_EQ(test.count("SELECT COUNT(*) FROM record"), 1) << "what a listener refuses is not written";
}

TEST(record, readers_of_a_record_see_its_photos_and_nobody_else_does) {
    TestRegisters test;
    auto const photo = test.file_of("manager");
    test.added(test.manager(), "report", test.first, TestRegisters::report({{"proof", {photo}}}));
    auto const sees = [&](const TestRegisters::Actor& actor) {
        bool seen = false;
        test.act(actor, [&](kernel::Context& context) {
            seen = test.viewers.anywhere(context, photo);
            context.journal({"test", "test", "x", "", nullptr, nullptr, ""});
        });
        return seen;
    };
    EXPECT_TRUE(sees(test.worker()));
    EXPECT_FALSE(sees(test.far_manager()));
    EXPECT_FALSE(sees(test.office())) << "the office does not read this register";
}

TEST(record, a_form_offers_only_what_the_actor_may_name) {
    TestRegisters test;
    test.added(test.officer(), "firm", test.street, {{"name", "安捷维保"}});
    test.added(test.officer(), "firm", test.street, {{"name", "恒升维保"}});
    auto const names = [&](const TestRegisters::Actor& actor, const std::string& query) {
        std::vector<std::string> found;
        auto const list = test.get(actor, "/api/registers/" + query);
        for (auto const& item : list.at("items").as_array()) found.emplace_back(item.at("name").as_string());
        return found;
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(names(test.officer(), "lift/choices?field=firm"), (Names{"安捷维保", "恒升维保"}));
    EXPECT_EQ(names(test.officer(), "lift/choices?field=firm&search=恒升"), Names{"恒升维保"});
    EXPECT_EQ(names(test.officer(), "report/choices?field=rooms/firm&limit=1"), Names{"安捷维保"});
    EXPECT_EQ(names(test.manager(), "lift/choices?field=firm"), (Names{"安捷维保", "恒升维保"})) << "those of the street the estate lies in";
    EXPECT_EQ(names(test.far_manager(), "lift/choices?field=firm"), Names{});
    EXPECT_EQ(names(test.manager(), "report/choices?field=dwelling&place=" + test.first.id), Names{"1幢 1单元 301"});
    EXPECT_EQ(names(test.manager(), "report/choices?field=dwelling&place=" + test.first.id + "&search=302"), Names{});
    EXPECT_EQ(names(test.manager(), "report/choices?field=dwelling&place=" + test.third.id), Names{});
    EXPECT_EQ(names(test.officer(), "firm/choices?field=party"), Names{"演示物业"});
    EXPECT_EQ(names(test.manager(), "report/choices?field=office"), Names{"桂花社区"}) << "above one's own estates too";
    EXPECT_EQ(names(test.officer(), "report/choices?field=office"), Names{"桂花社区"});
    EXPECT_EQ(test.call(test.manager(), "GET", "/api/registers/report/choices?field=tenant").status, 422);
}

TEST(record, its_declaration_says_what_the_form_needs) {
    TestRegisters test;
    auto const groups = test.get(test.officer(), "/api/registers").at("groups").as_array();
    ASSERT_EQ(groups.size(), 3U);
    EXPECT_EQ(groups[0].at_pointer("/registers/0/may_write"), true);
    EXPECT_EQ(groups[1].at_pointer("/registers/0/may_write"), false);
    EXPECT_EQ(test.get(TestRegisters::stranger(), "/api/registers").at("groups").as_array().size(), 0U);
    auto const lift = test.get(test.worker(), "/api/registers/lift");
    EXPECT_EQ(lift.at("may_unmask"), true);
    EXPECT_EQ(text_at(lift, "/items/1/code"), "D4.2.2");
    EXPECT_EQ(text_at(lift, "/sections/0/fields/3/shown_when/field"), "status");
    EXPECT_EQ(text_at(lift, "/sections/0/fields/6/least"), "0");
    EXPECT_EQ(text_at(lift, "/sections/0/fields/7/unit/en"), "m/s");
    EXPECT_EQ(text_at(lift, "/watches/0/deduct"), "2");
    EXPECT_EQ(lift.at("process"), nullptr);
    auto const report = test.get(test.worker(), "/api/registers/report");
    EXPECT_EQ(text_at(report, "/process"), "report");
    EXPECT_EQ(report.at("states").as_array().size(), 3U);
    EXPECT_EQ(text_at(report, "/sections/0/fields/8/fields/0/field"), "room");
}

}  // namespace anju::record
