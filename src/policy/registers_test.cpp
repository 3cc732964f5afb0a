#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "policy/pack_reader.hpp"
#include "policy/sample_pack.hpp"
#include "policy/watch/watch_kind.hpp"

namespace anju::policy {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr auto* groups = "groups: [{group: fire, title: {zh: 消防, en: Fire}}]\n";

constexpr auto* bottle = R"(register: bottle
title: {zh: 灭火器台账, en: Extinguishers}
record: {zh: 灭火器, en: Extinguisher}
about: {zh: 物业记, en: The company keeps it}
at: estate
group: fire
items: [C1.1]
place: 第3条
capability: [98]
process: repair
name: number
sections:
  - title: {zh: 基本, en: Basics}
    fields:
      - {field: number, kind: text, title: {zh: 编号, en: Number}, required: true, unique: true}
      - {field: state, kind: choice, title: {zh: 状态, en: State}, default: good, choices: [{choice: good, title: {zh: 好, en: Good}}, {choice: bad, title: {zh: 坏, en: Bad}}]}
      - {field: broken_on, kind: date, title: {zh: 坏的日期, en: Broken on}, required: true, shown_when: {field: state, is: [bad]}}
      - {field: until, kind: date, title: {zh: 有效期, en: Valid until}, required: true}
  - title: {zh: 保管, en: Keeper}
    fields:
      - {field: keeper, kind: text, title: {zh: 保管人, en: Keeper}, sensitive: true}
      - {field: weight, kind: decimal, decimals: 1, least: 0.5, most: 50, title: {zh: 重量, en: Weight}}
      - {field: rounds, kind: rows, title: {zh: 查看, en: Rounds}, fields: [{field: day, kind: date, title: {zh: 日期, en: Day}}, {field: kilos, kind: decimal, decimals: 1, title: {zh: 公斤, en: Kilos}}]}
      - {field: sister, kind: link, register: bottle, title: {zh: 同箱, en: Same box}}
list: [number, state, until]
label: [number, until]
checks:
  - {check: not_before, field: until, than: broken_on}
  - {check: at_least, field: weight, least: 2, severity: finding, name: light}
write: [officer]
read: [officer, assessor]
unmask: [officer]
retention: {years: 2, after: until, basis: {zh: 规定, en: Rule}}
watches:
  - {watch: overdue, kind: overdue_date, field: until, where: {state: [good], process_state: [broken]}, item: C1.1, deduct: 0.5, stage: settled, title: {zh: 过期, en: Over}, text: {zh: "{name} {field} {days}", en: "{number} {until}"}, tell: [officer]}
  - {watch: soon, kind: expiring_soon, field: until, days: 30, title: {zh: 快到, en: Soon}, text: {zh: "{name}", en: "{name}"}, tell: [officer]}
  - {watch: slow, kind: clock_missed, clock: mend, item: C1.1, title: {zh: 慢, en: Slow}, text: {zh: "{due}", en: "{due}"}, tell: [officer]}
  - {watch: light, kind: check_failed, check: light, item: C1.1, deduct: 1, title: {zh: 轻, en: Light}, text: {zh: "{reason}", en: "{reason}"}, tell: [officer]}
  - {watch: few, kind: at_least, count: 2, valid: until, title: {zh: 少, en: Few}, text: {zh: "{count}/{wanted}", en: "{count}"}, tell: [officer]}
demo:
  - {estate: 1, number: A1, until: +30, weight: 4.5, rounds: [{day: -3, kilos: 4}]}
  - {estate: 2, process_state: broken, number: A2, state: bad, broken_on: -5, until: 2026-12-31, sister: A1}
)";

constexpr auto* repair = R"(process: repair
title: {zh: 修理, en: Repair}
start: broken
states:
  - {state: broken, title: {zh: 坏了, en: Broken}}
  - {state: mended, title: {zh: 修好, en: Mended}}
  - {state: seen, title: {zh: 看过, en: Seen}, end: true}
acts:
  - {act: mend, title: {zh: 修, en: Mend}, from: [broken], to: mended, by: [officer], needs: [until], happened: on, fields: [{field: on, kind: date, title: {zh: 日期, en: On}, required: true}]}
  - {act: see, title: {zh: 看, en: See}, from: [mended], to: seen, by: [officer], not_by: [mend], reason: true}
