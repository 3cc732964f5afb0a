// Fills a database of the product with a district of a given size, for ./run bench. Everything in it is invented.
//   bench_seed --store FILE-OR-URL --work FOLDER --findings N [--in-year M] [--departments D] [--no-journal]
// The tables come from the product itself (app::Service migrates them); only the many rows are written here, in batches.
// FOLDER gets targets.json (mode 0600: it holds the accounts' random passwords), which bench_load reads.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>

#include "account/account.hpp"
#include "app/opened.hpp"
#include "app/service.hpp"
#include "app/verbs.hpp"
#include "base/id.hpp"
#include "party/party.hpp"
#include "place/place.hpp"

namespace anju::bench {
namespace {

namespace json = boost::json;
using kernel::Transaction;
using kernel::Value;
using kernel::Values;

constexpr int estate_count = 200;
constexpr std::int64_t this_year = 2026;
constexpr std::int64_t first_moment = 1'577'836'800'000'000;  // 2020-01-01; all findings lie between it and now

struct Wanted {
    app::Where where;
    std::string work;
    std::int64_t findings = 100'000, in_year = 0;
    int departments = 24;
    bool journal = true;
};

/// UUIDv7 of a given moment, so that a finding of 2021 sorts as one. The counter keeps the order within a millisecond.
class Ids {
  public:
    std::string at(std::int64_t microseconds) {
        auto const milliseconds = static_cast<std::uint64_t>(microseconds / 1000);
        auto const step = static_cast<unsigned>(microseconds % 1000 * 4);  // sorts within the millisecond
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}", milliseconds >> 16U, milliseconds & 0xffffU, step & 0xfffU,
                           0x8000U | static_cast<unsigned>(state_ >> 50U), (state_ ^ (++count_ << 20U)) & 0xffff'ffff'ffffULL);
    }

  private:
    std::uint64_t state_ = 20261124, count_ = 0;
};

/// Rows for one table, written many to a statement where the database is another process.
class Bulk {
  public:
    Bulk(Transaction& transaction, std::string_view table_and_columns, std::size_t columns, std::size_t rows_at_once)
        : transaction_{transaction}, head_{fmt::format("INSERT INTO {} VALUES ", table_and_columns)}, columns_{columns}, most_{rows_at_once} {}
    void add(std::initializer_list<Value> row) {
        values_.insert(values_.end(), row);
        if (++rows_ == most_) flush();
    }
    void flush() {
        if (rows_ == 0) return;
        auto& text = rows_ == most_ ? whole_ : part_;
        if (text.empty() || rows_ != most_) text = statement();
        transaction_.run(text, values_);
        values_.clear();
        rows_ = 0;
    }

  private:
    [[nodiscard]] std::string statement() const {
        auto text = head_;
        for (std::size_t row = 0, number = 0; row < rows_; ++row) {
            text += row == 0 ? "(" : ", (";
            for (std::size_t column = 0; column < columns_; ++column) text += fmt::format("{}${}", column == 0 ? "" : ", ", ++number);
            text += ")";
        }
        return text;
    }
    Transaction& transaction_;
    std::string head_, whole_, part_;
    std::size_t columns_, most_, rows_ = 0;
    Values values_;
};

struct Slot { std::string item; std::int64_t deduct; };
/// Legal findings of one sheet at each item's smallest amount, item by item in turn; `share` is the part of the points used.
std::vector<Slot> slots_of(const policy::Pack& pack, std::int64_t numerator, std::int64_t denominator) {
    std::vector<Slot> slots;
    for (bool more = true, first = true; more; first = false) {
        more = false;
        for (auto const& item : pack.items) {
            if (item.rule->takes_measure()) continue;
            auto const least = item.rule->allowed(item.points).front();
            auto const used = std::count_if(slots.begin(), slots.end(), [&](const Slot& slot) { return slot.item == item.code; });
            if ((used + 1) * least.units() * denominator > item.points.units() * numerator && !first) continue;
            slots.push_back({item.code, least.units()});
            more = true;
        }
    }
    return slots;
}

struct Estate { std::string id, path; };
struct Sheet { std::string id; int account; };
struct Account { std::string name, password; };
struct District {
    std::vector<Estate> estates;
    std::vector<std::string> departments, firms;
    std::vector<Account> accounts;
    Account reader, office;
    std::string recorder_id, office_id, evaluation_id;
    std::vector<Sheet> open_sheets;
};

