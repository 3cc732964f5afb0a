#include "kernel/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/refusal.hpp"
#include "kernel/log.hpp"
#include "kernel/test_service.hpp"

namespace anju::kernel {
namespace {

using testing::HasSubstr;
using testing::Not;

Reply kept(Context& context) {
    context.journal({"test.keep", "test", "1", "", nullptr, nullptr, ""});
    return json_reply(json::object{{"ok", true}});
}

/// The number at the end of the line that begins so; -1 when there is none.
double number_of(const std::string& text, const std::string& line) {
    const auto at = text.find("\n" + line + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + line.size() + 2));
}

double number_of(const std::string& line) {
    return number_of(metrics_text({}), line);
}

}  // namespace

TEST(metrics, a_route_counts_its_answers_by_class_and_its_time) {
    TestService service{kernel_migrations()};
    service.router.see("/api/counted/{id}", Guard::open(), {"看", "see"}, [](Context& context) {
        if (context.parameter("id") == "none") base::refuse_missing("东西", "thing");
        return json_reply(1);
    });
    service.call("GET", "/api/counted/1");
    service.call("GET", "/api/counted/2");
    service.call("GET", "/api/counted/none");
    service.call("GET", "/api/no/such/address");
    EXPECT_EQ(number_of(R"(anju_answers_total{method="GET",route="/api/counted/{id}",status="2xx"})"), 2);
    EXPECT_EQ(number_of(R"(anju_answers_total{method="GET",route="/api/counted/{id}",status="4xx"})"), 1);
    EXPECT_EQ(number_of(R"(anju_answer_seconds_count{method="GET",route="/api/counted/{id}"})"), 3);
    EXPECT_GE(number_of(R"(anju_answers_total{method="",route="",status="4xx"})"), 1);
}

TEST(metrics, an_act_is_counted_with_its_commit_and_none_stays_in_the_queue) {
    TestService service{kernel_migrations()};
    service.actor = TestService::who("somebody", {"test.keep"});
    service.router.act("POST", "/api/kept", {"test.keep", {}}, {"记", "keep"}, kept);
    const auto before = std::max(0.0, number_of("anju_commit_seconds_count"));
    EXPECT_EQ(service.call("POST", "/api/kept", json::object{}).status, 200);
    EXPECT_GE(number_of("anju_commit_seconds_count"), before + 1);
    EXPECT_EQ(number_of(R"(anju_standing{what="act"})"), 0);
}

TEST(metrics, the_writer_is_unwell_after_a_failure_until_something_is_saved_again) {
    TestService service{kernel_migrations()};
    service.actor = TestService::who("somebody", {"test.keep"});
    service.router.act("POST", "/api/kept", {"test.keep", {}}, {"记", "keep"}, kept);
    service.router.act("POST", "/api/full", {"test.keep", {}}, {"满", "full"}, [](Context&) -> Reply { throw StoreUnavailable(507, "database or disk is full"); });
    const auto before = number_of(R"(anju_store_errors_total{status="507"})");
    EXPECT_EQ(service.call("POST", "/api/full", json::object{}).status, 507);
    EXPECT_TRUE(writer_health().failed_lately);
    EXPECT_EQ(writer_health().status, 507);
    EXPECT_EQ(number_of(R"(anju_store_errors_total{status="507"})"), before + 1);
    service.call("POST", "/api/kept", json::object{});
    EXPECT_FALSE(writer_health().failed_lately);
}

TEST(metrics, what_a_person_typed_stands_neither_in_the_log_nor_in_the_metrics) {
    TestService service{kernel_migrations()};
    service.actor = TestService::who("account-7", {"test.keep"});
    service.router.see("/api/searched/{name}", Guard::open(), {"看", "see"}, [](Context&) { return json_reply(1); });
    service.router.act("POST", "/api/kept", {"test.keep", {}}, {"记", "keep"}, kept);
    service.router.act("POST", "/api/broken", {"test.keep", {}}, {"坏", "break"}, [](Context& context) -> Reply {
        // A unique key says no to a value the person typed.
        for (int i = 0; i < 2; ++i) context.transaction.run("INSERT INTO setting (name, value, version) VALUES ($1, $2, 1)", {std::string{context.body().at("phone").as_string()}, "x"});
        return {};
    });
    log_from(Level::info);
    testing::internal::CaptureStderr();
    const json::object body{{"phone", "13800001234"}, {"name", "测试甲"}};
    service.call("GET", "/api/searched/%E6%B5%8B%E8%AF%95%E7%94%B2?phone=13800001234");
    service.call("GET", "/api/nowhere/13800001234");
    service.call("POST", "/api/kept?phone=13800001234", body);
    service.call("POST", "/api/broken", body);
    service.call("POST", "/api/kept", json::value("13800001234"));
    const auto said = testing::internal::GetCapturedStderr();
    log_from(Level::warning);
    const auto counted = metrics_text({});
    for (const auto* personal : {"13800001234", "测试甲", "%E6%B5%8B", "account-7"}) {
        EXPECT_THAT(said, Not(HasSubstr(personal)));
        EXPECT_THAT(counted, Not(HasSubstr(personal)));
    }
    std::istringstream lines{said};
    int seen = 0;
    for (std::string line; std::getline(lines, line); ++seen) EXPECT_TRUE(json::parse(line).as_object().contains("request_id")) << line;
    EXPECT_GE(seen, 5);
}

TEST(metrics, what_stands_is_counted_for_as_long_as_it_stands_and_refusals_for_ever) {
    const auto listeners = R"(anju_standing{what="listener"})";
    const auto refused = R"(anju_refused_total{status="431"})";
    const auto before = number_of(listeners);
    {
        const Standing one{Standing::What::listener}, two{Standing::What::listener};
        EXPECT_EQ(number_of(listeners), before + 2);
    }
    EXPECT_EQ(number_of(listeners), before);
    const auto refusals = std::max(0.0, number_of(refused));
    count_refused(431);
    EXPECT_EQ(number_of(refused), refusals + 1);
}

TEST(metrics, counting_an_answer_costs_next_to_nothing) {
    RouteMeasure route{"GET", "/api/cheap"};
    constexpr int times = 100'000;
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) count_answer(&route, 200, std::chrono::milliseconds{3});
    const auto each = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began).count() / times;
    RecordProperty("nanoseconds", static_cast<int>(each * 1000));
    EXPECT_LT(each, 10) << "microseconds; far less in an optimised build on a quiet machine";
}

}  // namespace anju::kernel
