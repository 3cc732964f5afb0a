#include <fmt/format.h>

#include "base/exact.hpp"
#include "civility/parts.hpp"
#include "kernel/body.hpp"

namespace anju::civility {
namespace {

namespace json = kernel::json;
using kernel::Body;
using kernel::Context;
using kernel::Guard;
using kernel::Reply;

constexpr std::size_t most_marks = 100;
constexpr std::size_t largest_sheet = std::size_t{4} << 20U;

SheetIn read_sheet_in(Context& context) {
    SheetIn sheet;
    const auto position = base::parse_decimal(context.parameter("position"), 0);
    if (!position) base::refuse_missing("这次观察", "observation");
    sheet.position = *position;
    Body body{context.body()};
    sheet.observed_on = body.day("observed_on");
    const auto& marks = body.list("marks", most_marks);
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (!marks[i].is_object()) {
            body.wrong(fmt::format("marks/{}", i), {"格式不对，请刷新后再填。", "This is no mark; reload and fill it in again."});
            continue;
        }
        Body mark{marks[i].get_object(), fmt::format("marks/{}/", i)};
        sheet.marks.push_back({mark.text("check", 1, 80), mark.one_of("mark", {"passed", "failed", "not_there"}), mark.text_or("note", 500),
                               mark.id_or_null("file_id").value_or("")});
        body.take(mark);
    }
    body.done();
    return sheet;
}

Reply sheet_route(Context& context, const standard::Standard& standard, std::int64_t (*write)(Context&, const Civility&, const SheetIn&), int status) {
    const auto sheet = read_sheet_in(context);
    const auto civility = get(context.transaction, standard, context.parameter("civility"));
    return kernel::json_reply(json::object{{"observer", write(context, civility, sheet)}}, status);
}

/// An act whose body is the version only.
Reply step_route(Context& context, const standard::Standard& standard, void (*step)(Context&, const Civility&)) {
    const auto civility = named(context, standard);
    if (!context.request.body.empty()) {
        Body body{context.body()};
        if (body.has("version")) body.whole("version", 1, INT64_MAX);
        body.done();
    }
    step(context, civility);
    const auto after = get(context.transaction, standard, civility.id);
    return kernel::versioned(kernel::json_reply(to_json(context, after)), after.version);
}

Reply template_route(Context& context, const standard::Standard& standard) {
    const auto civility = get(context.transaction, standard, context.parameter("civility"));
    if (!knows_the_draw(context.actor, civility, path_of_estate(context.transaction, civility.estate_id)))
        base::refuse_right({"现场看完以前，只有安排和看的人能下载。", "Until the field work is over only those who plan and observe may download it."});
    Reply reply;
    reply.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    reply.body = template_bytes(context.transaction, civility);
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"civility.xlsx\"");
    return reply;
}

Reply import_route(Context& context, const standard::Standard& standard) {
    const auto dry_run = context.request.header("x-dry-run");
    if (!dry_run.empty() && dry_run != "yes" && dry_run != "no")
        base::refuse_field("X-Dry-Run", "not_yes_or_no", {"X-Dry-Run 写 yes（只检查）或 no（导入）。", "X-Dry-Run is yes (check only) or no (import)."});
    const auto civility = get(context.transaction, standard, context.parameter("civility"));
    const auto counts = import_sheet(context, civility, context.request.body, dry_run == "yes");
    json::array problems;
    for (const auto& one : counts.problems)
        problems.push_back(json::object{{"row", one.row}, {"field", one.field}, {"zh", one.message.zh}, {"en", one.message.en}});
    return kernel::json_reply(json::object{{"observations", counts.observations}, {"marks", counts.marks}, {"problem_count", counts.problem_count}, {"problems", std::move(problems)}});
}

}  // namespace

void field_routes(kernel::Router& router, const standard::Standard& standard) {
    const std::string one = "/api/civilities/{civility}";
    const auto on = [&](std::string_view right) { return Guard{std::string{right}, path_of_civility()}; };
    router.act("POST", one + "/observations/{position}", on("survey.fieldwork"), {"填一张观察表", "Fill in the sheet of an observation"},
               [&standard](Context& context) { return sheet_route(context, standard, observe, 201); });
    router.act("PUT", one + "/observations/{position}", on("survey.fieldwork"), {"更正自己的观察表", "Correct one's own sheet"},
               [&standard](Context& context) { return sheet_route(context, standard, correct, 200); });
    router.act("POST", one + "/close", on("survey.plan"), {"现场看完，结束", "Close the field work"},
               [&standard](Context& context) { return step_route(context, standard, close); });
    router.act("POST", one + "/record", on("finding.decide"), {"评审组认定百分比", "The panel records the percentage"},
               [&standard](Context& context) { return step_route(context, standard, record_figure); });
    router.see(one + "/template", on("survey.read"), {"下载观察表", "The sheet to fill in"}, [&standard](Context& context) { return template_route(context, standard); });
    router.act("POST", one + "/import", on("survey.plan"), {"导入第三方自己的观察表", "Import the third party's own sheet"},
               [&standard](Context& context) { return import_route(context, standard); }, largest_sheet);
}

}  // namespace anju::civility
