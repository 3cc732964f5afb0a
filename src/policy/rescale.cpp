#include "policy/rescale.hpp"

namespace anju::policy {
namespace {

__extension__ using Wide = unsigned __int128;  // the product of two sums of points needs up to 94 bits

Wide wide(Points points) {
    return static_cast<Wide>(points.units());
}

}  // namespace

Points applicable_points(const Pack& pack, const Scorecard& card) {
    auto applicable = pack.full_points;
    if (pack.stars.not_applicable != NotApplicable::rescale) return applicable;
    for (auto const& line : card.lines) {
        if (line.not_applicable) applicable -= line.item->points;
    }
    return applicable;
}

Points rescaled(const Pack& pack, Points held, Points applicable) {
    if (applicable == pack.full_points) return held;
    if (applicable <= Points{}) return Points{};
    return Points::of_units(static_cast<std::int64_t>(wide(pack.full_points) * wide(held) / wide(applicable)));
}

Points unscaled(const Pack& pack, Points total, Points applicable) {
    if (applicable == pack.full_points || pack.full_points <= Points{}) return total;
    auto const full = wide(pack.full_points);
    return Points::of_units(static_cast<std::int64_t>((wide(total) * wide(applicable) + full - 1) / full));
}

}  // namespace anju::policy
