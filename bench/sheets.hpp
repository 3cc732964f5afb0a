#pragma once
// In which order creates go to the sheets, for the load and for the bare program beside it.
#include <cstdint>

namespace anju::bench {

/// As many people as there are connections, each with a sheet of their own, on which they put twenty findings before they take the
/// next. Sheets filled in at the same time do not lie beside one another in the file.
struct Turn {
    std::uint64_t sheet;  ///< of `sheets`
    std::uint64_t slot;   ///< how many findings it has had before
};
inline Turn turn(std::uint64_t number, std::uint64_t sheets) {
    constexpr std::uint64_t people = 64, on_one = 20, stride = 1009;  // prime, so that every sheet has its turn
    auto const visit = number / (people * on_one) * people + number % people;
    return {visit % sheets * stride % sheets, visit / sheets * on_one + number / people % on_one};
}

}  // namespace anju::bench
