#pragma once
// Packs that rescale: what applies to an estate counts as the whole. total = full × held / applicable, cut to 1/100 000
// point. A mark is reached by the cut total exactly when it is reached by the true quotient, as marks are whole units.
#include "policy/score.hpp"

namespace anju::policy {

/// Points of the items that apply; the full points when the pack does not rescale.
Points applicable_points(const Pack& pack, const Scorecard& card);
/// The total for `held` points on the items; `held` itself when the pack does not rescale. 0 when nothing applies.
Points rescaled(const Pack& pack, Points held, Points applicable);
/// The least points on the items that give `total`.
Points unscaled(const Pack& pack, Points total, Points applicable);

}  // namespace anju::policy
