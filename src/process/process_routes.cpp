#include "kernel/body.hpp"
#include "place/place_change.hpp"
#include "process/parts.hpp"
#include "record/fields.hpp"
#include "record/shown.hpp"

namespace anju::process {
namespace {

namespace field = policy::field;
namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::Reply;
using policy::ClockState;
using policy::ClockStatus;
using standard::text_json;

constexpr std::size_t largest_act = 1 << 20;
constexpr std::size_t longest_reason = 1000;

json::value state_title(const policy::Process& process, std::string_view name) {
    auto const* state = process.state(name);
    return state == nullptr ? json::value(nullptr) : json::value(text_json(state->title));
}

json::array states_json(const policy::Process& process) {
    json::array list;
    for (auto const& state : process.states)
        list.emplace_back(json::object{{"state", state.state}, {"title", text_json(state.title)}, {"end", state.end}});
    return list;
}

json::object act_json(const policy::Process& process, const policy::Act& act) {
    return {{"act", act.act},
            {"title", text_json(act.title)},
            {"to", act.to},
            {"to_title", state_title(process, act.to)},
            {"fields", record::fields_json(act.fields)},
            {"reason", act.reason}};
}

/// What stands in the way, with the fields that are missing.
json::object blocked_json(const policy::Act& act, const policy::ActRefusal& refusal,
                          const std::vector<field::Field>& fields) {
    auto why = refusal.message;
    json::array missing;
    for (auto const& problem : refusal.problems) {
        auto const* one = field::find(fields, problem.field);
        if (one == nullptr) continue;
        why.zh += (missing.empty() ? "缺：" : "、") + one->title.zh;
        why.en += (missing.empty() ? " Missing: " : ", ") + one->title.en;
        missing.emplace_back(problem.field);
    }
    return {{"act", act.act},
            {"title", text_json(act.title)},
            {"code", refusal.code},
            {"why", text_json(why)},
            {"fields", std::move(missing)}};
}

base::Text clock_text(const ClockState& state, const policy::Calendar& calendar, base::Instant now) {
    if (state.unknown) return *state.unknown;
    if (state.status == ClockStatus::met) return {"按时完成", "done in time"};
    if (state.status == ClockStatus::late) return {"超期完成", "done late"};
    return state.left(calendar, now);
}

/// Days to the last day, below 0 once it is missed: working days where the term is in them. Null for terms in hours or minutes and
/// for ended clocks.
json::value days_left(const ClockState& state, const policy::Calendar& calendar, base::Day today) {
    if ((state.status != ClockStatus::running && state.status != ClockStatus::missed) || state.clock->term.is_exact())
        return nullptr;
    auto const last = base::Instant{state.due->microseconds - 1}.day();
    if (!state.clock->term.working) return json::value(last - today);
    auto const between = calendar.working_days_between(today, last);
    auto const* days = std::get_if<int>(&between);
    return days == nullptr ? json::value(nullptr) : json::value(*days);
}

json::value instant_or_null(const std::optional<base::Instant>& instant) {
    return instant ? json::value(instant->text()) : json::value(nullptr);
}

json::array clocks_json(Context& context, const record::Registers& registers, const record::Record& record) {
    json::array list;
    auto const calendar = registers.standard().calendar(context.transaction);
    for (auto const& state : clocks_now(context.transaction, registers, record, context.now)) {
        auto const due =
            state.due ? json::value(base::Instant{state.due->microseconds - 1}.day().text()) : json::value(nullptr);
        list.emplace_back(json::object{{"clock", state.clock->clock},
                                       {"title", text_json(state.clock->title)},
                                       {"started_at", instant_or_null(state.started)},
                                       {"due", due},
                                       {"due_at", instant_or_null(state.due)},
                                       {"exact", state.clock->term.is_exact()},
                                       {"ended_at", instant_or_null(state.ended)},
                                       {"state", name_of(state.status)},
                                       {"days_left", days_left(state, calendar, context.today())},
                                       {"text", text_json(clock_text(state, calendar, context.now))}});
    }
    return list;
}

/// What was done, oldest first. An act that a newer pack does not have any more keeps its name and shows no values.
json::array timeline_json(Context& context, const policy::Process& process, const record::Record& record) {
    auto const rows = context.transaction.query(
        "SELECT act, from_state, to_state, at, happened_at, account_name, reason, doc FROM process_act WHERE record_id "
        "= $1 ORDER BY "
        "at, id",
        {record.id});
    static const std::vector<field::Field> none;
    std::vector<std::pair<const policy::Act*, field::Values>> done;
    record::Names names;
    for (auto const& row : rows) {
        auto const* act = process.act(row.text(0));
        auto const& fields = act == nullptr ? none : act->fields;
        done.emplace_back(act, record::plain_values(fields, json::parse(row.text(7)).as_object()));
        names.want(fields, done.back().second);
    }
    names.look_up(context.transaction);
    json::array list;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = rows[i];
        auto const* act = done[i].first;
        list.emplace_back(json::object{
            {"act", row.text(0)},
            {"title", text_json(act == nullptr ? base::Text{row.text(0), row.text(0)} : act->title)},
            {"from", row.text(1)},
            {"from_title", state_title(process, row.text(1))},
            {"to", row.text(2)},
            {"to_title", state_title(process, row.text(2))},
            {"at", base::Instant{row.number(3)}.text()},
            {"happened_at", base::Instant{row.number(4)}.text()},
            {"by_name", row.text(5)},
            {"reason", row.text(6)},
            {"fields", act == nullptr ? json::array{} : record::fields_json(act->fields)},
            {"values", act == nullptr ? json::object{} : record::shown_all(act->fields, done[i].second, names)}});
    }
    return list;
}

/// The acts of the present state, apart by whether this actor can do them now.
void add_acts(json::object& shown, Context& context, const record::Registers& registers, const policy::Process& process,
              const record::Record& record) {
    json::array acts, blocked;
    auto const past = history(context.transaction, registers, record);
    auto const actor = actor_over(context.actor, record.path);
    auto const values = record::values_of(registers, record);
    for (auto const& act : process.acts) {
        bool const here = std::find(act.from.begin(), act.from.end(), record.state) != act.from.end();
        if (!here || record.deleted) continue;
        auto refusal = refuse(process, act, past, actor, record, values);
        if (!refusal) refusal = refuse_unmended(context.transaction, act, record);
        if (refusal)
            blocked.emplace_back(blocked_json(act, *refusal, record.of->fields));
        else
            acts.emplace_back(act_json(process, act));
    }
    shown["acts"] = std::move(acts);
    shown["blocked"] = std::move(blocked);
}

Reply show_process(Context& context, const record::Registers& registers) {
    auto const record = record::get_readable(context, registers, context.parameter("id"));
    auto const* process = process_of(registers, record);
    if (process == nullptr) base::refuse_missing("流程", "process of this record");
    auto const* state = process->state(record.state);
    json::object shown{{"process", process->process},
                       {"title", text_json(process->title)},
                       {"state", record.state},
                       {"state_title", state_title(*process, record.state)},
                       {"end", state != nullptr && state->end},
                       {"states", states_json(*process)}};
    add_acts(shown, context, registers, *process, record);
    shown["clocks"] = clocks_json(context, registers, record);
    shown["timeline"] = timeline_json(context, *process, record);
    shown["rectifies"] = std::any_of(process->acts.begin(), process->acts.end(), [](const auto& act) { return act.rectifies.any(); });
    shown["version"] = record.version;
    return kernel::versioned(kernel::json_reply(shown), record.version);
}

Reply do_act(Context& context, const record::Registers& registers) {
    auto rest = context.body();
    rest.erase("fields");
    rest.erase("version");
    kernel::Body body{rest};
    auto const reason = body.text_or("reason", longest_reason);
    static const json::object no_fields;
    auto const* given = context.body().if_contains("fields");
    if (given != nullptr && !given->is_object() && !given->is_null())
        body.wrong("fields", {"请填写内容。", "Fill in the fields."});
    body.done();
    auto before = record::get_readable(context, registers, context.parameter("id"));
    before.version = place::seen_version(context);
    act(context, registers, before, context.parameter("act"),
        given != nullptr && given->is_object() ? given->get_object() : no_fields, reason);
    auto const after = record::get(context.transaction, registers, before.id);
    return kernel::versioned(kernel::json_reply(record::to_json(context, registers, after)), after.version);
}

}  // namespace

void routes(kernel::Router& router, const record::Registers& registers) {
    router.see("/api/records/{id}/process", Guard::any_account(),
               {"一条记录的流程：现在能做什么、时限、做过什么",
                "A record's process: what can be done now, what is due, what was done"},
               [&registers](Context& context) { return show_process(context, registers); });
    router.act(
        "POST", "/api/records/{id}/acts/{act}", Guard::any_account(), {"办理流程的一步", "Do a step of the process"},
        [&registers](Context& context) { return do_act(context, registers); }, largest_act);
}

}  // namespace anju::process
