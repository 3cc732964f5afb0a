#include "policy/field/value.hpp"

namespace anju::policy::field {

bool Value::empty() const {
    if (std::holds_alternative<std::monostate>(held)) return true;
    if (auto const* one = text()) return one->find_first_not_of(" \t\r\n") == std::string::npos;
    if (auto const* many = texts()) return many->empty();
    if (auto const* table = rows()) return table->empty();
    return false;
}

const Value& value_of(const Values& values, std::string_view field) {
    static const Value nothing;
    auto const found = values.find(field);
    return found == values.end() ? nothing : found->second;
}

}  // namespace anju::policy::field