void settle(Transaction& transaction, District& district, const policy::Pack& pack, const Wanted& wanted, std::size_t firms) {
    district = {};
    auto const from = base::Day::parse("2020-01-01").value();
    std::vector<place::Place> communities;
    for (auto const& street : pack.places.streets) {
        auto const place = place::find_by_code(transaction, "street", street.code);
        auto const number = communities.size() + 1;
        communities.push_back(place::add(transaction, "community", fmt::format("BENCH{:03}", number), fmt::format("测试社区{}", number), *place));
        party::add(transaction, "street", fmt::format("测试街道办事处{}", number), place->id);
    }
    std::vector<std::string> companies;
    for (int i = 0; i < 20; ++i) companies.push_back(party::add(transaction, "property_company", fmt::format("测试物业公司{}", i + 1)).id);
    for (int i = 0; i < wanted.departments; ++i) district.departments.push_back(party::add(transaction, "department", fmt::format("测试部门{}", i + 1)).id);
    for (std::size_t i = 0; i < firms; ++i) district.firms.push_back(party::add(transaction, "assessor", fmt::format("测试评估所{}", i + 1)).id);
    for (int i = 0; i < estate_count; ++i) {
        auto const& community = communities[static_cast<std::size_t>(i) % communities.size()];
        auto const estate = place::add(transaction, "estate", fmt::format("B{:04}", i + 1), fmt::format("测试小区{}", i + 1), community, "settled", 500);
        party::join(transaction, estate.id, companies[static_cast<std::size_t>(i) % companies.size()], "property_company", from);
        district.estates.push_back({estate.id, estate.path});
    }
}

void people(Transaction& transaction, District& district, const policy::Pack& pack, base::Instant now) {
    district.accounts.clear();
    auto const add = [&](const std::string& name, const char* who, account::NewGrant grant, Account& kept) {
        kept = {name, base::random_password()};
        return account::add(transaction, pack, {name, who, kept.password, {std::move(grant)}, false}, now);
    };
    add("bench.reader", "区里看数据的", {"district_leader", {}, {}}, district.reader);
    district.office_id = add("bench.office", "区办公室", {"district_office", {}, {}}, district.office);
    for (auto const& department : district.departments) {
        Account made;
        district.recorder_id = add(fmt::format("bench.{}", district.accounts.size() + 1), "部门考核人员", {"department_officer", {}, department}, made);
        district.accounts.push_back(made);
    }
}

std::string open_year(Transaction& transaction, const District& district, const policy::Pack& pack, std::int64_t year, base::Instant now) {
    auto const id = base::new_id();
    auto const present = year == this_year;
    transaction.run("INSERT INTO evaluation (id, year, step, pack_hash, cut_off, survey_method, note, opened_at, opened_by, version) VALUES ($1, $2, $3, $4, $5, '每户一份', '', $6, $7, 1)",
                    {id, year, std::string{present ? "inspection" : "closed"}, pack.hash, fmt::format("{}-12-31", year), now.microseconds, district.office_id});
    for (auto const& step : pack.evaluation.steps) {
        auto const done = !present || step.step == "self_check";
        auto const started = done || step.step == "inspection";
        transaction.run("INSERT INTO evaluation_step (evaluation_id, step, started_at, done_at, done_by, done_by_name, why) VALUES ($1, $2, $3, $4, $5, '区办公室', '')",
                        {id, step.step, started ? Value{now.microseconds} : Value{nullptr}, done ? Value{now.microseconds} : Value{nullptr}, district.office_id});
    }
    return id;
}

std::string add_sheet(Transaction& transaction, const District& district, const std::string& evaluation, const std::string& estate, const char* source, const std::string& party,
                      bool handed_in, base::Instant now) {
    auto id = base::new_id();
    transaction.run("INSERT INTO inspection (id, evaluation_id, estate_id, source, party_id, state, summary, opened_by, opened_at, handed_in_by, handed_in_at, version) "
                    "VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10, 1)",
                    {id, evaluation, estate, std::string{source}, party, std::string{handed_in ? "handed_in" : "open"}, district.office_id, now.microseconds,
                     handed_in ? Value{district.office_id} : Value{nullptr}, handed_in ? Value{now.microseconds} : Value{nullptr}});
    return id;
}

