#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "publish/publish.hpp"
#include "record/test_registers.hpp"

namespace anju::publish {
namespace {

namespace json = kernel::json;
using record::TestRegisters;
using ::testing::HasSubstr;
using ::testing::Not;

/// The register and the process of the repository's own pack.
policy::PackFiles pack_with_cases() {
    auto const own = policy::pack_files(std::string{ANJU_SOURCE_DIR} + "/packs/gongshu");
    return record::test_pack::files({{"registers/model_case.yaml", own.at("registers/model_case.yaml")},
                                     {"processes/model_case.yaml", own.at("processes/model_case.yaml")}});
}

struct PublicCases : ::testing::Test {
    TestRegisters test{{}, pack_with_cases()};
    kernel::Files files{std::filesystem::path{test.service.store.directory()} / "files"};

    PublicCases() { case_routes(test.service.router, test.registers, files); }

    kernel::Reply visitor(const std::string& target) { return test.call({}, "GET", target); }
    std::string write(json::object more = {}) {
        json::object fields{{"title_of_case", "楼道长管楼道"}, {"theme", "self_governance"},  {"since_when", "2026-01-05"},
                            {"problem", "堆物清了又堆"},       {"done", "每个单元推一名楼道长"}, {"effect", "堆物从31处降到4处"}, {"cost", "3200"}};
        for (auto const& member : more) fields[member.key()] = member.value();
        return test.added(test.worker(), "model_case", test.first, fields);
    }
    void set_state(const std::string& id, const std::string& state) {
        auto const reply = test.act(TestRegisters::office(), [&](kernel::Context& context) {
            record::set_state(record::Author::of(context), test.registers, record::get(context.transaction, test.registers, id), state, {}, "publish");
        });
        ASSERT_EQ(reply.status, 200) << reply.body;
    }
    std::string published(json::object more = {}) {
        auto id = write(std::move(more));
        set_state(id, "published");
        return id;
    }
    std::size_t listed() { return json::parse(visitor("/api/public/cases").body).at("items").as_array().size(); }
};

TEST_F(PublicCases, anybody_reads_a_published_case_and_only_what_the_pack_makes_public) {
    auto const consent = test.file_of("worker", "application/pdf");
    auto const id = published({{"people", "agreed"}, {"consent", {consent}}});
    auto const reply = visitor("/api/public/cases/" + id);
    ASSERT_EQ(reply.status, 200) << reply.body;
    auto const shown = json::parse(reply.body);
    EXPECT_EQ(shown.at("title"), "楼道长管楼道");
    EXPECT_EQ(shown.at("estate"), "桂花苑");
    std::vector<std::string> names;
    for (auto const& one : shown.at("fields").as_array()) names.emplace_back(one.at("field").as_string());
    EXPECT_THAT(names, testing::ElementsAre("theme", "since_when", "problem", "done", "effect", "cost"));
    for (auto const& hidden : {consent, TestRegisters::account_id("worker"), std::string{"agreed"}, std::string{"worker"}, std::string{"version"}})
        EXPECT_THAT(reply.body, Not(HasSubstr(hidden)));
    EXPECT_EQ(shown.at("fields").as_array()[0].at("text").at("zh"), "居民自治");
    EXPECT_EQ(visitor("/api/records/" + id).status, 401) << "the record itself stays inside";
}

TEST_F(PublicCases, drafts_and_recommended_ones_are_as_if_they_were_not) {
    auto const id = write();
    for (auto const* state : {"draft", "submitted", "recommended", "kept"}) {
        set_state(id, state);
        EXPECT_EQ(visitor("/api/public/cases/" + id).status, 404) << state;
        EXPECT_EQ(listed(), 0U) << state;
    }
    EXPECT_EQ(visitor("/api/public/cases/0190a000-0000-7000-8000-00000000ffff").body.size(), visitor("/api/public/cases/" + id).body.size());
}

TEST_F(PublicCases, a_case_withdrawn_or_deleted_later_is_gone_with_its_photos) {
    auto const photo = test.file_of("worker");
    auto const id = published({{"photos", {photo}}});
    auto const at = "/api/public/cases/" + id;
    EXPECT_EQ(listed(), 1U);
    EXPECT_EQ(visitor(at + "/photos/" + photo).status, 200);
    EXPECT_EQ(visitor(at + "/photos/" + photo + "/thumbnail").type, "image/jpeg");
    set_state(id, "withdrawn");
    EXPECT_EQ(listed(), 0U);
    for (auto const* part : {"", "/photos/"}) EXPECT_EQ(visitor(at + part + (*part == 0 ? "" : photo)).status, 404);
    EXPECT_EQ(visitor(at + "/photos/" + photo + "/thumbnail").status, 404);

    auto const other = published();
    EXPECT_EQ(test.call(test.worker(), "POST", "/api/records/" + other + "/delete", json::object{{"why", "写重了"}, {"version", 2}}).status, 200);
    EXPECT_EQ(visitor("/api/public/cases/" + other).status, 404);
    EXPECT_EQ(listed(), 0U);
}

TEST_F(PublicCases, a_photo_is_served_only_through_the_public_case_that_shows_it) {
    auto const shown = test.file_of("worker");
    auto const draft = test.file_of("worker");
    auto const consent = test.file_of("worker");
    auto const id = published({{"photos", {shown}}, {"people", "agreed"}, {"consent", {consent}}});
    auto const hidden = write({{"photos", {draft}}});
    EXPECT_EQ(visitor("/api/public/cases/" + id + "/photos/" + shown).status, 200);
    EXPECT_EQ(visitor("/api/public/cases/" + id + "/photos/" + draft).status, 404);
    EXPECT_EQ(visitor("/api/public/cases/" + id + "/photos/" + consent).status, 404) << "a field that is not public";
    EXPECT_EQ(visitor("/api/public/cases/" + hidden + "/photos/" + draft).status, 404);
}

TEST_F(PublicCases, a_text_that_holds_a_telephone_number_stays_inside) {
    auto const reply = visitor("/api/public/cases/" + published({{"advice", "打 13800000001 问演示甲"}}));
    EXPECT_EQ(reply.status, 200);
    EXPECT_THAT(reply.body, Not(HasSubstr("13800000001")));
    EXPECT_THAT(reply.body, HasSubstr("堆物清了又堆"));
}

TEST_F(PublicCases, records_of_other_registers_are_never_public) {
    auto const lift = test.added(test.manager(), "lift", test.first, TestRegisters::lift("L1"));
    EXPECT_EQ(visitor("/api/public/cases/" + lift).status, 404);
    EXPECT_EQ(listed(), 0U);
}

TEST_F(PublicCases, the_list_is_newest_first_and_goes_on_page_by_page) {
    auto const older = published();
    auto const newer = published({{"title_of_case", "老村庙会搬进广场"}});
    auto const first = json::parse(visitor("/api/public/cases?limit=1").body);
    EXPECT_EQ(first.at("items").as_array()[0].at("id"), json::value(newer));
    auto const second = json::parse(visitor("/api/public/cases?limit=1&after=" + std::string{first.at("next").as_string()}).body);
    EXPECT_EQ(second.at("items").as_array()[0].at("id"), json::value(older));
    EXPECT_TRUE(second.at("next").is_null());
}

}  // namespace
}  // namespace anju::publish
