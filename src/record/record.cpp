#include "record/record.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "record/draft.hpp"
#include "record/parts.hpp"
#include "record/retired.hpp"
#include "record/sql.hpp"

namespace anju::record {

Author Author::of(kernel::Context& context) {
    return {context.transaction, context.actor.account_id, context.actor.name, context.request_id, context.now, &context};
}

void Author::journal(kernel::JournalLine line) const {
    if (context != nullptr)
        context->journal(std::move(line));
    else
        kernel::write_journal(transaction, line, {account_id, name, request_id}, now);
}

const policy::Register& Registers::named(std::string_view register_name) const {
    auto const* found = pack().register_named(register_name);
    if (found == nullptr) base::refuse_missing("台账", "register");
    return *found;
}

void Registers::tell(const Author& author, const Change& change) const {
    for (auto const& told : told_) told(author, change);
}

void Registers::tell_many(const Author& author, const std::string& place_id, const policy::Register& of) const {
    for (auto const& told : many_) told(author, place_id, of);
}

std::map<std::string, std::int64_t> Registers::findings(kernel::Transaction& transaction, const policy::Register& of,
                                                        const std::vector<std::string>& record_ids) const {
    if (!count_ || record_ids.empty()) return {};
    return count_(transaction, of, record_ids);
}

void refuse_fields(std::vector<base::FieldProblem> problems) {
    throw base::Refusal(422, "fields_wrong",
                        {"有内容填写不正确，请按提示修改。", "Some fields are not right; correct them as shown."},
                        std::move(problems));
}

Record row_record(const Registers& registers, const kernel::Row& row) {
    Record record;
    record.id = row.text(0);
    record.of = registers.pack().register_named(row.text(1));
    if (record.of == nullptr) throw std::logic_error("a record of a register the pack does not have");
    record.place_id = row.text(2);
    record.path = row.text(3);
    record.name = row.text(4);
    record.state = row.text(5);
    record.doc = json::parse(row.text(6)).as_object();
    record.deleted = row.flag(7);
    record.created_by = row.text(8);
    record.created_at = row.number(9);
    record.changed_at = row.number(10);
    record.version = row.number(11);
    return record;
}

Record get(kernel::Transaction& transaction, const Registers& registers, const std::string& id) {
    auto const row = transaction.one(fmt::format("SELECT {} FROM record r WHERE r.id = $1", record_columns), {id});
    if (!row || registers.pack().register_named(row->text(1)) == nullptr) base::refuse_missing("台账记录", "record");
    return row_record(registers, *row);
}

Record get_readable(kernel::Context& context, const Registers& registers, const std::string& id) {
    auto record = get(context.transaction, registers, id);
    if (!may_read(context.actor, *record.of, record.path)) base::refuse_missing("台账记录", "record");
    return record;
}

namespace {

json::array names(const std::vector<std::string>& fields) {
    json::array list;
    for (auto const& one : fields) list.emplace_back(one);
    return list;
}

/// Names of fields, never values: registers hold personal data, the journal must not.
void write_line(const Author& author, const Record& record, std::string act, const std::vector<std::string>& fields,
                const std::string& why) {
    json::object after{{"register", record.of->name}};
    if (!fields.empty()) after["fields"] = names(fields);
    if (!record.state.empty()) after["state"] = record.state;
    author.journal({.act = std::move(act),
                    .thing_kind = "record",
                    .thing_id = record.id,
                    .place_id = record.place_id,
                    .before = nullptr,
                    .after = std::move(after),
                    .why = why,
                    .reach = kernel::Reach::place});
}

[[noreturn]] void refuse_version() {
    throw base::Refusal(412, "changed_meanwhile",
                        {"别人刚刚改过这一条，请刷新后再改。", "Somebody has just changed this record. Reload and try again."});
}

/// The row as it is to be; what it was goes to record_before. 412 when the row is no longer `before`.
void write(const Author& author, const Record& before, Record& after, const std::string& search, const std::string& act,
           const std::string& why) {
    after.version = before.version + 1;
    after.changed_at = author.now.microseconds;
    auto const old = author.transaction.one("SELECT doc, state FROM record WHERE id = $1 AND version = $2", {before.id, before.version});
    if (!old) refuse_version();
    auto const changed = author.transaction.run(
        "UPDATE record SET name = $3, state = $4, doc = $5, search = $6, deleted = $7, changed_at = $8, version = $9 WHERE id = $1 "
        "AND version = $2",
        {before.id, before.version, after.name, after.state, json::serialize(after.doc), search, std::int64_t{after.deleted},
         after.changed_at, after.version});
    if (changed == 0) refuse_version();
    author.transaction.run(
        "INSERT INTO record_before (record_id, version, doc, state, act, account_id, account_name, at, why) VALUES ($1, $2, $3, $4, "
        "$5, $6, $7, $8, $9)",
        {before.id, before.version, old->text(0), old->text(1), act, author.account_id, author.name, author.now.microseconds, why});
}

void drop_links(const Author& author, const Record& record, const field::Values& old) {
    for (auto const& pointer : pointers(record.of->fields, old)) {
        if (pointer.one->kind->name() != "link") continue;
        author.transaction.run("DELETE FROM record_link WHERE record_id = $1 AND field = $2 AND target_id = $3",
                               {record.id, pointer.where.substr(0, pointer.where.find('/')), pointer.id});
    }
}

std::vector<std::string> changed_fields(const policy::Register& of, const field::Values& before, const field::Values& after) {
    std::vector<std::string> changed;
    for (auto const& one : of.fields)
        if (!(field::value_of(before, one.field) == field::value_of(after, one.field))) changed.push_back(one.field);
    return changed;
}

field::Values written_or_refuse(const json::object& fields) {
    std::vector<base::FieldProblem> problems;
    auto values = written(fields, problems);
    if (!problems.empty()) refuse_fields(std::move(problems));
    return values;
}

void refuse_deleted(const Record& record) {
    if (record.deleted)
        base::refuse_state("deleted", {"这一条已经删除，请先恢复。", "This record is deleted. Restore it first."});
}

}  // namespace

base::Text level_title(std::string_view level) {
    if (level == "district") return {"区", "district"};
    if (level == "street") return {"街道", "street"};
    if (level == "community") return {"社区", "community"};
    return {"小区", "estate"};
}

Record add(const Author& author, const Registers& registers, const policy::Register& of, const place::Place& place,
           const json::object& fields) {
    if (place.kind != of.level) {
        auto const level = level_title(of.level);
        base::refuse_field("place_id", "wrong_level",
                           {fmt::format("“{}”按{}登记，请选一个{}。", of.title.zh, level.zh, level.zh),
                            fmt::format("“{}” is kept by {}. Choose a place of that level.", of.title.en, level.en)});
    }
    auto reading = read_typed(author, registers, of, place, written_or_refuse(fields));
    if (!reading.problems.empty()) refuse_fields(std::move(reading.problems));
    auto draft = make_draft(author, registers, of, std::move(reading.values));
    std::vector<std::string> filled;
    for (auto const& [name, value] : draft.values) filled.push_back(name);
    auto record = insert(author, registers, of, place, std::move(draft));
    write_line(author, record, "record.add", filled, {});
    registers.tell(author, {Change::What::added, record, nullptr});
    return record;
}

namespace {

/// What is to be changed, and whether it is written even when no field differs.
struct Wanted {
    const json::object& fields;
    std::string state, why, act;
    bool always = false;
};

/// The values after the change; without typed fields those there are, even when the pack has become stricter since.
field::Values changed_values(const Author& author, const Registers& registers, const Record& before, const field::Values& known,
                             const json::object& fields) {
    if (fields.empty()) return known;
    auto const& of = *before.of;
    auto const place = place::get(author.transaction, before.place_id, of.level);
    auto reading = read_typed(author, registers, of, place, written_or_refuse(fields), &before);
    if (!reading.problems.empty()) refuse_fields(std::move(reading.problems));
    for (auto const& one : of.fields) {  // a number once given stays
        if (one.kind->name() == "reference_number" && field::value_of(reading.values, one.field).empty())
            reading.values.insert_or_assign(one.field, field::value_of(known, one.field));
    }
    return std::move(reading.values);
}

Record put(const Author& author, const Registers& registers, const Record& before, const Wanted& wanted) {
    refuse_deleted(before);
    auto const& of = *before.of;
    auto const known = values_of(registers, before);
    auto const values = changed_values(author, registers, before, known, wanted.fields);
    auto const changed = changed_fields(of, known, values);
    Record after = before;
    after.state = wanted.state;
    after.name = name_of(of, values);
    after.doc = sealed_doc(registers, of, before.id, values, &before.doc, known);
    if (wanted.always || !changed.empty()) {
        write(author, before, after, search_text(registers, of, values), wanted.act, wanted.why);
        drop_links(author, before, known);
        keep_pointers(author.transaction, before.id, {}, of.fields, values);
        registers.tell(author, {Change::What::changed, after, &before.doc});
    } else if (!author.transaction.one("SELECT 1 FROM record WHERE id = $1 AND version = $2", {before.id, before.version})) {
        refuse_version();
    }
    write_line(author, after, wanted.always ? "record.state" : "record.change", changed, wanted.why);
    return after;
}

}  // namespace

Record change(const Author& author, const Registers& registers, const Record& before, const json::object& fields,
              const std::string& why, const std::string& act) {
    return put(author, registers, before, {fields, before.state, why, act, false});
}

Record set_state(const Author& author, const Registers& registers, const Record& before, const std::string& state,
                 const json::object& fields, const std::string& act) {
    return put(author, registers, before, {fields, state, {}, act, true});
}

void erase(const Author& author, const Registers& registers, const Record& record, const std::string& why) {
    refuse_deleted(record);
    auto const linked = author.transaction.one(
        "SELECT r.register, r.name FROM record_link l JOIN record r ON r.id = l.record_id WHERE l.target_id = $1 AND r.id <> $1 AND "
        "r.deleted = 0" + through_asked_fields(registers.pack()) + " ORDER BY r.id LIMIT 1",
        {record.id});
    if (linked) {
        auto const* other = registers.pack().register_named(linked->text(0));
        auto const title = other == nullptr ? base::Text{"记录", "record"} : other->record;
        base::refuse_state("linked", {fmt::format("还有{}（{}）指向这一条，先改那一条再删。", title.zh, linked->text(1)),
                                      fmt::format("Another record points here: {} ({}). Change that one first.", title.en, linked->text(1))});
    }
    Record after = record;
    after.deleted = true;
    write(author, record, after, search_text(registers, *record.of, values_of(registers, record)), "delete", why);
    write_line(author, after, "record.delete", {}, why);
    registers.tell(author, {Change::What::deleted, after, &record.doc});
}

void restore(const Author& author, const Registers& registers, const Record& record, const std::string& why) {
    if (!record.deleted) base::refuse_state("not_deleted", {"这一条没有删除，不用恢复。", "This record is not deleted."});
    auto const values = values_of(registers, record);
    auto const place = place::get(author.transaction, record.place_id, record.of->level);
    if (auto problems = taken(author, registers, *record.of, place, values, record.id); !problems.empty())
        refuse_fields(std::move(problems));
    Record after = record;
    after.deleted = false;
    write(author, record, after, search_text(registers, *record.of, values), "restore", why);
    write_line(author, after, "record.restore", {}, why);
    registers.tell(author, {Change::What::restored, after, &record.doc});
}

std::vector<kernel::Migration> migrations() {
    return {{"record/1", sql::record}, {"record/2", sql::seal_round}};
}

}  // namespace anju::record
