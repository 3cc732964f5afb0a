#pragma once
// Records of the pack's registers (台账记录): one declaration gives table, form, list, filter, import, export, label and view. What a
// field may hold is decided in policy/field; who may read and write is the register's `read` and `write` roles over the record's place.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attachment/attachment.hpp"
#include "kernel/jobs.hpp"
#include "kernel/router.hpp"
#include "kernel/seal.hpp"
#include "place/place.hpp"
#include "policy/register.hpp"
#include "standard/standard.hpp"

namespace anju::record {

struct Record {
    std::string id, place_id, path, name, state;
    const policy::Register* of = nullptr;
    kernel::json::object doc;  ///< field → value as stored: sensitive fields sealed
    bool deleted = false;
    std::string created_by;
    std::int64_t created_at = 0, changed_at = 0, version = 0;
};

/// What happened to a record, told to slices above inside the same transaction (processes start clocks, watches judge again).
struct Change {
    enum class What { added, changed, deleted, restored } what;
    const Record& record;
    const kernel::json::object* before;  ///< nullptr when added
};
/// Who does it and when: a person in a request, or the program in a job.
struct Author {
    kernel::Transaction& transaction;
    std::string account_id, name, request_id;
    base::Instant now;
    kernel::Context* context = nullptr;  ///< in a request only: for after_commit and the journal
    static Author of(kernel::Context& context);
    void journal(kernel::JournalLine line) const;
};
using OnChange = std::function<void(const Author&, const Change&)>;

class Registers {
  public:
    Registers(const standard::Standard& standard, const kernel::Seal& seal) : standard_{standard}, seal_{seal} {}
    [[nodiscard]] const policy::Register& named(std::string_view register_name) const;  ///< refuses 404
    [[nodiscard]] const policy::Pack& pack() const { return standard_.current(); }
    [[nodiscard]] const standard::Standard& standard() const { return standard_; }
    [[nodiscard]] const kernel::Seal& seal() const { return seal_; }
    void on_change(OnChange told) { told_.push_back(std::move(told)); }
    void tell(const Author& author, const Change& change) const;
    /// While held, an import tells nobody record by record; `after` is called once per estate at its end (place id, register).
    using OnMany = std::function<void(const Author&, const std::string& place_id, const policy::Register& of)>;
    void on_many(OnMany told) { many_.push_back(std::move(told)); }
    void tell_many(const Author& author, const std::string& place_id, const policy::Register& of) const;
    /// How many findings of a watch are open, by record; lists show it. Without a counter they show 0.
    using CountFindings = std::function<std::map<std::string, std::int64_t>(kernel::Transaction&, const policy::Register& of, const std::vector<std::string>& record_ids)>;
    void count_findings(CountFindings count) { count_ = std::move(count); }
    [[nodiscard]] std::map<std::string, std::int64_t> findings(kernel::Transaction& transaction, const policy::Register& of, const std::vector<std::string>& record_ids) const;

  private:
    const standard::Standard& standard_;
    const kernel::Seal& seal_;
    std::vector<OnChange> told_;
    std::vector<OnMany> many_;
    CountFindings count_;
};

/// Rights come from the roles of the register, not from the list of rights: an actor may when one of the roles it holds over the place
/// is named by the register. Reading goes upwards too: who holds such a role over an estate reads the records of its street.
bool may_read(const kernel::Actor& actor, const policy::Register& of, std::string_view path);
bool may_write(const kernel::Actor& actor, const policy::Register& of, std::string_view path);
bool may_unmask(const kernel::Actor& actor, const policy::Register& of, std::string_view path);
std::string read_filter(const kernel::Actor& actor, const policy::Register& of, std::string_view path_column, kernel::Values& values);

Record get(kernel::Transaction& transaction, const Registers& registers, const std::string& id);  ///< refuses 404; deleted ones too are got
Record get_readable(kernel::Context& context, const Registers& registers, const std::string& id);  ///< 404 when it may not be read

/// Checks every field and cross-check (422 naming each), seals, numbers, journals (field names only), tells. Returns the record.
Record add(const Author& author, const Registers& registers, const policy::Register& of, const place::Place& place, const kernel::json::object& fields);
/// Only the fields given change; `why` is optional. 412 on another version.
Record change(const Author& author, const Registers& registers, const Record& before, const kernel::json::object& fields, const std::string& why, const std::string& act = "change");
/// Deleting needs a reason and can be undone until retention ends; 409 `linked` while other records name it.
void erase(const Author& author, const Registers& registers, const Record& record, const std::string& why);
void restore(const Author& author, const Registers& registers, const Record& record, const std::string& why);
/// The state of its process; told as a change. Used by the process slice only.
Record set_state(const Author& author, const Registers& registers, const Record& before, const std::string& state, const kernel::json::object& fields, const std::string& act);

/// A record as GET /api/records/{id} answers it: values as shown, sensitive ones masked.
kernel::json::object to_json(kernel::Context& context, const Registers& registers, const Record& record);

/// Brings indexes and the views register_<name> in line with the pack; refuses (std::runtime_error, both languages, with the mend)
/// a pack that drops a register or field which has data and does not say so under `dropped`. Called again it makes the indexes of
/// registers that have grown large since.
void prepare_tables(kernel::Store& store, const Registers& registers);

/// Adds every register of the pack to the OpenAPI document: the schema of its fields and the paths of its list.
void describe(kernel::json::object& openapi, const policy::Pack& pack);

std::vector<kernel::Migration> migrations();
void routes(kernel::Router& router, const Registers& registers, attachment::Viewers& viewers);
void job_kinds(kernel::Jobs& jobs, kernel::Store& store, const Registers& registers, const std::filesystem::path& exports);

}  // namespace anju::record
