#include "kernel/body.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/id.hpp"

namespace anju::kernel {

namespace {

const base::Text needed{"请填写此项。", "This is required."};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view wide = "\u3000";  // the space a Chinese keyboard gives
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    for (;;) {
        if (!text.empty() && blank(text.front()))
            text.remove_prefix(1);
        else if (text.starts_with(wide))
            text.remove_prefix(wide.size());
        else
            break;
    }
    for (;;) {
        if (!text.empty() && blank(text.back()))
            text.remove_suffix(1);
        else if (text.ends_with(wide))
            text.remove_suffix(wide.size());
        else
            break;
    }
    return text;
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7F;
    });
}

/// What is wrong with a text of the wanted length, if anything.
std::optional<base::Text> text_problem(std::string_view text, std::size_t least, std::size_t most) {
    if (has_control(text))
        return base::Text{"含有不可见的控制字符，请重新输入。",
                          "It holds invisible control characters; type it again."};
    const auto length = base::characters(text);
    if (length == 0 && least > 0) return needed;
    if (length < least)
        return base::Text{fmt::format("至少 {} 个字。", least), fmt::format("At least {} characters.", least)};
    if (length > most)
        return base::Text{fmt::format("最多 {} 个字，现有 {} 个，请缩短。", most, length),
                          fmt::format("At most {} characters; there are {}. Shorten it.", most, length)};
    return std::nullopt;
}

}  // namespace

Body::Body(const boost::json::object& object, std::string prefix) : object_{object}, prefix_{std::move(prefix)} {}

const boost::json::value* Body::find(std::string_view field) {
    seen_.emplace(field);
    const auto* value = object_.if_contains(field);
    return value == nullptr || value->is_null() ? nullptr : value;
}

bool Body::has(std::string_view field) const {
    const auto* value = object_.if_contains(field);
    return value != nullptr && !value->is_null();
}

std::string Body::text(std::string_view field, std::size_t least, std::size_t most) {
    const auto* value = find(field);
    if (value == nullptr) {
        if (least > 0) wrong(field, needed);
        return {};
    }
    if (!value->is_string()) {
        wrong(field, {"须为文字。", "This must be a text."});
        return {};
    }
    std::string text{trimmed(value->get_string())};
    if (auto problem = text_problem(text, least, most)) {
        wrong(field, std::move(*problem));
        return {};
    }
    return text;
}

std::string Body::text_or(std::string_view field, std::size_t most, std::string otherwise) {
    return find(field) == nullptr ? std::move(otherwise) : text(field, 0, most);
}

std::string Body::id(std::string_view field) {
    const auto* value = find(field);
    if (value == nullptr) {
        wrong(field, needed);
    } else if (value->is_string() && base::is_id(value->get_string())) {
        return std::string{value->get_string()};
    } else {
        wrong(field, {"编号无效，请重新选择。", "This is no valid id; choose it again."});
    }
    return {};
}

std::optional<std::string> Body::id_or_null(std::string_view field) {
    if (find(field) == nullptr) return std::nullopt;
    auto found = id(field);
    if (found.empty()) return std::nullopt;
    return found;
}

std::int64_t Body::whole(std::string_view field, std::int64_t least, std::int64_t most) {
    const auto* value = find(field);
    if (value == nullptr) {
        wrong(field, needed);
    } else if (!value->is_int64() || value->get_int64() < least || value->get_int64() > most) {
        wrong(field, {fmt::format("须为 {}–{} 的整数。", least, most),
                      fmt::format("This must be a whole number from {} to {}.", least, most)});
    } else {
        return value->get_int64();
    }
    return 0;
}

bool Body::yes_no(std::string_view field, std::optional<bool> otherwise) {
    const auto* value = find(field);
    if (value == nullptr) {
        if (otherwise) return *otherwise;
        wrong(field, needed);
    } else if (value->is_bool()) {
        return value->get_bool();
    } else {
        wrong(field, {"须为“是”或“否”（true/false）。", "This must be true or false."});
    }
    return false;
}

std::string Body::one_of(std::string_view field, const std::vector<std::string>& choices) {
    const auto* value = find(field);
    if (value == nullptr) {
        wrong(field, needed);
        return {};
    }
    if (value->is_string()) {
        const std::string chosen{value->get_string()};
        if (std::find(choices.begin(), choices.end(), chosen) != choices.end()) return chosen;
    }
    wrong(field, {fmt::format("须为以下之一：{}。", fmt::join(choices, "、")),
                  fmt::format("This must be one of: {}.", fmt::join(choices, ", "))});
    return {};
}

