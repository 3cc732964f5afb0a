#include "attachment/attachment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "kernel/test_service.hpp"

namespace anju::attachment {

namespace {

namespace json = kernel::json;

// One grey pixel.
const std::string pixel{
    "\211PNG\015\012\032\012\000\000\000\015IHDR"
    "\000\000\000\001\000\000\000\001\010\000\000\000\000\072\176\233U\000\000\000\012IDATx\332ch\000\000\000\202\000\201\332E\010\073\000\000\000\000IEND\256B\140\202",
    67};

std::vector<kernel::Migration> migrations() {
    // Whoever shows photos owns these tables; the slice reads them by SQL only, so the test takes them as files.
    static const std::vector<std::string> texts = [] {
        std::vector<std::string> all;
        for (const auto* slice : {"place", "party", "finding", "inspection", "rectify"}) {
            std::ifstream file{std::string{ANJU_SOURCE_DIR} + "/src/" + slice + "/" + slice + ".sql"};
            std::stringstream text;
            text << file.rdbuf();
            all.push_back(text.str());
        }
        return all;
    }();
    auto all = kernel::kernel_migrations();
    for (std::size_t i = 0; i < texts.size(); ++i) all.push_back({"test/" + std::to_string(i), texts[i]});
    return all;
}

struct AttachmentTest : testing::Test {
    kernel::TestService service{migrations()};
    kernel::Files files{service.store.directory()};
    Viewers viewers;

    AttachmentTest() {
        routes(service.router, *service.store, files, viewers);
        service.router.act("POST", "/test", kernel::Guard::any_account(), {"试", "test"}, [](kernel::Context& context) {
            require_photos(context, {std::string{context.body().at("photo").as_string()}}, "photo_ids", 9);
            context.journal({"test", "test", "", "", nullptr, nullptr, ""});
            return kernel::json_reply(json::object{});
        });
    }