clocks:
  - {clock: mend, title: {zh: 三天, en: Three days}, starts: {state: broken}, term: {days: 3, count: working}, ends: [mended], remind: {days: 1}, remind_to: [officer], escalate: {days: 2}, escalate_to: [assessor]}
)";

PackFiles files() {
    auto all = sample::files();
    all.emplace("groups.yaml", groups);
    all.emplace("registers/bottle.yaml", bottle);
    all.emplace("processes/repair.yaml", repair);
    return all;
}

std::vector<std::string> problems(const PackFiles& all) {
    std::vector<std::string> lines;
    for (auto const& problem : read_pack(all).problems) {
        EXPECT_FALSE(problem.message.zh.empty() || problem.message.en.empty());
        lines.push_back(problem_line(problem, base::Language::en));
    }
    return lines;
}

/// The problems once one text of a file is replaced; the text must be there.
std::vector<std::string> after(const std::string& file, const std::string& from, const std::string& to) {
    auto all = files();
    auto& text = all.at(file);
    auto const at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
    return problems(all);
}
std::vector<std::string> bottle_after(const std::string& from, const std::string& to) {
    return after("registers/bottle.yaml", from, to);
}
std::vector<std::string> repair_after(const std::string& from, const std::string& to) {
    return after("processes/repair.yaml", from, to);
}
std::vector<std::string> field_after(const std::string& field) {
    return bottle_after("      - {field: sister", "      - " + field + "\n      - {field: sister");
}

}  // namespace

TEST(registers, the_packs_of_this_repository_have_no_problem) {
    for (auto const* name : {"gongshu", "linan_demo"}) {
        auto const read = read_pack(pack_files(std::filesystem::path{ANJU_SOURCE_DIR} / "packs" / name));
        for (auto const& problem : read.problems) ADD_FAILURE() << problem_line(problem, base::Language::en);
    }
}

TEST(registers, what_is_public_names_its_fields_and_its_states) {
    auto all = files();
    auto& text = all.at("registers/bottle.yaml");
    auto const change = [&text](const std::string& from, const std::string& to) { text.replace(text.find(from), from.size(), to); };
    change("{field: number, kind: text,", "{field: number, kind: text, public: true,");
    EXPECT_THAT(problems(all), ElementsAre(HasSubstr("takes both")));
    change("name: number", "name: number\npublic_in: [mended]");
    EXPECT_THAT(problems(all), IsEmpty());
    auto const read = read_pack(all);
    auto const* one = read.pack->register_named("bottle");
    EXPECT_THAT(one->public_in, ElementsAre("mended"));
    EXPECT_TRUE(one->field("number")->is_public);
    EXPECT_FALSE(one->field("until")->is_public);
    change("public_in: [mended]", "public_in: [lost]");
    EXPECT_THAT(problems(all), ElementsAre(AllOf(HasSubstr("lost"), HasSubstr("broken, mended, seen"))));
}

TEST(registers, a_public_record_shows_its_name_and_nothing_that_may_speak_of_persons) {
    auto const with = [](const std::string& from, const std::string& to) {
        auto all = files();
        auto& text = all.at("registers/bottle.yaml");
        text.replace(text.find("name: number"), 12, "name: number\npublic_in: [mended]");
        auto const at = text.find(from);
        text.replace(at, from.size(), to);
        return problems(all);
    };
    EXPECT_THAT(with("{field: until, kind: date,", "{field: until, public: true, kind: date,"), ElementsAre(HasSubstr("needs its name")));
    EXPECT_THAT(with("{field: keeper, kind: text,", "{field: keeper, public: true, kind: text,"), Contains(HasSubstr("cannot be public")));
    EXPECT_THAT(with("{field: sister, kind: link,", "{field: sister, public: true, kind: link,"), Contains(HasSubstr("cannot be public")));
    EXPECT_THAT(bottle_after("name: number", "name: number\npublic_in: [mended]"), ElementsAre(HasSubstr("takes both")));
}

