#pragma once
// Values as people see them: ids with their names, choices with their titles, sensitive ones masked.
#include <map>
#include <set>
#include <string>

#include "record/fields.hpp"

namespace anju::record {

/// Names of what ids point to, and the types of files. First `want` everything of an answer, then `look_up` once, then `shown`.
class Names {
  public:
    void want(const std::vector<field::Field>& fields, const field::Values& stored);
    void want_place(const std::string& id) { wanted_["place"].insert(id); }
    void look_up(kernel::Transaction& transaction);
    [[nodiscard]] std::string of(std::string_view kind, const std::string& id) const;  ///< empty when unknown
    [[nodiscard]] json::object named(std::string_view kind, const std::string& id) const;  ///< {id, name}

  private:
    std::map<std::string, std::set<std::string>, std::less<>> wanted_;
    std::map<std::string, std::map<std::string, std::string>, std::less<>> names_;
};

/// Null when empty. link place party account dwelling {id, name}; choice {choice, title}; choices a list of them; photos [{id}];
/// files [{id, type}], type a MIME type that is left out when it was not looked up;
/// signature {id}; rows a list of objects; sensitive the masked text; else as typed().
json::value shown(const field::Field& one, const field::Value& stored, const Names& names);
json::object shown_all(const std::vector<field::Field>& fields, const field::Values& stored, const Names& names);

/// A field of a register or act as forms need it.
json::object field_json(const field::Field& one);
json::array fields_json(const std::vector<field::Field>& fields);

}  // namespace anju::record
