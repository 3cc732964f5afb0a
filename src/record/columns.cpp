#include "record/columns.hpp"

#include <algorithm>
#include <array>

#include "record/parts.hpp"

namespace anju::record {
namespace {

bool points_by_name(std::string_view kind) {
    return kind == "link" || kind == "place" || kind == "party" || kind == "account" || kind == "dwelling";
}

std::string rows_text(const field::Field& one, const field::Value::Rows& rows, const Names& names,
                      base::Language language) {
    std::string joined;
    for (auto const& row : rows) {
        std::string line;
        for (auto const& column : one.fields) {
            auto const text = cell_text(column, field::value_of(row, column.field), names, language);
            if (!text.empty()) line += (line.empty() ? "" : " ") + text;
        }
        if (!joined.empty()) joined += language == base::Language::en ? "; " : "；";
        joined += line;
    }
    return joined;
}

}  // namespace

bool fits_a_cell(const field::Field& one) {
    auto const kind = one.kind->name();
    return kind != "rows" && kind != "photos" && kind != "files" && kind != "signature";
}

base::Text place_column(const policy::Register& of) {
    auto const title = level_title(of.level);
    auto const used = std::any_of(of.fields.begin(), of.fields.end(), [&](const field::Field& one) {
        return one.title.zh == title.zh || lower(one.title.en) == title.en;
    });
    if (used) return {"所在" + title.zh, title.en + " it belongs to"};
    return title;
}

bool is_number_cell(const field::Field& one) {
    auto const kind = one.kind->name();
    return !one.sensitive && (kind == "whole_number" || kind == "decimal" || kind == "money");
}

std::string cell_text(const field::Field& one, const field::Value& stored, const Names& names,
                      base::Language language) {
    if (stored.empty()) return {};
    if (one.sensitive) return field::masked(one, stored);
    auto const kind = one.kind->name();
    if (points_by_name(kind)) return names.of(kind, *stored.text());
    if (kind == "photos" || kind == "files") return std::to_string(stored.texts()->size());
    if (kind == "signature") return language == base::Language::en ? "signed" : "已签";
    if (kind == "whole_number") return std::to_string(*stored.whole());
    if (is_number_cell(one)) return std::string{typed(one, stored).as_string()};
    if (auto const* rows = stored.rows()) return rows_text(one, *rows, names, language);
    return field::text(one, stored, language);
}

std::string trimmed_cell(std::string_view text) {
    static constexpr std::array<std::string_view, 2> wide{"\u3000", "\u00a0"};
    for (bool more = true; more;) {
        more = false;
        while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
        while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
        for (auto const blank : wide) {
            if (text.starts_with(blank)) text.remove_prefix(blank.size()), more = true;
            if (text.ends_with(blank)) text.remove_suffix(blank.size()), more = true;
        }
    }
    return std::string{text};
}

}  // namespace anju::record