TEST(registers, what_stands_on_a_map_has_a_point_a_choice_and_conditions_that_exist) {
    auto all = files();
    auto& text = all.at("registers/bottle.yaml");
    auto const change = [&text](const std::string& from, const std::string& to) { text.replace(text.find(from), from.size(), to); };
    change("name: number\n", "name: number\nmap: {kind: state, shown_when: {field: state, is: [good]}, middle: {field: state, is: [bad]}}\n");
    EXPECT_THAT(problems(all), ElementsAre(HasSubstr("Without a map_point field")));
    change("      - {field: sister,", "      - {field: spot, kind: map_point, title: {zh: 位置, en: Spot}}\n      - {field: sister,");
    EXPECT_THAT(problems(all), IsEmpty());
    auto const read = read_pack(all);
    auto const* one = read.pack->register_named("bottle");
    ASSERT_NE(one->map_point(), nullptr);
    EXPECT_EQ(one->map_point()->field, "spot");
    EXPECT_EQ(one->map.kind, "state");
    EXPECT_TRUE(one->map.shown_when->holds({{"state", "good"}}));
    EXPECT_FALSE(one->map.middle->holds({{"state", "good"}}));
    change("map: {kind: state,", "map: {kind: until,");
    EXPECT_THAT(problems(all), ElementsAre(HasSubstr("told apart by a choice")));
    change("map: {kind: until,", "map: {");
    change("is: [bad]}}", "is: [lost]}}");
    EXPECT_THAT(problems(all), ElementsAre(HasSubstr("lost")));
}

TEST(registers, a_point_is_never_the_name_of_a_record_and_never_sensitive) {
    EXPECT_THAT(bottle_after("{field: keeper, kind: text,", "{field: keeper, kind: map_point,"), Contains(HasSubstr("sensitive")));
}

TEST(registers, the_example_of_the_task_page_is_a_good_register) {
    std::ifstream page{std::string{ANJU_SOURCE_DIR} + "/docs/tasks/write-a-register.md"};
    std::string const text{std::istreambuf_iterator<char>{page}, {}};
    auto const from = text.find("```yaml\n") + 8, to = text.find("\n```", from);
    auto files = pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu");
    files["registers/bench_seat.yaml"] = text.substr(from, to - from + 1);
    auto const read = read_pack(files);
    for (auto const& problem : read.problems) ADD_FAILURE() << problem_line(problem, base::Language::en);
    ASSERT_TRUE(read.pack);
    auto const* bench = read.pack->register_named("bench_seat");
    ASSERT_NE(bench, nullptr);
    EXPECT_EQ(bench->watches.size(), 1U);
}

TEST(registers, a_good_one_is_read_whole) {
    auto const read = read_pack(files());
    ASSERT_TRUE(read.pack) << problem_line(read.problems.at(0), base::Language::en);
    ASSERT_EQ(read.pack->registers.size(), 1U);
    auto const& one = *read.pack->register_named("bottle");
    EXPECT_EQ(one.fields.size(), 8U);
    EXPECT_THAT(one.sections.at(1).fields, ElementsAre("keeper", "weight", "rounds", "sister"));
    EXPECT_EQ(one.field("number")->unique, field::Unique::in_place);
    EXPECT_EQ(one.field("state")->otherwise, field::Value{"good"});
    EXPECT_EQ(one.field("weight")->least, 5);
    EXPECT_EQ(one.field("broken_on")->shown_when->is.at(0), "bad");
    EXPECT_TRUE(one.is_sensitive());
    EXPECT_EQ(one.checks.at(1).severity, check::Severity::finding);
    EXPECT_EQ(one.retention.years, 2);
    EXPECT_EQ(one.watches.at(0).where.at(1).field, "process_state");
    EXPECT_FALSE(one.watches.at(0).pending);
    EXPECT_EQ(one.watches.at(2).deduct.text(), "0.5") << "left out: the smallest step";
    EXPECT_TRUE(one.watches.at(4).item.empty());
    auto const& process = *read.pack->process_named("repair");
    EXPECT_EQ(process.clocks.at(0).escalate_days, 2);
    EXPECT_EQ(process.act("mend")->happened, "on");
    EXPECT_EQ(read.pack->groups.at(0).group, "fire");
}

