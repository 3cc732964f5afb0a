#include "process/test_process.hpp"

namespace anju::process {
namespace {

using Acts = ProcessTest;

std::vector<std::string> names(const json::value& list) {
    std::vector<std::string> all;
    for (auto const& one : list.as_array()) all.emplace_back(one.at("act").as_string());
    return all;
}

json::object handed(const std::string& photo, const std::string& day) {
    return {{"handed_on", day}, {"way", "online"}, {"proof", json::array{photo}}};
}

TEST_F(Acts, a_report_is_handed_over_with_proof_and_confirmed_by_somebody_else) {
    auto const id = report("2026-11-16");
    auto const proof = photo("worker");
    be("worker", "community_worker");
    auto const done = act(id, "hand_over", handed(proof, "2026-11-16"));
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(json::parse(done.body).at("state"), "handed_over");
    EXPECT_EQ(count("SELECT COUNT(*) FROM record_file WHERE record_id = $1 AND field = 'hand_over/proof' AND file_id = $2", {id, proof}), 1);
    auto const own = act(id, "confirm");
    EXPECT_EQ(own.status, 409);
    EXPECT_THAT(own.body, HasSubstr("same_person"));
    EXPECT_EQ(names(shown(id).at("acts")), std::vector<std::string>{});
    be("second", "community_worker");
    EXPECT_EQ(names(shown(id).at("acts")), (std::vector<std::string>{"return", "confirm"}));
    EXPECT_EQ(act(id, "confirm").status, 200);
    EXPECT_EQ(shown(id).at("end"), true);
    EXPECT_EQ(service.journal_lines("process.act"), 2);
}

TEST_F(Acts, who_made_the_record_may_not_be_the_one_who_checks_it) {
    auto const id = parcel();
    be("worker", "community_worker");
    ASSERT_EQ(act(id, "finish").status, 200);
    EXPECT_THAT(act(id, "see").body, HasSubstr("“办完”是您做的"));
    be("manager", "property_manager");
    auto const refused = act(id, "see");
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("这一条是您登记的"));
    be("second", "community_worker");
    EXPECT_EQ(act(id, "see").status, 200);
}

TEST_F(Acts, only_a_role_of_the_act_over_that_place_may_do_it) {
    auto const id = parcel();
    be("officer", "street_officer");
    auto const refused = act(id, "finish");
    EXPECT_EQ(refused.status, 403);
    EXPECT_THAT(refused.body, HasSubstr("not_your_act"));
    be("neighbour", "property_manager", {elsewhere.path});
    EXPECT_EQ(act(id, "finish").status, 404);
    EXPECT_EQ(service.call("GET", "/api/records/" + id + "/process").status, 404);
    service.actor = {};
    EXPECT_EQ(act(id, "finish").status, 401);
    EXPECT_EQ(count("SELECT COUNT(*) FROM process_act"), 0);
}

TEST_F(Acts, every_wrong_field_of_an_act_is_named_and_nothing_is_kept) {
    auto const id = report("2026-11-16");
    auto const strange = photo("somebody");
    auto const reply = act(id, "hand_over", {{"handed_on", "2026-11-17"}, {"way", "pigeon"}, {"proof", json::array{strange}}, {"colour", "red"}});
    EXPECT_EQ(reply.status, 422);
    EXPECT_THAT(reply.body, HasSubstr("\"handed_on\"")) << "still to come";
    EXPECT_THAT(reply.body, HasSubstr("\"way\""));
    EXPECT_THAT(reply.body, HasSubstr("\"proof\"")) << "another's photograph";
    EXPECT_THAT(reply.body, HasSubstr("\"colour\""));
    EXPECT_EQ(act(id, "hand_over").status, 422);
    EXPECT_EQ(count("SELECT COUNT(*) FROM process_act"), 0);
    EXPECT_EQ(shown(id).at("state"), "recorded");
}

TEST_F(Acts, what_the_act_needs_of_the_record_must_be_filled_first) {
    auto const id = report("2026-11-16");
    service.store->act([&](kernel::Transaction& transaction) {  // as a record of an older pack might look
        transaction.run("UPDATE record SET doc = $2 WHERE id = $1", {id, R"({"number":"BS-1","learned":"told","told_on":"2026-11-16","dwelling":")" + dwelling + R"("})"});
    });
    auto const blocked = shown(id).at("blocked").as_array().at(0);
    EXPECT_EQ(blocked.at("act"), "hand_over");
    EXPECT_THAT(json::serialize(blocked.at("why")), HasSubstr("承租人姓名、身份证号"));
    auto const reply = act(id, "hand_over", handed(photo("manager"), "2026-11-16"));
    EXPECT_EQ(reply.status, 422);
    EXPECT_THAT(reply.body, HasSubstr("missing_fields"));
    EXPECT_THAT(reply.body, HasSubstr("\"tenant_id\""));
}

TEST_F(Acts, a_reason_is_asked_where_the_process_says_so) {
    auto const id = parcel();
    ASSERT_EQ(act(id, "finish").status, 200);
    auto const bare = act(id, "again");
    EXPECT_EQ(bare.status, 422);
    EXPECT_THAT(bare.body, HasSubstr("\"reason\""));
    EXPECT_EQ(act(id, "again", {}, "漏了一件").status, 200);
    EXPECT_EQ(count("SELECT COUNT(*) FROM journal WHERE act = 'process.act' AND why = '漏了一件'"), 1);
}

TEST_F(Acts, the_wrong_state_an_old_version_and_a_deleted_record_are_refused) {
    auto const id = parcel();
    EXPECT_THAT(act(id, "see").body, HasSubstr("wrong_state"));
    EXPECT_EQ(act(id, "dance").status, 404);
    ASSERT_EQ(act(id, "finish").status, 200);
    EXPECT_EQ(act(id, "finish", {}, {}, 1).status, 412) << "a second press of the button";
    EXPECT_EQ(act(id, "finish").status, 409);
    in_act([&](kernel::Context& context) { record::erase(record::Author::of(context), registers, record::get(context.transaction, registers, id), "重复"); });
    EXPECT_THAT(act(id, "again", {}, "x").body, HasSubstr("deleted"));
    EXPECT_EQ(shown(id).at("acts").as_array().size(), 0U);
}

TEST_F(Acts, an_act_is_never_dated_before_the_one_it_follows) {
    auto const id = parcel();
    at("2026-11-18 10:00");
    ASSERT_EQ(act(id, "finish", {{"on", "2026-11-17"}}).status, 200);
    ASSERT_EQ(act(id, "again", {}, "重来").status, 200);
    auto const refused = act(id, "finish", {{"on", "2026-11-16"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("2026-11-18"));
    EXPECT_EQ(act(id, "finish", {{"on", "2026-11-18"}}).status, 200);
}

TEST_F(Acts, the_timeline_tells_who_did_what_and_shows_no_sensitive_value) {
    auto const id = report("2026-11-16");
    act(id, "hand_over", handed(photo("manager"), "2026-11-16"));
    auto const process = shown(id);
    auto const& line = process.at("timeline").as_array().at(0);
    EXPECT_EQ(line.at("act"), "hand_over");
    EXPECT_EQ(line.at("from"), "recorded");
    EXPECT_EQ(line.at("by_name"), "manager");
    EXPECT_EQ(line.at("values").at("way").at("title").at("zh"), "网上报送");
    EXPECT_EQ(process.at("state_title").at("zh"), "已送达");
    auto const all = json::serialize(process);
    EXPECT_THAT(all, Not(HasSubstr("演示租客甲")));
    EXPECT_EQ(count("SELECT COUNT(*) FROM journal WHERE after LIKE '%online%'"), 0) << "the journal names fields, not values";
}

}  // namespace
}  // namespace anju::process