    static kernel::Actor who(const std::string& name, std::set<std::string, std::less<>> rights = {}, const std::string& path = "/", const std::string& party = {}) {
        return kernel::TestService::who(name, std::move(rights), {path}, party);
    }
    kernel::Reply upload(const kernel::Actor& actor, const std::string& bytes = pixel, const std::string& target = "/api/photos") {
        service.actor = actor;
        kernel::Request request;
        request.method = "POST";
        request.target = target;
        request.headers["content-type"] = target == "/api/photos" ? "image/png" : "application/pdf";
        request.body = bytes;
        return service.router.answer(request);
    }
    std::string uploaded(const kernel::Actor& actor) {
        const auto reply = upload(actor);
        EXPECT_EQ(reply.status, 201) << reply.body;
        return std::string{json::parse(reply.body).at("id").as_string()};
    }
    int read(const kernel::Actor& actor, const std::string& photo, const std::string& tail = "") {
        service.actor = actor;
        return service.call("GET", "/api/photos/" + photo + tail).status;
    }
    /// An estate /d/e/ with a finding that shows the photo, on an inspection of party "firm".
    void show(const std::string& photo, const std::string& source, const std::string& state) {
        service.store->act([&](kernel::Transaction& transaction) {
            transaction.run("INSERT INTO place (id, kind, code, name, path, address, version) VALUES ('e', 'estate', 'e', '桂花苑', '/d/e/', '', 1)");
            transaction.run("INSERT INTO inspection (id, evaluation_id, estate_id, source, party_id, state, summary, opened_by, opened_at, version) "
                            "VALUES ('i', 'v', 'e', $1, $2, 'open', '', 'x', 1, 1)", {source, source == "self_check" ? std::string{} : std::string{"firm"}});
            transaction.run("INSERT INTO finding (id, evaluation_id, estate_id, source, inspection_id, item, deduct, recorded_deduct, reason, spot, state, decision, created_by, created_at, version) "
                            "VALUES ('f', 'v', 'e', $1, 'i', 'C1.1', 50000, 50000, '有垃圾', '', $2, '', 'x', 1, 1)", {source, state});
            transaction.run("INSERT INTO finding_photo (finding_id, file_id, position) VALUES ('f', $1, 0)", {photo});
        });
    }
};

TEST_F(AttachmentTest, an_uploaded_photo_is_kept_and_journaled) {
    const auto reply = upload(who("wang"));
    ASSERT_EQ(reply.status, 201) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("width").as_int64(), 1);
    EXPECT_EQ(service.journal_lines("photo.keep"), 1);
}

TEST_F(AttachmentTest, what_is_no_photo_is_refused) {
    EXPECT_GE(upload(who("wang"), "<html>").status, 415);
    EXPECT_EQ(upload(kernel::Actor{}).status, 401);
}

TEST_F(AttachmentTest, nobody_reads_a_photo_by_its_id_alone) {
    const auto photo = uploaded(who("wang"));
    EXPECT_EQ(read(who("wang"), photo), 200);
    EXPECT_EQ(read(who("wang"), photo, "/thumbnail"), 200);
    EXPECT_EQ(read(who("li", {"finding.read", "evaluation.read"}), photo), 404);
    EXPECT_EQ(read(who("li", {"finding.read", "evaluation.read"}), photo, "/thumbnail"), 404);
}

TEST_F(AttachmentTest, a_findings_photo_is_read_by_those_who_may_read_the_finding_there) {
    const auto photo = uploaded(who("wang"));
    show(photo, "third_party", "submitted");
    EXPECT_EQ(read(who("li", {"finding.read"}, "/d/"), photo), 200);
    EXPECT_EQ(read(who("li", {"finding.read"}, "/other/"), photo), 404);
    EXPECT_EQ(read(who("li", {"place.read"}, "/d/"), photo), 404);
}

TEST_F(AttachmentTest, a_drafts_photo_is_read_only_by_the_assessor_that_records_it) {
    const auto photo = uploaded(who("wang"));
    show(photo, "third_party", "draft");
    EXPECT_EQ(read(who("li", {"finding.read"}, "/d/"), photo), 404);
    EXPECT_EQ(read(who("zhao", {"inspection.inspect"}, "/d/e/", "firm"), photo), 200);
    EXPECT_EQ(read(who("qian", {"inspection.inspect"}, "/d/e/", "other"), photo), 404);
}

TEST_F(AttachmentTest, a_self_checks_photo_is_hidden_from_those_without_self_check_read) {
    const auto photo = uploaded(who("wang"));
    show(photo, "self_check", "submitted");
    EXPECT_EQ(read(who("li", {"finding.read"}, "/d/"), photo), 404);
    EXPECT_EQ(read(who("li", {"self_check.read"}, "/d/"), photo), 200);
    EXPECT_EQ(read(who("zhao", {"inspection.inspect", "evaluation.read"}, "/d/e/", "firm"), photo), 404);
}

TEST_F(AttachmentTest, a_slice_above_opens_its_own_photos_to_whom_it_says) {
    const auto photo = uploaded(who("wang"));
    viewers.add([&](kernel::Context& context, const std::string& file) { return file == photo && context.actor.account_id == "li"; });
    EXPECT_EQ(read(who("li"), photo), 200);
    EXPECT_EQ(read(who("zhao"), photo), 404);
}

TEST_F(AttachmentTest, an_uploaded_paper_is_kept_journaled_and_handed_out_only_as_a_download) {
    const std::string bytes = "%PDF-1.7\n%%EOF\n";
    const auto reply = upload(who("wang"), bytes, "/api/papers");
    ASSERT_EQ(reply.status, 201) << reply.body;
    EXPECT_EQ(json::parse(reply.body).at("type").as_string(), "application/pdf");
    EXPECT_EQ(service.journal_lines("paper.keep"), 1);
    const std::string paper{json::parse(reply.body).at("id").as_string()};
    const auto got = service.call("GET", "/api/papers/" + paper);
    ASSERT_EQ(got.status, 200) << got.body;
    EXPECT_EQ(got.type, "application/pdf");
    const std::pair<std::string, std::string> download{"Content-Disposition", "attachment; filename=\"" + paper + ".pdf\""};
    EXPECT_NE(std::find(got.headers.begin(), got.headers.end(), download), got.headers.end());
    service.actor = who("li", {"finding.read"});
    EXPECT_EQ(service.call("GET", "/api/papers/" + paper).status, 404);
}

TEST_F(AttachmentTest, a_paper_is_no_photo_and_a_photo_no_paper) {
    const auto reply = upload(who("wang"), "%PDF-1.7\n%%EOF\n", "/api/papers");
    ASSERT_EQ(reply.status, 201) << reply.body;
    const std::string paper{json::parse(reply.body).at("id").as_string()};
    EXPECT_EQ(read(who("wang"), paper), 404);
    EXPECT_EQ(read(who("wang"), paper, "/thumbnail"), 404);
    EXPECT_EQ(service.call("POST", "/test", json::object{{"photo", paper}}).status, 422) << "evidence is pictures";
    EXPECT_EQ(service.call("GET", "/api/papers/" + uploaded(who("wang"))).status, 404);
    EXPECT_EQ(upload(who("wang"), pixel, "/api/papers").status, 415);
    EXPECT_EQ(upload(who("wang"), "%PDF-1.7\n%%EOF\n").status, 415);
    EXPECT_EQ(upload(kernel::Actor{}, "%PDF-1.7\n%%EOF\n", "/api/papers").status, 401);
}

TEST_F(AttachmentTest, the_interface_tells_what_an_upload_takes_and_every_part_of_its_answer) {
    auto document = kernel::openapi(service.router, "Anju", "1");
    describe(document);
    const std::pair<const char*, std::string> uploads[]{{"/api/photos", pixel}, {"/api/papers", "%PDF-1.7\n%%EOF\n"}};
    for (const auto& [path, bytes] : uploads) {
        const auto answer = json::parse(upload(who("wang"), bytes, path).body).as_object();
        const auto& post = document.at("paths").at(path).at("post");
        const auto& schema = post.at("responses").at("201").at("content").at("application/json").at("schema");
        const auto& properties = schema.at("properties").as_object();
        EXPECT_EQ(properties.size(), answer.size()) << path;
        for (const auto& part : answer) EXPECT_TRUE(properties.contains(part.key())) << path << " " << part.key();
        const auto& types = properties.at("type").at("enum").as_array();
        EXPECT_NE(std::find(types.begin(), types.end(), answer.at("type")), types.end()) << path;
        EXPECT_TRUE(post.at("requestBody").at("content").as_object().contains(answer.at("type").as_string())) << path;
        EXPECT_FALSE(post.at("responses").as_object().contains("200")) << path;
    }
}

TEST_F(AttachmentTest, nobody_attaches_anothers_upload) {
    const auto photo = uploaded(who("wang"));
    service.actor = who("li");
    EXPECT_EQ(service.call("POST", "/test", json::object{{"photo", photo}}).status, 422);
    service.actor = who("wang");
    EXPECT_EQ(service.call("POST", "/test", json::object{{"photo", photo}}).status, 200);
}

}  // namespace

}  // namespace anju::attachment
