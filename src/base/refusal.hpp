#pragma once
// What ends a request that cannot be done: thrown anywhere below a handler, turned into an RFC 9457 problem answer in
// one place (kernel/router.cpp). Not for what is expected to happen often inside an algorithm: return a value there.
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace anju::base {

/// One thing wrong with one field: what, why, and what to do, said in one message.
struct FieldProblem {
    std::string field;  ///< JSON pointer without the leading slash ("findings/2/deduct"), or a column name
    Text message;
};

class Refusal : public std::exception {
  public:
    Refusal(int status, std::string code, Text message, std::string field = {});
    Refusal(int status, std::string code, Text message, std::vector<FieldProblem> problems);

    [[nodiscard]] int status() const { return status_; }  ///< HTTP status, 400–507
    [[nodiscard]] const std::string& code() const { return code_; }  ///< stable snake_case word for programs
    [[nodiscard]] const Text& message() const { return message_; }
    [[nodiscard]] const std::vector<FieldProblem>& problems() const { return problems_; }  ///< all wrong fields
    [[nodiscard]] const char* what() const noexcept override { return code_.c_str(); }

  private:
    int status_;
    std::string code_;
    Text message_;
    std::vector<FieldProblem> problems_;
};

[[noreturn]] void refuse_field(std::string field, std::string code, Text message);  ///< 422 with that one field
[[noreturn]] void refuse_missing(std::string_view what_zh, std::string_view what_en);  ///< 404 "没有这个…"
[[noreturn]] void refuse_state(std::string code, Text message);  ///< 409: right request, wrong time or state
[[noreturn]] void refuse_right(Text message);  ///< 403

}  // namespace anju::base
