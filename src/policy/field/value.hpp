#pragma once
// The value of one field of a record, free of any transport format. The same type carries what somebody wrote (texts as
// typed) and what is stored (one normal form a kind, see field.hpp); only `read` leads from the first to the second.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace anju::policy::field {

struct Value;
using Values = std::map<std::string, Value, std::less<>>;  ///< by field; a missing one and an empty one are the same

struct Value {
    using Texts = std::vector<std::string>;
    using Rows = std::vector<Values>;
    std::variant<std::monostate, bool, std::int64_t, std::string, Texts, Rows> held;

    Value() = default;
    Value(bool truth) : held{truth} {}
    Value(std::int64_t whole) : held{whole} {}
    Value(std::string text) : held{std::move(text)} {}
    Value(const char* text) : held{std::string{text}} {}
    Value(Texts texts) : held{std::move(texts)} {}
    Value(Rows rows) : held{std::move(rows)} {}

    [[nodiscard]] const bool* truth() const { return std::get_if<bool>(&held); }
    [[nodiscard]] const std::int64_t* whole() const { return std::get_if<std::int64_t>(&held); }
    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&held); }
    [[nodiscard]] const Texts* texts() const { return std::get_if<Texts>(&held); }
    [[nodiscard]] const Rows* rows() const { return std::get_if<Rows>(&held); }
    [[nodiscard]] bool empty() const;  ///< nothing, blank text, or a list without members

    friend bool operator==(const Value& a, const Value& b) { return a.held == b.held; }
};

const Value& value_of(const Values& values, std::string_view field);  ///< an empty value when it is not there

}  // namespace anju::policy::field
