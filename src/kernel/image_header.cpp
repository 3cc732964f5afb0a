#include <stdexcept>

#include "kernel/image.hpp"

namespace anju::kernel {

namespace {

using std::string_view_literals::operator""sv;

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes.at(at));
}
unsigned big16(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at) << 8 | byte_at(bytes, at + 1);
}
unsigned big32(std::string_view bytes, std::size_t at) {
    return big16(bytes, at) << 16 | big16(bytes, at + 2);
}
unsigned little16(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at) | byte_at(bytes, at + 1) << 8;
}
unsigned little24(std::string_view bytes, std::size_t at) {
    return little16(bytes, at) | byte_at(bytes, at + 2) << 16;
}
unsigned little32(std::string_view bytes, std::size_t at) {
    return little16(bytes, at) | little16(bytes, at + 2) << 16;
}

/// The orientation tag (0x0112) of the first directory of a TIFF block; 1 when there is none.
int exif_orientation(std::string_view tiff) {
    const bool big = tiff.starts_with("MM"sv);
    const auto number16 = [&](std::size_t at) { return big ? big16(tiff, at) : little16(tiff, at); };
    const std::size_t directory = big ? big32(tiff, 4) : little32(tiff, 4);
    const unsigned entries = number16(directory);
    for (unsigned i = 0; i < entries; ++i) {
        const auto entry = directory + 2 + std::size_t{12} * i;
        if (number16(entry) != 0x0112) continue;
        const auto value = number16(entry + 8);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

std::optional<ImageHeader> read_jpeg(std::string_view bytes) {
    ImageHeader header{"image/jpeg"};
    for (std::size_t at = 2;;) {
        if (byte_at(bytes, at) != 0xFF) return std::nullopt;
        const auto marker = byte_at(bytes, at + 1);
        if (marker == 0xFF) {  // fill byte
            ++at;
            continue;
        }
        const auto length = big16(bytes, at + 2);
        if (length < 2) return std::nullopt;
        const auto segment = bytes.substr(at + 4, length - 2);
        if (marker == 0xE1 && segment.starts_with("Exif\0\0"sv)) {
            try {
                header.orientation = exif_orientation(segment.substr(6));
            } catch (const std::out_of_range&) {  // a broken EXIF block does not make the picture a bad one
            }
        } else if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
            header.height = static_cast<int>(big16(segment, 1));
            header.width = static_cast<int>(big16(segment, 3));
        } else if (marker == 0xDA) {
            // Cut short by a lost connection it would still decode, half grey: the end mark must be there.
            const bool whole = bytes.find("\xFF\xD9"sv, at + 4) != std::string_view::npos;
            return whole && header.width > 0 ? std::optional{header} : std::nullopt;
        }
        at += 2 + length;
    }
}

std::optional<ImageHeader> read_png(std::string_view bytes) {
    if (bytes.substr(12, 4) != "IHDR"sv) return std::nullopt;
    return ImageHeader{"image/png", static_cast<int>(big32(bytes, 16) & 0x7FFFFFFFU),
                       static_cast<int>(big32(bytes, 20) & 0x7FFFFFFFU)};
}

std::optional<ImageHeader> read_webp(std::string_view bytes) {
    ImageHeader header{"image/webp"};
    const auto kind = bytes.substr(12, 4);
    if (kind == "VP8X"sv) {
        header.width = static_cast<int>(little24(bytes, 24) + 1);
        header.height = static_cast<int>(little24(bytes, 27) + 1);
    } else if (kind == "VP8L"sv && byte_at(bytes, 20) == 0x2F) {
        const auto bits = little32(bytes, 21);
        header.width = static_cast<int>((bits & 0x3FFFU) + 1);
        header.height = static_cast<int>(((bits >> 14) & 0x3FFFU) + 1);
    } else if (kind == "VP8 "sv && bytes.substr(23, 3) == "\x9D\x01\x2A"sv) {
        header.width = static_cast<int>(little16(bytes, 26) & 0x3FFFU);
        header.height = static_cast<int>(little16(bytes, 28) & 0x3FFFU);
    } else {
        return std::nullopt;
    }
    return header;
}

}  // namespace

std::optional<ImageHeader> read_image_header(std::string_view bytes) {
    try {
        if (bytes.starts_with("\xFF\xD8\xFF"sv)) return read_jpeg(bytes);
        if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return read_png(bytes);
        if (bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP"sv) return read_webp(bytes);
    } catch (const std::out_of_range&) {  // it ends before its header does
    }
    return std::nullopt;
}

}  // namespace anju::kernel
