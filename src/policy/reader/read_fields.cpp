#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/exact.hpp"
#include "policy/reader/registers.hpp"

namespace anju::policy::reader {
namespace {

using field::Field;
using field::Key;

/// Columns every record has besides its fields; a field of that name would hide them in views and exports.
constexpr std::array<std::string_view, 16> taken{
    "id",      "register", "place", "district",      "street",  "community", "estate", "version",
    "created", "changed",  "field", "process_state", "entered", "has_clock", "today",  "record"};

bool takes(const Field& field, Key key) {
    auto const& traits = field.kind->traits();
    return std::find(traits.takes.begin(), traits.takes.end(), key) != traits.takes.end();
}

std::optional<std::int64_t> read_bound(Form& form, std::string_view key, const Field& field) {
    auto const* node = form.optional(key);
    if (node == nullptr) return std::nullopt;
    auto const decimals = field.kind->decimals(field);
    auto const bound = base::parse_decimal(node->value, decimals);
    if (bound) return bound;
    form.sheet().complain(*node,
                          {fmt::format("“{}”应是数字，最多 {} 位小数，请改。", key, decimals),
                           fmt::format("“{}” takes a number with at most {} decimals. Change it.", key, decimals)});
    return std::nullopt;
}

void read_choices(Form& form, Field& field) {
    std::set<std::string> codes, titles;
    auto const& sheet = form.sheet();
    for (auto const* node : form.list("choices")) {
        Form entry{sheet, *node};
        field::Choice choice{entry.code("choice"), entry.text("title")};
        first_time(sheet, *node, codes, choice.choice, {"选项", "choice"});
        first_time(sheet, *node, titles, choice.title.zh, {"选项名称", "title of a choice"});
        field.choices.push_back(std::move(choice));
    }
    if (form.has("choices") && field.choices.empty())
        sheet.complain(form.node(), {"“choices”至少要有一个选项，请补上。", "“choices” needs a choice. Add one."});
}

void read_target(Form& form, const Pack& pack, Field& field) {
    auto const target = mention(form, "register");
    field.target = target.name;
    later(form.sheet(), [&sheet = form.sheet(), &pack, target] {
        if (target.name.empty() || pack.register_named(target.name) != nullptr) return;
        sheet.complain(*target.at,
                       {fmt::format("没有台账“{}”，请改名或在 registers/ 里补上。", target.name),
                        fmt::format("There is no register “{}”. Rename it or add it under registers/.", target.name)});
    });
}

void read_party_kind(Form& form, const Pack& pack, Field& field) {
    auto const kind = optional_mention(form, "party_kind");
    field.party_kind = kind.name;
    later(form.sheet(), [&sheet = form.sheet(), &pack, kind] {
        auto const& kinds = pack.parties.kinds;
        std::string known;
        for (auto const& one : kinds) known += (known.empty() ? "" : ", ") + one.code;
        bool const found = kind.name.empty() || std::any_of(kinds.begin(), kinds.end(),
                                                            [&](const Named& one) { return one.code == kind.name; });
        if (!found) unknown(sheet, *kind.at, {"主体类别", "party kind"}, kind.name, known);
    });
}

void read_pattern(Form& form, Field& field) {
    auto const pattern = mention(form, "pattern");
    field.pattern = pattern.name;
    if (pattern.name.empty() || field::is_reference_pattern(pattern.name)) return;
    form.sheet().complain(*pattern.at, {"编号样式里要有一个 {serial} 或 {serial:4}，还可以有 {year}，请改。",
                                        "A pattern has one {serial} or {serial:4}, and may have {year}. Change it."});
}

void read_figures(Form& form, const Pack& pack, Field& field) {
    if (takes(field, Key::decimals)) field.decimals = form.whole("decimals", 1, 4);
    if (takes(field, Key::least)) field.least = read_bound(form, "least", field);
    if (takes(field, Key::most)) field.most = read_bound(form, "most", field);
    if (field.kind->name() == "photos" && field.most.value_or(9) > 9)
        form.sheet().complain(form.node(),
                              {"一栏最多 9 张照片，请改小 most。", "A field takes 9 photographs at most. Lower most."});
    if (field.least && field.most && *field.least > *field.most)
        form.sheet().complain(form.node(), {"“least”大于“most”，请改。", "“least” is above “most”. Change one."});
    if (takes(field, Key::unit)) field.unit = form.optional_text("unit").value_or(Text{});
    if (takes(field, Key::choices)) read_choices(form, field);
    if (takes(field, Key::level)) {
        field.level =
            form.one_of<std::string>("level", {{"street", "street"}, {"community", "community"}, {"estate", "estate"}});
    }
    if (takes(field, Key::party_kind)) read_party_kind(form, pack, field);
    if (takes(field, Key::target)) read_target(form, pack, field);
    if (takes(field, Key::pattern)) read_pattern(form, field);
    if (takes(field, Key::open)) field.open = form.flag("open", false);
    if (takes(field, Key::fields)) read_fields(form, FieldsOf::row, pack, field.fields);
}

void read_default(Form& form, Field& field) {
    bool const account = field.kind->name() == "account";
    if (!account && !field.kind->traits().defaults) return;
    auto const* node = form.optional("default");
    if (node == nullptr) return;
    auto const kind = field.kind->name();
    if (account && node->value == "me") {
        field.fills = field::Fills::me;
    } else if (kind == "date" && node->value == "today") {
        field.fills = field::Fills::today;
    } else if (kind == "instant" && node->value == "now") {
        field.fills = field::Fills::now;
    } else {
        auto read = field::read(field, written(*node));
        for (auto const& problem : read.problems) form.sheet().complain(*node, problem.message);
        field.otherwise = std::move(read.value);
    }
}

/// Kinds that name no person, no account and no other record.
constexpr std::array<std::string_view, 13> may_be_public{"text",   "long_text", "whole_number", "decimal", "money", "date", "instant",
                                                         "period", "choice",    "choices",      "yes_no",  "place", "photos"};

void read_public(Form& form, Field& field) {
    auto const* node = form.optional("public");
    if (node == nullptr) return;
    field.is_public = form.flag("public", false);
    auto const kind = field.kind->name();
    bool const fits = !field.sensitive && std::find(may_be_public.begin(), may_be_public.end(), kind) != may_be_public.end();
    if (!field.is_public || fits) return;
    form.sheet().complain(*node, {fmt::format("“{}”可能涉及个人（敏感，或是 {} 类型），不能公开，请去掉 public。", field.field, kind),
                                  fmt::format("“{}” may speak of persons (sensitive, or a {}) and cannot be public. Take public out.", field.field, kind)});
}

void read_marks_of_record(Form& form, Field& field) {
    auto const& traits = field.kind->traits();
    if (traits.sensitive) field.sensitive = form.flag("sensitive", false);
    if (field.kind->name() == "id_card" && !field.sensitive) {
        form.sheet().complain(form.node(), {"身份证号必须加密保存，请写 sensitive: true。",
                                            "An ID number is always encrypted. Write sensitive: true."});
    }
    if (traits.unique && form.optional("unique") != nullptr) {
        field.unique = form.one_of<field::Unique>("unique", {{"true", field::Unique::in_place},
                                                             {"register", field::Unique::in_register},
                                                             {"false", field::Unique::no}});
    }
    if (traits.shape != field::Shape::texts && traits.shape != field::Shape::rows)
        field.search = form.flag("search", false);
    read_public(form, field);
}

/// Nothing when its kind is unknown: then nothing more can be said about it.
std::optional<Field> read_field(const Sheet& sheet, const Node& node, FieldsOf of, const Pack& pack,
                                const std::vector<Field>& before) {
    Form form{sheet, node};
    Field field;
    field.field = form.code("field");
    auto const kind = mention(form, "kind");
    field.kind = field::kind_named(kind.name);
    bool const misplaced =
        field.kind != nullptr && ((of == FieldsOf::row && (kind.name == "rows" || kind.name == "reference_number")) ||
                                  (of == FieldsOf::act && kind.name == "reference_number") ||
                                  (of != FieldsOf::record && kind.name == "id_card"));
    if (field.kind == nullptr || misplaced) {
        std::string known;
        for (auto const* one : field::all_kinds()) known += (known.empty() ? "" : ", ") + std::string{one->name()};
        if (misplaced) {
            sheet.complain(
                *kind.at,
                {fmt::format("“{}”不能用在这里（表格的列或流程的一步里），请移到台账的栏里。", kind.name),
                 fmt::format("“{}” cannot stand in a table or an act. Make it a field of the register.", kind.name)});
        } else if (!kind.name.empty()) {
            unknown(sheet, *kind.at, {"栏的类型", "kind of field"}, kind.name, known);
        }
        form.ignore_rest();
        return std::nullopt;
    }
    field.title = form.text("title");
    field.help = form.optional_text("help").value_or(Text{});
    if (kind.name != "reference_number") field.required = form.flag("required", false);
    if (of == FieldsOf::record) read_marks_of_record(form, field);
    read_figures(form, pack, field);
    read_default(form, field);
    if (auto const* when = form.optional("shown_when")) field.shown_when = read_when(sheet, *when, before);
    return field;
}

}  // namespace

void read_fields(Form& form, FieldsOf of, const Pack& pack, std::vector<Field>& before) {
    auto const& sheet = form.sheet();
    for (auto const* node : form.list("fields")) {
        auto field = read_field(sheet, *node, of, pack, before);
        if (!field) continue;
        if (field::find(before, field->field) != nullptr) {
            sheet.complain(*node, {fmt::format("栏“{}”重复，每栏要有自己的名字，请改。", field->field),
                                   fmt::format("The field “{}” stands twice; each needs its own name.", field->field)});
            continue;
        }
        if (of == FieldsOf::record && std::find(taken.begin(), taken.end(), field->field) != taken.end()) {
            sheet.complain(*node,
                           {fmt::format("“{}”是每条记录都有的，栏不能叫这个名字，请改。", field->field),
                            fmt::format("Every record has its own “{}”. Give the field another name.", field->field)});
        }
        before.push_back(std::move(*field));
    }
}

field::When read_when(const Sheet& sheet, const Node& node, const std::vector<Field>& fields) {
    Form form{sheet, node};
    auto const named = mention(form, "field");
    auto const values = mentions(form, "is", false);
    if (auto const* field = need_field(sheet, named, fields)) check_values(sheet, *field, values);
    return {named.name, names(values)};
}

void check_values(const Sheet& sheet, const Field& field, const std::vector<Mention>& values) {
    auto const kind = field.kind->name();
    std::string known;
    if (kind == "yes_no") known = "true, false";
    for (auto const& one : field.choices) known += (known.empty() ? "" : ", ") + one.choice;
    for (auto const& one : values) {
        if (known.empty()) {
            sheet.complain(
                *one.at,
                {fmt::format("“{}”不是选择项或是否栏，不能当条件，请换一栏。", field.field),
                 fmt::format("“{}” is no choice and no yes_no, so it cannot be a condition. Take another field.",
                             field.field)});
            return;
        }
        bool const found = kind == "yes_no"
                               ? one.name == "true" || one.name == "false"
                               : std::any_of(field.choices.begin(), field.choices.end(),
                                             [&](const field::Choice& choice) { return choice.choice == one.name; });
        if (!found) unknown(sheet, *one.at, {"选项", "choice"}, one.name, known);
    }
}

void read_where(Form& form, std::vector<field::When>& where, const std::function<void(const Mention& field, const std::vector<Mention>& values)>& check) {
    auto const* node = form.optional("where");
    if (node == nullptr) return;
    Form conditions{form.sheet(), *node};
    for (auto const& entry : node->entries) {
        auto const values = mentions(conditions, entry.key, false);
        where.push_back({entry.key, names(values)});
        check({entry.key, &entry.value}, values);
    }
}

}  // namespace anju::policy::reader
