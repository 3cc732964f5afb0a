#include "kernel/gzip.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace anju::kernel {
namespace {

std::string unzipped(const std::string& bytes) {
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    std::string out(1 << 22, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

TEST(Gzip, gives_back_what_went_in_and_the_same_bytes_each_time) {
    std::string noise;
    for (unsigned i = 0, x = 1; i < 1'000'000; ++i, x = x * 1664525 + 1013904223) noise += static_cast<char>(x >> 24);
    for (const auto& text : {std::string{}, std::string{"小区"}, std::string(3'000'000, 'a'), noise}) {
        EXPECT_EQ(unzipped(gzip(text)), text);
        EXPECT_EQ(gzip(text), gzip(text));
    }
}

TEST(Gzip, is_sent_only_to_those_who_say_that_they_take_it) {
    const auto takes = [](const std::string& encodings) {
        Request request;
        request.headers["accept-encoding"] = encodings;
        return takes_gzip(request);
    };
    EXPECT_TRUE(takes("gzip"));
    EXPECT_TRUE(takes("br, gzip;q=0.5"));
    EXPECT_TRUE(takes("deflate,gzip"));
    EXPECT_FALSE(takes(""));
    EXPECT_FALSE(takes("br, deflate"));
    EXPECT_FALSE(takes("gzip;q=0, br"));
    EXPECT_FALSE(takes("gzip;q=0.0"));
}

}  // namespace
}  // namespace anju::kernel
