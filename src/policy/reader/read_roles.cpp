#include <fmt/format.h>

#include "policy/reader/sections.hpp"
#include "policy/rights.hpp"

namespace anju::policy::reader {
namespace {

Role read_role(const Sheet& sheet, const Node& node, const Pack& pack) {
    Form form{sheet, node};
    Role role;
    role.role = form.code("role");
    role.title = form.text("title");
    role.scope = form.one_of<Scope>("scope", {{"district", Scope::district},
                                              {"street", Scope::street},
                                              {"community", Scope::community},
                                              {"estate", Scope::estate},
                                              {"party", Scope::party},
                                              {"assigned", Scope::assigned},
                                              {"none", Scope::none}});
    for (auto const& right : form.words("rights")) {
        role.rights.insert(right);
        if (is_right(right)) continue;
        sheet.complain(
            node,
            {fmt::format("角色“{}”的权限“{}”不在权限表里，不会起作用，请改名或删去。", role.role, right),
             fmt::format(
                 "Role “{}” has “{}”, which is not in the list of rights and would do nothing. Rename or delete it.",
                 role.role, right)});
    }
    for (auto const& other : form.words("excludes", true)) role.excludes.insert(other);
    later(sheet, [&sheet, &node, &pack, name = role.role, excludes = role.excludes] {
        for (auto const& other : excludes) {
            if (pack.role(other) != nullptr && other != name) continue;
            sheet.complain(
                node, {fmt::format("角色“{}”不能排除“{}”：没有这个角色或就是它自己，请改。", name, other),
                       fmt::format("Role “{}” cannot exclude “{}”: no such role, or itself. Change it.", name, other)});
        }
    });
    return role;
}

bool is_number_of(const std::string& code, std::size_t digits) {
    return code.size() == digits && code.find_first_not_of("0123456789") == std::string::npos;
}

Street read_street(const Sheet& sheet, const Node& node, const std::string& district) {
    Form form{sheet, node};
    Street street;
    street.code = form.word("code");
    street.title = form.text("title");
    street.pilot = form.flag("pilot", false);
    if (form.optional("valid_from") != nullptr) street.valid_from = form.date("valid_from");
    if (form.optional("valid_to") != nullptr) street.valid_to = form.date("valid_to");
    if (!street.code.empty() && (!is_number_of(street.code, 9) || !street.code.starts_with(district))) {
        sheet.complain(
            node,
            {fmt::format("街道代码“{}”应是 9 位数字，以区划代码 {} 开头，请改。", street.code, district),
             fmt::format("Street code “{}” must be 9 digits beginning with {}. Change it.", street.code, district)});
    }
    if (!street.valid_to.empty() && street.valid_to < street.valid_from) {
        sheet.complain(node, {"valid_to 早于 valid_from，请改。", "valid_to is before valid_from. Change one."});
    }
    return street;
}

}  // namespace

void read_roles(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    std::set<std::string> seen;
    for (auto const* one : form.list("roles")) {
        pack.roles.push_back(read_role(sheet, *one, pack));
        first_time(sheet, *one, seen, pack.roles.back().role, {"角色", "role"});
    }
}

void read_places(const Sheet& sheet, const Node& node, Pack& pack) {
    Form form{sheet, node};
    auto& district = pack.places.district;
    if (auto const* one = form.required("district")) {
        Form entry{sheet, *one};
        district.code = entry.word("code");
        district.title = entry.text("title");
        if (!district.code.empty() && !is_number_of(district.code, 6)) {
            sheet.complain(*one, {fmt::format("区划代码“{}”应是 6 位数字，请改。", district.code),
                                  fmt::format("District code “{}” must be 6 digits. Change it.", district.code)});
        }
    }
    std::set<std::string> seen;
    for (auto const* one : form.list("streets")) {
        pack.places.streets.push_back(read_street(sheet, *one, district.code));
        first_time(sheet, *one, seen, pack.places.streets.back().code, {"街道代码", "street code"});
    }
}

}  // namespace anju::policy::reader
