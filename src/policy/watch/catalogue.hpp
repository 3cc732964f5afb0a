#pragma once
// The members of the closed catalogue of watches, one function a file, and what several of them share.
#include <map>

#include "policy/watch/watch_kind.hpp"

namespace anju::policy::watch {

const Kind& overdue_date();
const Kind& expiring_soon();
const Kind& silence();
const Kind& at_least();
const Kind& every_month();
const Kind& clock_missed();
const Kind& rate_below();
const Kind& check_failed();

using Words = std::map<std::string, Text, std::less<>>;
/// The watch's text with `words`, and with the record's name and fields when there is one.
Text evidence(const Watch& watch, const Given& given, const Record* record, Words words);
Text number_word(std::int64_t number);
Text day_word(base::Day day);
base::Instant start_of(base::Day day);  ///< 00:00 in Asia/Shanghai
void sooner(std::optional<base::Instant>& next, base::Instant other);
/// The day of a record's field; of the record itself (when it was made) without a field.
std::optional<base::Day> day_of(const Register& of, const Record& record, const std::string& field);

}  // namespace anju::policy::watch
