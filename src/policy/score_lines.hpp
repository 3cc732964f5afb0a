#pragma once
// The greater part of a score, for those who score many cases one after the other. Inside this folder only.
#include "policy/score.hpp"

namespace anju::policy {

/// The lines, what is missing and the total of `score`; chapters and groups are left as they are. A card used before for
/// the same pack is written over and keeps its memory.
void score_lines(const Pack& pack, const Case& c, Words words, Scorecard& card);

}  // namespace anju::policy
