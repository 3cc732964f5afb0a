#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/pack_reader.hpp"
#include "policy/sample_pack.hpp"

namespace anju::policy {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr auto* satisfaction_file = "surveys/satisfaction.yaml";
constexpr auto* civility_file = "surveys/civility.yaml";

constexpr auto* satisfaction_text = R"(title: {zh: 满意度, en: Satisfaction}
item: A1
levels:
  - {level: 5, title: {zh: 很满意, en: Very}, counts: true}
  - {level: 4, title: {zh: 满意, en: Quite}, counts: true}
  - {level: 3, title: {zh: 一般, en: So so}}
  - {level: 2, title: {zh: 不满意, en: Not}}
  - {level: 1, title: {zh: 很不满意, en: Not at all}}
no_answer: {zh: 不了解, en: Do not know}
themes:
  - {theme: overall, title: {zh: 总的, en: Overall}}
  - {theme: safety, title: {zh: 平安, en: Safety}}
questions:
  - {question: all, theme: overall, figure: true, text: {zh: 总的怎样, en: All in all}}
  - {question: night, theme: safety, text: {zh: 夜里怎样, en: At night}}
index: top_two
half_width: 5
level: 95
smallest_cell: 5
reserve_percent: 50
back_check_percent: 20
outcomes:
  - {outcome: refused, title: {zh: 不答, en: Refused}, replace: true}
  - {outcome: unable, title: {zh: 答不了, en: Unable}}
letter: {zh: "到 {{address}} 输入 {{code}}", en: "Type {{code}} at {{address}} by {{until}}"}
)";

constexpr auto* civility_text = R"(title: {zh: 文明, en: Civility}
item: B1
points:
  - point: gate
    title: {zh: 大门, en: Gate}
    checks:
      - {check: clean, title: {zh: 干净, en: Clean}}
      - {check: free, title: {zh: 畅通, en: Free}}
  - point: road
    title: {zh: 主路, en: Road}
    checks:
      - {check: clean, title: {zh: 干净, en: Clean}}
moments:
  - {moment: morning, title: {zh: 早上, en: Morning}}
  - {moment: evening, title: {zh: 傍晚, en: Evening}}
observations: 3
second_observer_percent: 25
)";

PackFiles files() {
    auto files = sample::files();
    files.emplace(satisfaction_file, satisfaction_text);
    files.emplace(civility_file, civility_text);
    return files;
}

std::vector<std::string> problems(const PackFiles& files) {
    std::vector<std::string> lines;
    for (auto const& problem : read_pack(files).problems) {
        EXPECT_FALSE(problem.message.zh.empty());
        lines.push_back(problem_line(problem, base::Language::en));
    }
    return lines;
}

/// The problems after one text in one of the two files is replaced; the text must be there.
std::vector<std::string> problems_after(const std::string& file, const std::string& from, const std::string& to) {
    auto changed = files();
    auto& text = changed.at(file);
    auto const at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    return problems(changed);
}

std::vector<std::string> survey_problems(const std::string& from, const std::string& to) {
    return problems_after(satisfaction_file, from, to);
}

std::vector<std::string> civility_problems(const std::string& from, const std::string& to) {
    return problems_after(civility_file, from, to);
}

/// Characters a reader sees, not bytes.
std::size_t characters(const std::string& text) {
    std::size_t count = 0;
    for (auto const byte : text) count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1 : 0;
    return count;
}

Pack shipped(const std::string& name) {
    auto read = read_pack(pack_files(std::string{ANJU_SOURCE_DIR "/packs/"} + name));
    for (auto const& problem : read.problems) ADD_FAILURE() << problem_line(problem, base::Language::en);
    return std::move(read.pack).value();
}

}  // namespace

TEST(surveys, a_pack_may_do_without_surveys) {
    auto const pack = sample::pack();
    EXPECT_FALSE(pack.satisfaction);
    EXPECT_FALSE(pack.civility);
}

