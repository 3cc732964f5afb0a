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
    [[nodiscard]] kernel::Reply get(const std::string& target) const {
        kernel::Request request;
        request.method = "GET";
        request.target = target;
        return Pages{directory_}.answer(request);
    }
    std::filesystem::path directory_ = std::filesystem::temp_directory_path() / "anju_pages_test";
};

TEST_F(PagesTest, EveryAddressOfTheConsoleGetsItsOnePage) {
    EXPECT_EQ(get("/").body, "console");
    EXPECT_EQ(get("/estates/42?view=tree").body, "console");
}

TEST_F(PagesTest, APageOfItsOwnIsFoundByItsNameWithoutTheEnding) {
    EXPECT_EQ(get("/answer").body, "residents");
    EXPECT_EQ(get("/answer?from=letter").body, "residents");
    EXPECT_EQ(get("/answers").body, "console");
}

TEST_F(PagesTest, AFileThatIsNotThereIsNotAnsweredWithAPage) {
    EXPECT_EQ(get("/assets/answer-1.js").body, "script");
    EXPECT_EQ(get("/assets/answer-2.js").status, 404);
    EXPECT_EQ(get("/assets/answer").status, 404);
}

}  // namespace
}  // namespace anju::app
