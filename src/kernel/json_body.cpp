#include "kernel/json_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "base/refusal.hpp"

namespace anju::kernel {

namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

/// Builds the value as boost::json's own parser does, and minds the keys of every object that is open.
struct Builder {
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = 1024;
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    json::value_stack stack;
    std::vector<std::set<std::string>> open;
    std::string key;
    std::string repeated;

    bool on_document_begin(error_code&) { return stack.reset(), true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return open.emplace_back(), true; }
    bool on_object_end(std::size_t members, error_code&) {
        open.pop_back();
        return stack.push_object(members), true;
    }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t items, error_code&) { return stack.push_array(items), true; }
    bool on_key_part(string_view part, std::size_t, error_code&) {
        key.append(part.data(), part.size());
        return stack.push_chars(part), true;
    }
    bool on_key(string_view part, std::size_t, error_code& error) {
        key.append(part.data(), part.size());
        stack.push_key(part);
        if (!open.back().insert(key).second) {
            repeated = key;
            error = json::error::syntax;
            return false;
        }
        key.clear();
        return true;
    }
    bool on_string_part(string_view part, std::size_t, error_code&) { return stack.push_chars(part), true; }
    bool on_string(string_view part, std::size_t, error_code&) { return stack.push_string(part), true; }
    bool on_number_part(string_view, error_code&) { return true; }
    bool on_int64(std::int64_t number, string_view, error_code&) { return stack.push_int64(number), true; }
    bool on_uint64(std::uint64_t number, string_view, error_code&) { return stack.push_uint64(number), true; }
    bool on_double(double number, string_view, error_code& error) {
        if (!std::isfinite(number)) {
            error = json::error::not_number;
            return false;
        }
        return stack.push_double(number), true;
    }
    bool on_bool(bool value, error_code&) { return stack.push_bool(value), true; }
    bool on_null(error_code&) { return stack.push_null(), true; }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }
};

[[noreturn]] void refuse_json(std::string_view text, std::size_t offset, const std::string& repeated) {
    const auto before = text.substr(0, offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto start = before.rfind('\n');
    const auto column = start == std::string_view::npos ? offset + 1 : offset - start;
    base::Text message{fmt::format("请求内容不是有效的 JSON:第 {} 行第 {} 列。请检查后重发。", line, column),
                       fmt::format("The request is not valid JSON at line {}, column {}. Correct it and send it again.",
                                   line, column)};
    if (!repeated.empty())
        message = {fmt::format("第 {} 行第 {} 列重复出现字段“{}”，请只保留一个。", line, column, repeated),
                   fmt::format("The member \"{}\" appears again at line {}, column {}; keep only one.", repeated, line,
                               column)};
    throw base::Refusal(400, "bad_json", std::move(message));
}

}  // namespace

json::object parse_json_body(std::string_view text) {
    json::basic_parser<Builder> parser{json::parse_options{}};
    error_code error;
    auto taken = parser.write_some(false, text.data(), text.size(), error);
    // What follows the value must be blank: write_some stops behind it.
    if (!error) taken = std::min(text.find_first_not_of(" \t\r\n", taken), text.size());
    if (error || taken != text.size()) refuse_json(text, taken, parser.handler().repeated);
    auto value = parser.handler().stack.release();
    if (!value.is_object())
        throw base::Refusal(400, "bad_json",
                            {"请求内容须为 JSON 对象 {…}。", "The request must be a JSON object {…}."});
    return std::move(value.get_object());
}

}  // namespace anju::kernel
