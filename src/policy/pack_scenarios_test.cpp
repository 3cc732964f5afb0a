#include "policy/pack_scenarios.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/sample_pack.hpp"

namespace anju::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> differences(const std::string& scenario) {
    auto files = sample::files();
    files["tests/a.yaml"] = "scenarios:\n" + scenario;
    auto const results = run_scenarios(files);
    EXPECT_EQ(results.size(), 1U);
    std::vector<std::string> found;
    for (auto const& difference : results.at(0).differences) found.push_back(difference.en);
    return found;
}

}  // namespace

TEST(scenarios, a_true_scenario_passes) {
    EXPECT_THAT(differences(R"(
  - scenario: 四星
    given:
      measures: {A1: 88, B1: 100}
      findings: [{item: C2.1, deduct: 5, reason: 未检}, {item: C1.2, deduct: 2}]
    expect: {total: 87, star: 4, grade: 四星级, items: {A1: 44, C2.1: 5}, shortfall: {star: 5, points: 5, satisfaction: 2, items: [C2.1]}}
)"),
                IsEmpty());
}

TEST(scenarios, every_difference_is_told) {
    EXPECT_THAT(differences(R"(
  - scenario: 错
    given: {measures: {A1: 88, B1: 100}}
    expect: {total: 90, star: 5, grade: 五星级, items: {A1: 40, X1: 3}, shortfall: {star: 4, points: 1, satisfaction: 1, items: [C1.1]}}
)"),
                ElementsAre("Total: expected 90, found 94", "Star: expected 5, found 4", HasSubstr("Grade"),
                            "Item A1: expected 40, found 44", "Item X1: expected 3, found —",
                            "Next star: expected 4, found 5", "Points missing: expected 1, found 0",
                            "Satisfaction missing: expected 1, found 2", HasSubstr("Items to cure")));
}

TEST(scenarios, readings_stages_and_not_applicable_items_may_be_given) {
    EXPECT_THAT(differences(R"(
  - scenario: 待安置也定星，电梯不适用不给分
    given: {stage: pending, readings: {rated_stages: settled_and_pending, not_applicable: no_points}, measures: {A1: 90, B1: 100}, not_applicable: [C2.1]}
    expect: {total: 85, star: 4}
)"),
                IsEmpty());
}

TEST(scenarios, a_refusal_can_be_expected_and_an_unexpected_one_is_a_difference) {
    EXPECT_THAT(differences("\n  - scenario: 扣得太多\n    given: {findings: [{item: C1.1, deduct: 9}]}\n    expect: "
                            "{refused: finding_too_large}\n"),
                IsEmpty());
    EXPECT_THAT(differences("\n  - scenario: 没有拒绝\n    given: {findings: [{item: C1.1, deduct: 1}]}\n    expect: "
                            "{refused: finding_too_large}\n"),
                ElementsAre("Refused: expected finding_too_large, found —"));
    EXPECT_THAT(
        differences("\n  - scenario: 意外\n    given: {findings: [{item: C1.1, deduct: 9}]}\n    expect: {total: 1}\n"),
        ElementsAre(HasSubstr("refused: [finding_too_large]")));
    EXPECT_THAT(
        differences(
            "\n  - scenario: 总适用\n    given: {not_applicable: [C1.1]}\n    expect: {refused: always_applies}\n"),
        IsEmpty());
}

TEST(scenarios, a_scenario_that_cannot_be_read_does_not_pass) {
    EXPECT_THAT(differences("\n  - scenario: 空\n    given: {}\n    expect: {}\n"),
                ElementsAre(HasSubstr("nothing is tested")));
    EXPECT_THAT(differences("\n  - scenario: 写错\n    given: {measure: {A1: 90}}\n    expect: {star: 5}\n"),
                ElementsAre(HasSubstr("Unknown key “measure”")));
    EXPECT_THAT(differences("\n  - scenario: 口径\n    given: {readings: {mode: never}}\n    expect: {star: 5}\n"),
                ElementsAre(HasSubstr("choice “never”")));
}

TEST(scenarios, those_of_the_shipped_pack_all_pass) {
    auto const results = run_scenarios(pack_files(ANJU_SOURCE_DIR "/packs/gongshu"));
    EXPECT_GE(results.size(), 20U);
    for (auto const& result : results) {
        for (auto const& difference : result.differences)
            ADD_FAILURE() << result.file << ":" << result.line << " " << result.scenario << ": " << difference.en;
    }
}

}  // namespace anju::policy