TEST(surveys, both_surveys_are_read_whole) {
    auto const read = read_pack(files());
    ASSERT_TRUE(read.pack) << problem_line(read.problems.at(0), base::Language::en);
    auto const& survey = read.pack->satisfaction.value();
    EXPECT_EQ(survey.item, "A1");
    ASSERT_EQ(survey.levels.size(), 5U);
    EXPECT_TRUE(survey.levels.at(1).counts);
    EXPECT_FALSE(survey.levels.at(2).counts);
    EXPECT_EQ(survey.no_answer.zh, "不了解");
    EXPECT_EQ(survey.themes.at(1).theme, "safety");
    EXPECT_TRUE(survey.questions.at(0).figure);
    EXPECT_EQ(survey.questions.at(1).theme, "safety");
    EXPECT_EQ(survey.index, SurveyIndex::top_two);
    EXPECT_EQ(survey.half_width, Percent::whole(5));
    EXPECT_EQ(survey.level, 95);
    EXPECT_EQ(survey.smallest_cell, 5);
    EXPECT_EQ(survey.reserve_percent, 50);
    EXPECT_EQ(survey.back_check_percent, 20);
    EXPECT_TRUE(survey.outcomes.at(0).replace);
    EXPECT_FALSE(survey.outcomes.at(1).replace);
    EXPECT_EQ(survey.letter.en, "Type {{code}} at {{address}} by {{until}}");
    auto const& civility = read.pack->civility.value();
    EXPECT_EQ(civility.item, "B1");
    EXPECT_EQ(civility.points.at(0).checks.at(1).check, "free");
    EXPECT_EQ(civility.points.at(1).checks.at(0).title.en, "Clean");
    EXPECT_EQ(civility.moments.at(1).code, "evening");
    EXPECT_EQ(civility.observations, 3);
    EXPECT_EQ(civility.second_observer_percent, 25);
}

TEST(surveys, the_surveys_belong_to_the_name_of_the_pack) {
    EXPECT_NE(read_pack(files()).pack.value().hash, sample::pack().hash);
}

TEST(surveys, other_files_beside_the_two_and_unknown_keys_are_refused) {
    auto more = files();
    more.emplace("surveys/other.yaml", "title: {zh: 一, en: One}\n");
    EXPECT_THAT(problems(more), ElementsAre(StartsWith("surveys/other.yaml: A pack has no place for this file")));
    EXPECT_THAT(survey_problems("index: top_two", "index: top_two\nindeks: top_two"),
                ElementsAre(StartsWith("surveys/satisfaction.yaml:17:1: Unknown key “indeks”")));
    EXPECT_THAT(survey_problems("figure: true,", "figure: true, weight: 2,"),
                ElementsAre(HasSubstr("Unknown key “weight”")));
    EXPECT_THAT(civility_problems("observations: 3", "observations: 3\nphotos: true"),
                ElementsAre(HasSubstr("Unknown key “photos”")));
    EXPECT_THAT(survey_problems("no_answer: {zh: 不了解, en: Do not know}\n", ""),
                ElementsAre(HasSubstr("“no_answer” is missing")));
}

TEST(surveys, the_satisfaction_survey_is_about_the_key_of_the_stars) {
    EXPECT_THAT(survey_problems("item: A1", "item: Z9"),
                ElementsAre(AllOf(StartsWith("surveys/satisfaction.yaml:2:7:"), HasSubstr("scored by a percentage")),
                            HasSubstr("the key in stars.yaml is “A1”")));
    EXPECT_THAT(survey_problems("item: A1", "item: B1"), ElementsAre(HasSubstr("the key in stars.yaml is “A1”")));
    EXPECT_THAT(survey_problems("item: A1", "item: C1.1"), Contains(HasSubstr("scored by a percentage")));
}

TEST(surveys, there_are_five_levels_highest_first_and_the_satisfied_are_the_upper_ones) {
    EXPECT_THAT(survey_problems("  - {level: 3, title: {zh: 一般, en: So so}}\n", ""),
                ElementsAre(HasSubstr("exactly five, in the order 5, 4, 3, 2, 1")));
    EXPECT_THAT(survey_problems("level: 4,", "level: 5,"), ElementsAre(HasSubstr("exactly five")));
    EXPECT_THAT(survey_problems("level: 4,", "level: 6,"), Contains(HasSubstr("a whole number from 1 to 5")));
    EXPECT_THAT(survey_problems("en: Very}, counts: true", "en: Very}"), ElementsAre(HasSubstr("without a gap")));
    EXPECT_THAT(survey_problems("en: Not}}", "en: Not}, counts: true}"), ElementsAre(HasSubstr("without a gap")));
    EXPECT_THAT(survey_problems("en: Quite}, counts: true", "en: Quite}"), IsEmpty());
}

