#pragma once
// A point on the ground, in CGCS2000, the datum of the national norms (it agrees with the WGS-84 of telephones to less than a
// metre). Maps of Chinese companies show the shifted GCJ-02: a point copied from them lies some hundred metres off.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anju::policy::field {

/// In millionths of a degree (about 0.1 m), exact.
struct MapPoint {
    std::int64_t latitude = 0, longitude = 0;
    [[nodiscard]] bool is_in_china() const;           ///< 3°–54° north, 73°–136° east
    [[nodiscard]] std::string latitude_text() const;  ///< "30.279000"
    [[nodiscard]] std::string longitude_text() const;
    [[nodiscard]] std::string text() const;  ///< as it is stored: "30.279000,120.130000"
};

/// Two decimal degrees in either order (the ranges of China do not overlap), with a comma, semicolon or blank between, full-width
/// too; decimals beyond the sixth are cut. Nothing when it is not that; where it lies is not asked.
std::optional<MapPoint> map_point_of(std::string_view written);

}  // namespace anju::policy::field
