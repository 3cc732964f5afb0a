#include "record/filter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernel/page.hpp"
#include "record/fields.hpp"
#include "record/list_query.hpp"

namespace anju::record {
namespace {

enum class Way { any_of, any_in_list, span, touching, contained, equal, there };

Way way_of(const field::Field& one) {
    auto const kind = one.kind->name();
    if (one.sensitive) return Way::equal;
    if (kind == "choices") return Way::any_in_list;
    if (kind == "period") return Way::touching;
    if (kind == "date" || is_number(one)) return Way::span;
    if (kind == "photos" || kind == "files" || kind == "signature" || kind == "rows" || kind == "map_point") return Way::there;
    if (kind == "choice" || kind == "yes_no" || kind == "link" || kind == "place" || kind == "party" || kind == "account" || kind == "dwelling")
        return Way::any_of;
    return Way::contained;
}

std::string bound(kernel::Values& values, kernel::Value value) {
    values.push_back(std::move(value));
    return fmt::format("${}", values.size());
}

struct Span { std::string from, to; bool exact = false; };
Span span_of(const std::string& text) {
    auto const dots = text.find("..");
    if (dots == std::string::npos) return {text, text, true};
    return {text.substr(0, dots), text.substr(dots + 2)};
}

bool is_day(const std::string& text) {
    return base::Day::parse(text).has_value();
}

/// One end of a span as it is stored; nothing when it is no value. A day means all of it: `last` its end.
std::optional<kernel::Value> end_of_span(const field::Field& one, const std::string& text, bool last) {
    if (one.kind->name() == "instant" && is_day(text)) {
        auto const end = base::Instant::end_of(*base::Day::parse(text) + (last ? 0 : -1)).microseconds;
        return kernel::Value{last ? end - 1 : end};
    }
    if (one.kind->name() == "period") return is_day(text) ? std::optional{kernel::Value{text}} : std::nullopt;
    auto plain = one;  // a span may reach beyond what the field takes
    plain.least.reset();
    plain.most.reset();
    auto const read = field::read(plain, field::Value{text});
    if (!read.problems.empty() || read.value.empty()) return std::nullopt;
    if (auto const* whole = read.value.whole()) return kernel::Value{*whole};
    return kernel::Value{*read.value.text()};
}

std::string span_condition(const field::Field& one, const std::string& text, kernel::Values& values) {
    auto const span = span_of(text);
    std::string condition;
    for (bool const last : {false, true}) {
        auto const& end = last ? span.to : span.from;
        if (end.empty()) continue;
        auto value = end_of_span(one, end, last);
        if (!value) return "1 = 0";
        if (!condition.empty()) condition += " AND ";
        condition += fmt::format("{} {} {}", sql_value(one), last ? "<=" : ">=", bound(values, std::move(*value)));
    }
    return condition.empty() ? fmt::format("{} IS NOT NULL", sql_value(one)) : "(" + condition + ")";
}

/// A period touches a span when it begins by its end and is not over before its beginning.
std::string touching_condition(const field::Field& one, const std::string& text, kernel::Values& values) {
    auto const span = span_of(text);
    auto condition = fmt::format("(r.doc ->> '{}') IS NOT NULL", one.field);
    if (is_day(span.to)) condition += fmt::format(" AND (r.doc -> '{}' ->> 0) <= {}", one.field, bound(values, span.to));
    if (is_day(span.from))
        condition += fmt::format(" AND ({0} IS NULL OR {0} >= {1})", sql_value(one), bound(values, span.from));
    return "(" + condition + ")";
}

std::string list_condition(const field::Field& one, const std::string& text, kernel::Values& values) {
    std::string any;
    for (auto const& part : parts_of(text, ',')) {
        if (!any.empty()) any += " OR ";
        any += fmt::format("(r.doc ->> '{}') LIKE {} ESCAPE '\\'", one.field, bound(values, kernel::like_containing("\"" + part + "\"")));
    }
    return any.empty() ? "1 = 0" : "(" + any + ")";
}

std::string any_condition(const field::Field& one, const std::string& text, kernel::Values& values) {
    std::string list;
    for (auto const& part : parts_of(text, ',')) list += (list.empty() ? "" : ", ") + bound(values, part);
    return list.empty() ? "1 = 0" : fmt::format("{} IN ({})", sql_value(one), list);
}

std::string equal_condition(const Registers& registers, const policy::Register& of, const field::Field& one, const std::string& text,
                            kernel::Values& values) {
    auto const read = field::read(one, field::Value{text});
    if (!read.problems.empty() || read.value.empty()) return "1 = 0";
    return fmt::format("{} = {}", sql_value(one), bound(values, blind(registers, of, one, *read.value.text())));
}

base::Text wrong_choice(const field::Field& one) {
    return {fmt::format("“{}”没有这个选项，请从列表里选。", one.title.zh), fmt::format("“{}” has no such choice. Choose from the list.", one.title.en)};
}

}  // namespace

std::string filter_condition(const Registers& registers, const policy::Register& of, const field::Field& one, const std::string& text,
                             kernel::Values& values) {
    switch (way_of(one)) {
        case Way::any_of:
            return any_condition(one, text, values);
        case Way::any_in_list:
            return list_condition(one, text, values);
        case Way::span:
            return span_condition(one, text, values);
        case Way::touching:
            return touching_condition(one, text, values);
        case Way::equal:
            return equal_condition(registers, of, one, text, values);
        case Way::there:
            return fmt::format("(r.doc ->> '{}') IS {}NULL", one.field, text == "no" ? "" : "NOT ");
        case Way::contained:
            break;
    }
    return fmt::format("(r.doc ->> '{}') LIKE {} ESCAPE '\\'", one.field, bound(values, kernel::like_containing(text)));
}

std::optional<base::Text> filter_problem(const field::Field& one, const std::string& text) {
    auto const way = way_of(one);
    if (way == Way::span || way == Way::touching) {
        auto const span = span_of(text);
        for (bool const last : {false, true}) {
            auto const& end = last ? span.to : span.from;
            if (!end.empty() && !end_of_span(one, end, last)) {
                return base::Text{fmt::format("“{}”的条件写成“从..到”，如 2026-01-01..2026-06-30 或 5..，请改。", one.title.zh),
                                  fmt::format("Write the filter of “{}” as from..to, such as 2026-01-01..2026-06-30 or 5..", one.title.en)};
            }
        }
    }
    if (way == Way::there && text != "yes" && text != "no")
        return base::Text{"这里填 yes（有）或 no（没有）。", "Fill in yes or no."};
    if (one.choices.empty() && one.kind->name() != "yes_no") return std::nullopt;
    for (auto const& part : parts_of(text, ',')) {
        bool const known = one.choices.empty() ? part == "true" || part == "false"
                                               : std::any_of(one.choices.begin(), one.choices.end(),
                                                             [&](const field::Choice& choice) { return choice.choice == part; });
        if (!known) return wrong_choice(one);
    }
    return std::nullopt;
}

std::vector<std::string> parts_of(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find(separator), text.size());
        auto part = text.substr(0, end);
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        if (!part.empty()) parts.emplace_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::vector<std::string> words_of(std::string_view text) {
    return parts_of(text, ' ');
}

}  // namespace anju::record
