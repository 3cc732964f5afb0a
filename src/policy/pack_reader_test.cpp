#include "policy/pack_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "policy/sample_pack.hpp"

namespace anju::policy {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// The sample with one text in one file replaced; the text must be there.
PackFiles changed(const std::string& file, const std::string& from, const std::string& to) {
    auto files = sample::files();
    auto& text = files.at(file);
    auto const at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    return files;
}

std::vector<std::string> problems(const PackFiles& files, const std::map<std::string, std::string>& chosen = {}) {
    auto const read = read_pack(files, chosen);
    EXPECT_EQ(read.pack.has_value(), read.problems.empty());
    std::vector<std::string> lines;
    for (auto const& problem : read.problems) {
        EXPECT_FALSE(problem.message.zh.empty());
        lines.push_back(problem_line(problem, base::Language::en));
    }
    return lines;
}

std::vector<std::string> problems_after(const std::string& file, const std::string& from, const std::string& to) {
    return problems(changed(file, from, to));
}

}  // namespace

TEST(pack_reader, a_good_pack_is_read_whole) {
    auto const read = read_pack(sample::files());
    ASSERT_TRUE(read.pack) << problem_line(read.problems.at(0), base::Language::en);
    auto const& pack = *read.pack;
    EXPECT_EQ(pack.id, "sample");
    EXPECT_EQ(pack.full_points, Points::whole(100));
    ASSERT_EQ(pack.items.size(), 5U);
    auto const& item = *pack.item("C1.1");
    EXPECT_EQ(item.chapter, "C");
    EXPECT_EQ(item.group, "C1");
    EXPECT_EQ(item.points.text(), "5");
    EXPECT_EQ(item.law.at(0).replaced_by, "新条例");
    EXPECT_THAT(item.shown_by, ElementsAre(ShownBy::inspection, ShownBy::record, ShownBy::department));
    EXPECT_EQ(pack.item("C2.1")->may_not_apply->en, "No lifts");
    EXPECT_EQ(pack.item("C9"), nullptr);
    EXPECT_EQ(pack.stars.stars.at(1).satisfaction.text(), "85");
    EXPECT_EQ(pack.evaluation.steps.at(2).deadline.count, Count::calendar);
    EXPECT_EQ(pack.evaluation.street_assessment.points.at("unrated"), Points::whole(50));
    EXPECT_EQ(pack.parties.office.title.zh, "住建局");
    EXPECT_EQ(pack.role("assessor")->scope, Scope::assigned);
    EXPECT_EQ(pack.reading("split")->choices.at(1).values.at("C1.2"), "6");
    EXPECT_EQ(pack.places.streets.at(1).valid_to, "2022-04-01");
    EXPECT_TRUE(pack.calendar.knows(2022));
    EXPECT_EQ(pack.documents.at("notice.txt"), "{{estate}}");
}

TEST(pack_reader, the_hash_names_the_content_and_the_choices) {
    auto const hash = sample::pack().hash;
    EXPECT_EQ(hash.size(), 64U);
    EXPECT_EQ(sample::pack().hash, hash);
    EXPECT_EQ(sample::pack({{"mode", "steps"}}).hash, hash);
    EXPECT_NE(sample::pack({{"mode", "all_or_nothing"}}).hash, hash);
    EXPECT_NE(read_pack(changed("pack.yaml", "\"1\"", "\"2\"")).pack->hash, hash);
}

TEST(pack_reader, another_choice_gives_another_pack) {
    EXPECT_EQ(sample::pack({{"split", "uneven"}}).item("C1.2")->points.text(), "6");
    EXPECT_EQ(sample::pack({{"mode", "all_or_nothing"}}).item("C1.1")->rule->figures().at(1).second, "all_or_nothing");
    EXPECT_THAT(problems(sample::files(), {{"mode", "never"}}),
                ElementsAre(HasSubstr("no reading “mode” with a choice “never”")));
    EXPECT_THAT(problems(sample::files(), {{"nothing", "never"}}), ElementsAre(HasSubstr("no reading “nothing”")));
}

TEST(pack_reader, a_problem_is_told_with_file_line_and_column_in_characters) {
    EXPECT_THAT(
        problems_after("stars.yaml", "{star: 4, grade: {zh: 四星级, en: Four stars}, points: 85, satisfaction: 85}",
                       "{star: 4, grade: {zh: 四星级, en: Four stars}, points: 8O, satisfaction: 85}"),
        Contains(StartsWith("stars.yaml:4:57: “points” cannot be “8O”")));
}

