#include "place/import_routes.hpp"

#include "kernel/jobs.hpp"
#include "kernel/workbook.hpp"
#include "place/base64.hpp"
#include "place/place.hpp"

namespace anju::place {

namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;

namespace {

constexpr std::size_t most_bytes = std::size_t{64} << 20U;

/// An import touches the whole district, so the right must be held there.
std::string path_of_district(Context& context) {
    const auto row = context.transaction.one("SELECT path FROM place WHERE kind = 'district'");
    return row ? row->text(0) : std::string{"/"};
}

void write_template(kernel::WorkbookWriter& writer) {
    const auto cells = [](std::initializer_list<std::string> texts) {
        std::vector<kernel::WorkbookWriter::Cell> row;
        for (const auto& text : texts) row.push_back({text});
        return row;
    };
    writer.sheet("社区", {}, {{"街道", 18}, {"编码", 18}, {"名称", 24}});
    writer.row(cells({"示例街道（示例行导入时跳过）", "330105999001", "示例社区"}));
    writer.sheet("小区", {}, {{"社区", 24}, {"编码", 18}, {"名称", 24}, {"阶段", 10}, {"户数", 10}, {"地址", 36}});
    writer.row(cells({"示例社区", "示例0001", "示例花苑", "已安置", "120", "示例路1号"}));
    writer.sheet("楼幢", {}, {{"小区编码", 18}, {"楼幢", 12}});
    writer.row(cells({"示例0001", "1幢"}));
    writer.sheet("户", {}, {{"小区编码", 18}, {"楼幢", 12}, {"单元", 12}, {"楼层", 12}, {"室号", 12}, {"用途", 12}, {"居住类别", 12}, {"建筑面积", 12}});
    writer.row(cells({"示例0001", "1幢", "1单元", "3层", "301", "住宅", "回迁", "89.50"}));
}

Reply show_template(Context&) {
    Reply reply;
    reply.type = kernel::workbook_type;
    reply.body = kernel::workbook_bytes(write_template);
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"places.xlsx\"");
    return reply;
}

Reply ask_import(Context& context) {
    const auto dry_run = context.query("dry_run").value_or("true");
    if (dry_run != "true" && dry_run != "false")
        base::refuse_field("dry_run", "not_yes_or_no", {"dry_run 写 true（只检查）或 false（导入）。", "dry_run is true (check only) or false (import)."});
    const auto& bytes = context.request.body;
    if (!bytes.starts_with("PK")) {
        base::refuse_field("file", "not_a_workbook", {"这不是 .xlsx 表格。请用模板填写，另存为 .xlsx 再上传。",
                                                      "This is no .xlsx workbook. Fill in the template, save it as .xlsx and upload it."});
    }
    const json::object input{{"file", to_base64(bytes)}, {"dry_run", dry_run == "true"}, {"actor_name", context.actor.name}};
    const auto id = kernel::Jobs::ask(context.transaction, "places.import", input, context.actor.account_id, context.now.microseconds);
    context.journal({.act = "place.import", .thing_kind = "job", .thing_id = id, .place_id = {},
                     .after = json::object{{"dry_run", dry_run == "true"}, {"bytes", bytes.size()}}, .why = {}});
    return json_reply(json::object{{"job_id", id}}, 202);
}

}  // namespace

void import_routes(kernel::Router& router) {
    router.see("/api/places/import-template.xlsx", Guard{"place.manage", {}, false}, {"导入模板", "Template for the import"}, show_template);
    router.act("POST", "/api/places/import", Guard{"place.manage", path_of_district, false}, {"导入街道、社区、小区、楼幢、户", "Import places"},
               ask_import, most_bytes);
}

}  // namespace anju::place
