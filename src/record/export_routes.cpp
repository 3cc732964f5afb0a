#include <fmt/format.h>

#include "kernel/body.hpp"
#include "kernel/export_file.hpp"
#include "record/bulk.hpp"
#include "record/columns.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

using kernel::Context;
using kernel::Guard;
using kernel::Reply;

/// The fields asked for, in the order asked; without `columns` all of them, at the end those that are no longer asked.
json::array columns_of(const json::object& body, const policy::Register& of) {
    json::array columns;
    auto const* asked = body.if_contains("columns");
    if (asked == nullptr || asked->is_null()) {
        for (auto const& one : of.fields) columns.emplace_back(one.field);
        for (auto const& one : of.dropped) columns.emplace_back(one.name);
        return columns;
    }
    auto const* list = asked->if_array();
    if (list == nullptr)
        base::refuse_field("columns", "no_list", {"columns 写成栏目的列表。", "columns is a list of fields."});
    for (auto const& name : *list) {
        bool const known = name.is_string() && (of.field(std::string_view{name.get_string()}) != nullptr || of.has_dropped(std::string_view{name.get_string()}));
        if (!known)
            base::refuse_field(
                "columns", "unknown_field",
                {"有的栏目这种台账没有，请重新选列。", "Some columns are no fields of this register. Choose again."});
        columns.emplace_back(name);
    }
    return columns;
}

json::array names_of(const std::map<std::string, std::string>& asked) {
    json::array names;
    for (auto const& [name, text] : asked) names.emplace_back(name);
    return names;
}

Reply ask_export(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    auto rest = context.body();
    rest.erase("columns");
    rest.erase("query");
    kernel::Body body{rest};
    auto const format = body.one_of("format", {"xlsx", "csv"});
    body.done();
    auto const* conditions = context.body().if_contains("query");
    auto const asked = conditions == nullptr || !conditions->is_object() ? std::map<std::string, std::string>{}
                                                                         : asked_of(conditions->get_object());
    auto const query = query_of(context, of, asked);
    // Conditions may name people: they are sealed in the job, and the journal gets only which ones there were.
    json::object const input{
        {"register", of.name},
        {"format", format},
        {"query", registers.seal().seal(json::serialize(to_json(query)), "export/" + context.actor.account_id)},
        {"columns", columns_of(context.body(), of)},
        {"language", context.language == base::Language::en ? "en" : "zh"}};
    auto const id = kernel::Jobs::ask(context.transaction, "record.export", input, context.actor.account_id,
                                      context.now.microseconds);
    context.journal({.act = "record.export",
                     .thing_kind = "job",
                     .thing_id = id,
                     .place_id = {},
                     .before = nullptr,
                     .after = json::object{{"register", of.name},
                                           {"format", format},
                                           {"columns", input.at("columns")},
                                           {"conditions", names_of(asked)}},
                     .why = {}});
    return kernel::json_reply(json::object{{"job_id", id}}, 202);
}

Reply download(Context& context, const std::filesystem::path& exports) {
    return kernel::export_reply(context, exports, "record.export",
                                [](const json::object& input) { return std::string{input.at("register").as_string()}; });
}

}  // namespace

void export_routes(kernel::Router& router, const Registers& registers) {
    router.act("POST", "/api/registers/{register}/export", Guard::any_account(),
               {"导出台账，敏感栏遮住", "Export records, sensitive fields masked"},
               [&registers](Context& context) { return ask_export(context, registers); });
}

void download_routes(kernel::Router& router, const std::filesystem::path& exports) {
    router.see("/api/exports/{job}", Guard::any_account(), {"下载自己导出的文件", "A file one exported"},
               [exports](Context& context) { return download(context, exports); });
}

}  // namespace anju::record
