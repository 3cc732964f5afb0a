#pragma once
// Signs that answers of an interviewer may not be real. Pure, on plain rows. A signal proves nothing: it says where to look, and each
// says what was seen and from what value on it is said. Interviewer '' is the web.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace anju::survey {

struct Signal {
    std::string signal;       ///< alike | burst | impossible_time | failed_back_check | many_seconds
    std::string interviewer;  ///< empty: the web
    base::Text title, detail;
    std::string value, limit;  ///< as shown: "12", "35 %"
};

/// A counted answer sheet: levels by question.
struct SignedSheet { std::string interviewer; std::vector<int> levels; };
/// Share of an interviewer's pairs of sheets that are the same in every answer, from 8 sheets on. Said from three times what is usual
/// on (the share among all other sheets when there are 8, or what chance would give with the marginals of those – of all sheets when there
/// are fewer –, whichever is more), at least 10 %, at most 90 %.
std::vector<Signal> alike(const std::vector<SignedSheet>& sheets);

/// What an interviewer entered, and when (microseconds UTC): entered, so that paper sheets, typed in later, say nothing about the time.
struct Contact { std::string interviewer, channel, outcome; std::int64_t at = 0; std::optional<std::int64_t> minutes; };
/// More than 4 completed interviews (telephone, visit) of one interviewer within 10 minutes.
std::vector<Signal> burst(const std::vector<Contact>& contacts);
/// Visits entered between 22:00 and 06:00, interviews of less than a minute, two interviews at once.
std::vector<Signal> impossible_time(const std::vector<Contact>& contacts);

struct CheckResult { std::string interviewer, result; };  ///< confirmed | differs | not_interviewed; others are left out of account
/// One household that was not interviewed, or 20 % of those reached where something differs.
std::vector<Signal> failed_back_check(const std::vector<CheckResult>& results);

struct Brought { std::string interviewer; std::int64_t counted = 0, second = 0; };
/// Three or more second answers, and more than 10 % of what came that way.
std::vector<Signal> many_seconds(const std::vector<Brought>& brought);

}  // namespace anju::survey
