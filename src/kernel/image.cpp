#include "kernel/image.hpp"

#include <gd.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <semaphore>

namespace anju::kernel {

namespace {

struct Destroy {
    void operator()(gdImage* image) const { gdImageDestroy(image); }
};
using Image = std::unique_ptr<gdImage, Destroy>;

/// A picture of 40 megapixels takes 160 MB while it is open.
std::counting_semaphore<2>& open_at_once() {
    static std::counting_semaphore<2> turns{2};
    return turns;
}

Image decode(const std::string& bytes, const std::string& type) {
    static std::once_flag quiet;
    std::call_once(quiet, [] { gdSetErrorMethod([](int, const char*, va_list) {}); });
    const int size = static_cast<int>(bytes.size());
    void* data = const_cast<char*>(bytes.data());  // libgd only reads it
    if (type == "image/jpeg") return Image{gdImageCreateFromJpegPtr(size, data)};
    if (type == "image/png") return Image{gdImageCreateFromPngPtr(size, data)};
    return Image{gdImageCreateFromWebpPtr(size, data)};
}

Image shrunk(gdImage* image, int longest) {
    const int width = gdImageSX(image);
    const int height = gdImageSY(image);
    const int side = std::max({width, height, longest});
    const int small_width = std::max(1, width * longest / side);
    const int small_height = std::max(1, height * longest / side);
    Image small{gdImageCreateTrueColor(small_width, small_height)};
    if (!small) return small;
    gdImageFilledRectangle(small.get(), 0, 0, small_width, small_height, gdTrueColor(255, 255, 255));
    gdImageCopyResampled(small.get(), image, 0, 0, 0, 0, small_width, small_height, width, height);
    return small;
}

/// EXIF orientation: which stored pixel stands at (x, y) of the upright picture.
Image upright(Image image, int orientation) {
    if (orientation == 1) return image;
    const bool turned = orientation >= 5;
    const int width = turned ? gdImageSY(image.get()) : gdImageSX(image.get());
    const int height = turned ? gdImageSX(image.get()) : gdImageSY(image.get());
    const bool mirror_x = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
    const bool mirror_y = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    Image straight{gdImageCreateTrueColor(width, height)};
    if (!straight) return straight;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int from_x = mirror_x ? width - 1 - x : x;
            const int from_y = mirror_y ? height - 1 - y : y;
            const int pixel = turned ? gdImageGetTrueColorPixel(image.get(), from_y, from_x)
                                     : gdImageGetTrueColorPixel(image.get(), from_x, from_y);
            gdImageSetPixel(straight.get(), x, y, pixel);
        }
    return straight;
}

}  // namespace

std::optional<std::string> make_thumbnail(const std::string& bytes, const ImageHeader& header, int longest) {
    struct Turn {
        Turn() { open_at_once().acquire(); }
        ~Turn() { open_at_once().release(); }
    } const turn;
    const auto image = decode(bytes, header.type);
    if (!image || gdImageSX(image.get()) != header.width || gdImageSY(image.get()) != header.height)
        return std::nullopt;
    auto small = shrunk(image.get(), longest);
    if (small) small = upright(std::move(small), header.orientation);
    if (!small) return std::nullopt;
    int size = 0;
    const std::unique_ptr<void, decltype(&gdFree)> jpeg{gdImageJpegPtr(small.get(), &size, 80), &gdFree};
    if (!jpeg) return std::nullopt;
    return std::string{static_cast<const char*>(jpeg.get()), static_cast<std::size_t>(size)};
}

}  // namespace anju::kernel
