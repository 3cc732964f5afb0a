// What the database counts must be what the pure catalogue says over all the documents.
#include <gtest/gtest.h>

#include <random>

#include "policy/watch/catalogue.hpp"
#include "watch/test_watch.hpp"

namespace anju::watch {
namespace {

struct Aggregates : ::testing::Test, TestWatch {
    std::mt19937 chance{20260921};
    std::map<std::string, int> fired, quiet;
    bool coin() { return chance() % 2 == 0; }
    std::string day_before(base::Day today, int most) { return (today + -static_cast<int>(chance() % static_cast<unsigned>(most))).text(); }

    json::object some_patrol(base::Day today) {
        json::object fields;
        if (chance() % 4 != 0) fields["done_on"] = day_before(today + 3, 120);
        if (chance() % 4 != 0) fields["done_at"] = day_before(today + 3, 120) + (coin() ? " 00:30" : " 23:10");
        if (coin()) fields["cover"] = json::array{"2026-01-01", coin() ? std::string{} : (today + (static_cast<int>(chance() % 5) - 2)).text()};
        if (coin()) fields["outcome"] = coin() ? "good" : "bad_x";
        if (coin()) fields["parts"] = coin() ? json::array{"a_1"} : coin() ? json::array{"ab1"} : json::array{"a_1", "ab1"};
        if (coin()) fields["night"] = coin();
        if (coin()) fields["walked"] = static_cast<std::int64_t>(chance() % 10);
        if (coin()) fields["wanted"] = static_cast<std::int64_t>(chance() % 20);
        return fields;
    }

    std::vector<policy::watch::Record> all_documents(kernel::Transaction& transaction, const policy::Register& of) {
        std::vector<policy::watch::Record> records;
        for (auto const& row : transaction.query("SELECT id, name, doc, created_at FROM record WHERE register = 'patrol' AND place_id = $1 AND deleted = 0", {first.id}))
            records.push_back({row.text(0), row.text(1), record::plain_values(of.fields, json::parse(row.text(2)).as_object()), base::Instant{row.number(3)}, {}});
        return records;
    }

    void compare(base::Day since) {
        auto const& of = registers.named("patrol");
        service.store->act([&](kernel::Transaction& transaction) {
            record::Author const author{transaction, "test", "test", "test", service.now, nullptr};
            std::string const all;
            Round const round{author, registers, of, first, all};
            auto const records = all_documents(transaction, of);
            for (auto const& watch : of.watches) {
                auto const wanted = policy::watch::judge(watch, {of, nullptr, records, {}, service.now, since}).alarms;
                auto const found = alarm_of_place(round, watch);
                ASSERT_EQ(found.size(), wanted.size()) << watch.watch << " on " << service.now.text() << " over " << records.size();
                ++(wanted.empty() ? quiet : fired)[watch.watch];
                if (wanted.empty()) continue;
                EXPECT_EQ(found.begin()->second.evidence.zh, wanted.front().evidence.zh) << watch.watch;
            }
        });
    }
};

TEST_F(Aggregates, what_is_counted_by_the_database_is_what_the_documents_say) {
    go_to("2026-05-03");
    auto since = service.now.day();
    compare(since);
    for (int i = 0; i < 40; ++i) {
        service.now.microseconds += static_cast<std::int64_t>(chance() % 30) * 12 * 3600 * 1'000'000;
        if (i == 0) since = service.now.day();
        auto const id = added(worker(), "patrol", first, some_patrol(service.now.day()));
        if (chance() % 5 == 0) {
            ASSERT_EQ(call(worker(), "POST", "/api/records/" + id + "/delete", json::object{{"why", "记错了"}, {"version", 1}}).status, 200);
        }
        compare(since);
    }
    for (auto const& watch : registers.named("patrol").watches) {
        EXPECT_GT(fired[watch.watch], 0) << watch.watch;
        EXPECT_GT(quiet[watch.watch], 0) << watch.watch;
    }
}

TEST_F(Aggregates, a_place_without_any_record_is_expected_to_have_some_from_the_day_it_was_first_looked_at) {
    go_to("2026-05-03");
    night();
    EXPECT_EQ(open("quiet_by_day"), 0);
    go_to("2026-05-13");
    night();
    EXPECT_EQ(open("quiet_by_day"), 0) << "ten days are not more than ten";
    go_to("2026-05-14");
    night();
    EXPECT_EQ(open("quiet_by_day"), 3) << "one an estate";
    EXPECT_EQ(live_open(), 3);
}

}  // namespace
}  // namespace anju::watch
