// Rating in memory, without a database, and the same sums as one SQL statement on SQLite in memory. Medians of 11 rounds.
//   bench_rate [--pack packs/gongshu] [--estates 10000] [--each 100] [--write FOLDER]   FOLDER: also write the cases as CSV files
// Prints one line of JSON, times in milliseconds.
#include <fmt/format.h>
#include <sqlite3.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>

#include "policy/pack_reader.hpp"
#include "policy/rate_all.hpp"
#include "rate/rate.hpp"

namespace anju::bench {
namespace {

using rate::EstateCase;

struct Wanted {
    std::string pack = "packs/gongshu", folder;
    int estates = 10'000, each = 100;
};

std::vector<EstateCase> cases_of(const policy::Pack& pack, const Wanted& wanted) {
    std::vector<const policy::Item*> items;
    for (auto const& item : pack.items)
        if (!item.rule->takes_measure()) items.push_back(&item);
    std::vector<EstateCase> cases(static_cast<std::size_t>(wanted.estates));
    for (std::size_t e = 0; e < cases.size(); ++e) {
        auto& one = cases[e];
        one.code = fmt::format("B{:05}", e + 1);
        one.name = fmt::format("测试小区{}", e + 1);
        one.street = pack.places.streets[e % pack.places.streets.size()].title.zh;
        one.facts.measures = {{rate::satisfaction_item(pack)->code, base::Percent::of_units(static_cast<std::int64_t>(850'000 + e * 7919 % 150'000))}};
        if (auto const* other = rate::civility_item(pack)) one.facts.measures[other->code] = base::Percent::of_units(static_cast<std::int64_t>(900'000 + e * 104'729 % 100'000));
        for (std::size_t k = 0; k < static_cast<std::size_t>(wanted.each); ++k) {
            auto const& item = *items[(e * 31 + k) % items.size()];
            one.facts.findings.push_back({fmt::format("扣分!{}", k + 2), item.code, item.rule->allowed(item.points).front(), fmt::format("现场检查第{}处未按要求整改", k + 1)});
        }
    }
    return cases;
}

void write_tables(const policy::Pack& pack, const Wanted& wanted, const std::vector<EstateCase>& cases) {
    std::filesystem::create_directories(wanted.folder);
    std::ofstream estates{wanted.folder + "/小区.csv"}, measures{wanted.folder + "/测评.csv"}, findings{wanted.folder + "/扣分.csv"};
    estates << "小区编码,小区名称,街道,社区,阶段\n";
    measures << "小区编码";
    for (auto const& [item, value] : cases.front().facts.measures) measures << ',' << pack.item(item)->title.zh;
    measures << '\n';
    findings << "小区编码,条目,扣分,原因,不适用\n";
    for (auto const& one : cases) {
        estates << one.code << ',' << one.name << ',' << one.street << ",测试社区,已安置\n";
        measures << one.code;
        for (auto const& [item, value] : one.facts.measures) measures << ',' << value.text() << '%';
        measures << '\n';
        for (auto const& finding : one.facts.findings) findings << one.code << ',' << finding.item << ',' << finding.deduct.text() << ',' << finding.reason << ",\n";
    }
}

double median_of_11(const std::function<void()>& work) {
    std::vector<double> times;
    for (int round = 0; round < 11; ++round) {
        auto const start = std::chrono::steady_clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::nth_element(times.begin(), times.begin() + 5, times.end());
    return times[5];
}

/// The points every estate keeps, by SQL alone: the loss of an item stops at its points, a measure costs in proportion.
class Sums {
  public:
    Sums(const policy::Pack& pack, const std::vector<EstateCase>& cases) {
        if (sqlite3_open(":memory:", &handle_) != SQLITE_OK) throw std::runtime_error("no SQLite in memory");
        run("CREATE TABLE item (code TEXT PRIMARY KEY, points INTEGER NOT NULL) WITHOUT ROWID; CREATE TABLE finding (estate INTEGER NOT NULL, item TEXT NOT NULL, deduct INTEGER NOT NULL);"
            "CREATE TABLE measure (estate INTEGER NOT NULL, item TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (estate, item)) WITHOUT ROWID; BEGIN");
        for (auto const& item : pack.items) run(fmt::format("INSERT INTO item VALUES ('{}', {})", item.code, item.points.units()));
        for (std::size_t e = 0; e < cases.size(); ++e) {
            for (auto const& [item, value] : cases[e].facts.measures) run(fmt::format("INSERT INTO measure VALUES ({}, '{}', {})", e, item, value.units()));
            std::string rows;
            for (auto const& finding : cases[e].facts.findings) rows += fmt::format("{}({}, '{}', {})", rows.empty() ? "" : ", ", e, finding.item, finding.deduct.units());
            if (!rows.empty()) run("INSERT INTO finding VALUES " + rows);
        }
        run("COMMIT; CREATE INDEX finding_estate ON finding (estate, item, deduct); ANALYZE");
        full_ = pack.full_points.units();
        auto const sql = fmt::format(
            "SELECT m.estate, {} - m.lost - COALESCE(f.lost, 0) FROM (SELECT x.estate, SUM(i.points * (1000000 - x.value) / 1000000) AS lost FROM measure x JOIN item i ON i.code = x.item GROUP BY x.estate) m "
            "LEFT JOIN (SELECT estate, SUM(MIN(points, lost)) AS lost FROM (SELECT f.estate, f.item, i.points, SUM(f.deduct) AS lost FROM finding f JOIN item i ON i.code = f.item GROUP BY f.estate, f.item) "
            "GROUP BY estate) f ON f.estate = m.estate ORDER BY 2 DESC", full_);
        if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement_, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
    }
    ~Sums() {
        sqlite3_finalize(statement_);
        sqlite3_close(handle_);
    }
    Sums(const Sums&) = delete;
    Sums& operator=(const Sums&) = delete;
    std::int64_t all() {
        std::int64_t sum = 0;
        while (sqlite3_step(statement_) == SQLITE_ROW) sum += sqlite3_column_int64(statement_, 1);
        sqlite3_reset(statement_);
        return sum;
    }

  private:
    void run(const std::string& sql) {
        if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
    }
    sqlite3* handle_ = nullptr;
    sqlite3_stmt* statement_ = nullptr;
    std::int64_t full_ = 0;
};

int measure(const Wanted& wanted) {
    auto const read = policy::read_pack(policy::pack_files(wanted.pack));
    if (!read.pack) throw std::runtime_error("the pack has problems: anju check " + wanted.pack);
    auto const& pack = *read.pack;
    auto const cases = cases_of(pack, wanted);
    if (!wanted.folder.empty()) write_tables(pack, wanted, cases);
    std::int64_t ours = 0, theirs = 0;
    std::vector<const policy::Case*> facts;
    for (auto const& one : cases) facts.push_back(&one.facts);
    auto const points = median_of_11([&] {
        ours = 0;
        for (auto const& one : policy::rate_all(pack, std::span<const policy::Case* const>{facts})) ours += one.total.units();
    });
    auto const engine = median_of_11([&] { (void)rate::rate(pack, cases, {}); });
    Sums sums{pack, cases};
    auto const sql = median_of_11([&] { theirs = sums.all(); });
    fmt::print("{{\"task\":\"rate\",\"estates\":{},\"findings\":{},\"points_ms\":{:.2f},\"rate_ms\":{:.2f},\"sql_ms\":{:.2f},\"mean_total\":{:.3f},\"mean_total_sql\":{:.3f}}}\n", wanted.estates,
               static_cast<std::int64_t>(wanted.estates) * wanted.each, points, engine, sql, static_cast<double>(ours) / wanted.estates / 1e5, static_cast<double>(theirs) / wanted.estates / 1e5);
    return 0;
}

}  // namespace
}  // namespace anju::bench

int main(int count, char** words) {
    anju::bench::Wanted wanted;
    CLI::App program{"rating in memory, for ./run bench"};
    program.add_option("--pack", wanted.pack)->capture_default_str();
    program.add_option("--estates", wanted.estates)->check(CLI::Range(1, 1'000'000));
    program.add_option("--each", wanted.each, "findings of each estate")->check(CLI::Range(1, 10'000));
    program.add_option("--write", wanted.folder, "also write the cases as CSV files to this folder");
    CLI11_PARSE(program, count, words);
    try {
        return anju::bench::measure(wanted);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_rate: %s\n", error.what());
        return 1;
    }
}
