#include "base/refusal.hpp"

#include <stdexcept>

namespace anju::base {
namespace {

int checked(int status) {
    if (status < 400 || status > 507) throw std::logic_error("a refusal needs an HTTP status from 400 to 507");
    return status;
}

std::vector<FieldProblem> only(std::string field, const Text& message) {
    if (field.empty()) return {};
    return {FieldProblem{std::move(field), message}};
}

}  // namespace

Refusal::Refusal(int status, std::string code, Text message, std::string field)
    : Refusal(status, std::move(code), message, only(std::move(field), message)) {}

Refusal::Refusal(int status, std::string code, Text message, std::vector<FieldProblem> problems)
    : status_{checked(status)}, code_{std::move(code)}, message_{std::move(message)}, problems_{std::move(problems)} {}

void refuse_field(std::string field, std::string code, Text message) {
    throw Refusal(422, std::move(code), std::move(message), std::move(field));
}

void refuse_missing(std::string_view what_zh, std::string_view what_en) {
    throw Refusal(404, "not_found",
                  Text{"没有这个" + std::string{what_zh} + "，请回到列表重新选择。",
                       "There is no such " + std::string{what_en} + ". Go back to the list and choose again."});
}

void refuse_state(std::string code, Text message) {
    throw Refusal(409, std::move(code), std::move(message));
}

void refuse_right(Text message) {
    throw Refusal(403, "no_right", std::move(message));
}

}  // namespace anju::base
