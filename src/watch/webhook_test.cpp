#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "kernel/server.hpp"
#include "watch/test_watch.hpp"

namespace anju::watch {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Listener {
    std::vector<kernel::Request> got;
    int status = 200;
    kernel::Server server{{.port = 0, .threads = 1, .workers = 1},
                          {[this](const kernel::Request& request) {
                               got.push_back(request);
                               kernel::Reply reply;
                               reply.status = status;
                               return reply;
                           },
                           {}}};
    std::thread thread{[this] { server.run(); }};
    ~Listener() {
        server.stop();
        thread.join();
    }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server.port()) + "/hook"; }
};

struct Webhook : ::testing::Test, TestWatch {
    Listener listener;
    std::string id, secret;

    Webhook() { go_to("2026-09-21"); }

    void make(const place::Place& place, const json::array& kinds = {"finding", "cured"}) {
        auto const reply = call(keeper(), "POST", "/api/webhooks", json::object{{"title", "数据平台"}, {"url", listener.url()}, {"kinds", kinds}, {"place_id", place.id}});
        ASSERT_EQ(reply.status, 201) << reply.body;
        id = std::string{json::parse(reply.body).at("id").as_string()};
        secret = std::string{json::parse(reply.body).at("secret").as_string()};
    }
    json::array deliveries() { return get(keeper(), "/api/webhooks/" + id + "/deliveries").at("items").as_array(); }
    void later(std::int64_t minutes) { service.now.microseconds += minutes * 60'000'000; }
};

TEST_F(Webhook, a_finding_is_sent_signed_and_says_nothing_out_of_the_record) {
    make(street);
    added(worker(), "lift", first, good_lift("秘密编号", {{"next_inspection", "2026-09-01"}}));
    added(far_manager(), "lift", third, good_lift("9-1", {{"next_inspection", "2026-09-01"}}));
    EXPECT_EQ(deliver(*service.store, registers, service.now), 1) << "the other street is not over this place";
    ASSERT_EQ(listener.got.size(), 1U);
    auto const& request = listener.got.front();
    EXPECT_EQ(request.header("x-anju-signature"), kernel::Seal::sign(secret, request.body));
    EXPECT_EQ(request.header("x-anju-delivery"), json::parse(request.body).at("id").as_string());
    EXPECT_EQ(json::parse(request.body).at("kind"), "finding");
    EXPECT_EQ(json::parse(request.body).at("estate").at("name"), json::value(first.name));
    EXPECT_THAT(request.body, Not(HasSubstr("秘密编号")));
    EXPECT_EQ(deliveries().front().at("state"), "sent");
    EXPECT_EQ(deliver(*service.store, registers, service.now), 0);
}

TEST_F(Webhook, it_is_tried_again_at_growing_pauses_and_then_given_up) {
    make(street);
    listener.status = 500;
    added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-01"}}));
    for (std::int64_t const pause : {1, 5, 30, 120, 720}) {
        EXPECT_EQ(deliver(*service.store, registers, service.now), 1);
        EXPECT_EQ(deliveries().front().at("state"), "waiting");
        EXPECT_EQ(deliveries().front().at("last_status"), 500);
        later(pause - 1);
        EXPECT_EQ(deliver(*service.store, registers, service.now), 0) << pause;
        later(1);
    }
    EXPECT_EQ(deliver(*service.store, registers, service.now), 1);
    EXPECT_EQ(deliveries().front().at("state"), "given_up");
    EXPECT_EQ(listener.got.size(), 6U);
}

TEST_F(Webhook, the_secret_is_sealed_and_shown_only_once) {
    make(street);
    EXPECT_THAT(text("SELECT secret FROM webhook"), Not(HasSubstr(secret)));
    EXPECT_THAT(call(keeper(), "GET", "/api/webhooks").body, Not(HasSubstr(secret)));
    EXPECT_EQ(count("SELECT COUNT(*) FROM journal WHERE after LIKE $1", {"%" + secret + "%"}), 0);
}

TEST_F(Webhook, addresses_and_kinds_are_checked_and_only_who_manages_the_place_may) {
    auto const post = [&](const Actor& actor, json::object more) {
        json::object body{{"title", "试试"}, {"url", "https://example.com/hook"}, {"kinds", {"finding"}}, {"place_id", street.id}};
        for (auto const& member : more) body[member.key()] = member.value();
        return call(actor, "POST", "/api/webhooks", body);
    };
    EXPECT_EQ(record::wrong_fields(post(keeper(), {{"url", "http://example.com/hook"}})), "url");
    EXPECT_EQ(record::wrong_fields(post(keeper(), {{"kinds", {"gossip", "finding"}}})), "kinds");
    EXPECT_EQ(record::wrong_fields(post(keeper(), {{"kinds", json::array{}}})), "kinds");
    EXPECT_EQ(post(worker(), {}).status, 403);
    EXPECT_EQ(post(with(officer(), {"place.manage"}), {{"place_id", other_street.id}}).status, 403);
    EXPECT_EQ(post(with(officer(), {"place.manage"}), {}).status, 201);
    EXPECT_EQ(get(with(in_role("far", "street_officer", {other_street.path}), {"place.manage"}), "/api/webhooks").at("items").as_array().size(), 0U);
}

TEST_F(Webhook, it_can_be_tried_changed_and_switched_off) {
    make(street);
    EXPECT_EQ(call(keeper(), "POST", "/api/webhooks/" + id + "/test").status, 202);
    deliver(*service.store, registers, service.now);
    ASSERT_EQ(listener.got.size(), 1U);
    EXPECT_EQ(json::parse(listener.got.front().body).at("kind"), "test");
    json::object const off{{"title", "停用"}, {"url", listener.url()}, {"kinds", {"finding"}}, {"active", false}, {"version", 1}};
    EXPECT_EQ(call(keeper(), "PUT", "/api/webhooks/" + id, off).status, 200);
    EXPECT_EQ(call(keeper(), "PUT", "/api/webhooks/" + id, off).status, 412);
    added(worker(), "lift", first, good_lift("1-1", {{"next_inspection", "2026-09-01"}}));
    EXPECT_EQ(deliver(*service.store, registers, service.now), 0);
}

}  // namespace
}  // namespace anju::watch
