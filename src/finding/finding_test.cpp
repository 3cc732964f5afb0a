#include "finding/finding.hpp"

#include <gtest/gtest.h>

#include "finding/test_tables.hpp"

namespace anju::finding {

namespace {

namespace json = kernel::json;
using evaluation::code_of;
using evaluation::first_field;
using evaluation::TestDistrict;
using kernel::Context;

struct FindingTest : testing::Test {
    TestDistrict district{test_tables()};
    std::string year;

    FindingTest() {
        finding::routes(district.service.router, district.standard);
        watch_steps(district.steps);
        year = district.open_year();
    }
    base::Points points(std::string_view text) { return *base::Points::parse(text); }
    evaluation::Evaluation the_year(kernel::Transaction& transaction) { return evaluation::get(transaction, district.standard, year); }

    /// A sheet of that source on the first estate, handed in or open.
    std::string sheet(const std::string& source, const std::string& state = "handed_in", const std::string& estate = {}) {
        const auto id = source + "-" + (estate.empty() ? district.first.id : estate);
        const auto party = source == "third_party" ? district.firm : source == "department" ? district.housing : std::string{};
        district.service.store->act([&](kernel::Transaction& transaction) {
            transaction.run("INSERT INTO inspection (id, evaluation_id, estate_id, source, party_id, state, summary, opened_by, opened_at, version) "
                            "VALUES ($1, $2, $3, $4, $5, $6, '', 'x', 1, 1) ON CONFLICT DO NOTHING",
                            {id, year, estate.empty() ? district.first.id : estate, source, party, state});
        });
        return id;
    }
    NewFinding wanted(const std::string& source, const std::string& item, std::string_view deduct, const std::string& state = "submitted") {
        NewFinding made;
        made.evaluation_id = year;
        made.estate_id = district.first.id;
        made.source = source;
        made.inspection_id = sheet(source);
        made.item = item;
        made.deduct = points(deduct);
        made.reason = "楼道有垃圾";
        made.state = state;
        return made;
    }
    kernel::Reply recorded(const kernel::Actor& actor, const NewFinding& finding, std::string* id = nullptr) {
        return district.act(actor, [&, id](Context& context) {
            const auto made = record(context, the_year(context.transaction), finding).id;
            if (id != nullptr) *id = made;
        });
    }
    std::string record_one(const std::string& source, const std::string& item, std::string_view deduct) {
        std::string id;
        const auto reply = recorded(source == "department" ? district.department() : district.assessor(), wanted(source, item, deduct), &id);
        EXPECT_EQ(reply.status, 200) << reply.body;
        return id;
    }
    Finding now(const std::string& id) {
        Finding found;
        district.service.store->see([&](kernel::Transaction& transaction) { found = get(transaction, id); });
        return found;
    }
    kernel::Reply decide_as(const kernel::Actor& actor, const std::string& id, json::object body) {
        if (!body.contains("version")) body["version"] = now(id).version;
        if (!body.contains("reason")) body["reason"] = "现场复核";
        return district.call(actor, "POST", "/api/findings/" + id + "/decide", body);
    }
    kernel::Reply opinion(const kernel::Actor& actor, const std::string& id, const std::string& stance) {
        return district.call(actor, "POST", "/api/findings/" + id + "/opinions", json::object{{"stance", stance}, {"reason", "当天已经清走"}});
    }
    base::Points total(Card card) {
        base::Points held;
        district.service.store->see([&](kernel::Transaction& transaction) {
            for (const auto& deduction : case_of(transaction, the_year(transaction), district.first.id, "settled", card).findings) held += deduction.deduct;
        });
        return held;
    }
};

TEST_F(FindingTest, more_points_than_the_item_has_are_refused_with_the_field_and_what_is_left) {
    record_one("third_party", "C1.1", "4.5");
    const auto reply = recorded(district.assessor(), wanted("third_party", "C1.1", "1"));
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(code_of(reply), "over_item_points");
    EXPECT_EQ(first_field(reply), "deduct");
    EXPECT_NE(reply.body.find("最多还能扣 0.5 分"), std::string::npos);
}

TEST_F(FindingTest, an_amount_between_the_steps_an_unknown_item_and_a_measured_item_are_refused_by_field) {
    EXPECT_EQ(first_field(recorded(district.assessor(), wanted("third_party", "C1.1", "0.3"))), "deduct");
    EXPECT_EQ(first_field(recorded(district.assessor(), wanted("third_party", "Z9", "1"))), "item");
    EXPECT_EQ(first_field(recorded(district.assessor(), wanted("third_party", "A1", "1"))), "item");
    auto without_reason = wanted("third_party", "C1.1", "1");
    without_reason.reason.clear();
    EXPECT_EQ(first_field(recorded(district.assessor(), without_reason)), "reason");
    auto wrong_point = wanted("third_party", "C1.1", "1");
    wrong_point.check_point = 40;
    EXPECT_EQ(first_field(recorded(district.assessor(), wrong_point)), "check_point");
    EXPECT_EQ(district.count("SELECT COUNT(*) FROM finding"), 0);
}

TEST_F(FindingTest, a_recorded_finding_leaves_a_journal_line_at_its_estate) {
    const auto id = record_one("third_party", "C1.1", "1");
    EXPECT_EQ(district.count("SELECT COUNT(*) FROM journal WHERE act = 'finding.record' AND thing_id = $1 AND place_id = $2 AND after IS NOT NULL", {id, district.first.id}), 1);
}

TEST_F(FindingTest, the_panel_decides_only_in_its_step) {
    const auto id = record_one("third_party", "C1.1", "1");
    district.set_step(year, "opinions");
    EXPECT_EQ(code_of(decide_as(TestDistrict::panel(), id, {{"decision", "reject"}})), "wrong_step");
    district.set_step(year, "notice");
    EXPECT_EQ(code_of(decide_as(TestDistrict::panel(), id, {{"decision", "reject"}})), "wrong_step");
    district.set_step(year, "panel");
    EXPECT_EQ(decide_as(district.community(), id, {{"decision", "reject"}}).status, 403);
    EXPECT_EQ(decide_as(TestDistrict::panel(), id, {{"decision", "reject"}}).status, 200);
    EXPECT_EQ(now(id).state, "rejected");
    EXPECT_EQ(district.service.journal_lines("finding.decide"), 1);
}

TEST_F(FindingTest, nobody_decides_a_finding_of_their_own) {
    auto both = TestDistrict::panel();
    both.grants.push_back(district.assessor().grants.front());
    std::string id;
    recorded(both, wanted("third_party", "C1.1", "1"), &id);
    district.set_step(year, "panel");
    const auto reply = decide_as(both, id, {{"decision", "accept"}});
    EXPECT_EQ(reply.status, 403);
    EXPECT_EQ(code_of(reply), "own_finding");
}

TEST_F(FindingTest, a_stale_version_is_refused) {
    const auto id = record_one("third_party", "C1.1", "1");
    district.set_step(year, "panel");
    ASSERT_EQ(decide_as(TestDistrict::panel(), id, {{"decision", "accept"}}).status, 200);
    const auto reply = decide_as(TestDistrict::panel(), id, {{"decision", "reject"}, {"version", 1}});
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(code_of(reply), "changed_meanwhile");
    EXPECT_EQ(now(id).state, "accepted");
}

TEST_F(FindingTest, a_reduced_finding_counts_less_while_the_recorders_card_keeps_what_it_found) {
    const auto id = record_one("third_party", "C1.1", "2");
    district.set_step(year, "panel");
    EXPECT_EQ(first_field(decide_as(TestDistrict::panel(), id, {{"decision", "reduce"}, {"deduct", "2"}})), "deduct");
    EXPECT_EQ(first_field(decide_as(TestDistrict::panel(), id, {{"decision", "reduce"}, {"deduct", "0.7"}})), "deduct");
    EXPECT_EQ(first_field(decide_as(TestDistrict::panel(), id, {{"decision", "reduce"}, {"deduct", nullptr}})), "deduct");
    ASSERT_EQ(decide_as(TestDistrict::panel(), id, {{"decision", "reduce"}, {"deduct", "0.5"}}).status, 200);
    EXPECT_EQ(total(Card::official), points("0.5"));
    EXPECT_EQ(total(Card::third_party), points("2"));
    ASSERT_EQ(decide_as(TestDistrict::panel(), id, {{"decision", "accept"}}).status, 200);
    EXPECT_EQ(total(Card::official), points("2"));
}

TEST_F(FindingTest, a_merged_finding_counts_once_where_it_went) {
    const auto kept = record_one("third_party", "C1.1", "2");
    const auto same = record_one("department", "C1.1", "2");
    district.set_step(year, "panel");
    ASSERT_EQ(decide_as(TestDistrict::panel(), kept, {{"decision", "accept"}}).status, 200);
    const auto reply = decide_as(TestDistrict::panel(), same, {{"decision", "merge"}, {"merged_into", kept}});
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("merged_into").as_string(), kept);
    EXPECT_EQ(total(Card::official), points("2"));
    EXPECT_EQ(total(Card::department), points("2"));
    EXPECT_EQ(first_field(decide_as(TestDistrict::panel(), kept, {{"decision", "merge"}, {"merged_into", same}})), "merged_into");
}

TEST_F(FindingTest, only_the_same_estate_and_item_can_be_merged) {
    const auto one = record_one("third_party", "C1.1", "2");
    const auto other = record_one("third_party", "C1.2", "2");
    district.set_step(year, "panel");
    EXPECT_EQ(first_field(decide_as(TestDistrict::panel(), one, {{"decision", "merge"}, {"merged_into", other}})), "merged_into");
    EXPECT_EQ(first_field(decide_as(TestDistrict::panel(), one, {{"decision", "merge"}, {"merged_into", one}})), "merged_into");
    EXPECT_EQ(now(one).state, "submitted");
}

TEST_F(FindingTest, the_latest_word_of_a_party_decides_whether_a_finding_is_disputed) {
    const auto id = record_one("third_party", "C1.1", "1");
    const auto disputed = [&] { return district.get(TestDistrict::panel(), "/api/findings/" + id).at("disputed").as_bool(); };
    EXPECT_EQ(code_of(opinion(district.community(), id, "dispute")), "wrong_step");
    district.set_step(year, "opinions");
    EXPECT_FALSE(disputed());
    ASSERT_EQ(opinion(district.community(), id, "dispute").status, 200);
    EXPECT_TRUE(disputed());
    ASSERT_EQ(opinion(district.department(), id, "agree").status, 200);
    EXPECT_TRUE(disputed());
    ASSERT_EQ(opinion(district.community(), id, "agree").status, 200);
    EXPECT_FALSE(disputed());
    const auto bare = district.call(district.community(), "POST", "/api/findings/" + id + "/opinions", json::object{{"stance", "dispute"}});
    EXPECT_EQ(first_field(bare), "reason");
}

TEST_F(FindingTest, accepting_the_undisputed_leaves_disputed_ones_departments_ones_and_ones_own) {
    const auto plain = record_one("third_party", "C1.1", "1");
    const auto disputed = record_one("third_party", "C1.2", "1");
    const auto departments = record_one("department", "C1.3", "1");
    auto both = TestDistrict::panel();
    both.account_id = "both";
    std::string own;
    recorded(both, wanted("third_party", "C1.4", "1"), &own);
    district.set_step(year, "opinions");
    ASSERT_EQ(opinion(district.community(), disputed, "dispute").status, 200);
    district.set_step(year, "panel");
    const auto reply = district.call(both, "POST", "/api/evaluations/" + year + "/accept-undisputed", json::object{});
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("accepted").as_int64(), 1);
    EXPECT_EQ(now(plain).state, "accepted");
    EXPECT_EQ(now(disputed).state, "submitted");
    EXPECT_EQ(now(departments).state, "submitted");
    EXPECT_EQ(now(own).state, "submitted");
}

