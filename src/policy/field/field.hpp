#pragma once
// A field of a register or of a process act, and the closed catalogue of field kinds. A pack names a kind and gives its
// figures; a new kind is one file here, one test and one folder of the front end, never an expression in a pack.
//
// Stored form by kind (what `read` gives and every other function takes):
//   text long_text phone id_card credit_code plate reference_number      text
//   date                     text YYYY-MM-DD          instant            whole UTC microseconds
//   whole_number             whole                    decimal            whole, in 10^-decimals
//   money                    whole fen                yes_no             truth
//   choice                   text (the choice)        choices            texts, in the order of the pack
//   period                   texts [from, to]; to is "" while open
//   map_point                text, "latitude,longitude" in CGCS2000 degrees of six decimals (map_point.hpp)
//   place dwelling party account link signature       text, an id        photos files   texts, ids
//   rows                     rows, each in the stored form of its own fields
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/refusal.hpp"
#include "base/text.hpp"
#include "policy/field/value.hpp"

namespace anju::policy::field {

using base::Text;

class Kind;

struct Choice { std::string choice; Text title; };
/// Holds when the field has one of these values: a choice, or "true" / "false" of a yes_no.
struct When {
    std::string field;
    std::vector<std::string> is;
    [[nodiscard]] bool holds(const Values& stored) const;  ///< choices: any of them
};
enum class Unique { no, in_place, in_register };
enum class Fills { nothing, today, now, me };  ///< a default only the moment of adding can give

struct Field {
    std::string field;
    const Kind* kind = nullptr;
    Text title, help;  ///< help may be empty
    bool required = false, search = false, sensitive = false;
    bool is_public = false;  ///< shown to everybody, without an account, while the record is in a state of Register::public_in
    Unique unique = Unique::no;
    Value otherwise;  ///< the default, stored form; empty: none
    Fills fills = Fills::nothing;
    std::optional<When> shown_when;  ///< hidden fields are never required and are emptied
    // What only some kinds take:
    std::optional<std::int64_t> least, most;  ///< stored units; characters of a text, members of a list, rows
    int decimals = 0;                         ///< decimal
    Text unit;                                ///< whole_number, decimal; may be empty
    std::vector<Choice> choices;              ///< choice, choices
    std::string level;                        ///< place: street community estate
    std::string party_kind;                   ///< party; empty: any
    std::string target;                       ///< link: the register
    std::string pattern;                      ///< reference_number: "TZ-{year}-{serial:4}"
    bool open = false;                        ///< period: the end may be left open
    std::vector<Field> fields;                ///< rows
};

enum class Key { least, most, decimals, unit, choices, level, party_kind, target, pattern, open, fields };
enum class Shape { text, whole, truth, texts, rows };  ///< of the stored value
struct Traits {
    Shape shape = Shape::text;
    std::vector<Key> takes{}, needs{};
    bool sensitive = false;  ///< may be `sensitive`
    bool unique = false;     ///< may be `unique`
    bool names = false;      ///< may name a record and stand in a watch's text (once not sensitive)
    bool defaults = false;   ///< may have a default that is written in the pack
    bool by_engine = false;  ///< ids: the engine resolves what they point to; in demo rows they are written by name
};

/// `problems` name the place inside the field ("" itself, "2/area" in rows).
struct Read { Value value; std::vector<base::FieldProblem> problems; };

class Kind {
  public:
    virtual ~Kind() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual const Traits& traits() const = 0;
    /// `written` is not empty. Never throws.
    [[nodiscard]] virtual Read read(const Field& field, const Value& written) const = 0;
    /// For lists, exports and texts; `stored` is not empty. Ids come back as they are.
    [[nodiscard]] virtual std::string text(const Field& field, const Value& stored, base::Language language) const = 0;
    /// The day a watch counts with: of a date or instant, the end of a period; nothing for other kinds.
    [[nodiscard]] virtual std::optional<base::Day> day(const Value& stored) const;
    /// What a check counts with, in 10^-`decimals`: numbers, and members of lists; nothing for other kinds.
    [[nodiscard]] virtual std::optional<std::int64_t> quantity(const Value& stored) const;
    [[nodiscard]] virtual int decimals(const Field& field) const;
    [[nodiscard]] bool is_dated() const;    ///< `day` gives something
    [[nodiscard]] bool is_counted() const;  ///< `quantity` gives something
};

const std::vector<const Kind*>& all_kinds();            ///< in the order of the documentation
const Kind* kind_named(std::string_view name);          ///< nullptr: unknown
const Field* find(const std::vector<Field>& fields, std::string_view name);

/// One field. An empty `written` gives an empty value; whether it may be empty is `settle`'s business.
Read read(const Field& field, const Value& written);
std::string text(const Field& field, const Value& stored, base::Language language);  ///< "" for an empty value

/// Stored values, or every problem at once; problems name the field, "rooms/2/area" inside rows.
struct Filled { Values values; std::vector<base::FieldProblem> problems; };
/// Reads what is written; a name that is no field of `fields` is a problem. An empty value empties the field.
Filled read_all(const std::vector<Field>& fields, const Values& written);
/// Empties the hidden fields, then asks for the required ones (reference numbers are given by the engine: not asked).
Filled settle(const std::vector<Field>& fields, Values stored);
/// What a new record starts with, stored form; `me` is the account's id.
Values defaults(const std::vector<Field>& fields, base::Instant now, const std::string& me);
bool is_shown(const Field& field, const Values& stored);

/// "TZ-2026-0007"; a pattern is good when it has exactly one {serial} or {serial:digits}.
bool is_reference_pattern(std::string_view pattern);
std::string reference_number(std::string_view pattern, int year, std::int64_t serial);
bool counts_by_year(std::string_view pattern);  ///< the serial starts again every year

/// A sensitive value as everybody may see it: 张*, 3301**********1234, 138****5678.
std::string masked(const Field& field, const Value& stored);

}  // namespace anju::policy::field
