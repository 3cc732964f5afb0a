#include "attachment/attachment.hpp"
#include "kernel/page.hpp"

namespace anju::attachment {

namespace {

using kernel::Context;
using kernel::Guard;
using kernel::Reply;
namespace json = kernel::json;

constexpr std::size_t largest_photo = 10 << 20;
constexpr std::size_t largest_paper = (20 << 20) + (64 << 10);  // a little more, so that one just over it is told why

enum class Sort { photo, paper };

struct Kept {
    std::string sm3, type;
};

bool shown_in_something(Context& context, const std::string& id) {
    kernel::Values values{id};
    const auto finding = finding_filter(context.actor, values);
    const auto rectification = kernel::place_filter(context.actor, "finding.read", "p.path", values);
    return context.transaction
        .one("SELECT 1 FROM finding_photo x JOIN finding f ON f.id = x.finding_id JOIN place p ON p.id = f.estate_id WHERE x.file_id = $1 AND " + finding +
                 " UNION ALL SELECT 1 FROM rectification_photo x JOIN rectification r ON r.id = x.rectification_id JOIN place p ON p.id = r.estate_id "
                 "WHERE x.file_id = $1 AND " + rectification + " LIMIT 1",
             values)
        .has_value();
}

/// Knowing an id opens nothing: the answer to a stranger is the same as for a file that does not exist, and so is that to whoever
/// asks for a paper as a photo (it must never open inside a page) or the other way round.
Kept readable(Context& context, const Viewers& viewers, Sort sort) {
    const auto& id = context.parameter("id");
    const auto row = context.transaction.one("SELECT sm3, type, account_id FROM file WHERE id = $1", {id});
    const bool right_sort = row && row->text(1).starts_with("image/") == (sort == Sort::photo);
    if (!right_sort || (row->text(2) != context.actor.account_id && !shown_in_something(context, id) && !viewers.anywhere(context, id)))
        sort == Sort::photo ? base::refuse_missing("照片", "photo") : base::refuse_missing("文件", "file");
    return {row->text(0), row->text(1)};
}

Reply upload(Context& context, const kernel::Files& files) {
    const auto& photo = context.prepared<kernel::StoredFile>();
    files.record(context.transaction, photo, context.actor.account_id, context.now.microseconds);
    context.journal({"photo.keep", "photo", photo.id, "", nullptr, {{"sm3", photo.sm3}, {"type", photo.type}, {"size", photo.size}}, "", kernel::Reach::nothing});
    return kernel::json_reply(json::object{{"id", photo.id}, {"width", photo.width}, {"height", photo.height}, {"type", photo.type}}, 201);
}

Reply upload_paper(Context& context, const kernel::Files& files) {
    const auto& paper = context.prepared<kernel::StoredFile>();
    files.record(context.transaction, paper, context.actor.account_id, context.now.microseconds);
    context.journal({"paper.keep", "paper", paper.id, "", nullptr, {{"sm3", paper.sm3}, {"type", paper.type}, {"size", paper.size}}, "", kernel::Reach::nothing});
    return kernel::json_reply(json::object{{"id", paper.id}, {"type", paper.type}, {"size", paper.size}}, 201);
}

void paper_routes(kernel::Router& router, const kernel::Files& files, const Viewers& viewers) {
    router.act("POST", "/api/papers", Guard::any_account(), {"上传文件", "Upload a paper"},
               [&files](Context& context) { return upload_paper(context, files); }, largest_paper,
               [&files](const kernel::Request& request) { return files.keep_paper(request.body); });
    router.see("/api/papers/{id}", Guard::any_account(), {"下载文件", "A paper"}, [&files, &viewers](Context& context) {
        const auto paper = readable(context, viewers, Sort::paper);
        Reply reply;
        reply.type = paper.type;
        reply.file = files.path(paper.sm3).string();
        reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + context.parameter("id") + ".pdf\"");
        return reply;
    });
}

json::object upload_schema(std::initializer_list<std::string_view> types, std::initializer_list<std::string_view> numbers) {
    json::array kinds, required{"id", "type"};
    for (const auto type : types) kinds.emplace_back(type);
    json::object properties{{"id", {{"type", "string"}, {"format", "uuid"}}}, {"type", {{"type", "string"}, {"enum", std::move(kinds)}}}};
    for (const auto number : numbers) {
        properties[number] = {{"type", "integer"}};
        required.emplace_back(number);
    }
    return {{"type", "object"}, {"required", std::move(required)}, {"properties", std::move(properties)}};
}

void describe_upload(json::object& openapi, std::string_view path, std::initializer_list<std::string_view> types, std::initializer_list<std::string_view> numbers) {
    auto& post = openapi.at("paths").at(path).at("post").as_object();
    json::object taken;
    for (const auto type : types) taken[type] = {{"schema", {{"type", "string"}, {"format", "binary"}}}};
    post["requestBody"] = {{"required", true}, {"content", std::move(taken)}};
    auto& responses = post.at("responses").as_object();
    responses.erase("200");
    responses["201"] = {{"description", "Created"}, {"content", {{"application/json", {{"schema", upload_schema(types, numbers)}}}}}};
}

}  // namespace

void describe(json::object& openapi) {
    describe_upload(openapi, "/api/photos", {"image/jpeg", "image/png", "image/webp"}, {"width", "height"});
    describe_upload(openapi, "/api/papers", {"application/pdf"}, {"size"});
}

void routes(kernel::Router& router, kernel::Store&, const kernel::Files& files, const Viewers& viewers) {
    router.act("POST", "/api/photos", Guard::any_account(), {"上传照片", "Upload a photo"},
               [&files](Context& context) { return upload(context, files); }, largest_photo,
               [&files](const kernel::Request& request) { return files.keep_photo(request.body); });
    router.see("/api/photos/{id}", Guard::any_account(), {"看照片", "A photo"}, [&files, &viewers](Context& context) {
        const auto photo = readable(context, viewers, Sort::photo);
        Reply reply;
        reply.type = photo.type;
        reply.file = files.path(photo.sm3).string();
        return reply;
    });
    router.see("/api/photos/{id}/thumbnail", Guard::any_account(), {"看缩略图", "A photo's thumbnail"}, [&files, &viewers](Context& context) {
        Reply reply;
        reply.file = files.thumbnail(readable(context, viewers, Sort::photo).sm3).string();
        reply.type = "image/jpeg";
        return reply;
    });
    paper_routes(router, files, viewers);
}

}  // namespace anju::attachment