TEST_F(FindingTest, the_panel_cannot_end_while_a_finding_is_undecided) {
    const auto id = record_one("department", "C1.1", "1");
    district.set_step(year, "panel");
    const auto end = [&] { return district.call(TestDistrict::office(), "POST", "/api/evaluations/" + year + "/advance", json::object{{"from", "panel"}}); };
    const auto refused = end();
    EXPECT_EQ(code_of(refused), "step_not_finished");
    EXPECT_NE(refused.body.find("桂花苑"), std::string::npos);
    ASSERT_EQ(decide_as(TestDistrict::panel(), id, {{"decision", "accept"}}).status, 200);
    EXPECT_EQ(end().status, 200);
}

TEST_F(FindingTest, the_panel_cannot_end_before_an_announced_percentage_is_recorded_and_then_it_is_the_one_that_counts) {
    sheet("third_party");
    district.act(district.assessor(), [&](Context& context) {
        const auto evaluation = the_year(context.transaction);
        announce_measure(context, evaluation, district.first.id, "A1");
        announce_measure(context, evaluation, district.first.id, "A1");  // a newer plan announces it again
        record_measure(context, evaluation, district.first.id, "A1", "third_party", base::Percent::whole(80), "");
    });
    EXPECT_EQ(district.service.journal_lines("measure.announce"), 1);
    district.set_step(year, "panel");
    const auto end = [&] { return district.call(TestDistrict::office(), "POST", "/api/evaluations/" + year + "/advance", json::object{{"from", "panel"}}); };
    EXPECT_EQ(code_of(end()), "step_not_finished");
    district.act(TestDistrict::panel(), [&](Context& context) {
        record_measure(context, the_year(context.transaction), district.first.id, "A1", "survey", base::Percent::whole(91), "");
    });
    district.service.store->see([&](kernel::Transaction& transaction) {
        EXPECT_EQ(case_of(transaction, the_year(transaction), district.first.id, "settled", Card::official).measures.at("A1"), base::Percent::whole(91));
    });
    EXPECT_EQ(end().status, 200);
}

