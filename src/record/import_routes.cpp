#include <fmt/format.h>

#include "kernel/body.hpp"
#include "kernel/cell_text.hpp"
#include "kernel/page.hpp"
#include "record/bulk.hpp"
#include "record/columns.hpp"
#include "record/import_plan.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

using kernel::Context;
using kernel::Guard;
using kernel::Reply;

constexpr std::size_t most_bytes = std::size_t{32} << 20U;
constexpr std::size_t longest_name = 200;

/// X-File-Name, percent-escaped where it is no plain ASCII; what cannot be read is no reason to refuse a file.
std::string file_name_of(const Context& context) {
    auto const header = context.request.header("x-file-name");
    auto const digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string name;
    for (std::size_t i = 0; i < header.size() && name.size() < longest_name; ++i) {
        bool const escaped =
            header[i] == '%' && i + 2 < header.size() && digit(header[i + 1]) >= 0 && digit(header[i + 2]) >= 0;
        name += escaped ? static_cast<char>(digit(header[i + 1]) * 16 + digit(header[i + 2])) : header[i];
        if (escaped) i += 2;
    }
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    return kernel::is_utf8(name) ? trimmed_cell(name) : std::string{};
}

bool dry_run_of(const Context& context) {
    auto const asked = context.query("dry_run").value_or("yes");
    if (asked == "yes" || asked == "true") return true;
    if (asked != "no" && asked != "false")
        base::refuse_field("dry_run", "not_yes_or_no",
                           {"dry_run 写 yes（只检查）或 no（导入）。", "dry_run is yes (check only) or no (import)."});
    return false;
}

void require_sheet(const std::string& bytes) {
    bool const old_excel = bytes.starts_with("\xD0\xCF\x11\xE0");
    if (bytes.empty() || old_excel)
        base::refuse_field("file", "not_a_workbook",
                           {"请上传 .xlsx 或 UTF-8 的 .csv 文件；旧的 .xls 请另存为 .xlsx。",
                            "Upload an .xlsx or a UTF-8 .csv file; save an old .xls as .xlsx first."});
}

/// The place of the query: of the register's level, it takes rows that name none; a higher one narrows what may be
/// named.
std::string place_asked(Context& context, const policy::Register& of, Reach& reach) {
    auto const id = context.query("place").value_or("");
    if (id.empty()) return {};
    auto const place = place::get(context.transaction, id, {});
    std::vector<std::string> inside;
    for (auto const& path : reach.write) {
        if (place.path.starts_with(path))
            inside = {place.path};
        else if (path.starts_with(place.path))
            inside.push_back(path);
    }
    reach.write = std::move(inside);
    return place.kind == of.level ? place.id : std::string{};
}

Reply ask_import(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    auto reach = reach_of(context.actor, registers, of);
    auto const place_id = place_asked(context, of, reach);
    if (reach.write.empty())
        base::refuse_right({fmt::format("您的角色在这里不能改“{}”。", of.title.zh),
                            fmt::format("Your role may not change “{}” here.", of.title.en)});
    require_sheet(context.request.body);
    bool const dry_run = dry_run_of(context);
    auto file_name = file_name_of(context);
    if (file_name.empty()) file_name = context.request.body.starts_with("PK") ? "未命名.xlsx" : "未命名.csv";
    json::object const input{
        {"register", of.name},
        {"place_id", place_id},
        {"file", registers.seal().seal(context.request.body, "import/" + context.actor.account_id)},
        {"file_name", file_name},
        {"dry_run", dry_run},
        {"actor_name", context.actor.name},
        {"at", context.now.microseconds},
        {"reach", to_json(reach)}};
    auto const id = kernel::Jobs::ask(context.transaction, "record.import", input, context.actor.account_id,
                                      context.now.microseconds);
    context.journal(
        {.act = "record.import",
         .thing_kind = "job",
         .thing_id = id,
         .place_id = place_id,
         .before = nullptr,
         .after = json::object{{"register", of.name}, {"dry_run", dry_run}, {"bytes", context.request.body.size()}},
         .why = {}});
    return kernel::json_reply(json::object{{"job_id", id}}, 202);
}

/// One's own imports, and those with records where one may write.
Reply list_imports(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    auto const asked = kernel::page_of(context);
    kernel::Values values{of.name, context.actor.account_id};
    auto const writable = path_condition(paths_of(context.actor, of.write), "r.path", values);
    auto sql = fmt::format(
        "SELECT i.id, i.file_name, i.records, i.at, i.account_name, i.undone_at FROM record_import i WHERE i.register "
        "= $1 AND (i.account_id = $2 "
        "OR EXISTS (SELECT 1 FROM record r WHERE r.import_id = i.id AND {}))",
        writable);
    if (!asked.after.empty()) {
        values.emplace_back(asked.after.front());
        sql += fmt::format(" AND i.id < ${}", values.size());
    }
    json::array items;
    std::string next;
    for (auto const& row :
         context.transaction.query(sql + fmt::format(" ORDER BY i.id DESC LIMIT {}", asked.size + 1), values)) {
        if (std::ssize(items) == asked.size) {
            next = kernel::next_token({std::string{items.back().at("id").as_string()}});
            break;
        }
        auto const undone = row.number_or_null(5);
        items.emplace_back(
            json::object{{"id", row.text(0)},
                         {"file_name", row.text(1)},
                         {"records", row.number(2)},
                         {"at", base::Instant{row.number(3)}.text()},
                         {"by_name", row.text(4)},
                         {"undone_at", undone ? json::value(base::Instant{*undone}.text()) : json::value(nullptr)}});
    }
    return kernel::list_reply(std::move(items), std::move(next));
}

