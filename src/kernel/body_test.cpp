#include "kernel/body.hpp"

#include <gtest/gtest.h>

#include "kernel/json_body.hpp"

namespace anju::kernel {
namespace {

std::vector<std::string> wrong_fields(Body& body) {
    std::vector<std::string> fields;
    try {
        body.done();
    } catch (const base::Refusal& refusal) {
        EXPECT_EQ(refusal.status(), 422);
        for (const auto& problem : refusal.problems()) {
            fields.push_back(problem.field);
            EXPECT_FALSE(problem.message.zh.empty());
            EXPECT_FALSE(problem.message.en.empty());
        }
    }
    return fields;
}

using Fields = std::vector<std::string>;

TEST(BodyTest, reads_every_kind_of_field) {
    const auto object =
        parse_json_body(R"({"name": " 东新园\u3000", "count": 7, "yes": true, "day": "2026-11-24", "points": "0.25",
        "whole": 3, "percent": "88.5", "ids": ["0190b2b4-7e6a-7c3a-8d5e-0123456789ab"], "texts": ["a", " b "], "kind": "x",
        "list": [1, 2], "id": "0190b2b4-7e6a-7c3a-8d5e-0123456789ab", "none": null})");
    Body body{object};
    EXPECT_EQ(body.text("name", 1, 3), "东新园");
    EXPECT_EQ(body.whole("count", 0, 9), 7);
    EXPECT_TRUE(body.yes_no("yes"));
    EXPECT_FALSE(body.yes_no("absent", false));
    EXPECT_EQ(body.day("day").text(), "2026-11-24");
    EXPECT_EQ(body.day_or_null("none"), std::nullopt);
    EXPECT_EQ(body.points("points").text(), "0.25");
    EXPECT_EQ(body.points("whole").text(), "3");
    EXPECT_EQ(body.percent("percent").text(), "88.5");
    EXPECT_EQ(body.ids("ids", 5).size(), 1U);
    EXPECT_EQ(body.texts("texts", 5, 5), (Fields{"a", "b"}));
    EXPECT_EQ(body.one_of("kind", {"x", "y"}), "x");
    EXPECT_EQ(body.list("list", 5).size(), 2U);
    EXPECT_TRUE(body.list("absent", 5).empty());
    EXPECT_EQ(body.text_or("absent", 5, "-"), "-");
    EXPECT_FALSE(body.id("id").empty());
    EXPECT_EQ(body.id_or_null("none"), std::nullopt);
    EXPECT_TRUE(body.has("name"));
    EXPECT_FALSE(body.has("none"));
    EXPECT_NO_THROW(body.done());
}

TEST(BodyTest, names_every_wrong_field_at_once) {
    const auto object =
        parse_json_body(R"({"long": "一二三四", "count": 1.0, "big": 11, "day": "2026-02-30", "points": 0.5,
        "percent": "100.0001", "kind": "z", "ids": ["no"], "extra": 1, "control": "a\u0000b", "blank": " \u3000 "})");
    Body body{object};
    body.text("missing", 1, 5);
    body.text("long", 1, 3);
    body.whole("count", 0, 9);
    body.whole("big", 0, 10);
    body.day("day");
    body.points("points");
    body.percent("percent");
    body.one_of("kind", {"x", "y"});
    body.ids("ids", 3);
    body.text("control", 1, 9);
    body.text("blank", 1, 9);
    EXPECT_EQ(wrong_fields(body), (Fields{"missing", "long", "count", "big", "day", "points", "percent", "kind",
                                          "ids/0", "control", "blank", "extra"}));
}

TEST(BodyTest, takes_over_the_problems_of_a_nested_body_with_its_place) {
    const auto object = parse_json_body(R"({"findings": [{"item": "a"}, {"item": "", "odd": 1}]})");
    Body body{object};
    std::size_t place = 0;
    for (const auto& one : body.list("findings", 9)) {
        Body inner{one.as_object(), "findings/" + std::to_string(place++) + "/"};
        inner.text("item", 1, 9);
        body.take(inner);
    }
    EXPECT_EQ(wrong_fields(body), (Fields{"findings/1/item", "findings/1/odd"}));
}

std::string json_refusal(std::string_view text) {
    try {
        parse_json_body(text);
        return "";
    } catch (const base::Refusal& refusal) {
        EXPECT_EQ(refusal.status(), 400);
        return refusal.message().en;
    }
}

TEST(JsonBodyTest, says_where_the_text_is_no_json) {
    EXPECT_NE(json_refusal("{\n  \"a\": 1,\n  b\n}").find("line 3, column 3"), std::string::npos);
    for (const auto* text : {"", "{", "{}x", "{\"a\":1}{}", "[1]", "1", "{\"a\": 1e400}", "{\"a\": \"\xff\"}",
                             "{\"a\": 01}", "{'a': 1}", "{\"a\": 1,}", "{\"a\": NaN}", "{} /* */"})
        EXPECT_NE(json_refusal(text), "") << text;
    EXPECT_EQ(json_refusal(" {\"a\": {\"a\": [ ]}} \r\n"), "");
}

TEST(JsonBodyTest, refuses_a_key_given_twice_and_names_it) {
    EXPECT_NE(json_refusal(R"({"points": 1, "points": 2})").find("\"points\""), std::string::npos);
    EXPECT_NE(json_refusal(R"({"a": {"b": 1, "\u0062": 2}})").find("\"b\""), std::string::npos);
    EXPECT_EQ(json_refusal(R"({"a": {"x": 1}, "b": {"x": 2}})"), "");
}

TEST(JsonBodyTest, refuses_what_is_nested_too_deep) {
    EXPECT_NE(json_refusal("{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}"), "");
    EXPECT_NE(json_refusal(std::string(100'000, '[')), "");
}

TEST(JsonBodyTest, keeps_large_whole_numbers_exact) {
    EXPECT_EQ(parse_json_body(R"({"a": 9007199254740993})").at("a").as_int64(), 9007199254740993);
}

}  // namespace
}  // namespace anju::kernel
