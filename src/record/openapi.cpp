// The pack's registers in the OpenAPI document: a schema and two paths each, so that a client can be made for them as for any other route.
#include "record/record.hpp"

namespace anju::record {
namespace {

namespace field = policy::field;
namespace json = kernel::json;

json::object fields_schema(const std::vector<field::Field>& fields);

json::object list_of(json::object items, const field::Field& one) {
    json::object schema{{"type", "array"}, {"items", std::move(items)}};
    if (one.least) schema["minItems"] = *one.least;
    if (one.most) schema["maxItems"] = *one.most;
    return schema;
}

json::object with_choices(const field::Field& one) {
    json::array names;
    for (auto const& choice : one.choices) names.emplace_back(choice.choice);
    return {{"type", "string"}, {"enum", std::move(names)}};
}

/// As a form writes the value; what only the catalogue can check (check digits, plates) stays a text here.
json::object value_schema(const field::Field& one) {
    auto const kind = one.kind->name();
    json::object const id{{"type", "string"}, {"format", "uuid"}};
    if (kind == "yes_no") return {{"type", "boolean"}};
    if (kind == "date") return {{"type", "string"}, {"format", "date"}};
    if (kind == "choice") return with_choices(one);
    if (kind == "choices") return list_of(with_choices(one), one);
    if (kind == "rows") return list_of(fields_schema(one.fields), one);
    if (kind == "photos" || kind == "files") return list_of(id, one);
    if (kind == "period") return {{"type", "array"}, {"items", {{"type", "string"}}}, {"minItems", 2}, {"maxItems", 2}};
    if (kind == "map_point") {
        return {{"type", "string"},
                {"pattern", "^[0-9]{1,2}\\.[0-9]{6},[0-9]{2,3}\\.[0-9]{6}$"},
                {"example", "30.279000,120.130000"}};
    }
    if (kind == "whole_number") {
        json::object schema{{"type", "integer"}};
        if (one.least) schema["minimum"] = *one.least;
        if (one.most) schema["maximum"] = *one.most;
        return schema;
    }
    if (kind == "decimal" || kind == "money") return {{"type", "string"}, {"pattern", "^-?[0-9]+(\\.[0-9]+)?$"}};
    if (one.kind->traits().by_engine) return id;
    json::object schema{{"type", "string"}};
    if ((kind == "text" || kind == "long_text") && one.most) schema["maxLength"] = *one.most;
    if (kind == "reference_number") schema["readOnly"] = true;
    return schema;
}

json::object fields_schema(const std::vector<field::Field>& fields) {
    json::object properties;
    json::array required;
    for (auto const& one : fields) {
        auto schema = value_schema(one);
        schema["title"] = one.title.zh;
        schema["description"] = one.title.en;
        properties[one.field] = std::move(schema);
        auto const given = one.kind->name() == "reference_number" || !one.otherwise.empty() || one.fills != field::Fills::nothing;
        if (one.required && !one.shown_when && !given) required.emplace_back(one.field);
    }
    json::object schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = std::move(required);
    return schema;
}

json::object operation(const policy::Register& of, std::string_view what_zh, std::string_view what_en, std::string_view id) {
    return {{"summary", of.title.zh + "：" + std::string{what_zh}},
            {"description", of.title.en + ": " + std::string{what_en}},
            {"operationId", std::string{id} + "_" + of.name},
            {"responses", {{"200", {{"description", "OK"}}}, {"default", {{"description", "RFC 9457"}}}}},
            {"security", json::array{json::object{{"session", json::array{}}}}}};
}

}  // namespace

void describe(json::object& openapi, const policy::Pack& pack) {
    auto& schemas = openapi.at("components").at("schemas").as_object();
    auto& paths = openapi.at("paths").as_object();
    for (auto const& of : pack.registers) {
        auto const name = "register_" + of.name;
        schemas[name] = fields_schema(of.fields);
        auto add = operation(of, "新增一条", "add a record", "add");
        json::object const body{{"type", "object"},
                                {"required", json::array{"place_id", "fields"}},
                                {"properties", {{"place_id", {{"type", "string"}, {"format", "uuid"}}}, {"fields", {{"$ref", "#/components/schemas/" + name}}}}}};
        add["requestBody"] = {{"content", {{"application/json", {{"schema", body}}}}}};
        paths["/api/registers/" + of.name + "/records"] = json::object{{"get", operation(of, "列表", "the list", "list")}, {"post", std::move(add)}};
    }
}

}  // namespace anju::record