TEST(surveys, exactly_one_question_decides_and_every_theme_is_asked_about) {
    EXPECT_THAT(survey_problems("figure: true, ", ""), ElementsAre(HasSubstr("Exactly one question has figure: true")));
    EXPECT_THAT(survey_problems("theme: safety, text", "theme: safety, figure: true, text"),
                ElementsAre(HasSubstr("now 2 have")));
    EXPECT_THAT(survey_problems("question: night", "question: all"),
                ElementsAre(HasSubstr("The question “all” stands twice")));
    EXPECT_THAT(survey_problems("theme: safety, title", "theme: overall, title"),
                ElementsAre(HasSubstr("The theme “overall” stands twice"), HasSubstr("has no theme “safety”")));
    EXPECT_THAT(survey_problems("theme: safety, text", "theme: overall, text"),
                ElementsAre(HasSubstr("No question belongs to theme “safety”")));
}

TEST(surveys, the_index_may_be_a_reading_and_agrees_with_the_evaluation) {
    EXPECT_THAT(survey_problems("index: top_two", "index: mean_times_20"),
                ElementsAre(AllOf(StartsWith("surveys/satisfaction.yaml:16:8:"), HasSubstr("“top_two”"))));
    EXPECT_THAT(survey_problems("index: top_two", "index: median"),
                Contains(HasSubstr("Wanted: top_two | mean_times_20 | mean_minus_1_times_25")));
    auto const chosen = [](const std::string& choice) {
        auto read = read_pack(pack_files(ANJU_SOURCE_DIR "/packs/gongshu"), {{"satisfaction_index", choice}});
        return std::move(read.pack).value().satisfaction.value().index;
    };
    EXPECT_EQ(chosen("top_two"), SurveyIndex::top_two);
    EXPECT_EQ(chosen("mean_times_20"), SurveyIndex::mean_times_20);
    EXPECT_EQ(chosen("mean_minus_1_times_25"), SurveyIndex::mean_minus_1_times_25);
}

TEST(surveys, precision_and_shares_stay_in_sensible_bounds) {
    for (auto const* good : {"0.5", "49.9999"}) {
        EXPECT_THAT(survey_problems("half_width: 5", std::string{"half_width: "} + good), IsEmpty()) << good;
    }
    for (auto const* bad : {"0", "50"}) {
        EXPECT_THAT(survey_problems("half_width: 5", std::string{"half_width: "} + bad),
                    ElementsAre(HasSubstr("above 0 and below 50")))
            << bad;
    }
    EXPECT_THAT(survey_problems("half_width: 5", "half_width: five"),
                ElementsAre(HasSubstr("“half_width” cannot be “five”")));
    EXPECT_THAT(survey_problems("level: 95", "level: 80"), ElementsAre(HasSubstr("Wanted: 90 | 95 | 99")));
    EXPECT_THAT(survey_problems("smallest_cell: 5", "smallest_cell: 4"),
                ElementsAre(HasSubstr("a whole number from 5 to 100")));
    EXPECT_THAT(survey_problems("reserve_percent: 50", "reserve_percent: 101"),
                ElementsAre(HasSubstr("a whole number from 0 to 100")));
    EXPECT_THAT(survey_problems("back_check_percent: 20", "back_check_percent: -1"),
                ElementsAre(HasSubstr("a whole number from 0 to 100")));
}

TEST(surveys, outcomes_stand_once_and_answered_is_not_among_them) {
    EXPECT_THAT(survey_problems("outcome: unable", "outcome: refused"),
                ElementsAre(HasSubstr("The outcome “refused” stands twice")));
    EXPECT_THAT(survey_problems("outcome: unable", "outcome: answered"),
                ElementsAre(HasSubstr("“answered” is always there")));
}

TEST(surveys, the_letter_tells_how_to_answer_and_uses_known_names_only) {
    EXPECT_THAT(survey_problems("输入 {{code}}", "输入编号"), ElementsAre(HasSubstr("letter (zh) lacks {{code}}")));
    EXPECT_THAT(survey_problems("at {{address}}", "there"), ElementsAre(HasSubstr("letter (en) lacks {{address}}")));
    EXPECT_THAT(
        survey_problems("by {{until}}", "by {{day}}"),
        ElementsAre(AllOf(StartsWith("surveys/satisfaction.yaml:25:9:"), HasSubstr("nothing is known for “{{day”"))));
    EXPECT_THAT(survey_problems("by {{until}}", "by {{#until}}"), ElementsAre(HasSubstr("“{{#until”")));
    EXPECT_THAT(survey_problems("by {{until}}", "by {{{until}}}"), ElementsAre(HasSubstr("“{{{until”")));
    EXPECT_THAT(survey_problems("by {{until}}", "by {{until"), ElementsAre(HasSubstr("“{{until…”")));
    EXPECT_THAT(survey_problems("by {{until}}", "for {{estate}} by {{assessor}}"), IsEmpty());
}

