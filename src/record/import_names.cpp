#include "record/import_names.hpp"

#include <fmt/format.h>

#include <array>

#include "attachment/attachment.hpp"
#include "base/id.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

constexpr std::size_t most_held = 300'000;  // names kept at once, so that a large file needs no more memory

ImportNames::Found nothing(const std::string& text) {
    return {{},
            {fmt::format("没有找到“{}”，请核对名称，或先把它登记好。", text),
             fmt::format("There is no “{}”. Check the name, or enter it first.", text)}};
}
ImportNames::Found several(const std::string& text) {
    return {
        {},
        {fmt::format("有好几个叫“{}”的，请填它的代码或编号（打开那一条，网址末尾就是）。", text),
         fmt::format("Several are called “{}”. Write the code, or the id at the end of that record's address.", text)}};
}

/// "1幢 1单元 301室", "1幢-1单元-301": the same dwelling.
std::string bare(std::string_view text) {
    static constexpr std::array<std::string_view, 12> dropped{" ", "\t", "\u3000", "-",  "－", "—",
                                                              "/", "，", ",",      "、", "无", "室"};
    std::string kept;
    while (!text.empty()) {
        bool skipped = false;
        for (auto const sign : dropped) {
            if (!text.starts_with(sign)) continue;
            text.remove_prefix(sign.size());
            skipped = true;
            break;
        }
        if (skipped) continue;
        kept += text.front();
        text.remove_prefix(1);
    }
    return kept;
}

/// A record's name as an expression an index may serve; `name` itself where the shown name is not the stored value.
std::string name_value(const policy::Register& of) {
    auto const* named = of.field(of.named_by);
    bool const as_stored =
        named != nullptr && named->kind->traits().shape == field::Shape::text && named->kind->name() != "choice";
    return as_stored ? sql_value(*named) : "r.name";
}

}  // namespace

ImportNames::Found ImportNames::find(const field::Field& one, const place::Place& place, const std::string& text) {
    auto const kind = one.kind->name();
    if (kind == "dwelling") return dwelling(place, text);
    auto const key = one.field + "\x1f" + (kind == "link" ? place.id : std::string{}) + "\x1f" + text;
    if (auto const found = known_.find(key); found != known_.end()) return found->second;
    if (kind == "link") return ask(key, text, link(one, place, text));
    if (kind == "place") return ask(key, text, place_field(one, text));
    if (kind == "party") return ask(key, text, party(one, text));
    return ask(key, text, account(text));
}

ImportNames::Found ImportNames::place_named(const std::string& text) {
    auto const key = "\x1f" + text;
    if (auto const found = known_.find(key); found != known_.end()) return found->second;
    kernel::Values values{text, of_.level};
    auto const under = path_condition(reach_.write, "p.path", values);
    return ask(key, text,
               {"SELECT p.id, 1 FROM place p WHERE p.kind = $2 AND (p.name = $1 OR p.code = $1 OR p.id = $1) AND " +
                    under + " LIMIT 2",
                values});
}

ImportNames::Found ImportNames::ask(const std::string& key, const std::string& text, const Question& question) {
    if (known_.size() > most_held) known_.clear();
    auto const rows = author_.transaction.query(question.sql, question.values);
    Found found = nothing(text);
    // The second column ranks: the only one of the best rank is meant.
    if (!rows.empty()) {
        bool const alone = rows.size() == 1 || rows[0].number(1) < rows[1].number(1);
        found = alone ? Found{rows[0].text(0), {}} : several(text);
    }
    return known_.emplace(key, std::move(found)).first->second;
}

ImportNames::Question ImportNames::link(const field::Field& one, const place::Place& place,
                                        const std::string& text) const {
    auto const* target = registers_.pack().register_named(one.target);
    auto const paths = reach_.links.find(one.target);
    if (target == nullptr || paths == reach_.links.end())
        throw std::logic_error("a link to a register the pack does not have");
    kernel::Values values{text, place.id};
    auto const readable = path_condition(paths->second, "r.path", values);
    auto const named = base::is_id(text) ? std::string{"r.id"} : name_value(*target);
    return {fmt::format("SELECT r.id, CASE WHEN r.place_id = $2 THEN 0 ELSE 1 END AS away FROM record r WHERE "
                        "r.register = '{}' AND r.deleted = 0 AND "
                        "{} = $1 AND {} ORDER BY away, r.id LIMIT 2",
                        target->name, named, readable),
            std::move(values)};
}

ImportNames::Question ImportNames::place_field(const field::Field& one, const std::string& text) const {
    kernel::Values values{text, one.level};
    auto const readable = path_condition(reach_.read, "p.path", values);
    return {"SELECT p.id, 1 FROM place p WHERE p.kind = $2 AND (p.name = $1 OR p.code = $1 OR p.id = $1) AND " +
                readable + " LIMIT 2",
            std::move(values)};
}

ImportNames::Question ImportNames::party(const field::Field& one, const std::string& text) {
    kernel::Values values{text};
    std::string sql =
        "SELECT p.id, 1 FROM party p WHERE p.state = 'active' AND (p.name = $1 OR p.credit_code = $1 OR p.id = $1)";
    if (!one.party_kind.empty()) {
        values.emplace_back(one.party_kind);
        sql += " AND p.kind = $2";
    }
    return {sql + " LIMIT 2", std::move(values)};
}

ImportNames::Question ImportNames::account(const std::string& text) const {
    kernel::Values values{text};
    auto const roles = attachment::in_list(of_.read, values);
    return {
        "SELECT a.id, CASE WHEN a.name = $1 THEN 0 ELSE 1 END AS by_title FROM account a WHERE a.state = 'active' AND "
        "(a.name = $1 OR a.display_name = $1) AND "
        "EXISTS (SELECT 1 FROM account_role g WHERE g.account_id = a.id AND g.role IN " +
            roles + ") ORDER BY by_title, a.id LIMIT 2",
        std::move(values)};
}

ImportNames::Found ImportNames::dwelling(const place::Place& place, const std::string& text) {
    auto found = dwellings_.find(place.id);
    if (found == dwellings_.end()) {
        if (dwellings_held_ > most_held) dwellings_.clear(), dwellings_held_ = 0;
        found = dwellings_.try_emplace(place.id).first;
        auto& names = found->second;
        auto end = place.path;
        ++end.back();
        author_.transaction.each(
            "SELECT d.id, b.name, d.unit, d.room FROM dwelling d JOIN building b ON b.id = d.building_id JOIN place p "
            "ON p.id = d.estate_id WHERE "
            "p.path >= $1 AND p.path < $2",
            {place.path, end}, [&](const kernel::Row& row) {
                auto const [named, fresh] =
                    names.try_emplace(bare(row.text(1) + " " + row.text(2) + " " + row.text(3)), row.text(0));
                if (!fresh) named->second.clear();
            });
        dwellings_held_ += names.size();
    }
    auto const named = found->second.find(bare(text));
    if (named == found->second.end()) {
        return {{},
                {fmt::format("{}里没有“{}”这一户，请按“幢 单元 室”填写并核对。", place.name, text),
                 fmt::format("There is no dwelling “{}” in {}. Write building, unit and room.", text, place.name)}};
    }
    if (named->second.empty()) return several(text);
    return {named->second, {}};
}

}  // namespace anju::record
