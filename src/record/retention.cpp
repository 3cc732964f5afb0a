// Records whose retention has ended are shown, never deleted by themselves: a person removes them for good, with a
// reason.
#include <fmt/format.h>

#include "attachment/attachment.hpp"
#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "record/fields.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"
#include "record/retired.hpp"

namespace anju::record {
namespace {

using kernel::Context;
using kernel::Guard;
using kernel::Reply;

constexpr std::size_t most_at_once = 200;

bool is_limited(const policy::Retention& retention) {
    return retention.years != 0 || retention.months != 0 || retention.days != 0;
}

/// The first day whose term is not over yet: what happened before it may go.
base::Day kept_from(const policy::Retention& retention, base::Day today) {
    auto const then = std::chrono::year_month_day{(today + -retention.days).days()} -
                      std::chrono::years{retention.years} - std::chrono::months{retention.months};
    auto const real = then.ok() ? then : then.year() / then.month() / std::chrono::last;
    return base::Day{std::chrono::sys_days{real}};
}

/// The day the term counts from, as SQL of `record r`, and whether it is an instant.
struct Since {
    std::string sql;
    bool instant = true;
};
Since since_of(const policy::Register& of) {
    auto const* one = of.field(of.retention.after);
    if (one == nullptr) return {"r.created_at", true};
    return {sql_value(*one), is_number(*one)};
}

/// Records of the register whose term is over, deleted ones too, where the actor may write.
std::string over_condition(const Context& context, const policy::Register& of, kernel::Values& values) {
    auto const since = since_of(of);
    auto const from = kept_from(of.retention, context.today());
    if (since.instant)
        values.emplace_back(base::Instant::end_of(from + -1).microseconds);
    else
        values.emplace_back(from.text());
    auto const before = values.size();
    auto const writable = path_condition(paths_of(context.actor, of.write), "r.path", values);
    return fmt::format("r.register = '{}' AND {} < ${} AND {}", of.name, since.sql, before, writable);
}

std::string since_text(const Since& since, const kernel::Row& row, std::size_t column) {
    return since.instant ? base::Instant{row.number(column)}.day().text() : row.text(column);
}

Reply list_over(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    auto const asked = kernel::page_of(context);
    if (!is_limited(of.retention))
        return kernel::json_reply(json::object{{"items", json::array{}}, {"next", nullptr}, {"basis", nullptr}});
    auto const since = since_of(of);
    kernel::Values values;
    auto condition = over_condition(context, of, values);
    if (!asked.after.empty()) {
        values.emplace_back(asked.after.front());
        condition += fmt::format(" AND r.id > ${}", values.size());
    }
    json::array items;
    json::value next = nullptr;
    auto const rows = context.transaction.query(fmt::format("SELECT r.id, r.name, r.place_id, p.name, r.deleted, {} "
                                                            "FROM record r JOIN place p ON p.id = r.place_id WHERE {} "
                                                            "ORDER BY r.id LIMIT {}",
                                                            since.sql, condition, asked.size + 1),
                                                values);
    for (auto const& row : rows) {
        if (std::ssize(items) == asked.size) {
            next = json::value(kernel::next_token({std::string{items.back().at("id").as_string()}}));
            break;
        }
        items.emplace_back(json::object{{"id", row.text(0)},
                                        {"name", row.text(1)},
                                        {"place", json::object{{"id", row.text(2)}, {"name", row.text(3)}}},
                                        {"deleted", row.flag(4)},
                                        {"since", since_text(since, row, 5)}});
    }
    return kernel::json_reply(json::object{
        {"items", std::move(items)}, {"next", std::move(next)}, {"basis", standard::text_json(of.retention.basis)}});
}

/// Those of `ids` whose term is over and that the actor may write; refuses when some are not.
std::vector<Record> over(Context& context, const Registers& registers, const policy::Register& of,
                         const std::vector<std::string>& ids) {
    kernel::Values values;
    auto const condition = over_condition(context, of, values);
    auto const list = attachment::in_list(ids, values);
    std::vector<Record> records;
    for (auto const& row :
         context.transaction.query(fmt::format("SELECT {} FROM record r WHERE {} AND r.id IN {} ORDER BY r.id",
                                               record_columns, condition, list),
                                   values))
        records.push_back(row_record(registers, row));
    if (records.size() != ids.size())
        base::refuse_field("ids", "not_over",
                           {"有的记录还在保存期内，或者已经没有了，请刷新列表再选。",
                            "Some records must still be kept, or are gone. Reload the list and choose again."});
    return records;
}

void require_unlinked(kernel::Transaction& transaction, const policy::Pack& pack, const std::vector<std::string>& ids) {
    kernel::Values values;
    auto const list = attachment::in_list(ids, values);
    auto const row =
        transaction.one(fmt::format("SELECT t.name, r.name FROM record_link l JOIN record t ON t.id = l.target_id JOIN "
                                    "record r ON r.id = l.record_id WHERE "
                                    "l.target_id IN {0} AND r.deleted = 0 AND r.id NOT IN {0}{1} ORDER BY t.id LIMIT 1",
                                    list, through_asked_fields(pack)),
                        values);
    if (row)
        base::refuse_state(
            "linked", {fmt::format("“{}”还指向“{}”，先改那一条。", row->text(1), row->text(0)),
                       fmt::format("“{}” still points to “{}”. Change that one first.", row->text(1), row->text(0))});
}

void remove_record(const Author& author, const Registers& registers, const Record& record, const std::string& why) {
    if (!record.deleted) {
        Record gone = record;
        gone.deleted = true;
        registers.tell(author, {Change::What::deleted, gone, &record.doc});
    }
    for (auto const* table : {"record_file", "record_link", "record_before"})
        author.transaction.run(fmt::format("DELETE FROM {} WHERE record_id = $1", table), {record.id});
    author.transaction.run("DELETE FROM record_link WHERE target_id = $1", {record.id});
    author.transaction.run("DELETE FROM record WHERE id = $1", {record.id});
    author.journal({.act = "record.remove",
                    .thing_kind = "record",
                    .thing_id = record.id,
                    .place_id = record.place_id,
                    .before = nullptr,
                    .after = json::object{{"register", record.of->name}},
                    .why = why});
}

Reply remove_over(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    kernel::Body body{context.body()};
    auto const ids = body.ids("ids", most_at_once);
    auto const why = body.text("why", 2, 500);
    if (ids.empty()) body.wrong("ids", {"请选要删除的记录。", "Choose the records to remove."});
    body.done();
    if (!is_limited(of.retention))
        base::refuse_state("kept_for_good", {"这种台账没有规定保存期，不能彻底删除。",
                                             "This register has no term of retention; nothing is removed for good."});
    auto const records = over(context, registers, of, ids);
    require_unlinked(context.transaction, registers.pack(), ids);
    auto const author = Author::of(context);
    for (auto const& record : records) remove_record(author, registers, record, why);
    return kernel::json_reply(json::object{{"removed", records.size()}});
}

}  // namespace

void retention_routes(kernel::Router& router, const Registers& registers) {
    auto const with = [&registers](Reply (*handler)(Context&, const Registers&)) {
        return [&registers, handler](Context& context) { return handler(context, registers); };
    };
    router.see("/api/registers/{register}/retention", Guard::any_account(),
               {"过了保存期的记录", "Records whose retention has ended"}, with(list_over));
    router.act("POST", "/api/registers/{register}/retention/remove", Guard::any_account(),
               {"彻底删除过了保存期的记录，要写理由", "Remove records for good after their retention, with a reason"},
               with(remove_over));
}

}  // namespace anju::record
