#include <fmt/format.h>

#include "base/exact.hpp"
#include "kernel/workbook.hpp"
#include "record/bulk.hpp"
#include "record/columns.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

using base::Language;
using Cell = kernel::WorkbookWriter::Cell;

base::Text how_to_fill(const field::Field& one) {
    auto const kind = one.kind->name();
    if (kind == "date") return {"日期，如 2026-01-31", "A date such as 2026-01-31"};
    if (kind == "instant") return {"日期和时间，如 2026-01-31 14:05", "Date and time such as 2026-01-31 14:05"};
    if (kind == "period")
        return {"起止日期，如 2026-01-01 至 2026-12-31", "First and last day, such as 2026-01-01 to 2026-12-31"};
    if (kind == "whole_number") return {"整数", "A whole number"};
    if (kind == "decimal")
        return {fmt::format("数字，最多 {} 位小数", one.decimals),
                fmt::format("A number with at most {} decimals", one.decimals)};
    if (kind == "money") return {"金额，单位元，如 1200.50", "Yuan, such as 1200.50"};
    if (kind == "yes_no") return {"是或否", "Yes or no"};
    if (kind == "choice") return {"选一个", "Choose one"};
    if (kind == "choices") return {"可以选几个，用、隔开", "Several may be chosen, with commas between"};
    if (kind == "phone") return {"电话号码（请设成文本格式）", "A telephone number, as text"};
    if (kind == "id_card") return {"18 位身份证号（请设成文本格式）", "The 18-digit ID number, as text"};
    if (kind == "credit_code") return {"18 位统一社会信用代码", "The 18-character credit code"};
    if (kind == "plate") return {"车牌号", "A number plate"};
    if (kind == "map_point")
        return {"纬度,经度（CGCS2000，即手机定位的坐标），如 30.279000,120.130000", "Latitude,longitude in CGCS2000 degrees, such as 30.279000,120.130000"};
    if (kind == "dwelling") return {"幢、单元、室，如 1幢 1单元 301", "Building, unit and room, such as 1幢 1单元 301"};
    if (kind == "place") return {"名称或代码", "Name or code"};
    if (kind == "party") return {"单位名称或信用代码", "Name or credit code"};
    if (kind == "account") return {"账号或姓名", "Account or name"};
    if (kind == "link") return {"已登记的那一条的名称", "Name of a record entered already"};
    if (kind == "reference_number") return {"留空，由系统编号", "Leave empty: the system gives it"};
    return {"文字", "Text"};
}

std::string choices_text(const field::Field& one, Language language) {
    std::string joined;
    for (auto const& choice : one.choices)
        joined += (joined.empty() ? "" : language == Language::en ? ", " : "、") + choice.title.in(language);
    return joined;
}

std::string unit_text(const field::Field& one, Language language) {
    auto const& unit = one.unit.in(language);
    return unit.empty() ? std::string{} : (language == Language::en ? ", in " : "，单位") + unit;
}

void write_fields(kernel::WorkbookWriter& writer, const policy::Register& of, Language language) {
    auto const place = place_column(of);
    std::vector<kernel::WorkbookWriter::Column> columns{{place.in(language), 20}};
    for (auto const& one : of.fields)
        if (fits_a_cell(one)) columns.push_back({one.title.in(language) + (one.required ? "*" : ""), 18});
    writer.sheet(of.title.in(language), {}, columns);
}

void write_explanation(kernel::WorkbookWriter& writer, const policy::Register& of, Language language) {
    bool const english = language == Language::en;
    auto const word = [&](const char* zh, const char* en) { return std::string{english ? en : zh}; };
    auto const place = place_column(of);
    writer.sheet(word("说明", "Explanation"), {},
                 {{word("列", "Column"), 22},
                  {word("代码", "Code"), 18},
                  {word("必填", "Required"), 10},
                  {word("怎么填", "How"), 36},
                  {word("可选内容", "Choices"), 40},
                  {word("说明", "Help"), 50}});
    writer.row({{place.in(language)},
                {"place"},
                {word("是", "yes")},
                {word("名称或代码；导入时已选定的可以不填", "Name or code; may be empty when one was chosen")},
                {},
                {}});
    for (auto const& one : of.fields) {
        if (!fits_a_cell(one)) continue;
        auto required = one.required ? word("是", "yes") : std::string{};
        if (one.required && one.shown_when) {
            auto const* on = of.field(one.shown_when->field);
            required = english ? "depends on " + on->title.en : "看“" + on->title.zh + "”";
        }
        writer.row({{one.title.in(language)},
                    {one.field},
                    {required},
                    {how_to_fill(one).in(language) + unit_text(one, language), false, false, true},
                    {choices_text(one, language), false, false, true},
                    {one.help.in(language), false, false, true}});
    }
    writer.row({{word("带 * 的必填。全部正确才会导入，有一处不对就一行都不写。",
                      "Columns with * are required. Either every row is good, or nothing is written.")}});
}

}  // namespace

kernel::Reply show_template(kernel::Context& context, const Registers& registers) {
    auto const& of = readable_register(context, registers);
    kernel::Reply reply;
    reply.type = kernel::workbook_type;
    reply.body = kernel::workbook_bytes([&](kernel::WorkbookWriter& writer) {
        write_fields(writer, of, context.language);
        write_explanation(writer, of, context.language);
    });
    reply.headers.emplace_back("Content-Disposition", attachment_named(of.title.in(context.language) + ".xlsx"));
    return reply;
}

}  // namespace anju::record
