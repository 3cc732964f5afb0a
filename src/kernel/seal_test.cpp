#include "kernel/seal.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "base/id.hpp"

namespace anju::kernel {
namespace {

struct SealTest : testing::Test {
    std::filesystem::path directory = std::filesystem::temp_directory_path() / ("anju-seal-" + base::new_id());
    std::filesystem::path file = directory / "keys";

    SealTest() { std::filesystem::create_directories(directory); }
    ~SealTest() override { std::filesystem::remove_all(directory); }
    void write(const std::string& text, mode_t mode = 0600) {
        std::ofstream{file} << text;
        ::chmod(file.c_str(), mode);
    }
};

constexpr auto one = "k1 00112233445566778899aabbccddeeff\n", two = "k2 ffeeddccbbaa99887766554433221100\n";

TEST_F(SealTest, opens_what_it_sealed_and_never_seals_the_same_way_twice) {
    const Seal seal{file};
    const auto sealed = seal.seal("330105199001010015", "tenant/id/1");
    EXPECT_EQ(seal.open(sealed, "tenant/id/1"), "330105199001010015");
    EXPECT_NE(sealed, seal.seal("330105199001010015", "tenant/id/1"));
    EXPECT_EQ(sealed.find("3301"), std::string::npos);
    EXPECT_EQ(seal.open(seal.seal("", "x"), "x"), "");
}

TEST_F(SealTest, a_value_that_was_changed_or_moved_to_another_record_does_not_open) {
    const Seal seal{file};
    const auto sealed = seal.seal("甲", "tenant/name/1");
    EXPECT_FALSE(seal.open(sealed, "tenant/name/2"));
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        auto changed = sealed;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        // The last letter of base64 may carry bits that mean nothing.
        EXPECT_EQ(seal.open(changed, "tenant/name/1").value_or("甲"), "甲");
    }
    EXPECT_FALSE(seal.open("", "x"));
    EXPECT_FALSE(seal.open("k1.a.b", "x"));
    EXPECT_FALSE(seal.open("k9" + sealed.substr(2), "tenant/name/1"));
}

TEST_F(SealTest, a_new_first_line_seals_and_old_lines_still_open_and_find) {
    write(one);
    const Seal before{file};
    const auto sealed = before.seal("甲", "a");
    write(std::string{two} + one);
    const Seal after{file};
    EXPECT_EQ(after.open(sealed, "a"), "甲");
    EXPECT_FALSE(after.is_current(sealed));
    EXPECT_TRUE(after.is_current(after.seal("甲", "a")));
    EXPECT_EQ(before.blind("甲", "name"), after.blind("甲", "name"));
    EXPECT_NE(before.blind("甲", "name"), before.blind("甲", "phone"));
}

TEST_F(SealTest, a_key_is_added_first_and_the_old_one_retired_without_losing_the_index) {
    write(one);
    const Seal before{file};
    const auto sealed = before.seal("甲", "a");
    EXPECT_EQ(Seal::key_of(sealed), "k1");
    EXPECT_EQ(Seal::add_key(file), "k2");
    const Seal both{file};
    EXPECT_EQ(both.names(), (std::vector<std::string>{"k2", "k1"}));
    EXPECT_EQ(both.open(sealed, "a"), "甲");
    const auto again = both.seal("甲", "a");
    EXPECT_EQ(Seal::key_of(again), "k2");
    EXPECT_THROW(Seal::retire_key(file, "k2"), std::runtime_error) << "it seals";
    EXPECT_THROW(Seal::retire_key(file, "k9"), std::runtime_error);
    Seal::retire_key(file, "k1");
    const Seal after{file};
    EXPECT_EQ(after.names(), (std::vector<std::string>{"k2"}));
    EXPECT_FALSE(after.open(sealed, "a"));
    EXPECT_EQ(after.open(again, "a"), "甲");
    EXPECT_EQ(before.blind("甲", "name"), after.blind("甲", "name"));
    EXPECT_EQ(Seal::add_key(file), "k3") << "k2 is taken";
    Seal::retire_key(file, "k2");
    EXPECT_EQ(before.blind("甲", "name"), Seal{file}.blind("甲", "name")) << "the index line stays";
    struct stat what {};
    ASSERT_EQ(::stat(file.c_str(), &what), 0);
    EXPECT_EQ(what.st_mode & 0777, 0600U);
}

TEST_F(SealTest, a_key_file_others_can_read_or_that_is_malformed_is_refused_with_the_mend) {
    const auto why = [&] {
        try {
            const Seal seal{file};
        } catch (const std::runtime_error& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    write(one, 0644);
    EXPECT_NE(why().find("chmod 600"), std::string::npos);
    write("k1 0011\n");
    EXPECT_NE(why().find("32"), std::string::npos);
    write("");
    EXPECT_NE(why(), "");
}

TEST_F(SealTest, many_that_start_at_once_share_one_key) {
    std::vector<std::string> blinds(8);
    {
        std::vector<std::jthread> threads;
        for (auto& blind : blinds) threads.emplace_back([&] { blind = Seal{file}.blind("甲", "name"); });
    }
    for (const auto& blind : blinds) EXPECT_EQ(blind, blinds.front());
    struct stat what {};
    ASSERT_EQ(::stat(file.c_str(), &what), 0);
    EXPECT_EQ(what.st_mode & 0777, 0600U);
}

}  // namespace
}  // namespace anju::kernel
