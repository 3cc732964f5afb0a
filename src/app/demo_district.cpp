#include <array>

#include "account/account.hpp"
#include "app/demo.hpp"
#include "base/id.hpp"
#include "party/party.hpp"
#include "place/place.hpp"

namespace anju::app::demo {
namespace {

using kernel::Transaction;

struct Invented { const char* name; int community; const char* stage; int households; int company; };
// Invented names; two communities on each pilot street.
constexpr std::array<const char*, 8> communities{"云栖桥社区", "枫荷社区", "梧桐里社区", "稻香社区", "青石社区", "禾丰社区", "松涧社区", "渡口社区"};
constexpr std::array<const char*, 4> companies{"安和物业服务公司（演示）", "清源物业服务公司（演示）", "邻里物业服务公司（演示）", "恒宁物业服务公司（演示）"};
constexpr std::array<Invented, 12> invented{{{"云栖桥苑", 0, "settled", 1340, 0}, {"枫荷家园", 1, "settled", 860, 0}, {"枫荷北苑", 1, "settled", 412, 1},
                                             {"梧桐里", 2, "settled", 1120, 1}, {"稻香新苑", 3, "settled", 2150, 2}, {"稻香东苑", 3, "pending", 620, 2},
                                             {"青石公寓", 4, "settled", 288, 3}, {"青石家园", 4, "settled", 975, 3}, {"禾丰苑", 5, "settled", 1530, 0},
                                             {"松涧新村", 6, "settled", 740, 1}, {"渡口人家", 7, "settled", 1016, 2}, {"渡口南苑", 7, "pending", 530, 3}}};

std::vector<place::Place> pilot_streets(Transaction& transaction, const policy::Pack& pack) {
    std::vector<place::Place> streets;
    for (auto const& street : pack.places.streets) {
        if (!street.pilot) continue;
        if (auto found = place::find_by_code(transaction, "street", street.code)) streets.push_back(*found);
    }
    return streets;
}

std::vector<Estate> build(Transaction& transaction, const policy::Pack& pack, base::Day from) {
    auto const streets = pilot_streets(transaction, pack);
    std::vector<std::string> company_ids;
    for (auto const* name : companies) company_ids.push_back(party::add(transaction, "property_company", name).id);
    auto const builder = party::add(transaction, "builder", "城北安置房建设公司（演示）");
    std::vector<place::Place> made_communities;
    for (std::size_t i = 0; i < communities.size(); ++i) {
        auto const& street = streets.at(i / 2);
        auto const code = street.code + "00" + std::to_string(i + 1);
        made_communities.push_back(place::add(transaction, "community", code, communities[i], street));
        auto const committee = party::add(transaction, "community", std::string{communities[i]} + "居民委员会", made_communities.back().id);
        party::add(transaction, "cooperative", std::string{communities[i]} + "经济合作社", made_communities.back().id);
        (void)committee;
    }
    for (auto const& street : streets) party::add(transaction, "street", street.name + "办事处", street.id);

    std::vector<Estate> estates;
    for (std::size_t i = 0; i < invented.size(); ++i) {
        auto const& one = invented[i];
        auto const& community = made_communities[static_cast<std::size_t>(one.community)];
        auto const code = "GS" + std::to_string(1001 + i);
        auto const made = place::add(transaction, "estate", code, one.name, community, one.stage, one.households);
        auto const& company = company_ids[static_cast<std::size_t>(one.company)];
        party::join(transaction, made.id, company, "property_company", from);
        party::join(transaction, made.id, builder.id, "builder", from);
        estates.push_back({made.id, one.name, streets.at(static_cast<std::size_t>(one.community) / 2).id, company});
    }
    return estates;
}

}  // namespace

District settle(kernel::Store& store, const Service& service, base::Instant now, std::vector<Password>& passwords) {
    District district;
    auto const& pack = service.standard().current();
    struct Wanted { const char* name; const char* who; account::NewGrant grant; };
    std::vector<Wanted> wanted;
    store.act([&](Transaction& transaction) {
        district = {};
        wanted.clear();
        district.estates = build(transaction, pack, now.day());
        district.assessor_id = party::add(transaction, "assessor", "明衡社会评估中心（演示）").id;
        district.fire_department_id = party::add(transaction, "department", "消防救援（演示）", {}, "fire").id;
        auto const& street = district.estates.front().street_id;
        auto const community = place::get(transaction, district.estates.front().id, "estate").parent_id;
        wanted = {{"quban", "区领导小组办公室", {"district_office", {}, {}}},
                  {"pingshen", "评审组成员", {"panel_member", {}, {}}},
                  {"jiedao", "街道工作人员", {"street_officer", street, {}}},
                  {"shequ", "社区工作人员", {"community_worker", community, {}}},
                  {"wuye", "物业项目经理", {"property_manager", {}, district.estates.front().company_id}},
                  {"pinggu", "第三方评估员", {"assessor", {}, district.assessor_id}},
                  {"fuhe", "第三方复核员", {"assessor_lead", {}, district.assessor_id}},
                  {"xiaofang", "部门考核人员", {"department_officer", {}, district.fire_department_id}},
                  {"xitong", "系统管理员", {"system_admin", {}, {}}},
                  {"anquan", "安全管理员", {"security_admin", {}, {}}},
                  {"shenji", "审计管理员", {"audit_admin", {}, {}}}};
    });
    passwords.clear();
    for (auto const& one : wanted) passwords.push_back({one.name, one.who, base::random_password()});
    // Every street needs somebody who does its self-check; these helpers of the demonstration get no printed password.
    store.act([&](Transaction& transaction) {
        district.accounts.clear();
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            district.accounts[wanted[i].name] = account::add(transaction, pack, {wanted[i].name, wanted[i].who, passwords[i].password, {wanted[i].grant}, false}, now);
        }
        int number = 2;
        district.street_accounts[district.estates.front().street_id] = district.accounts["jiedao"];
        std::string last = district.estates.front().street_id;
        for (auto const& estate : district.estates) {
            if (estate.street_id == last) continue;
            last = estate.street_id;
            auto const name = "jiedao" + std::to_string(number++);
            district.accounts[name] = account::add(transaction, pack, {name, "街道工作人员", base::random_password(), {{"street_officer", estate.street_id, {}}}, false}, now);
            district.street_accounts[estate.street_id] = district.accounts[name];
        }
    });
    return district;
}

}  // namespace anju::app::demo