TEST(pack_reader, all_problems_are_found_in_one_run) {
    auto files = changed("pack.yaml", "version: \"1\"\n", "");
    files.at("roles.yaml").replace(files.at("roles.yaml").find("place.read"), 10, "place.rule");
    files.at("stars.yaml") += "colour: red\n";
    EXPECT_THAT(problems(files), ElementsAre(HasSubstr("“version” is missing"), HasSubstr("“place.rule”"),
                                             HasSubstr("Unknown key “colour”")));
}

TEST(pack_reader, a_key_that_stands_twice_is_refused) {
    EXPECT_THAT(problems_after("pack.yaml", "district: \"330199\"\n", "district: \"330199\"\ndistrict: \"330198\"\n"),
                ElementsAre(StartsWith("pack.yaml:6:1: The key “district” stands twice (first in line 5)")));
    EXPECT_THAT(problems_after("standard/c.yaml", "zh: 楼道,", "zh: 楼道, zh: 走道,"),
                ElementsAre(HasSubstr("“zh” stands twice")));
}

TEST(pack_reader, aliases_anchors_tags_and_second_documents_are_refused) {
    EXPECT_THAT(problems_after("pack.yaml", "version: \"1\"", "version: &v \"1\""),
                ElementsAre(HasSubstr("Anchors (&) are refused")));
    EXPECT_THAT(problems_after("pack.yaml", "version: \"1\"", "version: *v"), ElementsAre(HasSubstr("pack.yaml")));
    EXPECT_THAT(problems_after("roles.yaml", "roles:\n", "roles: &a [*a]\nother:\n"),
                Contains(HasSubstr("Aliases (*) are refused")));
    EXPECT_THAT(problems_after("pack.yaml", "version: \"1\"", "version: !!str 1"),
                ElementsAre(HasSubstr("Tags (!) are refused")));
    EXPECT_THAT(problems_after("pack.yaml", "full_points: 100\n", "full_points: 100\n---\npack: other\n"),
                ElementsAre(HasSubstr("holds one document")));
}

TEST(pack_reader, texts_need_both_languages) {
    EXPECT_THAT(problems_after("stars.yaml", "unrated: {zh: 未评星, en: Not starred}", "unrated: {zh: 未评星}"),
                ElementsAre(AllOf(StartsWith("stars.yaml:7:10:"), HasSubstr("“en” is missing"))));
    EXPECT_THAT(problems_after("stars.yaml", "en: Not starred", "en: \" \""),
                ElementsAre(HasSubstr("Wanted: some text")));
    EXPECT_THAT(problems_after("stars.yaml", "{zh: 未评星, en: Not starred}", "未评星"),
                ElementsAre(HasSubstr("A mapping (key: value) is expected")));
}

TEST(pack_reader, the_points_must_add_up) {
    EXPECT_THAT(problems_after("standard/c.yaml", "points: 10\n    items", "points: 11\n    items"),
                ElementsAre(HasSubstr("The parts of C add up to 21 points, it says 20"),
                            HasSubstr("The parts of C1 add up to 10 points, it says 11")));
    EXPECT_THAT(problems_after("pack.yaml", "full_points: 100", "full_points: 99.5"),
                ElementsAre(HasSubstr("The chapters add up to 100, full_points says 99.5")));
}

TEST(pack_reader, points_are_exact_decimals_and_nothing_else) {
    for (auto const* bad : {"5.000001", "1e2", "-5", "0x5", "five", "[5]", "010"}) {
        EXPECT_FALSE(problems_after("standard/c.yaml", "points: 10\n        title: {zh: 电梯",
                                    std::string{"points: "} + bad + "\n        title: {zh: 电梯")
                         .empty())
            << bad;
    }
}

TEST(pack_reader, what_is_referred_to_must_exist) {
    EXPECT_THAT(problems_after("parties.yaml", "items: [C1.1]", "items: [C1.9]"),
                ElementsAre(HasSubstr("There is no item “C1.9”")));
    EXPECT_THAT(problems_after("parties.yaml", "party: street", "party: village"),
                ElementsAre(HasSubstr("There is no party kind “village”")));
    EXPECT_THAT(problems_after("parties.yaml", "department: housing, stage", "department: fire, stage"),
                ElementsAre(HasSubstr("There is no department “fire”")));
    EXPECT_THAT(problems_after("evaluation.yaml", "by: [officer]", "by: [nobody]"),
                ElementsAre(HasSubstr("roles.yaml has no role “nobody”")));
    EXPECT_THAT(problems_after("roles.yaml", "excludes: [assessor]", "excludes: [ghost]"),
                ElementsAre(HasSubstr("cannot exclude “ghost”")));
    EXPECT_THAT(problems_after("roles.yaml", "inspection.inspect", "inspection.guess"),
                ElementsAre(HasSubstr("not in the list of rights")));
    EXPECT_THAT(problems_after("stars.yaml", "key: A1", "key: C1.1"),
                ElementsAre(HasSubstr("must be an item scored by a percentage")));
    EXPECT_THAT(problems_after("places.yaml", "330199001", "330198001"),
                ElementsAre(HasSubstr("must be 9 digits beginning with 330199")));
}

