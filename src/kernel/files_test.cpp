#include "kernel/files.hpp"

#include <gd.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "base/digest.hpp"
#include "base/refusal.hpp"
#include "kernel/image.hpp"
#include "kernel/qr.hpp"
#include "kernel/test_store.hpp"

namespace anju::kernel {
namespace {

/// A picture whose upper left quarter is red and the rest blue.
std::string picture(const std::string& type, int width, int height) {
    const std::unique_ptr<gdImage, decltype(&gdImageDestroy)> image{gdImageCreateTrueColor(width, height),
                                                                    &gdImageDestroy};
    gdImageFilledRectangle(image.get(), 0, 0, width, height, gdTrueColor(0, 0, 255));
    gdImageFilledRectangle(image.get(), 0, 0, width / 2, height / 2, gdTrueColor(255, 0, 0));
    int size = 0;
    void* data = type == "jpeg"  ? gdImageJpegPtr(image.get(), &size, 90)
                 : type == "png" ? gdImagePngPtr(image.get(), &size)
                                 : gdImageWebpPtr(image.get(), &size);
    const std::string bytes{static_cast<char*>(data), static_cast<std::size_t>(size)};
    gdFree(data);
    return bytes;
}

/// The same JPEG with an EXIF block that says how to turn it, and where it was taken.
std::string turned(const std::string& jpeg, char orientation) {
    std::string tiff{"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19};
    tiff += orientation;
    tiff += std::string(6, '\0') + "GPS-SECRET";
    const std::string block = std::string("Exif\0\0", 6) + tiff;
    const auto length = static_cast<char>(block.size() + 2);
    return jpeg.substr(0, 2) + "\xFF\xE1" + std::string(1, '\0') + length + block + jpeg.substr(2);
}

std::string content(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream all;
    all << file.rdbuf();
    return all.str();
}

class FilesTest : public testing::Test {
  protected:
    std::string refusal(const std::string& bytes) {
        try {
            files.keep_photo(bytes);
        } catch (const base::Refusal& refused) {
            return refused.code();
        }
        return "";
    }
    TestStore store{kernel_migrations()};
    Files files{store.directory() + "/files"};
};

TEST_F(FilesTest, keeps_a_photo_by_its_digest_with_a_small_one) {
    for (const auto* type : {"jpeg", "png", "webp"}) {
        const auto bytes = picture(type, 1000, 500);
        const auto file = files.keep_photo(bytes);
        EXPECT_EQ(file.type, std::string{"image/"} + type);
        EXPECT_EQ(file.sm3, base::sm3(bytes));
        EXPECT_EQ(file.width, 1000);
        EXPECT_EQ(file.height, 500);
        EXPECT_EQ(content(files.path(file.sm3)), bytes);
        const auto small = read_image_header(content(files.thumbnail(file.sm3)));
        ASSERT_TRUE(small);
        EXPECT_EQ(small->type, "image/jpeg");
        EXPECT_EQ(small->width, 480);
        EXPECT_EQ(small->height, 240);
        EXPECT_EQ(files.keep_photo(bytes).sm3, file.sm3);
        store->act([&](Transaction& t) { files.record(t, file, "a", 5); });
    }
    store->see([](Transaction& t) { EXPECT_EQ(t.one("SELECT count(*) FROM file WHERE width = 1000")->number(0), 3); });
}

TEST_F(FilesTest, turns_the_small_photo_upright_and_leaves_its_metadata_behind) {
    const auto jpeg = picture("jpeg", 400, 200);
    // Where the red corner (upper left as stored) stands once the picture is upright: x and y in quarters.
    const struct {
        char orientation;
        int x, y;
    } cases[] = {{1, 1, 1}, {2, 3, 1}, {3, 3, 3}, {4, 1, 3}, {5, 1, 1}, {6, 3, 1}, {7, 3, 3}, {8, 1, 3}};
    for (const auto& one : cases) {
        const auto file = files.keep_photo(turned(jpeg, one.orientation));
        const bool on_its_side = one.orientation >= 5;
        EXPECT_EQ(file.width, on_its_side ? 200 : 400);
        auto small = content(files.thumbnail(file.sm3));
        EXPECT_EQ(small.find("GPS-SECRET"), std::string::npos);
        const std::unique_ptr<gdImage, decltype(&gdImageDestroy)> image{
            gdImageCreateFromJpegPtr(static_cast<int>(small.size()), small.data()), &gdImageDestroy};
        ASSERT_TRUE(image);
        EXPECT_EQ(gdImageSX(image.get()), file.width);
        const int pixel = gdImageGetPixel(image.get(), file.width * one.x / 4, file.height * one.y / 4);
        EXPECT_GT(gdTrueColorGetRed(pixel), 200) << int{one.orientation};
    }
}

TEST_F(FilesTest, refuses_what_is_no_photo) {
    EXPECT_EQ(refusal(""), "not_a_photo");
    EXPECT_EQ(refusal("MZ\x90 a program called photo.jpg"), "not_a_photo");
    EXPECT_EQ(refusal("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"), "not_a_photo");
    EXPECT_EQ(refusal("GIF89a<script>"), "not_a_photo");
    EXPECT_EQ(refusal("\xFF\xD8\xFF"), "not_a_photo");
    EXPECT_EQ(refusal("\x89PNG\r\n\x1A\n"), "not_a_photo");
    EXPECT_EQ(refusal("RIFF1234WEBPVP8X"), "not_a_photo");
    EXPECT_EQ(refusal(std::string((10 << 20) + 1, 'x')), "photo_too_large");
}

TEST_F(FilesTest, refuses_a_photo_cut_short_or_lying_about_its_size) {
    const auto jpeg = picture("jpeg", 300, 300);
    EXPECT_EQ(refusal(jpeg.substr(0, jpeg.size() / 2)), "not_a_photo");
    auto png = picture("png", 300, 300);
    EXPECT_EQ(refusal(png.substr(0, png.size() / 2)), "photo_broken");
    png[16] = '\x10';  // 268 million pixels wide, says the header
    EXPECT_EQ(refusal(png), "photo_too_many_pixels");
}

TEST_F(FilesTest, keeps_a_paper_by_its_digest_without_a_small_one) {
    const std::string bytes = "%PDF-1.7\n" + std::string(5000, ' ') + "%%EOF\n";
    const auto file = files.keep_paper(bytes);
    EXPECT_EQ(file.type, "application/pdf");
    EXPECT_EQ(file.sm3, base::sm3(bytes));
    EXPECT_EQ(file.size, static_cast<std::int64_t>(bytes.size()));
    EXPECT_EQ(file.width, 0);
    EXPECT_EQ(file.height, 0);
    EXPECT_EQ(content(files.path(file.sm3)), bytes);
    EXPECT_FALSE(std::filesystem::exists(files.thumbnail(file.sm3)));
    EXPECT_EQ(files.keep_paper("%PDF-1.4\n%%EOF" + std::string(1019, ' ')).type, "application/pdf");
}

TEST_F(FilesTest, refuses_what_is_no_whole_paper) {
    const auto refused = [&](const std::string& bytes) {
        try {
            files.keep_paper(bytes);
        } catch (const base::Refusal& why) {
            return why.code();
        }
        return std::string{};
    };
    EXPECT_EQ(refused(""), "not_a_paper");
    EXPECT_EQ(refused("%PDF-"), "not_a_paper");
    EXPECT_EQ(refused(picture("png", 10, 10)), "not_a_paper");
    EXPECT_EQ(refused(" %PDF-1.7\n%%EOF"), "not_a_paper") << "begins with something else";
    EXPECT_EQ(refused("%PDF-1.7\n%%EOF" + std::string(1020, ' ')), "not_a_paper") << "the end is too far from the end";
    EXPECT_EQ(refused("%PDF-1.7\n" + std::string(20 << 20, ' ') + "%%EOF"), "paper_too_large");
}

TEST_F(FilesTest, leaves_nothing_beside_what_it_keeps) {
    const auto file = files.keep_photo(picture("png", 10, 10));
    std::size_t there = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(store.directory() + "/files"))
        if (entry.is_regular_file()) ++there;
    EXPECT_EQ(there, 2U);
}

TEST_F(FilesTest, never_makes_a_path_of_what_is_no_digest) {
    EXPECT_THROW((void)files.path("../../etc/passwd"), base::Refusal);
    EXPECT_THROW((void)files.path(std::string(64, '/')), base::Refusal);
    EXPECT_THROW((void)files.thumbnail(""), base::Refusal);
}

TEST(QrTest, draws_a_square_with_its_quiet_zone) {
    const auto svg = qr_svg("https://a.example/e/1", 4);
    EXPECT_TRUE(svg.starts_with("<svg"));
    EXPECT_NE(svg.find("viewBox=\"0 0 33 33\""), std::string::npos);  // 25 modules and 4 on each side
    EXPECT_NE(svg.find("width=\"132\""), std::string::npos);
    EXPECT_NE(svg.find("M4 4h7v1h-7z"), std::string::npos);  // the top of the first finder pattern
    EXPECT_THROW(qr_svg(std::string(5000, 'x')), std::invalid_argument);
}

}  // namespace
}  // namespace anju::kernel
