#include <charconv>
#include <map>

#include "kernel/body.hpp"
#include "standard/calendar_change.hpp"
#include "standard/standard_json.hpp"

namespace anju::standard {

namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;

namespace {

constexpr std::size_t most_text = 64 * 1024;

json::object listed(const policy::CalendarYear& year, std::string_view from, bool confirmed, bool own) {
    auto shown = calendar_year_json(year);
    shown["from"] = from;
    shown["confirmed"] = confirmed;
    shown["proposed_by_me"] = own;
    return shown;
}

Reply show_calendar(Context& context, const Standard& standard) {
    std::map<std::pair<std::int64_t, bool>, json::object> years;  // by year, the one in force before the proposed one
    for (const auto& [number, year] : standard.current().calendar.years())
        years.insert_or_assign({number, false}, listed(year, "pack", true, false));
    for (const auto& row : context.transaction.query("SELECT year, text, proposed_by FROM calendar_year WHERE confirmed_by IS NOT NULL"))
        years.insert_or_assign({row.number(0), false}, listed(read_year(row.text(1)), "added", true, row.text(2) == context.actor.account_id));
    for (const auto& row : context.transaction.query("SELECT year, text, proposed_by FROM calendar_proposal"))
        years.insert_or_assign({row.number(0), true}, listed(read_year(row.text(1)), "added", false, row.text(2) == context.actor.account_id));
    json::array shown;
    for (auto& [key, year] : years) shown.emplace_back(std::move(year));
    return json_reply(json::object{{"years", std::move(shown)}});
}

Reply preview(Context& context, const Standard& standard) {
    kernel::Body body{context.body()};
    const auto text = body.text("text", 1, most_text);
    body.done();
    auto read = policy::read_calendar("text", text);
    json::array problems;
    for (const auto& problem : read.problems) {
        problems.emplace_back(json::object{{"line", problem.line}, {"column", problem.column},
                                           {"zh", problem.message.zh}, {"en", problem.message.en}});
    }
    json::object shown{{"year", nullptr}, {"holidays", json::array{}}, {"problems", std::move(problems)}, {"changed_due", json::array{}}};
    if (read.year) {
        for (auto& [name, value] : calendar_year_json(*read.year)) shown[name] = value;
        for (const auto& change : changed_due(context.transaction, standard, *read.year))
            shown["changed_due"].as_array().emplace_back(json::object{
                {"kind", change.kind}, {"id", change.id}, {"before", change.before.text()}, {"after", change.after.text()}});
    }
    // Looking ahead changes nothing, but a text travels up, so it is an act, and an act leaves a line.
    context.journal({.act = "calendar.preview", .thing_kind = "calendar",
                     .thing_id = read.year ? std::to_string(read.year->year) : std::string{}, .place_id = {}, .why = {}});
    return json_reply(shown);
}

Reply propose(Context& context) {
    kernel::Body body{context.body()};
    const auto text = body.text("text", 1, most_text);
    body.done();
    const auto year = read_year(text);
    propose_year(context, year, text);
    return json_reply(json::object{{"year", year.year}, {"confirmed", false}}, 201);
}

Reply confirm(Context& context) {
    const auto& written = context.parameter("year");
    std::int64_t year = 0;
    const auto [end, fault] = std::from_chars(written.data(), written.data() + written.size(), year);
    if (fault != std::errc{} || end != written.data() + written.size()) base::refuse_missing("年份", "year");
    confirm_year(context, year);
    return json_reply(json::object{{"year", year}, {"confirmed", true}});
}

Reply count_workdays(Context& context, const Standard& standard) {
    const auto from = base::Day::parse(context.query("from").value_or(""));
    if (!from)
        base::refuse_field("from", "not_a_day", {"from 要写成 2026-11-24 这样的日期。", "Write from as a day like 2026-11-24."});
    const auto written = context.query("days").value_or("");
    int days = 0;
    const auto [end, fault] = std::from_chars(written.data(), written.data() + written.size(), days);
    if (fault != std::errc{} || end != written.data() + written.size() || days < 1 || days > 1000)
        base::refuse_field("days", "not_a_count", {"days 要写 1 到 1000 的整数。", "Write days as a whole number from 1 to 1000."});
    const auto due = standard.due(context.transaction, *from, {days, policy::Count::working});
    return json_reply(json::object{{"due", due.text()}});
}

}  // namespace

void calendar_routes(kernel::Router& router, const Standard& standard) {
    router.see("/api/calendar", Guard::any_account(), {"工作日历", "Calendar of working days"},
               [&standard](Context& context) { return show_calendar(context, standard); });
    router.act("POST", "/api/calendar/preview", Guard{"calendar.manage", {}, false}, {"预览新一年的放假安排", "Preview a calendar year"},
               [&standard](Context& context) { return preview(context, standard); });
    router.act("POST", "/api/calendar", Guard{"calendar.manage", {}, false}, {"提出新一年的放假安排", "Propose a calendar year"}, propose);
    router.act("POST", "/api/calendar/{year}/confirm", Guard{"calendar.manage", {}, false},
               {"确认放假安排（不能是提出的人）", "Confirm a calendar year (not who proposed it)"}, confirm);
    router.see("/api/workdays", Guard::any_account(), {"数工作日", "Count working days"},
               [&standard](Context& context) { return count_workdays(context, standard); });
}

}  // namespace anju::standard