[[noreturn]] void refuse_naming(std::string code, base::Text message, const kernel::Rows& records) {
    std::vector<base::FieldProblem> problems;
    for (auto const& row : records) problems.push_back({"records/" + row.text(0), {row.text(1), row.text(1)}});
    throw base::Refusal(409, std::move(code), std::move(message), std::move(problems));
}

/// Up to 20 records that stand in the way are named.
void require_untouched(kernel::Transaction& transaction, const std::string& import_id) {
    auto const changed = transaction.query(
        "SELECT id, name FROM record WHERE import_id = $1 AND deleted = 0 AND version <> 1 ORDER BY id LIMIT 20",
        {import_id});
    if (!changed.empty())
        refuse_naming(
            "changed_since",
            {"导入后有人改过其中的记录，不能整批撤回。请逐条处理。",
             "Some of these records were changed since; they cannot be taken back together. See to them one by one."},
            changed);
    auto const linked = transaction.query(
        "SELECT DISTINCT t.id, t.name FROM record t JOIN record_link l ON l.target_id = t.id JOIN record r ON r.id = "
        "l.record_id WHERE t.import_id = $1 AND t.deleted = 0 "
        "AND r.deleted = 0 AND (r.import_id IS NULL OR r.import_id <> $1) ORDER BY t.id LIMIT 20",
        {import_id});
    if (!linked.empty())
        refuse_naming("linked",
                      {"别的台账已经指向其中的记录，请先改那些台账。",
                       "Other records point to some of these. Change those first."},
                      linked);
}

std::int64_t take_back(const Author& author, const std::string& import_id, const std::string& why) {
    author.transaction.run(
        "INSERT INTO record_before (record_id, version, doc, state, act, account_id, account_name, at, why) SELECT id, "
        "version, doc, state, 'delete', CAST($2 AS TEXT), "
        "CAST($3 AS TEXT), CAST($4 AS BIGINT), CAST($5 AS TEXT) FROM record WHERE import_id = $1 AND deleted = 0",
        {import_id, author.account_id, author.name, author.now.microseconds, why});
    return author.transaction.run(
        "UPDATE record SET deleted = 1, version = version + 1, changed_at = $2 WHERE import_id = $1 AND deleted = 0",
        {import_id, author.now.microseconds});
}

Reply undo_import(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    kernel::Body body{context.body()};
    auto const why = body.text("why", 2, 500);
    body.done();
    auto const& id = context.parameter("import");
    auto const row =
        context.transaction.one("SELECT undone_at FROM record_import WHERE id = $1 AND register = $2", {id, of.name});
    auto const places = context.transaction.query(
        "SELECT DISTINCT place_id, path FROM record WHERE import_id = $1 AND deleted = 0", {id});
    std::size_t writable = 0;
    for (auto const& place : places) writable += may_write(context.actor, of, place.text(1)) ? 1U : 0U;
    if (!row || (writable == 0 && !places.empty())) base::refuse_missing("导入", "import");
    if (writable < places.size())
        base::refuse_right({"其中有的小区您不能改，请让上一级来撤回。",
                            "You may not change some of its places. Ask the level above to take it back."});
    if (!row->null(0))
        base::refuse_state("undone", {"这次导入已经撤回过了。", "This import has been taken back already."});
    require_untouched(context.transaction, id);
    auto const author = Author::of(context);
    auto const removed = take_back(author, id, why);
    context.transaction.run("UPDATE record_import SET undone_by = $2, undone_at = $3 WHERE id = $1",
                            {id, context.actor.account_id, context.now.microseconds});
    context.journal({.act = "record.import_undo",
                     .thing_kind = "import",
                     .thing_id = id,
                     .place_id = places.size() == 1 ? places.front().text(0) : std::string{},
                     .before = nullptr,
                     .after = json::object{{"register", of.name}, {"records", removed}},
                     .why = why});
    for (auto const& place : places) registers.tell_many(author, place.text(0), of);
    return kernel::json_reply(json::object{{"id", id}, {"removed", removed}, {"undone_at", context.now.text()}});
}

}  // namespace

void import_routes(kernel::Router& router, const Registers& registers) {
    auto const with = [&registers](Reply (*handler)(Context&, const Registers&)) {
        return [&registers, handler](Context& context) { return handler(context, registers); };
    };
    router.see("/api/registers/{register}/template", Guard::any_account(),
               {"台账导入模板", "Template for importing records"}, with(show_template));
    router.act("POST", "/api/registers/{register}/import", Guard::any_account(),
               {"导入台账：先检查，再写入", "Import records: check first, then write"}, with(ask_import), most_bytes);
    router.see("/api/registers/{register}/imports", Guard::any_account(), {"台账导入过哪些文件", "What was imported"},
               with(list_imports));
    router.act("POST", "/api/registers/{register}/imports/{import}/undo", Guard::any_account(),
               {"撤回一次导入，要写理由", "Take an import back, with a reason"}, with(undo_import));
}

}  // namespace anju::record
