#include "base/refusal.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <stdexcept>

#include "base/digest.hpp"

namespace anju::base {
namespace {

std::optional<Refusal> refused_by(const std::function<void()>& act) {
    try {
        act();
    } catch (const Refusal& refusal) {
        return refusal;
    }
    return std::nullopt;
}

}  // namespace

TEST(refusal, a_wrong_field_is_named_with_its_message) {
    auto const refusal = refused_by([] {
        refuse_field("findings/2/deduct", "not_a_step", {"扣分须为0.5的倍数", "Use steps of 0.5"});
    });
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->status(), 422);
    EXPECT_EQ(refusal->code(), "not_a_step");
    ASSERT_EQ(refusal->problems().size(), 1U);
    EXPECT_EQ(refusal->problems()[0].field, "findings/2/deduct");
    EXPECT_EQ(refusal->problems()[0].message.zh, "扣分须为0.5的倍数");
    EXPECT_STREQ(refusal->what(), "not_a_step");
}

TEST(refusal, a_missing_thing_is_404_a_wrong_state_409_a_missing_right_403) {
    EXPECT_EQ(refused_by([] { refuse_missing("小区", "estate"); })->status(), 404);
    EXPECT_NE(refused_by([] { refuse_missing("小区", "estate"); })->message().zh.find("没有这个小区"),
              std::string::npos);
    EXPECT_EQ(refused_by([] { refuse_state("already_closed", {"已经结束", "Closed"}); })->status(), 409);
    EXPECT_EQ(refused_by([] { refuse_right({"没有权限", "No right"}); })->status(), 403);
    EXPECT_TRUE(refused_by([] { refuse_right({"没有权限", "No right"}); })->problems().empty());
}

TEST(refusal, a_refusal_cannot_be_a_success) {
    EXPECT_THROW(Refusal(200, "x", Text{}), std::logic_error);
}

TEST(digest, sm3_gives_the_examples_of_the_standard) {
    EXPECT_EQ(sm3("abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    std::string sixteen;
    for (int i = 0; i < 16; ++i) sixteen += "abcd";
    EXPECT_EQ(sm3(sixteen), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

TEST(text, english_is_chosen_only_when_it_comes_before_chinese) {
    EXPECT_EQ(language_of(""), Language::zh);
    EXPECT_EQ(language_of("fr-FR"), Language::zh);
    EXPECT_EQ(language_of("en"), Language::en);
    EXPECT_EQ(language_of("EN-gb;q=0.5"), Language::en);
    EXPECT_EQ(language_of("en-US,zh;q=0.9"), Language::en);
    EXPECT_EQ(language_of("zh-CN,zh;q=0.9,en;q=0.8"), Language::zh);
    EXPECT_EQ(language_of("zh,en"), Language::zh);
    EXPECT_EQ(language_of("en,zh"), Language::en);
    EXPECT_EQ(language_of("zh;q=0.2, en;q=0.3"), Language::en);
    EXPECT_EQ(language_of("en;q=0"), Language::zh);
    EXPECT_EQ(language_of(";;,,q=,en;q=x"), Language::zh);
}

}  // namespace anju::base
