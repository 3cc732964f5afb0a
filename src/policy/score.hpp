#pragma once
// From findings and measures to points, and from points to stars. Pure: the same pack (by hash) and the same case give
// the same result on every machine for ever. Nothing is rounded before a threshold; 以上 includes the number.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/pack.hpp"

namespace anju::policy {

enum class Stage { pending, settled };

/// A finding as the rating sees it: which item, how many points, why. Who produced it is none of the rating's business.
struct Deduction { std::string id; std::string item; Points deduct; std::string reason; };

struct Case {
    Stage stage = Stage::settled;
    std::vector<Deduction> findings;
    std::map<std::string, Percent> measures;  ///< by item; absent: not measured yet
    std::set<std::string> not_applicable;
};

struct Line {
    const Item* item = nullptr;
    bool not_applicable = false;
    bool missing = false;  ///< a measure that was not taken: holds 0 points, the card is incomplete
    Points held, lost;
    std::optional<Percent> measure;
    std::vector<const Deduction*> findings;  ///< point into the Case given to score()
    Text arithmetic;                         ///< the sum in a sentence
};

struct Scorecard {
    std::vector<Line> lines;                ///< every item, in the order of the document
    std::map<std::string, Points> chapters, groups;  ///< points held
    Points total;                           ///< after rescaling, if the pack rescales
    std::vector<std::string> missing;       ///< items whose measure is not there
};

enum class Outcome { star, unrated, fails, incomplete, stage_not_rated };
/// What stands between the estate and the next star, smallest effort first.
struct Shortfall {
    int star = 0;
    Text grade;
    Points points;                   ///< points still missing with the present measures; 0 when that key holds
    Percent satisfaction;             ///< percentage points still missing; 0 when that key holds
    Points points_from_satisfaction;  ///< what raising satisfaction to the mark would give
    std::vector<std::string> items;   ///< items to cure: fewest; then least points; then order of the document
    bool reachable = false;           ///< false: even curing every finding leaves points missing
};
struct Verdict {
    Outcome outcome = Outcome::incomplete;
    int star = 0;  ///< 0 when none
    Text grade;
    std::optional<Shortfall> shortfall;  ///< absent at the top star
    Text sentence;  ///< why, in a sentence or two: both keys with their figures and marks
};

enum class Words { with, without };  ///< without: no arithmetic, no sentence; for whole districts at once

/// Preconditions: every finding passed `refuse_deduction`, every item marked passed `refuse_not_applicable`, measures are
/// given for items that take one; otherwise std::invalid_argument. `c` and `pack` must outlive the card.
/// Findings on an item that does not apply are listed but cost nothing.
Scorecard score(const Pack& pack, const Case& c, Words words = Words::with);
/// `card` is the score of the same pack and case.
Verdict star(const Pack& pack, const Case& c, const Scorecard& card, Words words = Words::with);

/// Why a finding cannot be entered: unknown_item, item_takes_measure, not_positive, finding_too_large, not_a_step.
std::optional<std::pair<std::string, Text>> refuse_deduction(const Pack& pack, std::string_view item, Points deduct);
/// Why an item cannot be marked "not applicable": unknown_item, always_applies.
std::optional<std::pair<std::string, Text>> refuse_not_applicable(const Pack& pack, std::string_view item);

}  // namespace anju::policy
