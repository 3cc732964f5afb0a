#include "standard/calendar_change.hpp"

#include <variant>

namespace anju::standard {

namespace json = kernel::json;

policy::CalendarYear read_year(const std::string& text) {
    auto read = policy::read_calendar("text", text);
    if (read.year && read.problems.empty()) return std::move(*read.year);
    std::vector<base::FieldProblem> problems;
    for (const auto& problem : read.problems) {
        problems.push_back({"text",
                            {policy::problem_line(problem, base::Language::zh),
                             policy::problem_line(problem, base::Language::en)}});
    }
    throw base::Refusal(422, "calendar_has_problems",
                        {"放假安排有问题，请按列出的位置改好再试。", "The calendar has problems. Mend the places listed and try again."},
                        std::move(problems));
}

namespace {

/// Deadlines live in slices that are built upon this one, so their tables may be absent in a smaller program; what was
/// migrated tells. A query on a missing table would end the transaction on PostgreSQL.
bool has_table_of(kernel::Transaction& transaction, const std::string& migration) {
    return transaction.one("SELECT name FROM migration WHERE name = $1", {migration}).has_value();
}

std::variant<base::Day, policy::UnknownYear> counted(const policy::Calendar& calendar, base::Day event, policy::Term term) {
    return term.count == policy::Count::working ? calendar.after(event, term.days) : calendar.after_calendar(event, term.days);
}

}  // namespace

std::vector<ChangedDue> changed_due(kernel::Transaction& transaction, const Standard& standard, const policy::CalendarYear& year) {
    std::vector<ChangedDue> changed;
    if (!has_table_of(transaction, "rectify/1")) return changed;
    const auto before = standard.calendar(transaction);
    auto after = before;
    after.load(year);
    const auto term = standard.current().evaluation.rectification;
    transaction.each(
        "SELECT id, due, assigned_at FROM rectification WHERE state IN ('open', 'fixed') ORDER BY due, id", {},
        [&](const kernel::Row& row) {
            const auto due = base::Day::parse(row.text(1));
            const auto event = base::Instant{row.number(2)}.day();
            const auto old_due = counted(before, event, term);
            const auto new_due = counted(after, event, term);
            if (!due || !std::holds_alternative<base::Day>(old_due) || !std::holds_alternative<base::Day>(new_due)) return;
            // A day somebody chose by hand is no result of the calendar and stays.
            if (std::get<base::Day>(old_due) != *due || std::get<base::Day>(new_due) == *due) return;
            changed.push_back({"rectification", row.text(0), *due, std::get<base::Day>(new_due)});
        });
    return changed;
}

void propose_year(kernel::Context& context, const policy::CalendarYear& year, const std::string& text) {
    context.transaction.run(
        "INSERT INTO calendar_proposal (year, text, proposed_by, proposed_at) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (year) DO UPDATE SET text = excluded.text, proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at",
        {std::int64_t{year.year}, text, context.actor.account_id, context.now.microseconds});
    context.journal({.act = "calendar.propose", .thing_kind = "calendar", .thing_id = std::to_string(year.year), .place_id = {},
                     .after = json::object{{"holidays", year.holidays.size()}}, .why = {}});
}

void confirm_year(kernel::Context& context, std::int64_t year) {
    const auto row = context.transaction.one("SELECT text, proposed_by, proposed_at FROM calendar_proposal WHERE year = $1", {year});
    if (!row) base::refuse_missing("待确认的放假安排", "proposed calendar year");
    if (row->text(1) == context.actor.account_id) {
        base::refuse_state("same_person", {"提出的人不能自己确认，请另一个人登录后确认。",
                                           "Whoever proposed the year cannot confirm it. Ask another person to sign in and confirm."});
    }
    context.transaction.run(
        "INSERT INTO calendar_year (year, text, proposed_by, proposed_at, confirmed_by, confirmed_at) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (year) DO UPDATE SET text = excluded.text, proposed_by = excluded.proposed_by, proposed_at = excluded.proposed_at, "
        "confirmed_by = excluded.confirmed_by, confirmed_at = excluded.confirmed_at",
        {year, row->text(0), row->text(1), row->number(2), context.actor.account_id, context.now.microseconds});
    context.transaction.run("DELETE FROM calendar_proposal WHERE year = $1", {year});
    context.journal({.act = "calendar.confirm", .thing_kind = "calendar", .thing_id = std::to_string(year), .place_id = {},
                     .after = json::object{{"proposed_by", row->text(1)}}, .why = {}});
}

}  // namespace anju::standard
