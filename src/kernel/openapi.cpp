#include <algorithm>

#include "kernel/pattern.hpp"
#include "kernel/router.hpp"

namespace anju::kernel {

namespace {

json::object operation(const Route& route) {
    json::object operation;
    operation["summary"] = route.summary.zh;
    operation["description"] = route.summary.en;
    std::string id = route.method;
    for (const char letter : route.pattern)
        id += (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ? letter : '_';
    operation["operationId"] = id;
    json::array parameters;
    for (const auto& name : pattern_parameters(route.pattern))
        parameters.push_back(
            json::object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    if (route.act && !route.plain)
        parameters.push_back(json::object{
            {"name", "Idempotency-Key"}, {"in", "header"}, {"schema", {{"type", "string"}, {"maxLength", 100}}}});
    if (!parameters.empty()) operation["parameters"] = std::move(parameters);
    if (route.method != "GET" && route.method != "DELETE")
        operation["requestBody"] = {{"content", {{"application/json", {{"schema", {{"type", "object"}}}}}}}};
    const json::object trouble{
        {"description", "RFC 9457"},
        {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
    operation["responses"] = {{"200", {{"description", "OK"}}}, {"default", trouble}};
    const bool guarded = !route.guard.right.empty() || route.guard.signed_in;
    operation["security"] = guarded ? json::array{json::object{{"session", json::array{}}}} : json::array{};
    if (!route.guard.right.empty()) operation["x-right"] = route.guard.right;
    return operation;
}

json::object components() {
    const json::object text{{"type", "string"}};
    const json::object field{{"type", "object"}, {"properties", {{"field", text}, {"message", text}}}};
    const json::object properties{
        {"type", text}, {"title", text},      {"status", {{"type", "integer"}}},
        {"code", text}, {"request_id", text}, {"problems", {{"type", "array"}, {"items", field}}}};
    return {{"schemas",
             {{"Problem",
               {{"type", "object"},
                {"required", json::array{"type", "title", "status", "code"}},
                {"properties", properties}}}}},
            {"securitySchemes", {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-anju"}}}}}};
}

}  // namespace

json::object openapi(const Router& router, std::string_view title, std::string_view version) {
    json::object paths;
    for (const auto& route : router.routes()) {
        if (!route.pattern.starts_with("/api/")) continue;
        auto& path = paths[route.pattern];
        if (!path.is_object()) path = json::object{};
        std::string method = route.method;
        std::transform(method.begin(), method.end(), method.begin(),
                       [](char c) { return static_cast<char>(c + ('a' - 'A')); });
        path.get_object()[method] = operation(route);
    }
    return {{"openapi", "3.1.0"},
            {"info", {{"title", title}, {"version", version}}},
            {"paths", std::move(paths)},
            {"components", components()}};
}

}  // namespace anju::kernel
