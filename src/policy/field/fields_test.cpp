#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "policy/field/field.hpp"
#include "policy/field/map_point.hpp"
#include "policy/field/numbers.hpp"

namespace anju::policy::field {
namespace {

using base::Language;

Field of(std::string_view kind) {
    Field field;
    field.field = "it";
    field.kind = kind_named(kind);
    field.title = {"它", "It"};
    if (kind == "choice" || kind == "choices")
        field.choices = {{"low", {"低", "Low"}}, {"high", {"高", "High"}}, {"none", {"无", "None"}}};
    if (kind == "decimal") field.decimals = 2;
    if (kind == "reference_number") field.pattern = "TZ-{year}-{serial:4}";
    return field;
}

/// What is stored, or an empty value when it is refused.
Value stored(const Field& field, const Value& written) {
    auto const result = read(field, written);
    return result.problems.empty() ? result.value : Value{};
}
bool is_refused(const Field& field, const Value& written) {
    return !read(field, written).problems.empty();
}

Field named(Field field, std::string name) {
    field.field = std::move(name);
    return field;
}

}  // namespace

TEST(field_kinds, there_are_twenty_six_each_found_by_its_name) {
    EXPECT_EQ(all_kinds().size(), 26U);
    std::set<std::string_view> names;
    for (auto const* kind : all_kinds()) {
        names.insert(kind->name());
        EXPECT_EQ(kind_named(kind->name()), kind);
    }
    EXPECT_EQ(names.size(), 26U);
    EXPECT_EQ(kind_named("formula"), nullptr);
}

TEST(field_kinds, an_empty_value_is_taken_by_every_kind_and_shown_as_nothing) {
    for (auto const* kind : all_kinds()) {
        for (auto const& empty : {Value{}, Value{""}, Value{"  "}, Value{Value::Texts{}}, Value{Value::Rows{}}}) {
            EXPECT_TRUE(read(of(kind->name()), empty).problems.empty()) << kind->name();
            EXPECT_EQ(text(of(kind->name()), empty, Language::zh), "");
        }
    }
}

TEST(field_kinds, no_kind_throws_at_a_value_of_another_shape) {
    auto const strange = {Value{true}, Value{std::int64_t{-7}}, Value{"§"}, Value{Value::Texts{"a", "b", "c"}},
                          Value{Value::Rows{{{"x", "y"}}}}};
    for (auto const* kind : all_kinds()) {
        for (auto const& value : strange) EXPECT_NO_THROW(read(of(kind->name()), value)) << kind->name();
    }
}

TEST(text_field, is_one_trimmed_line_counted_in_characters) {
    auto field = of("text");
    field.most = 3;
    EXPECT_EQ(stored(field, "  电梯一 "), Value{"电梯一"});
    EXPECT_TRUE(is_refused(field, "电梯一号"));
    EXPECT_TRUE(is_refused(field, "a\nb"));
    EXPECT_EQ(stored(of("long_text"), "a\r\nb"), Value{"a\nb"});
}

TEST(number_fields, keep_whole_units_and_their_bounds) {
    auto whole = of("whole_number");
    whole.least = 1;
    whole.most = 9;
    whole.unit = {"人", "people"};
    EXPECT_EQ(stored(whole, " 9 "), Value{std::int64_t{9}});
    EXPECT_EQ(stored(whole, std::int64_t{1}), Value{std::int64_t{1}});
    for (auto const* bad : {"0", "10", "1.5", "1e0", "九"}) EXPECT_TRUE(is_refused(whole, bad)) << bad;
    EXPECT_EQ(text(whole, std::int64_t{3}, Language::zh), "3 人");

    EXPECT_EQ(stored(of("decimal"), "12.5"), Value{std::int64_t{1250}});
    EXPECT_EQ(stored(of("decimal"), std::int64_t{12}), Value{std::int64_t{1200}});
    EXPECT_TRUE(is_refused(of("decimal"), "12.505"));
    EXPECT_EQ(text(of("decimal"), std::int64_t{1250}, Language::en), "12.5");

    EXPECT_EQ(stored(of("money"), "1200.50"), Value{std::int64_t{120050}});
    EXPECT_EQ(stored(of("money"), std::int64_t{7}), Value{std::int64_t{700}});
    EXPECT_TRUE(is_refused(of("money"), "0.001"));
    EXPECT_EQ(text(of("money"), std::int64_t{120050}, Language::zh), "1200.5 元");
}

TEST(date_field, takes_real_days_in_the_ways_people_write_them) {
    for (auto const* day : {"2024-02-29", "2024/2/29", "2024.2.29", "2024年2月29日", " 2024-02-29 "})
        EXPECT_EQ(stored(of("date"), day), Value{"2024-02-29"}) << day;
    for (auto const* bad :
         {"2026-02-29", "2026-13-01", "2026-1", "20260101", "2026-1-1-1", "-2026-1-1", "明天", "2026-01-011"})
        EXPECT_TRUE(is_refused(of("date"), bad)) << bad;
}

TEST(instant_field, reads_the_clock_of_the_district_unless_a_zone_is_given) {
    auto const noon = stored(of("instant"), "2026-01-31T04:00:00Z");
    ASSERT_NE(noon.whole(), nullptr);
    for (auto const* same : {"2026-01-31 12:00", "2026/1/31 12:00:00", "2026-01-31T12:00:00+08:00",
                             "2026-01-31T12:00:00.000+08:00", "2026-01-31T01:30:00-02:30"})
        EXPECT_EQ(stored(of("instant"), same), noon) << same;
    EXPECT_EQ(text(of("instant"), noon, Language::zh), "2026-01-31 12:00");
    EXPECT_EQ(of("instant").kind->day(noon)->text(), "2026-01-31");
    for (auto const* bad : {"2026-01-31", "2026-01-31 24:00", "2026-01-31 12:60", "2026-02-30 12:00", "2026-01-31 12",
                            "2026-01-31 12:00+8"})
        EXPECT_TRUE(is_refused(of("instant"), bad)) << bad;
}

RC_GTEST_PROP(period_field, is_taken_exactly_when_it_does_not_end_before_it_begins, ()) {
    auto const first = *base::Day::parse("2000-01-01");
    auto const from = first + *rc::gen::inRange(0, 20'000);
    auto const to = first + *rc::gen::inRange(0, 20'000);
    auto const value = Value{Value::Texts{from.text(), to.text()}};
    auto const result = read(of("period"), value);
    RC_ASSERT(result.problems.empty() == (from <= to));
    if (from <= to) {
        RC_ASSERT(result.value == value);
        RC_ASSERT(of("period").kind->day(result.value) == to);
    }
}

TEST(period_field, may_be_left_open_only_where_the_pack_says_so) {
    auto const endless = Value{Value::Texts{"2026/1/1", ""}};
    EXPECT_TRUE(is_refused(of("period"), endless));
    auto open = of("period");
    open.open = true;
    EXPECT_EQ(stored(open, endless), (Value{Value::Texts{"2026-01-01", ""}}));
    EXPECT_EQ(text(open, stored(open, endless), Language::zh), "2026-01-01 起");
    EXPECT_FALSE(open.kind->day(stored(open, endless)));
}

TEST(map_point_field, takes_two_degrees_in_either_order_and_keeps_them_to_six_decimals) {
    auto const point = Value{"30.279000,120.130000"};
    for (auto const* same : {"30.279,120.13", "30.279000, 120.130000", "120.13,30.279", " 30.279 120.13 ", "30.279，120.13", "３０.２７９，１２０．１３",
                             "北纬30.279、东经120.13", "30.2790004;120.1300009", "30.279000,120.130000"})
        EXPECT_EQ(stored(of("map_point"), same), point) << same;
    EXPECT_EQ(stored(of("map_point"), "30,120"), Value{"30.000000,120.000000"});
    EXPECT_EQ(text(of("map_point"), point, Language::zh), "30.279000, 120.130000");
    EXPECT_EQ(stored(of("map_point"), text(of("map_point"), point, Language::en)), point);
    for (auto const* bad : {"30.279", "30.279,120.13,5", "30°16′,120°7′", "1e1,120", "30.27x,120", "30.2790001x,120.1", "here, there", "30.279,,"})
        EXPECT_TRUE(is_refused(of("map_point"), bad)) << bad;
    EXPECT_TRUE(is_refused(of("map_point"), std::int64_t{30}));
}

TEST(map_point_field, lies_in_china) {
    for (auto const* edge : {"3,73", "54,136", "136,3"}) EXPECT_FALSE(is_refused(of("map_point"), edge)) << edge;
    for (auto const* outside : {"2.999999,120", "54.000001,120", "30,72.999999", "30,136.000001", "-30.279,120.13", "48.85,2.35", "0,0"})
        EXPECT_TRUE(is_refused(of("map_point"), outside)) << outside;
    auto const problems = read(of("map_point"), "48.85,2.35").problems;
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_NE(problems[0].message.zh.find("3 到 54"), std::string::npos);
    EXPECT_NE(problems[0].message.en.find("73 to 136"), std::string::npos);
}

RC_GTEST_PROP(map_point_field, comes_back_as_it_was_from_what_is_stored, ()) {
    auto const latitude = *rc::gen::inRange(3'000'000, 54'000'001);
    auto const longitude = *rc::gen::inRange(73'000'000, 136'000'001);
    auto const written = MapPoint{latitude, longitude}.text();
    auto const again = map_point_of(written);
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->latitude == latitude && again->longitude == longitude);
    RC_ASSERT(stored(of("map_point"), written) == Value{written});
}

TEST(choice_fields, are_found_by_name_or_title_and_kept_in_the_order_of_the_pack) {
    EXPECT_EQ(stored(of("choice"), "高"), Value{"high"});
    EXPECT_EQ(stored(of("choice"), "High"), Value{"high"});
    EXPECT_TRUE(is_refused(of("choice"), "middle"));
    EXPECT_EQ(stored(of("choices"), "无、低"), (Value{Value::Texts{"low", "none"}}));
    EXPECT_EQ(stored(of("choices"), Value::Texts{"none", "none", "low"}), (Value{Value::Texts{"low", "none"}}));
    EXPECT_EQ(text(of("choices"), Value::Texts{"low", "none"}, Language::zh), "低、无");
    EXPECT_EQ(stored(of("yes_no"), "是"), Value{true});
    EXPECT_EQ(stored(of("yes_no"), "no"), Value{false});
    EXPECT_TRUE(is_refused(of("yes_no"), "maybe"));
}

RC_GTEST_PROP(id_card_field, takes_made_up_numbers_with_their_check_digit_and_no_other_digit, ()) {
    auto const day = *base::Day::parse("1930-01-01") + *rc::gen::inRange(0, 33'000);
    auto born = day.text();
    std::erase(born, '-');
    auto const serial = std::to_string(1000 + *rc::gen::inRange(0, 1000)).substr(1);
    auto const seventeen = "330199" + born + serial;
    int good = 0;
    for (char const last : std::string{"0123456789X"}) {
        if (!is_refused(of("id_card"), seventeen + last)) ++good;
    }
    RC_ASSERT(good == 1);
}

RC_GTEST_PROP(credit_code_field, has_exactly_one_good_check_character, ()) {
    static const std::string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    std::string code = "91330105";
    for (int i = 0; i < 9; ++i) code += alphabet[static_cast<std::size_t>(*rc::gen::inRange(0, 31))];
    int good = 0;
    for (char const last : alphabet) {
        if (!is_refused(of("credit_code"), code + last)) ++good;
    }
    RC_ASSERT(good == 1);
}

TEST(printed_numbers, are_stored_in_one_form) {
    EXPECT_EQ(stored(of("id_card"), "11010519491231002x"), Value{"11010519491231002X"});
    EXPECT_EQ(stored(of("plate"), "浙 a·d12345"), Value{"浙AD12345"});
    EXPECT_EQ(stored(of("phone"), "+86 138-0000-0000"), Value{"13800000000"});
    EXPECT_EQ(stored(of("phone"), "(0571) 8765 4321"), Value{"057187654321"});
    EXPECT_EQ(stored(of("phone"), "+86 571 87654321"), Value{"057187654321"});
    EXPECT_TRUE(is_refused(of("phone"), std::int64_t{13800000000}));
}

TEST(id_fields, take_ids_of_the_program_and_nothing_typed) {
    std::string const id = "0190d5e4-7c00-7000-8000-000000000001";
    for (auto const* kind : {"place", "dwelling", "party", "account", "link", "signature"}) {
        EXPECT_EQ(stored(of(kind), id), Value{id}) << kind;
        EXPECT_TRUE(is_refused(of(kind), "3幢")) << kind;
    }
    auto photos = of("photos");
    EXPECT_EQ(stored(photos, Value::Texts{id, id}), (Value{Value::Texts{id}}));
    EXPECT_TRUE(is_refused(photos, id));
    EXPECT_TRUE(is_refused(photos, Value::Texts{"../etc"}));
}

TEST(rows_field, reads_every_line_and_names_the_place_of_each_problem) {
    auto rows = of("rows");
    rows.most = 3;
    rows.fields = {named(of("text"), "room"), named(of("decimal"), "area")};
    rows.fields[0].required = true;
    auto const good = Value{Value::Rows{{{"room", "301"}, {"area", "12.5"}}, {{"room", "302"}}}};
    EXPECT_EQ(stored(rows, good),
              (Value{Value::Rows{{{"room", "301"}, {"area", std::int64_t{1250}}}, {{"room", "302"}}}}));
    EXPECT_EQ(text(rows, stored(rows, good), Language::zh), "301 12.5；302");
    EXPECT_EQ(*rows.kind->quantity(stored(rows, good)), 2);
    auto const bad = read(rows, Value::Rows{{{"room", "301"}}, {{"area", "x"}, {"colour", "red"}}});
    ASSERT_EQ(bad.problems.size(), 3U);
    EXPECT_EQ(bad.problems[0].field, "1/area");
    EXPECT_EQ(bad.problems[1].field, "1/colour");
    EXPECT_EQ(bad.problems[2].field, "1/room");
    EXPECT_TRUE(is_refused(rows, Value::Rows(4, {{"room", "1"}})));
}

TEST(reference_number_field, follows_its_pattern) {
    EXPECT_EQ(reference_number("TZ-{year}-{serial:4}", 2026, 7), "TZ-2026-0007");
    EXPECT_EQ(reference_number("{serial}", 2026, 12345), "12345");
    EXPECT_TRUE(counts_by_year("TZ-{year}-{serial:4}"));
    EXPECT_FALSE(counts_by_year("{serial}"));
    for (auto const* good : {"{serial}", "A{serial:9}B", "{year}{serial:4}"})
        EXPECT_TRUE(is_reference_pattern(good)) << good;
    for (auto const* bad : {"", "TZ", "{year}", "{serial}{serial}", "{serial:0}", "{serial:44}", "{month}{serial}",
                            "{serial", "serial}{serial}"})
        EXPECT_FALSE(is_reference_pattern(bad)) << bad;
    EXPECT_EQ(stored(of("reference_number"), "TZ-2024-12345"), Value{"TZ-2024-12345"});
    for (auto const* bad : {"TZ-2024-123", "TZ-24-1234", "TX-2024-1234", "TZ-2024-1234x"})
        EXPECT_TRUE(is_refused(of("reference_number"), bad)) << bad;
}

RC_GTEST_PROP(reference_number_field, takes_every_number_it_gives, ()) {
    auto const serial = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000);
    auto const number = reference_number("TZ-{year}-{serial:4}", 2026, serial);
    RC_ASSERT(stored(of("reference_number"), number) == Value{number});
}

TEST(settle, hidden_fields_are_emptied_and_never_asked_for_along_whole_chains) {
    auto let = named(of("yes_no"), "let");
    auto how = named(of("choice"), "how");
    how.shown_when = When{"let", {"true"}};
    how.required = true;
    auto why = named(of("text"), "why");
    why.shown_when = When{"how", {"high"}};
    why.required = true;
    std::vector<Field> const fields{let, how, why};
    auto const hidden = settle(fields, {{"let", false}, {"how", "high"}, {"why", "x"}});
    EXPECT_EQ(hidden.values, (Values{{"let", false}}));
    EXPECT_TRUE(hidden.problems.empty());
    auto const asked = settle(fields, {{"let", true}, {"how", "high"}});
    ASSERT_EQ(asked.problems.size(), 1U);
    EXPECT_EQ(asked.problems[0].field, "why");
    EXPECT_TRUE(settle(fields, {{"let", true}, {"how", "low"}}).problems.empty());
}

TEST(read_all, tells_every_problem_at_once_and_knows_no_strange_fields) {
    std::vector<Field> const fields{named(of("date"), "day"), named(of("money"), "sum")};
    auto const filled = read_all(fields, {{"day", "x"}, {"sum", "y"}, {"colour", "red"}});
    ASSERT_EQ(filled.problems.size(), 3U);
    EXPECT_EQ(filled.problems[0].field, "colour");
    EXPECT_TRUE(value_of(read_all(fields, {{"day", ""}}).values, "day").empty());
}

TEST(defaults, come_from_the_pack_or_the_moment) {
    auto day = named(of("date"), "day");
    day.fills = Fills::today;
    auto at = named(of("instant"), "at");
    at.fills = Fills::now;
    auto who = named(of("account"), "who");
    who.fills = Fills::me;
    auto how = named(of("choice"), "how");
    how.otherwise = "low";
    auto const values = defaults({day, at, who, how}, base::Instant{1'700'000'000'000'000}, "me");
    EXPECT_EQ(
        values,
        (Values{{"day", "2023-11-15"}, {"at", std::int64_t{1'700'000'000'000'000}}, {"who", "me"}, {"how", "low"}}));
}

TEST(masked, shows_only_what_tells_people_apart) {
    EXPECT_EQ(masked(of("id_card"), "11010519491231002X"), "1101**********002X");
    EXPECT_EQ(masked(of("phone"), "13812345678"), "138****5678");
    EXPECT_EQ(masked(of("phone"), "12345"), "1*");
    EXPECT_EQ(masked(of("text"), "演示甲"), "演*");
    EXPECT_EQ(masked(of("text"), Value{}), "");
}

}  // namespace anju::policy::field
