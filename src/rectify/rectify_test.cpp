#include "rectify/rectify.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "kernel/test_service.hpp"
#include "party/party.hpp"
#include "place/place.hpp"

namespace anju::rectify {
namespace {

namespace json = kernel::json;
using kernel::TestService;
using ::testing::HasSubstr;

std::vector<kernel::Migration> all_migrations() {
    // finding reads the table of inspection, which lies above both and cannot be linked here.
    static std::string const inspection = [] {
        std::ifstream in{std::string{ANJU_SOURCE_DIR} + "/src/inspection/inspection.sql"};
        return std::string{std::istreambuf_iterator<char>{in}, {}};
    }();
    std::vector<kernel::Migration> all;
    for (auto const& slice : {kernel::kernel_migrations(), standard::migrations(), place::migrations(),
                              party::migrations(), evaluation::migrations(), finding::migrations()}) {
        all.insert(all.end(), slice.begin(), slice.end());
    }
    all.push_back({"inspection/1", inspection});
    for (auto const& migration : migrations()) all.push_back(migration);
    return all;
}

struct Rectify : ::testing::Test {
    standard::Standard standard{policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu")};
    TestService service{all_migrations()};
    std::function<void(kernel::Context&)> work;
    place::Place estate, elsewhere;
    std::string party_id, stranger_id, evaluation_id, finding_id;

    Rectify() {
        rectify::routes(service.router, standard);
        service.router.act("POST", "/test/act", kernel::Guard::open(), {"试", "test"},
                           [this](kernel::Context& context) {
                               work(context);
                               context.journal({"test.act", "test", "", "", nullptr, nullptr, ""});
                               return kernel::json_reply(json::object{});
                           });
        service.actor = TestService::who("officer", {"evaluation.manage"});
        act([&](kernel::Context& context) { lay_out(context); });
        evaluation_id = open_year(2026);
        finding_id = find(evaluation_id, "C1.1");
    }

    void act(std::function<void(kernel::Context&)> wanted) {
        work = std::move(wanted);
        auto const reply = service.call("POST", "/test/act");
        if (reply.status != 200) throw std::runtime_error(reply.body);
    }
    void lay_out(kernel::Context& context) {
        auto& transaction = context.transaction;
        standard.keep(transaction, context.now);
        place::plant(transaction, standard.current().places);
        auto const street =
            place::get(transaction,
                       transaction.one("SELECT id FROM place WHERE kind = 'street' ORDER BY code")->text(0), "street");
        auto const community = place::add(transaction, "community", "330105901001", "甲试社区", street);
        estate = place::add(transaction, "estate", "T1", "试一苑", community, "settled", 10);
        elsewhere = place::add(transaction, "estate", "T2", "试二苑", community, "settled", 10);
        party_id = party::add(transaction, "property_company", "试一物业公司").id;
        stranger_id = party::add(transaction, "property_company", "试二物业公司").id;
        party::join(transaction, estate.id, party_id, "property_company", *base::Day::parse("2024-01-01"));
    }
    std::string open_year(int year) {
        std::string id;
        service.actor = TestService::who("officer", {"evaluation.manage"});
        act([&](kernel::Context& context) {
            id = evaluation::open(context, standard,
                                  {year,
                                   *base::Day::parse(std::to_string(year) + "-08-31"),
                                   "入户问卷，随机抽户",
                                   "",
                                   {estate.id, elsewhere.id}});
        });
        return id;
    }
    std::string find(const std::string& evaluation, const std::string& item, const std::string& state = "submitted") {
        std::string id;
        service.actor = TestService::who("assessor", {"inspection.inspect"});
        act([&](kernel::Context& context) {
            finding::NewFinding made;
            made.evaluation_id = evaluation;
            made.estate_id = estate.id;
            made.source = "third_party";
            made.item = item;
            made.deduct = *base::Points::parse("1");
            made.reason = "垃圾桶旁有散落垃圾";
            made.state = state;
            id = finding::record(context, evaluation::get(context.transaction, standard, evaluation), made).id;
        });
        return id;
    }
    std::string photo(const std::string& account) {
        auto const id = "01900000-0000-7000-8000-00000000000" + std::to_string(++photos_);
        act([&](kernel::Context& context) {
            context.transaction.run(
                "INSERT INTO file (id, sm3, type, size, width, height, account_id, at) VALUES ($1, 'x', 'image/png', "
                "1, 1, 1, $2, 0)",
                {id, account});
        });
        return id;
    }
    void be_officer() {
        service.actor = TestService::who("officer", {"rectification.assign", "finding.read", "rectification.confirm"});
    }
    void be_manager() {
        service.actor =
            TestService::who("manager", {"rectification.fix", "rectification.confirm", "finding.read"}, {estate.path});
    }
    kernel::Reply assign(json::object body = {}) {
        be_officer();
        if (!body.contains("party_id")) body["party_id"] = party_id;
        return service.call("POST", "/api/findings/" + finding_id + "/rectification", body);
    }
    kernel::Reply step(const json::value& rectification, const std::string& act_name, json::object body) {
        body["version"] = rectification.at("version");
        return service.call(
            "POST", "/api/rectifications/" + std::string{rectification.at("id").as_string()} + "/" + act_name, body);
    }
    /// Assigned by the officer and reported fixed by the manager.
    json::value fixed() {
        auto const assigned = json::parse(assign().body);
        be_manager();
        auto const picture = photo("manager");
        auto const reply =
            step(assigned, "fix", {{"note", "已经清理干净"}, {"photo_ids", json::array{json::value(picture)}}});
        EXPECT_EQ(reply.status, 200) << reply.body;
        return json::parse(reply.body);
    }
    void go_to_day(const std::string& day) {
        service.now =
            base::Instant{base::Instant::end_of(*base::Day::parse(day)).microseconds - 12LL * 3600 * 1'000'000};
    }

  private:
    int photos_ = 0;
};

TEST_F(Rectify, without_a_day_the_packs_working_days_from_today_are_given) {
    auto const reply = assign({{"note", "请尽快清理"}});
    ASSERT_EQ(reply.status, 201) << reply.body;
    auto const made = json::parse(reply.body);
    std::string due;
    service.store->see([&](kernel::Transaction& transaction) {
        due = standard.due(transaction, *base::Day::parse("2026-09-21"), standard.current().evaluation.rectification)
                  .text();
    });
    EXPECT_EQ(made.at("due"), json::value(due));
    EXPECT_EQ(made.at("working_days_left"), standard.current().evaluation.rectification.days);
    EXPECT_EQ(made.at("state"), "open");
    EXPECT_EQ(made.at("finding").at("reason"), "垃圾桶旁有散落垃圾");
    EXPECT_EQ(made.at("party").at("name"), "试一物业公司");
    EXPECT_FALSE(made.at("overdue").as_bool());
    EXPECT_TRUE(made.at("relapse_of").is_null());
    EXPECT_EQ(service.journal_lines("rectification.assign"), 1);
}

TEST_F(Rectify, a_finding_is_assigned_once_and_only_to_a_party_of_the_estate) {
    auto const refused = assign({{"party_id", stranger_id}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("party_id"));
    EXPECT_EQ(assign({{"due", "2026-09-20"}}).status, 422);
    EXPECT_EQ(assign({{"due", "2026-09-21"}}).status, 201);
    EXPECT_EQ(assign().status, 409);
}

TEST_F(Rectify, a_finding_that_is_not_handed_in_cannot_be_assigned) {
    finding_id = find(evaluation_id, "C1.2", "draft");
    EXPECT_EQ(assign().status, 409);
}

TEST_F(Rectify, assigning_needs_the_right_at_the_estate) {
    service.actor = TestService::who("account", {"rectification.assign"}, {elsewhere.path});
    EXPECT_EQ(service.call("POST", "/api/findings/" + finding_id + "/rectification", {{"party_id", party_id}}).status,
              403);
}

TEST_F(Rectify, reporting_it_fixed_needs_a_note_and_a_photo_of_the_reporters_own) {
    auto const made = json::parse(assign().body);
    be_manager();
    auto const another = photo("somebody-else");
    EXPECT_EQ(step(made, "fix", {{"note", "已经清理干净"}, {"photo_ids", json::array{}}}).status, 422);
    EXPECT_EQ(step(made, "fix", {{"note", "已经清理干净"}, {"photo_ids", json::array{json::value(another)}}}).status,
              422);
    auto const own = photo("manager");
    EXPECT_EQ(step(made, "fix", {{"note", ""}, {"photo_ids", json::array{json::value(own)}}}).status, 422);
    auto const reply = step(made, "fix", {{"note", "已经清理干净"}, {"photo_ids", json::array{json::value(own)}}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    auto const now = json::parse(reply.body);
    EXPECT_EQ(now.at("state"), "fixed");
    EXPECT_EQ(now.at("fixed_by_name"), "manager");
    EXPECT_EQ(now.at("photos").as_array().size(), 1U);
    EXPECT_EQ(step(now, "fix", {{"note", "再来"}, {"photo_ids", json::array{json::value(own)}}}).status, 409);
}

TEST_F(Rectify, whoever_reported_it_neither_confirms_nor_reopens_it) {
    auto const reported = fixed();
    be_manager();
    auto const reply = step(reported, "confirm", {});
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("same_person"));
    EXPECT_EQ(step(reported, "reopen", {{"why", "想延期"}}).status, 409);
    be_officer();
    auto const confirmed = step(reported, "confirm", {{"note", "现场看过"}});
    ASSERT_EQ(confirmed.status, 200) << confirmed.body;
    EXPECT_EQ(json::parse(confirmed.body).at("state"), "confirmed");
    EXPECT_EQ(json::parse(confirmed.body).at("confirmed_by_name"), "officer");
}

TEST_F(Rectify, what_was_not_reported_fixed_is_neither_confirmed_nor_reopened) {
    auto const made = json::parse(assign().body);
    EXPECT_EQ(step(made, "confirm", {}).status, 409);
    EXPECT_EQ(step(made, "reopen", {{"why", "没有改好"}}).status, 409);
}

TEST_F(Rectify, a_stale_version_is_refused) {
    auto reported = fixed();
    be_officer();
    reported.as_object()["version"] = 1;
    auto const reply = step(reported, "confirm", {});
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("changed_meanwhile"));
}

TEST_F(Rectify, reopening_counts_gives_a_new_day_and_keeps_the_photos) {
    auto const reported = fixed();
    go_to_day("2026-10-12");
    be_officer();
    EXPECT_EQ(step(reported, "reopen", {{"why", ""}}).status, 422);
    auto const reply = step(reported, "reopen", {{"why", "角落还有垃圾"}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    auto const again = json::parse(reply.body);
    EXPECT_EQ(again.at("state"), "open");
    EXPECT_EQ(again.at("reopened"), 1);
    EXPECT_EQ(again.at("due"), "2026-10-26");
    EXPECT_TRUE(again.at("fixed_by_name").is_null());
    EXPECT_EQ(again.at("photos").as_array().size(), 1U);
    EXPECT_EQ(service.journal_lines("rectification.reopen"), 1);
}

TEST_F(Rectify, what_is_open_after_its_day_is_overdue_and_what_was_reported_is_not) {
    assign({{"due", "2026-09-22"}});
    go_to_day("2026-09-22");
    EXPECT_TRUE(service.get("/api/rectifications?overdue=true").at("items").as_array().empty());
    go_to_day("2026-09-24");
    auto const late = service.get("/api/rectifications?overdue=true");
    ASSERT_EQ(late.at("items").as_array().size(), 1U);
    auto const& one = late.at("items").as_array()[0];
    EXPECT_TRUE(one.at("overdue").as_bool());
    EXPECT_EQ(one.at("working_days_left"), -2);
    be_manager();
    auto const own = photo("manager");
    ASSERT_EQ(step(one, "fix", {{"note", "已经清理干净"}, {"photo_ids", json::array{json::value(own)}}}).status, 200);
    EXPECT_TRUE(service.get("/api/rectifications?overdue=true").at("items").as_array().empty());
    EXPECT_EQ(service.get("/api/rectifications?state=fixed").at("items").as_array().size(), 1U);
}

TEST_F(Rectify, a_year_without_its_calendar_leaves_the_days_unknown_and_is_never_guessed) {
    auto const made = json::parse(assign({{"due", "2035-03-01"}}).body);
    EXPECT_TRUE(made.at("working_days_left").is_null());
    finding_id = find(evaluation_id, "C1.2");
    go_to_day("2034-12-28");
    auto const reply = assign();
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("calendar_not_loaded"));
}

TEST_F(Rectify, the_list_runs_by_due_day_page_by_page_and_shows_only_the_actors_places) {
    assign({{"due", "2026-10-20"}});
    auto const first = std::exchange(finding_id, find(evaluation_id, "C1.2"));
    assign({{"due", "2026-09-28"}});
    auto const page = service.get("/api/rectifications?limit=1");
    EXPECT_EQ(page.at("items").as_array()[0].at("due"), "2026-09-28");
    auto const next = service.get("/api/rectifications?limit=1&after=" + std::string{page.at("next").as_string()});
    EXPECT_EQ(next.at("items").as_array()[0].at("finding").at("id"), json::value(first));
    EXPECT_TRUE(next.at("next").is_null());
    service.actor = TestService::who("account", {"finding.read"}, {elsewhere.path});
    EXPECT_TRUE(service.get("/api/rectifications").at("items").as_array().empty());
    auto const id = std::string{next.at("items").as_array()[0].at("id").as_string()};
    EXPECT_EQ(service.call("GET", "/api/rectifications/" + id).status, 404);
}

TEST_F(Rectify, the_same_fault_mended_in_an_earlier_year_is_named_as_a_relapse) {
    auto const reported = fixed();
    be_officer();
    ASSERT_EQ(step(reported, "confirm", {}).status, 200);
    auto const earlier = finding_id;
    auto const next_year = open_year(2027);
    finding_id = find(next_year, "C1.1");
    auto const again = json::parse(assign().body);
    EXPECT_EQ(again.at("relapse_of").at("year"), 2026);
    EXPECT_EQ(again.at("relapse_of").at("finding_id"), json::value(earlier));
    finding_id = find(next_year, "C1.2");
    EXPECT_TRUE(json::parse(assign().body).at("relapse_of").is_null());
}

TEST_F(Rectify, mending_never_changes_what_the_finding_cost) {
    auto const reported = fixed();
    be_officer();
    ASSERT_EQ(step(reported, "confirm", {}).status, 200);
    service.store->see([&](kernel::Transaction& transaction) {
        auto const finding = finding::get(transaction, finding_id);
        EXPECT_EQ(finding.deduct.text(), "1");
        EXPECT_EQ(finding.state, "submitted");
    });
}

/// What a register of the daily work opened, as the watches do it.
struct Daily : Rectify {
    kernel::JournalAuthor program{"", "系统", ""};

    Daily() {
        service.store->act([&](kernel::Transaction& transaction) {
            finding_id = finding::open_live(transaction, program, service.now,
                                            {estate.id, "D4.2.2", *base::Points::parse("2"), "电梯 1-1 检验过期"});
        });
    }
    void cure() {
        service.store->act([&](kernel::Transaction& transaction) {
            finding::withdraw_live(transaction, program, service.now, finding_id, "已消除：检验过期");
        });
    }
    json::value shown(const json::value& rectification) {
        be_officer();
        return service.get("/api/rectifications/" + std::string{rectification.at("id").as_string()});
    }
    std::size_t listed(const std::string& query) {
        be_officer();
        return service.get("/api/rectifications?" + query).at("items").as_array().size();
    }
};

TEST_F(Daily, a_finding_of_a_register_is_assigned_with_the_term_of_todays_standard) {
    auto const reply = assign({{"note", "请尽快报检"}});
    ASSERT_EQ(reply.status, 201) << reply.body;
    auto const made = json::parse(reply.body);
    EXPECT_TRUE(made.at("daily").as_bool());
    EXPECT_EQ(made.at("working_days_left"), standard.current().evaluation.rectification.days);
    EXPECT_TRUE(made.at("finding").at("year").is_null());
    EXPECT_FALSE(made.at("finding").at("item_title").is_null());
    EXPECT_TRUE(made.at("cured").is_null());
    EXPECT_TRUE(made.at("relapse_of").is_null());
    EXPECT_EQ(assign().status, 409);
    EXPECT_EQ(listed("evaluation=live"), 1U);
    EXPECT_EQ(listed("evaluation=" + evaluation_id), 0U);
}

TEST_F(Daily, one_that_the_register_withdrew_is_assigned_to_nobody) {
    cure();
    auto const reply = assign();
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("finding_does_not_stand"));
}

TEST_F(Daily, an_open_one_is_closed_when_the_register_shows_it_cured) {
    auto const made = json::parse(assign({{"due", "2026-09-22"}}).body);
    cure();
    auto const now = shown(made);
    EXPECT_EQ(now.at("state"), "closed");
    EXPECT_EQ(now.at("cured").at("why"), "已消除：检验过期");
    go_to_day("2026-09-25");
    EXPECT_FALSE(shown(made).at("overdue").as_bool()) << "nothing is left to be late with";
    EXPECT_EQ(listed("overdue=true"), 0U);
    EXPECT_EQ(listed("state=open"), 0U);
    EXPECT_EQ(listed("state=closed"), 1U);
    be_manager();
    auto const picture = photo("manager");
    auto const reply = step(now, "fix", {{"note", "已经报检"}, {"photo_ids", json::array{json::value(picture)}}});
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("closed_by_register"));
    be_officer();
    EXPECT_EQ(step(now, "confirm", {}).status, 409);
}

TEST_F(Daily, one_reported_fixed_still_waits_for_its_other_person_and_is_not_sent_back) {
    auto const reported = fixed();
    cure();
    auto const now = shown(reported);
    EXPECT_EQ(now.at("state"), "fixed");
    EXPECT_FALSE(now.at("cured").is_null());
    EXPECT_EQ(listed("state=fixed"), 1U);
    auto const reply = step(now, "reopen", {{"why", "再看看"}});
    EXPECT_EQ(reply.status, 409);
    EXPECT_THAT(reply.body, HasSubstr("closed_by_register"));
    be_officer();
    EXPECT_EQ(step(now, "confirm", {}).status, 200);
    EXPECT_EQ(shown(reported).at("state"), "confirmed");
}

TEST_F(Daily, confirming_or_sending_it_back_leaves_the_finding_to_the_register) {
    auto const reported = fixed();
    be_officer();
    auto const back = step(reported, "reopen", {{"why", "合格证没有上传"}});
    ASSERT_EQ(back.status, 200) << back.body;
    EXPECT_EQ(json::parse(back.body).at("state"), "open");
    service.store->see([&](kernel::Transaction& transaction) {
        EXPECT_EQ(finding::get(transaction, finding_id).state, "accepted");
        EXPECT_EQ(finding::live_findings(transaction, estate.id).size(), 1U);
    });
}

}  // namespace
}  // namespace anju::rectify
