#pragma once
// From names in a sheet to the ids of what they name: records, places, parties, accounts, dwellings.
#include <map>
#include <string>
#include <unordered_map>

#include "record/import_plan.hpp"

namespace anju::record {

class ImportNames {
  public:
    ImportNames(const Author& author, const Registers& registers, const policy::Register& of, const Reach& reach)
        : author_{author}, registers_{registers}, of_{of}, reach_{reach} {}

    struct Found {
        std::string id;  ///< empty: see the problem
        base::Text problem;
    };
    /// Of a record, one in the row's own place goes before others of that name. Ids are taken too.
    Found find(const field::Field& one, const place::Place& place, const std::string& text);
    /// The place a row belongs to, by name or code, under what the asker may write.
    Found place_named(const std::string& text);

  private:
    struct Question {
        std::string sql;
        kernel::Values values;
    };
    [[nodiscard]] Question link(const field::Field& one, const place::Place& place, const std::string& text) const;
    [[nodiscard]] Question place_field(const field::Field& one, const std::string& text) const;
    [[nodiscard]] static Question party(const field::Field& one, const std::string& text);
    [[nodiscard]] Question account(const std::string& text) const;
    Found ask(const std::string& key, const std::string& text, const Question& question);
    Found dwelling(const place::Place& place, const std::string& text);

    const Author& author_;
    const Registers& registers_;
    const policy::Register& of_;
    const Reach& reach_;
    std::unordered_map<std::string, Found> known_;
    std::map<std::string, std::unordered_map<std::string, std::string>>
        dwellings_;  ///< by place; "" where several have the name
    std::size_t dwellings_held_ = 0;
};

}  // namespace anju::record
