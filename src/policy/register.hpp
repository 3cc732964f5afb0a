#pragma once
// A register a pack declares (packs/X/registers/NAME.yaml): its form, its list, who may write and read, how long records
// are kept, the checks over fields, the process its records run through and the watches over it.
#include <optional>
#include <string>
#include <vector>

#include "policy/check/check.hpp"
#include "policy/field/field.hpp"
#include "policy/watch.hpp"

namespace anju::policy {

/// A heading of the navigation, in the order of the document (packs/X/groups.yaml).
struct RegisterGroup { std::string group; Text title; };

struct Section { Text title; std::vector<std::string> fields; };

/// How long a record is kept after a day of it; all 0: as long as the estate.
struct Retention {
    int years = 0, months = 0, days = 0;
    std::string after;  ///< a dated field, or "created"
    Text basis;
};

/// A record for a demonstration, as written; see demo_values.
struct DemoRow {
    int place = 0;              ///< the n-th place of the register's level
    std::string process_state;  ///< empty: the start
    field::Values written;
};

/// A field or a register that is no longer asked, though there may be records with it: they keep what they have.
struct Dropped {
    std::string name;   ///< the field, or the register
    std::string since;  ///< YYYY-MM-DD
    Text reason;
};

/// How records stand on the map of an estate; a register with a map_point field is on it with or without this.
struct MapKey {
    std::string kind;                           ///< the choice field that tells points apart; may be empty
    std::optional<field::When> shown_when;      ///< only records it holds for
    std::optional<field::When> middle;          ///< records it holds for (the main gate) are the middle of the map
};

struct Register {
    std::string name;     ///< "lift"
    Text title, record;   ///< 电梯台账 / 电梯
    Text about;           ///< who records what and why
    std::string level;    ///< the level a record's place is of: district street community estate
    std::string group;
    std::vector<std::string> items;
    std::string place;  ///< in the document
    std::vector<int> capability;
    std::string named_by;  ///< the field that names a record
    std::vector<Section> sections;
    std::vector<field::Field> fields;  ///< of all sections, in order
    std::vector<Dropped> dropped;      ///< fields it had once; never one of `fields`
    MapKey map;
    std::vector<std::string> list, label;
    std::vector<check::Check> checks;
    std::vector<std::string> write, read, unmask;  ///< roles
    Retention retention;
    std::string process;  ///< may be empty
    std::vector<std::string> public_in;  ///< states in which the public fields are open to everybody; empty: never
    std::vector<Watch> watches;
    std::vector<DemoRow> demo;

    [[nodiscard]] const field::Field* field(std::string_view name) const;  ///< nullptr when there is none
    [[nodiscard]] const field::Field* map_point() const;                  ///< the first field of that kind; nullptr: not on the map
    [[nodiscard]] bool is_sensitive() const;                              ///< some field is
    [[nodiscard]] bool has_dropped(std::string_view name) const;
};

/// A demo row as it would be typed on `today`: "-6" and "+30" become dates, "-6 14:30" instants. Reading it over
/// field::defaults gives the record, but for what the engine resolves: link = the name of a record of that register;
/// place dwelling party = "2", the second one; account = a role; photos files signature = how many to make.
field::Values demo_values(const Register& one, const DemoRow& row, base::Day today);

}  // namespace anju::policy
