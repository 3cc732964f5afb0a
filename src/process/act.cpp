#include <fmt/format.h>

#include <algorithm>

#include "base/id.hpp"
#include "process/parts.hpp"
#include "record/fields.hpp"

namespace anju::process {
namespace {

namespace field = policy::field;
namespace json = kernel::json;
using base::FieldProblem;

bool covers(const kernel::Grant& grant, std::string_view path) {
    return std::any_of(grant.paths.begin(), grant.paths.end(),
                       [&](const std::string& covered) { return !covered.empty() && path.starts_with(covered); });
}

bool has(const std::vector<std::string>& list, std::string_view one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

/// Of one field only the first thing wrong is told.
void add_untold(std::vector<FieldProblem>& problems, std::vector<FieldProblem> more) {
    auto const known = problems.size();
    for (auto& problem : more) {
        auto const root = problem.field.substr(0, problem.field.find('/'));
        bool const told =
            std::any_of(problems.begin(), problems.begin() + static_cast<std::ptrdiff_t>(known),
                        [&](const FieldProblem& one) { return one.field.substr(0, one.field.find('/')) == root; });
        if (!told) problems.push_back(std::move(problem));
    }
}

/// A link may name only what the actor may read: its name is shown with the act.
void check_links(const record::Author& author, const record::Registers& registers,
                 const std::vector<field::Field>& fields, const field::Values& values,
                 std::vector<FieldProblem>& problems) {
    for (auto const& pointer : record::pointers(fields, values)) {
        if (pointer.one->kind->name() != "link") continue;
        auto const row = author.transaction.one("SELECT register, path FROM record WHERE id = $1", {pointer.id});
        auto const* other = row ? registers.pack().register_named(row->text(0)) : nullptr;
        if (other == nullptr || !record::may_read(author.context->actor, *other, row->text(1)))
            problems.push_back({pointer.where, {"请从列表里选一个。", "Choose one from the list."}});
    }
}

/// What somebody wrote for the act, over its defaults: stored form, hidden fields emptied.
field::Values read_fields(const record::Author& author, const record::Registers& registers, const policy::Act& act,
                          const place::Place& place, const json::object& fields, std::vector<FieldProblem>& problems) {
    std::vector<FieldProblem> found;
    auto read = field::read_all(act.fields, record::written(fields, found));
    add_untold(found, std::move(read.problems));
    auto values = field::defaults(act.fields, author.now, author.account_id);
    for (auto& [name, value] : read.values) values.insert_or_assign(name, std::move(value));
    auto settled = field::settle(act.fields, std::move(values));
    add_untold(found, std::move(settled.problems));
    std::vector<FieldProblem> lost;
    record::check_pointers(author, act.fields, settled.values, {}, place, lost);
    add_untold(found, std::move(lost));
    std::vector<FieldProblem> unread;
    check_links(author, registers, act.fields, settled.values, unread);
    add_untold(found, std::move(unread));
    problems.insert(problems.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    return std::move(settled.values);
}

/// Terms are judged by the day it happened, so that day may neither be still to come nor lie before the step it
/// follows.
void check_happened(const policy::Act& act, const std::vector<field::Field>& of_record, const policy::History& history,
                    base::Instant happened, base::Instant now,
                    std::vector<FieldProblem>& problems) {
    if (act.happened.empty()) return;
    if (happened > now) {
        add_untold(
            problems,
            {{act.happened,
              {"这个时间还没有到，请填已经发生的时间。", "That is still to come. Give when it really happened."}}});
        return;
    }
    if (history.entries.size() < 2) return;
    auto const before = history.entries.back().at;
    auto const* own = field::find(act.fields, act.happened);
    auto const* one = own != nullptr ? own : field::find(of_record, act.happened);
    bool const by_day = one != nullptr && one->kind->name() == "date";
    if (by_day ? happened.day() < before.day() : happened < before)
        add_untold(
            problems,
            {{act.happened,
              {fmt::format("不能早于上一步（{}），请改。", before.day().text()),
               fmt::format("This cannot be before the step before it ({}). Correct it.", before.day().text())}}});
}

void check_reason(const policy::Act& act, const std::string& reason, std::vector<FieldProblem>& problems) {
    if (!act.reason || !reason.empty()) return;
    problems.push_back(
        {"reason", {fmt::format("请写明为什么“{}”。", act.title.zh), fmt::format("Say why: “{}”.", act.title.en)}});
}

/// Names of fields, never values: they may be personal.
json::object journal_of(const record::Record& record, const policy::Act& act, const field::Values& values,
                        base::Instant happened) {
    json::array names;
    for (auto const& one : act.fields)
        if (!field::value_of(values, one.field).empty()) names.emplace_back(one.field);
    return {{"register", record.of->name},
            {"act", act.act},
            {"state", act.to},
            {"fields", std::move(names)},
            {"happened", happened.text()}};
}

struct Done {
    const policy::Act& act;
    const field::Values& values;
    const std::string& reason;
    base::Instant happened;
};

void write(const record::Author& author, const record::Record& before, const Done& done) {
    auto const& act = done.act;
    author.transaction.run(
        "INSERT INTO process_act (id, record_id, act, from_state, to_state, account_id, account_name, at, happened_at, "
        "reason, "
        "doc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        {base::new_id(), before.id, act.act, before.state, act.to, author.account_id, author.name,
         author.now.microseconds, done.happened.microseconds, done.reason,
         json::serialize(record::plain_doc(act.fields, done.values))});
    record::keep_pointers(author.transaction, before.id, act.act + "/", act.fields, done.values);
    author.journal({.act = "process.act",
                    .thing_kind = "record",
                    .thing_id = before.id,
                    .place_id = before.place_id,
                    .before = json::object{{"state", before.state}},
                    .after = journal_of(before, act, done.values, done.happened),
                    .why = done.reason,
                    .reach = kernel::Reach::place});
}

[[noreturn]] void throw_refusal(policy::ActRefusal refusal) {
    if (refusal.code == "wrong_role") throw base::Refusal(403, "not_your_act", std::move(refusal.message));
    if (refusal.problems.empty()) throw base::Refusal(409, std::move(refusal.code), std::move(refusal.message));
    throw base::Refusal(422, std::move(refusal.code), std::move(refusal.message), std::move(refusal.problems));
}

const policy::Act& act_named(const record::Registers& registers, const record::Record& record,
                             const std::string& name) {
    auto const* process = process_of(registers, record);
    auto const* act = process == nullptr ? nullptr : process->act(name);
    if (act == nullptr) base::refuse_missing("步骤", "act of this process");
    return *act;
}

void refuse_stale(const record::Author& author, const record::Record& before) {
    if (author.transaction.one("SELECT 1 FROM record WHERE id = $1 AND version = $2", {before.id, before.version}))
        return;
    throw base::Refusal(
        412, "changed_meanwhile",
        {"别人刚刚改过这一条，请刷新后再办。", "Somebody has just changed this record. Reload and try again."});
}

}  // namespace

policy::Actor actor_over(const kernel::Actor& actor, std::string_view path) {
    policy::Actor over{actor.account_id, {}};
    for (auto const& grant : actor.grants)
        if (covers(grant, path)) over.roles.insert(grant.role);
    return over;
}

std::optional<policy::ActRefusal> refuse(const policy::Process& process, const policy::Act& act,
                                         const policy::History& history, const policy::Actor& actor,
                                         const record::Record& record, const field::Values& values) {
    auto refusal = policy::refuse_act(process, act, history, actor, record.of->fields, values);
    // The pure rules know no title for the making of the record.
    if (refusal && refusal->code == "same_person" && has(act.not_by, created) && record.created_by == actor.account)
        refusal->message = {fmt::format("这一条是您登记的，“{}”要由另一个人做。", act.title.zh),
                            fmt::format("You made this record; another person has to do “{}”.", act.title.en)};
    return refusal;
}

std::optional<policy::ActRefusal> refuse_unmended(kernel::Transaction& transaction, const policy::Act& act, const record::Record& record) {
    if (!act.after_rectifications) return std::nullopt;
    auto const rows = transaction.query(
        "SELECT r.what, p.name FROM rectification r JOIN party p ON p.id = r.party_id WHERE r.record_id = $1 AND r.state IN ('open', 'fixed') ORDER BY r.act_row, r.id", {record.id});
    if (rows.empty()) return std::nullopt;
    constexpr std::size_t named_at_most = 5;
    std::string names_zh, names_en;
    for (std::size_t i = 0; i < rows.size() && i < named_at_most; ++i) {
        names_zh += fmt::format("{}“{}”（{}）", i == 0 ? "" : "、", rows[i].text(0), rows[i].text(1));
        names_en += fmt::format("{}“{}” ({})", i == 0 ? "" : ", ", rows[i].text(0), rows[i].text(1));
    }
    bool const more = rows.size() > named_at_most;
    return policy::ActRefusal{"rectifications_open",
                              {fmt::format("还有 {} 条整改没有确认：{}{}。都确认了再“{}”。", rows.size(), names_zh, more ? "等" : "", act.title.zh),
                               fmt::format("{} rectifications are not confirmed: {}{}. “{}” is possible once they are.", rows.size(), names_en, more ? " and more" : "", act.title.en)}};
}

std::vector<const policy::Act*> possible(kernel::Context& context, const record::Registers& registers,
                                         const record::Record& record) {
    auto const* process = process_of(registers, record);
    if (process == nullptr || record.deleted) return {};
    return policy::possible_acts(*process, history(context.transaction, registers, record),
                                 actor_over(context.actor, record.path));
}

record::Record act(kernel::Context& context, const record::Registers& registers, const record::Record& before,
                   const std::string& name, const json::object& fields, const std::string& reason) {
    auto const author = record::Author::of(context);
    auto const& act = act_named(registers, before, name);
    refuse_stale(author, before);
    if (before.deleted)
        base::refuse_state("deleted", {"这一条已经删除，请先恢复。", "This record is deleted. Restore it first."});
    auto const past = history(context.transaction, registers, before);
    auto const known = record::values_of(registers, before);
    auto refusal =
        refuse(*process_of(registers, before), act, past, actor_over(context.actor, before.path), before, known);
    if (!refusal) refusal = refuse_unmended(context.transaction, act, before);
    std::vector<FieldProblem> problems;
    if (refusal) {
        if (refusal->problems.empty()) throw_refusal(std::move(*refusal));
        problems = refusal->problems;
    }
    auto const place = place::get(context.transaction, before.place_id, before.of->level);
    auto const values = read_fields(author, registers, act, place, fields, problems);
    auto const happened = policy::happened_at(act, values, context.now, before.of->fields, known);
    check_happened(act, before.of->fields, past, happened, context.now, problems);
    check_reason(act, reason, problems);
    if (!problems.empty()) {
        if (!refusal)
            refusal = policy::ActRefusal{
                "fields_wrong",
                {"有内容填写不正确，请按提示修改。", "Some fields are not right; correct them as shown."}};
        refusal->problems = std::move(problems);
        throw_refusal(std::move(*refusal));
    }
    // First the act, then the state: whoever is told of the change finds the act in the history.
    write(author, before, {act, values, reason, happened});
    return record::set_state(author, registers, before, act.to, {}, act.act);
}

}  // namespace anju::process
