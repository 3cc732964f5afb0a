#pragma once
// The closed catalogue of watches, and judging them. Pure: the records of one estate, the moment and the calendar are
// given; the answer is what is wrong now, in words, and when a watch that is quiet (or fires) could next answer otherwise
// without any record having changed. So an estate is judged when one of its records changes and when its `next` comes.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/calendar.hpp"
#include "policy/process_run.hpp"
#include "policy/register.hpp"

namespace anju::policy::watch {

struct Record {
    std::string id, name;
    field::Values values;  ///< stored form
    base::Instant created;
    History history;  ///< empty without a process
};

struct Given {
    const Register& of;
    const Process* process = nullptr;  ///< the register's, if it has one
    const std::vector<Record>& records;  ///< all of the register in the estate
    const Calendar& calendar;
    base::Instant now;
    base::Day since;  ///< from when records can be expected; silence and missing months are counted from here
};

struct Alarm {
    std::string record;  ///< empty: the estate as a whole
    Text evidence;       ///< the watch's text, filled
};
struct Judged {
    std::vector<Alarm> alarms;          ///< at most one a record, or one for the estate
    std::optional<base::Instant> next;  ///< the first moment the answer may differ; absent: only when a record changes
    std::optional<Text> unknown;        ///< a calendar that is missing: tell the administrator
};

enum class Key { field, days, count, percent, of, part, whole, clock, check, months, valid };

class Kind {
  public:
    virtual ~Kind() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual const std::vector<Key>& needs() const = 0;
    [[nodiscard]] virtual const std::vector<Key>& takes() const;  ///< besides needs; none
    [[nodiscard]] virtual bool per_record() const = 0;            ///< an alarm for every record, or one for the estate
    [[nodiscard]] virtual bool may_deduct() const { return true; }
    /// Words in braces this kind fills, besides {name}, {field} and the record's fields for per-record kinds.
    [[nodiscard]] virtual const std::vector<std::string_view>& words() const = 0;
    /// `records` are those of `given` that fulfil the watch's `where`.
    [[nodiscard]] virtual Judged judge(const Watch& watch, const Given& given,
                                       const std::vector<const Record*>& records) const = 0;
};

const std::vector<const Kind*>& all_kinds();
const Kind* kind_named(std::string_view name);  ///< nullptr: unknown

/// Judges one watch in one estate; the caller has seen that the watch looks at the estate's stage.
Judged judge(const Watch& watch, const Given& given);

/// The words in braces of a text, in order.
std::vector<std::string> braces(std::string_view text);

}  // namespace anju::policy::watch