TEST_F(FindingTest, a_withdrawn_announcement_owes_nothing_and_only_percentages_are_announced) {
    district.act(district.assessor(), [&](Context& context) {
        announce_measure(context, the_year(context.transaction), district.first.id, "A1");
        withdraw_announcement(context, the_year(context.transaction), district.first.id, "A1");
    });
    district.set_step(year, "panel");
    EXPECT_EQ(district.call(TestDistrict::office(), "POST", "/api/evaluations/" + year + "/advance", json::object{{"from", "panel"}}).status, 200);
    const auto refused = district.act(district.assessor(), [&](Context& context) { announce_measure(context, the_year(context.transaction), district.first.id, "C1.1"); });
    EXPECT_EQ(code_of(refused), "takes_no_measure");
}

TEST_F(FindingTest, a_decided_finding_takes_no_change_withdrawal_or_opinion) {
    const auto id = record_one("third_party", "C1.1", "1");
    district.set_step(year, "panel");
    ASSERT_EQ(decide_as(TestDistrict::panel(), id, {{"decision", "accept"}}).status, 200);
    EXPECT_EQ(code_of(opinion(district.community(), id, "dispute")), "already_decided");
    const auto withdrawn = district.act(district.assessor(), [&](Context& context) { withdraw(context, get(context.transaction, id), "看错了"); });
    EXPECT_EQ(code_of(withdrawn), "already_decided");
    const auto less = wanted("third_party", "C1.1", "0.5");
    const auto changed = district.act(district.assessor(), [&](Context& context) {
        change(context, the_year(context.transaction), get(context.transaction, id), less, "看错了");
    });
    EXPECT_EQ(code_of(changed), "already_decided");
}