class Filling {
  public:
    Filling(kernel::Store& store, const District& district, const policy::Pack& pack, const Wanted& wanted, base::Instant now)
        : store_{store}, district_{district}, wanted_{wanted}, now_{now}, slots_{slots_of(pack, 1, 2)}, moment_{first_moment},
          moment_step_{std::max<std::int64_t>(2, (now.microseconds - 86'400'000'000 - first_moment) / std::max<std::int64_t>(1, wanted.findings))} {}

    /// One act for each estate and year: some hundreds or thousands of rows, never so many that the journal file grows without end.
    void year(const std::string& evaluation, std::int64_t count, bool present) {
        auto const rows_at_once = store_.name() == "sqlite" ? std::size_t{1} : std::size_t{100};
        constexpr std::size_t together = 20;
        for (std::size_t start = 0; start < district_.estates.size(); start += together) {
            auto const ids = ids_;
            auto const moment = moment_;
            store_.act([&](Transaction& transaction) {
                ids_ = ids;  // an act may run twice
                moment_ = moment;
                Bulk findings{transaction, "finding (id, evaluation_id, estate_id, source, inspection_id, item, check_point, deduct, recorded_deduct, reason, spot, state, decision, created_by, created_at, version)", 16, rows_at_once};
                Bulk journal{transaction, "journal (id, at, actor_id, actor_name, act, thing_kind, thing_id, place_id, before, after, why, request_id)", 12, rows_at_once};
                for (std::size_t i = start; i < std::min(start + together, district_.estates.size()); ++i) {
                    auto const own = count / estate_count + (static_cast<std::int64_t>(i) < count % estate_count ? 1 : 0);
                    estate(transaction, findings, journal, evaluation, district_.estates[i], own, present);
                }
                findings.flush();
                journal.flush();
            });
        }
    }
    [[nodiscard]] std::size_t slots() const { return slots_.size(); }

  private:
    void estate(Transaction& transaction, Bulk& findings, Bulk& journal, const std::string& evaluation, const Estate& estate, std::int64_t count, bool present) {
        transaction.run("INSERT INTO evaluation_estate (evaluation_id, estate_id, stage) VALUES ($1, $2, 'settled')", {evaluation, estate.id});
        std::string sheet;
        for (std::size_t k = 0; k < static_cast<std::size_t>(count); ++k) {
            if (k % slots_.size() == 0) sheet = add_sheet(transaction, district_, evaluation, estate.id, "third_party", district_.firms.at(k / slots_.size()), true, now_);
            auto const& slot = slots_[k % slots_.size()];
            moment_ += moment_step_;
            auto const id = ids_.at(moment_);
            auto const reason = fmt::format("现场检查发现问题，第{}处未按要求整改到位", k + 1);
            auto const spot = fmt::format("{}幢{}单元门口", k % 30 + 1, k % 4 + 1);
            auto const state = std::string{present ? "submitted" : "accepted"};
            findings.add({id, evaluation, estate.id, std::string{"third_party"}, sheet, slot.item, Value{nullptr}, slot.deduct, slot.deduct, reason, spot, state, std::string{},
                          district_.recorder_id, moment_, std::int64_t{1}});
            if (!wanted_.journal) continue;
            auto const after = fmt::format(R"({{"source":"third_party","item":"{}","check_point":-1,"deduct":"0.5","reason":"{}","spot":"{}","state":"draft"}})", slot.item, reason, spot);
            journal.add({ids_.at(moment_ + 1), moment_, district_.recorder_id, std::string{"部门考核人员"}, std::string{"finding.record"}, std::string{"finding"}, id, estate.id,
                         Value{nullptr}, after, std::string{}, std::string{"00000000-0000-7000-8000-000000000000"}});
        }
        measures(transaction, evaluation, estate.id);
    }
    void measures(Transaction& transaction, const std::string& evaluation, const std::string& estate_id) {
        for (auto const* item : {"A1", "B1"})
            transaction.run("INSERT INTO measure (evaluation_id, estate_id, item, source, value, note, recorded_by, recorded_at, version) VALUES ($1, $2, $3, 'survey', $4, '', $5, $6, 1)",
                            {evaluation, estate_id, std::string{item}, std::int64_t{880'000 + moment_ % 100'000}, district_.office_id, now_.microseconds});
    }

    kernel::Store& store_;
    const District& district_;
    const Wanted& wanted_;
    base::Instant now_;
    std::vector<Slot> slots_;
    Ids ids_;
    std::int64_t moment_, moment_step_;
};

void write_targets(const Wanted& wanted, const District& district, const policy::Pack& pack) {
    json::array estates, sheets, slots, accounts;
    for (auto const& estate : district.estates) estates.emplace_back(estate.id);
    for (auto const& sheet : district.open_sheets) sheets.push_back({sheet.id, sheet.account});
    for (auto const& slot : slots_of(pack, 1, 1)) slots.push_back({slot.item, base::Points::of_units(slot.deduct).text()});
    auto const login = [](const Account& account) { return json::object{{"name", account.name}, {"password", account.password}}; };
    for (auto const& account : district.accounts) accounts.push_back(login(account));
    auto const text = json::serialize(json::object{{"evaluation", district.evaluation_id}, {"findings", wanted.findings}, {"in_year", wanted.in_year}, {"estates", estates}, {"sheets", sheets},
                                                   {"slots", slots}, {"accounts", accounts}, {"reader", login(district.reader)}, {"office", login(district.office)}});
    auto const file = wanted.work + "/targets.json";
    auto const descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0 || ::write(descriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size())) throw std::runtime_error("cannot write " + file);
    ::close(descriptor);
}

void seed(Wanted wanted) {
    if (wanted.in_year <= 0) wanted.in_year = std::min<std::int64_t>(wanted.findings, 100'000);
    std::filesystem::create_directories(wanted.work);
    wanted.where.files = wanted.work + "/files";
    auto const store = app::open(wanted.where);
    app::Service service{*store, policy::pack_files(wanted.where.pack), wanted.where.files, {}};
    auto const& pack = service.standard().current();
    auto const now = base::Instant::now();
    District district;
    Filling filling{*store, district, pack, wanted, now};
    auto const most = wanted.in_year / estate_count + 1;
    store->act([&](Transaction& transaction) { settle(transaction, district, pack, wanted, static_cast<std::size_t>(most) / filling.slots() + 1); });
    store->act([&](Transaction& transaction) { people(transaction, district, pack, now); });
    auto left = wanted.findings - wanted.in_year;
    // Earlier years first, so that the present year's rows are the youngest. A year never holds more than the present one.
    auto const earlier = (left + wanted.in_year - 1) / wanted.in_year;
    for (auto year = this_year - earlier; year <= this_year; ++year) {
        auto const present = year == this_year;
        std::string evaluation;
        store->act([&](Transaction& transaction) { evaluation = open_year(transaction, district, pack, year, now); });
        auto const count = present ? wanted.in_year : std::min(left, wanted.in_year);
        if (!present) left -= count;
        filling.year(evaluation, count, present);
        district.evaluation_id = evaluation;
    }
    store->act([&](Transaction& transaction) {
        district.open_sheets.clear();
        for (auto const& estate : district.estates)
            for (int d = 0; d < wanted.departments; ++d)
                district.open_sheets.push_back({add_sheet(transaction, district, district.evaluation_id, estate.id, "department", district.departments[static_cast<std::size_t>(d)], false, now), d});
    });
    write_targets(wanted, district, pack);
}

}  // namespace
}  // namespace anju::bench

int main(int count, char** words) {
    anju::bench::Wanted wanted;
    CLI::App program{"fills a database for ./run bench"};
    program.add_option("--store", wanted.where.store, "SQLite file or PostgreSQL URL")->required();
    program.add_option("--pack", wanted.where.pack, "folder of the pack")->capture_default_str();
    program.add_option("--work", wanted.work, "folder for targets.json and the files")->required();
    program.add_option("--findings", wanted.findings, "all findings")->check(CLI::Range(200, 100'000'000));
    program.add_option("--in-year", wanted.in_year, "findings of the present year; the others lie in earlier, closed years (default: at most 100000)");
    program.add_option("--departments", wanted.departments, "departments, each with one open sheet for every estate and one account")->check(CLI::Range(1, 500));
    program.add_flag("!--no-journal", wanted.journal, "leave the journal lines of the findings out");
    CLI11_PARSE(program, count, words);
    auto const start = std::chrono::steady_clock::now();
    try {
        anju::bench::seed(wanted);
    } catch (const anju::app::Exit& exit) {  // a bad pack; its problems are printed
        return exit.status;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    std::printf("%lld findings in %.1f s\n", static_cast<long long>(wanted.findings), std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    return 0;
}
