#include "policy/register.hpp"

#include <algorithm>
#include <charconv>

namespace anju::policy {
namespace {

using field::Field;
using field::Value;

std::optional<int> days_written(std::string_view text) {
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    int days = 0;
    auto const digits = text.substr(1);
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), days);
    if (error != std::errc{} || end != digits.data() + digits.size() || days > 40'000) return std::nullopt;
    return text[0] == '-' ? -days : days;
}

/// "-6" and "-6 14:30" with a day in the place of the number; what is no such text stays.
std::string dated(const std::string& text, base::Day today, std::string_view time) {
    auto const space = text.find(' ');
    auto const days = days_written(std::string_view{text}.substr(0, space));
    if (!days) return text;
    auto day = (today + *days).text();
    if (time.empty()) return day;
    return day + (space == std::string::npos ? " " + std::string{time} : text.substr(space));
}

Value resolved(const Field& field, const Value& written, base::Day today) {
    auto const kind = field.kind->name();
    auto const time = kind == "instant" ? std::string_view{"09:00"} : std::string_view{};
    if (auto const* text = written.text(); text != nullptr && field.kind->is_dated()) return dated(*text, today, time);
    if (auto const* texts = written.texts(); texts != nullptr && kind == "period") {
        Value::Texts days;
        for (auto const& one : *texts) days.push_back(dated(one, today, {}));
        return days;
    }
    if (auto const* rows = written.rows()) {
        Value::Rows lines;
        for (auto const& row : *rows) {
            field::Values line;
            for (auto const& [name, value] : row) {
                auto const* column = field::find(field.fields, name);
                line.emplace(name, column == nullptr ? value : resolved(*column, value, today));
            }
            lines.push_back(std::move(line));
        }
        return lines;
    }
    return written;
}

}  // namespace

const Field* Register::field(std::string_view name_of_field) const {
    return field::find(fields, name_of_field);
}

const field::Field* Register::map_point() const {
    auto const found = std::find_if(fields.begin(), fields.end(), [](const Field& one) { return one.kind->name() == "map_point"; });
    return found == fields.end() ? nullptr : &*found;
}

bool Register::is_sensitive() const {
    return std::any_of(fields.begin(), fields.end(), [](const Field& one) { return one.sensitive; });
}

bool Register::has_dropped(std::string_view name_of_field) const {
    return std::any_of(dropped.begin(), dropped.end(), [&](const Dropped& one) { return one.name == name_of_field; });
}

field::Values demo_values(const Register& one, const DemoRow& row, base::Day today) {
    field::Values values;
    for (auto const& [name, value] : row.written) {
        auto const* field = one.field(name);
        if (field != nullptr) values.emplace(name, resolved(*field, value, today));
    }
    return values;
}

}  // namespace anju::policy
