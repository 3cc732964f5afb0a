#include "policy/field/map_point.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/exact.hpp"
#include "policy/field/catalogue.hpp"

namespace anju::policy::field {
namespace {

constexpr int decimals = 6;
constexpr std::int64_t degree = 1'000'000;

bool is_latitude(std::int64_t units) {
    return units >= 3 * degree && units <= 54 * degree;
}
bool is_longitude(std::int64_t units) {
    return units >= 73 * degree && units <= 136 * degree;
}

std::string degrees_text(std::int64_t units) {
    auto const sign = units < 0 ? "-" : "";
    auto const size = units < 0 ? -units : units;
    return fmt::format("{}{}.{:06}", sign, size / degree, size % degree);
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

/// Half-width, with one kind of separator.
std::string plain(std::string_view written) {
    std::string text{written};
    for (char digit = '0'; digit <= '9'; ++digit) {
        char const wide[] = {'\xef', '\xbc', static_cast<char>(0x90 + (digit - '0'))};
        replace_all(text, {wide, sizeof wide}, {&digit, 1});
    }
    replace_all(text, "．", ".");
    for (std::string_view const gone : {"北纬", "东经", "纬度", "经度", "：", ":"}) replace_all(text, gone, " ");
    for (std::string_view const between : {"，", "、", "；", ";", "\u3000", "\u00a0", "\t", "\r", "\n", ","}) replace_all(text, between, " ");
    return text;
}

std::optional<std::int64_t> degrees_of(std::string_view text) {
    auto const dot = text.find('.');
    if (dot != std::string_view::npos && text.size() - dot - 1 > decimals) {
        if (text.substr(dot + 1).find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
        text = text.substr(0, dot + 1 + decimals);
    }
    return base::parse_decimal(text, decimals);
}

class MapPointKind final : public Kind {
  public:
    [[nodiscard]] std::string_view name() const override { return "map_point"; }
    [[nodiscard]] const Traits& traits() const override {
        static const Traits traits{.takes = {}, .needs = {}};
        return traits;
    }
    [[nodiscard]] Read read(const Field&, const Value& written) const override {
        auto const point = written.text() == nullptr ? std::nullopt : map_point_of(*written.text());
        if (!point) {
            return refused({"这里填纬度和经度，用逗号隔开，如 30.279000,120.130000。",
                            "Latitude and longitude with a comma between are wanted, such as 30.279000,120.130000."});
        }
        if (!point->is_in_china()) {
            return refused({"这个点不在中国，请核对：纬度在 3 到 54 之间，经度在 73 到 136 之间。",
                            "This point is not in China. Check it: latitude 3 to 54, longitude 73 to 136."});
        }
        return accepted(point->text());
    }
    /// Latitude first, as it is read out; an import takes it back.
    [[nodiscard]] std::string text(const Field&, const Value& stored, base::Language) const override {
        auto const point = map_point_of(*stored.text());
        return point ? point->latitude_text() + ", " + point->longitude_text() : *stored.text();
    }
};

}  // namespace

bool MapPoint::is_in_china() const {
    return is_latitude(latitude) && is_longitude(longitude);
}
std::string MapPoint::latitude_text() const {
    return degrees_text(latitude);
}
std::string MapPoint::longitude_text() const {
    return degrees_text(longitude);
}
std::string MapPoint::text() const {
    return latitude_text() + "," + longitude_text();
}

std::optional<MapPoint> map_point_of(std::string_view written) {
    auto const text = plain(written);
    std::vector<std::int64_t> found;
    for (std::size_t at = text.find_first_not_of(' '); at != std::string::npos;) {
        auto const end = std::min(text.find(' ', at), text.size());
        auto const one = degrees_of(std::string_view{text}.substr(at, end - at));
        if (!one || found.size() == 2) return std::nullopt;
        found.push_back(*one);
        at = text.find_first_not_of(' ', end);
    }
    if (found.size() != 2) return std::nullopt;
    if (is_longitude(found[0]) && is_latitude(found[1])) return MapPoint{found[1], found[0]};
    return MapPoint{found[0], found[1]};
}

const Kind& map_point_kind() {
    static const MapPointKind kind;
    return kind;
}

}  // namespace anju::policy::field