TEST(registers, a_demo_row_is_dated_from_the_day_it_is_made) {
    auto const pack = *read_pack(files()).pack;
    auto const& one = *pack.register_named("bottle");
    auto const today = *base::Day::parse("2026-11-24");
    auto const first = demo_values(one, one.demo.at(0), today);
    EXPECT_EQ(field::value_of(first, "until"), field::Value{"2026-12-24"});
    EXPECT_EQ(field::value_of(first, "rounds").rows()->at(0).at("day"), field::Value{"2026-11-21"});
    EXPECT_EQ(field::value_of(demo_values(one, one.demo.at(1), today), "until"), field::Value{"2026-12-31"});
    EXPECT_EQ(one.demo.at(1).process_state, "broken");
}

TEST(registers, under_an_all_or_nothing_reading_a_watch_takes_the_whole_item) {
    auto const read = read_pack(files(), {{"mode", "all_or_nothing"}});
    ASSERT_TRUE(read.pack);
    EXPECT_EQ(read.pack->register_named("bottle")->watches.at(0).deduct, read.pack->item("C1.1")->points);
}

TEST(registers, fields_take_only_their_kind_s_keys) {
    EXPECT_THAT(
        field_after("{field: x, kind: formula, title: {zh: 甲, en: X}}"),
        ElementsAre(AllOf(StartsWith("registers/bottle.yaml:24:26:"), HasSubstr("no kind of field “formula”"))));
    EXPECT_THAT(field_after("{field: x, kind: text, decimals: 2, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("Unknown key “decimals”")));
    EXPECT_THAT(field_after("{field: x, kind: choice, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("“choices” is missing")));
    EXPECT_THAT(field_after("{field: x, kind: link, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("“register” is missing")));
    EXPECT_THAT(field_after("{field: x, kind: link, register: y, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("no register “y”")));
    EXPECT_THAT(field_after("{field: x, kind: party, party_kind: village, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("no party kind “village”")));
    EXPECT_THAT(field_after("{field: x, kind: reference_number, pattern: TZ, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("has one {serial}")));
    EXPECT_THAT(field_after("{field: x, kind: photos, most: 10, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("9 photographs")));
    EXPECT_THAT(field_after("{field: x, kind: whole_number, least: 3, most: 2, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("“least” is above “most”")));
    EXPECT_THAT(field_after("{field: x, kind: whole_number, least: 1.5, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("at most 0 decimals")));
    EXPECT_THAT(field_after("{field: x, kind: date, default: soon, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("A real date")));
    EXPECT_THAT(field_after("{field: x, kind: photos, default: 1, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("Unknown key “default”")));
    EXPECT_THAT(field_after("{field: number, kind: text, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("“number” stands twice")));
    EXPECT_THAT(field_after("{field: estate, kind: text, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("another name")));
}

TEST(registers, only_some_kinds_can_be_sensitive_and_id_numbers_must_be) {
    EXPECT_THAT(field_after("{field: x, kind: date, sensitive: true, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("Unknown key “sensitive”")));
    EXPECT_THAT(field_after("{field: x, kind: id_card, title: {zh: 甲, en: X}}"),
                ElementsAre(HasSubstr("Write sensitive: true")));
    EXPECT_THAT(bottle_after("unmask: [officer]\n", ""), ElementsAre(HasSubstr("unmask says who")));
    EXPECT_THAT(bottle_after("{field: day, kind: date, title: {zh: 日期, en: Day}}",
                             "{field: day, kind: id_card, title: {zh: 日期, en: Day}}"),
                Contains(HasSubstr("“id_card” cannot stand in a table")));
    EXPECT_THAT(bottle_after("label: [number, until]", "label: [number, keeper]"),
                ElementsAre(HasSubstr("cannot be printed")));
    EXPECT_THAT(bottle_after("{name} {field} {days}", "{keeper}"), ElementsAre(HasSubstr("{keeper} cannot be filled")));
}

TEST(registers, a_condition_names_a_field_before_it_and_its_values) {
    EXPECT_THAT(bottle_after("{field: state, is: [bad]}", "{field: until, is: [bad]}"),
                ElementsAre(HasSubstr("no field “until”")));
    EXPECT_THAT(bottle_after("{field: state, is: [bad]}", "{field: state, is: [worse]}"),
                ElementsAre(HasSubstr("no choice “worse”")));
    EXPECT_THAT(bottle_after("{field: state, is: [bad]}", "{field: number, is: [bad]}"),
                ElementsAre(HasSubstr("cannot be a condition")));
}

TEST(registers, what_names_a_record_is_filled_and_may_be_seen) {
    EXPECT_THAT(bottle_after("name: number", "name: nummer"), Contains(HasSubstr("no field “nummer”")));
    EXPECT_THAT(bottle_after("name: number", "name: keeper"), Contains(HasSubstr("“keeper” (sensitive")));
    EXPECT_THAT(bottle_after("name: number", "name: weight"), Contains(HasSubstr("must be filled")));
    EXPECT_THAT(bottle_after("list: [number, state", "list: [number, colour"),
                ElementsAre(HasSubstr("no field “colour”")));
}

TEST(registers, what_they_refer_to_must_exist) {
    EXPECT_THAT(bottle_after("group: fire", "group: water"), ElementsAre(HasSubstr("no group “water”")));
    EXPECT_THAT(bottle_after("items: [C1.1]", "items: [C1.1, C9]"), ElementsAre(HasSubstr("no item “C9”")));
    EXPECT_THAT(bottle_after("write: [officer]", "write: [ghost]"), Contains(HasSubstr("no role “ghost”")));
    EXPECT_THAT(bottle_after("read: [officer, assessor]", "read: [assessor]"), Contains(HasSubstr("Add it to read")));
    EXPECT_THAT(bottle_after("register: bottle\n", "register: flask\n"),
                Contains(HasSubstr("must be named flask.yaml")));
    EXPECT_THAT(bottle_after("after: until", "after: keeper"), ElementsAre(HasSubstr("dated field")));
    EXPECT_THAT(bottle_after("years: 2", "years: 2, days: 3"), ElementsAre(HasSubstr("one of years, months, days")));
    EXPECT_THAT(bottle_after("process: repair", "process: repairs"), Contains(HasSubstr("no process “repairs”")));
}

TEST(registers, checks_come_from_the_catalogue_and_fit_their_fields) {
    EXPECT_THAT(bottle_after("check: not_before", "check: formula"), Contains(HasSubstr("no check “formula”")));
    EXPECT_THAT(bottle_after("field: until, than: broken_on", "field: number, than: broken_on"),
                ElementsAre(HasSubstr("a date or an instant")));
    EXPECT_THAT(bottle_after("than: broken_on", "least: 3"),
                ElementsAre(HasSubstr("“than” is missing"), HasSubstr("Unknown key “least”")));
    EXPECT_THAT(bottle_after("least: 2, severity", "least: two, severity"),
                ElementsAre(HasSubstr("at most 4 decimals")));
    EXPECT_THAT(bottle_after("severity: finding, name: light", "severity: finding"),
                Contains(HasSubstr("needs a name")));
    EXPECT_THAT(bottle_after("kind: check_failed, check: light", "kind: check_failed, check: heavy"),
                Contains(HasSubstr("is named “heavy”")));
    EXPECT_THAT(
        bottle_after(
            "least: 2, severity: finding, name: light}",
            "least: 2, severity: finding, name: light}\n  - {check: sum_at_most, field: rounds, column: day, most: 3}"),
        ElementsAre(HasSubstr("“column” must be a number")));
    EXPECT_THAT(bottle_after("least: 2, severity: finding, name: light}",
                             "least: 2, severity: finding, name: light}\n  - {check: at_most, rows: rounds, field: "
                             "kilos, most: 3, when: {field: state, is: [good]}}"),
                AllOf(testing::SizeIs(1), Contains(HasSubstr("must not exceed 3"))))
        << "the demo row holds 4";
}

TEST(registers, watches_come_from_the_catalogue_and_deduct_what_the_item_allows) {
    EXPECT_THAT(bottle_after("kind: overdue_date", "kind: formula"), Contains(HasSubstr("no kind of watch “formula”")));
    EXPECT_THAT(bottle_after("kind: overdue_date, field: until", "kind: overdue_date, field: number"),
                ElementsAre(HasSubstr("“field” must be a date")));
    EXPECT_THAT(bottle_after("deduct: 0.5", "deduct: 0.3"),
                ElementsAre(AllOf(HasSubstr("bottle.yaml:35:125"), HasSubstr("steps of 0.5"))));
    EXPECT_THAT(bottle_after("item: C1.1, deduct: 0.5", "item: C1.2, deduct: 2"),
                ElementsAre(HasSubstr("not among the register's items")));
    EXPECT_THAT(bottle_after("items: [C1.1]", "items: [C1.1, A1]"), IsEmpty());
    EXPECT_THAT(bottle_after("days: 30,", "days: 30, item: C1.1,"), ElementsAre(HasSubstr("only tells")));
    EXPECT_THAT(bottle_after("valid: until,", "valid: until, deduct: 1,"), ElementsAre(HasSubstr("Without an item")));
    EXPECT_THAT(bottle_after("valid: until,", "valid: until, days: 3,"),
                ElementsAre(HasSubstr("field and days together")));
    EXPECT_THAT(bottle_after("clock: mend", "clock: hurry"), ElementsAre(HasSubstr("no clock “hurry”")));
    EXPECT_THAT(bottle_after("process_state: [broken]", "process_state: [lost]"),
                ElementsAre(HasSubstr("no state “lost”")));
    EXPECT_THAT(bottle_after("where: {state: [good]", "where: {state: [fine]"),
                ElementsAre(HasSubstr("no choice “fine”")));
    EXPECT_THAT(bottle_after("\"{count}/{wanted}\"", "\"{name}\""), ElementsAre(HasSubstr("{name} cannot be filled")));
    EXPECT_THAT(bottle_after("en: \"{due}\"}, tell: [officer]", "en: \"{due}\"}, tell: []"),
                ElementsAre(HasSubstr("at least one role")));
    EXPECT_THAT(bottle_after("  - {watch: few",
                             "  - {watch: rate, kind: rate_below, percent: 80, title: {zh: 率, en: Rate}, text: {zh: "
                             "率, en: Rate}, tell: [officer]}\n  - {watch: few"),
                ElementsAre(HasSubstr("either `of`, or `part` and `whole`")));
}

TEST(registers, demo_rows_are_records_that_could_be_saved) {
    EXPECT_THAT(bottle_after("number: A1, until: +30", "number: A1, until: sun"),
                ElementsAre(HasSubstr("A real date")));
    EXPECT_THAT(bottle_after("number: A1, until", "until"), Contains(HasSubstr("“Number” is empty")));
    EXPECT_THAT(bottle_after("weight: 4.5", "weight: 4.55"), ElementsAre(HasSubstr("at most 1 decimals")));
    EXPECT_THAT(bottle_after("sister: A1", "sister: A9"), ElementsAre(HasSubstr("no such record")));
    EXPECT_THAT(bottle_after("process_state: broken", "process_state: lost"),
                ElementsAre(HasSubstr("no state “lost”")));
    EXPECT_THAT(bottle_after("kilos: 4}", "kilos: four}"), ElementsAre(HasSubstr("0/kilos: ")));
    EXPECT_THAT(bottle_after("estate: 1, number", "street: 1, number"),
                ElementsAre(HasSubstr("“estate” is missing"), HasSubstr("Unknown key “street”")));
    EXPECT_THAT(bottle_after("until: 2026-12-31", "until: 2020-12-31"), ElementsAre(HasSubstr("must not be before")));
}

TEST(processes, every_state_is_reached_and_left) {
    EXPECT_THAT(repair_after("to: mended", "to: seen"), ElementsAre(HasSubstr("“mended” cannot be reached")));
    EXPECT_THAT(repair_after("en: Seen}, end: true", "en: Seen}"),
                ElementsAre(HasSubstr("No state is an end"), HasSubstr("Nothing can be done in “seen”")));
    EXPECT_THAT(repair_after("from: [broken]", "from: [lost]"), Contains(HasSubstr("no state “lost”")));
    EXPECT_THAT(repair_after("start: broken", "start: lost"), Contains(HasSubstr("no state “lost”")));
}

TEST(processes, what_they_refer_to_must_exist_and_fit) {
    EXPECT_THAT(repair_after("by: [officer], needs", "by: [ghost], needs"), ElementsAre(HasSubstr("no role “ghost”")));
    EXPECT_THAT(repair_after("needs: [until]", "needs: [colour]"),
                ElementsAre(HasSubstr("“bottle” has no field “colour”")));
    EXPECT_THAT(repair_after("not_by: [mend]", "not_by: [paint]"), ElementsAre(HasSubstr("no act “paint”")));
    EXPECT_THAT(repair_after("not_by: [mend]", "not_by: [created, mend]"), ElementsAre()) << "whoever made the record";
    EXPECT_THAT(repair_after("happened: on", "happened: off"), ElementsAre(HasSubstr("no field “off”")));
    EXPECT_THAT(repair_after("en: On}, required: true", "en: On}"), ElementsAre(HasSubstr("required date or instant")));
    EXPECT_THAT(repair_after("kind: date, title", "kind: id_card, title"),
                Contains(HasSubstr("cannot stand in a table or an act")));
    EXPECT_THAT(repair_after("starts: {state: broken}", "starts: {field: weight}"),
                ElementsAre(HasSubstr("must be a date")));
    EXPECT_THAT(repair_after("starts: {state: broken}", "starts: {field: until}"), IsEmpty());
    EXPECT_THAT(repair_after("starts: {state: broken}, term: {days: 3, count: working}",
                             "starts: {field: until}, term: {hours: 24}"),
                Contains(HasSubstr("needs an instant")));
    EXPECT_THAT(repair_after("starts: {state: broken}", "starts: {state: broken, field: until}"),
                ElementsAre(HasSubstr("one of state, field, earliest_of")));
    EXPECT_THAT(repair_after("remind_to: [officer], ", ""), ElementsAre(HasSubstr("stand together")));
    EXPECT_THAT(repair_after("process: repair\n", "process: fix\n"), Contains(HasSubstr("must be named fix.yaml")));
}

TEST(processes, an_act_opens_rectifications_from_rows_of_its_own) {
    auto const see = "not_by: [mend], reason: true}";
    auto const rows = [](const std::string& party, const std::string& rectifies) {
        return "not_by: [mend], reason: true, rectifies: " + rectifies +
               ", fields: [{field: faults, kind: rows, title: {zh: 问题, en: Faults}, fields: [{field: fault, kind: text, title: {zh: 问题, en: Fault}, required: true}, "
               "{field: who, kind: party, title: {zh: 谁, en: Who}" + party + "}, {field: until, kind: date, title: {zh: 到期, en: Until}}]}]}";
    };
    EXPECT_THAT(repair_after(see, rows(", required: true", "{rows: faults, what: fault, party: who, due: until}")), IsEmpty());
    EXPECT_THAT(repair_after(see, rows("", "{rows: faults, what: fault, party: who}")), ElementsAre(HasSubstr("party of rectifies names a required column of the kind party")));
    EXPECT_THAT(repair_after(see, rows(", required: true", "{rows: faults, what: fault, party: who, due: fault}")), ElementsAre(HasSubstr("due of rectifies names a column of the kind date")));
    EXPECT_THAT(repair_after(see, rows(", required: true", "{rows: faults, what: wrong, party: who}")), ElementsAre(HasSubstr("wrong")));
    EXPECT_THAT(repair_after(see, "not_by: [mend], reason: true, after_rectifications: true}"), ElementsAre(HasSubstr("after_rectifications waits for nothing")));
}

TEST(processes, the_condition_of_a_clock_names_choices_of_the_record) {
    EXPECT_THAT(repair_after("starts: {state: broken}, term", "starts: {state: broken}, where: {state: [bad]}, term"), IsEmpty());
    EXPECT_THAT(repair_after("starts: {state: broken}, term", "starts: {state: broken}, where: {status: [bad]}, term"), ElementsAre(HasSubstr("has no field “status”")));
    EXPECT_THAT(repair_after("starts: {state: broken}, term", "starts: {state: broken}, where: {state: [lost]}, term"), ElementsAre(HasSubstr("lost")));
    EXPECT_THAT(repair_after("starts: {state: broken}, term", "starts: {state: broken}, where: {until: [bad]}, term"), ElementsAre(HasSubstr("is no choice and no yes_no")));
}

TEST(processes, a_term_may_be_in_minutes_with_a_reminder_in_minutes_or_percent_of_it) {
    auto const with = [](const std::string& term, const std::string& remind) {
        return repair_after("term: {days: 3, count: working}, ends: [mended], remind: {days: 1}, remind_to: [officer], escalate: {days: 2}, escalate_to: [assessor]",
                            "term: " + term + ", ends: [mended]" + (remind.empty() ? "" : ", remind: " + remind + ", remind_to: [officer]"));
    };
    EXPECT_THAT(with("{minutes: 30}", ""), IsEmpty()) << "a reminder is not asked for";
    EXPECT_THAT(with("{minutes: 30}", "{minutes: 10}"), IsEmpty());
    EXPECT_THAT(with("{minutes: 30}", "{percent: 50}"), IsEmpty());
    EXPECT_THAT(with("{hours: 1}", "{minutes: 10}"), IsEmpty());
    EXPECT_THAT(with("{minutes: 30}", "{minutes: 30}"), ElementsAre(HasSubstr("lies before the term begins")));
    EXPECT_THAT(with("{minutes: 30}", "{percent: 100}"), Contains(HasSubstr("percent")));
    EXPECT_THAT(with("{minutes: 30}", "{days: 1}"), Contains(HasSubstr("days")));
    EXPECT_THAT(with("{minutes: 30, hours: 1}", ""), ElementsAre(HasSubstr("in days, in hours or in minutes")));
    EXPECT_THAT(with("{minutes: 0}", ""), Contains(HasSubstr("minutes")));
}

TEST(processes, when_an_act_happened_may_stand_in_a_date_of_the_record_it_needs) {
    EXPECT_THAT(repair_after("happened: on, ", "happened: until, "), IsEmpty());
    EXPECT_THAT(repair_after("needs: [until], happened: on", "needs: [number], happened: number"), Contains(HasSubstr("must be a date")));
    EXPECT_THAT(repair_after("happened: on, ", "happened: broken_on, "), ElementsAre(HasSubstr("no field “broken_on”"))) << "it may be empty there";
}

TEST(registers, what_is_no_longer_asked_is_written_with_a_day_and_a_reason_and_stands_in_one_place_only) {
    auto const with = [](const std::string& lines) { return bottle_after("list: [number", "dropped:\n" + lines + "list: [number"); };
    EXPECT_THAT(with("  - {field: colour, since: 2026-11-24, reason: {zh: 不再登记, en: Not asked}}\n"), IsEmpty());
    EXPECT_THAT(with("  - {field: weight, since: 2026-11-24, reason: {zh: 不再登记, en: Not asked}}\n"), ElementsAre(HasSubstr("stands in sections and under dropped")));
    EXPECT_THAT(with("  - {field: colour, since: 2026-13-24, reason: {zh: 不再登记, en: Not asked}}\n"), Contains(HasSubstr("since")));
    EXPECT_THAT(with("  - {field: colour, since: 2026-11-24}\n"), Contains(HasSubstr("reason")));
    EXPECT_THAT(with("  - {field: colour, since: 2026-11-24, reason: {zh: a, en: a}}\n  - {field: colour, since: 2026-11-24, reason: {zh: a, en: a}}\n"), Contains(HasSubstr("colour")));
    auto all = files();
    auto const title = all.at("pack.yaml");
    auto const drop = [](const std::string& name) { return "\ndropped_registers:\n  - {register: " + name + ", since: 2026-11-24, reason: {zh: 不再登记, en: Not asked}}\n"; };
    all["pack.yaml"] = title + drop("bottle");
    EXPECT_THAT(problems(all), ElementsAre(HasSubstr("stands in registers/ and under dropped_registers")));
    all["pack.yaml"] = title + drop("hydrant");
    EXPECT_THAT(problems(all), IsEmpty());
}

TEST(processes, one_that_no_register_uses_is_told) {
    auto all = files();
    all.erase("registers/bottle.yaml");
    EXPECT_THAT(problems(all), ElementsAre(HasSubstr("No register uses process “repair”")));
    all.erase("processes/repair.yaml");
    EXPECT_THAT(problems(all), IsEmpty()) << "groups alone are fine, and so is a pack without registers";
}

}  // namespace anju::policy