TEST(pack_reader, a_reading_must_exist_be_used_and_give_good_values_for_every_choice) {
    EXPECT_THAT(problems_after("standard/c.yaml", "mode: {reading: mode}", "mode: {reading: moode}"),
                ElementsAre(HasSubstr("Nothing refers to reading “mode”"), HasSubstr("no reading “moode”")));
    EXPECT_THAT(problems_after("standard/c.yaml", "mode: {reading: mode}", "mode: steps"),
                ElementsAre(HasSubstr("Nothing refers to reading “mode”")));
    EXPECT_THAT(problems_after("readings.yaml", "chosen: even", "chosen: odd"),
                Contains(HasSubstr("chooses “odd”, which is none of its choices")));
    EXPECT_THAT(problems_after("readings.yaml", "choice: all_or_nothing", "choice: everything"),
                ElementsAre(HasSubstr("“mode” cannot be “everything” (from choice “everything”)")));
    EXPECT_THAT(problems_after("readings.yaml", "values: {\"C1.1\": 4, \"C1.2\": 6}", "values: {\"C1.1\": 4}"),
                ElementsAre(HasSubstr("Choice “uneven” of reading “split” gives no value for “C1.2”")));
    EXPECT_THAT(problems_after("readings.yaml", "reason: {zh: 平分, en: Even}",
                               "reason: {zh: 平分, en: Even}\n    documented_only: true"),
                ElementsAre(HasSubstr("marked documented_only but is referred to")));
    EXPECT_THAT(problems_after("stars.yaml", "key: A1", "key: {reading: mode}"),
                ElementsAre(HasSubstr("“key” takes one value")));
}

TEST(pack_reader, codes_stand_once) {
    EXPECT_THAT(problems_after("standard/c.yaml", "item: C2.1", "item: C1.1"),
                ElementsAre(HasSubstr("The item “C1.1” stands twice")));
    EXPECT_THAT(problems_after("standard/c.yaml", "group: C2", "group: C1"),
                ElementsAre(HasSubstr("The group “C1” stands twice")));
    EXPECT_THAT(problems_after("roles.yaml", "role: assessor", "role: officer"),
                Contains(HasSubstr("The role “officer” stands twice")));
}

TEST(pack_reader, rules_come_from_the_catalogue_with_sensible_costs) {
    EXPECT_THAT(problems_after("standard/c.yaml", "kind: each", "kind: formula"),
                ElementsAre(HasSubstr("Wanted: steps | each | measure")));
    EXPECT_THAT(problems_after("standard/c.yaml", "per_finding: 2", "per_finding: 0"),
                ElementsAre(HasSubstr("“per_finding” must be above 0")));
    EXPECT_THAT(problems_after("standard/c.yaml", "per_finding: 2", "per_finding: 9"),
                ElementsAre(HasSubstr("more than the item's 5 points")));
    EXPECT_THAT(problems_after("standard/c.yaml", "law: []\n        shown_by: [inspection]\n        may",
                               "law: []\n        shown_by: [camera]\n        may"),
                ElementsAre(HasSubstr("cannot be “camera”")));
}

TEST(pack_reader, stars_stand_highest_first_and_can_be_reached) {
    EXPECT_THAT(problems_after("stars.yaml", "points: 85", "points: 93"),
                ElementsAre(HasSubstr("Stars stand highest first")));
    EXPECT_THAT(problems_after("stars.yaml", "points: 92", "points: 101"),
                ElementsAre(HasSubstr("nobody can reach it")));
    EXPECT_THAT(problems_after("stars.yaml", "satisfaction: 80", "satisfaction: 50"),
                ElementsAre(HasSubstr("a contradiction")));
}

TEST(pack_reader, the_steps_and_the_assessment_are_complete) {
    EXPECT_THAT(problems_after("evaluation.yaml", "step: panel", "step: party"),
                ElementsAre(HasSubstr("The steps must be, in this order: self_check")));
    EXPECT_THAT(problems_after("evaluation.yaml", ", failed: 0", ""), ElementsAre(HasSubstr("No points for “failed”")));
    EXPECT_THAT(problems_after("evaluation.yaml", "\"3\": 70", "\"2\": 70"),
                ElementsAre(HasSubstr("No points for “3”"), HasSubstr("no grade “2”")));
}

