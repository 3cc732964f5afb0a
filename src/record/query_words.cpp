#include <fmt/format.h>

#include <algorithm>

#include "record/fields.hpp"
#include "record/filter.hpp"
#include "record/list_query.hpp"
#include "record/parts.hpp"

namespace anju::record {
namespace {

constexpr std::size_t longest = 500;
const std::vector<std::string_view> known{"place", "search", "state", "sort", "deleted", "limit", "after"};

/// The covered paths that lie in a place, and the place itself where it lies in one of them.
std::vector<std::string> narrowed(const std::vector<std::string>& paths, const std::string& place) {
    std::vector<std::string> inside;
    for (auto const& path : paths) {
        bool const one = path.starts_with('=');  // a single place above the covered ones
        if (path.substr(one ? 1 : 0).starts_with(place)) inside.push_back(path);
        if (one) continue;
        if (path.size() < place.size() && place.starts_with(path)) inside.push_back(place);
    }
    return inside;
}

class Asked {
  public:
    Asked(const policy::Register& of, Query& query) : of_{of}, query_{query} {}

    void take(const std::string& name, const std::string& text) {
        if (text.size() > longest) return wrong(name, {"条件太长，请缩短。", "The condition is too long. Shorten it."});
        if (name == "search") {
            query_.search = text;
        } else if (name == "state") {
            query_.states = parts_of(text, ',');
        } else if (name == "deleted") {
            query_.deleted = text == "1";
        } else if (name == "sort") {
            sort(text);
        } else if (name.starts_with("f.")) {
            filter(name, text);
        } else if (std::find(known.begin(), known.end(), name) == known.end()) {
            wrong(name, {fmt::format("没有“{}”这个条件，请去掉。", name), fmt::format("There is no condition “{}”. Leave it out.", name)});
        }
    }
    void done() {
        if (!problems_.empty()) refuse_fields(std::move(problems_));
    }

  private:
    void sort(const std::string& text) {
        auto const down = text.starts_with('-');
        auto const name = text.substr(down ? 1 : 0);
        auto const* one = of_.field(name);
        if (name.empty()) return;
        if (name != "changed_at" && (one == nullptr || !can_sort(*one)))
            return wrong("sort", {"不能按这一栏排序，请换一栏。", "The list cannot be sorted by this field. Choose another."});
        query_.sort = name;
        query_.descending = down;
    }
    void filter(const std::string& name, const std::string& text) {
        auto const field = name.substr(2);
        auto const* one = of_.field(field);
        if (one == nullptr) return wrong(name, {"没有这一栏，请去掉这个条件。", "There is no such field. Leave this condition out."});
        if (text.empty()) return;
        if (auto problem = filter_problem(*one, text)) return wrong(name, std::move(*problem));
        query_.filters[field] = text;
    }
    void wrong(const std::string& name, base::Text message) { problems_.push_back({name, std::move(message)}); }

    const policy::Register& of_;
    Query& query_;
    std::vector<base::FieldProblem> problems_;
};

}  // namespace

json::array texts_json(const std::vector<std::string>& texts) {
    json::array list;
    for (auto const& text : texts) list.emplace_back(text);
    return list;
}

std::vector<std::string> texts_of(const json::value& list) {
    std::vector<std::string> texts;
    for (auto const& text : list.as_array()) texts.emplace_back(text.as_string());
    return texts;
}

std::map<std::string, std::string> asked_of(const kernel::Context& context) {
    auto const target = kernel::parse_target(context.request.target);
    return target ? target->query : std::map<std::string, std::string>{};
}

std::map<std::string, std::string> asked_of(const json::object& wanted) {
    std::map<std::string, std::string> asked;
    for (auto const& member : wanted) {
        std::string const name{member.key()};
        if (member.value().is_null()) continue;
        if (!member.value().is_string()) base::refuse_field(name, "no_text", {"条件须写成文字。", "Conditions are written as texts."});
        asked.emplace(name, member.value().get_string());
    }
    return asked;
}

Query query_of(kernel::Context& context, const policy::Register& of, const std::map<std::string, std::string>& asked) {
    Query query;
    Asked words{of, query};
    for (auto const& [name, text] : asked) words.take(name, text);
    words.done();
    query.paths = query.deleted ? paths_of(context.actor, of.write) : read_paths(context.actor, of);
    if (auto const place = asked.find("place"); place != asked.end() && !place->second.empty())
        query.paths = narrowed(query.paths, place::get(context.transaction, place->second, {}).path);
    return query;
}

json::object to_json(const Query& query) {
    json::object filters;
    for (auto const& [name, text] : query.filters) filters[name] = text;
    return {{"paths", texts_json(query.paths)}, {"states", texts_json(query.states)}, {"search", query.search},
            {"sort", query.sort},            {"descending", query.descending},  {"deleted", query.deleted},
            {"filters", std::move(filters)}};
}

Query query_from(const json::object& kept) {
    Query query;
    query.paths = texts_of(kept.at("paths"));
    query.states = texts_of(kept.at("states"));
    query.search = std::string{kept.at("search").as_string()};
    query.sort = std::string{kept.at("sort").as_string()};
    query.descending = kept.at("descending").as_bool();
    query.deleted = kept.at("deleted").as_bool();
    for (auto const& member : kept.at("filters").as_object()) query.filters.emplace(member.key(), member.value().as_string());
    return query;
}

}  // namespace anju::record
