#include "kernel/qr.hpp"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>
#include <stdexcept>

namespace anju::kernel {

std::string qr_svg(std::string_view text, int module_pixels) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
        QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0,
                          QR_ECLEVEL_M),
        &QRcode_free};
    if (!code) throw std::invalid_argument("too long for a QR code");
    constexpr int quiet = 4;
    const int side = code->width + 2 * quiet;
    std::string path;
    for (int y = 0; y < code->width; ++y) {
        const unsigned char* row = code->data + y * code->width;
        for (int x = 0; x < code->width; ++x) {
            if ((row[x] & 1) == 0) continue;
            const int start = x;
            while (x + 1 < code->width && (row[x + 1] & 1) != 0) ++x;
            path += fmt::format("M{} {}h{}v1h-{}z", start + quiet, y + quiet, x - start + 1, x - start + 1);
        }
    }
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{0}\" viewBox=\"0 0 {1} {1}\" "
        "shape-rendering=\"crispEdges\">"
        "<path fill=\"#fff\" d=\"M0 0h{1}v{1}h-{1}z\"/><path d=\"{2}\"/></svg>",
        side * module_pixels, side, path);
}

}  // namespace anju::kernel
