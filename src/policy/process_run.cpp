#include "policy/process_run.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace anju::policy {
namespace {

bool has(const std::vector<std::string>& list, std::string_view one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

bool has_role(const Act& act, const Actor& actor) {
    return std::any_of(act.by.begin(), act.by.end(), [&](const auto& role) { return actor.roles.contains(role); });
}

/// The act of the history for whose sake another person is wanted now.
const Entered* same_person(const Act& act, const History& history, const Actor& actor) {
    auto const found = std::find_if(history.entries.begin(), history.entries.end(), [&](const Entered& entered) {
        return entered.account == actor.account && has(act.not_by, entered.act);
    });
    return found == history.entries.end() ? nullptr : &*found;
}

ActRefusal wrong_state(const Process& process, const Act& act, std::string_view state) {
    auto const* now = process.state(state);
    auto const title = now == nullptr ? Text{} : now->title;
    return {"wrong_state",
            {fmt::format("现在是“{}”，不能“{}”。请刷新后再看。", title.zh, act.title.zh),
             fmt::format("It is “{}” now; “{}” is not possible. Reload and look again.", title.en, act.title.en)}};
}

ActRefusal other_person_wanted(const Process& process, const Act& act, const Entered& done) {
    auto const* earlier = process.act(done.act);
    auto const title = earlier == nullptr ? Text{} : earlier->title;
    return {"same_person",
            {fmt::format("“{}”是您做的，“{}”要由另一个人做。", title.zh, act.title.zh),
             fmt::format("You did “{}”; another person has to do “{}”.", title.en, act.title.en)}};
}

constexpr std::int64_t minute = 60'000'000, hour = 60 * minute;

/// A date without a time counts as its first moment; terms in days look at the day alone.
std::optional<base::Instant> moment_of(const std::vector<field::Field>& fields, const field::Values& values,
                                       std::string_view name) {
    auto const* field = field::find(fields, name);
    auto const& value = field::value_of(values, name);
    if (field == nullptr || value.empty()) return std::nullopt;
    if (auto const* whole = value.whole()) return base::Instant{*whole};
    auto const day = field->kind->day(value);
    return day ? std::optional{base::Instant::end_of(*day + -1)} : std::nullopt;
}

struct Begin {
    base::Instant at;
    std::size_t after = 0;
};  ///< entries of the history from `after` on may end it

/// The last time the clock's state was entered.
std::optional<Begin> begin_by_state(const Clock& clock, const History& history) {
    for (auto i = history.entries.size(); i > 0; --i) {
        if (history.entries[i - 1].state == clock.starts_state) return Begin{history.entries[i - 1].at, i};
    }
    return std::nullopt;
}

std::optional<Begin> begin_by_field(const Clock& clock, const std::vector<field::Field>& fields,
                                    const field::Values& record) {
    std::optional<Begin> first;
    for (auto const& name : clock.starts_fields) {
        auto const at = moment_of(fields, record, name);
        if (at && (!first || *at < first->at)) first = Begin{*at, 0};
    }
    return first;
}

std::variant<base::Instant, UnknownYear> due_of(const ClockTerm& term, base::Instant start, const Calendar& calendar) {
    if (term.is_exact()) return base::Instant{start.microseconds + term.minutes * minute};
    auto const day =
        term.working ? calendar.after(start.day(), term.days) : calendar.after_calendar(start.day(), term.days);
    if (auto const* unknown = std::get_if<UnknownYear>(&day)) return *unknown;
    return base::Instant::end_of(std::get<base::Day>(day));
}

/// The start of the day that lies `days` working days before the last day of the term.
std::optional<base::Instant> remind_at(const Clock& clock, base::Instant due, const Calendar& calendar) {
    if (clock.remind_minutes > 0) return base::Instant{due.microseconds - clock.remind_minutes * minute};
    if (clock.remind_days == 0) return std::nullopt;
    auto day = base::Instant{due.microseconds - 1}.day();
    for (int left = clock.remind_days; left > 0;) {
        day = day + -1;
        auto const working = calendar.is_working(day);
        if (std::holds_alternative<UnknownYear>(working)) return std::nullopt;
        if (std::get<bool>(working)) --left;
    }
    return base::Instant::end_of(day + -1);
}

/// 24:00 of the last day is already the first moment of the next one; hours and minutes run up to and with their last instant (以内 含本数).
bool in_time(const ClockTerm& term, base::Instant at, base::Instant due) {
    return term.is_exact() ? at <= due : at < due;
}

std::optional<base::Instant> escalate_at(const Clock& clock, base::Instant due, const Calendar& calendar) {
    if (clock.escalate_to.empty()) return std::nullopt;
    if (clock.escalate_days == 0) return due;
    auto const day = calendar.after(base::Instant{due.microseconds - 1}.day(), clock.escalate_days);
    if (auto const* known = std::get_if<base::Day>(&day)) return base::Instant::end_of(*known);
    return due;  // rather too early than never
}

}  // namespace

std::string_view History::state() const {
    return entries.empty() ? std::string_view{} : std::string_view{entries.back().state};
}

std::vector<const Act*> possible_acts(const Process& process, const History& history, const Actor& actor) {
    std::vector<const Act*> acts;
    for (auto const& act : process.acts) {
        if (has(act.from, history.state()) && has_role(act, actor) && same_person(act, history, actor) == nullptr)
            acts.push_back(&act);
    }
    return acts;
}

std::optional<ActRefusal> refuse_act(const Process& process, const Act& act, const History& history, const Actor& actor,
                                     const std::vector<field::Field>& fields, const field::Values& record) {
    if (!has_role(act, actor)) {
        return ActRefusal{
            "wrong_role",
            {fmt::format("您的角色不能“{}”。", act.title.zh), fmt::format("Your role may not do “{}”.", act.title.en)}};
    }
    if (!has(act.from, history.state())) return wrong_state(process, act, history.state());
    if (auto const* done = same_person(act, history, actor)) return other_person_wanted(process, act, *done);
    ActRefusal missing{"missing_fields", {"先补齐这些栏再办。", "Fill these fields first."}};
    for (auto const& name : act.needs) {
        auto const* field = field::find(fields, name);
        if (field == nullptr || !field::is_shown(*field, record) || !field::value_of(record, name).empty()) continue;
        missing.problems.push_back({name,
                                    {fmt::format("“{}”之前要填“{}”。", act.title.zh, field->title.zh),
                                     fmt::format("“{}” needs “{}” to be filled.", act.title.en, field->title.en)}});
    }
    return missing.problems.empty() ? std::nullopt : std::optional{missing};
}

base::Instant happened_at(const Act& act, const field::Values& stored_act_fields, base::Instant now,
                          const std::vector<field::Field>& fields, const field::Values& record) {
    bool const own = field::find(act.fields, act.happened) != nullptr;
    auto const at = own ? moment_of(act.fields, stored_act_fields, act.happened) : moment_of(fields, record, act.happened);
    return at.value_or(now);
}

ClockState clock_state(const Clock& clock, const History& history, const std::vector<field::Field>& fields,
                       const field::Values& record, const Calendar& calendar, base::Instant now) {
    ClockState state;
    state.clock = &clock;
    auto const begin =
        clock.starts_state.empty() ? begin_by_field(clock, fields, record) : begin_by_state(clock, history);
    bool const wanted = std::all_of(clock.where.begin(), clock.where.end(), [&](const auto& when) { return when.holds(record); });
    if (!begin || !wanted) return state;
    state.started = begin->at;
    for (auto i = begin->after; i < history.entries.size() && !state.ended; ++i) {
        if (has(clock.ends, history.entries[i].state)) state.ended = history.entries[i].at;
    }
    auto const due = due_of(clock.term, begin->at, calendar);
    if (auto const* unknown = std::get_if<UnknownYear>(&due)) {
        state.status = ClockStatus::unknown;
        state.unknown = unknown_year_text(unknown->year);
        return state;
    }
    state.due = std::get<base::Instant>(due);
    if (state.ended) {
        state.status = in_time(clock.term, *state.ended, *state.due) ? ClockStatus::met : ClockStatus::late;
        return state;
    }
    state.status = in_time(clock.term, now, *state.due) ? ClockStatus::running : ClockStatus::missed;
    if (!clock.remind_to.empty()) state.remind_at = remind_at(clock, *state.due, calendar);
    state.escalate_at = escalate_at(clock, *state.due, calendar);
    return state;
}

std::vector<ClockState> clock_states(const Process& process, const History& history,
                                     const std::vector<field::Field>& fields, const field::Values& record,
                                     const Calendar& calendar, base::Instant now) {
    std::vector<ClockState> states;
    for (auto const& clock : process.clocks)
        states.push_back(clock_state(clock, history, fields, record, calendar, now));
    return states;
}

namespace {

/// In minutes up to two hours, for nobody plans a rescue in hours; a started minute is still there.
Text exact_left(base::Instant due, base::Instant now) {
    bool const over = now > due;
    auto const apart = over ? now.microseconds - due.microseconds : due.microseconds - now.microseconds;
    if (apart >= 2 * hour) {
        auto const hours = apart / hour;
        return over ? Text{fmt::format("已超 {} 小时", hours), fmt::format("{} hours over", hours)}
                    : Text{fmt::format("还剩 {} 小时", hours), fmt::format("{} hours left", hours)};
    }
    auto const minutes = over ? apart / minute : (apart + minute - 1) / minute;
    auto const* unit = minutes == 1 ? "minute" : "minutes";
    return over ? Text{fmt::format("已超 {} 分钟", minutes), fmt::format("{} {} over", minutes, unit)}
                : Text{fmt::format("还有 {} 分钟", minutes), fmt::format("{} {} left", minutes, unit)};
}

}  // namespace

Text ClockState::left(const Calendar& calendar, base::Instant now) const {
    if (!due || (status != ClockStatus::running && status != ClockStatus::missed)) return {};
    bool const over = status == ClockStatus::missed;
    if (clock->term.is_exact()) return exact_left(*due, now);
    auto const last = base::Instant{due->microseconds - 1}.day();
    if (!over && last == now.day()) return {"今天到期", "due today"};
    auto days = static_cast<int>(over ? now.day() - last : last - now.day());
    if (clock->term.working) {
        auto const between = calendar.working_days_between(over ? last : now.day(), over ? now.day() : last);
        if (auto const* known = std::get_if<int>(&between)) days = *known;
    }
    auto const* zh = clock->term.working ? "个工作日" : "天";
    auto const* en = clock->term.working ? "working days" : "days";
    return over ? Text{fmt::format("已超 {} {}", days, zh), fmt::format("{} {} over", days, en)}
                : Text{fmt::format("还剩 {} {}", days, zh), fmt::format("{} {} left", days, en)};
}

}  // namespace anju::policy
