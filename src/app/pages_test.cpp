#include "app/pages.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace anju::app {
namespace {

class PagesTest : public testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::remove_all(directory_);
        std::filesystem::create_directories(directory_ / "assets");
        write("index.html", "console");
        write("answer.html", "residents");
        write("assets/answer-1.js", "script");
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }
    void write(const std::string& name, const std::string& text) const { std::ofstream{directory_ / name} << text; }
    [[nodiscard]] kernel::Reply get(const std::string& target, const std::string& encodings = {}) const {
        kernel::Request request;
        request.method = "GET";
        request.target = target;
        request.headers["accept-encoding"] = encodings;
        return Pages{directory_}.answer(request);
    }
    std::filesystem::path directory_ = std::filesystem::temp_directory_path() / "anju_pages_test";
};

TEST_F(PagesTest, EveryAddressOfTheConsoleGetsItsOnePage) {
    EXPECT_EQ(get("/").text(), "console");
    EXPECT_EQ(get("/estates/42?view=tree").text(), "console");
}

TEST_F(PagesTest, APageOfItsOwnIsFoundByItsNameWithoutTheEnding) {
    EXPECT_EQ(get("/answer").text(), "residents");
    EXPECT_EQ(get("/answer?from=letter").text(), "residents");
    EXPECT_EQ(get("/answers").text(), "console");
}

TEST_F(PagesTest, AFileThatIsNotThereIsNotAnsweredWithAPage) {
    EXPECT_EQ(get("/assets/answer-1.js").text(), "script");
    EXPECT_EQ(get("/assets/answer-2.js").status, 404);
    EXPECT_EQ(get("/assets/answer").status, 404);
}

TEST_F(PagesTest, TheZippedFormIsSentToThoseWhoTakeIt) {
    write("assets/answer-1.js.gz", "zipped");
    EXPECT_EQ(get("/assets/answer-1.js").text(), "script");
    EXPECT_EQ(get("/assets/answer-1.js", "br").text(), "script");
    EXPECT_EQ(get("/assets/answer-1.js", "gzip;q=0").text(), "script");
    auto const zipped = get("/assets/answer-1.js", "gzip, deflate, br");
    EXPECT_EQ(zipped.text(), "zipped");
    EXPECT_EQ(zipped.type, "text/javascript; charset=utf-8");
    EXPECT_EQ(get("/answer", "gzip").text(), "residents") << "nothing zipped beside it";
}

}  // namespace
}  // namespace anju::app
