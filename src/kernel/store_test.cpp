#include "kernel/store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>

#include "kernel/test_store.hpp"

namespace anju::kernel {
namespace {

constexpr std::string_view tables = R"(
CREATE TABLE thing (id TEXT PRIMARY KEY, name TEXT NOT NULL, number BIGINT, note TEXT);
CREATE UNIQUE INDEX thing_name ON thing (name);
CREATE TABLE part (id TEXT PRIMARY KEY, thing_id TEXT NOT NULL REFERENCES thing (id));
)";

class StoreTest : public testing::Test {
  protected:
    TestStore store{{{"test/1", tables}}};

    void put(const std::string& id, const std::string& name, Value number = nullptr) {
        store->act([&](Transaction& t) {
            t.run("INSERT INTO thing (id, name, number) VALUES ($1, $2, $3)", {id, name, number});
        });
    }
    std::int64_t count() {
        std::int64_t number = 0;
        store->see([&](Transaction& t) { number = t.one("SELECT count(*) FROM thing")->number(0); });
        return number;
    }
};

TEST_F(StoreTest, what_was_written_is_read_back_exactly) {
    put("1", "东新园 '一期' \"x\" \\ %", 9007199254740993);
    store->see([](Transaction& t) {
        const auto row = t.one("SELECT name, number, note FROM thing WHERE id = $1", {"1"});
        ASSERT_TRUE(row);
        EXPECT_EQ(row->text(0), "东新园 '一期' \"x\" \\ %");
        EXPECT_EQ(row->number(1), 9007199254740993);
        EXPECT_TRUE(row->null(2));
        EXPECT_EQ(row->text_or_null(2), std::nullopt);
        EXPECT_EQ(row->text_or(2, "-"), "-");
        EXPECT_THROW((void)row->text(1), std::logic_error);
        EXPECT_THROW((void)row->number(2), std::logic_error);
        EXPECT_THROW((void)row->number(3), std::logic_error);
    });
}

TEST_F(StoreTest, parameters_are_taken_by_number_whatever_their_order_in_the_text) {
    store->see([](Transaction& t) {
        const auto row = t.one("SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT)", {"one", "two"});
        EXPECT_EQ(row->text(0), "two");
        EXPECT_EQ(row->text(1), "one");
        EXPECT_EQ(row->text(2), "two");
    });
}

TEST_F(StoreTest, an_instant_may_be_reckoned_with_in_sql) {
    store->see([](Transaction& t) {
        EXPECT_EQ(t.one("SELECT $1 - 60", {std::int64_t{1'795'500'000'000'000}})->number(0), 1'795'499'999'999'940);
    });
}

TEST_F(StoreTest, too_few_or_too_many_values_are_our_bug) {
    EXPECT_ANY_THROW(store->see([](Transaction& t) { t.query("SELECT id FROM thing WHERE id = $1"); }));
    EXPECT_ANY_THROW(store->see([](Transaction& t) { t.query("SELECT id FROM thing WHERE id = $1", {"a", "b"}); }));
    EXPECT_ANY_THROW(store->see([](Transaction& t) { t.query("SELECT 1; SELECT 2"); }));
}

TEST_F(StoreTest, count_sum_and_comparison_give_whole_numbers) {
    put("1", "a", 2);
    put("2", "b", 3);
    store->see([](Transaction& t) {
        const auto row = t.one("SELECT count(*), sum(number), max(number), min(number) < 3 FROM thing");
        EXPECT_EQ(row->number(0), 2);
        EXPECT_EQ(row->number(1), 5);
        EXPECT_EQ(row->number(2), 3);
        EXPECT_TRUE(row->flag(3));
        EXPECT_TRUE(t.one("SELECT sum(number) FROM thing WHERE id = 'none'")->null(0));
    });
}

TEST_F(StoreTest, run_tells_how_many_rows_changed) {
    put("1", "a");
    put("2", "b");
    store->act([](Transaction& t) {
        EXPECT_EQ(t.run("UPDATE thing SET note = 'x'"), 2);
        EXPECT_EQ(t.run("UPDATE thing SET note = 'y' WHERE id = '7'"), 0);
        EXPECT_EQ(t.run("INSERT INTO thing (id, name) VALUES ('1', 'z') ON CONFLICT (id) DO NOTHING"), 0);
        EXPECT_EQ(t.run("DELETE FROM thing WHERE id = '1'"), 1);
    });
}

TEST_F(StoreTest, upsert_returning_and_row_values_work_alike) {
    put("1", "a", 1);
    store->act([](Transaction& t) {
        const auto row = t.one(
            "INSERT INTO thing (id, name, number) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET number = "
            "excluded.number + "
            "thing.number RETURNING number",
            {"1", "a", 5});
        EXPECT_EQ(row->number(0), 6);
        t.run("INSERT INTO thing (id, name) VALUES ('2', 'b'), ('3', 'c')");
        const auto rows = t.query("SELECT id FROM thing WHERE (name, id) > ($1, $2) ORDER BY name, id", {"a", "1"});
        ASSERT_EQ(rows.size(), 2U);
        EXPECT_EQ(rows[0].text(0), "2");
    });
}

TEST_F(StoreTest, texts_are_ordered_by_bytes_and_like_minds_case) {
    put("1", "b");
    put("2", "B");
    put("3", "中");
    put("4", "a");
    store->see([](Transaction& t) {
        std::string order;
        for (const auto& row : t.query("SELECT name FROM thing ORDER BY name")) order += row.text(0);
        EXPECT_EQ(order, "Bab中");
        EXPECT_EQ(t.query("SELECT id FROM thing WHERE name LIKE $1", {"b%"}).size(), 1U);
    });
}

TEST_F(StoreTest, a_json_column_keeps_its_text_and_answers_alike) {
    const std::string document = R"({"name":"东新园", "count": 7, "z":1, "a":2})";
    store->act([&](Transaction& t) {
        t.script("CREATE TABLE paper (id TEXT PRIMARY KEY, document JSON NOT NULL)");
        t.script("CREATE INDEX paper_name ON paper ((document ->> 'name'))");
        t.run("INSERT INTO paper (id, document) VALUES ('1', $1)", {document});
    });
    store->see([&](Transaction& t) {
        const auto row = t.one(
            "SELECT document, CAST(document ->> 'count' AS BIGINT), document ->> 'none' FROM paper "
            "WHERE document ->> 'name' = $1",
            {"东新园"});
        ASSERT_TRUE(row);
        EXPECT_EQ(row->text(0), document);
        EXPECT_EQ(row->number(1), 7);
        EXPECT_TRUE(row->null(2));
    });
}

TEST_F(StoreTest, each_takes_many_rows_and_may_query_meanwhile) {
    store->act([](Transaction& t) {
        for (int i = 0; i < 1200; ++i) {
            const auto id = std::to_string(10000 + i);
            t.run("INSERT INTO thing (id, name, number) VALUES ($1, $2, $3)", {id, "n" + id, std::int64_t{i}});
        }
    });
    store->see([](Transaction& t) {
        std::int64_t sum = 0;
        t.each("SELECT id, number FROM thing WHERE number >= $1 ORDER BY id", {std::int64_t{0}}, [&](const Row& row) {
            sum += row.number(1);
            if (row.number(1) % 100 == 0) {
                EXPECT_EQ(t.query("SELECT id FROM thing WHERE id = $1", {row.text(0)}).size(), 1U);
                t.each("SELECT id FROM thing WHERE id = $1", {row.text(0)}, [](const Row&) {});
            }
        });
        EXPECT_EQ(sum, 1199 * 1200 / 2);
    });
}

TEST_F(StoreTest, an_act_that_throws_leaves_nothing) {
    EXPECT_THROW(store->act([](Transaction& t) {
        t.run("INSERT INTO thing (id, name) VALUES ('1', 'a')");
        throw std::out_of_range("no");
    }),
                 std::out_of_range);
    EXPECT_EQ(count(), 0);
}

TEST_F(StoreTest, a_see_cannot_write) {
    EXPECT_ANY_THROW(store->see([](Transaction& t) { t.run("INSERT INTO thing (id, name) VALUES ('1', 'a')"); }));
    EXPECT_EQ(count(), 0);
}

TEST_F(StoreTest, unique_and_foreign_keys_say_no_with_a_constraint_error) {
    put("1", "a");
    EXPECT_THROW(put("1", "b"), ConstraintError);
    EXPECT_THROW(put("2", "a"), ConstraintError);
    EXPECT_THROW(store->act([](Transaction& t) { t.run("INSERT INTO part (id, thing_id) VALUES ('1', 'none')"); }),
                 ConstraintError);
    EXPECT_THROW(store->act([](Transaction& t) { t.run("INSERT INTO thing (id) VALUES ('9')"); }), std::runtime_error);
    EXPECT_EQ(count(), 1);
}

TEST_F(StoreTest, a_work_that_goes_on_after_an_error_is_refused_on_both_databases) {
    put("1", "a");
    EXPECT_THROW(store->act([](Transaction& t) {
        t.run("INSERT INTO thing (id, name) VALUES ('2', 'b')");
        try {
            t.run("INSERT INTO thing (id, name) VALUES ('1', 'c')");
        } catch (const ConstraintError&) {
        }
    }),
                 std::logic_error);
    EXPECT_EQ(count(), 1);
}

TEST_F(StoreTest, see_and_act_inside_one_another_are_refused) {
    EXPECT_THROW(store->see([&](Transaction&) { store->see([](Transaction&) {}); }), std::logic_error);
    EXPECT_THROW(store->act([&](Transaction&) { store->see([](Transaction&) {}); }), std::logic_error);
    EXPECT_THROW(store->see([&](Transaction&) { store->act([](Transaction&) {}); }), std::logic_error);
    EXPECT_THROW(store->act([&](Transaction&) { store->act([](Transaction&) {}); }), std::logic_error);
}

TEST_F(StoreTest, a_text_with_a_nul_is_never_cut) {
    EXPECT_THROW(put("1", std::string("a\0b", 3)), std::logic_error);
    EXPECT_EQ(count(), 0);
}

TEST_F(StoreTest, acts_at_once_on_one_row_all_count) {
    put("1", "a", 0);
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 10; ++j)
                for (;;) try {
                        store->act([](Transaction& t) {
                            const auto number = t.one("SELECT number FROM thing WHERE id = '1'")->number(0);
                            t.run("UPDATE thing SET number = $1 WHERE id = '1'", {number + 1});
                        });
                        break;
                    } catch (const StoreUnavailable&) {  // PostgreSQL gave up after ten attempts: the client's part
                    }
        });
    for (auto& thread : threads) thread.join();
    store->see([](Transaction& t) { EXPECT_EQ(t.one("SELECT number FROM thing")->number(0), 80); });
}

TEST_F(StoreTest, one_failing_act_in_a_group_hurts_no_other) {
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 16; ++i)
        threads.emplace_back([&, i] {
            try {
                store->act([&](Transaction& t) {
                    t.run("INSERT INTO thing (id, name) VALUES ($1, $1)", {std::to_string(i)});
                    if (i % 2 == 1) throw std::out_of_range("no");
                });
            } catch (const std::out_of_range&) {
                ++refused;
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(refused, 8);
    EXPECT_EQ(count(), 8);
}

TEST_F(StoreTest, a_see_keeps_its_picture_while_an_act_commits) {
    put("1", "a");
    std::promise<void> looked;
    std::promise<void> written;
    std::thread reader{[&] {
        store->see([&](Transaction& t) {
            EXPECT_EQ(t.one("SELECT count(*) FROM thing")->number(0), 1);
            looked.set_value();
            written.get_future().wait();
            EXPECT_EQ(t.one("SELECT count(*) FROM thing")->number(0), 1);
        });
    }};
    looked.get_future().wait();
    put("2", "b");
    written.set_value();
    reader.join();
    EXPECT_EQ(count(), 2);
}

TEST_F(StoreTest, more_readers_than_connections_wait_their_turn) {
    std::atomic<int> seen = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 24; ++i)
        threads.emplace_back([&] {
            store->see([&](Transaction& t) {
                t.query("SELECT id FROM thing");
                std::this_thread::sleep_for(std::chrono::milliseconds{2});
                ++seen;
            });
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(seen, 24);
}

TEST_F(StoreTest, more_statements_than_the_cache_keeps_still_work) {
    store->see([](Transaction& t) {
        for (int i = 0; i < 600; ++i) {
            const auto number = std::to_string(i);
            EXPECT_EQ(t.one("SELECT " + number + " + $1", {std::int64_t{0}})->number(0), i);
        }
    });
}

TEST(MigrationTest, is_applied_once_and_in_order) {
    TestStore store{{{"a/1", "CREATE TABLE a (id TEXT PRIMARY KEY);"}}};
    migrate(*store, {{"a/1", "CREATE TABLE a (id TEXT PRIMARY KEY);"}, {"a/2", "INSERT INTO a (id) VALUES ('x');"}});
    migrate(*store, {{"a/1", "CREATE TABLE a (id TEXT PRIMARY KEY);"}, {"a/2", "INSERT INTO a (id) VALUES ('x');"}});
    store->see([](Transaction& t) { EXPECT_EQ(t.one("SELECT count(*) FROM a")->number(0), 1); });
}

TEST(MigrationTest, refuses_a_newer_database_and_a_changed_migration) {
    TestStore store{{{"a/1", "CREATE TABLE a (id TEXT PRIMARY KEY);"}}};
    EXPECT_THROW(migrate(*store, {}), std::runtime_error);
    EXPECT_THROW(migrate(*store, {{"a/1", "CREATE TABLE a (id TEXT PRIMARY KEY );"}}), std::runtime_error);
    EXPECT_THROW(migrate(*store, {{"a/1", "CREATE TABLE a (id TEXT PRIMARY KEY);"}, {"a/1", ""}}), std::logic_error);
}

TEST(MigrationTest, that_fails_leaves_nothing_behind) {
    TestStore store{{{"a/1", "CREATE TABLE a (id TEXT PRIMARY KEY);"}}};
    EXPECT_ANY_THROW(migrate(
        *store, {{"a/1", "CREATE TABLE a (id TEXT PRIMARY KEY);"}, {"b/1", "CREATE TABLE b (id TEXT); NONSENSE;"}}));
    store->see([](Transaction& t) { EXPECT_EQ(t.query("SELECT name FROM migration").size(), 1U); });
    EXPECT_ANY_THROW(store->see([](Transaction& t) { t.query("SELECT * FROM b"); }));
}

TEST(MigrationTest, the_kernels_own_tables_can_be_made) {
    TestStore store{kernel_migrations()};
    store->see([](Transaction& t) { EXPECT_EQ(t.query("SELECT * FROM journal").size(), 0U); });
}

TEST(StoreOpening, says_503_when_the_database_is_not_there) {
    try {
        open_store("postgresql://nobody@/none?host=/nonexistent");
        FAIL();
    } catch (const StoreUnavailable& error) {
        EXPECT_EQ(error.status, 503);
    }
    EXPECT_THROW(open_store("/nonexistent/folder/x.sqlite"), StoreUnavailable);
}

TEST(SqliteStore, keeps_committed_acts_when_opened_again) {
    TestStore folder{{}};
    const auto path = folder.directory() + "/again.sqlite";
    open_sqlite(path)->act([](Transaction& t) { t.script("CREATE TABLE a (id TEXT); INSERT INTO a VALUES ('x');"); });
    open_sqlite(path)->see([](Transaction& t) { EXPECT_EQ(t.query("SELECT id FROM a").size(), 1U); });
}

TEST(SqliteStore, says_507_when_the_disk_is_full_and_goes_on_when_there_is_room) {
    TestStore folder{{}};
    const auto store = open_sqlite(folder.directory() + "/full.sqlite");
    store->act([](Transaction& t) { t.script("CREATE TABLE a (id TEXT)"); });
    store->act([](Transaction& t) { t.query("PRAGMA max_page_count = 20"); });
    try {
        store->act([](Transaction& t) { t.run("INSERT INTO a VALUES ($1)", {std::string(1 << 20, 'x')}); });
        FAIL();
    } catch (const StoreUnavailable& error) {
        EXPECT_EQ(error.status, 507);
    }
    store->act([](Transaction& t) { t.run("INSERT INTO a VALUES ('y')"); });
    store->see([](Transaction& t) { EXPECT_EQ(t.one("SELECT count(*) FROM a")->number(0), 1); });
}

}  // namespace
}  // namespace anju::kernel
