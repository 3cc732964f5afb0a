#pragma once
// What an uploaded picture says of itself, read from its bytes before anything is decoded, and small pictures made from
// it. libgd is included by image.cpp only.
#include <optional>
#include <string>
#include <string_view>

namespace anju::kernel {

struct ImageHeader {
    std::string type;           ///< "image/jpeg", "image/png" or "image/webp"
    int width = 0, height = 0;  ///< as stored
    int orientation = 1;        ///< EXIF 1–8: how it must be turned to stand upright
    [[nodiscard]] bool on_its_side() const { return orientation >= 5; }  ///< width and height change places
};
/// Nothing when the bytes are none of the three, or end before the header does.
std::optional<ImageHeader> read_image_header(std::string_view bytes);

/// A JPEG of at most `longest` pixels a side, upright, on white, without any metadata; nothing when the picture is
/// broken.
std::optional<std::string> make_thumbnail(const std::string& bytes, const ImageHeader& header, int longest);

}  // namespace anju::kernel
