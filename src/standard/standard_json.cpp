#include "standard/standard_json.hpp"

#include "standard/standard.hpp"

namespace anju::standard {

namespace json = kernel::json;

namespace {

std::string_view name_of(policy::ShownBy shown_by) {
    switch (shown_by) {
        case policy::ShownBy::inspection: return "inspection";
        case policy::ShownBy::record: return "register";
        case policy::ShownBy::survey: return "survey";
        case policy::ShownBy::department: return "department";
    }
    return "inspection";
}

json::value text_or_null(const base::Text& text) {
    if (text.zh.empty() && text.en.empty()) return nullptr;
    return text_json(text);
}

json::value word_or_null(const std::string& word) {
    if (word.empty()) return nullptr;
    return json::value(word);
}

json::object law_json(const policy::Law& law) {
    return {{"title", law.title},
            {"article", word_or_null(law.article)},
            {"cited", law.cited},
            {"replaced_by", word_or_null(law.replaced_by)},
            {"note", text_or_null(law.note)}};
}

json::object rule_json(const policy::Item& item) {
    const auto& rule = *item.rule;
    json::array allowed;
    for (const auto points : rule.allowed(item.points)) allowed.emplace_back(points.text());
    json::object shown{{"kind", rule.kind()},
                       {"explain", text_json(rule.explain(item.points))},
                       {"allowed", std::move(allowed)},
                       {"takes_measure", rule.takes_measure()}};
    for (const auto& [name, value] : rule.figures()) shown[name] = value;
    return shown;
}

json::object group_json(const policy::Pack& pack, const policy::Group& group) {
    json::array items;
    for (const auto& code : group.items)
        if (const auto* item = pack.item(code)) items.emplace_back(item_json(*item));
    return {{"group", group.code},
            {"title", text_json(group.title)},
            {"points", group.points.text()},
            {"items", std::move(items)}};
}

json::object stars_json(const policy::Stars& stars) {
    json::array shown;
    for (const auto& star : stars.stars) {
        shown.emplace_back(json::object{{"star", star.star},
                                        {"grade", text_json(star.grade)},
                                        {"points", star.points.text()},
                                        {"satisfaction", star.satisfaction.text()}});
    }
    return {{"stars", std::move(shown)},
            {"fails",
             json::object{{"satisfaction_below", stars.fails_below.text()}, {"grade", text_json(stars.fails_grade)}}},
            {"key", stars.key}};
}

}  // namespace

json::object item_json(const policy::Item& item) {
    json::array checks;
    for (const auto& check : item.checks) checks.emplace_back(text_json(check));
    json::array law;
    for (const auto& one : item.law) law.emplace_back(law_json(one));
    json::array shown_by;
    for (const auto one : item.shown_by) shown_by.emplace_back(name_of(one));
    return {{"item", item.code},
            {"points", item.points.text()},
            {"title", text_json(item.title)},
            {"place", item.place},
            {"checks", std::move(checks)},
            {"law", std::move(law)},
            {"shown_by", std::move(shown_by)},
            {"may_not_apply", item.may_not_apply ? json::value(text_json(*item.may_not_apply)) : json::value(nullptr)},
            {"rule", rule_json(item)}};
}

json::object standard_json(const policy::Pack& pack) {
    json::array chapters;
    for (const auto& chapter : pack.chapters) {
        json::array groups;
        for (const auto& group : chapter.groups) groups.emplace_back(group_json(pack, group));
        chapters.emplace_back(json::object{{"chapter", chapter.code},
                                           {"title", text_json(chapter.title)},
                                           {"points", chapter.points.text()},
                                           {"groups", std::move(groups)}});
    }
    json::object shown{{"pack", pack.id},
                       {"version", pack.version},
                       {"hash", pack.hash},
                       {"title", text_json(pack.title)},
                       {"source", text_json(pack.source)},
                       {"full_points", pack.full_points.text()},
                       {"chapters", std::move(chapters)}};
    for (auto& [name, value] : stars_json(pack.stars)) shown[name] = value;
    return shown;
}

json::object reading_json(const policy::Reading& reading) {
    json::array choices;
    for (const auto& choice : reading.choices)
        choices.emplace_back(json::object{{"choice", choice.choice}, {"title", text_json(choice.title)}});
    return {{"reading", reading.reading},
            {"title", text_json(reading.title)},
            {"question", text_json(reading.question)},
            {"place", reading.place},
            {"choices", std::move(choices)},
            {"chosen", reading.chosen},
            {"reason", text_json(reading.reason)},
            {"documented_only", reading.documented_only}};
}

json::object step_json(const policy::Step& step) {
    json::array by;
    for (const auto& role : step.by) by.emplace_back(role);
    return {{"step", step.step},
            {"title", text_json(step.title)},
            {"text", text_json(step.text)},
            {"by", std::move(by)},
            {"deadline", json::object{{"days", step.deadline.days},
                                      {"count", step.deadline.count == policy::Count::working ? "working" : "calendar"}}}};
}

json::object calendar_year_json(const policy::CalendarYear& year) {
    json::array source;
    for (const auto& notice : year.notices)
        source.emplace_back(json::object{{"title", notice.title}, {"number", notice.number}, {"date", notice.date}});
    json::array holidays;
    for (const auto& holiday : year.holidays) {
        json::array off;
        for (const auto day : holiday.off) off.emplace_back(day.text());
        json::array work;
        for (const auto day : holiday.work) work.emplace_back(day.text());
        holidays.emplace_back(
            json::object{{"name", text_json(holiday.name)}, {"off", std::move(off)}, {"work", std::move(work)}});
    }
    return {{"year", year.year}, {"source", std::move(source)}, {"holidays", std::move(holidays)}};
}

}  // namespace anju::standard
