#include "kernel/page.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"
#include "record/shown.hpp"

namespace anju::record {
namespace {

using kernel::Context;
using kernel::Reply;

constexpr std::int64_t most_counted = 10'000;

std::vector<field::Field> listed_fields(const policy::Register& of) {
    std::vector<field::Field> fields;
    for (auto const& name : of.list)
        if (auto const* one = of.field(name)) fields.push_back(*one);
    return fields;
}

json::value state_title(const Registers& registers, const Record& record) {
    auto const* process = record.of->process.empty() ? nullptr : registers.pack().process_named(record.of->process);
    auto const* state = process == nullptr ? nullptr : process->state(record.state);
    return state == nullptr ? json::value(nullptr) : json::value(standard::text_json(state->title));
}

json::array rows_json(Context& context, const Registers& registers, const policy::Register& of, const std::vector<Record>& records) {
    auto const fields = listed_fields(of);
    Names names;
    std::vector<field::Values> values;
    std::vector<std::string> ids;
    for (auto const& record : records) {
        values.push_back(values_of(registers, record));
        names.want(fields, values.back());
        names.want_place(record.place_id);
        ids.push_back(record.id);
    }
    names.look_up(context.transaction);
    auto const findings = registers.findings(context.transaction, of, ids);
    json::array rows;
    for (std::size_t i = 0; i < records.size(); ++i) {
        auto const& record = records[i];
        auto const open = findings.find(record.id);
        rows.emplace_back(json::object{{"id", record.id},
                                       {"name", record.name},
                                       {"place", names.named("place", record.place_id)},
                                       {"state", record.state.empty() ? json::value(nullptr) : json::value(record.state)},
                                       {"state_title", state_title(registers, record)},
                                       {"values", shown_all(fields, values[i], names)},
                                       {"changed_at", base::Instant{record.changed_at}.text()},
                                       {"version", record.version},
                                       {"deleted", record.deleted},
                                       {"findings", open == findings.end() ? 0 : open->second}});
    }
    return rows;
}

/// The token of a list: where to go on, and the total once counted.
struct Token { std::optional<Position> after; std::optional<std::string> total; };

Token token_of(const kernel::Page& asked) {
    if (asked.after.empty()) return {};
    if (asked.after.size() != 4)
        base::refuse_field("after", "page_token_wrong", {"翻页标记无效，请从第一页重新开始。", "The page token is not valid; start again from the first page."});
    return {Position{asked.after[0] == "absent", asked.after[1], asked.after[2]}, asked.after[3]};
}

Reply list_records(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    auto const asked = kernel::page_of(context);
    auto const token = token_of(asked);
    auto const query = query_of(context, of, asked_of(context));
    std::string total;
    if (token.total) {
        total = *token.total;
    } else if (auto const counted = count(context.transaction, registers, of, query, most_counted + 1); counted <= most_counted) {
        total = std::to_string(counted);
    }
    auto const found = page(context.transaction, registers, of, query, token.after, asked.size, total.empty());
    json::object list{{"items", rows_json(context, registers, of, found.records)}, {"next", nullptr}, {"total", nullptr}};
    if (found.next) list["next"] = kernel::next_token({found.next->absent ? "absent" : "", found.next->value, found.next->id, total});
    if (!total.empty()) list["total"] = std::stoll(total);
    return kernel::json_reply(list);
}

}  // namespace

void list_routes(kernel::Router& router, const Registers& registers) {
    router.see("/api/registers/{register}/records", kernel::Guard::any_account(), {"台账记录列表", "Records of a register"},
               [&registers](Context& context) { return list_records(context, registers); });
}

}  // namespace anju::record
