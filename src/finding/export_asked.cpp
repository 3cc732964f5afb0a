#include "finding/export_asked.hpp"

#include <array>

namespace anju::finding {

namespace {

namespace json = kernel::json;

/// Those that attachment::finding_filter and the export itself look at.
constexpr std::array<std::string_view, 6> rights_kept{"report.export",      "finding.read",       "self_check.read",
                                                      "inspection.self_check", "inspection.inspect", "inspection.department"};

json::object to_json(const kernel::Grant& grant) {
    json::array rights, paths;
    for (const auto right : rights_kept)
        if (grant.rights.contains(right)) rights.emplace_back(right);
    for (const auto& path : grant.paths) paths.emplace_back(path);
    return {{"rights", std::move(rights)}, {"paths", std::move(paths)}, {"party_id", grant.party_id}};
}

kernel::Grant grant_from(const json::object& kept) {
    kernel::Grant grant;
    for (const auto& right : kept.at("rights").as_array()) grant.rights.emplace(right.as_string());
    for (const auto& path : kept.at("paths").as_array()) grant.paths.emplace_back(path.as_string());
    grant.party_id = std::string{kept.at("party_id").as_string()};
    return grant;
}

}  // namespace

json::object to_json(const ExportAsked& asked) {
    json::object conditions;
    for (const auto& [name, value] : asked.conditions) conditions[name] = value;
    json::array grants;
    for (const auto& grant : asked.actor.grants) grants.emplace_back(to_json(grant));
    return {{"format", asked.format},
            {"language", asked.language == base::Language::en ? "en" : "zh"},
            {"conditions", std::move(conditions)},
            {"account_id", asked.actor.account_id},
            {"grants", std::move(grants)}};
}

ExportAsked export_asked_from(const json::object& input) {
    ExportAsked asked;
    asked.format = std::string{input.at("format").as_string()};
    asked.language = input.at("language").as_string() == "en" ? base::Language::en : base::Language::zh;
    for (const auto& [name, value] : input.at("conditions").as_object()) asked.conditions.emplace(name, value.as_string());
    asked.actor.account_id = std::string{input.at("account_id").as_string()};
    for (const auto& grant : input.at("grants").as_array()) asked.actor.grants.push_back(grant_from(grant.as_object()));
    return asked;
}

}  // namespace anju::finding
