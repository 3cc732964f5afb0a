#include "kernel/events.hpp"

#include <gtest/gtest.h>

namespace anju::kernel {
namespace {

TEST(Events, reach_only_those_who_want_them) {
    Events events;
    const auto street = events.listen([](const Event& event) { return event.place_path.starts_with("/d/s1/"); });
    const auto other = events.listen([](const Event& event) { return event.place_path.starts_with("/d/s2/"); });
    events.publish({"live", "/d/s1/e/", "e", "7", ""});
    EXPECT_EQ(street->take(), "event: change\ndata: {\"kind\":\"live\",\"place\":\"e\",\"id\":\"7\"}\n\n");
    EXPECT_EQ(street->take(), "");
    EXPECT_EQ(other->take(), "");
}

TEST(Events, wake_the_listener_and_forget_the_one_that_is_gone) {
    Events events;
    int woken = 0;
    {
        const auto stream = events.listen([](const Event&) { return true; });
        stream->on_offer([&] { ++woken; });
        events.publish({});
        stream->on_offer(nullptr);
        events.publish({});
        EXPECT_EQ(events.listeners(), 1U);
    }
    events.publish({});
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(events.listeners(), 0U);
}

TEST(Events, a_listener_too_slow_is_told_to_load_again) {
    Events events;
    const auto stream = events.listen([](const Event&) { return true; });
    for (int i = 0; i < 101; ++i) events.publish({"live", "/", "e", std::to_string(i), ""});
    events.publish({"live", "/", "e", "last", ""});
    const auto text = stream->take();
    EXPECT_TRUE(text.starts_with("event: reload\n"));
    EXPECT_NE(text.find("last"), std::string::npos);
    EXPECT_EQ(text.find("\"50\""), std::string::npos);
}

}  // namespace
}  // namespace anju::kernel