TEST(surveys, the_civility_check_has_an_item_of_its_own) {
    EXPECT_THAT(civility_problems("item: B1", "item: A1"),
                ElementsAre(AllOf(StartsWith("surveys/civility.yaml:2:7:"), HasSubstr("needs another item"))));
    EXPECT_THAT(civility_problems("item: B1", "item: C1.1"), ElementsAre(HasSubstr("scored by a percentage")));
}

TEST(surveys, points_moments_and_check_points_stand_once_by_code_and_by_title) {
    EXPECT_THAT(civility_problems("point: road", "point: gate"),
                ElementsAre(HasSubstr("The point “gate” stands twice")));
    EXPECT_THAT(civility_problems("check: free", "check: clean"),
                ElementsAre(HasSubstr("The check point “clean” stands twice")));
    EXPECT_THAT(civility_problems("moment: evening", "moment: morning"),
                ElementsAre(HasSubstr("The moment “morning” stands twice")));
    EXPECT_THAT(civility_problems("zh: 主路", "zh: 大门"),
                ElementsAre(HasSubstr("title of a point “大门” stands twice")));
    EXPECT_THAT(civility_problems("zh: 畅通", "zh: 干净"),
                ElementsAre(HasSubstr("title of a check point “干净” stands twice")));
    EXPECT_THAT(civility_problems("zh: 傍晚", "zh: 早上"),
                ElementsAre(HasSubstr("title of a moment “早上” stands twice")));
}

TEST(surveys, there_is_something_to_look_at_for_every_observation) {
    EXPECT_THAT(civility_problems("observations: 3", "observations: 4"), IsEmpty());
    EXPECT_THAT(
        civility_problems("observations: 3", "observations: 5"),
        ElementsAre(AllOf(StartsWith("surveys/civility.yaml:16:15:"), HasSubstr("make 4 observations, fewer than 5"))));
    EXPECT_THAT(civility_problems("observations: 3", "observations: 0"), ElementsAre(HasSubstr("from 1 to")));
    EXPECT_THAT(civility_problems("checks:\n      - {check: clean, title: {zh: 干净, en: Clean}}\nmoments",
                                  "checks: []\nmoments"),
                ElementsAre(HasSubstr("at least one check point")));
    EXPECT_THAT(civility_problems("second_observer_percent: 25", "second_observer_percent: 125"),
                ElementsAre(HasSubstr("from 0 to 100")));
}

TEST(surveys, a_broken_survey_ends_in_problems_not_in_a_crash) {
    for (auto const* text :
         {"", "[]", "- 1\n", "title: 1\nlevels: {a: b}\nthemes: 3\nletter: {{code}}\n", "points: [1, [2], {a: 3}]\n"}) {
        for (auto const* file : {satisfaction_file, civility_file}) {
            auto broken = files();
            broken.at(file) = text;
            EXPECT_THAT(problems(broken), testing::Not(IsEmpty())) << file << text;
        }
    }
}

TEST(surveys, questions_of_the_shipped_packs_fit_a_phone_in_large_type) {
    for (auto const* name : {"gongshu", "linan_demo"}) {
        auto const pack = shipped(name);
        for (auto const& question : pack.satisfaction.value().questions) {
            EXPECT_LE(characters(question.text.zh), 40U) << question.text.zh;
            EXPECT_LE(characters(question.text.en), 90U) << question.text.en;
        }
        for (auto const& point : pack.civility.value().points) {
            for (auto const& check : point.checks) EXPECT_LE(characters(check.title.zh), 30U) << check.title.zh;
        }
    }
}

TEST(surveys, the_shipped_packs_ask_differently) {
    auto const gongshu = shipped("gongshu").satisfaction.value();
    EXPECT_EQ(gongshu.index, SurveyIndex::top_two);
    EXPECT_TRUE(gongshu.questions.front().figure);
    auto const demo = shipped("linan_demo").satisfaction.value();
    EXPECT_EQ(demo.index, SurveyIndex::mean_times_20);
    EXPECT_TRUE(demo.questions.back().figure);
}

}  // namespace anju::policy
