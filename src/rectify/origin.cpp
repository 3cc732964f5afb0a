#include "rectify/origin.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/id.hpp"
#include "base/refusal.hpp"
#include "record/fields.hpp"
#include "rectify/require.hpp"

namespace anju::rectify {
namespace {

namespace field = policy::field;
namespace json = kernel::json;
using record::Author;
using record::Record;

/// The act that has just been done, as it is kept.
struct Done {
    std::string id, reason;
    const policy::Act* act = nullptr;
    json::object doc;
};

std::optional<Done> just_done(const Author& author, const policy::Process& process, const Record& record) {
    auto const row = author.transaction.one(
        "SELECT id, act, reason, doc FROM process_act WHERE record_id = $1 AND at = $2 ORDER BY id DESC LIMIT 1", {record.id, author.now.microseconds});
    if (!row) return std::nullopt;
    return Done{row->text(0), row->text(2), process.act(row->text(1)), json::parse(row->text(3)).as_object()};
}

std::string text_of(const field::Values& row, const std::string& column) {
    auto const* text = column.empty() ? nullptr : field::value_of(row, column).text();
    return text == nullptr ? std::string{} : *text;
}

/// Where the row's column stands in the form.
std::string place_of(const policy::Rectifies& of, std::size_t line, const std::string& column) {
    return fmt::format("{}/{}/{}", of.rows, line, column);
}

base::Day due_of(const Author& author, const standard::Standard& standard, const policy::Act& act, const field::Values& row, std::size_t line) {
    auto const& of = act.rectifies;
    auto const written = text_of(row, of.due);
    if (written.empty()) return standard.due(author.transaction, author.now.day(), standard.current().evaluation.rectification);
    auto const day = base::Day::parse(written);
    require_day_to_come(day, author.now.day(), place_of(of, line, of.due));
    return *day;
}

void check_item(const standard::Standard& standard, const policy::Rectifies& of, std::size_t line, const std::string& item) {
    if (item.empty() || standard.current().item(item) != nullptr) return;
    base::refuse_field(place_of(of, line, of.item), "unknown_item",
                       {fmt::format("标准里没有条目“{}”。请填条目编号，如 C1.1，或者不填。", item), fmt::format("The standard has no item “{}”. Give its number, such as C1.1, or leave it empty.", item)});
}

void open_one(const Author& author, const standard::Standard& standard, const Record& record, const Done& done, const field::Values& row, std::size_t line) {
    auto const& of = done.act->rectifies;
    auto const party = text_of(row, of.party), item = text_of(row, of.item), note = text_of(row, of.note);
    require_part_in_estate(author.transaction, record.place_id, party, author.now.day(), place_of(of, line, of.party));
    check_item(standard, of, line, item);
    auto const due = due_of(author, standard, *done.act, row, line);
    auto const id = base::new_id();
    author.transaction.run(
        "INSERT INTO rectification (id, estate_id, item, party_id, state, due, note, assigned_by, assigned_at, fix_note, reopened, version, what, record_id, act_id, act_row, closed_why) "
        "VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $8, '', 0, 1, $9, $10, $11, $12, '')",
        {id, record.place_id, item, party, due.text(), note, author.account_id, author.now.microseconds, text_of(row, of.what), record.id, done.id, static_cast<std::int64_t>(line)});
    author.journal({"rectification.assign", "rectification", id, record.place_id, nullptr,
                    json::object{{"record_id", record.id}, {"item", item}, {"party_id", party}, {"due", due.text()}}, note, kernel::Reach::place});
}

void open_all(const Author& author, const standard::Standard& standard, const Record& record, const Done& done) {
    if (author.transaction.one("SELECT 1 FROM rectification WHERE act_id = $1", {done.id})) return;
    auto const values = record::plain_values(done.act->fields, done.doc);
    auto const* rows = field::value_of(values, done.act->rectifies.rows).rows();
    if (rows == nullptr) return;
    for (std::size_t line = 0; line < rows->size(); ++line) open_one(author, standard, record, done, (*rows)[line], line);
}

void close_all(const Author& author, const Record& record, const std::string& why) {
    auto const rows = author.transaction.query("SELECT id, state FROM rectification WHERE record_id = $1 AND state IN ('open', 'fixed') ORDER BY act_row, id", {record.id});
    for (auto const& row : rows) {
        author.transaction.run("UPDATE rectification SET state = 'closed', closed_why = $2, closed_at = $3, version = version + 1 WHERE id = $1", {row.text(0), why, author.now.microseconds});
        author.journal({"rectification.close", "rectification", row.text(0), record.place_id, json::object{{"state", row.text(1)}}, json::object{{"state", "closed"}}, why, kernel::Reach::place});
    }
}

void bring_back(const Author& author, const Record& record) {
    auto const rows = author.transaction.query("SELECT id, fixed_at FROM rectification WHERE record_id = $1 AND state = 'closed' ORDER BY act_row, id", {record.id});
    for (auto const& row : rows) {
        std::string const state = row.null(1) ? "open" : "fixed";
        author.transaction.run("UPDATE rectification SET state = $2, closed_why = '', closed_at = NULL, version = version + 1 WHERE id = $1", {row.text(0), state});
        author.journal({"rectification.bring_back", "rectification", row.text(0), record.place_id, json::object{{"state", "closed"}}, json::object{{"state", state}}, {}, kernel::Reach::place});
    }
}

void follow(const Author& author, const record::Registers& registers, const record::Change& change) {
    auto const& record = change.record;
    auto const* process = process::process_of(registers, record);
    if (process == nullptr || std::none_of(process->acts.begin(), process->acts.end(), [](const auto& act) { return act.rectifies.any(); })) return;
    if (change.what == record::Change::What::deleted) return close_all(author, record, "来源的台账记录已经删除");
    auto const* state = process->state(record.state);
    bool const end = state != nullptr && state->end;
    if (change.what == record::Change::What::restored) return end ? void() : bring_back(author, record);
    auto const done = just_done(author, *process, record);
    if (!done || done->act == nullptr) return;
    if (done->act->rectifies.any()) open_all(author, registers.standard(), record, *done);
    if (end && !done->act->after_rectifications) close_all(author, record, done->reason.empty() ? done->act->title.zh : done->act->title.zh + "：" + done->reason);
}

}  // namespace

void watch_records(record::Registers& registers) {
    registers.on_change([&registers](const Author& author, const record::Change& change) { follow(author, registers, change); });
}

}  // namespace anju::rectify