TEST_F(FindingTest, drafts_are_seen_only_by_their_own_side_and_self_checks_only_with_their_right) {
    std::string draft, self;
    recorded(district.assessor(), wanted("third_party", "C1.1", "1", "draft"), &draft);
    recorded(district.community(), wanted("self_check", "C1.1", "1", "draft"), &self);
    const auto seen = [&](const kernel::Actor& actor) { return district.get(actor, "/api/findings?evaluation=" + year).at("items").as_array().size(); };
    district.service.store->act([&](kernel::Transaction& transaction) { transaction.run("UPDATE inspection SET state = 'open' WHERE source = 'third_party'"); });
    EXPECT_EQ(seen(district.assessor()), 1U);
    EXPECT_EQ(district.call(district.assessor(), "GET", "/api/findings/" + self).status, 404);
    EXPECT_EQ(seen(district.community()), 1U);
    EXPECT_EQ(district.call(district.community(), "GET", "/api/findings/" + draft).status, 404);
    EXPECT_EQ(seen(district.department()), 0U);
    district.service.store->act([&](kernel::Transaction& transaction) {
        transaction.run("UPDATE inspection SET state = 'handed_in' WHERE source = 'third_party'");
        submit_all(transaction, "third_party-" + district.first.id);
    });
    EXPECT_EQ(seen(district.assessor()), 2U);
    EXPECT_EQ(seen(district.community()), 2U);
    EXPECT_EQ(seen(district.department()), 1U);
}

