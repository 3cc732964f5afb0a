#include "record/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/exact.hpp"

namespace anju::record {
namespace {

using field::Shape;
using field::Value;

Shape shape_of(const field::Field& one) {
    return one.kind->traits().shape;
}

base::FieldProblem no_value(std::string where) {
    return {std::move(where), {"这里的内容格式不对，请重新填写。", "This is no value for a field. Fill it in again."}};
}

std::string_view key_of(const json::key_value_pair& member) {
    return {member.key().data(), member.key().size()};
}

Value written_value(const json::value& value, const std::string& where, std::vector<base::FieldProblem>& problems);

Value written_list(const json::array& list, const std::string& where, std::vector<base::FieldProblem>& problems) {
    if (!list.empty() && list.front().is_object()) {
        Value::Rows rows;
        for (auto const& line : list) {
            auto const at = fmt::format("{}/{}", where, rows.size());
            rows.emplace_back();
            if (!line.is_object()) {
                problems.push_back(no_value(at));
                continue;
            }
            for (auto const& member : line.get_object()) {
                std::string name{key_of(member)};
                auto inside = written_value(member.value(), at + "/" + name, problems);
                rows.back().insert_or_assign(std::move(name), std::move(inside));
            }
        }
        return rows;
    }
    Value::Texts texts;
    for (auto const& one : list) {
        if (!one.is_string()) {
            problems.push_back(no_value(where));
            return {};
        }
        texts.emplace_back(one.get_string());
    }
    return texts;
}

Value written_value(const json::value& value, const std::string& where, std::vector<base::FieldProblem>& problems) {
    switch (value.kind()) {
        case json::kind::null:
            return {};
        case json::kind::bool_:
            return value.get_bool();
        case json::kind::int64:
            return value.get_int64();
        case json::kind::double_:
            return fmt::format("{}", value.get_double());
        case json::kind::string:
            return std::string{value.get_string()};
        case json::kind::array:
            return written_list(value.get_array(), where, problems);
        default:
            problems.push_back(no_value(where));
            return {};
    }
}

json::value plain_json(const field::Field& one, const Value& stored) {
    switch (shape_of(one)) {
        case Shape::text:
            return json::value(*stored.text());
        case Shape::whole:
            return json::value(*stored.whole());
        case Shape::truth:
            return *stored.truth() ? json::value("true") : json::value("false");
        case Shape::texts: {
            json::array list;
            for (auto const& text : *stored.texts()) list.emplace_back(text);
            return list;
        }
        case Shape::rows: {
            json::array list;
            for (auto const& row : *stored.rows()) list.emplace_back(plain_doc(one.fields, row));
            return list;
        }
    }
    return nullptr;
}

/// A document an older pack wrote may hold another shape under the same name: that reads as empty.
Value plain_value(const field::Field& one, const json::value& kept) {
    switch (shape_of(one)) {
        case Shape::text:
            return kept.is_string() ? Value{std::string{kept.get_string()}} : Value{};
        case Shape::whole:
            return kept.is_int64() ? Value{kept.get_int64()} : Value{};
        case Shape::truth:
            return kept.is_string() ? Value{kept.get_string() == "true"} : Value{};
        case Shape::texts: {
            Value::Texts texts;
            if (!kept.is_array()) return {};
            for (auto const& text : kept.get_array())
                if (text.is_string()) texts.emplace_back(text.get_string());
            return texts;
        }
        case Shape::rows: {
            Value::Rows rows;
            if (!kept.is_array()) return {};
            for (auto const& row : kept.get_array())
                if (row.is_object()) rows.push_back(plain_values(one.fields, row.get_object()));
            return rows;
        }
    }
    return {};
}

/// The sealed text of a field, wherever one stands: the pack may have called the field sensitive only for a while.
const json::string* sealed_in(const json::value& kept) {
    auto const* sealed = kept.is_object() ? kept.get_object().if_contains("sealed") : nullptr;
    return sealed == nullptr ? nullptr : sealed->if_string();
}

bool is_sealed_now(const Registers& registers, const json::value& kept) {
    auto const* sealed = sealed_in(kept);
    return sealed != nullptr && registers.seal().is_current({sealed->data(), sealed->size()});
}

/// Bound into the sealed value: it cannot be moved to another field or record.
std::string about(const policy::Register& of, const field::Field& one, const std::string& id) {
    return of.name + "/" + one.field + "/" + id;
}

/// False only for a sealed value whose key is not there.
bool opens(const Registers& registers, const policy::Register& of, const field::Field& one, const std::string& id, const json::value& kept) {
    auto const* sealed = sealed_in(kept);
    return sealed == nullptr || registers.seal().open({sealed->data(), sealed->size()}, about(of, one, id)).has_value();
}

json::object sealed_value(const Registers& registers, const policy::Register& of, const field::Field& one, const std::string& id,
                          const std::string& plain) {
    return {{"sealed", registers.seal().seal(plain, about(of, one, id))}, {"blind", blind(registers, of, one, plain)}};
}

/// One value of resealed_doc.
json::value resealed(const Registers& registers, const policy::Register& of, const field::Field& one, const std::string& id,
                     const json::value& kept, std::int64_t& unopened) {
    auto const* sealed = sealed_in(kept);
    if (sealed == nullptr) {
        auto const value = plain_value(one, kept);
        return one.sensitive && value.text() != nullptr ? json::value(sealed_value(registers, of, one, id, *value.text())) : kept;
    }
    auto const plain = registers.seal().open({sealed->data(), sealed->size()}, about(of, one, id));
    if (!plain) {
        ++unopened;
        return kept;
    }
    if (!one.sensitive) return json::value(*plain);
    auto const* word = kept.get_object().if_contains("blind");
    bool const found = word != nullptr && word->is_string() && std::string_view{word->get_string()} == blind(registers, of, one, *plain);
    return found && is_sealed_now(registers, kept) ? kept : json::value(sealed_value(registers, of, one, id, *plain));
}

}  // namespace

field::Values written(const json::object& fields, std::vector<base::FieldProblem>& problems) {
    field::Values values;
    for (auto const& member : fields) {
        std::string name{key_of(member)};
        auto value = written_value(member.value(), name, problems);
        values.insert_or_assign(std::move(name), std::move(value));
    }
    return values;
}

json::value typed(const field::Field& one, const Value& stored) {
    if (stored.empty()) return nullptr;
    auto const kind = one.kind->name();
    if (kind == "money") return json::value(base::decimal_text(*stored.whole(), 2));
    if (kind == "decimal") return json::value(base::decimal_text(*stored.whole(), one.decimals));
    if (kind == "instant") return json::value(base::Instant{*stored.whole()}.text());
    if (auto const* truth = stored.truth()) return json::value(*truth);
    if (auto const* rows = stored.rows()) {
        json::array list;
        for (auto const& row : *rows) {
            json::object line;
            for (auto const& column : one.fields) {
                auto const& value = field::value_of(row, column.field);
                if (!value.empty()) line[column.field] = typed(column, value);
            }
            list.emplace_back(std::move(line));
        }
        return list;
    }
    return plain_json(one, stored);
}

json::object plain_doc(const std::vector<field::Field>& fields, const field::Values& stored) {
    json::object doc;
    for (auto const& one : fields) {
        auto const& value = field::value_of(stored, one.field);
        if (!value.empty()) doc[one.field] = plain_json(one, value);
    }
    return doc;
}

field::Values plain_values(const std::vector<field::Field>& fields, const json::object& doc) {
    field::Values values;
    for (auto const& one : fields) {
        auto const* kept = doc.if_contains(one.field);
        if (kept == nullptr) continue;
        if (auto value = plain_value(one, *kept); !value.empty()) values.emplace(one.field, std::move(value));
    }
    return values;
}

json::object sealed_doc(const Registers& registers, const policy::Register& of, const std::string& id,
                        const field::Values& stored, const json::object* before, const field::Values& known) {
    json::object doc;
    for (auto const& one : of.fields) {
        auto const& value = field::value_of(stored, one.field);
        if (value.empty()) continue;
        if (!one.sensitive) {
            doc[one.field] = plain_json(one, value);
            continue;
        }
        auto const* kept = before == nullptr ? nullptr : before->if_contains(one.field);
        bool const same = kept != nullptr && field::value_of(known, one.field) == value;
        // What cannot be opened here reads as "*": the sealed value stays, a key file put right opens it again.
        if (same && (is_sealed_now(registers, *kept) || !opens(registers, of, one, id, *kept))) {
            doc[one.field] = *kept;
            continue;
        }
        doc[one.field] = sealed_value(registers, of, one, id, *value.text());
    }
    for (auto const& dropped : of.dropped) {
        auto const* kept = before == nullptr ? nullptr : before->if_contains(dropped.name);
        if (kept != nullptr) doc[dropped.name] = *kept;
    }
    return doc;
}

json::object resealed_doc(const Registers& registers, const policy::Register& of, const std::vector<field::Field>& fields,
                          const std::string& id, const json::object& doc, std::int64_t& unopened) {
    json::object now;
    for (auto const& member : doc) {
        auto const* one = field::find(fields, key_of(member));
        now[member.key()] = one == nullptr ? member.value() : resealed(registers, of, *one, id, member.value(), unopened);
    }
    return now;
}

field::Values values_of(const Registers& registers, const policy::Register& of, const std::string& id,
                        const json::object& doc) {
    return values_of(registers, of, of.fields, id, doc);
}

field::Values values_of(const Registers& registers, const policy::Register& of, const std::vector<field::Field>& fields,
                        const std::string& id, const json::object& doc) {
    auto values = plain_values(fields, doc);
    for (auto const& one : fields) {
        auto const* kept = doc.if_contains(one.field);
        auto const* sealed = kept == nullptr ? nullptr : sealed_in(*kept);
        if (sealed == nullptr) continue;
        auto plain = registers.seal().open({sealed->data(), sealed->size()}, about(of, one, id));
        values.insert_or_assign(one.field, plain ? std::move(*plain) : std::string{"*"});
    }
    return values;
}

field::Values values_of(const Registers& registers, const Record& record) {
    return values_of(registers, *record.of, record.id, record.doc);
}

std::string blind(const Registers& registers, const policy::Register& of, const field::Field& one,
                  const std::string& value) {
    return registers.seal().blind(value, of.name + "/" + one.field);
}

std::string lower(std::string_view text) {
    std::string small{text};
    for (auto& letter : small)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return small;
}

std::string search_words(const std::string& blind_word) {
    std::string capitals;
    for (char const digit : blind_word) {
        auto const value = digit <= '9' ? digit - '0' : digit - 'a' + 10;
        capitals += static_cast<char>('A' + value);
    }
    return capitals;
}

std::string search_text(const Registers& registers, const policy::Register& of, const field::Values& stored) {
    std::string text;
    for (auto const& one : of.fields) {
        auto const& value = field::value_of(stored, one.field);
        if (!one.search || value.empty()) continue;
        if (!text.empty()) text += ' ';
        text += one.sensitive ? search_words(blind(registers, of, one, *value.text()))
                              : lower(field::text(one, value, base::Language::zh));
    }
    return text;
}

}  // namespace anju::record
