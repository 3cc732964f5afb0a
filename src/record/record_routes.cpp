#include <fmt/format.h>

#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "place/place_change.hpp"
#include "record/fields.hpp"
#include "record/history.hpp"
#include "record/parts.hpp"
#include "record/retired.hpp"

namespace anju::record {
namespace {

using kernel::Body;
using kernel::Context;
using kernel::Guard;
using kernel::Reply;

constexpr std::size_t largest_record = 1 << 20;
constexpr std::size_t longest_why = 500;

[[noreturn]] void refuse_writing(const policy::Register& of) {
    base::refuse_right({fmt::format("您的角色在这里不能改“{}”。", of.title.zh),
                        fmt::format("Your role may not change “{}” here.", of.title.en)});
}

/// The members of the body but those with their own reading.
json::object rest_of(const Context& context) {
    auto rest = context.body();
    rest.erase("fields");
    rest.erase("version");
    return rest;
}

const json::object& fields_of(const Context& context) {
    auto const* fields = context.body().if_contains("fields");
    if (fields == nullptr || !fields->is_object()) base::refuse_field("fields", "missing", {"请填写内容。", "Fill in the fields."});
    return fields->get_object();
}

/// What a field points to, the actor must be able to read: otherwise a link would tell names across districts.
void require_readable_links(Context& context, const Registers& registers, const policy::Register& of, const json::object& given) {
    std::vector<base::FieldProblem> problems;
    auto const typed_in = written(given, problems);
    auto const read = field::read_all(of.fields, typed_in);
    for (auto const& pointer : pointers(of.fields, read.values)) {
        if (pointer.one->kind->name() != "link") continue;
        auto const row = context.transaction.one("SELECT register, path FROM record WHERE id = $1", {pointer.id});
        if (!row) continue;
        auto const* other = registers.pack().register_named(row->text(0));
        if (other == nullptr || !may_read(context.actor, *other, row->text(1)))
            problems.push_back({pointer.where, {"请从列表里选一个。", "Choose one from the list."}});
    }
    if (!problems.empty()) refuse_fields(std::move(problems));
}

/// The record of the route, as the client has seen it: another version is noticed when it is written.
Record seen(Context& context, const Registers& registers) {
    auto record = get_readable(context, registers, context.parameter("id"));
    if (!may_write(context.actor, *record.of, record.path)) refuse_writing(*record.of);
    record.version = place::seen_version(context);
    return record;
}

Reply reply_with(Context& context, const Registers& registers, const std::string& id, int status = 200) {
    auto const record = get(context.transaction, registers, id);
    return kernel::versioned(kernel::json_reply(to_json(context, registers, record), status), record.version);
}

Reply add_record(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    auto const rest = rest_of(context);
    Body body{rest};
    auto const place_id = body.id("place_id");
    body.done();
    auto const place = place::get(context.transaction, place_id, {});
    if (!may_write(context.actor, of, place.path)) refuse_writing(of);
    require_readable_links(context, registers, of, fields_of(context));
    auto const record = add(Author::of(context), registers, of, place, fields_of(context));
    return reply_with(context, registers, record.id, 201);
}

Reply change_record(Context& context, const Registers& registers) {
    auto const rest = rest_of(context);
    Body body{rest};
    auto const why = body.text_or("why", longest_why);
    body.done();
    auto const before = seen(context, registers);
    require_readable_links(context, registers, *before.of, fields_of(context));
    change(Author::of(context), registers, before, fields_of(context), why);
    return reply_with(context, registers, before.id);
}

std::string why_of(const Context& context) {
    auto const rest = rest_of(context);
    Body body{rest};
    auto why = body.text("why", 2, longest_why);
    body.done();
    return why;
}

Reply delete_record(Context& context, const Registers& registers) {
    auto const why = why_of(context);
    auto const record = seen(context, registers);
    erase(Author::of(context), registers, record, why);
    return reply_with(context, registers, record.id);
}

Reply restore_record(Context& context, const Registers& registers) {
    auto const why = why_of(context);
    auto const record = seen(context, registers);
    restore(Author::of(context), registers, record, why);
    return reply_with(context, registers, record.id);
}

Reply unmask(Context& context, const Registers& registers) {
    Body body{context.body()};
    auto const name = body.text("field", 1, 100);
    auto const why = body.text("why", 2, longest_why);
    body.done();
    auto const record = get_readable(context, registers, context.parameter("id"));
    auto const fields = with_retired(context.transaction, *record.of);
    auto const* one = field::find(fields, name);
    if (one == nullptr || !one->sensitive)
        base::refuse_field("field", "not_sensitive", {"这一栏没有遮住，不用查看原文。", "This field is not masked."});
    if (!may_unmask(context.actor, *record.of, record.path))
        base::refuse_right({"您的角色不能看这一栏的原文。", "Your role may not see this field in clear."});
    auto const values = values_of(registers, *record.of, fields, record.id, record.doc);
    context.journal({.act = "record.unmask",
                     .thing_kind = "record",
                     .thing_id = record.id,
                     .place_id = record.place_id,
                     .before = nullptr,
                     .after = json::object{{"register", record.of->name}, {"field", name}},
                     .why = why});
    auto reply = kernel::json_reply(json::object{{"value", typed(*one, field::value_of(values, name))}});
    reply.secret = true;
    return reply;
}

}  // namespace

void record_routes(kernel::Router& router, const Registers& registers) {
    auto const with = [&registers](Reply (*handler)(Context&, const Registers&)) {
        return [&registers, handler](Context& context) { return handler(context, registers); };
    };
    router.act("POST", "/api/registers/{register}/records", Guard::any_account(), {"新增台账记录", "Add a record"}, with(add_record), largest_record);
    router.see("/api/records/{id}", Guard::any_account(), {"一条台账记录", "A record"}, [&registers](Context& context) {
        auto const record = get_readable(context, registers, context.parameter("id"));
        return kernel::versioned(kernel::json_reply(to_json(context, registers, record)), record.version);
    });
    router.act("PUT", "/api/records/{id}", Guard::any_account(), {"修改台账记录", "Change a record"}, with(change_record), largest_record);
    router.act("POST", "/api/records/{id}/delete", Guard::any_account(), {"删除台账记录（可恢复）", "Delete a record; it can be restored"}, with(delete_record));
    router.act("POST", "/api/records/{id}/restore", Guard::any_account(), {"恢复台账记录", "Restore a record"}, with(restore_record));
    router.act("POST", "/api/records/{id}/unmask", Guard::any_account(), {"查看一栏的原文，要写理由", "See a masked field in clear, with a reason"}, with(unmask));
    router.see("/api/records/{id}/history", Guard::any_account(), {"台账记录改过什么", "What was changed in a record"}, [&registers](Context& context) {
        auto const record = get_readable(context, registers, context.parameter("id"));
        return kernel::list_reply(history(context, registers, record), {});
    });
}

void show_files(attachment::Viewers& viewers, const Registers& registers) {
    viewers.add([&registers](Context& context, const std::string& file_id) {
        for (auto const& row : context.transaction.query(
                 "SELECT DISTINCT r.register, r.path FROM record_file f JOIN record r ON r.id = f.record_id WHERE f.file_id = $1", {file_id})) {
            auto const* of = registers.pack().register_named(row.text(0));
            if (of != nullptr && may_read(context.actor, *of, row.text(1))) return true;
        }
        return false;
    });
}

}  // namespace anju::record
