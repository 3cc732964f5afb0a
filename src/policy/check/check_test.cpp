#include "policy/check/check.hpp"

#include <gtest/gtest.h>

namespace anju::policy::check {
namespace {

using field::Field;
using field::Value;

Field field_of(std::string name, std::string_view kind, int decimals = 0) {
    Field field;
    field.field = name;
    field.kind = field::kind_named(kind);
    field.title = {name, name};
    field.decimals = decimals;
    return field;
}

Check check_of(std::string_view kind, std::string field) {
    Check check;
    check.kind = kind_named(kind);
    check.field = std::move(field);
    return check;
}

std::vector<Field> home() {
    auto rooms = field_of("rooms", "rows");
    rooms.fields = {field_of("area", "decimal", 2), field_of("people", "whole_number"), field_of("family", "yes_no")};
    return {field_of("from", "date"),          field_of("to", "date"),    field_of("began", "instant"),
            field_of("ended", "instant"),      field_of("let", "yes_no"), field_of("note", "text"),
            field_of("count", "whole_number"), field_of("fee", "money"),  rooms,
            field_of("photos", "photos")};
}

std::vector<Breach> found(const Check& check, const Values& values, const char* now = "2026-06-30") {
    static std::vector<Check> kept;
    kept = {check};
    return breaches(kept, home(), values, base::Instant::end_of(*base::Day::parse(now)));
}

Values room(const char* area, std::int64_t people, bool family = false) {
    return {{"area", field::read(field_of("area", "decimal", 2), area).value}, {"people", people}, {"family", family}};
}

}  // namespace

TEST(checks, every_kind_is_found_by_its_name) {
    EXPECT_EQ(all_kinds().size(), 10U);
    for (auto const* kind : all_kinds()) EXPECT_EQ(kind_named(kind->name()), kind);
    EXPECT_EQ(kind_named("formula"), nullptr);
}

TEST(checks, empty_values_break_nothing_but_required_when) {
    for (auto const* kind : all_kinds()) {
        auto check = check_of(kind->name(), kind->name() == "sum_at_most" || kind->name() == "mean_is" ? "rooms" : "count");
        check.than = "to";
        check.per = "count";
        check.column = "people";
        check.bound = 20'000;
        EXPECT_EQ(found(check, {}).size(), kind->name() == "required_when" ? 1U : 0U) << kind->name();
    }
}

TEST(not_before, compares_days_and_instants_and_the_same_day_is_good) {
    auto days = check_of("not_before", "to");
    days.than = "from";
    EXPECT_TRUE(found(days, {{"from", "2026-01-02"}, {"to", "2026-01-02"}}).empty());
    ASSERT_EQ(found(days, {{"from", "2026-01-02"}, {"to", "2026-01-01"}}).size(), 1U);
    auto instants = check_of("not_before", "ended");
    instants.than = "began";
    EXPECT_EQ(found(instants, {{"began", std::int64_t{10}}, {"ended", std::int64_t{9}}}).size(), 1U);
    EXPECT_TRUE(found(instants, {{"began", std::int64_t{10}}, {"ended", std::int64_t{10}}}).empty());
}

TEST(not_future, today_is_good_and_tomorrow_is_not) {
    auto const check = check_of("not_future", "from");
    auto const at = [&](const char* day) {
        std::vector<Check> const checks{check};
        return breaches(checks, home(), {{"from", day}},
                        base::Instant{base::Instant::end_of(*base::Day::parse("2026-06-30")).microseconds - 1})
            .size();
    };
    EXPECT_EQ(at("2026-06-30"), 0U);
    EXPECT_EQ(at("2026-07-01"), 1U);
}

TEST(required_when, asks_only_under_its_condition) {
    auto check = check_of("required_when", "note");
    check.when = field::When{"let", {"true"}};
    EXPECT_EQ(found(check, {{"let", true}}).size(), 1U);
    EXPECT_TRUE(found(check, {{"let", false}}).empty());
    EXPECT_TRUE(found(check, {{"let", true}, {"note", "x"}}).empty());
}

TEST(at_least_per, four_square_metres_a_person_are_enough_and_a_hair_less_is_not) {
    auto check = check_of("at_least_per", "area");
    check.rows = "rooms";
    check.per = "people";
    check.bound = 4 * 10'000;
    EXPECT_TRUE(found(check, {{"rooms", Value::Rows{room("8.00", 2), room("100", 1)}}}).empty());
    auto const breach = found(check, {{"rooms", Value::Rows{room("8.00", 2), room("7.99", 2)}}});
    ASSERT_EQ(breach.size(), 1U);
    EXPECT_EQ(breach[0].field, "rooms/1/area");
}

TEST(at_most_when, two_people_a_room_unless_they_are_family) {
    auto check = check_of("at_most_when", "people");
    check.rows = "rooms";
    check.bound = 2 * 10'000;
    check.when = field::When{"family", {"false"}};
    EXPECT_EQ(found(check, {{"rooms", Value::Rows{room("20", 2), room("20", 3), room("20", 3, true)}}}).size(), 1U);
}

TEST(at_most_and_at_least, include_the_number_and_count_lists) {
    auto most = check_of("at_most", "fee");
    most.bound = 100 * 10'000;
    EXPECT_TRUE(found(most, {{"fee", std::int64_t{100'00}}}).empty());
    EXPECT_EQ(found(most, {{"fee", std::int64_t{100'01}}}).size(), 1U);
    auto least = check_of("at_least", "photos");
    least.bound = 2 * 10'000;
    EXPECT_EQ(found(least, {{"photos", Value::Texts{"a"}}}).size(), 1U);
    EXPECT_TRUE(found(least, {{"photos", Value::Texts{"a", "b"}}}).empty());
    EXPECT_EQ(found(least, {}).size(), 1U) << "an empty list counts 0";
}

TEST(odd, a_committee_of_five_is_good_and_of_six_is_not) {
    auto const check = check_of("odd", "count");
    EXPECT_TRUE(found(check, {{"count", std::int64_t{5}}}).empty());
    EXPECT_EQ(found(check, {{"count", std::int64_t{6}}}).size(), 1U);
}

TEST(sum_at_most, adds_a_column) {
    auto check = check_of("sum_at_most", "rooms");
    check.column = "people";
    check.bound = 9 * 10'000;
    EXPECT_TRUE(found(check, {{"rooms", Value::Rows{room("20", 4), room("20", 5)}}}).empty());
    EXPECT_EQ(found(check, {{"rooms", Value::Rows{room("20", 5), room("20", 5)}}}).size(), 1U);
}

TEST(mean_is, the_mean_of_a_column_to_its_own_decimals_halves_up) {
    auto check = check_of("mean_is", "rooms");
    check.column = "people";
    check.per = "fee";  // two decimals
    Value::Rows const three{room("20", 4), room("20", 5), room("20", 5)};
    EXPECT_TRUE(found(check, {{"rooms", three}, {"fee", std::int64_t{4'67}}}).empty()) << "4.666…";
    auto const wrong = found(check, {{"rooms", three}, {"fee", std::int64_t{4'66}}});
    ASSERT_EQ(wrong.size(), 1U);
    EXPECT_NE(wrong[0].message.en.find("4.67"), std::string::npos) << "says the right figure: " << wrong[0].message.en;
    check.per = "count";  // no decimals
    EXPECT_TRUE(found(check, {{"rooms", Value::Rows{room("20", 4), room("20", 5)}}, {"count", std::int64_t{5}}}).empty()) << "4.5 is 5";
    EXPECT_TRUE(found(check, {{"rooms", three}}).empty()) << "no mean was written yet";
}

TEST(checks, the_pack_s_own_words_stand_before_the_kind_s) {
    auto check = check_of("odd", "count");
    check.text = {"委员要单数", "An odd number of members"};
    EXPECT_EQ(found(check, {{"count", std::int64_t{6}}}).at(0).message.zh, "委员要单数");
}

}  // namespace anju::policy::check
