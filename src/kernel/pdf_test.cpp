#include "kernel/pdf.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "base/id.hpp"

namespace anju::kernel {

namespace {

/// What `COMMAND FILE…` prints; empty when the program is not there.
std::string printed(const std::string& command) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe{popen((command + " 2>/dev/null").c_str(), "r"), &pclose};
    std::string text;
    char buffer[4096];
    while (const auto size = std::fread(buffer, 1, sizeof buffer, pipe.get())) text.append(buffer, size);
    return text;
}

bool there(const std::string& program) { return !printed("command -v " + program).empty(); }

struct PdfTest : testing::Test {
    std::filesystem::path file = std::filesystem::temp_directory_path() / ("anju-pdf-" + base::new_id() + ".pdf");
    ~PdfTest() override { std::filesystem::remove(file); }

    void keep(PdfWriter& pdf) {
        const auto bytes = pdf.bytes();
        ASSERT_TRUE(bytes.starts_with("%PDF-"));
        ASSERT_NE(bytes.find("%%EOF"), std::string::npos);
        std::ofstream{file, std::ios::binary} << bytes;
    }
    std::string text(const std::string& options = {}) { return printed("pdftotext " + options + " " + file.string() + " -"); }
    long pages() {
        const auto info = printed("pdfinfo " + file.string());
        const auto at = info.find("Pages:");
        return at == std::string::npos ? -1 : std::stol(info.substr(at + 6));
    }
};

TEST_F(PdfTest, a_page_can_be_read_back_with_its_chinese_and_latin_text) {
    if (!there("pdftotext")) GTEST_SKIP() << "poppler-utils is not installed";
    PdfWriter pdf{"信"};
    pdf.page();
    pdf.heading("小区居民满意度调查");
    pdf.text("桂花苑的住户：\n您好！请在 2026-09-30 以前答完。");
    pdf.large("ABCDE-FGHJK");
    pdf.qr("https://anju.example/answer#ABCDE-FGHJK");
    pdf.line();
    pdf.text("To the household: it takes about a minute.", 9);
    pdf.footer("第一页");
    keep(pdf);
    const auto read = text();
    for (const auto* part : {"小区居民满意度调查", "桂花苑的住户", "ABCDE-FGHJK", "To the household", "第一页"}) EXPECT_NE(read.find(part), std::string::npos) << part << "\n" << read;
    EXPECT_EQ(pages(), 1);
    EXPECT_NE(printed("pdffonts " + file.string()).find("NotoSansCJKsc"), std::string::npos);
}

TEST_F(PdfTest, a_text_that_does_not_fit_goes_to_the_next_page_and_a_longer_one_is_broken_between_lines) {
    if (!there("pdfinfo")) GTEST_SKIP() << "poppler-utils is not installed";
    PdfWriter pdf{"长"};
    pdf.page();
    std::string lines;
    for (int i = 1; i <= 120; ++i) lines += "第" + std::to_string(i) + "行\n";
    pdf.text(lines);
    pdf.text("末了");
    keep(pdf);
    EXPECT_EQ(pages(), 3);
    const auto read = text();
    for (int i = 1; i <= 120; ++i) EXPECT_NE(read.find("第" + std::to_string(i) + "行\n"), std::string::npos) << i;
    EXPECT_EQ(text("-l 1").find("末了"), std::string::npos);
    EXPECT_NE(text("-f 3").find("末了"), std::string::npos);
}

TEST_F(PdfTest, long_lines_wrap_inside_the_margins) {
    if (!there("pdftotext")) GTEST_SKIP() << "poppler-utils is not installed";
    PdfWriter pdf{"折行"};
    std::string one;
    for (int i = 0; i < 100; ++i) one += "折";
    pdf.text(one);  // 12 points and 170 mm: 40 characters a line
    keep(pdf);
    const auto read = text("-layout");
    EXPECT_EQ(read.find(one), std::string::npos);
    std::size_t characters = 0;
    for (auto at = read.find("折"); at != std::string::npos; at = read.find("折", at + 1)) ++characters;
    EXPECT_EQ(characters, 100U);
}

TEST_F(PdfTest, labels_fill_a_sheet_and_go_on_with_the_next) {
    if (!there("pdfinfo")) GTEST_SKIP() << "poppler-utils is not installed";
    PdfWriter pdf{"标签"};
    for (int i = 1; i <= 22; ++i) pdf.label({"QR" + std::to_string(i), "标签" + std::to_string(i) + "号", {"一幢", "二单元", ""}});
    keep(pdf);
    EXPECT_EQ(pages(), 2);
    EXPECT_NE(text("-l 1").find("标签21号"), std::string::npos);
    EXPECT_EQ(text("-l 1").find("标签22号"), std::string::npos);
    EXPECT_NE(text("-f 2").find("标签22号"), std::string::npos);
}

TEST_F(PdfTest, every_page_of_three_hundred_letters_is_there_well_within_the_time_a_person_waits) {
    const auto began = std::chrono::steady_clock::now();
    PdfWriter pdf{"信"};
    for (int i = 0; i < 300; ++i) {
        pdf.page();
        pdf.heading("小区居民满意度调查");
        for (int line = 0; line < 14; ++line) pdf.text("请家里一位住在这里、年满18岁的人来答，业主、租户都可以。一共10道题，大约一分钟。");
        pdf.large("ABCDE-FGH" + std::to_string(i % 10));
        pdf.qr("https://anju.example/answer#ABCDE-FGHJ" + std::to_string(i % 10));
    }
    const auto bytes = pdf.bytes();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    RecordProperty("milliseconds", static_cast<int>(took.count()));
    RecordProperty("bytes", static_cast<int>(bytes.size()));
    std::size_t pages = 0;
    for (auto at = bytes.find("/Type /Page %"); at != std::string::npos; at = bytes.find("/Type /Page %", at + 1)) ++pages;
    EXPECT_EQ(pages, 300U);
    EXPECT_LT(took.count(), 30'000);  // under the sanitizers, on a busy machine; about 0.5 s otherwise
}

}  // namespace

}  // namespace anju::kernel
