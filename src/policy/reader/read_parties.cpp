#include <fmt/format.h>

#include <algorithm>

#include "policy/reader/sections.hpp"

namespace anju::policy::reader {
namespace {

bool has_code(const std::vector<Named>& named, const std::string& code) {
    return std::any_of(named.begin(), named.end(), [&](const Named& one) { return one.code == code; });
}

std::vector<Named> read_named(Form& form, std::string_view list, std::string_view code_key, const Text& what) {
    std::vector<Named> found;
    std::set<std::string> seen;
    for (auto const* one : form.list(list)) {
        Form entry{form.sheet(), *one};
        Named named;
        named.code = entry.code(code_key);
        named.title = entry.text("title");
        first_time(form.sheet(), *one, seen, named.code, what);
        found.push_back(std::move(named));
    }
    return found;
}

void refuse_unknown(const Sheet& sheet, const Node& node, const Text& what, const std::string& value) {
    sheet.complain(node, {fmt::format("没有{}“{}”，请改名或补上。", what.zh, value),
                          fmt::format("There is no {} “{}”. Rename it or add it.", what.en, value)});
}

void check_duty(const Sheet& sheet, const Node& node, const Duty& duty, const Pack& pack) {
    auto const& parties = pack.parties;
    if (!duty.party.empty() && !has_code(parties.kinds, duty.party))
        refuse_unknown(sheet, node, {"主体类别", "party kind"}, duty.party);
    if (!duty.department.empty() && duty.party != "department") {
        sheet.complain(node, {"只有 party 是 department 时才写 department，请删去或改 party。",
                              "“department” stands only where party is department. Delete it or change party."});
    } else if (!duty.department.empty() && !has_code(parties.departments, duty.department)) {
        refuse_unknown(sheet, node, {"部门", "department"}, duty.department);
    }
    for (auto const& item : duty.items) {
        if (pack.item(item) == nullptr) refuse_unknown(sheet, node, {"条目", "item"}, item);
    }
}

Duty read_duty(const Sheet& sheet, const Node& node, const Pack& pack) {
    Form form{sheet, node};
    Duty duty;
    duty.duty = form.code("duty");
    duty.party = form.code("party");
    duty.department = form.optional_word("department");
    duty.stage = form.one_of<std::string>("stage", {{"pending", "pending"}, {"settled", "settled"}, {"both", "both"}});
    duty.title = form.text("title");
    duty.text = form.text("text");
    duty.place = form.word("place");
    duty.items = form.words("items", true);
    for (auto const* one : form.list("capability", true)) {
        bool const digits = !one->value.empty() && one->value.size() < 5 &&
                            one->value.find_first_not_of("0123456789") == std::string::npos;
        if (digits) duty.capability.push_back(std::stoi(one->value));
        if (!digits)
            sheet.complain(*one,
                           {"“capability”里应是编号（整数），请改。", "“capability” takes whole numbers. Change it."});
    }
    later(sheet, [&sheet, &node, &pack, duty] { check_duty(sheet, node, duty, pack); });
    return duty;
}

std::vector<Post> read_posts(Form& form) {
    std::vector<Post> posts;
    std::set<std::string> seen;
    for (auto const* one : form.list("posts")) {
        Form entry{form.sheet(), *one};
        Post post;
        post.post = entry.code("post");
        post.title = entry.text("title");
        post.unit = entry.optional_text("unit");
        first_time(form.sheet(), *one, seen, post.post, {"职务", "post"});
        posts.push_back(std::move(post));
    }
    return posts;
}

GroupOfLeaders read_leaders(const Sheet& sheet, const Node& node, bool with_units) {
    Form form{sheet, node};
    GroupOfLeaders group;
    group.title = form.text("title");
    group.place = form.word("place");
    group.posts = read_posts(form);
    if (with_units) group.units = read_named(form, "units", "unit", {"单位", "unit"});
    return group;
}

/// The office stands in one of the district group's units and takes that unit's title unless it has its own.
void read_office(const Sheet& sheet, const Node& node, Parties& parties) {
    Form form{sheet, node};
    auto const unit = form.code("unit");
    parties.office.title = form.optional_text("title").value_or(Text{});
    parties.office.place = form.optional_word("place");
    parties.office.posts = read_posts(form);
    auto const& units = parties.district.units;
    auto const found = std::find_if(units.begin(), units.end(), [&](const Named& one) { return one.code == unit; });
    if (found == units.end()) {
        if (!unit.empty()) refuse_unknown(sheet, node, {"单位", "unit"}, unit);
        return;
    }
    parties.office.units = {*found};
    if (parties.office.title == Text{}) parties.office.title = found->title;
    if (parties.office.place.empty()) parties.office.place = parties.district.place;
}

}  // namespace

void read_parties(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    auto& parties = pack.parties;
    parties.kinds = read_named(form, "party_kinds", "kind", {"主体类别", "party kind"});
    parties.departments = read_named(form, "departments", "department", {"部门", "department"});
    std::set<std::string> seen;
    for (auto const* one : form.list("duties")) {
        parties.duties.push_back(read_duty(sheet, *one, pack));
        first_time(sheet, *one, seen, parties.duties.back().duty, {"职责", "duty"});
    }
    auto const* group = form.required("leading_group");
    if (group == nullptr) return;
    Form leaders{sheet, *group};
    if (auto const* district = leaders.required("district")) parties.district = read_leaders(sheet, *district, true);
    if (auto const* office = leaders.required("office")) read_office(sheet, *office, parties);
    if (auto const* street = leaders.required("street")) parties.street = read_leaders(sheet, *street, false);
}

}  // namespace anju::policy::reader