TEST_F(FindingTest, the_list_is_paged_and_filtered) {
    for (const auto* item : {"C1.1", "C1.2", "C1.3"}) record_one("third_party", item, "0.5");
    record_one("department", "C1.1", "0.5");
    const auto actor = TestDistrict::panel();
    const auto page = district.get(actor, "/api/findings?evaluation=" + year + "&limit=3");
    EXPECT_EQ(page.at("items").as_array().size(), 3U);
    const auto rest = district.get(actor, "/api/findings?evaluation=" + year + "&limit=3&after=" + std::string{page.at("next").as_string()});
    EXPECT_EQ(rest.at("items").as_array().size(), 1U);
    EXPECT_TRUE(rest.at("next").is_null());
    const auto size = [&](const std::string& query) { return district.get(actor, "/api/findings?evaluation=" + year + query).at("items").as_array().size(); };
    EXPECT_EQ(size("&item=C1.1"), 2U);
    EXPECT_EQ(size("&source=department"), 1U);
    EXPECT_EQ(size("&disputed=true"), 0U);
    EXPECT_EQ(size("&disputed=false&without_rectification=true"), 4U);
    EXPECT_EQ(size("&estate=" + district.second.id), 0U);
}

TEST_F(FindingTest, a_finding_is_shown_with_its_title_place_and_others_of_the_same_fact) {
    const auto id = record_one("third_party", "C1.1", "0.5");
    record_one("department", "C1.1", "0.5");
    const auto shown = district.get(TestDistrict::panel(), "/api/findings/" + id);
    EXPECT_EQ(shown.at("item_title").at("zh").as_string(), district.standard.current().item("C1.1")->title.zh);
    EXPECT_EQ(shown.at("estate").at("name").as_string(), "桂花苑");
    EXPECT_FALSE(shown.at("street").at("name").as_string().empty());
    EXPECT_EQ(shown.at("deduct").as_string(), "0.5");
    EXPECT_EQ(shown.at("same_fact").as_array().size(), 1U);
    EXPECT_EQ(shown.at("evaluation_id").as_string(), year);
    EXPECT_TRUE(shown.at("decided_at").is_null());
    const std::string street{shown.at("street").at("id").as_string()};
    EXPECT_EQ(district.get(TestDistrict::panel(), "/api/findings?street=" + street).at("items").as_array().size(), 2U);
    EXPECT_EQ(district.get(TestDistrict::panel(), "/api/findings?street=" + district.first.id).at("items").as_array().size(), 0U);
}

TEST_F(FindingTest, a_finding_of_the_daily_work_is_in_no_year_and_goes_when_cured) {
    const kernel::JournalAuthor program{"", "安居", "r1"};
    std::string id;
    district.service.store->act([&](kernel::Transaction& transaction) {
        id = open_live(transaction, program, district.service.now, {district.first.id, "C1.1", points("1"), "电梯过了检验期"});
    });
    district.service.store->see([&](kernel::Transaction& transaction) {
        ASSERT_EQ(live_findings(transaction, district.first.id).size(), 1U);
        EXPECT_TRUE(case_of(transaction, the_year(transaction), district.first.id, "settled", Card::official).findings.empty());
    });
    EXPECT_EQ(district.call(TestDistrict::office(), "GET", "/api/findings").body.find("电梯"), std::string::npos);
    district.service.store->act([&](kernel::Transaction& transaction) {
        withdraw_live(transaction, program, district.service.now, id, "已消除");
        withdraw_live(transaction, program, district.service.now, id, "已消除");  // twice changes nothing
    });
    district.service.store->see([&](kernel::Transaction& transaction) { EXPECT_TRUE(live_findings(transaction, district.first.id).empty()); });
    EXPECT_EQ(district.service.journal_lines("finding.open_live"), 1);
    EXPECT_EQ(district.service.journal_lines("finding.withdraw_live"), 1);
}

