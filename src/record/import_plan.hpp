#pragma once
// What an import would do, worked out without writing anything: every row read, resolved and checked; then written in
// one act.
#include <map>
#include <string>
#include <vector>

#include "kernel/workbook.hpp"
#include "record/fields.hpp"
#include "record/record.hpp"

namespace anju::record {

/// What the asker could reach when asking; travels in the job.
struct Reach {
    std::vector<std::string> write;  ///< paths new records may lie under
    std::vector<std::string> read;   ///< paths of places a field may name, as with_above gives them
    std::map<std::string, std::vector<std::string>>
        links;  ///< of each register its links lead to, as read_paths gives them
};
Reach reach_of(const kernel::Actor& actor, const Registers& registers, const policy::Register& of);
json::object to_json(const Reach& reach);
Reach reach_from(const json::object& kept);

struct RowProblem {
    std::size_t row = 0;        ///< as a spreadsheet counts, the heading is 1
    std::string column, value;  ///< as written in the file; sensitive values masked
    base::Text message;
};

class RowProblems {
  public:
    static constexpr std::size_t most_listed = 200;
    void add(RowProblem problem);  ///< the first two hundred are kept, all are counted
    [[nodiscard]] const std::vector<RowProblem>& listed() const { return listed_; }
    [[nodiscard]] std::size_t count() const { return count_; }

  private:
    std::vector<RowProblem> listed_;
    std::size_t count_ = 0;
};

struct PlannedRow {
    std::size_t row;    ///< in the file
    std::size_t place;  ///< of ImportPlan::places
    field::Values values;
};
struct ImportPlan {
    std::vector<place::Place> places;
    std::vector<PlannedRow> rows;  ///< only good ones; incomplete as soon as there are problems
    std::size_t read = 0;          ///< rows with something in them
    RowProblems problems;
};

constexpr std::size_t most_import_rows = 50'000;

/// Reads the first sheet (or the one named like the register). Columns are found by title in either language or by
/// field name; the first row with something in it names them, and rows that begin with 示例 are left out. `place_id`:
/// where rows belong that name no place. Empties the sheet as it goes, so that file and plan are not both held.
ImportPlan plan_import(const Author& author, const Registers& registers, const policy::Register& of, const Reach& reach,
                       const std::string& place_id, kernel::Workbook workbook, kernel::JobProgress& progress);

struct ImportFile {
    std::string id, place_id, name;
};
/// Writes all of it with one line of the journal and tells once per place. Refuses 409 changed_meanwhile when somebody
/// was faster.
void write_import(const Author& author, const Registers& registers, const policy::Register& of, const ImportPlan& plan,
                  const ImportFile& file, kernel::JobProgress& progress);

}  // namespace anju::record
