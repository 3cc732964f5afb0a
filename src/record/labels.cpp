#include <fmt/format.h>

#include <algorithm>

#include "attachment/attachment.hpp"
#include "kernel/body.hpp"
#include "kernel/pdf.hpp"
#include "record/columns.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

using kernel::Context;
using kernel::Reply;
using Label = kernel::PdfWriter::Label;

constexpr std::size_t most_labels = 1'000;
constexpr std::size_t most_at_once = 200;

/// Where the codes lead: http(s)://host, nothing behind it.
std::string address_of(kernel::Body& body) {
    auto address = body.text("address", 1, 200);
    while (address.ends_with('/')) address.pop_back();
    auto const host = address.find("://");
    bool const good = (address.starts_with("https://") || address.starts_with("http://")) &&
                      address.size() > host + 3 && address.find_first_of("/?# \"", host + 3) == std::string::npos;
    if (!good)
        body.wrong("address", {"请填系统的网址，如 https://anju.example.cn。",
                               "The address of the system is wanted, such as https://anju.example.cn."});
    return address;
}

[[noreturn]] void refuse_too_many() {
    base::refuse_field("query", "too_many_labels",
                       {fmt::format("一次最多打印 {} 张，请缩小范围。", most_labels),
                        fmt::format("At most {} labels at once. Narrow the list.", most_labels)});
}

std::vector<Record> by_ids(Context& context, const Registers& registers, const policy::Register& of,
                           const std::vector<std::string>& ids) {
    std::map<std::string, Record> found;
    for (std::size_t from = 0; from < ids.size(); from += most_at_once) {
        std::vector<std::string> const some{
            ids.begin() + static_cast<std::ptrdiff_t>(from),
            ids.begin() + static_cast<std::ptrdiff_t>(std::min(from + most_at_once, ids.size()))};
        kernel::Values values{of.name};
        auto const list = attachment::in_list(some, values);
        auto const readable = read_filter(context.actor, of, "r.path", values);
        for (auto const& row : context.transaction.query(
                 fmt::format("SELECT {} FROM record r WHERE r.register = $1 AND r.deleted = 0 AND r.id IN {} AND {}",
                             record_columns, list, readable),
                 values))
            found.emplace(row.text(0), row_record(registers, row));
    }
    std::vector<Record> records;
    for (auto const& id : ids) {
        auto const one = found.find(id);
        if (one == found.end())
            base::refuse_field("ids", "unknown_record",
                               {"有的记录已经没有了，请刷新列表再选。",
                                "Some records are no longer there. Reload the list and choose again."});
        records.push_back(one->second);
    }
    return records;
}

std::vector<Record> by_query(Context& context, const Registers& registers, const policy::Register& of,
                             const json::object& conditions) {
    auto const query = query_of(context, of, asked_of(conditions));
    std::vector<Record> records;
    std::optional<Position> after;
    do {
        auto found = page(context.transaction, registers, of, query, after, most_at_once);
        std::move(found.records.begin(), found.records.end(), std::back_inserter(records));
        if (records.size() > most_labels) refuse_too_many();
        after = found.next;
    } while (after);
    return records;
}

/// The name large, then the place and the declared fields as far as three lines go.
std::vector<Label> labels_of(Context& context, const policy::Register& of, const std::vector<Record>& records,
                             const std::string& address) {
    std::vector<field::Field> fields;
    for (auto const& name : of.label)
        if (auto const* one = of.field(name); one != nullptr && !one->sensitive && name != of.named_by)
            fields.push_back(*one);
    Names names;
    std::vector<field::Values> values;
    for (auto const& record : records) {
        values.push_back(plain_values(of.fields, record.doc));
        names.want(fields, values.back());
        names.want_place(record.place_id);
    }
    names.look_up(context.transaction);
    std::vector<Label> labels;
    for (std::size_t i = 0; i < records.size(); ++i) {
        Label label{address + "/r/" + records[i].id, records[i].name, {names.of("place", records[i].place_id)}};
        std::size_t line = 1;
        for (auto const& one : fields) {
            if (line == std::size(label.lines)) break;
            auto const text = cell_text(one, field::value_of(values[i], one.field), names, context.language);
            if (!text.empty())
                label.lines[line++] =
                    one.title.in(context.language) + (context.language == base::Language::en ? ": " : "：") + text;
        }
        labels.push_back(std::move(label));
    }
    return labels;
}

Reply print_labels(Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    auto rest = context.body();
    rest.erase("query");
    kernel::Body body{rest};
    auto const ids = body.ids("ids", most_labels);
    auto const address = address_of(body);
    body.done();
    if (of.label.empty()) base::refuse_state("no_label", {"这种台账不用标签。", "This register has no labels."});
    auto const* conditions = context.body().if_contains("query");
    static const json::object everything;
    auto const records =
        !ids.empty()
            ? by_ids(context, registers, of, ids)
            : by_query(context, registers, of,
                       conditions != nullptr && conditions->is_object() ? conditions->get_object() : everything);
    if (records.empty())
        base::refuse_field("query", "nothing_to_print",
                           {"没有可打印的记录，请放宽条件。", "There is nothing to print. Widen the conditions."});
    Reply reply;
    reply.type = "application/pdf";
    reply.headers.emplace_back("Content-Disposition", "inline; filename=\"labels.pdf\"");
    reply.secret = true;
    auto const title = of.title.in(context.language);
    reply.late = [labels = labels_of(context, of, records, address), title] {
        kernel::PdfWriter writer{title};
        writer.page();
        for (auto const& label : labels) writer.label(label);
        return writer.bytes();
    };
    return reply;
}

}  // namespace

void label_routes(kernel::Router& router, const Registers& registers) {
    router.see_posted("/api/registers/{register}/labels", kernel::Guard::any_account(),
                      {"二维码标签（PDF）", "Labels with QR codes, as PDF"},
                      [&registers](Context& context) { return print_labels(context, registers); });
}

}  // namespace anju::record
