#include <algorithm>

#include "policy/watch/catalogue.hpp"

namespace anju::policy::watch {
namespace {

bool fulfils(const Record& record, const std::vector<field::When>& where) {
    return std::all_of(where.begin(), where.end(), [&](const field::When& one) {
        if (one.field != "process_state") return one.holds(record.values);
        return std::find(one.is.begin(), one.is.end(), record.history.state()) != one.is.end();
    });
}

/// The next {word} of `text` from `at` on: where it begins and ends; nothing when there is none.
std::optional<std::pair<std::size_t, std::size_t>> next_brace(std::string_view text, std::size_t at) {
    auto const begin = text.find('{', at);
    auto const end = begin == std::string_view::npos ? begin : text.find('}', begin);
    if (end == std::string_view::npos) return std::nullopt;
    return std::pair{begin, end};
}

std::string filled(std::string_view text, const Words& words, base::Language language) {
    std::string result;
    std::size_t at = 0;
    while (auto const brace = next_brace(text, at)) {
        result += text.substr(at, brace->first - at);
        auto const word = words.find(text.substr(brace->first + 1, brace->second - brace->first - 1));
        result += word == words.end() ? "—" : word->second.in(language);
        at = brace->second + 1;
    }
    return result += text.substr(at);
}

Text shown(const field::Field& field, const field::Values& values) {
    auto const& value = field::value_of(values, field.field);
    if (value.empty()) return {"（空）", "(empty)"};
    return {field::text(field, value, base::Language::zh), field::text(field, value, base::Language::en)};
}

}  // namespace

const std::vector<Key>& Kind::takes() const {
    static const std::vector<Key> none;
    return none;
}

const std::vector<const Kind*>& all_kinds() {
    static const std::vector<const Kind*> kinds{&overdue_date(), &expiring_soon(), &silence(),    &at_least(),
                                                &every_month(),  &clock_missed(),  &rate_below(), &check_failed()};
    return kinds;
}

const Kind* kind_named(std::string_view name) {
    auto const& kinds = all_kinds();
    auto const found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind* kind) { return kind->name() == name; });
    return found == kinds.end() ? nullptr : *found;
}

Judged judge(const Watch& watch, const Given& given) {
    std::vector<const Record*> records;
    for (auto const& record : given.records) {
        if (fulfils(record, watch.where)) records.push_back(&record);
    }
    return watch.kind->judge(watch, given, records);
}

std::vector<std::string> braces(std::string_view text) {
    std::vector<std::string> found;
    std::size_t at = 0;
    while (auto const brace = next_brace(text, at)) {
        found.emplace_back(text.substr(brace->first + 1, brace->second - brace->first - 1));
        at = brace->second + 1;
    }
    return found;
}

Text evidence(const Watch& watch, const Given& given, const Record* record, Words words) {
    if (record != nullptr) {
        for (auto const& field : given.of.fields) {
            // What a finding says is read by many: nothing sensitive, and no bare ids.
            if (!field.sensitive && field.kind->traits().names)
                words.emplace(field.field, shown(field, record->values));
            if (field.field == watch.field) words.emplace("field", shown(field, record->values));
        }
        words.insert_or_assign("name", Text{record->name, record->name});
    }
    return {filled(watch.text.zh, words, base::Language::zh), filled(watch.text.en, words, base::Language::en)};
}

Text number_word(std::int64_t number) {
    auto const text = std::to_string(number);
    return {text, text};
}

Text day_word(base::Day day) {
    return {day.text(), day.text()};
}

base::Instant start_of(base::Day day) {
    return base::Instant::end_of(day + -1);
}

void sooner(std::optional<base::Instant>& next, base::Instant other) {
    if (!next || other < *next) next = other;
}

std::optional<base::Day> day_of(const Register& of, const Record& record, const std::string& field) {
    if (field.empty()) return record.created.day();
    auto const* found = of.field(field);
    auto const& value = field::value_of(record.values, field);
    return found == nullptr || value.empty() ? std::nullopt : found->kind->day(value);
}

}  // namespace anju::policy::watch
