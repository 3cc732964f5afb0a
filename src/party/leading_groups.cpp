// The leading groups of the document: the district's, its office, and one in each street. A post's holder is a public office
// bearer entered by the office itself; the journal names only the row.
#include "base/id.hpp"
#include "kernel/body.hpp"
#include "kernel/page.hpp"
#include "party/duties.hpp"
#include "party/titles.hpp"

namespace anju::party {

namespace json = kernel::json;
using kernel::Context;
using kernel::Guard;
using kernel::json_reply;
using kernel::Reply;

namespace {

constexpr std::string_view member_post = "member";

const policy::GroupOfLeaders& group_of(const policy::Pack& pack, std::string_view kind) {
    if (kind == "district") return pack.parties.district;
    if (kind == "office") return pack.parties.office;
    if (kind == "street") return pack.parties.street;
    base::refuse_missing("领导小组", "leading group");
}

/// A member unit is held in the post `member` under the unit's code; other posts keep the holder's own unit in words.
bool is_unit(const policy::GroupOfLeaders& group, std::string_view code) { return is_named(group.units, code); }

json::object holder_json(const kernel::Row& row) {
    return {{"id", row.text(0)}, {"unit", row.text(2)}, {"name", row.text(3)}, {"from", row.text(4)}};
}

json::object group_json(Context& context, const policy::Pack& pack, std::string_view kind, const place::Place& place) {
    const auto& group = group_of(pack, kind);
    const auto rows = context.transaction.query(
        "SELECT id, post, unit, name, from_day FROM group_post WHERE group_kind = $1 AND place_id = $2 AND from_day <= $3 AND (to_day IS NULL OR to_day >= $3) "
        "ORDER BY from_day DESC, id DESC", {std::string{kind}, place.id, context.today().text()});
    const auto holder = [&](std::string_view post, std::string_view unit) -> json::value {
        for (const auto& row : rows) {
            const bool of_unit = row.text(1) == member_post && is_unit(group, row.text(2));
            if (row.text(1) == post && (unit.empty() ? !of_unit : row.text(2) == unit)) return holder_json(row);
        }
        return nullptr;
    };
    json::array posts;
    for (const auto& post : group.posts)
        posts.emplace_back(json::object{{"post", post.post}, {"title", title_json(post.title)},
                                        {"unit", post.unit ? json::value(title_json(*post.unit)) : json::value(nullptr)},
                                        {"holder", holder(post.post, {})}});
    json::array units;
    for (const auto& unit : group.units)
        units.emplace_back(json::object{{"unit", unit.code}, {"title", title_json(unit.title)}, {"holder", holder(member_post, unit.code)}});
    const auto& title = group.title.zh.empty() ? pack.parties.district.title : group.title;
    return {{"group_kind", kind},
            {"place", json::object{{"id", place.id}, {"name", place.name}}},
            {"title", title_json(title)},
            {"place_in_document", group.place.empty() ? pack.parties.district.place : group.place},
            {"posts", std::move(posts)},
            {"units", std::move(units)}};
}

Reply list_groups(Context& context, const policy::Pack& pack) {
    json::array items;
    for (const auto& row : context.transaction.query("SELECT id FROM place WHERE kind = 'district'")) {
        const auto district = place::get(context.transaction, row.text(0), "district");
        items.emplace_back(group_json(context, pack, "district", district));
        items.emplace_back(group_json(context, pack, "office", district));
    }
    for (const auto& row : context.transaction.query("SELECT id FROM place WHERE kind = 'street' ORDER BY code"))
        items.emplace_back(group_json(context, pack, "street", place::get(context.transaction, row.text(0), "street")));
    return kernel::list_reply(std::move(items), {});
}

struct Post { std::string post, unit; };

Post read_post(kernel::Body& body, const policy::GroupOfLeaders& group) {
    Post wanted{body.text("post", 1, 40), body.text_or("unit", 80)};
    if (is_unit(group, wanted.post)) return {std::string{member_post}, wanted.post};
    bool known = wanted.post == member_post && is_unit(group, wanted.unit);
    for (const auto& post : group.posts) known = known || post.post == wanted.post;
    if (!known) body.wrong("post", {"没有这个职务，请从列表里选。", "There is no such post. Choose one of the list."});
    return wanted;
}

Reply hold_post(Context& context, const policy::Pack& pack) {
    const auto& kind = context.parameter("group_kind");
    const auto& group = group_of(pack, kind);
    kernel::Body body{context.body()};
    const auto post = read_post(body, group);
    const auto name = body.text("name", 1, 40);
    const auto from = body.day("from");
    body.done();
    const auto place = place::get(context.transaction, context.parameter("place_id"), kind == "street" ? "street" : "district");
    const bool of_unit = post.post == member_post && is_unit(group, post.unit);
    const auto former = context.transaction.query(
        "SELECT id, unit, from_day FROM group_post WHERE group_kind = $1 AND place_id = $2 AND post = $3 AND (to_day IS NULL OR to_day >= $4)",
        {kind, place.id, post.post, from.text()});
    for (const auto& row : former) {
        if (of_unit ? row.text(1) != post.unit : post.post == member_post && is_unit(group, row.text(1))) continue;
        if (row.text(2) > from.text())
            base::refuse_field("from", "before_the_present_one", {"起始日期须晚于现任的起始日期（" + row.text(2) + "）。",
                                                                  "The day must be later than the present holder's (" + row.text(2) + ")."});
        if (row.text(2) == from.text()) context.transaction.run("DELETE FROM group_post WHERE id = $1", {row.text(0)});
        else context.transaction.run("UPDATE group_post SET to_day = $2 WHERE id = $1", {row.text(0), (from + -1).text()});
    }
    const auto id = base::new_id();
    context.transaction.run(
        "INSERT INTO group_post (id, group_kind, place_id, post, unit, name, from_day) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {id, kind, place.id, post.post, post.unit, name, from.text()});
    context.journal({.act = "group.hold", .thing_kind = "group_post", .thing_id = id, .place_id = place.id,
                     .after = json::object{{"group_kind", kind}, {"post", post.post}, {"from", from.text()}}, .why = {}});
    return json_reply(json::object{{"id", id}});
}

Reply leave_post(Context& context) {
    kernel::Body body{context.body()};
    const auto why = body.text("why", 2, 200);
    body.done();
    const auto& id = context.parameter("id");
    const auto row = context.transaction.one(
        "SELECT post FROM group_post WHERE id = $1 AND group_kind = $2 AND place_id = $3 AND (to_day IS NULL OR to_day >= $4)",
        {id, context.parameter("group_kind"), context.parameter("place_id"), context.today().text()});
    if (!row) base::refuse_missing("任职记录", "holder of a post");
    context.transaction.run("UPDATE group_post SET to_day = $2 WHERE id = $1", {id, (context.today() + -1).text()});
    context.journal({.act = "group.leave", .thing_kind = "group_post", .thing_id = id, .place_id = context.parameter("place_id"),
                     .before = json::object{{"post", row->text(0)}}, .why = why});
    return json_reply(json::object{{"id", id}});
}

}  // namespace

void group_routes(kernel::Router& router, const policy::Pack& pack) {
    const auto place = place::path_of_parameter("place_id");
    router.see("/api/leading-groups", Guard{"place.read", {}, false}, {"领导小组", "Leading groups"},
               [&pack](Context& context) { return list_groups(context, pack); });
    router.act("PUT", "/api/leading-groups/{group_kind}/{place_id}/posts", Guard{"group.manage", place, false},
               {"登记领导小组的任职", "Enter the holder of a post"}, [&pack](Context& context) { return hold_post(context, pack); });
    router.act("DELETE", "/api/leading-groups/{group_kind}/{place_id}/posts/{id}", Guard{"group.manage", place, false},
               {"结束任职", "End a holder's time in a post"}, leave_post);
}

}  // namespace anju::party