TEST_F(FindingTest, the_cases_of_a_year_are_the_same_as_the_case_of_each_estate) {
    record_one("third_party", "C1.1", "1");
    record_one("department", "C1.2", "1");
    sheet("self_check");
    district.act(district.assessor(), [&](Context& context) {
        for (const auto* item : {"A1", "B1"}) record_measure(context, the_year(context.transaction), district.first.id, item, "third_party", base::Percent::whole(90), "");
        context.transaction.run("INSERT INTO inspection_item (inspection_id, item, state, note, marked_by, marked_by_name, marked_at, confirmed_by) "
                                "VALUES ($1, 'D4.1.1', 'not_applicable', '没有电梯', 'a', 'a', 1, 'b'), ($1, 'D4.1.2', 'not_applicable', '没有电梯', 'a', 'a', 1, NULL)",
                                {"third_party-" + district.first.id});
    });
    district.service.store->see([&](kernel::Transaction& transaction) {
        const auto evaluation = the_year(transaction);
        for (const auto card : {Card::self_check, Card::department, Card::third_party, Card::official, Card::provisional}) {
            const auto all = cases_of(transaction, evaluation, card);
            ASSERT_EQ(all.size(), 2U);
            for (const auto& [estate, given] : all) {
                const auto one = case_of(transaction, evaluation, estate, estate == district.second.id ? "pending" : "settled", card);
                EXPECT_EQ(given.stage, one.stage);
                EXPECT_EQ(given.findings.size(), one.findings.size());
                EXPECT_EQ(given.measures, one.measures);
                EXPECT_EQ(given.not_applicable, one.not_applicable);
            }
        }
        const auto official = case_of(transaction, evaluation, district.first.id, "settled", Card::official);
        EXPECT_TRUE(official.findings.empty());
        EXPECT_EQ(official.measures.size(), 2U);
        EXPECT_EQ(official.not_applicable, (std::set<std::string>{"D4.1.1"}));
        const auto provisional = case_of(transaction, evaluation, district.first.id, "settled", Card::provisional);
        EXPECT_EQ(provisional.findings.size(), 1U);  // the third party's; the department's needs a decision
        EXPECT_EQ(policy::score(*evaluation.pack, provisional).missing.size(), 0U);
        EXPECT_EQ(case_of(transaction, evaluation, district.first.id, "settled", Card::third_party).not_applicable.size(), 2U);
    });
}

TEST_F(FindingTest, measures_of_an_inspection_still_open_count_in_no_provisional_card) {
    sheet("third_party", "open");
    district.act(district.assessor(), [&](Context& context) {
        record_measure(context, the_year(context.transaction), district.first.id, "A1", "third_party", base::Percent::whole(90), "");
    });
    district.service.store->see([&](kernel::Transaction& transaction) {
        const auto evaluation = the_year(transaction);
        EXPECT_TRUE(case_of(transaction, evaluation, district.first.id, "settled", Card::provisional).measures.empty());
        EXPECT_EQ(case_of(transaction, evaluation, district.first.id, "settled", Card::third_party).measures.size(), 1U);
    });
}

TEST_F(FindingTest, photos_are_the_recorders_own_uploads_and_a_colleague_may_keep_them) {
    district.service.store->act([&](kernel::Transaction& transaction) {
        for (const auto* photo : {"photo-1", "photo-2"})
            transaction.run("INSERT INTO file (id, sm3, type, size, width, height, account_id, at) VALUES ($1, 'x', 'image/png', 1, 1, 1, 'assessor', 1)", {photo});
    });
    auto finding = wanted("third_party", "C1.1", "1", "draft");
    finding.photo_ids = {"photo-1", "photo-2"};
    EXPECT_EQ(first_field(recorded(district.lead(), finding)), "photo_ids/0");
    std::string id;
    ASSERT_EQ(recorded(district.assessor(), finding, &id).status, 200);
    finding.photo_ids = {"photo-2"};
    const auto changed = district.act(district.lead(), [&](Context& context) { change(context, the_year(context.transaction), get(context.transaction, id), finding); });
    ASSERT_EQ(changed.status, 200) << changed.body;
    const auto photos = district.get(district.lead(), "/api/findings/" + id).at("photos").as_array();
    ASSERT_EQ(photos.size(), 1U);
    EXPECT_EQ(photos.front().at("id").as_string(), "photo-2");
}

TEST_F(FindingTest, cards_have_names_both_ways) {
    for (const auto card : {Card::self_check, Card::department, Card::third_party, Card::official, Card::provisional}) EXPECT_EQ(card_of(name_of(card)), card);
    EXPECT_FALSE(card_of("other"));
}

}  // namespace

}  // namespace anju::finding