base::Day Body::day(std::string_view field) {
    const auto* value = find(field);
    if (value == nullptr) {
        wrong(field, needed);
        return {};
    }
    if (value->is_string())
        if (const auto day = base::Day::parse(value->get_string())) return *day;
    wrong(field,
          {"日期须写成 2026-11-24 的样子，且确有此日。", "The date must be a real one, written like 2026-11-24."});
    return {};
}

std::optional<base::Day> Body::day_or_null(std::string_view field) {
    if (find(field) == nullptr) return std::nullopt;
    return day(field);
}

base::Points Body::points(std::string_view field) {
    const auto* value = find(field);
    std::optional<base::Points> points;
    if (value == nullptr) {
        wrong(field, needed);
        return {};
    }
    if (value->is_string()) points = base::Points::parse(value->get_string());
    if (value->is_int64()) points = base::Points::parse(std::to_string(value->get_int64()));
    if (points) return *points;
    wrong(field, {"分值须为十进制数，最多 5 位小数，如 \"0.5\"。",
                  "Points must be a decimal of at most 5 places, such as \"0.5\"."});
    return {};
}

base::Percent Body::percent(std::string_view field) {
    const auto* value = find(field);
    std::optional<base::Percent> percent;
    if (value == nullptr) {
        wrong(field, needed);
        return {};
    }
    if (value->is_string()) percent = base::Percent::parse(value->get_string());
    if (value->is_int64()) percent = base::Percent::parse(std::to_string(value->get_int64()));
    if (percent) return *percent;
    wrong(field, {"百分比须为 0–100,最多 4 位小数，如 \"88.5\"。",
                  "The percentage must be 0–100 with at most 4 decimals, such as \"88.5\"."});
    return {};
}

const boost::json::array& Body::list(std::string_view field, std::size_t most) {
    static const boost::json::array empty;
    const auto* value = find(field);
    if (value == nullptr) return empty;
    if (!value->is_array()) {
        wrong(field, {"须为列表。", "This must be a list."});
        return empty;
    }
    if (value->get_array().size() > most) {
        wrong(field, {fmt::format("最多 {} 项。", most), fmt::format("At most {} entries.", most)});
        return empty;
    }
    return value->get_array();
}

std::vector<std::string> Body::ids(std::string_view field, std::size_t most) {
    std::vector<std::string> ids;
    std::size_t place = 0;
    for (const auto& value : list(field, most)) {
        if (value.is_string() && base::is_id(value.get_string()))
            ids.emplace_back(value.get_string());
        else
            wrong(fmt::format("{}/{}", field, place),
                  {"编号无效，请重新选择。", "This is no valid id; choose it again."});
        ++place;
    }
    return ids;
}

std::vector<std::string> Body::texts(std::string_view field, std::size_t most_items, std::size_t most_length) {
    std::vector<std::string> texts;
    std::size_t place = 0;
    for (const auto& value : list(field, most_items)) {
        const auto where = fmt::format("{}/{}", field, place++);
        if (!value.is_string()) {
            wrong(where, {"须为文字。", "This must be a text."});
            continue;
        }
        const auto text = trimmed(value.get_string());
        if (auto problem = text_problem(text, 1, most_length))
            wrong(where, std::move(*problem));
        else
            texts.emplace_back(text);
    }
    return texts;
}

void Body::wrong(std::string_view field, base::Text message) {
    problems_.push_back({prefix_ + std::string{field}, std::move(message)});
}

void Body::take(Body& inner) {
    inner.refuse_unknown();
    std::move(inner.problems_.begin(), inner.problems_.end(), std::back_inserter(problems_));
    inner.problems_.clear();
}

void Body::refuse_unknown() {
    for (const auto& member : object_)
        if (!seen_.contains(std::string_view{member.key()}))
            wrong(member.key(), {"没有这个字段，请去掉。", "There is no such field; leave it out."});
}

void Body::done() {
    refuse_unknown();
    if (problems_.empty()) return;
    throw base::Refusal(422, "fields_wrong",
                        {"有内容填写不正确，请按提示修改。", "Some fields are not right; correct them as shown."},
                        std::move(problems_));
}

}  // namespace anju::kernel
