#include <gd.h>
#include <gdfontg.h>

#include <memory>

#include "app/demo.hpp"

namespace anju::app::demo {
namespace {

void draw_house(gdImagePtr image, Dice& dice, int left, int width, int top, int ground) {
    auto const wall = gdImageColorAllocate(image, 190 + dice.below(40), 180 + dice.below(35), 160 + dice.below(30));
    auto const window = gdImageColorAllocate(image, 96, 118 + dice.below(30), 134);
    gdImageFilledRectangle(image, left, top, left + width, ground, wall);
    for (int y = top + 18; y < ground - 40; y += 44) {
        for (int x = left + 14; x < left + width - 26; x += 40) gdImageFilledRectangle(image, x, y, x + 20, y + 26, window);
    }
}

}  // namespace

std::string picture(unsigned seed, const std::string& label) {
    constexpr int width = 960, height = 720, ground = 540;
    std::unique_ptr<gdImage, decltype(&gdImageDestroy)> const image{gdImageCreateTrueColor(width, height), &gdImageDestroy};
    Dice dice{seed * 2654435761U + 17U};
    auto* const canvas = image.get();
    gdImageFilledRectangle(canvas, 0, 0, width, ground, gdImageColorAllocate(canvas, 196 + dice.below(30), 210 + dice.below(20), 222));
    gdImageFilledRectangle(canvas, 0, ground, width, height, gdImageColorAllocate(canvas, 128, 132 + dice.below(20), 122));
    for (int left = 20; left < width - 150; left += 190 + dice.below(60)) draw_house(canvas, dice, left, 140 + dice.below(40), 120 + dice.below(160), ground);
    auto const green = gdImageColorAllocate(canvas, 70, 112 + dice.below(25), 78);
    for (int tree = 0; tree < 6; ++tree) gdImageFilledEllipse(canvas, dice.below(width), ground + 6, 60 + dice.below(50), 70 + dice.below(40), green);
    auto const thing = gdImageColorAllocate(canvas, 150 + dice.below(60), 84, 62);
    for (unsigned heap = 0, all = 3 + dice.below(4); heap < all; ++heap) {
        auto const x = 200 + dice.below(520), y = 580 + dice.below(90);
        gdImageFilledRectangle(canvas, x, y, x + 50 + dice.below(50), y + 24 + dice.below(26), thing);
    }
    auto const ink = gdImageColorAllocate(canvas, 255, 255, 255);
    gdImageFilledRectangle(canvas, 0, height - 30, width, height, gdImageColorAllocate(canvas, 31, 41, 51));
    auto text = "DEMO  " + label;
    gdImageString(canvas, gdFontGetGiant(), 14, height - 23, reinterpret_cast<unsigned char*>(text.data()), ink);
    int size = 0;
    auto* const bytes = gdImageJpegPtr(canvas, &size, 82);
    std::string jpeg{static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
    gdFree(bytes);
    return jpeg;
}

}  // namespace anju::app::demo
