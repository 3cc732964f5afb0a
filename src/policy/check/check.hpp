#pragma once
// The closed catalogue of checks over several fields of one record. A check with severity `refuse` stops the saving; one
// with `finding` lets it pass, and a watch of kind check_failed turns it into a finding. All figures are exact.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/field/field.hpp"

namespace anju::policy::check {

using base::Text;
using field::Field;
using field::Values;

class Kind;
enum class Severity { refuse, finding };

struct Check {
    const Kind* kind = nullptr;
    std::string name;  ///< needed with severity finding: a watch refers to it
    std::string rows;  ///< when given, the other names are columns of this field and every row is checked
    std::string field, than, per, column;
    std::int64_t bound = 0;  ///< `least` or `most`, in 1/10 000
    std::optional<field::When> when;  ///< only then is it checked; with `rows` it may name a column or a field
    Severity severity = Severity::refuse;
    Text text;  ///< instead of the kind's own words; may be empty
};

enum class Key { than, per, column, least, most, when };
enum class Wants { any, moment, counted, rows };  ///< moment: date or instant
struct Traits {
    Wants field = Wants::any;
    std::vector<Key> needs{};  ///< besides `field`; `when` may stand with every kind
};

class Kind {
  public:
    virtual ~Kind() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual const Traits& traits() const = 0;
    /// Why these values (a record, or one row) are refused; `fields` are the ones the names stand for.
    [[nodiscard]] virtual std::optional<Text> refuse(const Check& check, const std::vector<Field>& fields,
                                                     const Values& stored, base::Instant now) const = 0;
};

const std::vector<const Kind*>& all_kinds();
const Kind* kind_named(std::string_view name);  ///< nullptr: unknown

struct Breach {
    const Check* check = nullptr;  ///< one of those given
    std::string field;             ///< where: "rooms/2/area"
    Text message;                  ///< what is wrong and the mend
};
/// Every breach of `checks` by a record that was read and settled. Empty fields are no breach (but of required_when).
std::vector<Breach> breaches(const std::vector<Check>& checks, const std::vector<Field>& fields, const Values& stored,
                             base::Instant now);

}  // namespace anju::policy::check