TEST(pack_reader, missing_strange_empty_and_broken_files_are_told) {
    auto files = sample::files();
    files.erase("roles.yaml");
    EXPECT_THAT(problems(files), ElementsAre("roles.yaml: This file is missing. Add it."));
    files = sample::files();
    files.emplace("standrad/d.yaml", "chapter: D\n");
    EXPECT_THAT(problems(files), ElementsAre(StartsWith("standrad/d.yaml: A pack has no place for this file")));
    files = sample::files();
    files.at("roles.yaml") = "";
    EXPECT_THAT(problems(files), ElementsAre(StartsWith("roles.yaml: The file is empty")));
    files.at("roles.yaml") = "roles: [\n  - {role: officer\n";
    EXPECT_THAT(problems(files), ElementsAre(AllOf(StartsWith("roles.yaml:"), HasSubstr("Not well-formed YAML"))));
    files.at("roles.yaml") = "roles: \xff\n";
    EXPECT_THAT(problems(files), ElementsAre(HasSubstr("not UTF-8")));
    EXPECT_FALSE(problems({}).empty());
}

TEST(pack_reader, deeply_nested_and_odd_files_end_in_problems_not_in_a_crash) {
    auto files = sample::files();
    for (auto const& text :
         {std::string(20'000, '['), std::string(20'000, '{'), std::string{"? [a]\n: b\n"}, std::string{"- - - -\n"},
          std::string{"\0\0", 2}, std::string{"%YAML 9.9\n---\na: b\n"}, std::string{"\xEF\xBB\xBFroles: 1\n"}}) {
        files.at("roles.yaml") = text;
        EXPECT_FALSE(problems(files).empty());
    }
}

TEST(pack_reader, a_calendar_year_is_read_alone) {
    auto const good = read_calendar("calendars/2022.yaml", sample::files().at("calendars/2022.yaml"));
    ASSERT_TRUE(good.year);
    EXPECT_EQ(good.year->holidays.at(0).work.at(0).text(), "2022-10-08");
    auto const refused = [](const std::string& from, const std::string& to) {
        auto const files = changed("calendars/2022.yaml", from, to);
        auto const read = read_calendar("calendars/2022.yaml", files.at("calendars/2022.yaml"));
        EXPECT_FALSE(read.year);
        return read.problems.empty() ? std::string{} : problem_line(read.problems.front(), base::Language::en);
    };
    EXPECT_THAT(refused("2022-10-03", "2022-10-02"), HasSubstr("stands twice"));
    EXPECT_THAT(refused("2022-10-03", "2022-10-32"), HasSubstr("is no date"));
    EXPECT_THAT(refused("2022-10-03", "2023-10-03"), HasSubstr("is not in 2022"));
    EXPECT_THAT(refused("2022-10-08", "2022-10-10"), HasSubstr("is a weekday"));
    EXPECT_THAT(refused("year: 2022", "year: 2023"), HasSubstr("is not in 2023"));
    EXPECT_THAT(refused("date: 2021-10-25", "date: 25.10.2021"), HasSubstr("a real date"));
}

TEST(pack_reader, only_the_pack_s_own_kinds_of_files_are_taken_from_a_folder) {
    auto const folder = std::filesystem::temp_directory_path() / "anju_pack_files_test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "standard");
    for (auto const* name : {"pack.yaml", "standard/a.yaml", "README.md", "photo.jpg", ".hidden.yaml"})
        std::ofstream{folder / name} << name;
    std::filesystem::create_symlink("/etc/hostname", folder / "link.txt");
    EXPECT_EQ(
        pack_files(folder),
        (PackFiles{{"pack.yaml", "pack.yaml"}, {"standard/a.yaml", "standard/a.yaml"}, {"README.md", "README.md"}}));
    std::filesystem::remove_all(folder);
}

TEST(pack_reader, the_shipped_pack_has_no_problem_and_adds_up_to_300) {
    auto const read = read_pack(pack_files(ANJU_SOURCE_DIR "/packs/gongshu"));
    for (auto const& problem : read.problems) ADD_FAILURE() << problem_line(problem, base::Language::en);
    ASSERT_TRUE(read.pack);
    Points sum;
    for (auto const& item : read.pack->items) sum += item.points;
    EXPECT_EQ(sum, Points::whole(300));
    EXPECT_EQ(read.pack->items.size(), 55U);
}

}  // namespace anju::policy
