#include <algorithm>

#include "finding/export.hpp"
#include "finding/export_asked.hpp"
#include "finding/list_conditions.hpp"
#include "kernel/body.hpp"
#include "kernel/export_file.hpp"

namespace anju::finding {

namespace {

namespace json = kernel::json;
using kernel::Context;
using kernel::Reply;

/// `query`: the conditions of the list, each a text.
std::map<std::string, std::string, std::less<>> conditions_of(const json::object& body) {
    std::map<std::string, std::string, std::less<>> conditions;
    const auto* query = body.if_contains("query");
    if (query == nullptr || query->is_null()) return conditions;
    if (!query->is_object()) base::refuse_field("query", "no_object", {"query 写成条件名和值。", "query holds conditions by name."});
    const auto& names = condition_names();
    for (const auto& [name, value] : query->get_object()) {
        const auto field = "query/" + std::string{name};
        if (std::find(names.begin(), names.end(), std::string_view{name}) == names.end())
            base::refuse_field(field, "unknown_condition", {"列表没有这个条件，请去掉。", "The list has no such condition. Leave it out."});
        if (!value.is_string()) base::refuse_field(field, "no_text", {"条件的值写成文字。", "The value of a condition is a text."});
        if (!value.get_string().empty()) conditions.emplace(name, value.get_string());
    }
    return conditions;
}

Reply ask(Context& context) {
    auto rest = context.body();
    rest.erase("query");
    kernel::Body body{rest};
    const auto format = body.one_of("format", {"xlsx", "csv"});
    body.done();
    const ExportAsked asked{format, context.language, conditions_of(context.body()), context.actor};
    const auto id = kernel::Jobs::ask(context.transaction, std::string{export_job}, to_json(asked), context.actor.account_id, context.now.microseconds);
    json::array names;
    for (const auto& [name, value] : asked.conditions) names.emplace_back(name);
    context.journal({.act = "finding.export", .thing_kind = "job", .thing_id = id, .place_id = {}, .before = nullptr,
                     .after = json::object{{"format", format}, {"conditions", std::move(names)}}, .why = {}});
    return kernel::json_reply(json::object{{"job_id", id}}, 202);
}

}  // namespace

void export_routes(kernel::Router& router, const std::filesystem::path& exports) {
    router.act("POST", "/api/findings/export", {"report.export", {}}, {"导出扣分记录", "Export findings"}, ask);
    router.see("/api/findings/exports/{job}", {"report.export", {}}, {"下载自己导出的扣分记录", "Findings one exported"}, [exports](Context& context) {
        return kernel::export_reply(context, exports, export_job, [](const json::object&) { return std::string{"扣分记录"}; });
    });
}

}  // namespace anju::finding
