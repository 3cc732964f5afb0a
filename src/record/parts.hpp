#pragma once
// The routes and jobs this slice is put together from, one function a file; record.hpp shows what others may use.
#include <filesystem>
#include <string>

#include "kernel/jobs.hpp"
#include "record/record.hpp"

namespace anju::record {

void declaration_routes(kernel::Router& router, const Registers& registers);  ///< registers and their declarations
void list_routes(kernel::Router& router, const Registers& registers);         ///< lists of records
void record_routes(kernel::Router& router, const Registers& registers);       ///< one record and the acts on it
void picker_routes(kernel::Router& router, const Registers& registers);       ///< what a link, place, party, account, dwelling may be
void export_routes(kernel::Router& router, const Registers& registers);
void import_routes(kernel::Router& router, const Registers& registers);  ///< the template too
void label_routes(kernel::Router& router, const Registers& registers);
void map_routes(kernel::Router& router, const Registers& registers);  ///< the points around an estate
void filter_routes(kernel::Router& router, const Registers& registers);
void retention_routes(kernel::Router& router, const Registers& registers);
/// Whoever may read a record sees its photos and files, those it once had too (its history shows them).
void show_files(attachment::Viewers& viewers, const Registers& registers);

void import_kind(kernel::Jobs& jobs, kernel::Store& store, const Registers& registers);
void export_kind(kernel::Jobs& jobs, kernel::Store& store, const Registers& registers, const std::filesystem::path& exports);

/// The register a route names; 404 when there is none or the actor may read it nowhere.
const policy::Register& readable_register(kernel::Context& context, const Registers& registers);
/// Roles that hold over a place, and paths a role of the list covers (shortest cover; "/" is everything).
std::vector<std::string> paths_of(const kernel::Actor& actor, const std::vector<std::string>& roles);
/// What an actor reads of a register: covered paths, and "=/d/s/" for a place above them that is itself shown. A role named by the
/// register of a street is held over estates at most, so it reads the records of the street they lie in.
std::vector<std::string> with_above(std::vector<std::string> paths);  ///< and the places above, each as "=…"
std::vector<std::string> read_paths(const kernel::Actor& actor, const policy::Register& of);
/// "(path >= $n AND path < $m OR …)"; "1 = 0" without a path, "1 = 1" for everything.
/// Takes paths as read_paths gives them.
std::string path_condition(const std::vector<std::string>& paths, std::string_view column, kernel::Values& values);
[[noreturn]] void refuse_fields(std::vector<base::FieldProblem> problems);  ///< 422 fields_wrong

/// Texts as a job's input keeps them, and back.
kernel::json::array texts_json(const std::vector<std::string>& texts);
std::vector<std::string> texts_of(const kernel::json::value& list);

base::Text level_title(std::string_view level);  ///< 小区, 街道 …

/// Columns of `record r` that row_record reads, in its order.
inline constexpr std::string_view record_columns = "r.id, r.register, r.place_id, r.path, r.name, r.state, r.doc, r.deleted, r.created_by, r.created_at, r.changed_at, r.version";
Record row_record(const Registers& registers, const kernel::Row& row);  ///< std::logic_error when the register is unknown

}  // namespace anju::record
