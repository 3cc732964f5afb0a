// Records that the pack makes public (register key `public_in`, field key `public`), such as model cases: read by anybody, and only
// while they stand in such a state. A draft, a withdrawn or a deleted one answers as if it had never been.
#include <fmt/format.h>

#include <algorithm>

#include "base/refusal.hpp"
#include "kernel/files.hpp"
#include "kernel/page.hpp"
#include "publish/private_number.hpp"
#include "publish/publish.hpp"
#include "record/fields.hpp"
#include "record/parts.hpp"
#include "record/shown.hpp"

namespace anju::publish {
namespace {

namespace field = policy::field;
namespace json = kernel::json;
using kernel::Context;
using kernel::Reply;
using record::Record;
using record::Registers;

/// "(r.register = $1 AND r.state IN ($2, $2)) OR …"; "1 = 0" when the pack makes nothing public.
std::string public_condition(const Registers& registers, kernel::Values& values) {
    std::string any;
    for (auto const& one : registers.pack().registers) {
        if (one.public_in.empty()) continue;
        values.emplace_back(one.name);
        any += fmt::format("{}(r.register = ${} AND r.state IN ", any.empty() ? "" : " OR ", values.size());
        any += attachment::in_list(one.public_in, values) + ")";
    }
    return any.empty() ? "1 = 0" : "r.deleted = 0 AND (" + any + ")";
}

std::vector<field::Field> public_fields(const policy::Register& of) {
    std::vector<field::Field> some;
    std::copy_if(of.fields.begin(), of.fields.end(), std::back_inserter(some), [](const field::Field& one) { return one.is_public; });
    return some;
}

/// What somebody typed may hold a number of a person after all: then the whole text stays in the office.
field::Values public_values(const Registers& registers, const Record& record, const std::vector<field::Field>& fields) {
    field::Values kept;
    auto const all = record::values_of(registers, record);
    for (auto const& one : fields) {
        auto value = field::value_of(all, one.field);
        auto const kind = one.kind->name();
        bool const typed = kind == "text" || kind == "long_text";
        if (value.empty() || (typed && holds_private_number(*value.text()))) continue;
        kept[one.field] = std::move(value);
    }
    return kept;
}

std::vector<std::string> photos_of(const std::vector<field::Field>& fields, const field::Values& values) {
    std::vector<std::string> all;
    for (auto const& one : fields) {
        if (one.kind->name() != "photos") continue;
        auto const value = field::value_of(values, one.field);
        if (auto const* ids = value.texts()) all.insert(all.end(), ids->begin(), ids->end());
    }
    return all;
}

struct Shown {
    Record record;
    std::vector<field::Field> fields;
    field::Values values;
};
Shown shown(const Registers& registers, Record record) {
    auto fields = public_fields(*record.of);
    auto values = public_values(registers, record, fields);
    return {std::move(record), std::move(fields), std::move(values)};
}

Shown public_case(const Context& context, const Registers& registers) {
    kernel::Values values{context.parameter("id")};
    auto const condition = public_condition(registers, values);
    auto const row = context.transaction.one(fmt::format("SELECT {} FROM record r WHERE r.id = $1 AND {}", record::record_columns, condition), values);
    if (!row) base::refuse_missing("公开的典型", "public model case");
    return shown(registers, record::row_record(registers, *row));
}

json::object head_json(const Context& context, const Shown& one) {
    auto const places = context.transaction.query(
        "SELECT kind, name FROM place WHERE substr($1, 1, LENGTH(path)) = path AND kind IN ('street', 'estate')", {one.record.path});
    json::object head{{"id", one.record.id}, {"kind", standard::text_json(one.record.of->record)}, {"street", nullptr}, {"estate", nullptr}};
    for (auto const& place : places) head[place.text(0)] = place.text(1);
    auto const name = field::value_of(one.values, one.record.of->named_by);
    auto const* naming = one.record.of->field(one.record.of->named_by);
    head["title"] = name.empty() ? json::value(nullptr) : json::value(field::text(*naming, name, base::Language::zh));
    auto const photos = photos_of(one.fields, one.values);
    head["photo"] = photos.empty() ? json::value(nullptr) : json::value(photos.front());
    return head;
}

Reply list_cases(Context& context, const Registers& registers) {
    kernel::Values values;
    auto condition = public_condition(registers, values);
    auto const page = kernel::page_of(context);
    if (page.after.size() == 1) {
        values.emplace_back(page.after[0]);
        condition += fmt::format(" AND r.id < ${}", values.size());
    }
    auto const rows = context.transaction.query(
        fmt::format("SELECT {} FROM record r WHERE {} ORDER BY r.id DESC LIMIT {}", record::record_columns, condition, page.size + 1), values);
    json::array items;
    std::string next;
    for (auto const& row : rows) {
        if (std::ssize(items) == page.size) break;
        items.push_back(head_json(context, shown(registers, record::row_record(registers, row))));
        next = std::ssize(rows) > page.size ? kernel::next_token({row.text(0)}) : std::string{};
    }
    return kernel::list_reply(std::move(items), next);
}

base::Text in_words(const field::Field& one, const field::Value& value, const record::Names& names) {
    if (one.kind->name() != "place") return {field::text(one, value, base::Language::zh), field::text(one, value, base::Language::en)};
    auto const name = names.of("place", *value.text());
    return {name, name};
}

Reply one_case(Context& context, const Registers& registers) {
    auto const one = public_case(context, registers);
    record::Names names;
    names.want(one.fields, one.values);
    names.look_up(context.transaction);
    auto answer = head_json(context, one);
    json::array fields;
    for (auto const& each : one.fields) {
        auto const value = field::value_of(one.values, each.field);
        if (value.empty() || each.kind->name() == "photos" || each.field == one.record.of->named_by) continue;
        fields.push_back(json::object{{"field", each.field},
                                      {"title", standard::text_json(each.title)},
                                      {"text", standard::text_json(in_words(each, value, names))}});
    }
    answer["fields"] = std::move(fields);
    json::array photos;
    for (auto const& id : photos_of(one.fields, one.values)) photos.push_back(json::object{{"id", id}});
    answer["photos"] = std::move(photos);
    return kernel::json_reply(answer);
}

/// Of a public case only, and only through the case: the id of a photo alone opens nothing.
Reply photo_of_case(Context& context, const Registers& registers, const kernel::Files& files, bool small) {
    auto const one = public_case(context, registers);
    auto const photos = photos_of(one.fields, one.values);
    auto const& id = context.parameter("photo");
    auto const row = std::find(photos.begin(), photos.end(), id) == photos.end()
                         ? std::nullopt
                         : context.transaction.one("SELECT sm3, type FROM file WHERE id = $1 AND type LIKE 'image/%'", {id});
    if (!row) base::refuse_missing("照片", "photo");
    Reply reply;
    reply.type = small ? "image/jpeg" : row->text(1);
    reply.file = (small ? files.thumbnail(row->text(0)) : files.path(row->text(0))).string();
    return reply;
}

}  // namespace

void case_routes(kernel::Router& router, const Registers& registers, const kernel::Files& files) {
    using kernel::Guard;
    router.see("/api/public/cases", Guard::open(), {"公开的典型", "Public model cases"},
               [&registers](Context& context) { return list_cases(context, registers); });
    router.see("/api/public/cases/{id}", Guard::open(), {"一个公开的典型", "A public model case"},
               [&registers](Context& context) { return one_case(context, registers); });
    for (bool const small : {false, true}) {
        router.see(small ? "/api/public/cases/{id}/photos/{photo}/thumbnail" : "/api/public/cases/{id}/photos/{photo}", Guard::open(),
                   small ? base::Text{"公开的典型的缩略图", "A thumbnail of a public model case"} : base::Text{"公开的典型的照片", "A photo of a public model case"},
                   [&registers, &files, small](Context& context) { return photo_of_case(context, registers, files, small); });
    }
}

}  // namespace anju::publish
