#pragma once
// Doubles of unique fields: inside a file, and between it and the database, many rows by one question.
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "record/import_plan.hpp"

namespace anju::record {

class ImportUnique {
  public:
    ImportUnique(const Author& author, const Registers& registers, const policy::Register& of);

    static constexpr std::size_t most_at_once = 256;
    struct Double {
        const PlannedRow* row;
        std::string field;
        base::Text message;
    };
    /// At most `most_at_once` rows; those of earlier calls are remembered.
    std::vector<Double> check(const std::vector<PlannedRow>& rows, std::size_t from, std::size_t to,
                              const std::vector<place::Place>& places);

  private:
    using Waiting = std::unordered_map<std::string, const PlannedRow*>;  ///< by key
    void check_field(const field::Field& one, const Waiting& waiting, const kernel::Values& values,
                     const std::vector<std::string>& place_ids, std::vector<Double>& doubles) const;

    const Author& author_;
    const Registers& registers_;
    const policy::Register& of_;
    std::vector<const field::Field*> fields_;
    std::map<std::string, std::unordered_map<std::string, std::size_t>> seen_;  ///< by field: key → row of the file
};

}  // namespace anju::record
